"""What the bot makes of one text: its head, its figures, its doubts."""

import datetime as dt
from dataclasses import dataclass

from bot.domain.figures import Figure, Tally, Warning
from bot.domain.posts import Kind


@dataclass(frozen=True, slots=True)
class WhenLines:
    """What a notice says of when, where, who and what to do; every item is an exact piece of its text.

    `area` is where an interruption is felt ("khóm 3, hẻm 47"), `place` where people come to.
    """

    time: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.time or self.place or self.area or self.people or self.todo)


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
    when: WhenLines = WhenLines()
