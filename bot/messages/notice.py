"""What others are told, besides the answer to who asked."""

from dataclasses import dataclass

from bot.domain.people import Role
from bot.messages.message import Reply


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that others are told, besides the answer to who asked: one person and everyone with a role.

    `besides` is a person who is left out, because they know. The one person is told only as an official, but for an
    answer to what they said, which is for `anyone`.
    """

    reply: Reply
    role: Role | None = None
    person_id: int | None = None
    besides: int | None = None
    anyone: bool = False
