"""What people see, in no platform's words: the golden files know no more of a channel than this."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from markupsafe import Markup

from bot.messages.markup import plain, worded

COMPARED = 200
"""Characters by which a card is known again: a channel may cut it in pieces after them, or add to it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that happened in a chat: `what` says whether a message came, changed or went.

    `marks` are what else is to be said of it, in order; `buttons` are rows of (label, data).
    """

    to: str
    what: str
    text: str = ""
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    marks: tuple[str, ...] = ()
    inside: str = ""
    """What stands in a text file that came with it."""


class Message(Protocol):
    """A message that somebody may come back to."""

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does: in words, with what they type if they do, and how it is done."""

    what: str
    act: Callable[[], Any]
    words: str = ""


class Phone(Protocol):
    """What one person has in their hand."""

    @property
    def chat_id(self) -> str: ...

    @property
    def last(self) -> Message:
        """The newest message."""
        ...

    def open(self) -> str:
        """Begin the chat; returns the name that the bot is told."""
        ...

    def say(self, text: str) -> None: ...

    def say_whole(self, text: str) -> None:
        """Send what no app would let anybody send."""
        ...

    def press(self, label: str, message: Message | None = None) -> Deed:
        """What presses a button of this message, or the newest that has it."""
        ...

    def boxes(self) -> list[str]:
        """The labels of the doubts that are open in the newest message."""
        ...

    def send_photo(self, content: bytes, text: str = "", *, album: str = "") -> None: ...

    def send_file(self, name: str, content: bytes, text: str = "") -> None: ...

    def block(self) -> None: ...


def shows(text: str, card: str) -> bool:
    """Whether a message is what a card made, in the words of either kind of channel."""
    seen, said = Markup(text), Markup(card)  # noqa: S704 - both were Markup
    either = {plain(worded(said, buttons=able, files=able))[:COMPARED].strip() for able in (True, False)}
    return any(one and one in plain(seen) for one in either)
