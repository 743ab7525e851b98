"""What a channel can do, what a faster pace costs, and a line of `loa check`: values that every floor reads."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Literal

from bot.domain.delivery import ChatPace

CAPTION_UNITS = 1024
"""What cards keep to under a photo; a channel that carries less there says so."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a platform that sells pace charges: for `messages_each` messages above `free_rate` a second, one Star."""

    free_rate: float
    messages_each: int

    def of(self, messages: int, rate: float) -> int:
        """The Stars for so many messages at `rate` a second."""
        free = self.free_rate * max(1.0, messages / rate)
        return ceil(max(0.0, messages - free) / self.messages_each) if rate > self.free_rate else 0


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can do; the core asks this, never which channel it is.

    `text_units` counts UTF-16 code units of visible text in one message, `caption_units` of that under a file.
    `edit_window` and `delete_window`
    are None where the platform states no end; `monthly_quota` is None where there is none.
    """

    edit: bool
    delete: bool
    buttons: bool
    markup: bool
    reply_to: bool
    files_out: bool
    files_in: bool
    photo_by_upload: bool
    photo_by_url: bool
    text_units: int
    caption_units: int = CAPTION_UNITS
    documents_in: bool = True
    """Whether what people may send is more than pictures."""
    keys: bool = False
    """Whether large keys may stay below the input line."""
    airs: bool = False
    """Whether it has channels that many read, in which the bot may post."""
    chat_pace: ChatPace | None = None
    """How fast one chat may be written to, where the platform limits that."""
    edit_window: timedelta | None = None
    delete_window: timedelta | None = None
    monthly_quota: int | None = None
    most_people: int | None = None
    """How many people and groups the platform lets write to the account, where it limits that."""
    one_listener: bool = False
    """Whether the platform hands each event to whoever asks first, so that only one process may ask."""
    send_window: timedelta | None = None
    price: Price | None = None
    """What a faster pace costs, where the platform sells that."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line: ok works, off is not configured (and says what that disables), bad is broken."""

    name: str
    state: Literal["ok", "off", "bad"]
    found: str
