"""The When-lines of a notice: when, where, for whom and what to do, each an exact piece of its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.when_lines import WhenLines
from bot.reading.grammar.postings import is_posting, posted_spans
from bot.reading.grammar.scan import Scan
from bot.reading.grammar.text import BULLET, LOWER, UPPER, Text, last_match, sentences
from bot.reading.head import Title
from bot.reading.people import told_places
from bot.reading.when import Event, is_deadline, names_event

_TOP = 12_000  # characters: what stands deeper is no notice's hour
_LONGEST = 180
_MOST_ITEMS = 6
_MOST_LABELS = 40
_MOST_MARKS = 60
_GAP = 90
_WHATS = {
    "time": r"thời gian(?! (?:qua|làm việc|giải quyết))|thời điểm|ngày giờ|ngày, giờ|thời hạn(?! giải)|hạn chót",
    "area": r"(?:địa bàn|khu vực|phạm vi|vùng|địa điểm|nơi|các (?:khu vực|tuyến đường))(?=[^:\n]{0,30}(?:ngừng|"
    r"ngưng|cúp|cắt|mất|ảnh hưởng|cấm|yếu))"
    r"|khu vực|phạm vi|địa bàn",
    "place": r"địa điểm|địa chỉ(?! (?:email|web|liên hệ|trang))|nơi (?:tổ chức|họp|khám|tiêm|nhận|tập trung|nộp)|"
    r"điểm (?:tiêm|khám|hẹn|tập trung|tiếp nhận|cấp)",
    "people": r"đối tượng|thành phần(?! (?:hồ sơ|chủ trì))|kính gửi|người tham dự",
    "note": r"lưu ý|ghi chú",
    "todo": r"cần làm|khi (?:đi|đến)|mang theo|hồ sơ (?:gồm|cần)|giấy tờ|đề nghị(?= (?:bà con|nhân dân|"
    r"người dân|các hộ))",
}
# A label opens a line, or stands in it after a dash or a full stop: "Thời gian: … - Địa điểm: …".
_LABEL = re.compile(
    r"(?m)(?:^[^\w\n]{0,12}(?:(?:\d{1,2}(?:\.\d{1,2})?|[a-zđ]|[ivx]{1,4})[./):]{1,2}[^\w\n]{0,3})?|"
    r"(?<=[.;)]) {1,3}(?:[-+*•] ?)?| - )"
    r"(?:" + "|".join(f"(?P<{what}>{words})" for what, words in _WHATS.items()) + r")[^:\n.;/]{0,40}?[ ]?:[ \t]*"
)
_NEXT_SENTENCE = re.compile(rf"(?<={LOWER})\.\s+(?={UPPER})")
_REGISTER = re.compile(r"đăng ký|nộp|gửi")
_HEADING = re.compile(r"[^\w\n]{0,4}(?:\d{1,2}(?:\.\d{1,2})?|[ivx]{1,4})[./)](?!\d)")
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn)"
_SPOKEN = re.compile(
    rf"(?<!\w)(?:(?:ngày )?(?:{_WEEKDAY}|\d{{1,2}}(?:(?:,|"
    rf" và) (?:ngày )?\d{{1,2}}){{0,3}})(?: và {_WEEKDAY})? h[àằ]ng (?:tuần|tháng)|"
    rf"(?:sáng|trưa|chiều|tối|đêm) (?:nay|mai|{_WEEKDAY})|ngày mai|hôm nay|(?:cả ngày |trong ngày ){_WEEKDAY}|"
    rf"{_WEEKDAY} (?:này|tới|tuần này|tuần sau)|"
    r"trong giờ hành chính|h[àằ]ng (?:ngày|tuần|tháng)|đến khi [^.,;\n]{4,70})(?!\w)"
)
_WORDS_OF_TIME = (
    rf"từ|kể|liên tục|đến|tới|hết|và|lúc|vào|hồi|ngày|{_WEEKDAY}|buổi|sáng|trưa|chiều|tối|đêm|cùng|tức|nhằm|"
    rf"bắt đầu|kết thúc|"
    r"khoảng|dự kiến|trong|các|mùng|nay|mai|trước|liên tục"
)
_GLUE = re.compile(rf"(?: ?\((?:tức|nhằm)[^()\n]{{3,60}}\))?[ ,;:()-]*(?:(?:{_WORDS_OF_TIME})(?!\w)[ ,;:()-]*)*")
_LEFT = re.compile(rf"(?<!\w)(?!(?<=\d )(?:ngày|đêm))(?:(?:{_WORDS_OF_TIME})(?!\w)[ ,:(]{{1,2}})+\Z")
_RIGHT = re.compile(
    r" ?\((?=[^)\n]{0,60}(?:hành chính|thứ|chủ nhật|âm|nhằm|tức|sáng|chiều|tối))[^()\n]{1,60}\)|"
    r" h[àằ]ng (?:ngày|tuần|tháng)|"
    r" (?:cùng ngày|đến khi [^.,;\n]{4,70}|cho đến khi [^.,;\n]{4,70})"
)
_CUT_OFF = re.compile(
    r"(?:cúp|cắt|mất|ngừng|ngưng|tạm ngừng|tạm ngưng|tạm dừng|gián đoạn)(?: (?:cấp|cung cấp|việc|"
    r"tạm thời)){0,3} (?:điện|nước)|"
    r"cấm (?:đường|xe|[^.\n]{0,40}?(?:phương tiện|lưu thông))|phun (?:thuốc|hóa chất)"
)
_AREA = re.compile(
    r"(?<!\w)((?:một phần |một số |toàn (?:bộ )?)?(?:các )?(?:khu vực|địa bàn|khóm|khu phố|tổ dân phố|tdp|tổ|ấp|"
    r"thôn|xóm|hẻm|ngõ|đường|"
    r"tuyến đường|phường|xã|chung cư|khu dân cư) (?!này|trên|nói|đã|sẽ|được|ra|thông|và|bị|có|thi công|dây|ống|"
    r"nước|điện|chức)"
    r"[^.;\n:(]{1,140}?)(?=[.;\n:(]|\Z|,? (?:từ (?=\d|ngày|khoảng|sáng|chiều)|vào |lúc |ngày |để |do |nhằm |"
    r"trong |sẽ |bị |kể từ |thời gian |phục vụ |nên ))"
)
_INVITED = re.compile(
    r"(?<!\w)(?:kính mời|trân trọng mời|mời|kính báo đến|thông báo (?:đến|tới|cho)) ((?!thầu|gọi|chào|dự|"
    r"tham)[^.;\n:]{4,140}?)"
    r"(?=[ ,]{1,2}(?:(?:có mặt|sắp xếp|bố trí|vui lòng|đến|tới|về|dự|tham dự|tham gia|đúng|biết|được biết|"
    r"thực hiện|đưa|mang|"
    r"liên hệ|chủ động|cùng|để|quan tâm)(?!\w))|[.;\n]|\Z)"
)
_MEANT_FOR = re.compile(
    r"(?<!không )(?<!\w)(?:dành cho|cho|đối với) ((?:toàn bộ |tất cả )?(?:các |những |toàn thể )?(?:"
    r"trẻ(?: em)?(?! (?:ngồi|nằm|nghỉ|bú|ăn|uống|đi)(?!\w))|"
    r"người (?:cao|từ|dân|có|già|khuyết)|công dân|phụ nữ|học sinh|nam công dân|thanh niên|hộ|bà con)(?!\w)"
    r"[^.,;:()\n]{0,100}?)(?=[.,;:()\n]|\Z| (?:về|để|nhằm|tại|trong|vào|đến|theo|được|khi|thì|là|như|do|và các|"
    r"từ ngày|biết)(?!\w))"
)
_WHOM = (
    r"(?:bà con|nhân dân|người dân|các hộ|hộ dân|hộ gia đình|quý|cử tri|các gia đình|gia đình|mỗi hộ|phụ huynh|"
    r"khách hàng|công dân|toàn thể|ông|ông/bà|các thôn|các cơ quan|cơ quan|đoàn viên|các đại biểu|tổ chức|hội viên|mọi "
    r"người|các (?:bác|cụ|anh|chị|em|bậc|đơn vị|tổ|khóm|ấp|hội)|thanh niên|chủ (?:hộ|xe|nuôi|cơ sở|nhà))"
)
_ASK = re.compile(
    rf"(?<!\w)(?:(?:đề nghị|yêu cầu|khuyến cáo|kêu gọi|mong|nhắc|rất mong|vận động|xin mời|kính mời|"
    rf"mời)(?: \w+){{0,4}}? {_WHOM}|tuyệt đối (?:không|không được)|đăng ký (?:tại|trước|qua|với|theo))(?!\w)"
)
_PAPERS = (
    r"(?:căn cước|cccd|cmnd|chứng minh|thẻ|sổ|giấy|thư mời|hồ sơ|phiếu|thông báo|bản (?:sao|chính|gốc)|đơn|hộ khẩu|"
    r"bảo hiểm|tiền mặt|nước uống|áo mưa|dụng cụ|cuốc|chổi|đầy đủ)"
)
# What people do themselves, whoever asks: bringing, storing, unplugging, being there in time.
_DO = re.compile(
    rf"(?<!\w)(?:mang theo|đem theo|(?:nhớ|vui lòng|cần|phải|xin) (?:mang|đem|cầm)|"
    rf"(?:mang|đem|cầm|xuất trình) {_PAPERS}|"
    r"(?:dự )?trữ (?:sẵn )?(?:đủ )?nước|tích (?:trữ )?nước|hứng nước|khóa (?:van|vòi|kỹ|chặt)|"
    r"(?:rút|tháo|ngắt|tắt) (?:các |hết |toàn bộ |mọi )?(?:phích|ổ|dây|cầu dao|aptomat|nguồn|thiết bị|điện)|"
    r"(?:(?:chủ động|vui lòng|cần|nên|nhớ|hãy|xin|phải|bà con|người dân|các hộ|phụ huynh) |(?<=[.\n] )|(?<=- )|(?<=\n))"
    r"chuẩn bị|"
    r"(?:đến|tới|đi|có mặt|tham dự|dự họp)(?: đầy đủ)?(?: và)? đúng (?:giờ|lịch|hẹn|ngày|thời gian|"
    r"buổi|thành phần)|"
    r"(?:nhịn|không) (?:ăn|uống)(?: sáng)?(?= trước|[,.;\n]|\Z))(?!\w)"
)
_MOST_ASKS = 2
# An invitation tells what the lines of time and place tell already.
_INVITES = re.compile(r"(?:(?:xin |kính )?mời|mong|rất mong)(?!\w)")
_THANKS = re.compile(r"\W*(?:kính mong|rất mong|xin|trân trọng|mong)(?!\w)")
_EMPTY_ASK = re.compile(r"(?:thông cảm|quan tâm chia sẻ|xin cảm ơn)")
_CUT = re.compile(r"[,;:.](?=\s)|\s(?=\()")

_PAUSE = re.compile(r" (?=(?:hoặc|và|nhưng|để|nhằm|theo|trong|tại) )")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A date, an hour or a spoken time at its place, or several that make one phrase."""

    start: int
    end: int
    hour: bool
    day: bool
    spans: bool = False


