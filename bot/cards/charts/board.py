"""A post as one A4 page for the notice board: what it says, in pieces of which as many stand there as fit."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from bot.cards.charts.qr import square
from bot.cards.format import row
from bot.messages.message import Drawing

WHOLE = 2_400
"""Characters of a text that may fit in the smallest letters."""
LONGEST_WORD, LONGEST_ADDRESS, PIECE = 24, 50, 12
"""A longer word may be parted after each so many letters; an address stays whole, to be copied, as long as it fits."""
MOST_CELLS = 5
"""Cells of a row that is set as one of a table; what has more is told in a line."""
LARGE, SMALL = 90, 150
"""Characters of a title from which on it is set smaller."""

Unit = dict[str, Any]
"""A sentence or a row that stands on the page whole or not at all; `first` begins a paragraph."""

_NO_LETTERS = ("Cc", "Cf", "Cn", "Co", "Cs")
_BULLET = re.compile(r"\s*[-–+*•▪●]\s+(?=\S)")
# Neither "1." that begins a line, nor "TP." and "Nguyễn Văn A." within one, ends a sentence.
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?<!^\d\.)(?<!^\d\d\.)(?<!\bTP\.)(?<!\b[^\W\d_a-zà-ỹ]\.)\s+(?=[^\W\d_a-zà-ỹ]|[“\"(])"
)


def printable(text: str) -> str:
    """A text without what has no letter on paper: pictures, and marks that nobody sees."""
    return "\n".join(line.strip(" ") for line in _with_letters(text).split("\n"))


def _with_letters(text: str) -> str:
    kept = "".join(one for one in text if one in "\n\t" or not _has_no_letter(one))
    return re.sub(r" {2,}", " ", kept)


def _has_no_letter(one: str) -> bool:
    return ord(one) > 0xFFFF or 0xFE00 <= ord(one) <= 0xFE0F or unicodedata.category(one) in _NO_LETTERS


def breakable(text: str, longest: int = LONGEST_WORD) -> str:
    """A text whose words of more than so many letters may be parted at the end of a line."""
    parted = rf"\S{{{longest + 1},}}"
    return re.sub(parted, lambda word: "\u200b".join(re.findall(rf".{{1,{PIECE}}}", word[0])), text)


def unit(sort: str, *parts: tuple[str, bool], first: bool = True) -> Unit:
    """Words, some of them bold, of one sort: "text", "item", "when", "change" or "heading"."""
    return {"sort": sort, "first": first, "parts": [[breakable(_with_letters(words)), bold] for words, bold in parts]}


def units_of(text: str) -> list[Unit]:
    """A text's sentences, list items and rows."""
    return [
        one
        for tabbed, lines in groupby(printable(text).splitlines(), key=lambda line: "\t" in line.strip())
        for one in (_rows(list(lines)) if tabbed else _sentences(lines))
    ]


def _rows(lines: Sequence[str]) -> Iterator[Unit]:
    cells = [[breakable(cell.strip()) for cell in line.split("\t")] for line in lines]
    if len(lines) < 2 or max(map(len, cells)) > MOST_CELLS:
        yield from (unit("text", (row(line, numbered=True), False)) for line in lines)
        return
    for place, one in enumerate(cells):
        yield {"sort": "row", "first": place == 0, "parts": [], "cells": one}


def _sentences(lines: Iterator[str]) -> Iterator[Unit]:
    for line in filter(str.strip, lines):
        bullet = _BULLET.match(line)
        sort, said = ("item", line[bullet.end() :]) if bullet else ("text", line)
        for place, sentence in enumerate(_SENTENCE_END.split(said.strip())):
            yield unit(sort, (sentence, False), first=place == 0)


def board(
    *,
    over: str,
    kind: str,
    title: str,
    bands: Sequence[str],
    whole: Sequence[Unit] | None,
    parts: Sequence[Unit],
    more: str,
    scan: str,
    address: str,
    notes: Sequence[str],
) -> Drawing:
    """Draw the page: `whole` in the largest letters in which it fits, else as many of `parts` as do, and `more`.

    `address` is where the square leads; without one there is none.
    """
    title = printable(title)
    data = {
        "over": printable(over),
        "kind": kind,
        "title": breakable(title),
        "shrink": 1 if len(title) <= LARGE else 0.8 if len(title) <= SMALL else 0.65,
        "bands": [breakable(printable(one)) for one in bands],
        "whole": whole,
        "parts": list(parts),
        "more": breakable(more, LONGEST_ADDRESS),
        "scan": scan if address else "",
        "address": breakable(address, LONGEST_ADDRESS),
        "qr": square(address).decode() if address else "",
        "notes": [printable(one) for one in notes],
    }
    return Drawing("notice", data, "pdf")
