"""What a figure is of, for search and for series: the head noun with its verb, or the subject of a rate or a sum."""

import re
from bisect import bisect_right

from bot.reading.figures.clauses import VERB, Piece, is_time, opened, subject_of, words_in
from bot.reading.grammar.numbers import Amount
from bot.reading.grammar.text import Text, last_match, word_set
from bot.reading.grammar.units import MEASURES

_LONGEST = 100
_MOST_NOUNS = 9  # words of the noun phrase after a number
_QUALIFIERS = re.compile(
    r"(?:(?<!\w)(?:hơn|trên|gần|khoảng|được|thêm|cho|mới|từ|đạt|là|còn|ước|tổng cộng|tới|đến|với|có|số tiền|tổng số|"
    r"xấp xỉ|ở mức|mức|tỷ lệ|tối thiểu|ít nhất|tối đa|không quá|dưới|chiếm|(?<!mặt )bằng|giảm|tăng|vượt|lên|xuống|chỉ|"
    r"lũy kế)(?!\w)"
    r"|[\s:≥≤<>~(–-])+\Z"
)
_STOP = word_set(
    """và với cho tại trong để nhằm do của năm tháng so theo trên vào đạt tăng giảm đến từ thuộc là gồm trị mỗi còn
    đã sẽ nhân nay này đó qua khi cùng tham ở về dự ra bằng chiếm vượt tổng như xuống lên trở phối hoặc ngoài"""
)
_WORD = re.compile(r" {1,2}([^\W_]+(?:-[^\W_]+)?|\"[^\"\n]{1,60}\")")
_NOUN = re.compile(r"[^\W\d_][^\d]*\Z")
_AFTER_SHARE = re.compile(
    r" (?!(?:trong|năm|so|kế hoạch|dự toán|của|và|trở|theo|vào|tháng|quý|chỉ tiêu|đến|từ|mục tiêu|số với|là)(?!\w))"
    r"[^\W\d_]+(?: [^\W\d_]+){0,11}"
)
_BODIES = r"(?:xã|phường|thị trấn|huyện|quận|thôn|ấp|khóm|khu phố|bản|tổ dân phố)"
_WHOLE = re.compile(rf"(?:toàn |tổng số |hiện )?({_BODIES})(?: [^\W\d_]+){{0,4}}? (?:hiện |đang |hiện nay )?có(?!\w)")
_ACTOR = re.compile(
    rf"(?:toàn )?(?:{_BODIES}|địa phương|hội|đơn vị)(?: [^\W\d_]+){{0,3}}? (?:(?:đã|phấn đấu|dự kiến) )*"
    r"(?=(?:tổng )?(?:thu|chi)(?!\w))"
)
_TIME = re.compile(r"(?:(?:trong|đến|tính đến|năm|hiện|nay|riêng|từ|qua|cuối|đầu|tháng|quý) ?)*(?:20\d\d|nay|qua)? ")
_TAIL = re.compile(
    r"(?:(?: |^)(?:luôn|đạt|tăng|giảm|có|là|đã|ước|(?<!thực )hiện|tiếp tục|không ngừng|còn|chiếm|(?<!mặt )bằng|xảy ra|"
    r"vượt|được|ở mức|"
    r"mức|tỷ lệ|từ|lên|xuống|xấp xỉ|hơn|trên|gần|khoảng|với|gồm|lũy kế|mới|đều|cũng|thiếu|số tiền|đang|ước tính))+\Z"
)
_NO_DOER = frozenset(("kết nạp", "ra mắt", "phát triển", "làm mới"))
_STATES = frozenset(("xảy ra", "ghi nhận", "thực hiện", "hoàn thành", "tổ chức"))
_GOES_ON = re.compile(r" (?:đạt (?:chuẩn|danh hiệu|giải)|đã được|được|đã (?!\d))")
_RAGGED = re.compile(r"(?: (?:có|được|bị|không|các|những|đang|đã|thực hiện|tổ chức|mức|số|thứ|lần|với|hiện|đạt))+\Z")
_NAMELESS = re.compile(
    r"(?:.* )?(?:với )?((?:tổng )?(?:số tiền|kinh phí|trị giá|giá trị|tiền|mức)(?: thực hiện)?|mỗi (?:suất|phần|hộ|"
    r"người|em|căn|cháu))\Z"
)
_SCALE = re.compile(r"^(?:nghìn|ngàn|triệu|vạn) ")
_VERDICT = re.compile(r" (chưa đạt|không đạt|đạt|vượt|hoàn thành)(?!\w)")
_BY_COMPARISON = re.compile(
    r"(?:so với [^,;]{0,30} )?(?:đã |cũng |lại )?(?:tăng|giảm|đạt|vượt|chiếm|bằng|còn|so với)(?!\w)"
)
_BREAKS_VERB = re.compile(r"(?<!\w)(?:và|đạt|là|có|của|với|gồm|trị giá|tại|còn|tăng|giảm)(?!\w)|[,;:(]")
_JOINS = re.compile(r"(?<!\w)(?:có|với|gồm|cùng|tham|của|cho|về|từ|trong|và|tại)(?!\w)")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_EMPTY = word_set("trong có với và của để do cho tại từ đến vượt trên so cùng")
_DOUBLED = re.compile(r"(?<!\w)([^\W\d_]+ [^\W\d_]+) \1(?!\w)", re.IGNORECASE)
_MEASURED = re.compile(r"(?:diện tích|sản lượng|năng suất|số lượng|tổng|cơ cấu|dân số|doanh thu|thu|chi|tỷ lệ)(?!\w)")


