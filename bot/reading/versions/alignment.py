"""Two texts word by word: where they differ, and whether only by a slip of typing.

Every doubt is decided against the slip: only what is proven to be one is, and the words that a ward's notices turn on
never are.
"""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import Indel, Levenshtein

from bot.domain.text import normalise
from bot.domain.words import fold
from bot.reading.grammar.text import LOWER, UPPER

_MOST_COMPARED = 2_500_000_000  # words times words: 50,000 against 50,000 take about a second
_MOST_SLIPS = 2  # words that follow each other
# A full stop with no blank after it ends a word too: "nhiệm vụ.Dịp này".
_MARK = "[\u0300-\u036f]"  # an accent that stands apart from its letter
_SMALL = rf"(?:(?<={LOWER})|(?<={LOWER}{_MARK})|(?<={LOWER}{_MARK}{_MARK}))"
_WORD = re.compile(rf"(?:(?!{_SMALL}[.!?…](?={UPPER}{_MARK}{{0,2}}{LOWER}))\S){{1,60}}[.!?…]?|\S")
MARKS = " \t.,;:!?…()[]{}\"'“”„«»‘’`*_#•"
_MARKS_AFTER_NUMBERS = ".,;:!?…”"


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


HOUR_WORDS = _words("giờ phút tiếng")
DAY_WORDS = _words("ngày tháng năm mùng mồng thứ")
PARTS_OF_DAY = _words("sáng trưa chiều tối đêm mai mốt nay nhật")
PLACE_WORDS = _words(
    "khóm hẻm ngõ ngách kiệt tổ ấp thôn xóm bản phường xã quận huyện tỉnh đường phố khu nhà trường trạm chợ cầu cụm lô"
    " tại phòng sân đình chùa lầu tầng"
)
# What notices turn on: a difference in one of these is never a slip, with or without its accents.
_TURNING = (
    HOUR_WORDS
    | DAY_WORDS
    | PARTS_OF_DAY
    | PLACE_WORDS
    | _words(
        """không chẳng chưa chớ đừng đã đang sẽ vẫn hoãn hủy dời lùi bỏ rút lại ngừng ngưng dừng tạm cấm cho được phép
        phải nên cần miễn trừ ngoài chỉ hết còn thôi tránh nếu trước sau trong từ đến tới ở về qua
        một hai ba bốn tư năm sáu bảy bẩy tám chín mười mươi trăm nghìn ngàn vạn triệu tỷ tỉ rưỡi rưởi nửa lăm mốt linh
        lẻ chục đôi cặp mỗi từng cả toàn mọi các những vài nhiều ít hơn kém trên dưới gần khoảng tối thiểu đa
        đồng đ k kg g tạ tấn m km cm mm mét ha lít kw kwh hộ người suất lượt đợt lần cái căn con tuần quý kỳ hạn
        cấp cúp cắt mất có đóng mở thu chi nộp trả tăng giảm đạt vượt thuế phí tiền quỹ giá lãi nợ bán mua thuê cho vay
        thi họp tiêm khám bão lũ ngập lụt cháy nổ dịch sơ tán di khẩn điện nước ga gas đi vào ra lên xuống
        bắt buộc tự nguyện nghèo cận bệnh chết sống thương ông bà anh chị em cô chú bác cháu con và hoặc hay với"""
    )
)


@dataclass(frozen=True, slots=True)
class Side:
    """A text as words: its blanks folded, the words' spans in it, and the forms that are compared."""

    text: str
    spans: tuple[tuple[int, int], ...]
    keys: tuple[str, ...]
    opens: frozenset[int]  # words that open a line or a sentence: their capital names nobody


@dataclass(frozen=True, slots=True)
class Hunk:
    """Words that differ: two half-open ranges, each possibly empty."""

    old: tuple[int, int]
    new: tuple[int, int]

    def to(self, later: "Hunk") -> "Hunk":
        """The change that spans this one and a later one."""
        return Hunk((self.old[0], later.old[1]), (self.new[0], later.new[1]))


Sides = tuple[Side, Side]


def compared(old: str, new: str) -> tuple[Sides, list[Hunk] | None]:
    """Cut both texts into words and align them; None for two texts too long and too different to align."""
    sides = _side(old), _side(new)
    a, b = sides[0].keys, sides[1].keys
    first = 0
    while first < min(len(a), len(b)) and a[first] == b[first]:
        first += 1
    last = 0
    while last < min(len(a), len(b)) - first and a[-1 - last] == b[-1 - last]:
        last += 1
    a, b = a[first : len(a) - last], b[first : len(b) - last]
    if len(a) * len(b) > _MOST_COMPARED:
        return sides, None
    hunks: list[Hunk] = []
    for op in Levenshtein.opcodes(a, b):
        if op.tag == "equal":
            continue
        one = Hunk((op.src_start + first, op.src_end + first), (op.dest_start + first, op.dest_end + first))
        if hunks and hunks[-1].old[1] == one.old[0] and hunks[-1].new[1] == one.new[0]:
            one = hunks.pop().to(one)
        hunks.append(one)
    return sides, hunks


