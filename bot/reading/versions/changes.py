"""What changed between two versions of a post, told line by line."""

import re
from dataclasses import replace

from bot.domain.changes import LONGEST_PIECE, Change, Changes, Version, What
from bot.domain.reading import Reading
from bot.reading.versions.alignment import (
    DAY_WORDS,
    HOUR_WORDS,
    MARKS,
    PARTS_OF_DAY,
    PLACE_WORDS,
    Hunk,
    Side,
    Sides,
    all_slips,
    compared,
    has_digit,
)

_MOST_LINES = 30  # more is a rewrite, told in one line
_NEAR = 2  # equal words between two changes that are told as one
_AROUND = 3
_CLAUSE_ENDS = (".", ",", ";", ":", "!", "?", "…")
_HOUR = re.compile(r"\W*\d{1,2}\s?(?:h|g|giờ|:\d\d)(?:\d{0,2})(?:p|ph|phút)?\W*\Z")
_DAY = re.compile(r"\W*\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?\W*\Z|\W*(?:19|20)\d\d\W*\Z")
_NUMBER = re.compile(r"\W*\d+\W*\Z")


def changes_between(before: Version, after: Version) -> Changes:
    """Tell what changed; pure, never raises, about a second for the longest rewrite.

    Compared are the words of title and text, and the files, and where the words are the same, the day: it may have
    been set by hand.
    """
    files = _files(before, after)
    # Alignments are not symmetric; this makes swapped versions give swapped lines.
    if (before.title, before.body) > (after.title, after.body):
        swapped = changes_between(replace(after, files=()), replace(before, files=()))
        turned = [Change(one.what, one.after, one.before) for one in swapped.lines]
        return Changes((*turned, *files), swapped.meaning or bool(files))
    titles, title_hunks = compared(before.title, after.title)
    bodies, body_hunks = compared(before.body, after.body)
    meaning = not (all_slips(titles, title_hunks) and all_slips(bodies, body_hunks))
    lines: dict[tuple[str, str], Change] = {}
    for hunk in _told(bodies, body_hunks):
        what = _what(bodies, hunk, before.reading, after.reading)
        lines.setdefault(_core(bodies, hunk), _line(what, bodies, hunk, before.reading, after.reading))
    for hunk in _told(titles, title_hunks):
        core = _core(titles, hunk)
        # A heading is mostly a line of the text too: what it says is told once, as what it is about.
        if core not in lines or lines[core].what is What.TEXT:
            lines[core] = _line(What.TITLE, titles, hunk, before.reading, after.reading)
    days = before.reading.date, after.reading.date
    if not lines and days[0] != days[1]:
        told = [f"ngày {one:%d/%m/%Y}" if one else "" for one in days]
        return Changes((Change(What.DATE, told[0], told[1]), *files), meaning=True)
    return Changes((*lines.values(), *files), meaning or bool(files))


def _files(before: Version, after: Version) -> list[Change]:
    """What files are new, gone, or another under the same name: of these nobody can tell that it is only a slip."""
    old = {mark: name for mark, name in before.files if mark not in dict(after.files)}
    new = {mark: name for mark, name in after.files if mark not in dict(before.files)}
    same = set(old.values()) & set(new.values())
    lines = [Change(What.FILE, name, f"{name} (đã thay)") for name in sorted(same)]
    lines += [Change(What.FILE, name, "") for name in old.values() if name not in same]
    return lines + [Change(What.FILE, "", name) for name in new.values() if name not in same]


def _core(sides: Sides, hunk: Hunk) -> tuple[str, str]:
    old, new = sides
    return " ".join(old.keys[slice(*hunk.old)]).lower(), " ".join(new.keys[slice(*hunk.new)]).lower()


def _told(sides: Sides, hunks: list[Hunk] | None) -> list[Hunk]:
    """Join changes that stand close, unless each is a number of its own; a rewrite becomes one."""
    old, new = sides
    if hunks is None:
        return [Hunk((0, len(old.keys)), (0, len(new.keys)))]
    told: list[Hunk] = []
    for hunk in hunks:
        if (
            told
            and hunk.old[0] - told[-1].old[1] <= _NEAR
            and not (_numeric(sides, told[-1]) and _numeric(sides, hunk))
        ):
            told[-1] = told[-1].to(hunk)
        else:
            told.append(hunk)
    return told if len(told) <= _MOST_LINES else [told[0].to(told[-1])]


