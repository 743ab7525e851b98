"""Doubts about telephone numbers: a digit too few or too many, as Vietnam's numbering plan counts them.

Decree 163/2024 and the plan of 2018: mobile numbers (03, 05, 07, 08, 09) have ten digits, fixed lines (02) eleven.
"""

import re
from itertools import accumulate

from bot.domain.figures import Warning, WarningCode
from bot.reading.grammar.text import Text

_TOLD = re.compile(
    r"(?<!\w)(?:điện thoại|số máy|hotline|đường dây nóng|tổng đài|liên hệ|liên lạc|gọi|zalo|đt|đtdđ|sđt|tel|phone|"
    r"di động|máy bàn)(?!\w)[^\n]{0,90}\Z"
)
_OTHER = re.compile(
    r"(?<!\w)(?:tài khoản|stk|tk|ngân hàng|\w*bank|kho bạc|mã|số hiệu|biên lai|hóa đơn|căn cước|cccd|cmnd|định danh|"
    r"ví dụ|fax nội bộ|serial|imei|mst)(?!\w)[^\n]{0,40}\Z"
)
_DIGITS = re.compile(r"(?<![\w.,/+\-])(?:\((0\d{1,3})\) ?)?(?:\+84[ .\-]?)?\d+(?:[ .\-]{1,2}\d+)*(?![\d%/])")
_GROUP = re.compile(r"\d+")
_LENGTHS = {"2": 11, "3": 10, "5": 10, "7": 10, "8": 10, "9": 10}
_FEWEST, _MOST = 7, 14  # digits: fewer are a short number or an hour, more are two numbers


def doubts_about_phones(text: Text) -> list[Warning]:
    """List the telephone numbers that nobody can be reached at."""
    found: list[Warning] = []
    for match in _DIGITS.finditer(text.low):
        groups = _GROUP.findall(match[0].replace("+84", "0", 1))
        if len("".join(groups)) < _FEWEST or groups[0][:1] != "0" or groups[0][:2] == "00":
            continue
        before = text.low[max(0, match.start() - 120) : match.start()].rpartition("\n")[2]
        told = _TOLD.search(before)
        if not told or _OTHER.search(told[0]) or _is_whole(groups):
            continue
        found.append(Warning(WarningCode.BAD_PHONE, (text.quote(*match.span()),)))
    return found


def _is_whole(groups: list[str]) -> bool:
    """Tell a number that is whole, or whole up to another one beside it ("0912 345 678 - 0987 …")."""
    digits = "".join(groups)
    wanted = _LENGTHS.get(digits[1:2])
    if wanted is None or len(digits) > _MOST:
        return True
    ends = [end for end in accumulate(len(group) for group in groups) if end < len(digits)]
    return len(digits) == wanted or (wanted in ends and len(digits) > wanted + 1)
