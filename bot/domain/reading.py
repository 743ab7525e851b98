"""What the bot makes of one text: its head, its figures, its doubts."""

import datetime as dt
from dataclasses import dataclass

from bot.domain.figures import Figure, Tally, Warning
from bot.domain.posts import Kind
from bot.domain.when_lines import NO_LINES, WhenLines


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one text; what the text does not say is None or empty.

    `date` is known only when day, month and year are all written; `date_as_written` keeps the text's own form.
    `starts_at` and `ends_at` are in Vietnam's time, for notices that name a date and an hour. `summary` holds
    at most three of the text's own sentences; `when` the lines of an announcement, empty for other kinds.
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
