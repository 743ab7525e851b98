"""Doubts about the writing itself: blanks left open, damaged terms, doubled words, a missing year, unsure numbers."""

import re
from itertools import islice

from bot.domain.figures import Warning, WarningCode
from bot.reading.documents.document import LOST
from bot.reading.doubts.halves import is_half
from bot.reading.figures.figures import Placed
from bot.reading.grammar.numbers import measure_at
from bot.reading.grammar.syllables import torn_words
from bot.reading.grammar.text import Text, word_set
from bot.reading.grammar.units import MEASURES
from bot.reading.when import Event

_BLANK_DATE = re.compile(
    r"ngày(?:[ \t]{2,}|[ \t]*[.…_]+[ \t.…_]*)tháng(?:[ \t]*[.…_\d]*[ \t.…_]*)năm(?: ?(?:20\d\d|20[.…_ ]+))?"
    r"|ngày[ \t]+\d{1,2}[ \t]+tháng(?:[ \t]{2,}|[ \t]*[.…_]+[ \t.…_]*)năm(?: ?20\d\d)?"
    r"|ngày[ \t]*[.…_]*[ \t]*/[ \t]*[.…_\d]*[ \t]*/[ \t]*(?:20\d\d|[.…_]+)"
    # The blanks of a form are folded by chats and web pages; "những ngày tháng 6 năm 2026" are days of a June.
    r"|(?<!những )(?<!các )(?<!mấy )(?<!một )(?<!hai )(?<!ba )(?<!vài )(?<!suốt )(?<!từng )(?<!\d )"
    r"ngày tháng (?:\d{1,2} )?năm 20(?:\d\d(?!\d)|[.…_]+)"
    r"|(?<=, )ngày tháng (?:\d{1,2} )?năm[ \t]*(?=\n|\Z)"
    r"|(?<![^\n]{46})(?<=[^\n\d], )ngày \d{1,2} tháng năm 20\d\d(?=[ \t]*(?:\n|\Z))"
    r"|ngày \d{1,2} tháng \d{1,2} năm(?: 20\d?)?(?=[ \t.…_]*(?:\n(?!\s*(?:19|20)\d\d)|\Z))"
    r"|(?<!\w)(?:lúc|hồi)[ \t]*(?:[.…_]{2,}|…)[ \t.…_]*(?:giờ|h)(?!\w)"
    r"|(?<!\w)(?:lúc|hồi) giờ(?: phút)?,? (?=(?:sáng |chiều |tối )?ngày )"
)
_BLANK_NUMBER = re.compile(
    r"(?<!\w)[Ss][Ốố][ \t]*(?::[ \t]*[.…_]*[ \t.…_]*|[ \t]*[.…_]+[ \t.…_]*|[ \t]{2,})/[ \t]*[A-ZĐ]{2,}[\wĐ\-]*"
)
_TERM = re.compile(
    r"(?:nhiệm kỳ|giai đoạn|khóa)\s+(?:-\s*(?:19|20)\d\d(?!\d)|(?:19|20)\d\d\s*-(?!\s*\d)(?=\s*(?:[^\w\s]|"
    r"\Z|\n|[^\W\d]))|(?:19|20)\d\d\s*-\s*(?:\d{3}|\d{5,})(?!\d)"
    r"|(?:19|20)\d\d\s*-\s*(?:\d|20)(?![\d/.\-])|(?:19|20) \d\d\s*-\s*(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?:19|20)\d\d(?!\d)|((?:19|20)\d\d)\s*-\s*((?:19|20)\d\d)(?!\d))"
)
# "Năm 20-26", "năm 202 6", "năm 20226"; "mỗi năm 20-26 hộ" counts.
_BROKEN_YEAR = re.compile(
    r"(?<!mỗi )(?<!hằng )(?<!hàng )(?<!một )(?<!\d )(?<!\w)năm (?:20 ?- ?\d\d|20 \d\d|202 \d|20\d{3}|2o\d[\do]|"
    r"20\do)(?![\w/%.,]?\d)(?!\w)"
)
_WORD = re.compile(r"[^\W\d_]+")
_TWICE = frozenset(  # said twice on purpose: ngày ngày, luôn luôn, năm năm (five years), từ từ (slowly)
    [
        "ngày",
        "luôn",
        "người",
        "nhà",
        "nơi",
        "ngành",
        "đời",
        "chốn",
        "xanh",
        "đêm",
        "dần",
        "thường",
        "hằng",
        "mãi",
        "rưng",
        "khăng",
        "ào",
        "từ",
        "rất",
        "sớm",
        "nhanh",
        "đều",
        "lâu",
        "xa",
        "mau",
        "riêng",
        "hay",
        "vừa",
        "đôi",
        "tầng",
        "lớp",
        "chồng",
        "hàng",
        "song",
        "năm",
        "tháng",
        "ai",
        "đâu",
        "chung",
        "bà",
        "ba",
        "hai",
        "lần",
        "lượt",
        "bước",
        "từng",
        "đông",
        "nho",
        "xinh",
        "hơn",
        "cao",
        "trăm",
        "nghìn",
        "vạn",
        "triệu",
        "khe",
        "thiêm",
        "ầm",
        "chị",
        "em",
        "anh",
        "con",
        "cháu",
        "cùng",
        "mỗi",
        "phường",
        "phố",
        "xã",
        "xóm",
        "thôn",
        "ấp",
        "sâu",
        "đầy",
        "ngời",
        "rộn",
        "phơi",
        "bừng",
        "vui",
        "đẹp",
        "tươi",
        "sáng",
        "mùa",
        "kìa",
        "nào",
        "gì",
        "rồi",
        "chầm",
        "chậm",
        "bon",
        "hoài",
        "tít",
        "khít",
        "san",
        "vội",
        "la",
        "ha",
        "hì",
        "hô",
        "thi",
        "ra",
    ]
)
_BEFORE_WHOLE_WORD = word_set(
    """của trên tại ở các những và cho với trong được đã sẽ để từ về theo do là cùng đến bằng vào nhằm đang không này
    khi mà nhưng hoặc bởi như vì nên thì có mọi mỗi một đối"""
)
_DECIMAL = re.compile(r"\d+(?:\.\d{3})*,(?:\d{1,2}|\d{4,})|0,\d+")
_SENTENCE_END = re.compile(r"[^\W\d_][.;](?=\s)")
_LITTLE = word_set(
    """và của các những cho với trong được đã để tại đến là do theo về trên vào có không sẽ đang như khi bằng nhằm
    cũng này thì mà"""
)
_NEVER_TWICE = word_set(
    "xin kính mời nhưng hoặc nếu tuy mà nên bị phải cần muốn giúp trao tặng nhận mở họp gửi nộp gồm tổng"
)
_LONGEST = 5  # syllables of a doubled phrase: "Ủy ban nhân dân phường Ủy ban nhân dân phường"
_MOST_DOUBLED = 100
_MOST_TORN = 12
_MOST_LOST = 20
# With the words around it, by which its place in the source is found.
_LOST = re.compile(rf"(?:\S+ )?\S*{LOST}\S*(?: \S+)?")
_MOST_NEARBY = 20_000
_MARKS = frozenset(".,;:!?…()[]\"'/|+*#-")
_APART = {ord(mark): f" {mark} " for mark in _MARKS} | {ord("\n"): " . ", ord("\t"): " . "}


