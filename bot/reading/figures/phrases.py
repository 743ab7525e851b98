"""A figure in the text's own words: the shortest clause that can stand alone, a line for the figures of one clause."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.domain.figures import GAP
from bot.reading.figures.clauses import (
    VERB,
    Piece,
    belongs,
    dangles,
    is_fine,
    is_time,
    leans,
    only_begins,
    opened,
    pieces_of,
    reports,
    subject_of,
    words_in,
)
from bot.reading.figures.figures import Placed
from bot.reading.figures.line_ends import LIST_WORDS, MOST, Line, end_of, is_count, shorten
from bot.reading.grammar.text import Text, last_match, word_set

_LEAD = 60  # characters before the first number of a clause, over which its subject is left away
_LONGEST_LEAD = 100
_COLON_LEAD = 60
_STATES = re.compile(r"(?<!\w)(?:đạt|là|còn|tăng|giảm|có|được|bị|chiếm|bằng|ước|lên)(?!\w)")
_NO_VERB_AFTER = ("được ", "bị ", "việc ", "và ", "công tác ", "đơn vị ", "tỷ lệ ", "số ", "nuôi ", "nguồn ", "quỹ ")
_VERB_WORDS = 7
_NAME_WORDS = 3
_MEASURED = re.compile(r"(?:tổng )?(?:diện tích|năng suất|sản lượng)(?!\w)")
_BARE = word_set("""căn ngôi suất phần cái chiếc bộ""")
_EACH = re.compile(r"(?<!\w)mỗi (?:suất|phần|hộ|người|căn|em|cháu|gia đình|trường hợp|nhà|túi|thẻ)(?!\w)")
_DANGLING_WITH = re.compile(r"(?:[^\W\d_]+ ){1,2}với ")  # … học sinh vượt khó, hiếu học với tổng kinh phí
_OWN_VERB = re.compile(
    r"(?: [^\W\d_]+){0,6}? (?:đạt|được|đã|hoàn thành|tham gia|có|đăng ký|thực hiện|đều|sử dụng|thành thạo)(?!\w)"
)
_AND_SHARE = re.compile(r" và (?=(?:trên |hơn |gần |có )?\Z)")
_TOPIC = re.compile(r"(?:riêng )?(?:về|đối với) ")
_BODY = re.compile(r"(?:toàn )?(?:xã|phường|thị trấn|thôn|khóm|ấp|khu phố|địa phương) (?:còn|mới|đã đạt|đạt|chỉ) ")
_NOUN_NUMBER = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2} (?:trên |hơn |gần )?\d")  # lúa 120 ha, đậu các loại 30 ha
# What is measured of the thing before: "sạt lở 3 điểm, khối lượng đất 620 m3", "năng suất …; sản lượng 5.848 tấn".
_MEASURE_OF = re.compile(
    r"(?:năng suất|sản lượng|(?:tổng )?(?:chiều dài|khối lượng|trọng lượng))(?: (?:bình quân|trung bình|thu hoạch|"
    r"đất|đất đá|rác))?(?: (?:ước|đạt|ước đạt|khoảng|trên|gần|hơn))* \d"
)
# A branch of what was valued before: "giá trị sản xuất nông nghiệp …; công nghiệp đạt 79 tỷ đồng".
_BRANCH = re.compile(
    r"(?:ngành |lĩnh vực )?(?:nông(?: nghiệp|, lâm| lâm|-| -)|lâm nghiệp|thủy sản|công nghiệp|tiểu thủ|thương mại|"
    r"dịch vụ|du lịch|xây dựng|chăn nuôi|trồng trọt)(?![^;.\n\d]*giá trị)"
)
_VALUE_OF = re.compile(r"(?<!\w)(?:tổng )?giá trị (?:sản xuất|tăng thêm|gia tăng|nền kinh tế)(?!\w)")
_LIST_MORE = 30  # characters that the end of a list may take beside
# "Hộ thoát nghèo: 05 hộ; 15 nhân khẩu", "thuê ki ốt: loại A 2,4 triệu; loại B 1,8 triệu": of what stands before.
_OF_CLASS = re.compile(r"(?:loại|hạng|nhóm|bậc|vé) [^\W_]{1,4}(?: [^\W\d_]+){0,2}:? \d")
_COUNT_ALONE = re.compile(r"\d[\d.]* {1,2}[^\W\d_]+(?: [^\W\d_]+)?[ .]*")
_CLOCK = re.compile(r"\d ?(?:h|g|giờ)(?!\w)|\d[/-]\d{1,2}(?!\d)")
_FEE = re.compile(r"(?:học phí|lệ phí|phí|giá|giá vé|mức thu|mức đóng)(?!\w)")
_TERM = re.compile(r"(?:trong vòng |không quá |tối đa |trong thời hạn |ít nhất )?(?=\d{1,3} (?:ngày|tháng))")
_AS_BEFORE = re.compile(
    r" ?(?:bằng|tương đương|không đổi|không tăng|không giảm|giữ nguyên)(?: so)?(?: với)? ?(?:cùng kỳ|năm)?"
)
_STATED = re.compile(r"[^,\d]{12,}, (?=(?:đã )?có \Z)")  # "… mang lại hiệu quả, có 16/30 chỉ tiêu đạt và vượt"
_SUM_BRACKET = re.compile(r"\d[\d.]* ?(?:đ|đồng) ?\(")  # "Thu từ cây ăn quả: 12.200.000đ (mười hai triệu …)"
_AND_NUMBER = re.compile(r"(?:[^\W\d_]+ ){1,4}và (?:trên |hơn |gần )?\d")  # … đoàn viên, hội viên và 90% Nhân dân
_SUM = re.compile(r"(?:với )?(?:tổng )?(?:trị giá|giá trị|số tiền|kinh phí)(?!\w)")
_LONGEST_LIST = 12
_ROUNDED = Decimal("0.06")
_FAR = 500  # characters back to what was valued, over its branches
_INSIDE = frozenset(("trong đó", "trong số đó"))


def phrased(text: Text, spans: Sequence[tuple[int, int]], placed: Sequence[Placed]) -> list[Placed]:
    """Give the figures of sentences their phrases; those of one clause share one.

    A phrase is an exact piece of the text, but for "…" where its end was cut, and for a subject, another exact piece,
    put before it with " … " between.
    """
    done: list[Placed] = []
    starts = [start for start, _ in spans]
    at = 0
    subject: tuple[int, int] | None = None
    known = -1
    while at < len(placed):
        index = bisect_left(starts, placed[at].amount.start + 1) - 1
        stop = at
        while stop < len(placed) and spans[index][0] <= placed[stop].amount.start < spans[index][1]:
            stop += 1
        if stop == at:  # between two sentences, which no text has
            done.append(placed[at])
            at += 1
            continue
        lines = _lines(text.low, spans[index], placed[at:stop], subject if index == known + 1 else None)
        for line in lines:
            phrase = _phrase(text, line)
            done += [replace(p, figure=replace(p.figure, phrase=phrase)) for p in line.members]
        if lines:
            subject, known = lines[-1].lead or subject_of(text.low, lines[-1].start, lines[-1].end), index
        at = stop
    return done


def _phrase(text: Text, line: Line) -> str:
    phrase = text.quote(line.start, line.end) + (" …" if line.is_cut else "")
    return text.quote(*line.lead) + GAP + phrase if line.lead else phrase


def _lines(low: str, span: tuple[int, int], placed: Sequence[Placed], before: tuple[int, int] | None) -> list[Line]:
    pieces = pieces_of(low, *span, ((p.amount.start, p.amount.end) for p in placed))
    lines: list[Line] = []
    at = 0
    for index, piece in enumerate(pieces):
        members = []
        while at < len(placed) and placed[at].amount.start < piece.end:
            members.append(placed[at])
            at += 1
        if not members:
            continue
        last = lines[-1] if lines else None
        shared = _shared(lines, members[0])
        if shared is not None:  # "làm rõ 8/9 vụ, bắt 11 đối tượng, đạt 88,9%": the share is of the vụ
            lines.append(_begin(low, pieces, index, members, last, before))
            lines[-1].lead = shared.start, max(p.end for p in shared.members)
        elif last is not None and _goes_on(low, last, pieces, index, members):
            last.end, last.last = end_of(low, pieces, index, members, last.start), index
            last.members += members
        else:
            lines.append(_begin(low, pieces, index, members, last, before))
    if at < len(placed) and lines:  # behind the last mark
        lines[-1].members += placed[at:]
    for line in lines:
        shorten(low, line)
    return lines


def _shared(lines: list[Line], share: Placed) -> Line | None:
    """The earlier line whose ratio a share follows from, where the line right before it has none."""
    if share.figure.unit != "%" or not lines or any(p.figure.of for p in lines[-1].members):
        return None
    for line in lines[-4:-1]:
        ratio = next((p.figure for p in line.members if p.figure.of), None)
        if ratio and ratio.of and abs(ratio.value * 100 / ratio.of - share.figure.value) < _ROUNDED:
            return line
    return None


def _goes_on(low: str, line: Line, pieces: list[Piece], index: int, members: list[Placed]) -> bool:
    """Whether a piece belongs to the line before it, and there is room for it."""
    piece = pieces[index]
    start = opened(low, piece.start, members[0].amount.start)
    listed = piece.mark == "," and _NOUN_NUMBER.match(low, start, piece.end) and not VERB.match(low, start, piece.end)
    room = MOST + (_LIST_MORE if listed else 0)
    if members[-1].end - line.start > room or not _is_next(low, line, pieces, index):
        return False
    fined = piece.mark == "," and is_fine(low, start, piece.end) and not is_count(members[0])
    if listed or fined or _MEASURE_OF.match(low, start, piece.end) or only_begins(low, line.start, line.end):
        return True
    if low.startswith("trong đó", piece.start) or _EACH.search(low, piece.start, members[0].amount.start):
        return True
    if _COUNT_ALONE.fullmatch(low, start, piece.end) or _OF_CLASS.match(low, start, piece.end):
        return True
    if piece.mark == ";":
        return leans(low, start, piece.end) and not is_count(members[0])
    if piece.mark == ":" or _is_bare(line.members[-1], members[0]):
        return True
    listed = line.end > pieces[line.last].end or dangles(low, start, piece.end, low[pieces[index - 1].start : line.end])
    if piece.mark == "," and (
        listed and (_AND_NUMBER.match(low, start, piece.end) or _DANGLING_WITH.match(low, start))
    ):
        return True
    return leans(low, start, piece.end) or belongs(low, start, piece.end)


def _is_next(low: str, line: Line, pieces: list[Piece], index: int) -> bool:
    """Whether a piece stands right behind a line, or only nouns of its list or "bằng cùng kỳ" stand between."""
    between = (piece for piece in pieces[line.last + 1 : index] if piece.end > line.end)
    return all(_AS_BEFORE.match(low, piece.start, piece.end) for piece in between)


def _is_bare(placed: Placed, following: Placed) -> bool:
    """A count whose noun follows with the next: "cất 13 căn, sửa 02 căn nhà"."""
    word = placed.figure.quote.rpartition(" ")[2].lower()
    return word in _BARE and placed.figure.unit == following.figure.unit and word in following.figure.quote.split()


def _begin(
    low: str,
    pieces: list[Piece],
    index: int,
    members: list[Placed],
    last: Line | None,
    before: tuple[int, int] | None,
) -> Line:
    """Begin a line at a piece: earlier where it leans on what stands before, later where its subject is long."""
    piece, first = pieces[index], min(members[0].start, members[0].amount.start)
    start = opened(low, piece.start, first)
    line = Line(start, end_of(low, pieces, index, members, start), index, members=list(members))
    leaning = leans(low, start, piece.end)
    share = _AND_SHARE.search(low, start, members[0].amount.start)
    if share and (members[0].figure.unit == "%" or (last and _AND_NUMBER.match(low, start, piece.end))):
        line.start = share.end()
        line.lead = _verb_of(low, last) if is_count(members[0]) else None
    elif labelled := _labelled(low, pieces, index, start):
        line.start, line.lead = labelled
    elif start == members[0].amount.start and _OWN_VERB.match(low, members[0].amount.end, piece.end):
        pass  # "100% đảng viên hoàn thành tốt nhiệm vụ" stands alone
    elif piece.mark == ";" and start == members[0].amount.start and last is not None and is_count(members[0]):
        line.lead = _verb_of(low, last)  # "tặng 2 xe đạp; 16 thẻ bảo hiểm y tế"
    elif piece.mark == "," and not leaning and last is None and (done := _done(low, pieces, index, start, first)):
        line.lead = done
        if line.end - done[0] <= MOST:
            line.lead, line.start = None, done[0]
    elif (
        last is not None and piece.mark != ";" and (belongs(low, start, first) or _EACH.search(low, piece.start, first))
    ):
        line.lead = last.lead or (last.start, max(p.end for p in last.members))
        each = _EACH.search(low, piece.start, first)
        line.start = each.start() if each else start
    elif (
        leaning
        or (piece.mark == "," and belongs(low, start, piece.end))
        or _needs_lead(low, piece, start, members[0].amount.start)
    ):
        earlier = _earlier(low, pieces, index, last)
        if earlier is not None and line.end - earlier <= MOST:
            line.start = earlier
        elif low.startswith("so với", start):
            line.lead = _first_subject(low, pieces[max(0, index - _LONGEST_LIST) : index])
        elif piece.mark == ";" and is_count(members[0]):
            pass
        elif last is not None and last.last == index - 1:
            line.lead = _owner(low, pieces, index, last)
        elif earlier is not None:
            line.lead = subject_of(low, earlier, pieces[index - 1].end)
        elif index == 0 and leaning and not is_count(members[0]):
            line.lead = before
    elif index and _TOPIC.match(low, opened(low, pieces[index - 1].start, piece.start)) and _BODY.match(low, start):
        line.start = opened(low, pieces[index - 1].start, piece.start)  # "Về bảo hiểm y tế, phường còn thiếu 1,6%"
    else:
        line.start = _list_start(low, pieces, index, last, start)
        valued = not is_count(members[0]) and _BRANCH.match(low, line.start, first)
        value = last_match(_VALUE_OF, low, max(pieces[0].start, line.start - _FAR), line.start) if valued else None
        line.lead = value.span() if value else None
    _tighten(low, line, first, members[0].amount.start)
    return line


def _labelled(low: str, pieces: list[Piece], index: int, start: int) -> tuple[int, tuple[int, int] | None] | None:
    """Where a line begins that a label opens, and the label where other words stand between.

    "Thời hạn di chuyển: trong vòng 90 ngày" is whole, of "Lớp bơi: thứ 2 - 4, học phí …" the name is put before.
    """
    if index and pieces[index].mark == ":" and (_TERM.match(low, start) or _of_crop(low, pieces[index - 1], start)):
        return opened(low, pieces[index - 1].start, pieces[index].start), None
    if pieces[index].mark == "," and _FEE.match(low, start):
        # "suất 1: 19 giờ, giá vé …; suất 2: 21 giờ, giá vé …": each belongs to the label of its own part.
        since = next((at for at in range(index - 1, 0, -1) if pieces[at].mark in (":", ";")), 0)
        if since and pieces[since].mark == ":":
            label = pieces[since - 1]
            return start, (opened(low, label.start, label.end), label.end)
    return None


def _of_crop(low: str, label: Piece, start: int) -> bool:
    """ "Cây lạc: diện tích gieo trồng 33 ha": what is measured is of the short name before the colon."""
    named = words_in(low, opened(low, label.start, label.end), label.end) <= _NAME_WORDS
    return named and bool(_MEASURED.match(low, start))


def _first_subject(low: str, pieces: list[Piece]) -> tuple[int, int] | None:
    """What a sentence speaks of: "tai nạn xảy ra 5 vụ, thiệt hại 80 triệu đồng; so với cùng kỳ giảm 2 vụ"."""
    subjects = (subject_of(low, piece.start, piece.end) for piece in pieces)
    return next((one for one in subjects if one), None)


def _owner(low: str, pieces: list[Piece], index: int, last: Line) -> tuple[int, int] | None:
    """The subject that a leaning piece goes on from: of "A đạt 9 tỷ, trong đó B 3 tỷ, tăng 8%" it is B that rises."""
    for at in range(index - 1, -1, -1):
        start = max(opened(low, pieces[at].start, pieces[at].end), last.start)
        if pieces[at].end <= last.start:
            break
        if not leans(low, start, pieces[at].end) and (subject := subject_of(low, start, pieces[at].end)):
            return subject
    return last.lead or subject_of(low, last.start, last.end)


def _list_start(low: str, pieces: list[Piece], index: int, last: Line | None, start: int) -> int:
    """Where the list begins whose last noun a piece begins with: "đường trực thôn, liên thôn được cứng hóa"."""
    at, floor = index, last.last if last else -1
    while pieces[at].mark == "," and at - 1 > floor and not reports(low, pieces[index].start, start):
        piece = pieces[at - 1]
        begin = opened(low, piece.start, piece.end)
        words = words_in(low, begin, piece.end)
        if (
            is_time(low, begin, piece.end)
            or not words
            or leans(low, begin, piece.end)
            or _CLOCK.search(low, begin, piece.end)
        ):
            break
        verb = VERB.match(low, start)
        noun = verb and (_STATES.match(low, verb.end() + 1) or low.startswith("hỗ trợ đối với", start))
        if (verb and not noun) or _STATES.match(low, start):
            break
        listed = words < LIST_WORDS or (at < index and words_in(low, start, pieces[at].end) < LIST_WORDS)
        if not listed and not dangles(low, start, pieces[at].end, low[begin : piece.end]):
            break
        at, start = at - 1, begin
    return start


def _verb_of(low: str, line: Line | None) -> tuple[int, int] | None:
    """The verb that a line's first number is governed by."""
    verb = last_match(VERB, low, line.start, line.members[0].amount.start) if line and line.lead is None else None
    return verb.span() if verb else None


