"""A post's text as HTML: its paragraphs, lists and tables as such, telephone numbers to tap, quotes to be linked to.

Nothing that people wrote comes out unescaped, and nothing of it is left out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile

from markupsafe import Markup, escape

_BULLET = re.compile(r"\s*[-–+*•▪●]\s+(?=\S)")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}|[a-zđ])[.)]\s+(?=\S)")
_LINK = re.compile(
    r"(?P<web>https?://[^\s<>\"'“”]+[^\s<>\"'“”.,;:!?)\]])"
    r"|(?<![\w.,/-])(?P<phone>(?:\+84|0)\d{1,4}(?:[ .-]?\d{2,4}){2,4}|1[89]00(?:[ .]?\d{2,4}){1,3}"
    r"|(?<=gọi )11[1-5])(?![\w/]|[.,-]\d)"
)
_DIGITS = (8, 11)
"""Digits of a Vietnamese telephone number, from 1900 1234 to 0296 3841 000, and of one with +84."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of the text to be highlighted, from `start` to `end`, and the name of its anchor."""

    start: int
    end: int
    name: str


def marks_of(text: str, quotes: Sequence[str]) -> tuple[list[Mark], list[str | None]]:
    """Where quotes stand in a text, and for each quote the anchor of its place; None where it is not there.

    Quotes that overlap share a place. One that is there twice is looked for behind the one before it.
    """
    found: list[tuple[int, int, int]] = []
    at = 0
    for which, quote in enumerate(quotes):
        start = text.find(quote, at) if quote.strip() else -1
        start = text.find(quote) if start < 0 and quote.strip() else start
        if start >= 0:
            found.append((start, start + len(quote), which))
            at = start
    marks: list[Mark] = []
    anchors: list[str | None] = [None] * len(quotes)
    for start, end, which in sorted(found):
        if marks and start < marks[-1].end:
            marks[-1] = Mark(marks[-1].start, max(end, marks[-1].end), marks[-1].name)
        else:
            marks.append(Mark(start, end, f"so-{len(marks) + 1}"))
        anchors[which] = marks[-1].name
    return marks, anchors


@dataclass(frozen=True, slots=True)
class _Line:
    sort: str
    start: int
    text: str


def body_html(text: str, marks: Sequence[Mark] = ()) -> Markup:
    """The text as HTML; `marks` are in order and do not overlap."""
    pen = _Pen(text, marks)
    return Markup("\n").join(
        part for sort, lines in groupby(_lines(text), key=lambda one: one.sort) for part in pen.block(sort, list(lines))
    )


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        sort = "text"
        if "\t" in line.strip():
            sort = "table"
        elif not line.strip():
            sort = "blank"
        elif _BULLET.match(line):
            sort = "bullets"
        elif _NUMBERED.match(line):
            sort = "numbers"
        yield _Line(sort, start, line)
        start += len(line) + 1


@dataclass(slots=True)
class _Pen:
    """Writes pieces of one text, each mark's anchor once."""

    text: str
    marks: Sequence[Mark]
    named: set[str] = field(default_factory=set)

    def block(self, sort: str, lines: list[_Line]) -> list[Markup]:
        """Neighbouring lines of one sort; a list of a single number is a heading of the text's own, or a sentence."""
        if sort == "blank":
            return []
        if sort == "table" and len(lines) > 1:
            return [self.table(lines)]
        if sort == "bullets" or (sort == "numbers" and len(lines) > 1):
            bare = _BULLET if sort == "bullets" else None
            items = Markup("").join(Markup("<li>{}</li>").format(self.line(one, bare)) for one in lines)
            return [Markup('<ul class="{}">{}</ul>').format("dau" if bare else "so", items)]
        return [Markup("<p>{}</p>").format(self.line(one)) for one in lines]

    def line(self, line: _Line, sign: re.Pattern[str] | None = None) -> Markup:
        """One line, without its bullet."""
        skipped = match.end() if sign and (match := sign.match(line.text)) else 0
        return self.piece(line.start + skipped, line.start + len(line.text))

    def table(self, lines: list[_Line]) -> Markup:
        """Rows of cells parted by tabs; a first row without any figure heads the columns, else the first cell its row.

        It may be wider than a phone: it alone is scrolled then.
        """
        rows = [list(_cells(one)) for one in lines]
        width = max(map(len, rows))
        headed = not any(any(map(str.isdigit, text)) for _, text in rows[0]) and all(text for _, text in rows[0])
        told = []
        for place, row in enumerate(rows):
            cells = [*row, *([(0, "")] * (width - len(row)))]
            head = headed and place == 0
            told.append(Markup("<tr>{}</tr>").format(self._row(cells, head=head, headed=headed)))
        top = Markup("<thead>{}</thead>").format(told.pop(0)) if headed else ""
        return Markup(
            '<div class="rong" role="region" aria-label="Bảng trong tin" tabindex="0">'
            "<table>{}<tbody>{}</tbody></table></div>"
        ).format(top, Markup("").join(told))

    def _row(self, cells: list[tuple[int, str]], *, head: bool, headed: bool) -> Markup:
        made = Markup("")
        for column, (start, text) in enumerate(cells):
            shown = self.piece(start, start + len(text)) if text else Markup("")
            scope = "col" if head else "row" if column == 0 and not headed and text else ""
            made += (
                Markup('<th scope="{}">{}</th>').format(scope, shown) if scope else Markup("<td>{}</td>").format(shown)
            )
        return made

    def piece(self, start: int, end: int) -> Markup:
        """The text between two places, with what is marked of it."""
        made: list[Markup] = []
        at = start
        # In order and apart from each other: those before it and behind it are never looked at.
        first = bisect_right(self.marks, start, key=lambda one: one.end)
        for mark in takewhile(lambda one: one.start < end, map(self.marks.__getitem__, range(first, len(self.marks)))):
            left, right = max(mark.start, start), min(mark.end, end)
            if left >= right or not self.text[left:right].strip():
                continue
            name = Markup(' id="{}"').format(mark.name) if mark.name not in self.named else ""
            self.named.add(mark.name)
            made.append(linked(self.text[at:left]))
            made.append(Markup("<mark{}>{}</mark>").format(name, linked(self.text[left:right])))
            at = right
        return Markup("").join([*made, linked(self.text[at:end])])


def _cells(line: _Line) -> Iterator[tuple[int, str]]:
    start = line.start
    for cell in line.text.split("\t"):
        stripped = cell.strip()
        yield start + (cell.find(stripped) if stripped else 0), stripped
        start += len(cell) + 1


def linked(text: str) -> Markup:
    """A text with its telephone numbers to tap and its addresses to follow."""
    made: list[Markup] = []
    at = 0
    for match in _LINK.finditer(text):
        to = _target(match)
        if to is None:
            continue
        made.append(escape(text[at : match.start()]))
        made.append(Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(to, match[0]))
        at = match.end()
    return Markup("").join([*made, escape(text[at:])])


def _target(match: re.Match[str]) -> str | None:
    if match["web"]:
        return match["web"]
    digits = re.sub(r"[ .-]", "", match["phone"])
    least, most = _DIGITS
    return f"tel:{digits}" if digits in _EMERGENCY or least <= len(digits.lstrip("+")) <= most else None


_EMERGENCY = ("111", "112", "113", "114", "115")
