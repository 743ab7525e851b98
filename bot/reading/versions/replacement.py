"""Replacing a piece of a text as officials type it on a phone: "103,8 => 103,9", "8h thành 9h", one a line."""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.text import view_of
from bot.domain.words import fold

_ARROW = re.compile(r"\s*(?:[-–—=]+\s?>|[→⇒➜➔])\s*")
_INTO = re.compile(r"\s+th[àa]nh\s+", re.IGNORECASE)
_ASKING = re.compile(r"(?:sửa|đổi|thay|sua|doi)\s+(?:lại\s+)?", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”'‘](.+)[\"“”'’]")
_MOST_LINES = 20


class Trouble(StrEnum):
    """Why a replacement was not made."""

    NOT_UNDERSTOOD = "not-understood"
    NOT_FOUND = "not-found"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Problem:
    """What stood in the way, and the piece typed for which it did; nothing was replaced."""

    trouble: Trouble
    piece: str


def replace_once(body: str, typed: str) -> str | Problem:
    """Make the replacements that were typed, one a line, all in the text as it was; all or none.

    The old piece must occur exactly once, as whole words: exactly as typed, else without accents, capitals and
    blanks. Never raises.
    """
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if not lines or len(lines) > _MOST_LINES:
        return Problem(Trouble.NOT_UNDERSTOOD, typed.strip())
    folded = _Folded(body)
    made: list[tuple[int, int, str]] = []
    for line in lines:
        found = _replacement(folded, line)
        if isinstance(found, Problem):
            return found
        if any(found[0] < end and start < found[1] for start, end, _new in made):
            return Problem(Trouble.NOT_UNDERSTOOD, line)
        made.append(found)
    for start, end, new in sorted(made, reverse=True):
        body = body[:start] + new + body[end:]
    return body


class _Folded:
    """A text without accents, capitals and blanks, with the way back; folded once it is needed."""

    def __init__(self, body: str) -> None:
        self.body = body
        self._low: str | None = None
        self._starts: array[int] = array("q")
        self._ends: array[int] = array("q")

    def find(self, piece: str) -> list[tuple[int, int]]:
        """Find where a piece stands as whole words: exactly, else folded."""
        spans = [span for span in _places(self.body, piece) if _is_whole(self.body, *span)]
        if spans:
            return spans
        if self._low is None:
            self._fold()
        for low_start, low_end in _places(self._low or "", _bare(piece)):
            start, end = self._starts[low_start], self._ends[low_end - 1]
            if _is_whole(self.body, start, end):
                spans.append((start, end))
        return spans

    def _fold(self) -> None:
        pieces: list[str] = []
        view = view_of(self.body)
        for at, char in enumerate(view.text):
            bare = _bare(char)
            pieces.append(bare)
            self._starts.extend([view.at(at)] * len(bare))
            self._ends.extend([view.at(at + 1)] * len(bare))
        self._low = "".join(pieces)


def _bare(text: str) -> str:
    return "".join(fold(text).split())


def _places(text: str, piece: str) -> Iterator[tuple[int, int]]:
    at = text.find(piece) if piece else -1
    while at >= 0:
        yield at, at + len(piece)
        at = text.find(piece, at + 1)


def _is_whole(body: str, start: int, end: int) -> bool:
    """Tell whole words and numbers: "3,8" is none in "103,8", nor is "5" in "5.000"; "25/11" is in "25/11/2026"."""
    first, last = body[start], body[end - 1]
    before, after = body[max(0, start - 2) : start], body[end : end + 2]
    if first.isalnum() and before[-1:].isalnum():
        return False
    if last.isalnum() and (after[:1].isalnum() or (after and unicodedata.combining(after[0]))):
        return False
    if first.isdigit() and before[-1:] in {".", ","} and before[:1].isdigit() and len(before) == 2:
        return False
    return not (last.isdigit() and after[:1] in {".", ","} and after[1:].isdigit())


def _replacement(folded: _Folded, line: str) -> tuple[int, int, str] | Problem:
    """Understand one line and find its place; of several ways to part it the only one that is found counts."""
    problem = Problem(Trouble.NOT_UNDERSTOOD, line)
    found: list[tuple[int, int, str]] = []
    for olds, new in _readings(line):
        old, spans = next(((one, spans) for one in olds if (spans := folded.find(one))), (olds[-1], []))
        if len(spans) == 1:
            found.append((*spans[0], new))
        elif problem.trouble is not Trouble.TWICE:
            problem = Problem(Trouble.TWICE if spans else Trouble.NOT_FOUND, old)
    if len(found) == 1:
        return found[0]
    return Problem(Trouble.NOT_UNDERSTOOD, line) if found else problem


def _readings(line: str) -> list[tuple[list[str], str]]:
    """List the ways to part a line into old and new: an arrow parts it once, "thành" may be a word of either.

    "sửa 103,8 thành 103,9" asks for "sửa 103,8", and where that does not stand, for "103,8".
    """
    arrows = list(_ARROW.finditer(line))
    if len(arrows) > 1:
        return []
    readings: list[tuple[list[str], str]] = []
    for cut in arrows or list(_INTO.finditer(line))[:8]:
        old, new = line[: cut.start()].strip(), line[cut.end() :].strip()
        quoted = _QUOTED.fullmatch(old), _QUOTED.fullmatch(new)
        if quoted[0] and quoted[1]:
            old, new = quoted[0][1].strip(), quoted[1][1].strip()
        if old and new:
            asked = _ASKING.sub("", old, count=1) if _ASKING.match(old) else ""
            readings.append(([old, asked] if asked else [old], new))
    return readings
