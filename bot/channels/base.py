"""What every channel has in common: the messages in and out, what it can do, and the protocol itself.

Texts are `markupsafe.Markup`: HTML with only <b>, <i> and <s>, in which everything that people wrote is
already escaped. A channel without markup strips it with `plain`.
"""

import base64
import html
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from markupsafe import Markup

BUTTON_DATA_BYTES = 64
"""Telegram's limit for callback_data, the smallest of all channels."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, and what pressing it asks for ("read 1", "post.publish 12")."""

    label: str
    data: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.data.encode()) <= BUTTON_DATA_BYTES:
            raise ValueError(f"button data must be 1 to {BUTTON_DATA_BYTES} bytes: {self.data!r}")


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes out with a message: its bytes, or the `id` under which the platform has it already.

    `attachment` names one that is kept in the database; whoever sends it fills in its bytes or its id.
    """

    name: str
    content: bytes = b""
    photo: bool = False
    attachment: int | None = None
    id: str | None = None


ButtonRows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler gives back: one message to the chat that asked.

    `replace` edits the message whose button was pressed, where the channel can. `slot` names a live line: a
    later reply with the same slot in the same chat edits that message instead of sending another.
    """

    text: Markup
    buttons: ButtonRows = ()
    file: File | None = None
    replace: bool = False
    slot: str | None = None
    protect: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One platform message to send, to edit when `edit` holds a message id, or to take away when `delete` does.

    An edit of a message that is gone, or that nobody may change any more, is sent anew, or with `only_edit` raises
    GoneError or FixedError. `edits_photo` says that it shows a photo: that stays, with the text under it, unless `file`
    is to take its place. `reply_to` is the message that this one answers, if it is still there. `uploaded` is told the
    id of a file whose bytes were sent.
    """

    chat_id: str
    text: Markup
    buttons: ButtonRows = ()
    file: File | None = None
    edit: str | None = None
    only_edit: bool = False
    edits_photo: bool = False
    delete: str | None = None
    reply_to: str | None = None
    protect: bool = False
    paid: bool = False
    """Whether the platform may charge for sending faster than its free pace."""
    uploaded: Callable[[str], None] | None = None


class Event(StrEnum):
    """What happened on the other side."""

    MESSAGE = "message"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    MOVED = "moved"


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
class Incoming:
    """One thing that a person did, in no platform's words.

    `event_key` is unique per channel and account: the same event delivered twice has the same key. `text` is
    what was typed, or the data of the button when `pressed`; `message_id` is then the message it sits on.
    In a group `addressed` says whether the bot was meant, `by_group_admin` whether an admin of it spoke.
    """

    channel: str
    account: str
    event_key: str
    chat_id: str
    text: str = ""
    event: Event = Event.MESSAGE
    pressed: bool = False
    message_id: str | None = None
    name: str = ""
    group: bool = False
    addressed: bool = True
    by_group_admin: bool = False
    new_chat_id: str | None = None
    document: IncomingFile | None = None


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
    chat_pace: bool = True
    """Whether the platform limits how fast one chat may be written to."""
    edit_window: timedelta | None = None
    delete_window: timedelta | None = None
    monthly_quota: int | None = None
    send_window: timedelta | None = None


Receive = Callable[[Incoming], Awaitable[None]]
"""Takes one event in; returns once it is committed. Raises DatabaseDownError when it must be repeated."""


class Channel(Protocol):
    """One account on one platform."""

    name: str
    account: str
    capabilities: Capabilities
    rate: float
    """Messages a second that the account may send."""

    async def start(self) -> None:
        """Connect and register what the platform shows about the bot; raises ChannelDownError."""
        ...

    async def listen(self, receive: Receive) -> None:
        """Hand every event to `receive`, acknowledging each only after it returned; runs until cancelled."""
        ...

    async def send(self, message: Outgoing) -> str:
        """Deliver one message and return its id; raises a DeliveryError.

        Taking away a message that is not there is done; where the platform refuses it, RejectedError. A file whose `id`
        the platform does not know (any more) is a StaleFileError.
        """
        ...

    async def fetch(self, file_id: str) -> bytes:
        """Download a file that somebody sent, of up to MOST_FILE bytes; raises a DeliveryError.

        RejectedError where there is no such file (any more), with the reason "too-large" where it is larger.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


def route_of(channel: str, account: str) -> str:
    """The name of one account's road in tables: `telegram:123456`."""
    return f"{channel}:{account}"


_TAG = re.compile(r"</?[bis]>")


def plain(text: Markup) -> str:
    """The visible text, without markup."""
    return html.unescape(_TAG.sub("", str(text)))


def utf16_units(text: str) -> int:
    """Length as the platforms count it: UTF-16 code units, so that an emoji is 2."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """A reply as it stands in a delivery row."""
    content: dict[str, Any] = {"text": str(reply.text)}
    if reply.buttons:
        content["buttons"] = [[[button.label, button.data] for button in row] for row in reply.buttons]
    file = reply.file
    if file is not None and file.attachment is not None:
        content["attachment"] = [file.attachment, file.name, file.photo]
    elif file is not None:
        content["file"] = [file.name, base64.b64encode(file.content).decode("ascii")]
    if reply.protect:
        content["protect"] = True
    return content


def outgoing_from_json(content: dict[str, Any], *, chat_id: str, edit: str | None) -> Outgoing:
    """A delivery row's content as a message to send; the inverse of `reply_to_json`."""
    file = None
    if "attachment" in content:
        kept, name, photo = content["attachment"]
        file = File(name, attachment=kept, photo=photo)
    elif "file" in content:
        file = File(content["file"][0], base64.b64decode(content["file"][1]))
    return Outgoing(
        chat_id=chat_id,
        text=Markup(content["text"]),  # noqa: S704 - it was Markup when it was stored
        buttons=tuple(tuple(Button(label, data) for label, data in row) for row in content.get("buttons", ())),
        file=file,
        edit=edit,
        protect=content.get("protect", False),
    )
