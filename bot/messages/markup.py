"""Visible text and its few tags.

Texts are `markupsafe.Markup`: HTML with only <b>, <i> and <s>, in which everything that people wrote is already
escaped. A channel without markup strips it with `plain`. Cards write <k>Bấm|Chọn</k> where a channel without buttons
needs other words, and <f>…</f> around what asks for a file, which is left out where none can be sent to the bot, with
its line where that holds nothing else; `worded` settles both, before anything is sent.
"""

import html
import re

from markupsafe import Markup

_TAG = re.compile(r"</?[bis]>")
_EITHER = re.compile(r"<k>([^|<]*)\|([^<]*)</k>")
_LINE_ASKS_FOR_FILE = re.compile(r"(?m)^<f>([^<]*)</f>\n")
_ASKS_FOR_FILE = re.compile(r"<f>([^<]*)</f>")


def plain(text: Markup) -> str:
    """The visible text, without markup."""
    return html.unescape(_TAG.sub("", str(worded(text, buttons=True, files=True))))


def worded(text: Markup, *, buttons: bool, files: bool) -> Markup:
    """The text with its words for channels with `buttons`, and to which `files` can be sent, or for those without."""
    said = _ASKS_FOR_FILE.sub(r"\1" if files else "", str(text) if files else _LINE_ASKS_FOR_FILE.sub("", str(text)))
    return Markup(_EITHER.sub(r"\1" if buttons else r"\2", said))  # noqa: S704 - it was Markup before


def is_broken(text: Markup) -> bool:
    """Whether a tag is none of the few, or is not closed where it should be."""
    open_tags: list[str] = []
    for found in _TAG.findall(str(text)):
        if not found.startswith("</"):
            open_tags.append(found[1])
        elif not open_tags or open_tags.pop() != found[2]:
            return True
    return bool(open_tags) or "<" in _TAG.sub("", str(text))


def utf16_units(text: str) -> int:
    """Length as the platforms count it: UTF-16 code units, so that an emoji is 2."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)
