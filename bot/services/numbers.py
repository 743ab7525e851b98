"""The figures and targets that a question names: how many, how far, of which period."""

import re
from collections.abc import Sequence
from datetime import date

from bot.clock import in_vietnam
from bot.domain.asked import AskedPeriod, asked_in
from bot.domain.figures import Figure
from bot.domain.people import Viewer
from bot.domain.results import when_of
from bot.domain.targets import Standing, Target
from bot.domain.views import Numbers, SourcedFigure
from bot.domain.words import fold, fold_words
from bot.services.context import Context
from bot.services.ranking import Text
from bot.services.targets import OF_REACHING, Targets
from bot.services.terms import Groups, Term, may_be_lost, spaced, terms_of
from bot.storage import readings
from bot.storage import search as search_storage
from bot.storage import targets as target_storage
from bot.understanding import Ask, Intent

FIGURES_LOOKED_AT = 60
LEAST_WORDS = 2
"""Words that a name must share with a question: one syllable stands in too many names."""
ENOUGH = {Ask.NUMBER: 0.3, None: 0.5, Ask.YES_NO: 0.6}
"""The part of a name that a question must say where it asks how many, nothing at all, or whether."""

SMALL = "_"
"""Marks a word of a text that a question about it may lack."""

_COUNTED = re.compile(r"^(?:so|tong so|ty le|ti le|muc)\b ?|\b ?(?:dat|la)$")
"""Folded words around what is counted, which its phrase in a text need not have."""


class Counts:
    """What was reached of what a question names."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def named_by(
        self, viewer: Viewer, meant: Intent, terms: Sequence[Term], own: Groups, *, titled: bool
    ) -> Numbers:
        """Targets, and figures, the newest first, that answer; none where a question asks when, where or how.

        Where a post has all of it in its title and no number was asked for, its figures are not looked for beside it.
        """
        enough = _enough(meant)
        if enough is None:
            return Numbers()
        today = in_vietnam(self._context.now).date()
        words, asked = asked_in(" ".join(one.typed for one in terms), today)
        wanted = _without_counted(terms_of(words, own) if asked else terms)
        if not wanted:
            return Numbers()
        targets = await self._targets(viewer, wanted, enough, asked, today)
        figures = await self._figures(viewer, wanted) if Ask.NUMBER in meant.asks or not titled else []
        if Ask.NUMBER not in meant.asks or sum(len(one.words) for one in wanted) < LEAST_WORDS:
            figures = [one for one in figures if _part(one.figure.label, wanted) >= ENOUGH[None]]
        within = [one for one in figures if asked is None or asked.met_by(when_of(one))]
        missing = asked.name if asked is not None and figures and not within else ""
        if asked is not None and within:
            # What a target reached at another time is no answer beside a figure of that one.
            targets = [one for one in targets if (last := one[0].latest) and last.span and asked.met_by(last.span)]
        return Numbers(tuple(targets), tuple(within or figures), missing)

    async def _targets(
        self, viewer: Viewer, terms: Sequence[Term], enough: float, asked: AskedPeriod | None, today: date
    ) -> Sequence[tuple[Target, Standing]]:
        names = await target_storage.list_names(self._transaction)
        ids = [target_id for target_id, name in names if _part(name, terms) >= enough]
        if not ids:
            return ()
        year = asked.period if asked is not None and asked.year is not None else None
        return (await Targets(self._context).board(viewer, asked=year, ids=ids)).targets

    async def _figures(self, viewer: Viewer, terms: Sequence[Term]) -> list[SourcedFigure]:
        """What was reached, newest first: figures that tell the words as one phrase."""
        phrase = _COUNTED.sub("", fold_words(" ".join(one.typed for one in terms)))
        wanted = [[word] for word in phrase.split()]
        if not wanted:
            return []
        ids = await search_storage.find_candidates(
            self._transaction, viewer, wanted, ways=(True,), limit=FIGURES_LOOKED_AT, index=search_storage.FIGURES
        )
        told = await readings.list_figures(self._transaction, viewer, ids, wanted) if ids else []
        return [one for one in told if not one.figure.is_target and _tells(one.figure, phrase.split())]


def _tells(figure: Figure, phrase: Sequence[str]) -> bool:
    """Whether a figure's words have the folded ones behind each other, with at most a small one between two.

    Small words are not looked for: "căn nhà Đại đoàn kết" without accents lacks its "nha". Any other makes another
    thing of it: of the poor are not those who "thoát nghèo".
    """
    words = spaced(f"{figure.label} {figure.phrase}").split()
    text = " ".join(f"{fold(one)}{SMALL if may_be_lost(one) else ''}" for one in words)
    standing = rf"{SMALL}?(?: \w+{SMALL})? ".join(phrase)
    return re.search(rf"(?<!\S){standing}{SMALL}?(?!\S)", text) is not None


def _enough(meant: Intent) -> float | None:
    """The part of a name that this question must say; None for one that no number answers."""
    if Ask.NUMBER in meant.asks:
        return ENOUGH[Ask.NUMBER]
    if meant.complains or set(meant.asks) - {Ask.YES_NO}:
        return None
    return ENOUGH[Ask.YES_NO if meant.asks else None]


def _without_counted(terms: Sequence[Term]) -> Sequence[Term]:
    """The terms without "số", "tỷ lệ" before them, and without "đạt chưa" beside them."""
    terms = [one for one in terms if one.folded[0] not in OF_REACHING]
    folded = " ".join(one.folded[0] for one in terms)
    gone = len(folded.split()) - len(_COUNTED.sub("", folded).split()) if _COUNTED.match(folded) else 0
    return terms[gone:]


def _part(name: str, terms: Sequence[Term]) -> float:
    """The part of a name's words that a question says; 0 where it says something else too, or one syllable."""
    text, words = Text(name), _COUNTED.sub("", fold_words(name)).split()
    if not words or not all(map(text.says, terms)):
        return 0.0
    said = sum(max((len(one.split()) for one in term.folded if text.holds(one)), default=0) for term in terms)
    return min(said / len(words), 1.0) if said >= min(LEAST_WORDS, len(words)) else 0.0
