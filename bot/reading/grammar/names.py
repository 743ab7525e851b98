"""Numbers that are names: hẻm 12, khóm 4, Điều 5, Bình Long 2, 58/2 đường Trần Phú, Xuân 2027."""

import re

from bot.reading.grammar.numbers import Amount
from bot.reading.grammar.text import LOWER, UPPER, begins_line, word_set
from bot.reading.grammar.units import COUNTED, MEASURES, unit_at

# Words whose number is a name: a unit after it changes nothing (Quốc lộ 6 đoạn Ba La, khoản 2 Điều 5).
_NAMES = word_set(
    """khoản mục chương trang hẻm ngõ ngách kiệt tầng lô thửa lộ đai km hạng bảng biểu thứ khóa tk stk đt sđt
    tel hotline zalo telegram android ios windows version covid mã pin otp serial cột trụ cọc mốc đợt vòng mũi"""
)
_NAME_PAIRS = word_set(
    """phụ lục, quốc lộ, tỉnh lộ, hương lộ, vành đai, giai đoạn, chỉ đạo, số nhà, điện thoại, tài khoản, phiên bản,
    lần thứ, nhà số, tờ bản, trụ điện, cột điện, cột đèn, mức độ, cấp độ, cung đường, phân khu, xuân mùi"""
)
# Places that carry a number as a name: khu phố 4, thôn 1, Phường 15; "toàn phường 38 tổ" is a count.
_PLACES = word_set(
    """khóm phố dân thôn ấp phường xã quận tổ khu bản đường tuyến phòng bộ đội trạm vùng lớp nhóm cụm khối trường"""
)
_DISTRICTS = frozenset(("xã", "phường", "thị trấn", "thôn", "ấp", "khóm", "bản", "khu phố", "tổ dân phố"))
_COUNTING = word_set("""mỗi có gồm toàn tổng được cho đạt còn thêm trao tặng là với""")
# After these "số" is no "number 3" but a count: tổng số, con số, dân số, chỉ số, tỷ số, sĩ số, trị số.
_SAYS_COUNT = frozenset(("tổng", "con", "dân", "chỉ", "lượng", "tỷ", "sĩ", "trị"))
_IN_A_ROW = re.compile(r"\d{1,3}[a-z]?(?:(?:, ?| và | - )\d{1,3}[a-z]?(?![\d.,]*\d))+")
_ROW_WORDS = _PLACES | word_set("hẻm ngõ ngách kiệt số nhà điều khoản mục tổ khóm thôn lô thửa cột trụ tầng")
_PAPERS = frozenset(("quyết định", "nghị quyết", "thông báo", "kế hoạch", "văn bản", "công văn", "đề án"))
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_ROADS = frozenset(("đường", "phố", "hẻm", "ngõ"))
_ROAD = re.compile(r"(?<!\w)(?:đường|phố|hẻm|ngõ) +[^\W\d_]")
# "Trạm Y tế, 12 Lê Lợi": two words with capitals, which are no honour that is counted.
_STREET = re.compile(
    rf"(?:[A-Z]|/\d+)? (?!Bà|Mẹ|Huân|Huy|Đảng|Bằng|Anh|Nhà|Chi|Giấy|Cờ|Kỷ){UPPER}{LOWER}+ {UPPER}{LOWER}+"
)
_POLE = re.compile(r"\d[A-Z]{1,2}/\Z")  # "từ trụ 31B/82 đến 31B/322"
_AT = re.compile(r"(?:[,(]|(?<!\w)(?:tại|ở|số|đến|về)) ?\Z")
_SMALL = 100


def names_in_a_row(low: str, clean: str, match: "re.Match[str]", words: list[str]) -> int:
    """Where a row of names ends: "các hẻm 12, 14, 18 đường Lê Lợi"; 0 where none begins.

    Its last number is none of them where a noun follows that is counted: "tổ 4, 12 hộ"; not "tổ 4, 12 khóm Mỹ An".
    """
    named = any(word in _ROW_WORDS for word in words[-3:-1]) and _behind_a_name(clean, match.start())
    if not words or not (named or words[-1] in _ROW_WORDS) or any(word in _COUNTING for word in words[:-1]):
        return 0
    row = _IN_A_ROW.match(low, match.start())
    if row is None:
        return 0
    counted = unit_at(low, row.end(), lenient=False)
    if counted is None or counted[0].partition(" ")[0] in _ROADS or low.startswith(" tờ bản đồ", row.end()):
        return row.end()
    proper = counted[0] in _DISTRICTS and clean[counted[1] :].lstrip(" ")[:1].isupper()
    return row.end() if proper else match.end()


