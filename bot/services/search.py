"""Finding posts by words typed with or without accents, best first, with a snippet of the original."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from bot.clock import in_vietnam
from bot.domain.people import Viewer
from bot.domain.posts import Outline, Post, PostNumber, PostState
from bot.domain.views import LONGEST_QUESTION, Answered, Found, Known, Numbers, Page
from bot.domain.words import first_words, fold, fold_words, folded
from bot.errors import InvalidError
from bot.services.context import Context
from bot.services.days import Days, days_of, tells_of
from bot.services.known import MOST_CONTACTS, called, known_of, spoken_of, without_hours
from bot.services.numbers import Counts
from bot.services.places import elsewhere
from bot.services.ranking import SIGN_UP, Match, Sought, Text, match
from bot.services.terms import Groups, Term, is_known, says_much, terms_of
from bot.storage import facts
from bot.storage import posts as storage
from bot.storage import search as search_storage
from bot.understanding import Ask, Intent, Meaning, without_long_numbers
from bot.understanding.spelling import is_syllable, slips

FOUND_A_PAGE = 5
BEST = 40
"""Posts of the best that are asked whether they answer: what stands behind lacks more than they do."""
OTHERS = 2
RECEPTION = "tiep"
"""The word of "tiếp dân", "tiếp công dân", folded."""
_HOURS_ASKED = {Ask.WHEN, Ask.YES_NO}
_TO_CALL = re.compile(r"^(?!.*\b(?:so|sdt|dt)\b).*\bgoi\b")
"""Whom to call for something, and nobody's number."""
LOOKED_THROUGH = 20
"""Posts in which the word is looked for that a slip of typing was meant to be."""
SNIPPET = 60
"""Characters shown on each side of a match."""


