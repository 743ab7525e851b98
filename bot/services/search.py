"""Finding posts by words typed with or without accents, best first, with a snippet of the original."""

from collections.abc import Sequence

from bot.domain.people import Viewer
from bot.domain.posts import Post
from bot.domain.views import Answered, Found, Page, SourcedFigure
from bot.domain.words import fold, fold_words, folded
from bot.errors import InvalidError
from bot.services.context import Context
from bot.services.ranking import Match, Term, match, terms_of
from bot.storage import posts as storage
from bot.storage import readings
from bot.storage import search as search_storage
from bot.understanding import Ask

FOUND_A_PAGE = 5
OTHERS = 2
FIGURES_LOOKED_AT = 60
SNIPPET = 60
"""Characters shown on each side of a match."""


class Search:
    """Full-text search over what the viewer may see."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def find(self, viewer: Viewer, question: str, offset: int = 0) -> Page[Found]:
        """Every post for a question, best first (`ranking.match`), equal ones the newest first."""
        question = " ".join(question.split())[:200]
        terms = terms_of(question)
        if not terms:
            raise InvalidError("search-empty")
        ranked = await self._ranked(viewer, terms, ())
        shown = [post for _, post in ranked[offset : offset + FOUND_A_PAGE + 1]]
        return Page.cut(
            [found(post, question, terms) for post in shown], offset=offset, size=FOUND_A_PAGE, question=question
        )

    async def answer(self, viewer: Viewer, question: str, asks: Sequence[Ask] = ()) -> Answered:
        """The best post for a question, the next two, and figures where a number is asked for; or none at all.

        A post that only has the words somewhere is no answer: it would mislead.
        """
        question = " ".join(question.split())[:200]
        terms = terms_of(question)
        ranked = await self._ranked(viewer, terms, asks) if terms else []
        right = [found(post, question, terms) for how, post in ranked if how.answers]
        figures = await self._figures(viewer, terms) if terms and Ask.NUMBER in asks else ()
        best = right[0] if right else None
        return Answered(question, best, tuple(right[1 : 1 + OTHERS]), figures, more=len(right) > 1 + OTHERS)

    async def _ranked(self, viewer: Viewer, terms: Sequence[Term], asks: Sequence[Ask]) -> list[tuple[Match, Post]]:
        ids = await search_storage.find_candidates(self._transaction, viewer, [one.folded for one in terms])
        posts = await storage.list_posts(self._transaction, viewer, ids=ids, limit=len(ids))
        # list_posts gives the newest first, and sorting is stable: equal ranks stay newest first.
        matched = [(match(post, terms, asks, self._context.now), post) for post in posts]
        return sorted(matched, key=lambda one: one[0].key)

    async def _figures(self, viewer: Viewer, terms: Sequence[Term]) -> tuple[SourcedFigure, ...]:
        """What was reached, newest first: figures that tell the words as one phrase."""
        phrase = fold_words(" ".join(one.typed for one in terms))
        told = await readings.list_figures(
            self._transaction, viewer, words=phrase.split(), offset=0, limit=FIGURES_LOOKED_AT
        )
        return tuple(
            SourcedFigure(figure, number)
            for figure, number in told
            if not figure.is_target and f" {phrase} " in f" {fold_words(f'{figure.label} {figure.phrase}')} "
        )


def _whole(post: Post) -> str:
    return f"{post.title}\n{post.body}"


def _below_title(post: Post) -> str:
    """The text without a first line that only repeats the title."""
    first, _, rest = post.body.strip().partition("\n")
    return rest if fold_words(first) == fold_words(post.title) else post.body


def found(post: Post, question: str, terms: Sequence[Term]) -> Found:
    """Cut the words around the first match out of the original text."""
    # The title stands above the snippet already: words below it say more.
    views = [folded(text) for text in (_below_title(post), _whole(post))]
    words = [word for one in terms for word in one.typed.split()]
    phrases = [phrase for one in terms for phrase in (*one.same, one.typed)]
    wishes = (fold(question), *map(fold, phrases), *sorted(map(fold, words), key=len, reverse=True))
    hits = ((view, view.text.find(wanted), len(wanted)) for view in views for wanted in wishes if wanted in view.text)
    view, first, length = next(hits, (views[1], 0, 0))
    text, start, end = view.raw, view.at(first), view.at(first + length)
    left, right = max(0, start - SNIPPET), min(len(text), end + SNIPPET)
    # Cut at blanks, so that no word is shown in half.
    if left:
        left = text.find(" ", left, start) + 1 or start
    if right < len(text):
        right = max(text.rfind(" ", end, right), end)
    return Found(
        post,
        ("…" if left else "") + " ".join(text[left:start].split()) + (" " if text[left:start][-1:].isspace() else ""),
        text[start:end],
        (" " if text[end:right][:1].isspace() else "")
        + " ".join(text[end:right].split())
        + ("…" if right < len(text) else ""),
    )
