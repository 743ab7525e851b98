"""A post's text as HTML on its page: every figure marked at its place, and no more work for that than needed."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from bot.web.pages.text import Mark, body_html, marks_of

LINES = 300


class Watched(list[Mark]):
    """Marks that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, place: Any) -> Any:
        self.looks += 1
        return super().__getitem__(place)

    def __iter__(self) -> Iterator[Mark]:
        for place in range(len(self)):
            yield self[place]


def report(between: str) -> tuple[str, list[str]]:
    quotes = [f"{place},5 tỷ đồng" for place in range(LINES)]
    return between.join(f"Khóm {place} thu {quote} & hơn" for place, quote in enumerate(quotes)), quotes


def test_every_figure_of_a_long_report_is_marked_at_its_place_and_nothing_is_lost() -> None:
    for between in ("\n", "\n\n", "; ", "\t", " gọi 0296 3841 000; "):
        text, quotes = report(between)
        marks, anchors = marks_of(text, quotes)
        html = str(body_html(text, marks))
        told = re.findall(r'<mark id="([^"]+)">([^<]+)</mark>', html)
        assert told == list(zip(anchors, quotes, strict=True)), between
        assert unescape(re.sub(r"<[^>]+>|\s", "", html)) == re.sub(r"\s", "", text)


def test_a_line_looks_at_its_own_figures_and_not_at_those_of_all_others() -> None:
    text, quotes = report("\n")
    marks = Watched(marks_of(text, quotes)[0])
    body_html(text, marks)
    assert LINES <= marks.looks < LINES * 20