def _side(raw: str) -> Side:
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    opens: set[int] = set()
    at = end = 0
    for match in _WORD.finditer(raw):
        gap = raw[end : match.start()]
        if gap and spans:
            pieces.append(" ")
            at += 1
        if not spans or "\n" in gap or (gap and pieces[-2][-1] in ".!?…:"):
            opens.add(len(spans))
        pieces.append(match[0])
        spans.append((at, at + len(match[0])))
        at, end = at + len(match[0]), match.end()
    keys = tuple(normalise(one) for one in pieces if one != " ")
    return Side("".join(pieces), tuple(spans), keys, frozenset(opens))


def all_slips(sides: Sides, hunks: list[Hunk] | None) -> bool:
    """Tell that nothing but slips parts two texts: accents, letters, doubled words, blanks, marks, capitals."""
    return hunks is not None and all(_is_slip(sides, hunk) for hunk in hunks)


def is_marks(sides: Sides, hunk: Hunk) -> bool:
    """Tell a change of blanks, capitals and marks between words, which no piece of it shows."""
    old, new = sides[0].keys[slice(*hunk.old)], sides[1].keys[slice(*hunk.new)]
    bare = [" ".join(filter(None, map(_bare, words))) for words in (old, new)]
    return bare[0] == bare[1] and not any(map(_is_exact, old + new))


def _is_slip(sides: Sides, hunk: Hunk) -> bool:
    """Tell a slip of typing: accents, a letter left out, a word doubled, blanks, marks, capitals."""
    old, new = sides
    a, b = old.keys[slice(*hunk.old)], new.keys[slice(*hunk.new)]
    if any(map(_is_exact, a + b)):
        return len(a) == len(b) and all(map(_same_but_marks, a, b)) and not _beside_number(sides, hunk)
    a_words, b_words = [_bare(w) for w in a if _bare(w)], [_bare(w) for w in b if _bare(w)]
    if a_words == b_words:
        # Only marks and capitals; but a dash between two numbers, or before one, is not punctuation.
        return len(a) == len(b) or not _beside_number(sides, hunk)
    if "".join(a_words) == "".join(b_words):
        return not any(word in _TURNING for word in a_words + b_words)
    if len(a) == len(b) <= _MOST_SLIPS:
        return all(
            _is_slip_of_word(x, y, named=_is_name(old, i) or _is_name(new, j))
            for x, y, i, j in zip(a, b, range(*hunk.old), range(*hunk.new), strict=True)
        )
    return (not a_words and _is_doubling(new, hunk.new)) or (not b_words and _is_doubling(old, hunk.old))


def _is_slip_of_word(x: str, y: str, *, named: bool) -> bool:
    a, b = _bare(x), _bare(y)
    if a == b or (a and b and _letters(a) == _letters(b)):
        return True
    if not (a and b) or named or a in _TURNING or b in _TURNING:
        return False
    if fold(a) == fold(b):
        return True
    # A letter put in the place of another makes other words (cấp, cúp); so does one more in a short word (thu, thuế).
    return min(len(a), len(b)) >= 4 and abs(len(a) - len(b)) == 1 and Indel.distance(a, b) == 1


def _is_doubling(side: Side, words: tuple[int, int]) -> bool:
    """Tell words that stand twice, one after the other."""
    start, end = words
    added = [_bare(word) for word in side.keys[start:end]]
    if not all(added) or any(word in _TURNING for word in added) or any(_is_name(side, i) for i in range(start, end)):
        return False
    count = end - start
    previous = [_bare(word) for word in side.keys[max(0, start - count) : start]]
    return added in (previous, [_bare(word) for word in side.keys[end : end + count]])


def _bare(word: str) -> str:
    """A word in small letters without the marks around and in it; a word of marks alone is empty."""
    low = word.lower()
    return "" if not any(c.isalnum() for c in low) else "".join(c for c in low if c.isalnum())


def _letters(word: str) -> tuple[str, list[str]]:
    """The letters and the marks apart: uỷ and ủy are the same word."""
    decomposed = unicodedata.normalize("NFD", word)
    return (
        "".join(c for c in decomposed if not unicodedata.combining(c)),
        sorted(c for c in decomposed if unicodedata.combining(c)),
    )


def has_digit(word: str) -> bool:
    """Tell a word with a numeral in it."""
    return any(char.isnumeric() for char in word)


def _is_exact(word: str) -> bool:
    """Tell what counts to the last sign: a number, and whatever carries a sign (%, <, +, ✅)."""
    return any(c.isnumeric() or c in "%‰/" or unicodedata.category(c)[0] == "S" for c in word)


def _same_but_marks(x: str, y: str) -> bool:
    """Tell numbers that only the mark after them parts: 1.5 is not 15, nor 25/11 25-11, nor 103,9% 103,9."""
    return x.rstrip(_MARKS_AFTER_NUMBERS).lower() == y.rstrip(_MARKS_AFTER_NUMBERS).lower()


def _beside_number(sides: Sides, hunk: Hunk) -> bool:
    """Tell that a number stands before or after: a mark there may be its minus, its comma or its range."""
    old, new = sides
    beside = (
        *old.keys[max(0, hunk.old[0] - 1) : hunk.old[0]],
        *old.keys[hunk.old[1] : hunk.old[1] + 1],
        *new.keys[max(0, hunk.new[0] - 1) : hunk.new[0]],
        *new.keys[hunk.new[1] : hunk.new[1] + 1],
    )
    return any(map(has_digit, beside))


def _is_name(side: Side, index: int) -> bool:
    return index not in side.opens and side.keys[index].lstrip(MARKS)[:1].isupper()