class Search:
    """Full-text search over what the viewer may see."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def find(self, viewer: Viewer, question: str, offset: int = 0) -> Page[Found]:
        """Every post for a question, best first (`ranking.match`), equal ones the newest first."""
        question = _asked(question)
        own = await self._own()
        terms = terms_of(question, own)
        if not terms:
            raise InvalidError("search-empty")
        terms, ranked = await self._ranked(viewer, Intent(Meaning.QUESTION, question), terms, own, answers=False)
        shown = await self._load(viewer, [one.id for one in ranked[offset : offset + FOUND_A_PAGE + 1]])
        return Page.cut(
            [found(post, question, terms) for post in shown], offset=offset, size=FOUND_A_PAGE, question=question
        )

    async def about(self, viewer: Viewer, words: str) -> Answered:
        """What answers words that ask for nothing more."""
        return await self.answer(viewer, Intent(Meaning.QUESTION, words))

    async def warning(self, viewer: Viewer, words: str) -> Found | None:
        """The best post whose title is about it: what only has the words somewhere warns of nothing."""
        best = (await self.about(viewer, words)).best
        return best if best is not None and all(map(Text(best.post.title).says, terms_of(words))) else None

    async def answer(self, viewer: Viewer, meant: Intent) -> Answered:
        """The best post for a question, the next two, and figures and targets that it names; or none at all.

        A post that only has the words somewhere is no answer: it would mislead.
        """
        question = _asked(meant.words)
        own = await self._own()
        terms = terms_of(question, own)
        if not terms or not says_much(question, own):
            return Answered("", None)
        typed = terms
        terms, ranked = await self._ranked(viewer, meant, typed, own, answers=True)
        known, office = await self._known_to(meant, question, terms, own)
        # Who complains about the rubbish before the door is not helped by where old furniture may be brought; who asks
        # when an office is open is told what a post says of that office, and of nothing else that is there.
        fitting = [
            one
            for one in ranked[:BEST]
            if one.answers and not (meant.complains and one.lacks) and all(map(one.seen.title.says, office))
        ]
        # Behind the best what is ahead stands first, though another may have more of the words.
        behind = sorted(fitting[1:], key=lambda one: one.over)
        right = await self._load(viewer, [one.id for one in (*fitting[:1], *behind)][: 1 + OTHERS])
        titled = bool(right) and all(map(Text(right[0].title).says, terms))
        # Who names an office wants the office, unless they ask how many.
        whose = known.named and Ask.NUMBER not in meant.asks
        counts = Counts(self._context)
        numbers = Numbers() if whose else await counts.named_by(viewer, meant, terms, own, titled=titled)
        if not right:
            withdrawn = None if numbers or known else await self._withdrawn(viewer, meant, typed)
            return Answered(question, None, numbers=numbers, withdrawn=withdrawn, known=known)
        best, days = right[0], self._days(meant)
        if titled and Ask.WHEN in meant.asks:
            # How a thing is done is no answer to when it is.
            known = replace(known, answer=None)
        silent = days is not None and tells_of(best, days) is False
        if known.contacts and office and days is not None and tells_of(best, days):
            # What is told of that very day outranks the hours that hold on every other.
            known = replace(known, named=False)
        elif known.contacts and silent and not meant.asks:
            # Who tells what is the matter now, and nothing was published of it, is told first whom to call.
            known = replace(known, named=True)
        return Answered(
            question,
            found(best, question, terms),
            tuple(found(post, question, terms) for post in right[1 : 1 + OTHERS]),
            replace(numbers, first=Ask.NUMBER in meant.asks or not titled),
            more=len(fitting) > 1 + OTHERS,
            elsewhere=elsewhere(question, f"{best.title}\n{best.body}"),
            days=days if silent else None,
            known=known,
        )

    async def call(self, viewer: Viewer, words: str) -> Answered | None:
        """What answers who asks for a number, an address or hours; None where that is the ward's own.

        Empty where the ward keeps none for it.

        A post in which the words stand has no number; the days on which citizens are received may well be in one, and
        so may what somebody has to call for.
        """
        whom = called(words)
        told = await self.answer(viewer, Intent(Meaning.QUESTION, whom, (Ask.WHEN,))) if whom else None
        if told and told.known.named:
            return replace(told, best=None, others=(), more=False)
        spoken = spoken_of(await facts.list_contacts(self._transaction), whom)
        if spoken:
            return Answered(whom, None, known=Known(contacts=tuple(spoken[:MOST_CONTACTS]), named=True))
        if told and told.known:
            # Who asks whom to call reads that first, and then what was published about it.
            return replace(told, known=replace(told.known, named=True))
        if told and (RECEPTION in fold_words(whom) or _TO_CALL.search(fold_words(words))):
            return told
        return Answered(whom, None) if whom and says_much(whom) else None

    async def known(self, question: str) -> Known:
        """What the ward's own facts say to a question."""
        own = await self._own()
        return await self._known(question, terms_of(question, own), own)

    async def _known(self, question: str, terms: Sequence[Term], own: Groups) -> Known:
        contacts = await facts.list_contacts(self._transaction)
        answers = await facts.list_answers(self._transaction)
        return known_of(contacts, answers, question, terms, in_vietnam(self._context.now).date(), own)

    async def _known_to(
        self, meant: Intent, question: str, terms: Sequence[Term], own: Groups
    ) -> tuple[Known, Sequence[Term]]:
        """What the ward's own facts say; and where an office's hours are asked for, the words that name the office."""
        whose = without_hours(terms) if _HOURS_ASKED & set(meant.asks) else terms
        if len(whose) < len(terms):
            known = await self._known(" ".join(one.typed for one in whose), whose, own)
            if known.named:
                return known, whose
        return await self._known(question, terms, own), ()

    async def _own(self) -> Groups:
        """The ward's own synonyms."""
        return tuple(words for _, words in await facts.list_synonyms(self._transaction))

    def _days(self, meant: Intent) -> Days | None:
        # "Tháng này bao nhiêu" asks for a figure's period, and no day.
        return None if Ask.NUMBER in meant.asks else days_of(meant, in_vietnam(self._context.now).date())

    async def _ranked(
        self, viewer: Viewer, meant: Intent, terms: tuple[Term, ...], own: Groups, *, answers: bool
    ) -> tuple[tuple[Term, ...], list[Match]]:
        """Posts for the terms, best first; and the terms as they were meant, where nothing has one as it was typed.

        Where what has all of them is no answer, what has some may be; a search for the words is content with the first.
        """
        found = await self._having(viewer, meant, terms, ways=(True,))
        if not found:
            terms = await self._mended(viewer, terms, own)
            return terms, await self._having(viewer, meant, terms)
        if not answers or len(found) > BEST or any(one.answers for one in found):
            return terms, found
        return terms, await self._having(viewer, meant, terms, ways=(False,))

    async def _having(
        self, viewer: Viewer, meant: Intent, terms: Sequence[Term], ways: Sequence[bool] = (True, False)
    ) -> list[Match]:
        """Posts that have all of the terms, or some, best first."""
        wanted = [one.folded for one in terms]
        ids = await search_storage.find_candidates(self._transaction, viewer, wanted, ways=ways)
        return await self._matched(ids, meant, terms)

    async def _matched(self, ids: Sequence[int], meant: Intent, terms: Sequence[Term]) -> list[Match]:
        # The posts come with the newest first, and sorting is stable: equal ranks stay newest first.
        signs_up = SIGN_UP in fold_words(meant.words) and not any(SIGN_UP in one.folded[0] for one in terms)
        sought = Sought(terms, meant.asks, self._context.now, self._days(meant), signs_up)
        posts = await search_storage.load_outlines(self._transaction, ids) if ids else []
        return sorted((match(post, sought) for post in posts), key=lambda one: one.key)

    async def _load(self, viewer: Viewer, ids: Sequence[int]) -> list[Post]:
        """The posts in this order."""
        posts = await storage.list_posts(self._transaction, viewer, ids=ids, limit=len(ids)) if ids else []
        return sorted(posts, key=lambda post: ids.index(post.id))

    async def _mended(self, viewer: Viewer, terms: tuple[Term, ...], own: Groups) -> tuple[Term, ...]:
        """The terms with each word that nothing holds replaced by the one that it is one slip of typing away from.

        What is no syllable was meant to be another word; what is one may well be meant, and is only another word where
        that makes a phrase that we know, or stands between the words around it.
        """
        words = [word for one in terms for word in one.typed.split()]
        mended = list(words)
        for place, word in enumerate(words):
            bare = fold_words(word)
            near = slips(bare)
            if near and not await self._holding(viewer, [bare]):
                mended[place] = await self._meant_word(viewer, mended, place, near, own)
        return terms if mended == words else terms_of(" ".join(mended), own)

    async def _meant_word(
        self, viewer: Viewer, words: Sequence[str], place: int, near: Sequence[str], own: Groups
    ) -> str:
        said, bare = fold_words(words[place]), [fold_words(word) for word in words]
        runs = ((1, 0), (0, 1), (2, 0), (0, 2))
        around = [(bare[max(0, place - left) : place], bare[place + 1 : place + 1 + right]) for left, right in runs]
        beside = [(before, after) for before, after in around if before or after]
        for one in near:
            if any(is_known(" ".join([*before, one, *after]), own) for before, after in beside):
                return one
        found = await self._holding(viewer, near)
        texts = [f" {fold_words(f'{post.title} {post.body}')} " for post in found]
        for one in near:
            pieces = {f" {' '.join([*before, one, *after])} " for before, after in beside}
            hits = [sum(piece in text for piece in pieces) for text in texts]
            enough = 2 if is_syllable(said) else 1
            if max(hits, default=0) >= enough:
                return one
        alone = len(words) == 1 and not is_syllable(said)
        return next((one for one in near if alone and any(f" {one} " in text for text in texts)), words[place])

    async def _holding(self, viewer: Viewer, words: Sequence[str]) -> list[Outline]:
        """A few posts that hold any of the folded words, the newest."""
        terms = [[word] for word in words]
        ids = await search_storage.find_candidates(
            self._transaction, viewer, terms, ways=(False,), limit=LOOKED_THROUGH
        )
        return await search_storage.load_outlines(self._transaction, ids) if ids else []

    async def _withdrawn(
        self, viewer: Viewer, meant: Intent, terms: Sequence[Term]
    ) -> tuple[PostNumber, datetime] | None:
        """The post that would have answered and was withdrawn, and when: only that may be told of it."""
        states = (PostState.WITHDRAWN,)
        wanted = [one.folded for one in terms]
        ids = await search_storage.find_candidates(self._transaction, viewer, wanted, states=states, limit=BEST)
        right = [one.id for one in await self._matched(ids, meant, terms) if one.answers][:1]
        posts = await storage.list_withdrawn(self._transaction, viewer, right)
        return next(((post.number, post.updated_at) for post in posts if post.number is not None), None)


