"""The title of a text, found among letterheads, mottoes, number lines and what a web page says of itself."""

import re
from dataclasses import dataclass

from bot.domain.posts import Kind
from bot.reading.furniture import BODIES, INVITES, NO_TITLE, is_capitals, is_furniture, is_idle, lines_of
from bot.reading.grammar.issuers import names_issuer
from bot.reading.grammar.letterhead import MOTTO, NUMBER_LINE
from bot.reading.grammar.postings import is_posting
from bot.reading.grammar.text import BULLET, LOWER, UPPER, Text
from bot.reading.openings import (
    LONG_TITLE,
    below_signs,
    calling_span,
    greeting_end,
    is_greeting,
    telling_span,
    tells_late,
)

_FORM_TYPES = {
    "thông báo": Kind.ANNOUNCEMENT,
    "giấy mời": Kind.ANNOUNCEMENT,
    "thư mời": Kind.ANNOUNCEMENT,
    "thư ngỏ": Kind.ANNOUNCEMENT,
    "lời kêu gọi": Kind.ANNOUNCEMENT,
    "thư kêu gọi": Kind.ANNOUNCEMENT,
    "quyết định": Kind.ANNOUNCEMENT,
    "công văn": Kind.ANNOUNCEMENT,
    "công điện": Kind.ANNOUNCEMENT,
    "giấy triệu tập": Kind.ANNOUNCEMENT,
    "đính chính": Kind.ANNOUNCEMENT,
    "cải chính": Kind.ANNOUNCEMENT,
    "thư xin lỗi": Kind.ANNOUNCEMENT,
    "thư cảm ơn": Kind.ANNOUNCEMENT,
    "lịch tiếp công dân": Kind.ANNOUNCEMENT,
    "lịch công tác": Kind.ANNOUNCEMENT,
    "báo cáo": Kind.REPORT,
    "tờ trình": Kind.REPORT,
    "biên bản": Kind.MEETING,
    "thông báo kết luận": Kind.MEETING,
    "kết luận": Kind.MEETING,
    "nghị quyết": Kind.RESOLUTION,
    "kế hoạch": Kind.RESOLUTION,
    "chương trình": Kind.RESOLUTION,
    "chương trình hành động": Kind.RESOLUTION,
    "đề án": Kind.RESOLUTION,
    "chỉ thị": Kind.RESOLUTION,
    "hướng dẫn": Kind.GUIDE,
    "quy trình": Kind.GUIDE,
}
# What may stand beside a type word in its line: THÔNG BÁO KHẨN, BÁO CÁO TÓM TẮT, THÔNG BÁO (LẦN 2).
_BESIDE_TYPE = re.compile(
    r" (?:khẩn(?: cấp)?|thượng khẩn|hỏa tốc|quan trọng|nhanh|tóm tắt|bổ sung|đính chính|(?:lần|số)(?: thứ)? \w+)\Z"
)
_AFTER_TITLE = re.compile(
    r"\s*(?:căn cứ|kính gửi|thực hiện|thi hành|theo |[ivx]+\s?[.)/](?!\s?v\b)|\d+\s?[.)]|phần |để |nhằm |ngày |"
    r"trong |sáng |chiều |\(?kèm|-{3,}|_{3,}|\*{3,}|điều 1|hôm nay|thời gian|địa điểm|nội dung|v/v|kính mời|"
    rf"{INVITES})"
)
# What people are invited to: "Đến dự: Họp phụ huynh học kỳ I", else what it is about.
_INVITED_TO = (
    re.compile(r"[^\w\n]*(?:(?:đến|tới|về) )?(?:tham )?dự ?:[ \t]*(?=\S)"),
    re.compile(r"[^\w\n]*(?:nội dung|về việc)[^:\n]{0,15}:[ \t]*(?=\S)"),
)
# A sentence with its subject is the text, not a second line of its title.
_SENTENCE = re.compile(
    rf"\W*(?:{BODIES}|ban |công ty|điện lực|hội |đoàn |trường |thường trực|"
    r"nhà trường|bưu điện|trạm |khóm |thôn )[^\n]{0,80}? (?:thông báo|đề nghị|yêu cầu|"
    rf"tổ chức|kính mời|trân trọng|"
    r"xin |sẽ )"
)
_ABOUT = re.compile(r"\W*(?:\(\w{1,8}\)\W*)?(?:v/v|v/ v|trích yếu|về việc)\b[ :]*")
_MARKUP = re.compile(r"^[#>*_\s]+|[*_\s]+$")
_PICTURES = re.compile(
    "[\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u20e3\U0001f000-\U0001faff\U000e0000-\U000e007f\ufe0e\ufe0f\u200d]+"
)
_POSTED = re.compile(r"\s*\((?:ngày đăng|đăng ngày|cập nhật)[^()\n]{0,40}\)\s*$", re.IGNORECASE)
_TWO_SENTENCES = re.compile(rf"(?:{LOWER}{{3}}|\d{{2}})[.!?] (?={UPPER}{LOWER})")
_FEWEST_INVITED = 6  # characters: "Họp tổ"
_FEWEST_TOLD = 25  # characters of a sentence that may stand for a heading


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of a text, where the text under it begins, and the kind its form names (BÁO CÁO, GIẤY MỜI)."""

    words: str
    end: int
    form: Kind | None
    sure: bool


def title_of(text: Text) -> Title:
    """Find the title: the lines under an official form's type, a letter's V/v, else the first line that says something.

    "KẾT LUẬN" over "của Chủ tịch …" is one title; a letterhead, motto, number or posting line is none.
    """
    lines = lines_of(text)
    for index, (start, end) in enumerate(lines):
        form = _form(text, lines, index)
        if form is None:
            continue
        below = _under(text, lines, index + 1)
        if below is None:
            told = _invited_to(text, lines[index + 1 : index + 8]) or _told_under(text, lines[index + 1 : index + 4])
            return Title(_upper_first(_shown(text, *(told or (start, end)))), end, form, True)
        words = _join(text, lines[index + 1 : below])
        if words.startswith("của "):
            words = f"{_shown(text, start, end).capitalize()} {words}"
        return Title(_upper_first(words), lines[below - 1][1], form, True)
    return _letter(text, lines) or _first_line(text, lines)


def _bare(line: str) -> str:
    return " ".join(re.sub(r"[^\w\s]+", " ", line).split())


def _form(text: Text, lines: list[tuple[int, int]], index: int) -> Kind | None:
    """Tell the kind that a type line names; None for another line, and for the only line of a text."""
    start, end = lines[index]
    if len(lines) == 1 or end - start > 60:
        return None
    words = _bare(text.low[start:end])
    kind = _FORM_TYPES.get(words) or _FORM_TYPES.get(_BESIDE_TYPE.sub("", words))
    if kind is None or is_capitals(text.clean[start:end]):
        return kind
    follows = text.low[slice(*lines[index + 1])] if index + 1 < len(lines) else ""
    return kind if _ABOUT.match(follows) or follows.startswith("của ") else None


def _under(text: Text, lines: list[tuple[int, int]], first: int) -> int | None:
    """Give the index after the title's lines under a type word; None when no title stands there."""
    index = first
    while index < len(lines) and index < first + 5:
        start, end = lines[index]
        low = text.low[start:end].strip()
        if index == first and (
            _is_no_title(text, start, end) or is_furniture(low) or _TWO_SENTENCES.search(text.clean, start, end)
        ):
            return None
        if index > first and _ends_title(text, lines, index, first):
            break
        if len(low) > LONG_TITLE or (low.endswith(".") and len(low) > 120):
            break
        index += 1
    return index if index > first else None


