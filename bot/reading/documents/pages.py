"""What stands on a page and is no text: heads and numbers of pages, and the codes under the heads of a table."""

import re
from collections import Counter

_LONGEST_HEAD = 80
_EDGE = 2  # lines at the top and the foot of a page that may be its head
_NUMBER = re.compile(
    r"[\s\-–—_.|]*(?:(?:trang|page)[\s:.]*)?\d{1,4}(?:\s*(?:/|trên)\s*\d{1,4})?[\s\-–—_.|]*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
# The row that numbers a table's columns: "A	B	1	2	3=2/1", "(1)	(2)	(3)=(2)/(1)".
_CODE = re.compile(r"\(?(?:[a-eA-E]|\d{1,2})\)?(?: ?= ?[()\d+\-*/:x×.,% ]+)?")


def without_heads(pages: list[str]) -> list[str]:
    """The pages without their numbers, and without the head or foot that returns on most of them."""
    if len(pages) < 2:
        return pages
    parted = [page.split("\n") for page in pages]
    seen = Counter(key for lines in parted for key in {_key(line) for line in _edges(lines)})
    heads = {key for key, times in seen.items() if key and times >= max(2, len(pages) // 2 + 1) and len(pages) > 2}
    return ["\n".join(_trimmed(lines, heads)) for lines in parted]


def _edges(lines: list[str]) -> list[str]:
    told = [line for line in lines if line.strip()]
    return told[:_EDGE] + told[-_EDGE:]


def _key(line: str) -> str:
    """A head without the number of its page: "16 CÔNG BÁO" and "17 CÔNG BÁO" are one."""
    key = " ".join(_DIGITS.sub("", line).split()).lower()
    return key if len(key) <= _LONGEST_HEAD else ""


def _trimmed(lines: list[str], heads: set[str]) -> list[str]:
    first, last = 0, len(lines)
    for _ in range(_EDGE):
        while first < last and not lines[first].strip():
            first += 1
        if first < last and _is_head(lines[first], heads):
            first += 1
        while last > first and not lines[last - 1].strip():
            last -= 1
        if last > first and _is_head(lines[last - 1], heads):
            last -= 1
    return lines[first:last]


def _is_head(line: str, heads: set[str]) -> bool:
    return bool(_NUMBER.fullmatch(line)) or _key(line) in heads


def without_codes(text: str) -> str:
    """The text without the rows that only number the columns of a table."""
    if "\t" not in text:
        return text
    return "\n".join(line for line in text.split("\n") if not _is_codes(line))


def _is_codes(line: str) -> bool:
    cells = [cell.strip() for cell in line.split("\t")]
    told = [cell for cell in cells if cell]
    if len(told) < 3 or not all(map(_CODE.fullmatch, told)):
        return False
    numbers = [int(digits[0]) for cell in told if (digits := _DIGITS.search(cell))]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2 if numbers else False
