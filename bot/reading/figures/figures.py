"""From amounts to figures: the quote, the label, what governs each, its period, and result or target."""

import re
from dataclasses import dataclass

from bot.domain.figures import Figure
from bot.reading.figures.clauses import pieces_of
from bot.reading.figures.labels import is_dimension, label_of
from bot.reading.figures.periods import Periods
from bot.reading.figures.targets import Plans
from bot.reading.grammar.numbers import Amount
from bot.reading.grammar.scan import Scan
from bot.reading.grammar.text import Text, last_match, word_set
from bot.reading.grammar.units import PEOPLE

# Words that belong to the number after them; they stay in its quote.
_QUALIFIERS = word_set(
    """đạt vượt tăng giảm còn chiếm bằng gần hơn trên khoảng ước thu nhất tối thiểu đa không quá dưới từ chỉ
    thêm lên đến xuống gấp ≥ ≤ > < ~ bình quân trí tỷ lệ ít trung"""
)
_MOST_QUALIFIERS = 3
_TAIL = re.compile(r" {0,2}(?:trở lên|trở xuống|kế hoạch|dự toán|chỉ tiêu|so với (?:[^\W\d_]+ ?){1,4}(?:20\d\d)?)")
_MET = re.compile(r" (?:đạt và vượt|đạt, vượt|hoàn thành và vượt|đạt|vượt|hoàn thành)(?!\w)")
_WORD = re.compile(r" {1,2}([^\W\d_]+)")
_ENDS_NOUN = word_set(
    """và đạt đã được với trong cho của tại để đến từ so theo năm tháng là có còn trên dưới do trở hoặc nhằm
    về qua khi vào cùng tham ở tăng giảm vượt chiếm bằng trở ra lên xuống như này gồm phối trị"""
)
_GOVERNS = re.compile(
    r"(?<!\w)(?:(chưa|không|chẳng) )?(đạt|vượt|tăng|giảm)(?!\w)(?! (?:cường|tốc|nghèo|tải|biên|thiểu|cân|trưởng mạnh))"
)
_AFTER_RATIO = re.compile(r"(?: {1,2}[^\W\d_]+){0,4}? {1,2}(?:(chưa|không) )?(đạt|vượt)(?!\w)")
_VERDICT = re.compile(r" (?:(chưa|không) )?(đạt|vượt)(?!\w)")  # 9 chỉ tiêu vượt và 35 đạt
_LIKE = re.compile(r"[^.;\n%]{0,30} và ")  # đạt 103,9% năm 2022 và 87,8% …
_CAPTION = re.compile(r"\W*(?:ảnh|hình ảnh|nguồn|ảnh minh họa|chú thích)\s*:|.*\(ảnh\b")
_EACH = re.compile(r"(?<!\w)(?:trên|tính trên|mỗi) (?:0?1 )?(ha|m²|sào)(?!\w)")
_INVITED = re.compile(
    r"\W*(?:kính gửi|nơi nhận|thành phần|đối tượng|kính mời|khách mời|trân trọng (?:kính )?mời|mời|địa điểm)(?!\w)|"
    r"\s*[📍📌🏥🏫🏢🏠🏛]"
)
_CALLS = re.compile(r"(?<!\w)(?:(?:kính|trân trọng) mời|(?:tham|cùng|đến|tới) dự)(?!\w)")
_DASHED = re.compile(r"[^\S\n]*[-+*•–]")
_ADDRESSES = re.compile(r"(?:kính gửi|mời|thành phần(?: [^\W\d_]+){0,3}) ?:\W*\Z")
_MOST_ADDRESSED = 1_000  # characters of their list
# "Mỗi hộ cử 1 người", "từng chi đoàn cử 5 bạn": how many are asked to come.
_EACH_SENDS = re.compile(
    r"(?<!\w)(?:mỗi|từng) (?:[^\W\d_]+ ){1,4}(?:cử|đi|đến|bố trí|chọn|góp)(?: (?:đi|ít nhất|tối thiểu|khoảng))* \Z"
)
# A sitting of a schedule: who is expected there is no result, "Ngày 15/12/2026: thôn 1, thôn 2 (120 cụ)".
_OF_SCHEDULE = re.compile(
    r"[^\w\n]*(?:(?:buổi )?(?:sáng|chiều|tối) |(?:vào )?(?:lúc|từ) )?(?:ngày |thứ \w+,? )?\d{1,2} ?(?:[/-]\d|h|g|giờ|:)"
)
_CALLED_WITHIN = 300  # characters from who calls to how many
_BODIES = frozenset(("chi hội", "chi bộ", "chi đoàn", "tổ", "khóm", "ấp", "thôn", "khu phố", "đoàn thể"))
_FACES, _RATIO_FACES = 3, 5  # words after the noun that a quote keeps


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with its amount and the span of its quote, for the checks that compare neighbours.

    `high` marks the upper end of a range; `role` is a table column's (plan, actual, share), empty in prose.
    """

    figure: Figure
    amount: Amount
    start: int
    end: int
    high: bool = False
    role: str = ""


def figures_of(text: Text, scan: Scan, spans: list[tuple[int, int]], plans: Plans, body: int) -> list[Placed]:
    """Make figures of the amounts, sentence by sentence; the title's count only when the body does not repeat them."""
    found: list[Placed] = []
    titled: list[Placed] = []
    periods = Periods(text, scan, spans, body)
    for index, (start, end) in enumerate(spans):
        amounts = scan.amounts_in(start, end)
        opening = text.low[start : start + 60]
        if not amounts or _CAPTION.match(opening):
            continue
        if _INVITED.match(opening):  # the headcount of those invited is no result
            amounts = [a for a in amounts if a.of is not None or is_dimension(a.unit)]
        if _DASHED.match(text.low, start) and _is_addressed(text.low, start):
            amounts = [a for a in amounts if a.unit not in _BODIES]
        amounts = [a for a in amounts if not _is_called(text.low, start, a)]
        made = _of_sentence(text, amounts, (start, end), plans, periods, index)
        (titled if start < body and end <= body + 2 else found).extend(made)
    known = {(p.figure.value, p.figure.unit) for p in found}
    return [p for p in titled if (p.figure.value, p.figure.unit) not in known and _telling(p)] + found