def is_dimension(unit: str | None) -> bool:
    """Tell percent, money, measures and multipliers, which need a subject, from counts, which carry their noun."""
    if unit is None:
        return True
    first = unit.partition("/")[0]
    return first in {"%", "‰", "đồng", "lần"} or first in MEASURES


def label_of(text: Text, amount: Amount, pieces: list[Piece], edge: int, before: str) -> str:
    """Give the label of an amount in its sentence's `pieces`; `edge` is where the figure before it ends.

    A rate or a sum without a subject of its own ("đạt 103,9% năm 2022 và 87,8% …") takes the label `before` it.
    """
    index = max(0, bisect_right(pieces, amount.start, key=lambda piece: piece.start) - 1)
    start = max(edge, pieces[index].start if pieces else edge)
    fresh = bool(pieces) and edge <= pieces[index].start
    start = opened(text.low, max(start, text.low.rfind("(", start, amount.start) + 1), amount.start)
    if is_dimension(amount.unit):
        return _shown(_of_dimension(text, amount, pieces, index, start, before, fresh=fresh))
    return _shown(_of_count(text, amount, start, before, fresh=fresh))


def _of_count(text: Text, amount: Amount, start: int, before: str, *, fresh: bool) -> str:
    low = text.low
    noun = _noun(text, amount)
    if amount.unit == "chỉ tiêu":
        verdict = _VERDICT.match(low, amount.end) or last_match(_VERDICT, low, start, amount.start)
        return f"Chỉ tiêu {verdict[1]}" if verdict else noun
    if whole := _WHOLE.match(low, start, amount.start):
        return f"Số {noun} toàn {whole[1]}"
    gap = low[start : amount.start].strip(" ,")
    if gap in {"với", "và", "cùng"} and (toàn := before.rpartition(" toàn ")[2]) != before:
        return f"{noun} toàn {toàn}"
    if amount.change or amount.high is not None:
        subject = _subject(text, start, amount.start)
        return subject or noun
    if done := _verb(low, start, amount.start):
        verb, between = done
        if verb == "xảy ra" or (verb in {"ghi nhận"} and not noun):
            subject = _subject(text, start, low.rfind(verb, start, amount.start))
            return subject or noun
        if " được " in f" {noun} " or " bị " in f" {noun} ":
            return noun
        return f"{noun} {_passive(low, start, verb, between)}"
    if _BY_COMPARISON.match(low, start, amount.start) and before and words_in(noun, 0, len(noun)) < 2:
        return before
    if not fresh:
        return noun
    subject = _subject(text, start, amount.start)
    if subject and not _JOINS.search(low, start, amount.start):
        return subject
    return noun


def _passive(low: str, start: int, verb: str, between: str) -> str:
    words = f"{verb} {between}".strip()
    if verb in _NO_DOER:
        return words
    has = low.rfind(f"đã {verb}", start) >= start or verb in _STATES
    return f"đã {words}" if has else f"được {words}"


def _verb(low: str, start: int, number: int) -> tuple[str, str] | None:
    """The verb that governs a number, with what stands between: ("bàn giao", "mặt bằng")."""
    last = last_match(VERB, low, start, number)
    if last is None or _BREAKS_VERB.search(low, last.end(), number):
        return None
    between = _QUALIFIERS.sub("", low[last.end() : number]).strip()
    if words_in(between, 0, len(between)) > 3:
        return None
    return last[0].removeprefix("đã "), between


def _noun(text: Text, amount: Amount) -> str:
    """The counted noun with what tells it apart: "tuyến ngõ hoa", "gia đình “5 không, 3 sạch” tiêu biểu"."""
    written = _NOUN.search(text.clean, amount.start, amount.end)
    if amount.of is not None and written and re.search(r"tổng số|trong số", written[0]):
        return amount.unit or ""
    begin = written.start() if written else amount.end
    end = amount.end
    if amount.of is not None and (second := re.search(r"(?:trong|trên|của) (?:tổng )?số", text.low[begin:end])):
        return text.quote(begin, begin + second.start())
    for _ in range(_MOST_NOUNS):
        word = _WORD.match(text.clean, end)
        if word is None or word[1].isdigit():
            break
        if word[1].lower() in _STOP and not _GOES_ON.match(text.low, word.start()):
            break
        end = word.end()
    noun = _RAGGED.sub("", _SCALE.sub("", " ".join(text.quote(begin, end).split())))
    if noun.lower() in {"căn", "ngôi", "suất", "phần"} and amount.unit:
        return amount.unit
    return noun or amount.unit or ""


