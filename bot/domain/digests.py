"""What is told in a digest, and what becomes of each post in it. Pure: storage loads and stores."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from bot.domain.delivery import DeliveryState, DispatchKind, DispatchState
from bot.domain.life import goes_out
from bot.domain.people import Role
from bot.domain.posts import Audience, PostState

MOST_TOLD = 8
"""Posts in one digest: more are told in the next, which follows at once. So many fit one message with their days."""


class Told(NamedTuple):
    """A row whose hour has come: one post for one person, or a word about the copy that they hold of one."""

    id: int
    person_id: int
    route: str
    dispatch_id: int
    kind: str = DispatchKind.NEW
    apart: bool = False
    """It does not go where its person gets what is for everyone."""


def split_due(due: Iterable[Told]) -> tuple[list[Told], list[list[Told]]]:
    """Whose posts go out alone, and whose are told together: one message each, and a second digest only when full.

    Of more than a digest holds the rest waits for the next round; nobody gets two digests of one dispatch. What is said
    about a copy is no post: it goes out by itself, and so does what goes to another address than the rest.
    """
    by_person: dict[int, list[Told]] = {}
    alone: list[Told] = []
    for one in due:
        if one.kind == DispatchKind.NEW and not one.apart:
            by_person.setdefault(one.person_id, []).append(one)
        else:
            alone.append(one)
    alone += [posts[0] for posts in by_person.values() if len(posts) == 1]
    return alone, [posts[:MOST_TOLD] for posts in by_person.values() if len(posts) > 1]


class Bound(Protocol):
    """A post's own row in a digest that was claimed, beside what decides about it; `tried` counts lost tries.

    `there` is the most that its person may do at the address where the digest goes, None for all.
    """

    state: str
    push: str
    post: str
    audience: str
    role: int
    kind: str
    there: int | None
    tried: int


def becomes(row: Bound) -> tuple[DeliveryState, str | None]:
    """What becomes of a post's own row in a digest that goes out now, and why.

    A try that was lost may have shown it: then only a word can take it back, and it is kept as uncertain.
    """
    if row.push == DispatchState.PAUSED:
        return (DeliveryState.SENDING if row.tried else DeliveryState.HELD), None
    why = None
    if row.push == DispatchState.CANCELLED:
        why = "cancelled"
    elif not goes_out(DispatchKind.NEW, PostState(row.post)):
        why = row.post
    elif not may_see(row.audience, row.role, row.kind):
        why = "unsubscribed"
    elif not may_see(row.audience, row.role, row.kind, row.there):
        # Where they are told as a cadre.
        return DeliveryState.QUEUED, None
    if why is None:
        return DeliveryState.SENDING, None
    return (DeliveryState.UNCERTAIN if row.tried else DeliveryState.CANCELLED), why


def may_see(audience: str, role: int, kind: str, there: int | None = None) -> bool:
    """Whether a post of this audience is for such a person, at an address where they may do no more than `there`."""
    least = role if there is None else min(role, there)
    return audience == Audience.EVERYONE or (least >= int(Role.CADRE) and kind == "private")
