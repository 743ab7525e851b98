"""A notice's sentences are short: each that has figures is one line, whole, so that no date, limit or doer is lost."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot.domain.figures import GAP, Wording
from bot.reading.figures.figures import Placed
from bot.reading.figures.line_ends import unfinished
from bot.reading.grammar.text import Text

LONGEST = 180
"""Characters of a sentence that is told whole; of a longer one the clauses are."""

_FEWEST_LINES = 3  # of a report's sentence, where each is a link of one list of deeds
_SIGNS = re.compile(r"[^\w\"'(\[“≥≤<>~]*(?:(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]{1,4})[.)]\s+)?[^\w\"'(\[“≥≤<>~]*")
_SAYS = re.compile(r"[^:,\d\n]{0,60}thông báo(?: kết quả)?: (?=\S)")
_SINCE = re.compile(
    r"(?:từ đầu|trong|nhiệm kỳ|tuần|tháng|quý|năm|hơn|gần|\d+)(?: [^\W_]+){0,4}? (?:qua|nay|này|năm|nhiệm kỳ), "
)
_OF_WHAT = re.compile(r" (?:như|gồm|bao gồm|cụ thể)(?: là)?:? ")
_LEADS_IN = re.compile(r":\s(?=ngày |từ |lúc |vào |sáng |chiều |tối )")
# "Mức đóng từ ngày 01/01:⏎Người thứ nhất: 1.263.600 đồng": what is listed is what the line above names.
_NAMES = re.compile(r"\W*(?:mức|giá|phí|lệ phí|học phí|tiền|kinh phí|định mức|số)(?!\w)[^:\n]{3,80}(?=:\s*\Z)")
_ITEM = re.compile(r"\W*(?:\d{1,2}[.)] )?[^\d:\n][^:\n]{1,40}: ?[^\w\n]*\d")


def told_whole(text: Text, spans: Sequence[tuple[int, int]], placed: Sequence[Placed]) -> list[Placed]:
    """Give the figures of a notice's or a guide's sentences the sentence as their phrase, where it is short enough.

    What is listed below a line that names it has that name put before.
    """
    done: list[Placed] = []
    for index, members in _by_sentence(spans, placed):
        start, end = spans[index]
        told = {p.figure.phrase for p in members}
        # "Lớp vẽ … học phí 300.000 đồng" needs no hours between; results parted by ";" stand each alone.
        alone = GAP in min(told) if len(told) == 1 else len(told) >= _FEWEST_LINES and ";" in text.low[start:end]
        phrase = "" if alone else _sentence(text, start, end, members)
        name = _name_above(text, spans, index) if phrase else None
        if phrase and name:
            phrase = text.quote(*name) + GAP + phrase
        done += [_worded(p, phrase) if phrase else p for p in members]
    return done


def lists_whole(text: Text, spans: Sequence[tuple[int, int]], placed: Sequence[Placed]) -> list[Placed]:
    """Give the figures of a report's list of deeds one phrase: "Đoàn nhắc nhở 27 hộ, lập 6 biên bản, thu 9 bảng".

    A single clause keeps the words that say since when, and the list that says of what: "06 ý kiến về các việc như: …".
    """
    done: list[Placed] = []
    for index, members in _by_sentence(spans, placed):
        start, end = spans[index]
        told = {p.figure.phrase for p in members}
        listed = len(told) >= _FEWEST_LINES and ";" not in text.low[start:end] and not any(GAP in one for one in told)
        phrase = _sentence(text, start, end, members) if listed else _filled(text, start, end, members, min(told))
        done += [_worded(p, phrase) if phrase else p for p in members]
    return done


def _filled(text: Text, start: int, end: int, members: Sequence[Placed], phrase: str) -> str:
    sentence = _sentence(text, start, end, members)
    before, _, after = sentence.partition(phrase)
    if not phrase or phrase not in sentence or any(p.figure.phrase != phrase for p in members):
        return ""
    since = not any(p.figure.period for p in members) and _SINCE.fullmatch(before.lower())
    return (before if since else "") + phrase + (after if _OF_WHAT.match(after) else "") if since or after else ""


def _by_sentence(spans: Sequence[tuple[int, int]], placed: Sequence[Placed]) -> list[tuple[int, list[Placed]]]:
    at = 0
    found: list[tuple[int, Placed]] = []
    for one in placed:
        while at + 1 < len(spans) and spans[at][1] <= one.amount.start:
            at += 1
        found.append((at, one))
    return [(index, [one for _, one in group]) for index, group in groupby(found, key=lambda pair: pair[0])]


def _worded(placed: Placed, phrase: str) -> Placed:
    if placed.figure.wording is not Wording.TEXT:
        return placed
    return replace(placed, figure=replace(placed.figure, phrase=phrase))


def _sentence(text: Text, start: int, end: int, members: Sequence[Placed]) -> str:
    """The sentence without its list sign, or what stands behind its colon; empty where that is long."""
    first, last = min(min(p.start, p.amount.start) for p in members), max(max(p.end, p.amount.end) for p in members)
    signs = _SIGNS.match(text.low, start, end)
    start = min(signs.end(), first) if signs else start
    says = _SAYS.match(text.low, start, first)
    start = says.end() if says else start
    end = unfinished(text.low, last, end)
    while end > last and text.low[end - 1] in " .;,:\n\t":
        end -= 1
    if end - start > LONGEST and (lead := _LEADS_IN.search(text.low, start, first)):
        start = lead.end()
    return text.quote(start, end) if start <= first and last <= end <= start + LONGEST else ""


def _name_above(text: Text, spans: Sequence[tuple[int, int]], index: int) -> tuple[int, int] | None:
    """The line that names what a list's items are of, above the first of them."""
    at = index
    while at and _ITEM.match(text.low, *spans[at]):
        at -= 1
    named = _NAMES.match(text.low, *spans[at]) if at < index else None
    if named is None:
        return None
    signs = _SIGNS.match(text.low, *named.span())
    return (signs.end() if signs else named.start()), named.end()