def doubts_about_writing(text: Text, happening: Event | None, placed: list[Placed]) -> list[Warning]:
    """List what a careful reader would ask about the writing, in the order of the codes."""
    found: list[Warning] = []
    if happening is not None and happening.lacks_year:
        found.append(Warning(WarningCode.MISSING_YEAR, (text.quote(happening.start, happening.end),)))
    found += [_about(text, WarningCode.BLANK_DATE, m) for m in _BLANK_DATE.finditer(text.low)]
    found += [_about(text, WarningCode.BLANK_NUMBER, m) for m in _BLANK_NUMBER.finditer(text.clean)]
    for match in _TERM.finditer(text.low):
        if match[1] is None or int(match[2]) <= int(match[1]):
            found.append(_about(text, WarningCode.DAMAGED_TERM, match))
    for match in _BROKEN_YEAR.finditer(text.low):
        if measure_at(text.low, match.end(), lenient=True) is None:
            found.append(_about(text, WarningCode.DAMAGED_TERM, match))
    found += [_about(text, WarningCode.LOST_TEXT, match) for match in islice(_LOST.finditer(text.clean), _MOST_LOST)]
    return found + _torn(text) + _doubled(text) + _ambiguous(text, placed)


def _torn(text: Text) -> list[Warning]:
    """ "t ỷ đ ồng": words in pieces, whose figures no rule can read; the first ones stand for all."""
    quotes = dict.fromkeys(text.quote(*span) for span in torn_words(text.clean)[:_MOST_TORN])
    return [Warning(WarningCode.BROKEN_TEXT, tuple(quotes))] if quotes else []