def _done(low: str, pieces: list[Piece], index: int, start: int, first: int) -> tuple[int, int] | None:
    """What was done with a sum that stands behind a list: "đã trao xe đạp, thẻ bảo hiểm, với tổng kinh phí …"."""
    if not _SUM.match(low, start, first):
        return None
    for piece in reversed(pieces[max(0, index - _LONGEST_LIST) : index]):
        if verb := VERB.search(low, piece.start, piece.end):
            return verb.start(), piece.end
        if piece.mark not in {",", "…", "..."}:
            break
    return None


def _needs_lead(low: str, piece: Piece, start: int, first: int) -> bool:
    """ "Diện tích gieo trồng: lúa 120 ha": what stands behind a colon is often no clause of its own."""
    if piece.mark == ":" and _SUM_BRACKET.match(low, start, piece.end):
        return True
    if piece.mark != ":" or words_in(low, start, first) > 3 or words_in(low, first, piece.end) > 5:
        return False
    return not VERB.search(low, start, first) and not _STATES.search(low, start, first)


def _earlier(low: str, pieces: list[Piece], index: int, last: Line | None) -> int | None:
    """Where the words begin that a leaning piece leans on; None where they belong to another line or are far."""
    at = index - 1
    floor = last.last if last else -1
    while at > floor:
        start = opened(low, pieces[at].start, pieces[at].end)
        if is_time(low, start, pieces[at].end) or start >= pieces[at].end:
            return None
        alone = not leans(low, start, pieces[at].end) and not belongs(low, start, pieces[at].end)
        if alone and (words_in(low, start, pieces[at].end) > 2 or at == floor + 1):
            return start
        at -= 1
    return None


def _tighten(low: str, line: Line, first: int, number: int) -> None:
    """Let a clause with a long way to its first number begin at its verb, or put only its subject before the verb."""
    if line.members[0].figure.of and (stated := _STATED.search(low, line.start + 1, number)):
        line.start, line.lead = stated.end(), None  # what was told before is another matter
        return
    if first - line.start <= _LEAD or line.lead:
        return
    verb = last_match(VERB, low, line.start + 1, first)
    while verb is not None:
        between = low[verb.end() : number]
        if words_in(between, 0, len(between)) > _VERB_WORDS or _STATES.search(between):
            break
        alone = low.endswith(_NO_VERB_AFTER, line.start, verb.start()) or between.startswith((" đối với", ", "))
        if not alone:
            line.start = verb.start()
            return
        verb = last_match(VERB, low, line.start + 1, verb.start())
    if first - line.start > _LONGEST_LEAD and (state := last_match(_STATES, low, line.start + 1, first)):
        subject = subject_of(low, line.start, state.start())
        if subject is not None and subject[1] < state.start() - 2:
            line.lead, line.start = subject, state.start()
