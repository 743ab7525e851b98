"""What a figure is of, in the text's own words: the subject of a rate or a sum, the noun of a count with its verb."""

import re

from bot.reading.grammar.numbers import Amount
from bot.reading.grammar.text import Text
from bot.reading.grammar.units import MEASURES

_BACK = 160  # characters before a figure in which its subject stands
_LONGEST = 100
_CUT = re.compile(r"[,;:.!?\n()]|(?<!\w)(?:trong đó|và|với|gồm|đồng thời|ngoài ra)(?!\w)")
_LISTED = re.compile(r"^(?:[^\w]*(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s)?[^\w]*")
_LITTLE_FIRST = re.compile(
    r"^(?:(?:thì|là|được|đã|của|cho|có|đạt|với|này|đó|nay|cũng|còn|trên|toàn)\s)+", re.IGNORECASE
)
_NOUN_AFTER = re.compile(
    r" (?!(?:trong|năm|so|kế hoạch|dự toán|của|và|trở|theo|vào|tháng|quý|chỉ tiêu|đến|từ|mục tiêu|"
    r"số với)(?!\w))[^\W\d_]+(?: [^\W\d_]+){0,9}"
)
_LETTER = re.compile(r"[^\W\d_]{2}")
_NAMELESS = frozenset(
    ("số tiền", "tổng số tiền", "tiền", "kinh phí", "tổng kinh phí", "trị giá", "tổng trị giá", "giá trị")
)
_PREDICATE = re.compile(r" (?:luôn|đạt|tăng|giảm|được|có|là|đã|ước|hiện|tiếp tục|không ngừng)(?!\w)")
_MOST_VERB_WORDS = 6
_DOUBLED = re.compile(r"(?<!\w)([^\W\d_]+ [^\W\d_]+) \1(?!\w)", re.IGNORECASE)


def is_dimension(unit: str | None) -> bool:
    """Tell percent, money, measures and multipliers, which need a subject, from counts, which carry their noun."""
    if unit is None:
        return True
    first = unit.partition("/")[0]
    return first in {"%", "‰", "đồng", "lần"} or first in MEASURES


def label_of(text: Text, amount: Amount, edge: int, span: tuple[int, int], before: str, *, fresh: bool) -> str:
    """Give the label of an amount whose quote has the `span`; `edge` is where its sentence or the figure before ends.

    Unless the sentence is `fresh`, the words up to the first comma belong to the figure before. A rate without a
    subject of its own ("đạt 103,9% năm 2022 và 87,8% …") takes the label `before` it.
    """
    start, end = span
    head = _head(text, max(edge, start - _BACK), start, fresh=fresh)
    if is_dimension(amount.unit):
        return _shown(head) if len(head) > 3 else (_after(text, amount) or before or _shown(amount.unit or ""))
    noun = " ".join(text.quote(amount.start, max(end, amount.end)).split()).lstrip("0123456789.,/-–— ")
    noun = noun or amount.unit or ""
    if 0 < len(head.split()) <= _MOST_VERB_WORDS:
        return _shown(f"{head} {noun}")
    return _shown(noun)


def _head(text: Text, begin: int, start: int, *, fresh: bool) -> str:
    """The words of the clause before a number.

    Before a colon, a bracket, or a comma that only a verb follows ("thu ngân sách tăng đều, đạt 103,9%") stands the
    subject; "số tiền", "kinh phí" need the clause before them too.
    """
    cuts = [(m.start(), m.end(), m[0]) for m in _CUT.finditer(text.low, begin, start)]
    if fresh:
        cuts.insert(0, (begin, begin, ""))
    pieces: list[str] = []
    stop = start
    for cut_start, cut_end, mark in reversed(cuts[-3:]):
        piece = _LISTED.sub("", " ".join(text.quote(cut_end, stop).split()))
        piece = _LITTLE_FIRST.sub("", piece).strip(" -+*•,")
        if _LETTER.search(piece):
            pieces.insert(0, piece)
            if piece.lower() not in _NAMELESS:
                break
        elif mark in {".", ";", "!", "?", "\n"}:
            break
        stop = cut_start
        if pieces and mark in {".", ";", "\n"}:
            break
    if len(pieces) == 1 and stop != start:  # from before a comma: keep the subject, drop its own predicate
        pieces[0] = _PREDICATE.split(pieces[0])[0] or pieces[0]
    return " – ".join(pieces)


def _after(text: Text, amount: Amount) -> str:
    """The noun that a leading share is of: "100% khu phố đạt chuẩn văn hóa"."""
    match = _NOUN_AFTER.match(text.low, amount.end) if amount.unit in {"%", "‰"} else None
    return _shown(text.quote(*match.span())) if match else ""


def _shown(label: str) -> str:
    # A word that was typed twice is a doubt of the text, not a part of the figure's name.
    label = _DOUBLED.sub(r"\1", label.strip(" ,.;:-–"))
    return label[:1].upper() + label[1:_LONGEST]
