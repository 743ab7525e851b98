"""Messages on their way out: what a handler gives back, and what a channel is to send."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup

BUTTON_DATA_BYTES = 64
"""Telegram's limit for callback_data, the smallest of all channels: what is longer is kept (`adapt`)."""
MOST_DATA_BYTES = 1000
"""A command with a question of 200 characters."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, and what pressing it asks for ("read 1", "post.publish 12").

    The rest is for channels without buttons, where it becomes a line with a number. `typed` is the command in words
    that does the same ("đọc 1") and is said in place of a number. `final` marks what cannot be taken back: the word
    without which its number does nothing ("duyệt" for "duyệt 12"). `line` says in a list what the label alone does not.
    `file` marks one that sends a file, and is left out where none can travel, with a word about it unless it is
    `extra`: more than the message speaks of. `attach` marks one that asks for a file, and
    is left out where nobody can send one.
    """

    label: str
    data: str
    typed: str = ""
    final: str = ""
    line: str = ""
    file: bool = False
    extra: bool = False
    attach: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.data.encode()) <= MOST_DATA_BYTES:
            raise ValueError(f"button data must be 1 to {MOST_DATA_BYTES} bytes: {self.data!r}")

    @property
    def fits(self) -> bool:
        """Whether every channel has room for what it asks for."""
        return len(self.data.encode()) <= BUTTON_DATA_BYTES


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that is drawn when it is sent: by which template, of what, and as what.

    `data` is what JSON can hold; texts in it are shown as they are.
    """

    template: str
    data: dict[str, Any]
    format: Literal["png", "pdf"] = "png"


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes out with a message: its bytes, or the `id` under which the platform has it already.

    `attachment` names one that is kept in the database, `drawing` what it shows where it is still to be drawn; whoever
    sends it fills in its bytes or its id.
    """

    name: str
    content: bytes = b""
    photo: bool = False
    attachment: int | None = None
    id: str | None = None
    drawing: Drawing | None = None


Menu = tuple[tuple[str, str], ...]
"""(name, description) of commands that a platform offers beside the input line."""

ButtonRows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler gives back: one message to the chat that asked.

    `replace` edits the message whose button was pressed, where the channel can; `in_place` means nothing but there.
    `slot` names a live line: a later reply with the same slot in the same chat edits that message instead of sending
    another. `passing` is a state of it that a later one will follow: where nothing can be edited it is not sent.
    `keys` are large keys that stay below the input line, each with what it types: a message that is only about them,
    without buttons, is not sent where there are none.
    `menu` is what this chat is offered from then on, where the platform has menus; an empty one is everybody's.
    `kept` is told however many answers somebody is owed: that they stopped, were erased, or what helps in danger.
    """

    text: Markup
    buttons: ButtonRows = ()
    file: File | None = None
    replace: bool = False
    in_place: bool = False
    slot: str | None = None
    passing: bool = False
    protect: bool = False
    kept: bool = False
    keys: tuple[str, ...] = ()
    menu: Menu | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One platform message to send, to edit when `edit` holds a message id, or to take away when `delete` does.

    An edit of a message that is gone, or that nobody may change any more, is sent anew, or with `only_edit` raises
    GoneError or FixedError. `edits_photo` says that it shows a photo: that stays, with the text under it, unless `file`
    is to take its place. `reply_to` is the message that this one answers, if it is still there, `place` where
    in the chat a new one goes (a topic of a group). `uploaded` is told the
    id of a file whose bytes were sent.
    """

    chat_id: str
    text: Markup
    buttons: ButtonRows = ()
    file: File | None = None
    keys: tuple[str, ...] = ()
    menu: Menu | None = None
    edit: str | None = None
    only_edit: bool = False
    edits_photo: bool = False
    delete: str | None = None
    reply_to: str | None = None
    place: str | None = None
    silent: bool = False
    """Whether the phone is to make no sound, where the platform lets that be said."""
    pin: bool | None = None
    """Whether it is to stay in sight above its chat from now on, or no more, where the platform lets the bot do that;
    None leaves it as it is."""
    protect: bool = False
    paid: bool = False
    """Whether the platform may charge for sending faster than its free pace."""
    uploaded: Callable[[str], None] | None = None


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """A reply as it stands in a delivery row."""
    content: dict[str, Any] = {"text": str(reply.text)}
    if reply.buttons:
        content["buttons"] = [[[button.label, button.data] for button in row] for row in reply.buttons]
    file = reply.file
    if file is not None and file.attachment is not None:
        content["attachment"] = [file.attachment, file.name, file.photo]
    elif file is not None and file.drawing is not None:
        drawing = file.drawing
        content["drawing"] = [file.name, file.photo, drawing.template, drawing.data, drawing.format]
    elif file is not None:
        content["file"] = [file.name, base64.b64encode(file.content).decode("ascii"), file.photo]
    if reply.keys:
        content["keys"] = list(reply.keys)
    if reply.menu is not None:
        content["menu"] = [list(one) for one in reply.menu]
    if reply.protect:
        content["protect"] = True
    return content


def outgoing_from_json(content: dict[str, Any], *, chat_id: str, edit: str | None) -> Outgoing:
    """A delivery row's content as a message to send; the inverse of `reply_to_json`."""
    file = None
    if "attachment" in content:
        kept, name, photo = content["attachment"]
        file = File(name, attachment=kept, photo=photo)
    elif "drawing" in content:
        name, photo, *drawn = content["drawing"]
        file = File(name, photo=photo, drawing=Drawing(*drawn))
    elif "file" in content:
        # Rows of an older version do not say whether it is a photo, and none was.
        name, encoded, *photo = content["file"]
        file = File(name, base64.b64decode(encoded), photo=bool(photo and photo[0]))
    return Outgoing(
        chat_id=chat_id,
        text=Markup(content["text"]),  # noqa: S704 - it was Markup when it was stored
        buttons=tuple(tuple(Button(label, data) for label, data in row) for row in content.get("buttons", ())),
        file=file,
        keys=tuple(content.get("keys", ())),
        menu=tuple((name, about) for name, about in content["menu"]) if "menu" in content else None,
        edit=edit,
        protect=content.get("protect", False),
    )