def when_lines_of(text: Text, scan: Scan, title: Title, happening: Event | None) -> WhenLines:
    """Gather the When-lines: what the text labels itself, else the phrases that say it; reads 12,000 characters."""
    labelled = _labelled(text)
    low = text.low[:_TOP]
    time = _whole_time(text, scan, labelled["time"], happening)
    interrupts = bool(_CUT_OFF.search(low, 0, title.end + 600))
    area = labelled["area"] or (_area(text) if interrupts else [])
    place = labelled["place"]
    if not place and not (interrupts and area):
        told = told_places(text, title)
        place = [one for one in told if not _within(text, one, time)][: 1 if len(time) < 2 else None]
    people = labelled["people"] or ([] if interrupts else _people(text, title))
    if any(_within(text, area_span, time) for area_span in area):
        area = []
    todo = labelled["todo"] or _todo(text, title) or labelled["note"]
    return WhenLines(*(_quotes(text, spans) for spans in (time, place, area, people, todo)))


def _quotes(text: Text, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    quotes = dict.fromkeys(text.quote(*_trimmed(text, *span)) for span in spans)
    return tuple(quote for quote in quotes if any(c.isalnum() for c in quote))[:_MOST_ITEMS]


def _trimmed(text: Text, start: int, end: int) -> tuple[int, int]:
    """Cut a piece to what is shown: no list sign before it, no stop after it, and no longer than one clause allows."""
    bullet = BULLET.match(text.low, start, end)
    if bullet and bullet.end() < end and not text.low[bullet.end() : end].strip()[:1].isdigit():
        start = bullet.end()
    while start < end and not (text.clean[start].isalnum() or text.clean[start] in "\"'(“"):
        start += 1
    if end - start > _LONGEST:
        top = start + _LONGEST
        cut = last_match(_CUT, text.low, start + 40, top) or last_match(_PAUSE, text.low, start + 40, top)
        end = cut.start() if cut else text.low.rfind(" ", start, top)
    while end > start and text.clean[end - 1] in " .;,:/\n\t-*|":
        end -= 1
    if text.clean.count("(", start, end) > text.clean.count(")", start, end):
        end = max(start, text.clean.rfind("(", start, end)) if text.clean.rfind("(", start, end) > start + 8 else end
    return start, end


def _labelled(text: Text) -> dict[str, list[tuple[int, int]]]:
    """Read the lines with a label of their own; a label with nothing after it takes the list under it."""
    found: dict[str, list[tuple[int, int]]] = {what: [] for what in _WHATS}
    labels = []
    for match in _LABEL.finditer(text.low, 0, _TOP):
        labels.append(match)
        if len(labels) == _MOST_LABELS:
            break
    taken = 0
    for index, match in enumerate(labels):
        what = match.lastgroup or "time"
        if match.start() < taken:
            continue
        line_end = text.low.find("\n", match.end())
        line_end = len(text.low) if line_end < 0 else line_end
        following = labels[index + 1].start() if index + 1 < len(labels) else len(text.low)
        end = min(line_end, following)
        if what == "time" and _REGISTER.search(match[0]):
            found["todo"].append((match.start(), end))
            continue
        if len(found[what]) >= _MOST_ITEMS:
            continue
        if end - match.end() >= 4 and any(c.isalnum() for c in text.low[match.end() : end]):
            stop = _NEXT_SENTENCE.search(text.clean, match.end() + 8, end) if what in {"place", "area"} else None
            found[what].append((match.end(), stop.start() if stop else end))
            continue
        opening = (one.start() for one in labels[index + 1 :] if text.low[one.start() - 1 : one.start()] == "\n")
        listed = list(_listed(text, line_end + 1, min(next(opening, len(text.low)), _TOP)))
        found[what].extend(listed)
        taken = listed[-1][1] if listed else taken
    return found


def _listed(text: Text, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the lines of the list that begins there, until a heading, or a line that is no item after a blank one."""
    at, blank, count = start, False, 0
    for line in text.low[start:end].split("\n"):
        here, at = at, at + len(line) + 1
        if not line.strip():
            blank = True
            continue
        item = bool(BULLET.match(line)) or bool(re.match(r"\W*(?:buổi|sáng|chiều|tối|ngày|từ|đợt|điểm)\b", line))
        if _HEADING.match(line) or (blank and count and not item) or is_posting(line) or count >= _MOST_ITEMS:
            return
        if len(line) <= 3 * _LONGEST:
            count += 1
            yield here, here + len(line)
        blank = False


def _within(text: Text, span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] < end for start, end in others)


def _whole_time(text: Text, scan: Scan, told: list[tuple[int, int]], happening: Event | None) -> list[tuple[int, int]]:
    """Give the lines of time: those with a label, and the hour or the day that stands elsewhere when they lack it."""
    if not told:
        return _times(text, scan, happening)
    hours = any(scan.hours_in(*span) for span in told)
    days = any(scan.dates_in(*span) or _SPOKEN.search(text.low, *span) for span in told)
    other = [span for span in _times(text, scan, happening) if not _within(text, span, told)]
    each = [span for span in other if _opens_line(text, span[0]) and scan.dates_in(*span)]
    if len(each) >= 2 and days:  # a range, and what happens on each of its days
        return sorted(told + each)
    if hours and days:
        return told
    lacked = [span for span in other if (scan.hours_in(*span) and not hours) or (scan.dates_in(*span) and not days)]
    return sorted(told + lacked[:3]) if days else lacked[:2] + told


def _times(text: Text, scan: Scan, happening: Event | None) -> list[tuple[int, int]]:
    """Find the phrases of time that tell when; sittings that each open a line are shown with their whole line."""
    phrases = _phrases(text, scan)
    if not phrases:
        return [(happening.start, happening.end)] if happening else []
    kept = [p for p in phrases if p.hour or p.spans or _is_event(p, happening) or _opens_line(text, p.start)]
    if all(not p.day for p in kept):
        kept = phrases
    kept = [p for p in kept if p.hour or not _told_with_hour(text.low, p, kept)]
    opening = sum(_opens_line(text, p.start) for p in kept)
    items = sum(_item(text, p) is not None for p in kept)
    spans = dict.fromkeys((_item(text, p) if items >= 2 else None) or _shown(text, p, whole=opening >= 2) for p in kept)
    return list(spans)[:_MOST_ITEMS]


def _item(text: Text, phrase: _Mark) -> tuple[int, int] | None:
    """Give the item of a list that tells an hour for a place: "* Khóm 3: hẻm 9 từ 7h30 đến 11h30"."""
    begin = text.low.rfind("\n", 0, phrase.start) + 1
    end = text.low.find("\n", phrase.end)
    end = end if end >= 0 else len(text.low)
    if not phrase.hour or end - begin > _LONGEST or phrase.start - begin < 8 or not BULLET.match(text.low, begin, end):
        return None
    return begin, end


def _shown(text: Text, phrase: _Mark, *, whole: bool) -> tuple[int, int]:
    """Give what is shown of a phrase: itself, the line that it opens among others, or its row of a table."""
    begin = text.low.rfind("\n", 0, phrase.start) + 1
    end = text.low.find("\n", phrase.end)
    row = text.low[begin : end if end >= 0 else len(text.low)]
    if ("|" in row or "\t" in row) and len(row) <= 3 * _LONGEST:
        return begin, begin + len(row)
    if whole and _opens_line(text, phrase.start):
        return phrase.start, _sentence_end(text, phrase.end)
    return phrase.start, phrase.end


def _told_with_hour(low: str, phrase: _Mark, others: list[_Mark]) -> bool:
    """Tell a bare day that another phrase gives with its hour."""
    day = re.search(r"\d[\d/.-]+(?: tháng \d+)?", low[phrase.start : phrase.end])
    return day is not None and any(day[0] in low[one.start : one.end] for one in others if one.hour)


def _is_event(phrase: _Mark, happening: Event | None) -> bool:
    return happening is not None and phrase.start <= happening.end and happening.start <= phrase.end


def _phrases(text: Text, scan: Scan) -> list[_Mark]:
    low = text.low
    posted = posted_spans(low)
    marks = [_Mark(h.start, h.end, hour=True, day=False) for h in scan.hours[:_MOST_MARKS]]
    by = [d for d in scan.dates[:_MOST_MARKS] if names_event(low, d)]
    days = [d for d in by if not is_deadline(low, d)]
    marks += [_Mark(d.start, d.end, hour=False, day=True, spans=d.first != d.last) for d in days]
    spoken = [_Mark(*m.span(), hour=False, day=True) for m in _SPOKEN.finditer(low, 0, _TOP)]
    marks += [one for one in spoken[:_MOST_MARKS] if not any(one.start < m.end and m.start < one.end for m in marks)]
    phrases: list[_Mark] = []
    for mark in sorted(marks, key=lambda m: m.start):
        if mark.end > _TOP or any(start <= mark.start < end for start, end in posted):
            continue
        last = phrases[-1] if phrases else None
        if last and mark.start - last.end <= _GAP and _GLUE.fullmatch(low, last.end, max(last.end, mark.start)):
            phrases[-1] = _Mark(
                last.start, mark.end, last.hour or mark.hour, last.day or mark.day, last.spans or mark.spans
            )
        else:
            phrases.append(mark)
    return [_widened(low, phrase) for phrase in phrases]


def _widened(low: str, phrase: _Mark) -> _Mark:
    left = _LEFT.search(low, max(0, low.rfind("\n", 0, phrase.start) + 1, phrase.start - 40), phrase.start)
    right = _RIGHT.match(low, phrase.end)
    start, end = left.start() if left else phrase.start, right.end() if right else phrase.end
    return replace(phrase, start=start, end=end)


def _opens_line(text: Text, start: int) -> bool:
    before = text.low[max(0, start - 12) : start]
    return start < 3 or bool(re.search(r"[\n.:][^\w\n,]*(?:[a-zđ\d]{1,2}[.)/] ?)?\Z", before))


def _sentence_end(text: Text, end: int) -> int:
    stop = re.compile(r"\n|\.(?=\s)").search(text.low, end, end + 3 * _LONGEST)
    return stop.start() if stop else min(len(text.low), end + _LONGEST)


def _area(text: Text) -> list[tuple[int, int]]:
    """Find where interruptions are felt: in each sentence that tells one, the clause that names streets or quarters."""
    found: list[tuple[int, int]] = []
    for cut in _CUT_OFF.finditer(text.low, 0, _TOP):
        stop = _sentence_end(text, cut.end())
        named = _AREA.search(text.low, cut.end(), stop)
        if named and named.span(1) not in found:
            found.append(named.span(1))
        if len(found) == _MOST_ITEMS:
            break
    return found


def _people(text: Text, title: Title) -> list[tuple[int, int]]:
    for pattern in (_MEANT_FOR, _INVITED):
        found = pattern.search(text.low, title.end, _TOP) or pattern.search(text.low, 0, _TOP)
        if found:
            return [found.span(1)]
    return []


def _todo(text: Text, title: Title) -> list[tuple[int, int]]:
    """Find what people are asked to do: what they bring or prepare, else the first sentence that asks them."""
    asked: list[tuple[int, int]] = []
    done: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if start > _TOP or len(done) == _MOST_ASKS:
            break
        begin = max(start, title.end - 1)
        asks = (_ASK.search(text.low, begin, end) or _DO.search(text.low, begin, end)) if end > title.end else None
        if asks is None or _EMPTY_ASK.search(text.low, asks.start(), end):
            continue
        if text.low[start:end].rstrip().endswith(":"):
            listed = list(_listed_todo(text, end, min(len(text.low), end + 2000)))
            if listed:
                return listed[:3]
            continue
        whole = end - start <= _LONGEST and start >= title.end - 1
        label = _LABEL.match(text.low, start, end)
        opens = label.end() if label and label.end() <= asks.start() else start
        found = (opens if whole else asks.start(), end)
        asked.append(found)
        if not _INVITES.match(text.low, asks.start()):
            done.append(found)
    return done or asked[:1]


def _listed_todo(text: Text, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for line in text.low[start:end].split("\n"):
        here, at = at, at + len(line) + 1
        if _LABEL.match(text.low, here, here + len(line)):
            return
        if line.strip() and not _THANKS.match(line):
            yield here, here + len(line)
