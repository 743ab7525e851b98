"""A text with its marks as Zalo takes them: plain words, and beside them which of their UTF-16 units are how."""

import html
import re
from typing import Any

from markupsafe import Markup

from bot.errors import RejectedError
from bot.messages.markup import utf16_units

_TAG = re.compile(r"(<(/?)([bis])>)")


def styled(text: Markup) -> tuple[str, list[dict[str, Any]]]:
    """The visible text and its styles: `start` and `len` in UTF-16 units, `st` their codes.

    Raises RejectedError for tags that do not close in their order, and for what is none of ours.
    """
    words: list[str] = []
    styles: list[dict[str, Any]] = []
    opened: list[tuple[str, int]] = []
    at = 0
    parts = _TAG.split(str(text))
    for number in range(0, len(parts), 4):
        if "<" in parts[number]:
            raise RejectedError("bad-markup")
        words.append(html.unescape(parts[number]))
        at += utf16_units(words[-1])
        if number + 1 == len(parts):
            break
        closes, code = parts[number + 2 : number + 4]
        if not closes:
            opened.append((code, at))
        elif opened and opened[-1][0] == code:
            _, start = opened.pop()
            if at > start:
                styles.append({"start": start, "len": at - start, "st": [code]})
        else:
            raise RejectedError("bad-markup")
    if opened:
        raise RejectedError("bad-markup")
    return "".join(words), sorted(styles, key=lambda one: (one["start"], -one["len"]))