def _numeric(sides: Sides, hunk: Hunk) -> bool:
    a, b = sides[0].keys[slice(*hunk.old)], sides[1].keys[slice(*hunk.new)]
    return len(a) == len(b) == 1 and has_digit(a[0]) and has_digit(b[0])


def _what(sides: Sides, hunk: Hunk, before: Reading, after: Reading) -> What:
    old, new = sides
    found = {_what_of(old, hunk.old, before), _what_of(new, hunk.new, after)}
    if hunk.old[1] - hunk.old[0] > _AROUND * 4 or hunk.new[1] - hunk.new[0] > _AROUND * 4:
        return What.TEXT
    for what in (What.TIME, What.DATE, What.PLACE, What.FIGURE):
        if what in found:
            return what
    return What.TEXT


def _what_of(side: Side, words: tuple[int, int], reading: Reading) -> What:
    """Sort the changed words of one side by themselves and by the word before and after them."""
    start, end = words
    changed = [word.lower().strip(MARKS) for word in side.keys[start:end]]
    previous = side.keys[start - 1].lower().strip(MARKS) if start else ""
    following = side.keys[end].lower().strip(MARKS) if end < len(side.keys) else ""
    number = any(_NUMBER.match(word) for word in changed)
    if any(_HOUR.match(word) or word in HOUR_WORDS for word in changed) or (number and following in HOUR_WORDS):
        return What.TIME
    place = reading.place
    placed = place is not None and _around(side, words, place) is not None
    dated = any(_DAY.match(word) or word in DAY_WORDS | PARTS_OF_DAY for word in changed)
    if (dated and not placed) or (number and previous in DAY_WORDS) or (changed and previous == "thứ"):
        return What.DATE
    if placed or (changed and previous in PLACE_WORDS) or (changed and changed[0] in PLACE_WORDS):
        return What.PLACE
    if any(map(has_digit, changed)) or any(_around(side, words, figure.quote) for figure in reading.figures):
        return What.FIGURE
    return What.TEXT


def _around(side: Side, words: tuple[int, int], quote: str) -> tuple[int, int] | None:
    """Find the occurrence of a quote that holds the changed words; as a span of the text."""
    if words[0] == words[1]:
        return None
    start, end = side.spans[words[0]][0], side.spans[words[1] - 1][1]
    quote = " ".join(quote.split()).strip(MARKS)
    at = side.text.find(quote, max(0, start - len(quote)), end + len(quote)) if quote else -1
    # The changed word may carry a mark that the quote leaves out: "2023,".
    return (at, at + len(quote)) if 0 <= at <= start + 1 and at + len(quote) >= end - 1 else None


def _line(what: What, sides: Sides, hunk: Hunk, before: Reading, after: Reading) -> Change:
    old, new = sides
    return Change(what, _piece(old, hunk.old, what, before), _piece(new, hunk.new, what, after))


def _piece(side: Side, words: tuple[int, int], what: What, reading: Reading) -> str:
    """Quote the changed words with what makes them tell something: their figure's quote, or the words around."""
    if not side.keys:
        return ""
    start, end = words
    if what is What.FIGURE:
        quotes = (_around(side, words, figure.quote) for figure in reading.figures)
        span = next((one for one in quotes if one and one[1] - one[0] <= LONGEST_PIECE // 2), None)
        if span:
            while start and side.spans[start - 1][0] >= span[0]:
                start -= 1
            while end < len(side.spans) and side.spans[end][1] <= span[1]:
                end += 1
    left = start
    if start == words[0]:
        while left and start - left < _AROUND and not _parted(side, left - 1):
            left -= 1
    right = end
    while right < len(side.spans) and right - end < _AROUND - 1 and (right == left or not _parted(side, right - 1)):
        right += 1
    if left == right:  # nothing stood or stands here, and a mark stands on both sides
        left, right = max(0, left - _AROUND), min(len(side.spans), right + _AROUND)
    while left < start and side.spans[end - 1][1] - side.spans[left][0] > LONGEST_PIECE // 2:
        left += 1
    return _cut(side.text, side.spans[left][0], side.spans[right - 1][1])


def _parted(side: Side, index: int) -> bool:
    """Tell that a clause ends with this word."""
    return side.keys[index].endswith(_CLAUSE_ENDS) or index + 1 in side.opens


def _cut(text: str, start: int, end: int) -> str:
    if end - start <= LONGEST_PIECE:
        return text[start:end]
    blank = text.rfind(" ", start + 1, start + LONGEST_PIECE + 1)
    return text[start : blank if blank > 0 else start + LONGEST_PIECE].rstrip()
