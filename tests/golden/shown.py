"""What people see, in no platform's words: the golden files know no more of a channel than this."""

from dataclasses import dataclass

from markupsafe import Markup

from bot.messages.markup import plain

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


def shows(text: str, card: str) -> bool:
    """Whether a message is what a card made."""
    seen, said = (plain(Markup(one)) for one in (text, card))  # noqa: S704 - both were Markup
    return bool(said) and said[:COMPARED] in seen
