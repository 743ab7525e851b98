"""People and groups: roles, and through whose eyes an answer is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.domain.hours import Bundle
from bot.domain.mistakes import Mistake
from bot.domain.text import one_line
from bot.errors import MissingError

NAME_LENGTH = 64

BROADCAST = "broadcast"
"""The kind of a "person" who is none: a channel of the ward, which many read and nobody counts. It gets every public
post, at once and never in a digest; it has no role, and nobody speaks for it."""

AT_ONCE = "at-once"
"""How it wants them: none of the ways of `Bundle`, so that nothing of it ever waits."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A channel that a ward's public posts go to; `reachable` while the bot may post there."""

    person_id: int
    name: str
    reachable: bool = True


class Role(IntEnum):
    """What a person may do; each role may do all that the smaller ones may."""

    RESIDENT = 0
    CADRE = 1
    WRITER = 2
    APPROVER = 3
    ADMIN = 4

    @property
    def code(self) -> str:
        """The word for commands: resident, cadre, writer, approver, admin."""
        return self.name.lower()


def shown_name(name: str, chat_id: str, *, group: bool = False) -> str:
    """What somebody is called: their name on one line; where nothing of it can be seen, their chat's last digits."""
    last = "".join(filter(str.isdigit, chat_id))[-4:]
    return one_line(name)[:NAME_LENGTH].rstrip() or f"{'Nhóm' if group else 'Người dùng'} {last}".rstrip()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, and where. In a group the viewer is the group, never more than a resident."""

    person_id: int
    address_id: int
    route: str
    chat_id: str
    role: Role
    group: bool = False
    subscribed: bool = False
    group_admin: bool | None = False
    """Whether an admin of the group speaks for it, None where that is not known yet; meaningless in private."""
    place: str | None = None
    """Where in the chat they ask, and are answered: a topic of a group; None for the chat itself."""
    pushes_to: str | None = None
    """Where in the chat pushes go."""
    areas_asked: bool = True
    """Whether they were asked where they live, or the ward has no areas to ask about."""
    told_here: bool = True
    """Whether a person's posts go to this address, of several."""

    @property
    def subscribed_here(self) -> bool:
        """Whether pushes go to the place where they ask; a person's go to their chat, wherever in it they ask."""
        return self.subscribed and (not self.group or self.place == self.pushes_to)

    @property
    def sees_cadre_posts(self) -> bool:
        """Whether posts for cadres exist at all for this viewer."""
        return self.role >= Role.CADRE and not self.group

    @property
    def is_official(self) -> bool:
        """Whether who did what may be told here: to writers and above, in private."""
        return self.role >= Role.WRITER and not self.group


NOBODY = Viewer(0, 0, "", "", Role.RESIDENT)
"""Who opens a public page: without an address, and with no more eyes than everybody has."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One topic or area, and whether a person has chosen it."""

    id: int
    name: str
    chosen: bool


def toggled(choices: Sequence[Choice], wanted: int, what: str) -> list[Choice]:
    """The choices with the `wanted` one switched over; raises MissingError where there is none, "topic" or "area"."""
    if all(one.id != wanted for one in choices):
        raise MissingError(what, name="")
    return [Choice(one.id, one.name, one.chosen != (one.id == wanted)) for one in choices]


@dataclass(frozen=True, slots=True)
class Member:
    """Someone with a role, as admins see them."""

    person_id: int
    name: str
    role: Role
    channels: tuple[str, ...]
    waiting: tuple[tuple[int, str], ...] = ()
    """Addresses that have less than this role until an admin confirms them, each with its channel."""


@dataclass(frozen=True, slots=True)
class Consent:
    """That a person agreed: to which text, when, and until when."""

    version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is kept about one person, as /privacy shows and exports it."""

    name: str
    role: Role
    subscribed: bool
    bundle: Bundle
    created_at: datetime
    topics: tuple[str, ...]
    areas: tuple[str, ...]
    addresses: tuple[tuple[str, str], ...]
    """(channel, id on that channel)"""
    consents: tuple[Consent, ...]
    deliveries: int
    posts_written: int
    answers_written: int
    mistakes: tuple[Mistake, ...] = ()
    """What they said is wrong in posts."""
    reminders: tuple[str, ...] = ()
    """Numbers of the posts that they are to be reminded of."""
    told_on: str = ""
    """Of several addresses, the channel on which posts come."""
