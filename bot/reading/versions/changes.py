"""What changed between two versions of a post, told line by line."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.domain.changes import LONGEST_PIECE, Change, Changes, Version, What
from bot.domain.figures import Figure, Wording
from bot.domain.lines import headlines_of
from bot.domain.reading import Reading
from bot.domain.text import normalise
from bot.domain.when_lines import LABELS, WhenLines
from bot.reading.grammar.text import word_set
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
    is_marks,
)

_MOST_LINES = 30  # more is a rewrite, told in one line
_NEAR = 2  # equal words between two changes that are told as one
_AROUND = 3
# What no piece ends on: it leads to the word after it.
_LEADS_ON = word_set("ngày tháng năm tại ở đến tới từ và của cho với lúc vào trong là về trên theo do bằng số")
_CLAUSE_ENDS = (".", ",", ";", ":", "!", "?", "…")
_HOUR = re.compile(r"\W*\d{1,2}\s?(?:h|g|giờ|:\d\d)(?:\d{0,2})(?:p|ph|phút)?\W*\Z")
_DAY = re.compile(r"\W*\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?\W*\Z|\W*(?:19|20)\d\d\W*\Z")
_NUMBER = re.compile(r"\W*\d+\W*\Z")


_WHAT_LINE = {"time": What.TIME, "place": What.PLACE, "area": What.PLACE}


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
    for hunk, line in _lines(bodies, body_hunks, before.reading, after.reading):
        lines.setdefault(_key(bodies, hunk, line), line)
    for hunk, line in _lines(titles, title_hunks, before.reading, after.reading):
        core = _key(titles, hunk, line)
        # A heading is mostly a line of the text too: what it says is told once, as what it is about.
        if core not in lines or lines[core].what is What.TEXT:
            lines[core] = replace(line, what=What.TITLE)
    worded, tells = _worded(before.reading, after.reading, alone=not lines)
    if said := _said(before.reading.when, after.reading.when):
        return Changes((*lines.values(), *worded, *said, *files), meaning=True)
    if worded:
        return Changes((*lines.values(), *worded, *files), meaning or tells or bool(files))
    days = before.reading.date, after.reading.date
    if not lines and days[0] != days[1]:
        told = [f"ngày {one:%d/%m/%Y}" if one else "" for one in days]
        return Changes((Change(What.DATE, told[0], told[1]), *files), meaning=True)
    return Changes((*lines.values(), *files), meaning or bool(files))


def _lines(sides: Sides, hunks: list[Hunk] | None, before: Reading, after: Reading) -> Iterator[tuple[Hunk, Change]]:
    told = _told(sides, hunks)
    for at, hunk in enumerate(told):
        yield hunk, _line(_what(sides, hunk, before, after), sides, told, at, before, after)


def _worded(before: Reading, after: Reading, *, alone: bool) -> tuple[list[Change], bool]:
    """Tell the figures' lines that the ward put into other words, and whether these say something else.

    Where the text stayed as it was (`alone`) the lines that were dropped, taken in or put in another order, too.
    """
    lines: dict[tuple[str, str], Change] = {}
    old = {(normalise(one.quote), one.value): one for one in reversed(before.figures)}
    for one in after.figures:
        same = old.get((normalise(one.quote), one.value))
        if same and Wording.WARD in (same.wording, one.wording) and _phrase(same) != _phrase(one):
            lines[_phrase(same), _phrase(one)] = Change(What.FIGURE, *map(_short, (same.phrase, one.phrase)))
    meaning = not all(all_slips(*compared(*phrases)) for phrases in lines)
    kept = [[normalise(one.quote) for one in reading.figures] for reading in (before, after)]
    if lines or not alone or kept[0] != kept[1]:
        return list(lines.values()), meaning
    shown = [{_phrase(line[0]): line[0].phrase for line in headlines_of(one.figures)} for one in (before, after)]
    told = [Change(What.FIGURE, _short(phrase), "") for key, phrase in shown[0].items() if key not in shown[1]]
    told += [Change(What.FIGURE, "", _short(phrase)) for key, phrase in shown[1].items() if key not in shown[0]]
    if not told and [*shown[0]] != [*shown[1]]:
        told = [Change(What.FIGURE, *(_short(" · ".join(phrases.values())) for phrases in shown))]
    return told, False


def _said(before: WhenLines, after: WhenLines) -> list[Change]:
    """Tell the When-lines that the ward put into other words."""
    pairs = {name: ("; ".join(getattr(before, name)), "; ".join(getattr(after, name))) for name in LABELS}
    by_hand = {*before.ward, *after.ward}
    return [
        Change(_WHAT_LINE.get(name, What.TEXT), *(f"{LABELS[name]}: {_short(one)}" if one else "" for one in pair))
        for name, pair in pairs.items()
        if name in by_hand and pair[0] != pair[1]
    ]


def _phrase(figure: Figure) -> str:
    return normalise(" ".join(figure.phrase.split()))


def _short(phrase: str) -> str:
    folded = " ".join(phrase.split())
    return _cut(folded, 0, len(folded))


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


def _key(sides: Sides, hunk: Hunk, line: Change) -> tuple[str, str]:
    """What is told once: the words that changed, and of words that only went or came with those around them.

    "30" gone from "7 giờ 30" says nothing of "10 giờ 30".
    """
    core = _core(sides, hunk)
    return core if all(core) else (line.before, line.after)


def _told(sides: Sides, hunks: list[Hunk] | None) -> list[Hunk]:
    """Join changes that stand close, unless each is a number of its own; a rewrite becomes one."""
    old, new = sides
    if hunks is None:
        return [Hunk((0, len(old.keys)), (0, len(new.keys)))]
    told: list[Hunk] = []
    for hunk in (part for one in hunks for part in _parts(sides, one)):
        if told and _is_one(sides, told[-1], hunk):
            told[-1] = told[-1].to(hunk)
        else:
            told.append(hunk)
    telling = [hunk for hunk in told if not is_marks(sides, hunk)]
    told = telling or told
    return told if len(told) <= _MOST_LINES else [told[0].to(told[-1])]


def _parts(sides: Sides, hunk: Hunk) -> Iterator[Hunk]:
    """Part a change of as many words by as many where a clause ends in both texts."""
    old, new = sides
    count = hunk.old[1] - hunk.old[0]
    begin = 0
    if count == hunk.new[1] - hunk.new[0]:
        for at in range(count - 1):
            if _parted(old, hunk.old[0] + at) and _parted(new, hunk.new[0] + at):
                yield Hunk((hunk.old[0] + begin, hunk.old[0] + at + 1), (hunk.new[0] + begin, hunk.new[0] + at + 1))
                begin = at + 1
    yield Hunk((hunk.old[0] + begin, hunk.old[1]), (hunk.new[0] + begin, hunk.new[1]))


def _is_one(sides: Sides, one: Hunk, other: Hunk) -> bool:
    """Tell two changes of one clause with hardly a word between, unless each is a number or a place of its own."""
    old = sides[0]
    between = range(one.old[1], other.old[0])
    spans = any(old.keys[at].lower() in {"đến", "tới"} for at in between)
    if len(between) > _NEAR + spans or (_numeric(sides, one) and _numeric(sides, other)):
        return False
    if any(
        _parted(side, hunk[1] - 1) for side, hunk in zip(sides, (one.old, one.new), strict=True) if hunk[1] > hunk[0]
    ):
        return False
    return not any(_parted(old, at) or old.keys[at].lower() in {"tại", "ở"} for at in between)


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
    counted = any(_around(side, words, figure.quote) for figure in reading.figures)
    said = [
        word.strip(MARKS) for at, word in enumerate(side.keys[start:end], start) if at in side.opens or word.islower()
    ]
    dated = not counted and (any(map(_DAY.match, changed)) or any(w.lower() in DAY_WORDS | PARTS_OF_DAY for w in said))
    if (dated and not placed) or (number and previous in DAY_WORDS) or (changed and previous == "thứ"):
        return What.DATE
    if placed or (changed and previous in PLACE_WORDS) or (changed and changed[0] in PLACE_WORDS):
        return What.PLACE
    if any(map(has_digit, changed)) or counted:
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


def _line(what: What, sides: Sides, hunks: list[Hunk], at: int, before: Reading, after: Reading) -> Change:
    """One change with what makes it tell something, and nothing of the changes before and after it."""
    earlier, later = hunks[at - 1] if at else Hunk((0, 0), (0, 0)), hunks[at + 1 : at + 2]
    bounds = (
        (earlier.old[1], later[0].old[0] if later else len(sides[0].keys)),
        (earlier.new[1], later[0].new[0] if later else len(sides[1].keys)),
    )
    old, new = (
        _piece(sides[0], hunks[at].old, bounds[0], what, before),
        _piece(sides[1], hunks[at].new, bounds[1], what, after),
    )
    while len(old) > 1 and len(new) > 1 and old[-1] == new[-1] and old[-1] in _CLAUSE_ENDS:
        old, new = old[:-1], new[:-1]
    return Change(what, old, new)


def _piece(side: Side, words: tuple[int, int], bounds: tuple[int, int], what: What, reading: Reading) -> str:
    """Quote the changed words with what makes them tell something: their figure's quote, or the words around."""
    if not side.keys:
        return ""
    start, end = words
    numeric = any(map(has_digit, side.keys[start:end]))
    span = _quoted(side, words, reading) if what is What.FIGURE else None
    if span:
        while start > bounds[0] and side.spans[start - 1][0] >= span[0]:
            start -= 1
        rest = end
        while rest < bounds[1] and side.spans[rest][1] <= span[1]:
            rest += 1
        # A word that was mistyped is told with its number; what stands behind it says nothing of the change.
        end = rest if numeric or rest - end == 1 else end
    left = start
    if start == words[0]:
        while left > bounds[0] and start - left < _AROUND and not _parted(side, left - 1):
            left -= 1
    right = end
    if span is None or numeric:
        while right < bounds[1] and right - end < _AROUND - 1 and (right == left or not _parted(side, right - 1)):
            right += 1
    while right > max(end, left + 1) and side.keys[right - 1].lower() in _LEADS_ON:
        right -= 1
    if left == right:  # nothing stood or stands here, and a mark stands on both sides
        left, right = max(0, left - _AROUND), min(len(side.spans), right + _AROUND)
    while left < start and side.spans[end - 1][1] - side.spans[left][0] > LONGEST_PIECE // 2:
        left += 1
    return _cut(side.text, side.spans[left][0], side.spans[right - 1][1])


def _quoted(side: Side, words: tuple[int, int], reading: Reading) -> tuple[int, int] | None:
    """The span of the figure that holds the changed words, where its quote is short."""
    quotes = (_around(side, words, figure.quote) for figure in reading.figures)
    return next((one for one in quotes if one and one[1] - one[0] <= LONGEST_PIECE // 2), None)


def _parted(side: Side, index: int) -> bool:
    """Tell that a clause ends with this word."""
    return side.keys[index].endswith(_CLAUSE_ENDS) or index + 1 in side.opens


def _cut(text: str, start: int, end: int) -> str:
    if end - start <= LONGEST_PIECE:
        return text[start:end]
    blank = text.rfind(" ", start + 1, start + LONGEST_PIECE + 1)
    return text[start : blank if blank > 0 else start + LONGEST_PIECE].rstrip()