def _is_proper(low: str, clean: str, amount: Amount) -> bool:
    """Tell "58/2 đường Trần Phú", "16 CÔNG BÁO", "3 Tổ dân phố" opening a line, "Bình Long 2 đề nghị", a bare year."""
    unit = amount.unit or ""
    if unit.startswith(("%", "‰", "đồng")) or unit in MEASURES:
        return False
    if (road := _ROAD.search(low, amount.start, amount.end + 12)) and clean[road.end() - 1].isupper():
        return True
    if amount.of is not None:
        return False
    if _POLE.search(clean, max(0, amount.start - 8), amount.start):
        return True
    if _STREET.match(clean, amount.start + len(amount.literal)) and _AT.search(
        clean, max(0, amount.start - 8), amount.start
    ):
        return True
    noun = clean[amount.start : amount.end].lstrip("0123456789.,/ ")
    if amount.value < _SMALL and noun[:1].isupper() and begins_line(low, amount.start):
        return True
    if unit in _DISTRICTS and amount.value < _SMALL and clean[amount.end :].lstrip(" ")[:1].isupper():
        return _behind_a_name(clean, amount.start)  # "ấp An Vĩnh 2 xã Mỏ Cày"
    if unit in COUNTED:
        return False
    if _YEAR.match(amount.literal) or (len(noun) > 3 and noun[:2].isupper()):
        return True
    return amount.value < _SMALL and not amount.padded and _behind_a_name(clean, amount.start)


def _behind_a_name(clean: str, start: int) -> bool:
    """Whether a word with a capital stands before, which opens no sentence and no line."""
    before = clean[max(0, start - 30) : start].rstrip(" ")
    word = before.rpartition(" ")[2]
    return word[:1].isupper() and before[: -len(word)].rstrip(" ")[-1:].isalnum()


def is_name(low: str, clean: str, amount: Amount, words: list[str]) -> bool:
    """Tell a number that names something and counts nothing; `words` are the three before it."""
    last, pair = words[-1] if words else "", " ".join(words[-2:])
    small = amount.of is None and amount.value < 1000 and amount.unit is not None
    counted = small and amount.unit is not None and not amount.unit.startswith(("%", "‰", "đồng"))
    if last in {"số", "số:"}:
        return counted and not (len(words) > 1 and words[-2] in _SAYS_COUNT)
    if amount.value == 0 and (amount.unit == "đồng" or amount.unit not in COUNTED):  # "gian hàng 0 đồng"
        return amount.literal == "0" and amount.of is None and not (amount.unit or "").startswith(("%", "‰"))
    if _is_proper(low, clean, amount):
        return True
    if not counted:
        return False
    if last == "điều":  # "Điều 5" of a law, but "điều 3 xe đến hiện trường"
        return amount.unit not in COUNTED or amount.unit in _PAPERS
    if last in _NAMES or pair in _NAME_PAIRS:
        return True
    if pair == "cơ sở" and amount.unit not in COUNTED:  # "Thuế cơ sở 5 phối hợp"
        return True
    if last in _PLACES and not amount.padded and amount.high is None:
        return not any(word in _COUNTING for word in words[:-1])
    return False


def is_each(amount: Amount, last: str) -> bool:
    """ "trên 1 ha đất" is per hectare, "thuộc 2 xã" names two places; neither measures anything."""
    if last in {"trên", "mỗi", "cho"} and amount.value == 1 and amount.unit in MEASURES and amount.of is None:
        return True
    return last in {"thuộc", "của", "giữa"} and amount.value < 10 and amount.unit in _DISTRICTS and not amount.padded