def _ambiguous(text: Text, placed: list[Placed]) -> list[Warning]:
    """List the numbers with two readings, but for sums whose text has others that show the comma's meaning."""
    decimals = {_dimension(one) for one in placed if _DECIMAL.fullmatch(one.amount.literal)}
    found: dict[int, Warning] = {}
    for one in placed:
        known = _dimension(one) in decimals and "," in one.amount.literal
        if (one.amount.unsure and not known) or one.amount.high_unsure:
            quote = text.quote(one.amount.start, one.amount.end)
            found.setdefault(one.amount.start, Warning(WarningCode.AMBIGUOUS_NUMBER, (quote,)))
    return list(found.values())


def _dimension(one: Placed) -> str:
    """What is measured: money, or a measure such as ha; things that are counted have no decimals."""
    unit = (one.figure.unit or "").partition("/")[0]
    return unit if unit == "đồng" or unit in MEASURES else ""


def _about(text: Text, code: WarningCode, match: "re.Match[str]") -> Warning:
    return Warning(code, (text.quote(*match.span()),))


def _doubled(text: Text) -> list[Warning]:
    """ "vận động vận động", "Trung tâm Trung tâm", "trên địa địa phương"; not "thành công công tác", "ngày ngày"."""
    # Words and marks as tokens, without their places: looking up the places of the few doubled ones is cheaper.
    tokens = text.low.translate(_APART).split()
    nearby: list[tuple[int, int]] = []
    for size in range(1, _LONGEST + 1):
        pairs = enumerate(zip(tokens, tokens[size:], strict=False))
        same = ((at, size) for at, (word, again) in pairs if word == again and word not in _MARKS)
        nearby += islice(same, _MOST_NEARBY)
    nearby.sort()
    found: list[Warning] = []
    done = place = 0
    for at, size in nearby:
        phrase = tokens[at : at + size]
        if at < done or phrase != tokens[at + size : at + 2 * size] or not all(map(_WORD.fullmatch, phrase)):
            continue
        if phrase[0] == "từng":  # "từng bước từng bước" is said so
            continue
        done = at + 2 * size
        before = tokens[at - 1] if at else ""
        after = tokens[done] if done < len(tokens) else ""
        if size == 1 and not _is_slip(phrase[0], before) and not is_half(before, phrase[0], after):
            continue
        doubled = re.compile(rf"(?<!\w){' +'.join(phrase + phrase)}(?!\w)")
        match = doubled.search(text.low, place)
        if match is None:
            continue
        place = match.end()
        if "\n" in text.clean[slice(*match.span())] and _in_head(text, match.start()):
            continue
        if size > 1 or phrase[0] in _LITTLE or not text.clean[match.start()].isupper():
            found.append(_about(text, WarningCode.REPEATED_WORD, match))
        if len(found) >= _MOST_DOUBLED:
            break
    return found


def _in_head(text: Text, at: int) -> bool:
    """Tell the lines of a heading, before the first sentence: there one line may end as the next begins."""
    return not _SENTENCE_END.search(text.clean, 0, at)


def _is_slip(word: str, before: str) -> bool:
    if word in _LITTLE or word in _NEVER_TWICE:
        return True
    # "địa địa phương" after a word that stands alone; after another syllable the first may end a compound.
    return word not in _TWICE and len(word) > 1 and before in _BEFORE_WHOLE_WORD
