"""The When-lines of a notice: when, where, for whom and what to do, each an exact piece of its text."""

import re

from bot.domain.when_lines import WhenLines, is_ward
from bot.reading.grammar.scan import Scan
from bot.reading.grammar.text import BULLET, Text, last_match
from bot.reading.head import Title
from bot.reading.notices.asks import ORDERS, people_of, todo_of
from bot.reading.notices.labels import LONGEST, MOST_BLOCK, MOST_ITEMS, TOP, Span, blocks_of, labelled_spans
from bot.reading.notices.places import CUT_OFF, areas_of, dwellings_of, places_of
from bot.reading.notices.times import times_of, within
from bot.reading.when import Event

_CUT = re.compile(r"[,;:.](?=\s)|\s(?=\()")
_PAUSE = re.compile(r" (?=(?:hoặc|và|nhưng|để|nhằm|theo|trong|tại) )")
_TIME_LABEL = re.compile(r"[^\w\n]*thời gian[^:\n]{0,40}: ?(?=\S)")
_ROW_NUMBER = re.compile(r"[^\w\n]*\d{1,3} ?(?:[|\t;] ?)(?=[^\n]*[|\t;])")  # the first cell of a table's row
_NEAR_TOP = 600


def when_lines_of(text: Text, scan: Scan, title: Title, happening: Event | None) -> WhenLines:
    """Gather the When-lines: what the text labels itself, else the phrases that say it; reads 12,000 characters."""
    labelled = labelled_spans(text)
    todo = labelled["todo"] or todo_of(text, title) or labelled["note"]
    blocks = blocks_of(text)
    if blocks:  # each sitting has its place with it
        return WhenLines(
            _quotes(text, blocks, MOST_BLOCK), people=_quotes(text, labelled["people"]), todo=_quotes(text, todo)
        )
    time = times_of(text, scan, labelled["time"], happening, todo, title.end)
    interrupts = bool(CUT_OFF.search(text.low, 0, min(TOP, title.end + _NEAR_TOP)))
    area = _named(text, labelled["area"]) or (areas_of(text) if interrupts else [])
    place = labelled["place"]
    if not place and not (interrupts and area):
        place = places_of(text, title, time)
    people = labelled["people"] or ([] if interrupts else people_of(text, title))
    todo = [span for span in todo if not within(span[0], people) and span not in people]
    if time and all(span in todo for span in time):  # each order with its hour is told once
        orders = any(ORDERS.search(text.low, *span) for span in time)
        time, todo = ([], todo) if orders else (time, [span for span in todo if span not in time])
    if not any(c.isdigit() for span in time for c in text.low[slice(*span)]):  # "đến khi có thông báo mới"
        time = [span for span in time if not within(span[0], todo)]
    if any(within(span[0], time) for span in area):
        area = []
    if not place and not area:
        area = dwellings_of(text, title)
    time = [_without_label(text, span) for span in time]
    return WhenLines(*(_quotes(text, spans) for spans in (time, place, area, people, todo)))


def _named(text: Text, spans: list[Span]) -> list[Span]:
    """Areas without the ward's own name, which heads the list of its streets."""
    told = [span for span in spans if not is_ward(text.low[slice(*span)].strip(" .;,:-+*•"))]
    return told or spans


def _without_label(text: Text, span: Span) -> Span:
    label = _TIME_LABEL.match(text.low, *span)
    return (label.end(), span[1]) if label else span


def _quotes(text: Text, spans: list[Span], longest: int = LONGEST) -> tuple[str, ...]:
    """Give the pieces as shown, none of them twice or inside another."""
    quotes = [text.quote(*_trimmed(text, *span, longest)) for span in spans]
    told = [one for one in dict.fromkeys(quotes) if any(c.isalnum() for c in one)]
    low = [one.lower() for one in told]
    inside = (any(one in other for other in low[:at] + low[at + 1 :] if other != one) for at, one in enumerate(low))
    return tuple(one for one, is_inside in zip(told, inside, strict=True) if not is_inside)[:MOST_ITEMS]


def _trimmed(text: Text, start: int, end: int, longest: int) -> Span:
    """Cut a piece to what is shown: no list sign before it, no stop after it, and no longer than one clause allows."""
    row = _ROW_NUMBER.match(text.low, start, end)
    start = row.end() if row else start
    bullet = BULLET.match(text.low, start, end)
    if bullet and bullet.end() < end and not text.low[bullet.end() : end].strip()[:1].isdigit():
        start = bullet.end()
    while start < end and not (text.clean[start].isalnum() or text.clean[start] in "\"'(“"):
        start += 1
    if end - start > longest:
        top = start + longest
        cut = last_match(_CUT, text.low, start + 40, top) or last_match(_PAUSE, text.low, start + 40, top)
        end = cut.start() if cut else text.low.rfind(" ", start, top)
    while end > start and text.clean[end - 1] in " .;,:/\n\t-*|":
        end -= 1
    if text.clean[end - 1 : end] == ")" and text.clean.count(")", start, end) > text.clean.count("(", start, end):
        end -= 1
    if text.clean.count("(", start, end) > text.clean.count(")", start, end):
        if text.clean[end : end + 1] == ")":
            return start, end + 1
        end = max(start, text.clean.rfind("(", start, end)) if text.clean.rfind("(", start, end) > start + 8 else end
    return start, end
