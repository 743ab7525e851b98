"""One person with several addresses: what is told where, how two persons become one. Pure: storage loads and stores.

A role is of an address as well: `address.role` is the most that its person may do from there. What is for cadres goes
to an address with such a right alone; everything else goes where the person wishes, as long as that can be reached.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from bot.domain.delivery import PUSHES, DeliveryState
from bot.domain.people import Role

CODE_DIGITS = 8
"""Digits alone: they are read off one phone and typed on another."""
CODE_LIFE = timedelta(minutes=15)
OFFER_OPEN = timedelta(minutes=30)
"""How long somebody may take to agree, once the code is typed."""
_CODE = re.compile(r"(?:m[aã]\s+)?(\d{4}) ?(\d{4})", re.ASCII | re.IGNORECASE)


def code_in(text: str) -> str:
    """The code in what was typed, in one group or as it is shown; "" where it is none: a day has other groups."""
    found = _CODE.fullmatch(text.strip())
    return f"{found[1]}{found[2]}" if found is not None else ""


class Place(NamedTuple):
    """One address of a person: whether it can be reached, whether they wish to be told there, the role it may have."""

    id: int
    active: bool
    wished: bool
    role: int


def told_at(places: Sequence[Place]) -> tuple[int, int]:
    """Which address gets what is for everyone, and which what is for officials.

    What cannot be reached gives way, and gets back what was its own once it can. What is for cadres gives way only to
    where it may go too, and else waits for the address with the largest role.
    """
    everyone = max(places, key=lambda one: (one.active, one.wished, -one.id))
    officials = max(places, key=lambda one: (one.active and one.role >= int(Role.CADRE), one.role, one.wished, -one.id))
    return everyone.id, officials.id


def role_at(role: int, place_role: int) -> Role:
    """What somebody with that role may do from an address that may have this one."""
    return Role(min(role, place_role))


@dataclass(frozen=True, slots=True)
class Linked:
    """One address of a person as they see it."""

    address_id: int
    channel: str
    chat_id: str
    told: bool
    """Posts go there."""
    wished: bool
    active: bool
    role: Role


@dataclass(frozen=True, slots=True)
class Offer:
    """What is agreed to before two addresses become one person's: `name` gave the code on channel `there`.

    `keeps` tells whether what the giver chose stays, or what was chosen `here`; `role` and `own_role` are the giver's
    and that of who typed the code. Who agrees names the `token`: the number of an address may become another's.
    """

    address_id: int
    name: str
    here: str
    there: str
    keeps: bool
    role: Role
    own_role: Role
    token: str


@dataclass(frozen=True, slots=True)
class Joined:
    """That two became one person, with all of their addresses; with `alone` there is no other admin than they."""

    person_id: int
    name: str
    role: Role
    places: tuple[Linked, ...]
    alone: bool = False

    @property
    def waits(self) -> Linked | None:
        """The address that has less than the person's role until an admin confirms it."""
        return next((one for one in self.places if one.role < self.role), None)

    @property
    def office(self) -> Linked:
        """The address where they are told what concerns them: of an official, where they are one."""
        able = [one for one in self.places if one.role == self.role]
        return next((one for one in able if one.told), able[0])


# --- deliveries of two who become one ---------------------------------------------------------------------------------


class Row(NamedTuple):
    """A delivery of one of the two; `post_id` is None of what is about no post."""

    id: int
    person_id: int
    dispatch_id: int
    kind: str
    state: str
    copy_id: int | None
    post_id: int | None

    @property
    def waits(self) -> bool:
        """Nothing of it has gone out."""
        return self.state in (DeliveryState.QUEUED, DeliveryState.HELD)


_SURE = {
    DeliveryState.SENT: 3,
    DeliveryState.UNCERTAIN: 3,
    DeliveryState.SENDING: 2,
    DeliveryState.QUEUED: 1,
    DeliveryState.HELD: 1,
}
"""How much of a message may be there: what has gone out stays, and what waits beside it is cancelled."""
_ON_ITS_WAY = 2


@dataclass(slots=True)
class Merged:
    """What becomes of the rows of the two: who stays takes over `moved`; `freed` belong to nobody any more."""

    moved: list[int]
    cancelled: list[int]
    freed: list[int]


def merged(rows: Iterable[Row], stays: int) -> Merged:
    """Let each post have gone to one person once, whoever of the two had it; what both hold stays where it stands.

    A copy that both hold is left to who goes, so that a correction still changes both, and only one of them rings.
    """
    by_id = {row.id: row for row in rows}
    groups: dict[tuple[str, int], tuple[list[Row], list[Row]]] = {}
    for row in by_id.values():
        groups.setdefault(_about(row, by_id), ([], []))[row.person_id != stays].append(row)
    done, kept = Merged([], [], []), set[int]()
    moving: list[Row] = []
    for mine, theirs in groups.values():
        wins = _surest(theirs) > _surest(mine) and _surest(mine) < _ON_ITS_WAY
        if wins or not mine:
            moving += theirs
            done.freed += [row.id for row in mine]
        lost = mine if wins or not mine else theirs
        done.cancelled += [row.id for row in lost if row.waits and row.copy_id is None]
        kept |= {row.dispatch_id for row in mine} if not wins else set()
    # Nobody has two rows of one dispatch, whatever brought the other about.
    done.moved = [row.id for row in moving if row.dispatch_id not in kept]
    done.cancelled += [row.id for row in moving if row.dispatch_id in kept and row.waits]
    return done


def _about(row: Row, rows: dict[int, Row]) -> tuple[str, int]:
    """What a row belongs to: a post of which it is a copy or changes one, else its own dispatch."""
    while row.copy_id is not None and row.copy_id in rows:
        row = rows[row.copy_id]
    if row.kind in PUSHES and row.post_id is not None:
        return "post", row.post_id
    return "dispatch", row.dispatch_id


def _surest(rows: Iterable[Row]) -> int:
    return max((_SURE.get(DeliveryState(row.state), 0) for row in rows if row.copy_id is None), default=0)