def _is_no_title(text: Text, start: int, end: int) -> bool:
    """Tell a line that begins as the text below a title does; one in capitals that labels nothing is a title."""
    line = text.clean[start:end]
    if is_capitals(line) and ":" not in line and not line.lstrip(" *_").lower().startswith(("căn cứ", "kính gửi")):
        return line.lstrip()[:1].isdigit()
    return bool(NO_TITLE.match(text.low[start:end].strip()))


def _invited_to(text: Text, lines: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Give what an invitation without a heading invites to, from the line that names it."""
    for pattern in _INVITED_TO:
        for start, end in lines:
            label = pattern.match(text.low, start, end)
            if label and _FEWEST_INVITED <= end - label.end() <= LONG_TITLE:
                return label.end(), end
    return None


def _told_under(text: Text, lines: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Give the sentence that tells, of a form without a heading: "THÔNG BÁO KHẨN⏎Vỡ ống nước tại ngã tư …"."""
    for start, end in lines:
        low = text.low[start:end].strip()
        if is_furniture(low) or is_greeting(low):
            continue
        if NO_TITLE.match(low) or low.endswith(":"):
            return None
        first, last = telling_span(text, greeting_end(text.low, start, end), end)
        return (first, last) if _FEWEST_TOLD <= last - first <= LONG_TITLE else None
    return None


def _ends_title(text: Text, lines: list[tuple[int, int]], index: int, first: int) -> bool:
    """Tell that a line under a title's line is no part of it any more."""
    start, end = lines[index]
    above = text.clean[slice(*lines[index - 1])].strip()
    low = text.low[start:end].strip()
    if low.startswith(tuple(_LOWER)) and text.clean[start:end].lstrip()[:1].islower():
        return False
    if "\n\n" in re.sub(r"[ \t]", "", text.clean[lines[index - 1][1] : start]):
        return True
    if _AFTER_TITLE.match(low) or is_furniture(low) or above.endswith((".", ":", ";")) or low.endswith((":", ";")):
        return True
    if not is_capitals(text.clean[start:end]) and (_SENTENCE.match(low) or (low.endswith(".") and " " in above)):
        return True
    issuer = re.match(BODIES, low) and is_capitals(text.clean[start:end])
    after = text.low[slice(*lines[index + 1])] if index + 1 < len(lines) else ""
    return bool(issuer) and (not is_capitals(text.clean[slice(*lines[first])]) or after.startswith("căn cứ"))


_LOWER = "abcdeghiklmnopqrstuvxyàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"


def _letter(text: Text, lines: list[tuple[int, int]]) -> Title | None:
    """Find an official letter's subject: "V/v …" in its head, without these letters, over the lines that it fills."""
    for index, (start, end) in enumerate(lines[:20]):
        about = _ABOUT.match(text.low, start, end)
        if about is None or not (index == 0 or _has_letterhead(text, lines, index) or _calls(text, lines[index - 1])):
            continue
        last = index + 1
        while last < len(lines) and last < index + 4 and not _ends_title(text, lines, last, index):
            if len(text.clean[slice(*lines[last])]) > 100:
                break
            last += 1
        words = _join(text, [(about.end(), end), *lines[index + 1 : last]])
        return Title(_upper_first(words), lines[last - 1][1], Kind.ANNOUNCEMENT, True) if words else None
    return None


def _calls(text: Text, line: tuple[int, int]) -> bool:
    """Tell "UBND phường Ninh Lộc thông báo", or a body's name alone, over the line that says about what."""
    low = text.low[slice(*line)].strip(" :*")
    if names_issuer(low):
        return True
    return low.endswith("thông báo") or low.startswith("thông báo của ") if len(low) < 80 else False


def _has_letterhead(text: Text, lines: list[tuple[int, int]], index: int) -> bool:
    top = text.low[: lines[index][1] + 300]
    return bool(MOTTO.search(top)) or any(NUMBER_LINE.match(text.low, *line) for line in lines[: index + 3])


def _join(text: Text, lines: list[tuple[int, int]]) -> str:
    words = " ".join(_shown(text, start, end) for start, end in lines)
    about = _ABOUT.match(words.lower()) if words[:1] in "Vv" else None
    if about is None or not words[: about.end()].lower().startswith("v/") or len(words) < 10:
        return words
    return _upper_first(words[about.end() :])


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _shown(text: Text, start: int, end: int) -> str:
    """Give a line as a title shows it: without markup, pictures and the day it was posted."""
    return _POSTED.sub("", _MARKUP.sub("", " ".join(_PICTURES.sub(" ", text.quote(start, end)).split())))


def _first_line(text: Text, lines: list[tuple[int, int]]) -> Title:
    if not lines:
        return Title("", 0, None, False)
    index = _begins(text, lines)
    start, end = lines[index]
    if NO_TITLE.match(text.low[start:end].strip()) and (invited := _invited_to(text, lines[index : index + 8])):
        return Title(_upper_first(_shown(text, *invited)), start, None, True)
    greeted = greeting_end(text.low, start, end)
    if greeted < end - 20:
        start = greeted
    if (index or greeted > lines[0][0]) and (called := calling_span(text, start)):
        return Title(_upper_first(_shown(text, *called)), start, None, False)
    long = len(text.clean[start:end].strip())
    if long > LONG_TITLE or (long > LONG_TITLE // 2 and (len(lines) == 1 or tells_late(text.low, start))):
        told = telling_span(text, start, end)
        return Title(_upper_first(_shown(text, *told)), end if told == (start, end) else start, None, False)
    used = [(start, end)]
    while index + 1 < len(lines) and len(used) < 5 and _continues(text, lines[index], lines[index + 1]):
        index += 1
        used.append(lines[index])
    return Title(_join(text, used), used[-1][1], None, len(lines) > 1)


def _begins(text: Text, lines: list[tuple[int, int]]) -> int:
    """Find the line where the title begins: above the line of posting, else the first that says something."""
    posted = next((i for i, line in enumerate(lines[:8]) if i and is_posting(text.low[slice(*line)])), None)
    for at, line in enumerate(lines[:4]):
        if _POSTED.search(text.low, *line):
            return at
    for at, (start, end) in enumerate(lines[1:4], 1):
        announces = text.low[start:end].strip().startswith("thông báo ") and is_capitals(text.clean[start:end])
        if announces and all(line[1] - line[0] <= 40 for line in lines[:at]):
            return at
    index = below_signs(text, lines)
    while index < len(lines) - 1 and index < 16 and is_idle(text, lines, index):
        index += 1
    if posted is None or posted <= index + 1 or not _is_heading(text, lines[index:posted]):
        return index
    above = posted - 1
    while above > index and (is_idle(text, lines, above) or _continues(text, lines[above - 1], lines[above])):
        above -= 1
    return above


def _is_heading(text: Text, lines: list[tuple[int, int]]) -> bool:
    """Tell lines that may stand over a line of posting (a section's name, a title) from a text."""
    return len(lines) <= 4 and all(
        end - start < LONG_TITLE and not BULLET.match(text.low, start, end) for start, end in lines
    )


def _continues(text: Text, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Tell a title broken over lines: capitals go on in capitals, with no blank line between."""
    if text.clean[line[1] : following[0]].count("\n") > 1:
        return False
    one, two = text.clean[line[0] : line[1]], text.clean[following[0] : following[1]]
    if text.low[line[1] : following[0]] == " " and len(two) < 120:
        return True
    return (
        is_capitals(one)
        and is_capitals(two)
        and len(two) < 160
        and any(c.isalpha() for c in two)
        and not one.rstrip().endswith((".", ":"))
        and " ".join(one.split()) != " ".join(two.split())
    )
