"""What the bot makes of one text: its head, its figures, its doubts."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.figures import Figure, Tally, Warning
from bot.domain.posts import Kind
from bot.domain.when_lines import NO_LINES, WhenLines


class Field(StrEnum):
    """What an official may set in place of what was read; WHOLE is that nothing of the text is left out."""

    TITLE = "title"
    KIND = "kind"
    DATE = "date"
    END = "end"
    WHOLE = "whole"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one text; what the text does not say is None or empty.

    `date` is known only when day, month and year are all written; `date_as_written` keeps the text's own form.
    `starts_at` and `ends_at` are in Vietnam's time, for notices that name a date and an hour. `summary` holds
    at most three of the text's own sentences; `when` the lines of an announcement, empty for other kinds.
    `left_out` are spans of the text that tell residents nothing, in order: its letterhead, to whom copies go, who
    signed. `by_hand` names what an official has set: another reading does not change it.
    """

    kind: Kind
    title: str
    date: dt.date | None = None
    date_as_written: str | None = None
    organisation: str | None = None
    place: str | None = None
    chair_or_guests: tuple[str, ...] = ()
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    figures: tuple[Figure, ...] = ()
    tally: Tally | None = None
    warnings: tuple[Warning, ...] = ()
    summary: tuple[str, ...] = ()
    when: WhenLines = NO_LINES
    left_out: tuple[tuple[int, int], ...] = ()
    by_hand: frozenset[Field] = frozenset()
