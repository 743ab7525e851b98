"""What a channel can do, what a faster pace costs, and a line of `loa check`: values that every floor reads."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Literal

from bot.domain.delivery import ChatPace


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
    caption_units: int = 1024
    chat_pace: ChatPace | None = None
    """How fast one chat may be written to, where the platform limits that."""
    edit_window: timedelta | None = None
    delete_window: timedelta | None = None
    monthly_quota: int | None = None
    send_window: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line: ok works, off is not configured (and says what that disables), bad is broken."""

    name: str
    state: Literal["ok", "off", "bad"]
    found: str


FREE_RATE = 30.0
"""Messages a second that Telegram lets every bot send for nothing."""


def stars_for(messages: int, rate: float) -> int:
    """What a platform that sells pace charges: 0.1 Star for each message above the free ones (Telegram's Bot API)."""
    free = FREE_RATE * max(1.0, messages / rate)
    return ceil(max(0.0, messages - free) / 10) if rate > FREE_RATE else 0
