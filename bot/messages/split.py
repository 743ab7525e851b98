"""Cuts a long text into messages, for every channel that has a limit.

What is measured and cut is the visible text; markup is put back around each piece. So no cut can fall inside an
entity or a tag, and every piece is valid by itself.
"""

import html
import re
from functools import cache
from itertools import accumulate
from typing import Any

from markupsafe import Markup, escape

from bot.messages.markup import utf16_units

_TAG = re.compile(r"<(/?)([bis])>")
_CLUSTER = r"\X"
# No-break spaces hold "2,6 tỉ" together: they are never a place to cut.
_SPACE = r"[^\S\u00a0\u2007\u202f]"
_SPACES = f"{_SPACE}*"
_PLACES = (
    # How far into the window a cut must be to be worth it: an early paragraph end would leave a stub of a message.
    (rf"(?r)\n{_SPACE}*\n", 0.5),
    (r"(?r)\n", 0.5),
    (rf"(?r)(?<=[.!?…;][)\]”’\"']?){_SPACE}", 0.5),
    (rf"(?r){_SPACE}", 0.0),
)


@cache
def _pattern(written: str) -> Any:
    # Here, because a start waits for neither the library nor the patterns: most messages fit.
    import regex  # type: ignore[import-untyped]

    return regex.compile(written)


def split(text: Markup, units: int) -> list[Markup]:
    """Cut a text into pieces of at most `units` UTF-16 code units of visible text.

    Cuts fall at the end of a paragraph, else of a line, else of a sentence, else at a space, else between two
    grapheme clusters; only a cluster that is longer than a whole message is broken. Tags open at a cut are closed and
    opened again. The pieces' visible texts together are the text's, but for white space at the cuts. Takes linear
    time. Raises ValueError when `units` is below 2, the size of an emoji.
    """
    if units < 2:
        raise ValueError(f"a message must hold at least 2 units: {units}")
    visible, tags = _parse(str(text))
    if utf16_units(visible) <= units:
        return [text]
    writer = _Writer(visible, tags)
    return [writer.write(start, end) for start, end in _cuts(visible, units)]


def _parse(source: str) -> tuple[str, list[tuple[int, bool, str]]]:
    """The visible text, and each tag as (position in it, closes, name)."""
    parts: list[str] = []
    tags: list[tuple[int, bool, str]] = []
    length = done = 0
    for match in _TAG.finditer(source):
        parts.append(html.unescape(source[done : match.start()]))
        length += len(parts[-1])
        tags.append((length, bool(match[1]), match[2]))
        done = match.end()
    parts.append(html.unescape(source[done:]))
    return "".join(parts), tags


def _cuts(visible: str, units: int) -> list[tuple[int, int]]:
    """Where each piece starts and ends in the visible text."""
    pieces: list[tuple[int, int]] = []
    start = _after_spaces(visible, 0)
    while start < len(visible):
        end = _cut(visible, start, units)
        pieces.append((start, end))
        start = _after_spaces(visible, end)
    return pieces


def _cut(visible: str, start: int, units: int) -> int:
    """Where the piece that begins at `start` ends."""
    window = visible[start : start + units].encode("utf-16-le", "surrogatepass")[: 2 * units]
    # A surrogate pair that the window cuts in two is left out whole.
    limit = max(start + len(window.decode("utf-16-le", "ignore")), start + 1)
    if limit >= len(visible):
        return len(visible)
    # Whether a cluster ends at `limit` depends on one character behind it only, so that is all that is looked at:
    # looking further would make a megabyte of combining marks quadratic.
    lengths = map(len, _pattern(_CLUSTER).findall(visible, start, limit + 1))
    boundaries = {end for end in accumulate(lengths, initial=start) if start < end <= limit}
    for place, share in _PLACES:
        # One character further, because the space at which a full piece ends need not fit into it.
        for match in _pattern(place).finditer(visible, start + 1, limit + 1):
            end = match.start()
            if end - start < share * (limit - start):
                break
            if end in boundaries:
                return _before_spaces(visible, start, end, boundaries)
    return max(boundaries, default=limit)


def _before_spaces(visible: str, start: int, end: int, boundaries: set[int]) -> int:
    """Move a cut to the front of the white space that it falls into."""
    for position in range(end - 1, start, -1):
        if not _pattern(_SPACES).fullmatch(visible, position, position + 1):
            break
        if position in boundaries:
            end = position
    return end


def _after_spaces(visible: str, position: int) -> int:
    """Skip white space, but not a space that carries a combining mark."""
    match = _pattern(_SPACES).match(visible, position)
    end = match.end() if match else position
    if position < end < len(visible) and len(_pattern(_CLUSTER).findall(visible, end - 1, end + 1)) == 1:
        return end - 1
    return end


class _Writer:
    """Writes pieces in order, with the tags that are open in each.

    An opening tag is written only in front of a character, so that cuts leave no empty pairs behind.
    """

    def __init__(self, visible: str, tags: list[tuple[int, bool, str]]) -> None:
        self._visible = visible
        self._tags = tags
        self._next = 0
        self._open: list[str] = []
        self._written = 0
        self._out: list[str] = []

    def write(self, start: int, end: int) -> Markup:
        """Give the piece from `start` to `end` of the visible text."""
        position = start
        while self._next < len(self._tags):
            at, closes, name = self._tags[self._next]
            if at > end:
                break
            if at > position:
                self._text(position, at)
                position = at
            self._close(name) if closes else self._open.append(name)
            self._next += 1
        self._text(position, end)
        self._unwrite(0)
        piece = Markup("".join(self._out))  # noqa: S704 - escaped again, and tags from a fixed list
        self._out.clear()
        return piece

    def _text(self, start: int, end: int) -> None:
        if start < end:
            self._out.extend(f"<{name}>" for name in self._open[self._written :])
            self._written = len(self._open)
            self._out.append(str(escape(self._visible[start:end])))

    def _close(self, name: str) -> None:
        """Close the innermost tag of that name; those inside it are opened again by the next text."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index] == name:
                self._unwrite(index)
                del self._open[index]
                return

    def _unwrite(self, index: int) -> None:
        """Write the closing tags of what this piece holds open, from the innermost to `index`."""
        self._out.extend(f"</{name}>" for name in reversed(self._open[index : self._written]))
        self._written = min(self._written, index)
