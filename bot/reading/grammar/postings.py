"""What a web page says of itself and no event: when it was posted, by whom, how often it was seen."""

import re

_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_MARK = (
    r"(?:(?:tin |bài )?đăng(?: bài)?(?: lúc| ngày| vào)?|(?:ngày|thời gian|giờ) (?:đăng|cập nhật|xuất bản)(?: tin)?|"
    r"(?:đã )?c(?:ập nhật|ật nhập)(?: lúc| ngày| lần cuối)?|xuất bản|publish(?:ed)?(?: date| on)?|"
    r"posted(?: on)?|last updated)"
)
_DAY = r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}"
_CLOCK = r"\d{1,2} ?[:hg] ?\d{2}(?::\d{2})?(?: ?(?:am|pm|sa|ch))?"
_BETWEEN = r"[\s,|()-]{1,5}"
_MOMENT = (
    rf"(?:{_WEEKDAY}{_BETWEEN})?(?:{_DAY}(?:{_BETWEEN}{_CLOCK})?|{_CLOCK}{_BETWEEN}(?:{_WEEKDAY}{_BETWEEN})?{_DAY})"
)
# "Đăng lúc: 08:10:42 03/12/2026", "Cập nhật, 05:22, Thứ Sáu, 21/04/2017": wherever it stands in a line.
_MARKED = re.compile(rf"(?<!\w){_MARK}[ :,.]{{0,4}}(?:(?:ngày|lúc) )?{_MOMENT}(?!\w)")
# "14:14 30/12/2025", "16/07/2026 | 16:46": a line of its own, with the colon that only machines type.
_STAMPED = re.compile(
    rf"(?m)^[^\w\n]{{0,5}}(?:[^\W\d][^\n|\d]{{1,38}}\|\s?)?(?={_WEEKDAY}|[\d:/. |,-]{{8,30}})(?=[^\n]{{0,40}}\d:\d\d)"
    rf"{_MOMENT}[^\w\n]{{0,5}}(?:\(?gmt[^\n]{{0,9}})?(?:[^\w\n]*(?:số )?lượt xem[^\n]{{0,20}})?$"
)
_ENGLISH_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day, ?\d{1,2}/\d{1,2}/\d{4}")
_CHROME = re.compile(
    r"\W*(?:in bài viết|in trang|bản in|xem với cỡ chữ|cỡ chữ[\w\s+-]{0,12}|mặc định cỡ chữ|trang chủ(?: ?[>»/|"
    r"].*)?|tin tức(?: sự kiện)?|"
    r"chia sẻ|gửi email|nghe bài viết|đọc bài viết|lượt xem[\W\d]*|số lượt xem[\W\d]*|view count[\W\d]*|"
    r"(?:tác giả|nguồn(?: tin)?|người đăng|đăng bởi)\s?:[^\n]{0,60}|chi tiết tin[^\n]{0,60}|(?:đã xem|lượt xem|"
    r"điểm đánh giá|\[ ?điểm)[^\n]{0,90}|ý kiến bạn đọc|quay lại|menu|image banner)\W*"
)


def posted_spans(low: str, top: int = 20_000) -> list[tuple[int, int]]:
    """Give the spans that tell when a page was posted or updated, in the text's order; only its top is searched."""
    found = [match.span() for pattern in (_MARKED, _STAMPED, _ENGLISH_DAY) for match in pattern.finditer(low, 0, top)]
    return sorted(found)


def is_posting(line: str) -> bool:
    """Tell whether a line in small letters holds nothing but when, by whom or how a page was posted."""
    line = line.strip()
    if _CHROME.fullmatch(line):
        return True
    if _ENGLISH_DAY.fullmatch(line):
        return True
    marked = _MARKED.search(line)
    if marked and len(line) < 120 and not line[: marked.start()].strip(" -–|*([•:"):
        return True
    return len(line) < 90 and bool(_STAMPED.match(line))
