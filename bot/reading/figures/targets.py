"""Results and targets told apart: "đạt" in a text of what is planned means "to reach"."""

import re
from bisect import bisect_left, bisect_right

from bot.reading.grammar.numbers import Amount
from bot.reading.grammar.text import BULLET, Text, begins_line

# What turns the numbers after it, to the end of its sentence, into plans.
_MARK = re.compile(
    r"(?<!\w)(?:(đề ra(?! đều| là)|đặt ra|mục tiêu(?! quốc gia)|chỉ tiêu (?:chủ yếu|cụ thể|nổi bật|năm 20|giai đoạn|"
    r"đến năm|được giao|giao)|định hướng|yêu cầu|"
    r"(?:các )?(?:chỉ tiêu|mục tiêu)(?:(?! (?:đạt|vượt|hoàn thành|khá|đã)(?!\w)) [^\W\d_]+){0,4}(?=:))"
    r"|(?:phường|xã|thị trấn|đảng ủy|ubnd|hội|địa phương) (?:tiếp tục )?tập trung"
    r"(?=[^.\n]{0,60} (?:tối thiểu|ít nhất|dưới|trở lên|cả năm))"
    r"|(phấn đấu|quyết tâm)|dự kiến(?! đạt \d+/| có(?!\w))|đến (?:hết |cuối )?năm 20\d\d|thời gian tới|sắp tới|"
    r"nhiệm kỳ tới|năm tới|sẽ|từ nay đến|"
    r"phải đạt|hướng tới|giao chỉ tiêu|đăng ký thực hiện|cần (?:đạt|huy động|hoàn thành|vận động))(?!\w)"
)
# "so với mục tiêu Đại hội", "vượt chỉ tiêu đề ra", "đạt các mục tiêu đề ra": measured against a plan.
_AGAINST = re.compile(
    r"(?:đạt|vượt|bằng|so với|hoàn thành|thực hiện|kết quả|đánh giá|theo)(?: và vượt)?(?: [\d.,]+ ?%)?"
    r"(?: [^\W\d_]+){0,4} \Z"
)
# A fine, a fee and a price will be paid, and are nothing that anybody strives for.
_PAID = re.compile(
    r"(?<!\w)(?:phạt|chậm nộp|lệ phí|học phí|giá vé|mức (?:thu|đóng|phí|phạt|hỗ trợ|quà|chi|hưởng))(?!\w)"
    r"[^.;\n]{0,45}\Z"
)
_TRIED = re.compile(r"(?:đã nỗ lực|nỗ lực|đã) \Z")
_RESULT = re.compile(
    r"(?<!\w)(?:đến nay|hiện nay|hiện có|(?<!duy trì )(?<!phát huy )(?<!giữ vững )kết quả|đã (?!đề ra|thông qua|"
    r"đặt ra|được đề ra|xác định|"
    r"qua đào tạo)|thực hiện được|ước thực hiện|"
    r"thực hiện(?= \d)|mới đạt|tính đến|năm trước|năm qua|nhiệm kỳ qua)(?!\w)"
)
_PLAN = re.compile(
    r"(?<!\w)(?:kế hoạch|kh|dự toán|chỉ tiêu|mục tiêu|định mức giao)"
    r"(?: (?:năm|cả năm|tỉnh|thành phố|thị xã|quận|huyện|trung ương|cấp trên|hđnd|ubnd|phường|xã|được|"
    r"giao|đề ra|đặt ra|là|thu|chi|20\d\d|"
    r"đầu năm|vốn)){0,6}:? ?\(?(?:là )?(?:trên |từ |ít nhất |khoảng )?\Z"
)
_ATTAINED = re.compile(
    r"(?:đạt|vượt|so với|bằng|so)[^,.;]{0,30}(?:kế hoạch|kh|dự toán|chỉ tiêu|mục tiêu)[^,.;]{0,30}\Z"
)
# "còn thiếu 1,6% so với chỉ tiêu 95%": behind another figure, the number is the plan itself.
_BESIDE = re.compile(
    r"\d ?(?:%|[^\W\d_]+(?: [^\W\d_]+)?) so với (?:chỉ tiêu|kế hoạch|mục tiêu|dự toán)(?: [^\W\d_]+){0,2} \Z"
)
_LEAD = re.compile(r":\W*\Z")
_HEADING = re.compile(r"[\W_]*(?:[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})*)\s*[.)/\-]\s")
_HEADING_PLAN = re.compile(
    r"mục tiêu|chỉ tiêu|phương hướng|kế hoạch|nhiệm vụ (?:trọng tâm|năm|6 tháng|quý|tháng)|nhiệm vụ, giải pháp"
)
_HEADING_DONE = re.compile(
    r"kết quả|đánh giá|tình hình|tồn tại|hạn chế|thực hiện (?:các )?(?:chỉ tiêu|nghị quyết|nhiệm vụ)|"
    r"ưu điểm|thu chi|đã hoàn thành"
)
_GOES_ON = re.compile(r"[\W_]*(?:trong đó|cụ thể|bao gồm|gồm)(?!\w)")
_OPENS_LIST = re.compile(r"(?:mục tiêu|chỉ tiêu)[^.:]{0,60}:")
_CAMPAIGN = re.compile(r"(?:đợt|cao điểm|chiến dịch)[^,.;]{0,20}\Z")
_VOTE = re.compile(
    r"(?:nhất trí|tán thành|biểu quyết|tín nhiệm|có mặt|tham dự|tham dự của|với sự|bầu|cử ra)(?: [^\W\d_]+){0,6} \Z"
)
_ADOPTED = re.compile(r"(?:thông qua|đề ra|đặt ra|xác định|quyết nghị|triển khai)[^.\n]{0,400}\Z")
_SET = frozenset(("chỉ tiêu", "mục tiêu", "chương trình"))
_REACH = 500  # characters of a sentence that a mark governs; longer ones are lists torn from their lines