def _is_addressed(low: str, start: int) -> bool:
    """Tell one of those listed under "Kính gửi:" or "kính mời:", each on a line of its own with a dash."""
    top = max(0, start - _MOST_ADDRESSED)
    for line in reversed(low[top:start].split("\n")):
        if line.strip() and not _DASHED.match(line):
            return bool(_ADDRESSES.search(line))
    return False


def _is_called(low: str, start: int, amount: Amount) -> bool:
    """Tell how many are called somewhere: "gồm khóm 1 (30 cử tri)", "kính mời … 9 chi hội đến dự"."""
    near = max(start, amount.start - _CALLED_WITHIN)
    if amount.unit in PEOPLE and low.endswith("(", start, amount.start):
        return amount.unit == "cử tri" or bool(_OF_SCHEDULE.match(low, start))
    if not (amount.unit or "").startswith("đồng") and _EACH_SENDS.search(low, near, amount.start):
        return True
    return amount.of is None and amount.unit in _BODIES and bool(_CALLS.search(low, near, amount.start))


def _telling(placed: Placed) -> bool:
    """A title's "5 mô hình" is rather a name; money, percent and ratios are told for their own sake."""
    unit = placed.figure.unit or ""
    return placed.figure.of is not None or unit.startswith(("%", "đồng", "‰"))


