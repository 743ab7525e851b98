"""Two people for the keys: who changes a role alone, and when another admin has to agree. The whole rule stands here.

Taking a role away works at once, whoever does it: a lost phone must lose. So it is looked at afterwards: the other
admins are told, and one of them may give it back within a day; not who took it away, and not who lost it.

Giving the right to approve or to administer waits for a second admin as long as there are two, for at most a day:
whoever could make approvers alone could also approve alone. The rights of a cadre or a writer add nothing to what an
admin can do already, so nobody is asked. With one admin everything happens at once: there is nobody to ask. At least
one admin always stays.

Whoever owns the machine (`loa invite`, LOA_ADMINS) is not asked either: they hold the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.people import Member, Role
from bot.errors import InvalidError

DECIDED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role that another admin decides about: of a new code, or of `person_id`, who lost it."""

    id: int
    role: Role
    asked_by: int | None
    expires_at: datetime
    person_id: int | None = None
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A new code, and what waits for another admin before it is worth anything; `by` is who asked."""

    role: Role
    by: str
    code: str
    change_id: int | None = None


@dataclass(frozen=True, slots=True)
class Revoked:
    """Who lost their role, through whom, and with what another admin may give it back."""

    member: Member
    by: str
    change_id: int | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What an admin decided, and about whom: nobody yet where it was about a code."""

    role: Role
    by: str
    agreed: bool
    person_id: int | None = None
    name: str = ""


def admins_of(members: Sequence[Member]) -> set[int]:
    """Who administers, by person."""
    return {one.person_id for one in members if one.role is Role.ADMIN}


def needs_second(role: Role, members: Sequence[Member]) -> bool:
    """Whether another admin must agree before `role` is given."""
    return role >= Role.APPROVER and len(admins_of(members)) >= 2


def others_than(members: Sequence[Member], *person_ids: int) -> bool:
    """Whether there is an admin besides these, to be told and to decide."""
    return bool(admins_of(members) - set(person_ids))


def check_deciding(change: RoleChange, person_id: int, now: datetime) -> None:
    """Let only an admin decide who may, and in time; raises InvalidError."""
    if change.decided:
        raise InvalidError("role-decided")
    if now >= change.expires_at:
        raise InvalidError("role-late")
    if person_id in (change.asked_by, change.person_id):
        raise InvalidError("role-own")