def _asked(question: str) -> str:
    """What is looked for, and repeated: short, and without anybody's number."""
    return first_words(" ".join(without_long_numbers(question).split()), LONGEST_QUESTION)


def _whole(post: Post) -> str:
    return f"{post.title}\n{post.body}"


def _below_title(post: Post) -> str:
    """The text without a first line that only repeats the title."""
    first, _, rest = post.body.strip().partition("\n")
    return rest if fold_words(first) == fold_words(post.title) else post.body


def cut_words(text: str, most: int) -> str:
    """The first words of a text, on one line."""
    line = " ".join(text.split())
    short = first_words(line, most)
    return line if short == line else short + "…"


def found(post: Post, question: str, terms: Sequence[Term]) -> Found:
    """Cut the words around the first match out of the original text, no word in half."""
    # The title stands above the snippet already: words below it say more.
    below, whole = folded(_below_title(post)), folded(_whole(post))
    words = [fold(word) for one in terms for word in one.typed.split()]
    phrases = [fold(phrase) for one in terms for phrase in (*one.same, one.typed)]
    wishes = [fold(question), *phrases, *sorted(words, key=len, reverse=True)]
    hits = ((view, hit) for view in (below, whole) for wanted in wishes if (hit := _standing(wanted, view.text)))
    # The last word may be only the beginning of one.
    begun = ((view, hit) for view in (below, whole) if (hit := _standing(words[-1], view.text, begins=True)))
    view, hit = next(chain(hits, begun), (whole, None))
    if hit is None:
        # A file that goes with it has the words.
        return Found(post, "", "", "")
    if view is whole and below.raw.strip():
        # Only the title has it, which stands above: the text begins to tell what is below.
        return Found(post, cut_words(below.raw, 2 * SNIPPET), "", "")
    start, end = map(view.at, hit)
    return Found(post, _before(view.raw, start), view.raw[start:end], _after(view.raw, end))


def _standing(wanted: str, text: str, *, begins: bool = False) -> tuple[int, int] | None:
    """Where words stand in a text, or `begins` one of its words with them: half-open; None where they do not."""
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        while begins and text[end : end + 1].isalnum():
            end += 1
        if not text[max(0, at - 1) : at].isalnum() and not text[end : end + 1].isalnum():
            return at, end
        at = text.find(wanted, at + 1)
    return None


def _before(text: str, start: int) -> str:
    """The words before a place, on one line."""
    piece = text[max(0, start - SNIPPET) : start]
    if start > SNIPPET:
        piece = piece.lstrip() if text[start - SNIPPET - 1].isspace() else re.sub(r"^\S*\s*", "", piece)
    told = " ".join(piece.split())
    return ("…" if start > SNIPPET else "") + told + (" " if told and piece[-1:].isspace() else "")


def _after(text: str, end: int) -> str:
    """The words behind a place, on one line."""
    piece, more = text[end : end + SNIPPET], len(text) > end + SNIPPET
    if more and not text[end + SNIPPET].isspace():
        piece = re.sub(r"\s*\S*$", "", piece)
    told = " ".join(piece.split())
    return (" " if told and piece[:1].isspace() else "") + told + ("…" if more else "")