class Plans:
    """Where a text speaks of what is to be reached: by sentence, by list and by section. Made once for a text."""

    def __init__(self, text: Text, spans: list[tuple[int, int]], *, resolution: bool) -> None:
        low = text.low
        self._resolution = resolution
        self._marks: list[int] = []
        self._sets: list[int] = []  # those of the marks that set something out: "đề ra"
        self._goes_on: list[bool] = []  # sentences that go on from one that sets out: "Trong đó: …"
        for mark in _MARK.finditer(low):
            before = low[max(0, mark.start() - 45) : mark.start()].rpartition("\n")[2]
            if (mark[1] and _AGAINST.search(before)) or (mark[2] and _TRIED.search(before)):
                continue
            self._marks.append(mark.start())
            if mark[1] and mark[1].startswith(("đề ra", "đặt ra")):
                self._sets.append(mark.start())
        self._results = [match.start() for match in _RESULT.finditer(low)]
        self._inherited = self._inherit(low, spans)

    def sets_out(self, index: int, span: tuple[int, int]) -> bool:
        """Tell whether a sentence, or the one that it goes on from, sets something out: "đã đề ra 18 chỉ tiêu"."""
        return _any_in(self._sets, *span) or self._goes_on[index]

    def is_target(self, low: str, amount: Amount, index: int, span: tuple[int, int]) -> bool:
        """Tell whether an amount of the sentence at `index` is planned rather than measured."""
        begin = max(span[0], amount.start - _REACH)
        near = low[max(span[0], amount.start - 70) : amount.start]
        unit = amount.unit or ""
        if unit == "ngày" and _CAMPAIGN.search(near):
            return True
        if unit in {"đồng chí", "ủy viên", "giờ"} or unit.startswith("ngày làm việc") or _VOTE.search(near):
            return False
        if amount.of is not None and amount.of == amount.value and unit in {"đại biểu", "người"}:
            return False
        if unit.startswith(("đồng", "%")) and _PAID.search(near):
            return False
        if _PLAN.search(near):
            return near.endswith("(") or bool(_BESIDE.search(near)) or not _ATTAINED.search(near)
        if unit in _SET and amount.of is None and _ADOPTED.search(low, begin, amount.start):
            return True
        at = bisect_left(self._marks, amount.start) - 1
        mark = self._marks[at] if at >= 0 and self._marks[at] >= begin else None
        if mark is None and not (self._inherited[index] or self._resolution):
            return False
        return not _any_in(self._results, begin if mark is None else mark + 1, amount.start)

    def _inherit(self, low: str, spans: list[tuple[int, int]]) -> list[bool]:
        """For each sentence, whether the section, the list or the paragraph that it stands in is about plans."""
        states: list[bool] = []
        section = lead = paragraph = before = set_out = False
        for start, end in spans:
            first = begins_line(low, start)
            sentence = low[start : min(end, start + _REACH)].strip()
            opens = bool(_LEAD.search(low, max(start, end - 6), end))
            if first:
                paragraph = False
                if end - start < 140 and _HEADING.match(sentence) and "%" not in sentence and ";" not in sentence:
                    section = bool(_HEADING_PLAN.search(sentence)) and not _HEADING_DONE.search(sentence)
                    lead = False
                elif opens or not BULLET.match(sentence):
                    lead = False
            own = _any_in(self._marks, start, end)
            goes_on = before and bool(_GOES_ON.match(sentence))
            states.append(section or lead or paragraph or goes_on)
            self._goes_on.append(goes_on and set_out)
            set_out = _any_in(self._sets, start, end)
            before = own or states[-1]
            plan = own or bool(_OPENS_LIST.search(sentence))
            if plan and opens:
                lead = True
            elif plan and (_OPENS_LIST.search(sentence) or "đề ra:" in sentence):
                paragraph = True
        return states


def _any_in(places: list[int], start: int, end: int) -> bool:
    return bisect_right(places, end - 1) > bisect_left(places, start)