def _of_sentence(
    text: Text, amounts: list[Amount], span: tuple[int, int], plans: Plans, periods: Periods, index: int
) -> list[Placed]:
    made: list[Placed] = []
    label = ""
    edge = span[0]
    pieces = pieces_of(text.low, *span, [(a.start, a.end) for a in amounts])
    for place, amount in enumerate(amounts):
        following = amounts[place + 1].start if place + 1 < len(amounts) else span[1]
        start, end = _quote_span(text, amount, edge, following)
        comparison = _comparison(text.low, amount, edge, start, made)
        planned = plans.is_target(text.low, amount, index, span)
        period = periods.of(amount, index, span, following, plan=plans if planned else None)
        unit = _per_area(text.low, amount, edge)
        label = label_of(text, amount, pieces, edge, label)
        quote = text.quote(start, end)
        low_figure = Figure(
            quote=quote,
            label=label,
            value=amount.value,
            unit=unit,
            of=amount.of,
            comparison=None if amount.change or planned else comparison,
            period=period,
            is_target=planned and not amount.change,
        )
        made.append(Placed(low_figure, amount, start, end))
        if amount.high is not None:
            high_figure = Figure(
                quote=quote,
                label=label,
                value=amount.high,
                unit=unit,
                comparison=comparison if amount.change or not planned else None,
                period=period,
                is_target=planned,
            )
            made.append(Placed(high_figure, amount, start, end, high=True))
        edge = amount.end
    return made


def _per_area(low: str, amount: Amount, edge: int) -> str | None:
    """Money told "trên 1 ha đất … đạt 115 triệu đồng" is đồng/ha."""
    if amount.unit != "đồng":
        return amount.unit
    each = last_match(_EACH, low, max(edge, amount.start - 140), amount.start)
    return f"đồng/{each[1]}" if each else amount.unit


def _quote_span(text: Text, amount: Amount, edge: int, following: int) -> tuple[int, int]:
    low = text.low
    start = amount.start
    window = low[max(edge, start - 40) : start]
    base = start - len(window)
    position = len(window)
    for _ in range(_MOST_QUALIFIERS):
        trimmed = window[:position].rstrip(" ")
        cut = max(trimmed.rfind(" "), trimmed.rfind("\n")) + 1
        word = trimmed[cut:].lstrip("(")
        if len(window[:position]) - len(trimmed) > 2 or word not in _QUALIFIERS:
            break
        if word == "chỉ" and trimmed.endswith(("đình chỉ", "chứng chỉ", "địa chỉ")):
            break
        position = len(trimmed) - len(word)
        start = base + position
    end = amount.end
    tail = _TAIL.match(low, end)
    if tail and tail.end() <= following:
        return start, tail.end()
    end = _noun_end(text, amount, min(following, end + 80))
    met = _MET.match(low, end) if amount.unit == "chỉ tiêu" and (amount.of or amount.end - amount.start < 4) else None
    return start, met.end() if met and met.end() <= following else end


def _noun_end(text: Text, amount: Amount, following: int) -> int:
    """Keep a short phrase up to its comma ("09 căn nhà bị hỏa hoạn"); of a long one only its unit."""
    end, clean = amount.end, text.clean
    unit = amount.unit or ""
    if unit.startswith(("%", "đồng", "‰")) and unit != "đồng chí":
        return end
    most = _RATIO_FACES if amount.of is not None else _FACES
    for _ in range(most):
        word = _WORD.match(clean, end)
        if word is None or word.end() > following:
            break
        if word[1][0].isupper() or word[1].lower() in _ENDS_NOUN:
            return end if amount.of is not None else amount.end
        end = word.end()
    return end if _WORD.match(clean, end) is None else amount.end


def _comparison(low: str, amount: Amount, edge: int, start: int, made: list[Placed]) -> str | None:
    clause = low[max(edge, amount.start - 60) : amount.start]
    cut = max(clause.rfind(","), clause.rfind(";"), clause.rfind(":"), clause.rfind("("), clause.rfind("\n"))
    near = clause[cut + 1 :]
    if amount.unit == "chỉ tiêu" and amount.of is None and (met := _VERDICT.match(low, amount.end)):
        return _word(met[1], met[2])
    last = last_match(_GOVERNS, near)
    if last is not None and near[last.end() :].count(" ") <= 6:
        return _word(last[1], last[2])
    if amount.of is not None and (after := _AFTER_RATIO.match(low, amount.end)):
        return _word(after[1], after[2])
    if (
        made
        and made[-1].figure.unit == amount.unit
        and amount.unit in {"%", "‰"}
        and _LIKE.fullmatch(low, edge, amount.start)
    ):
        return made[-1].figure.comparison
    return None


def _word(negation: str | None, verb: str) -> str | None:
    if negation:
        return "chưa đạt" if verb == "đạt" else None
    return verb
