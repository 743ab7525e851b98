"""Finding posts by words typed with or without accents, best first, with a snippet of the original."""

from bot.domain.people import Viewer
from bot.domain.posts import Post
from bot.domain.text import lower, normalise
from bot.domain.views import Found, Page
from bot.domain.words import fold, fold_words, folded
from bot.errors import InvalidError
from bot.services.context import Context
from bot.storage import posts as storage
from bot.storage import search as search_storage

FOUND_A_PAGE = 5
MOST_WORDS = 8
SNIPPET = 60
"""Characters shown on each side of a match."""


class Search:
    """Full-text search over what the viewer may see."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def find(self, viewer: Viewer, question: str, offset: int = 0) -> Page[Found]:
        """Posts for a question: an exact phrase first, then the unaccented phrase, then near words, then new ones."""
        question = " ".join(question.split())[:200]
        words = fold_words(question).split()[:MOST_WORDS]
        if not words:
            raise InvalidError("search-empty")
        ids = await search_storage.find_candidates(self._transaction, viewer, words)
        posts = await storage.list_posts(self._transaction, viewer, ids=ids, limit=len(ids))
        # list_posts gives the newest first, and sorting is stable: equal ranks stay newest first.
        ranked = sorted(posts, key=lambda post: rank(post, question, words))
        shown = ranked[offset : offset + FOUND_A_PAGE + 1]
        return Page.cut(
            [found(post, question, words) for post in shown], offset=offset, size=FOUND_A_PAGE, question=question
        )


def _whole(post: Post) -> str:
    return f"{post.title}\n{post.body}"


def _below_title(post: Post) -> str:
    """The text without a first line that only repeats the title."""
    first, _, rest = post.body.strip().partition("\n")
    return rest if fold_words(first) == fold_words(post.title) else post.body


def rank(post: Post, question: str, words: list[str]) -> tuple[int, int]:
    """How far a post is from the question; smaller is better: (class of match, distance between the words)."""
    text = _whole(post)
    if lower(normalise(question)) in lower(normalise(text)):
        return 0, 0
    low = f" {fold_words(text)} "
    phrase = " ".join(words)
    if f" {phrase}" in low:
        return 1, 0
    positions = [low.find(f" {word}") for word in words]
    missing = sum(1 for position in positions if position < 0)
    known = [position for position in positions if position >= 0]
    return 2 + missing, (max(known) - min(known)) if known else 0


def found(post: Post, question: str, words: list[str]) -> Found:
    """Cut the words around the first match out of the original text."""
    # The title stands above the snippet already: words below it say more.
    views = [folded(text) for text in (_below_title(post), _whole(post))]
    wishes = (fold(question), *sorted(words, key=len, reverse=True))
    hits = ((view, view.text.find(wanted), len(wanted)) for wanted in wishes for view in views if wanted in view.text)
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
