"""What a person did on the other side, in no platform's words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Event(StrEnum):
    """What happened on the other side."""

    MESSAGE = "message"
    EDITED = "edited"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    MOVED = "moved"
    JOINED = "joined"  # a group has taken the bot in
    ADMITTED = "admitted"  # somebody has let the bot post in a channel


MOST_FILE = 20 * 1024 * 1024
"""Bytes of a file that a bot may take in: what Telegram lets one download."""


class FileKind(StrEnum):
    """What somebody sent beside text."""

    DOCUMENT = "document"
    PHOTO = "photo"
    OTHER = "other"  # a video, a voice message, a sticker: nothing that a post can hold


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """What a person sent beside text, still with the platform: `Channel.fetch` gets it by its `id`.

    `size` is what the platform says, or None where it does not. Photos of one `album` come as a message each.
    """

    id: str
    name: str = ""
    size: int | None = None
    kind: FileKind = FileKind.DOCUMENT
    album: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """A channel of the platform: the one in which a message that somebody forwards was posted, or that lets us in."""

    chat_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Raw:
    """One event as its platform sent it.

    `event_key` is unique per channel and account: the same event delivered twice has the same key. Events of one
    `chat_id` are handled in the order in which they came. `body` is what the channel's `read` understands.
    """

    event_key: str
    chat_id: str
    body: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that a person did, in no platform's words.

    `event_key` is unique per channel and account: the same event delivered twice has the same key. `text` is
    what was typed, or the data of the button when `pressed`; `message_id` is then the message it sits on,
    and `forwardable` that it is known to be one that people may forward. Of what was typed it is the message itself,
    where the platform says when one is edited.
    In a group `addressed` says whether the bot was meant, `by_group_admin` whether an admin of it spoke, and `speaker`
    is the member of whom that is not known; `place` is the topic where it was said. `sent_at` is when it was done,
    where the platform says so.
    """

    channel: str
    account: str
    event_key: str
    chat_id: str
    text: str = ""
    event: Event = Event.MESSAGE
    pressed: bool = False
    message_id: str | None = None
    place: str | None = None
    forwardable: bool = False
    name: str = ""
    group: bool = False
    addressed: bool = True
    by_group_admin: bool = False
    speaker: str = ""
    new_chat_id: str | None = None
    document: IncomingFile | None = None
    origin: Origin | None = None
    sent_at: datetime | None = None


def route_of(channel: str, account: str) -> str:
    """The name of one account's road in tables: `telegram:123456`."""
    return f"{channel}:{account}"
