"""Visible text and its few tags.

Texts are `markupsafe.Markup`: HTML with only <b>, <i> and <s>, in which everything that people wrote is already
escaped. A channel without markup strips it with `plain`.
"""

import html
import re

from markupsafe import Markup

_TAG = re.compile(r"</?[bis]>")


def plain(text: Markup) -> str:
    """The visible text, without markup."""
    return html.unescape(_TAG.sub("", str(text)))


def utf16_units(text: str) -> int:
    """Length as the platforms count it: UTF-16 code units, so that an emoji is 2."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)
