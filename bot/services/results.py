"""Figures of published posts by words and by period, those about one thing together."""

from collections.abc import Sequence

from bot.clock import in_vietnam
from bot.domain.asked import AskedPeriod, asked_in
from bot.domain.people import Viewer
from bot.domain.posts import PostNumber
from bot.domain.results import (
    ENOUGH_PERIODS,
    ResultsPage,
    Series,
    around,
    assembled,
    matter_of,
    series_of,
    when_of,
)
from bot.domain.views import LONGEST_QUESTION, Page, PostView, SourcedFigure
from bot.domain.words import first_words, fold_words
from bot.errors import InvalidError, MissingError
from bot.services.answers import Answers
from bot.services.context import Context
from bot.services.terms import terms_of
from bot.storage import facts, readings
from bot.storage import posts as post_storage
from bot.storage import search as search_storage
from bot.storage import ward as ward_storage
from bot.understanding import without_long_numbers

LINES_A_PAGE = 8
NEWEST_POSTS = 30
"""Posts that are looked through where no words are asked for, and those of a topic."""
BESIDE_POSTS = 10
"""Posts whose sentences are looked through for words that no figure tells."""

Terms = list[tuple[str, ...]]


class Results:
    """What the ward's figures say."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def find(self, viewer: Viewer, typed: str = "", offset: int = 0) -> ResultsPage:
        """Figures by words, by a topic's name, by period; newest first. Raises InvalidError for signs alone."""
        typed = first_words(" ".join(without_long_numbers(typed).split()), LONGEST_QUESTION)
        if typed and not fold_words(typed):
            raise InvalidError("search-empty")
        words, asked = asked_in(typed, in_vietnam(self._context.now).date())
        figures, beside, cut = await self._found(viewer, words, asked)
        within = [one for one in figures if asked is None or asked.met_by(when_of(one))]
        told = assembled(within or figures)
        page = Page.cut(
            list(told[offset : offset + LINES_A_PAGE + 1]), offset=offset, size=LINES_A_PAGE, question=typed
        )
        return ResultsPage(page, asked, bool(figures) and not within, beside, cut and not page.more)

    async def source(self, viewer: Viewer, number: PostNumber, position: int) -> tuple[PostView, str]:
        """The post that tells a figure, and the figure's quote; empty where a correction took it out."""
        view = await Answers(self._context).read(viewer, number)
        quotes = [one.quote for one in view.reading.figures[position : position + 1]]
        return view, quotes[0] if quotes else ""

    async def series(self, viewer: Viewer, number: PostNumber, position: int) -> Series:
        """What a figure is about, over the periods that posts tell of; raises MissingError where too few do."""
        view = await Answers(self._context).read(viewer, number)
        figures = view.reading.figures[position : position + 1]
        matter = matter_of(figures[0]) if figures else ("", "")
        terms: Terms = [(word,) for word in matter[0].split()]
        told = (await self._telling(viewer, terms, None))[0] if terms else []
        series = series_of(matter, told)
        if len(series.points) < ENOUGH_PERIODS:
            raise MissingError("series")
        return series

    async def _found(
        self, viewer: Viewer, words: str, asked: AskedPeriod | None
    ) -> tuple[list[SourcedFigure], bool, bool]:
        """Figures, whether the words only stand beside them, and whether there may be older ones."""
        own = tuple(group for _, group in await facts.list_synonyms(self._transaction))
        terms: Terms = [one.folded for one in terms_of(words, own)]
        if not terms and asked is None:
            ids = await readings.list_telling(self._transaction, viewer, limit=NEWEST_POSTS)
            return await self._list(viewer, ids, ()), False, len(ids) == NEWEST_POSTS
        figures, cut = await self._telling(viewer, terms, asked)
        figures = _merged(figures, await self._of_topic(viewer, words))
        if figures or not terms:
            return figures, False, cut
        return await self._beside(viewer, terms), True, False

    async def _telling(
        self, viewer: Viewer, terms: Terms, asked: AskedPeriod | None
    ) -> tuple[list[SourcedFigure], bool]:
        """Figures that tell the words themselves, of the year asked about where there are any."""
        year = [(str(asked.year),)] if asked and asked.year else []
        for wanted in ([*year, *terms], terms) if year else (terms,):
            if not wanted:
                continue
            ids = await search_storage.find_candidates(
                self._transaction, viewer, wanted, ways=(True,), index=search_storage.FIGURES
            )
            if figures := await self._list(viewer, ids, terms):
                return figures, len(ids) == search_storage.CANDIDATES or len(figures) == readings.MOST_FIGURES
        return [], False

    async def _of_topic(self, viewer: Viewer, words: str) -> list[SourcedFigure]:
        folded = fold_words(words)
        topics = await ward_storage.list_topics(self._transaction) if folded else ()
        for row in topics:
            if row.folded == folded:
                ids = await readings.list_telling(self._transaction, viewer, topic_id=row.id, limit=NEWEST_POSTS)
                return await self._list(viewer, ids, ())
        return []

    async def _beside(self, viewer: Viewer, terms: Terms) -> list[SourcedFigure]:
        """Figures whose sentence, or the heading above it, has the words."""
        ids = await search_storage.find_candidates(
            self._transaction, viewer, terms, ways=(True,), limit=BESIDE_POSTS, with_figures=True
        )
        posts = await post_storage.list_posts(self._transaction, viewer, ids=ids, limit=len(ids))
        bodies = {one.number: one.body for one in posts}
        return [
            one
            for one in await self._list(viewer, ids, ())
            if _says(around(bodies.get(one.number, ""), one.figure.quote), terms)
        ]

    async def _list(self, viewer: Viewer, ids: Sequence[int], terms: Terms | tuple[()]) -> list[SourcedFigure]:
        return await readings.list_figures(self._transaction, viewer, ids, terms) if ids else []


def _says(text: str, terms: Terms) -> bool:
    padded = f" {fold_words(text)} "
    return all(any(f" {phrase} " in padded for phrase in term) for term in terms)


def _merged(figures: list[SourcedFigure], others: list[SourcedFigure]) -> list[SourcedFigure]:
    """Both, each once, the newest first."""
    if not others:
        return figures
    every = {(one.number, one.position): one for one in (*figures, *others)}
    return sorted(every.values(), key=lambda one: (one.day, one.number.value, -one.position), reverse=True)
