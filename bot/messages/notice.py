"""What others are told, besides the answer to who asked."""

from dataclasses import dataclass

from bot.domain.people import Role
from bot.messages.message import Reply


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that others are told, besides the answer to who asked: one person and everyone with a role.

    `besides` is a person who is left out, because they know.
    """

    reply: Reply
    role: Role | None = None
    person_id: int | None = None
    besides: int | None = None
