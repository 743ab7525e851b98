"""A post's text without its own heading, for a message that says the title already."""

import re
from collections.abc import Collection, Sequence

from bot.domain.words import fold_words

_TOP = 25  # lines among which a heading stands
_HEADING = 5  # lines that it may fill
_ABOVE = 16  # words that a line of a letterhead has at most
_TOLD_WORDS = 6  # of a sentence that goes because it is told; a shorter one costs nobody time
_SHORT_LINE = 8  # words of a line above a text that is its own heading: THÔNG BÁO KHẨN
_BESIDE = 3  # words that may stand in a heading's lines: V/v, KẾT LUẬN
# What says nothing where it stands alone: pictures, the number of a list, a label with nothing behind it, a counter.
_EMPTY = re.compile(
    r"[^\w\s.,:;…_=*#/|()-]+(?:\s[^\w\s.,:;…_=*#/|()-]+)*\s*|\s*\d{1,2}[.)]\s*|"
    r"\W*(?:tài liệu|tệp|tập tin|file|văn bản)(?: tin)? (?:đính )?kèm(?: theo)?\s*:?\W*|"
    r"\W*(?:số )?lượt (?:xem|truy cập)\s*:\s*[\d.]+(?: lượt(?: xem)?)?\s*|\W*các tin khác\W*",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\W*theo (?:thông báo của )?(?:công ty|điện lực|xí nghiệp|nhà máy|hợp tác xã|htx|ban )", re.IGNORECASE
)
_COLUMN = 16  # the same beside the motto or the day of issue, which two columns bring into its line
_MOTTO = ("doc lap tu do", "cong hoa xa hoi")
_SIGNS = " \t-–+*•.;,"
_LABEL = re.compile(r"(?:(?:\d{1,2}|[a-zđ])[.)] ?)?[^:\d]{2,30}: ?")
_NUMBERING = re.compile(r"\A(?:\d{1,2}|[a-zđ])[.)] ?(?!\d)")
_ROW_NUMBER = re.compile(r"\A\d{1,3} ?[|\t;] ?")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_LABEL_WORDS, _SENTENCE_WORDS = 6, 20
"""Words of a line that only leads into others: a heading, and a sentence at the end ("… thông báo lịch như sau:")."""
_OTHER_COLUMN = (*_MOTTO, "thang")


def below_title(body: str, title: str, *, whole: bool = False) -> str:
    """Give the text below the lines that say the title, with or without a letterhead above; all of it where none do.

    With `whole` a letterhead stays, and the heading under it: it says who, which number and which day.
    """
    text = body.strip()
    wanted = fold_words(title)
    if not wanted:
        return text
    lines = text.split("\n", _TOP)
    for at, line in enumerate(lines[:3]):
        if line.startswith(title) and line != title and not whole:
            return "\n".join([line[len(title) :].lstrip(" .:!"), *lines[at + 1 :]]).strip()
        if len(line.split()) > _SHORT_LINE:
            break
    first, last = _found(lines, wanted)
    head = fold_words(" ".join(lines[:last]))
    if last == 0 or (whole and (first > 1 or any(words in head for words in _MOTTO))):
        return text
    while last < len(lines) and (not any(c.isalpha() for c in lines[last]) or fold_words(lines[last]) == wanted):
        last += 1
    return "\n".join(lines[last:]).strip()


def besides(body: str, told: Sequence[str]) -> str:
    """Give a text without the lines that say nothing but what is `told` already, each in the text's own words.

    "Thời gian: 8 giờ ngày 02/12" goes where "8 giờ ngày 02/12" was told; a heading over such lines goes with them, and
    so do the names of a table's columns, unless some of its rows stay.
    """
    known = {fold_words(one) for one in told}
    kept: list[str] = []
    dropped, columns = False, ""
    for line in _without_sentences(body, known).split("\n"):
        says = _NUMBERING.sub("", line.strip(_SIGNS), count=1)
        bare = fold_words(_LABEL.sub("", says, count=1))
        row = _ROW_NUMBER.sub("", says, count=1)
        if bare and (bare in known or fold_words(says) in known or fold_words(row) in known):
            if kept and _is_row(says) and _is_row(kept[-1]) and not any(map(str.isdigit, kept[-1])):
                columns = kept.pop()
            while kept and _leads_in(kept[-1], _LABEL_WORDS):
                kept.pop()
            dropped = True
        elif _EMPTY.fullmatch(line):
            continue
        elif line.strip() or not dropped:
            kept += [columns] if dropped and columns and _is_row(line) else []
            columns = ""
            kept.append(line)
            dropped = False
    while dropped and kept and _leads_in(kept[-1], _SENTENCE_WORDS):
        if _SOURCE.match(kept[-1]):  # whose notice it is stays
            kept[-1] = kept[-1].rstrip(" :")
            break
        *before, _ = _SENTENCE.split(kept.pop())
        if len(" ".join(before).split()) >= _TOLD_WORDS:  # "Xã đã nhận 900 thẻ bảo hiểm. Lịch phát:"
            kept.append(" ".join(before))
            break
    return "\n".join(kept).strip()


def _without_sentences(body: str, known: Collection[str]) -> str:
    """Give a text without the sentences that were told, of lines that have others too."""
    lines = []
    for line in body.split("\n"):
        sentences = _SENTENCE.split(line)
        left = [one for one in sentences if fold_words(one) not in known or len(one.split()) < _TOLD_WORDS]
        # A number alone is no sentence: "1. Mang theo sổ" is told as a whole, or not.
        partly = len(left) < len(sentences) and any(map(str.isalpha, "".join(left)))
        lines.append(" ".join(left) if partly else line)
    return "\n".join(lines)


def _is_row(line: str) -> bool:
    return "\t" in line or "|" in line or line.count(";") >= 2


def _leads_in(line: str, most: int) -> bool:
    return not line.strip() or (line.rstrip().endswith(":") and len(line.split()) <= most)


def _found(lines: list[str], wanted: str) -> tuple[int, int]:
    """Find the first lines that together say the title and hardly more; (0, 0) where there are none."""
    folded = [fold_words(line[:600]) for line in lines[:_TOP]]
    length = len(wanted.split())
    for first, line in enumerate(folded):
        said = ""
        for last in range(first, min(first + _HEADING, len(folded)) if line else first):
            said = f"{said} {folded[last]}".strip()
            if f" {wanted} " in f" {said} ":
                most = _COLUMN if any(words in said for words in _OTHER_COLUMN) else _BESIDE
                if len(said.split()) - length <= most:
                    return first, last + 1
                break
        if len(line.split()) > _ABOVE:
            break
    return 0, 0