def _subject(text: Text, start: int, stop: int) -> str:
    """The words before a number, without what joins them to it."""
    head = " ".join(text.quote(start, stop).split())
    whole = _QUALIFIERS.sub("", head + " ").strip(" ,:;-–(")
    shown = _TAIL.sub("", whole).strip(" ,:;-–(").removeprefix("với ")
    if re.fullmatch(_BODIES, shown.lower()):  # "phường còn thiếu 1,6%"
        shown = head
    return shown if _LETTERS.search(shown) and shown.lower() not in _EMPTY else ""


def _of_dimension(
    text: Text, amount: Amount, pieces: list[Piece], index: int, start: int, before: str, *, fresh: bool
) -> str:
    low = text.low
    unit = amount.unit or ""
    share = unit.startswith(("%", "‰"))
    if (actor := _ACTOR.match(low, _after_time(low, start), amount.start)) and fresh:
        start = actor.end()
    subject = _subject(text, start, amount.start)
    owns = not subject or not fresh or low[start : amount.start].rstrip().endswith("có")
    if share and owns and (after := _AFTER_SHARE.match(low, amount.end)):
        return text.quote(*after.span())
    if before and (subject.lower().startswith(("so với", "so ")) or (share and not fresh)):
        return before
    done = _verb(low, start, amount.start)
    if done and unit.partition("/")[0] in MEASURES and (things := _things(text, amount)):
        return f"{things} {_passive(low, start, *done)}"
    if (nameless := _NAMELESS.match(subject.lower())) and (not fresh or nameless.end(1) == len(nameless[1])):
        above = before if _is_near(pieces, index, low, fresh=fresh) else _before_comma(text, pieces, index)
        return " – ".join(filter(None, (above or before, nameless[1])))
    if done and unit.startswith("đồng") and done[0] not in {"thực hiện", "hoàn thành"}:
        # "vận động được hơn 51 triệu đồng": what was given or raised, not who did it.
        return _object(text, start, amount.start) or f"Số tiền {' '.join(done).strip()}"
    if subject.lower() == "chi" and before.lower().startswith("thu ngân sách"):
        return "Chi ngân sách"
    if subject and words_in(subject, 0, len(subject)) <= 3 and (lead := _colon_lead(text, pieces, index)):
        return f"{lead} {subject}"
    if subject:
        return subject
    return (before if _is_near(pieces, index, low, fresh=fresh) else _before_comma(text, pieces, index)) or (
        before or _things(text, amount) or unit
    )


def _is_near(pieces: list[Piece], index: int, low: str, *, fresh: bool) -> bool:
    """Whether the figure before stands in the same piece or the one before it."""
    return not fresh or (index > 0 and _has_figure(low, pieces[index - 1]))


def _has_figure(low: str, piece: Piece) -> bool:
    return bool(re.search(r"\d", low[piece.start : piece.end]))


def _after_time(low: str, start: int) -> int:
    match = _TIME.match(low, start)
    return match.end() if match else start


def _object(text: Text, start: int, stop: int) -> str:
    """ "vận động Quỹ “Vì người nghèo” với số tiền": the fund that money was raised for."""
    verb = last_match(VERB, text.low, start, stop)
    head = _subject(text, verb.end(), stop) if verb else ""
    return head if words_in(head, 0, len(head)) >= 2 else ""


def _things(text: Text, amount: Amount) -> str:
    """What a measure is of: "3,2 km đường thôn"."""
    end = amount.end
    for _ in range(5):
        word = _WORD.match(text.clean, end)
        if word is None or word[1].lower() in _STOP or word[1].isdigit():
            break
        end = word.end()
    return " ".join(text.quote(amount.end, end).split())


def _before_comma(text: Text, pieces: list[Piece], index: int) -> str:
    """The subject that stands before a comma: "thu ngân sách luôn tăng, đạt 103,9%"."""
    for at in range(index - 1, max(-1, index - 3), -1):
        piece = pieces[at]
        if is_time(text.low, opened(text.low, piece.start, piece.end), piece.end):
            continue
        if span := subject_of(text.low, piece.start, piece.end):
            return " ".join(text.quote(*span).split())
        if pieces[at].mark in {";", ""}:
            break
    return ""


def _colon_lead(text: Text, pieces: list[Piece], index: int) -> str:
    """ "Diện tích gieo trồng: lúa 120 ha, ngô 30 ha": the words before the colon of a list."""
    at = index
    while at > 0 and pieces[at].mark == ",":
        at -= 1
    if at == 0 or pieces[at].mark != ":":
        return ""
    lead = pieces[at - 1]
    start = opened(text.low, lead.start, lead.end)
    words = " ".join(text.quote(start, lead.end).split())
    return words if _MEASURED.match(text.low, start) and len(words) <= 40 and not re.search(r"\d", words) else ""


def _shown(label: str) -> str:
    # A word that was typed twice is a doubt of the text, not a part of the figure's name.
    label = _DOUBLED.sub(r"\1", " ".join(label.split()).strip(" ,.;:-–("))
    return label[:1].upper() + label[1:_LONGEST]
