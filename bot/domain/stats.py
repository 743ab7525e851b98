"""How many people a ward reaches, in numbers: nobody is named, and nobody's reading is known."""

from dataclasses import dataclass
from datetime import date

from bot.domain.posts import PostNumber

Counts = tuple[tuple[str, int], ...]
"""Names with how many people, the largest first."""


@dataclass(frozen=True, slots=True)
class Month:
    """How many agreed to get posts in a month, and how many stopped."""

    first: date
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of those whom a post was for have got it."""

    number: PostNumber
    title: str
    sent: int
    people: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Who gets posts: people and groups that can be reached, those `unreachable` (they blocked the bot), and where.

    `channels` counts by channel, `areas` and `topics` by what people chose; `everywhere` are those who chose no area,
    and get all. `months` go up to this one, `posts` are the newest, the first one first.
    """

    people: int
    groups: int
    unreachable: int
    everywhere: int
    channels: Counts
    areas: Counts
    topics: Counts
    months: tuple[Month, ...]
    posts: tuple[Reach, ...]
