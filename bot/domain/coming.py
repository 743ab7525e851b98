"""What is still ahead, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import in_vietnam
from bot.domain.posts import Post


@dataclass(frozen=True, slots=True)
class Sitting:
    """One day, or days on end, on which what a post tells of takes place; `mine` where it is in the viewer's areas."""

    post_id: int
    first: date
    last: date
    starts_at: datetime | None
    words: str = ""
    """The line of the text that names these days, where it names others too."""
    mine: bool = True
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coming:
    """A sitting with its post, listed under `day`: its first day, or the first that was asked for."""

    sitting: Sitting
    post: Post
    day: date


def in_order(sittings: Sequence[Sitting], first: date, until: date | None) -> list[tuple[date, Sitting]]:
    """The sittings between two days, each with the day it is listed under: by day, the viewer's areas first."""
    there = [
        (max(one.first, first), one) for one in sittings if one.last >= first and (until is None or one.first <= until)
    ]
    return sorted(there, key=lambda entry: (entry[0], not entry[1].mine, _hour(entry[1]), entry[1].post_id))


def _hour(sitting: Sitting) -> tuple[bool, str]:
    """Those with an hour on their first day by it, before those of the whole day."""
    if sitting.starts_at is None or in_vietnam(sitting.starts_at).date() != sitting.first:
        return True, ""
    return False, f"{in_vietnam(sitting.starts_at):%H:%M}"
