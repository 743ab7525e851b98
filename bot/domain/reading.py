"""What the bot makes of one text: its head, its figures, its doubts."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.figures import Figure, Tally, Warning
from bot.domain.posts import Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one text; what the text does not say is None or empty.

    `date` is known only when day, month and year are all written; `date_as_written` keeps the text's own form.
    `starts_at` and `ends_at` are in Vietnam's time, for notices that name a date and an hour. `summary` holds
    at most three of the text's own sentences.
    """

    kind: Kind
    title: str
    date: date | None = None
    date_as_written: str | None = None
    organisation: str | None = None
    place: str | None = None
    chair_or_guests: tuple[str, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    figures: tuple[Figure, ...] = ()
    tally: Tally | None = None
    warnings: tuple[Warning, ...] = ()
    summary: tuple[str, ...] = ()
