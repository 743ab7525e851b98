"""The scoreboard: how many targets are reached, which are not, and each with its plans, periods and posts."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import amount, cut, day, lines, number
from bot.cards.target_sheet import targets_file, template_file
from bot.domain.periods import Period, period_of
from bot.domain.target_cells import DIRECTIONS
from bot.domain.target_table import Cells
from bot.domain.targets import (
    Direction,
    Measurement,
    Plan,
    Standing,
    Status,
    Target,
    Trend,
    trend,
)
from bot.domain.views import TargetsView, TargetView
from bot.domain.words import fold_words
from bot.messages.message import Button, ButtonRows, Reply

A_PAGE = 12
MOST_PERIODS = 12
MOST_BUTTONS = 3
NO_TOPIC = "Chưa xếp chủ đề"
ADDED = "cộng các kỳ đã có"
"""Of what time a sum of single periods is."""

# A word always stands beside the symbol: colour alone tells a colour-blind reader nothing.
STATUS_MARKS = {
    Status.MISSED: ("🔴", "không đạt"),
    Status.BEHIND: ("🟠", "chậm"),
    Status.ON_TRACK: ("🔵", "đang đúng tiến độ"),
    Status.MET: ("🟢", "đạt"),
    Status.EXCEEDED: ("⭐", "vượt"),
    Status.UNKNOWN: ("⚪", "chưa đánh giá được"),
}
_SIDES = DIRECTIONS | {Direction.AT_MOST: "không quá", Direction.KEEP: "giữ ở mức"}
"""As everybody is told it; a table has shorter words."""
_TRENDS = {Trend.BETTER: "tốt hơn", Trend.WORSE: "kém hơn", Trend.SAME: "bằng"}


def scoreboard(view: TargetsView, offset: int = 0, *, by_topic: bool = False, writes: bool = False) -> Reply:
    """The tally with its source, then single targets, worst first, or topic by topic."""
    if not view.targets and view.tally is None:
        return _nothing(view, writes=writes)
    shown = sorted(view.targets, key=lambda pair: (not pair[0].topic, pair[0].topic)) if by_topic else view.targets
    page = shown[offset : offset + A_PAGE]
    every = [one for one, _ in view.targets]
    parts: list[Markup | str] = [*tally_lines(view), *([""] if page else [])]
    if by_topic:
        for topic, group in groupby(page, key=lambda pair: pair[0].topic):
            parts += [
                Markup("<b>{}</b>").format(topic or NO_TOPIC),
                *(target_line(*one, name_among(one[0], every)) for one in group),
            ]
    else:
        parts += [target_line(*one, name_among(one[0], every)) for one in page]
    if len(shown) > len(page):
        parts += ["", f"Chỉ tiêu {offset + 1}–{offset + len(page)} trong {number(len(shown))}."]
    if written := unsourced(one for one, _ in page):
        parts += ["", written]
    if page and not view.question:
        parts += ["", Markup("Xem kỹ một chỉ tiêu: gõ ví dụ <b>chỉ tiêu {}</b>").format(page[0][0].name.lower())]
    return Reply(lines(*parts), _board_buttons(view, page, offset, by_topic=by_topic, writes=writes))


def _nothing(view: TargetsView, *, writes: bool) -> Reply:
    rows: ButtonRows = ((buttons.LATEST,),)
    if writes:
        rows = ((_WRITE,), *rows)
    if view.asked is not None or view.question:
        about = view.question or _span(view.asked)
        said = Markup("Chưa có chỉ tiêu nào của “{}”. Bà con thử năm hoặc chữ khác.").format(cut(about, 80))
        return Reply(said, ((Button("Mọi chỉ tiêu", "targets", typed="chỉ tiêu"),), *rows))
    return Reply(Markup("Phường chưa công bố chỉ tiêu nào. Khi có báo cáo, bà con xem được ngay tại đây."), rows)


_WRITE = Button("Ghi số, sửa chỉ tiêu", "target", typed="cập nhật")


def _is_of(target: Target, asked: Period) -> bool:
    """Whether its newest number is of the period that was asked for."""
    return target.latest is not None and target.latest.span is not None and asked.holds(target.latest.span)


def tally_lines(view: TargetsView) -> list[Markup | str]:
    """How many are reached: as counted, as the latest report states it, and why the two differ."""
    told: list[Markup | str] = []
    own = view.count
    if view.targets:
        of = f" {_told(view.asked or _terms(one for one, _ in view.targets))}".rstrip()
        head = Markup("<b>Chỉ tiêu{}: đạt {}/{}</b>").format(of, own.met, own.total)
        if view.question:
            head = Markup("<b>Chỉ tiêu về “{}”</b>").format(cut(view.question, 80))
        told.append(head)
        if view.asked is not None and not any(_is_of(one, view.asked) for one, _ in view.targets):
            told.append(f"Chưa có số liệu nào của {_told(view.asked)}: đây là số gần nhất trước đó.")
        if own.unknown and not view.question:
            told.append(f"{number(own.unknown)} chỉ tiêu chưa có số liệu nên chưa đánh giá được.")
    if view.tally is None or view.post is None:
        return told
    stated = f"{view.tally.met}/{view.tally.total}"
    where = Markup("tin số {}: {}").format(view.post.number, cut(view.post.title, 160))
    when = f", đăng {day(view.post.published_at)}" if view.post.published_at else ""
    if not view.targets:
        return [Markup("<b>Đạt {} chỉ tiêu</b>").format(stated), Markup("Theo {}{}").format(where, when)]
    if (own.met, own.total) == (view.tally.met, view.tally.total):
        return [*told, Markup("Đúng như {}{}").format(where, when)]
    return [*told, Markup("Báo cáo ghi {}: {}{}. {}").format(stated, where, when, why_differs(view))]


def why_differs(view: TargetsView) -> str:
    """Why what is counted here is another tally than the latest report states; empty where it is the same."""
    own, tally = view.count, view.tally
    if tally is None or not own.total or (own.met, own.total) == (tally.met, tally.total):
        return ""
    if own.total < tally.total:
        return f"Hai số khác nhau vì bảng này mới có {number(own.total)} chỉ tiêu."
    if own.total > tally.total:
        return f"Hai số khác nhau vì bảng này có {number(own.total)} chỉ tiêu, nhiều hơn báo cáo tính."
    if own.unknown:
        return "Hai số khác nhau vì còn chỉ tiêu chưa có số liệu ở đây."
    return "Hai số khác nhau vì số từng chỉ tiêu ở đây được ghi vào lúc khác với báo cáo."


def _terms(targets: Iterable[Target]) -> Period | None:
    terms = {one.term for one in targets}
    return period_of(terms.pop()) if len(terms) == 1 else None


def _told(span: Period | None) -> str:
    """A term or a year as it is said: "nhiệm kỳ 2020-2025", "năm 2026"."""
    return f"nhiệm kỳ {span.name}" if span is not None and span.is_term else _span(span)


def _span(span: Period | None) -> str:
    return "" if span is None else span.name


def name_among(target: Target, targets: Iterable[Target], most: int = 200) -> str:
    """A target's name, cut to `most` characters, with its term where another of these has the same one."""
    same = fold_words(target.name)
    twice = target.term and any(one.id != target.id and fold_words(one.name) == same for one in targets)
    return f"{cut(target.name, most - 12)} ({target.term})" if twice else cut(target.name, most)


def target_line(target: Target, standing: Standing, name: str = "") -> Markup:
    """One target in one line: how it stands, by what figure, against what plan; under another `name` where given."""
    mark, word = STATUS_MARKS[standing.status]
    ended = ", đã kết thúc" if target.ended_at is not None else ""
    text = Markup("{} <b>{}</b>{}: {}").format(mark, name or target.name, ended, word)
    latest = target.latest
    if latest is not None:
        text += Markup(" – {}").format(reached_words(target, standing))
    if target.plans:
        text += Markup("; kế hoạch {}").format(_plans(target))
    if latest is not None and latest.source is not None:
        text += f" – tin số {latest.source.number}"
    return text


def unsourced(targets: Iterable[Target]) -> str | None:
    """Where the figures come from that no post states: nobody takes them for published ones."""
    written = [one.latest.measured_at for one in targets if one.latest is not None and one.latest.source is None]
    return (
        f"Số nào không kèm số tin là do cán bộ phường nhập, lần gần nhất ngày {day(max(written))}." if written else None
    )


def reached_words(target: Target, standing: Standing) -> str:
    """The newest figure with its period, and the share of the time that it is judged by; empty without one."""
    latest = target.latest
    if latest is None:
        return ""
    notes = [latest.period] if latest.period else []
    reached = standing.reached
    value = latest.value
    if reached is not None and reached.value != latest.value:
        value = reached.value
        notes = [ADDED]
    if standing.is_partial and reached is not None:
        notes.append(f"đã qua {number(round(reached.share * 100))}% thời gian")
    return amount(value, target.unit or None) + (f" ({', '.join(notes)})" if notes else "")


def _plans(target: Target) -> str:
    return "; ".join(plan_words(target, plan) for plan in target.plans)


def plan_words(target: Target, plan: Plan) -> str:
    """What is to be reached, and who set it."""
    by = f" ({plan.name})" if plan.name else ""
    if target.direction is Direction.MILESTONE and target.due is not None:
        return f"xong trước hết ngày {day(target.due)}{by}"
    return f"{_SIDES[target.direction]} {amount(plan.value, target.unit or None)}{by}"


def _board_buttons(
    view: TargetsView,
    page: Sequence[tuple[Target, Standing]],
    offset: int,
    *,
    by_topic: bool,
    writes: bool,
) -> ButtonRows:
    rows: list[tuple[Button, ...]] = []
    span = _span(view.asked)
    kind = "targets.topics" if by_topic else "targets.page"
    turning = []
    if offset:
        turning.append(Button("‹ Trước", f"{kind} {span} @{max(0, offset - A_PAGE)}".replace("  ", " "), line="Trước"))
    if offset + len(page) < len(view.targets):
        turning.append(Button("Tiếp ›", f"{kind} {span} @{offset + A_PAGE}".replace("  ", " "), line="Tiếp"))
    if turning:
        rows.append(tuple(turning))
    worst = [one for one, standing in page if standing.status in (Status.MISSED, Status.BEHIND)][:MOST_BUTTONS]
    chosen = worst if not view.question else [one for one, _ in page]
    every = [one for one, _ in view.targets]
    for one in chosen:
        line = f"Xem: {name_among(one, every, 60)}"
        rows.append((Button(name_among(one, every, 40), f"targets.one {one.id}", line=line),))
    if view.post is not None and view.post.number is not None:
        rows.append((buttons.read(view.post.number, f"Đọc tin {view.post.number}"),))
    if view.targets and not view.question:
        topics = Button("Xếp theo mức đạt", f"targets.page {span}".strip())
        if not by_topic:
            topics = Button("Theo chủ đề", f"targets.topics {span}".strip())
        rows.append((Button("Biểu đồ", f"targets.picture {span}".strip(), file=True, extra=True), topics))
        sheet = Button("Bảng (.xlsx)", f"targets.sheet {span}".strip(), file=True, extra=True)
        rows.append((sheet, Button("Bản in (PDF)", f"targets.print {span}".strip(), file=True, extra=True)))
    others = [one for one in view.terms if one.is_term and one != view.asked][:2]
    past = [
        Button(f"Nhiệm kỳ {one.name}", f"targets.page {one.name}") for one in others if view.asked or not _holds(view)
    ]
    if view.asked is None and not view.question and view.targets:
        past.insert(0, Button("Năm trước", "targets.before"))
    elif view.asked is not None or view.question:
        past.insert(0, Button("Hiện nay", "targets", typed="chỉ tiêu"))
    rows.append(tuple(past)) if past else None
    if writes:
        rows.append((_WRITE,))
    return tuple(rows)


def _holds(view: TargetsView) -> bool:
    """Whether what is shown is of one term, so that others would only crowd it."""
    return len(view.terms) <= 1


# --- one target -------------------------------------------------------------------------------------------------------


def target_shown(view: TargetView, *, writes: bool = False) -> Reply:
    """One target: how it stands, its plans, its periods with their posts, the same period of the year before."""
    target, standing = view.target, view.standing
    mark, word = STATUS_MARKS[standing.status]
    term = f" ({target.term})" if target.term else ""
    ended = Markup("<i>Đã kết thúc ngày {}.</i>").format(day(target.ended_at)) if target.ended_at else None
    parts: list[Markup | str | None] = [
        Markup("<b>{}</b>{}").format(target.name, term),
        Markup("{} <b>{}</b>{}").format(mark, word, _judged(standing)),
        ended,
        *(_plan_line(target, plan, standing) for plan in target.plans),
        *([] if target.plans else ["Chưa ghi kế hoạch."]),
        "Kế hoạch tính cho từng năm." if target.yearly else None,
        Markup("Chủ đề: {}").format(target.topic) if target.topic else None,
        Markup("Phụ trách: {}").format(target.owner) if target.owner else None,
        "",
        *_series(target),
    ]
    return Reply(lines(*parts), _one_buttons(view, writes=writes))


def _judged(standing: Standing) -> str:
    if not standing.is_partial or standing.reached is None:
        return ""
    return f" – đã qua {number(round(standing.reached.share * 100))}% thời gian của kế hoạch"


def _plan_line(target: Target, plan: Plan, standing: Standing) -> Markup:
    found = next((one for each, one in standing.by_plan if each == plan), None)
    told = Markup("Kế hoạch: {}").format(plan_words(target, plan))
    return told + (f" – {STATUS_MARKS[found][1]}" if found is not None and len(target.plans) > 1 else "")


def _series(target: Target) -> list[Markup | str]:
    if not target.measurements:
        return ["Chưa có số liệu kỳ nào."]
    shown = target.measurements[::-1][:MOST_PERIODS]
    told: list[Markup | str] = [Markup("<b>Các kỳ</b>"), *(_period_line(target, one) for one in shown)]
    if len(target.measurements) > len(shown):
        told.append(f"… và {number(len(target.measurements) - len(shown))} kỳ cũ hơn trong Bảng (.xlsx)")
    return told


def _period_line(target: Target, one: Measurement) -> Markup:
    counted = "" if one.cumulative or one.span is None or target.is_rate else ", riêng kỳ này"
    source = f"tin số {one.source.number}" if one.source else f"cán bộ phường ghi ngày {day(one.measured_at)}"
    said = Markup("• {}: <b>{}</b>{}").format(
        one.period or "Chưa rõ kỳ", amount(one.value, target.unit or None), counted
    )
    return said + _against(target, one) + f" – {source}"


def _against(target: Target, one: Measurement) -> str:
    """The same period of the year before, and whether that is good news."""
    same = one.span.before() if one.span is not None else None
    before = next((each for each in target.measurements if same and each.span == same), None)
    if before is None or before.cumulative != one.cumulative:
        return ""
    value = amount(before.value, target.unit or None)
    return f" ({_TRENDS[trend(target, before.value, one.value)]} cùng kỳ năm trước: {value})"


def _one_buttons(view: TargetView, *, writes: bool) -> ButtonRows:
    target = view.target
    sources = dict.fromkeys(one.source.number for one in reversed(target.measurements) if one.source)
    rows: list[tuple[Button, ...]] = []
    if sources:
        rows.append(tuple(buttons.read(one, f"Đọc tin {one}") for one in [*sources][:MOST_BUTTONS]))
    rows += [(Button(f"Nhiệm kỳ {one.term}", f"targets.one {one.id}"),) for one in view.namesakes[:2] if one.term]
    chart = (Button("Biểu đồ", f"targets.chart {target.id}", file=True, extra=True),) if target.measurements else ()
    rows.append((*chart, Button("Mọi chỉ tiêu", "targets", typed="chỉ tiêu")))
    if writes:
        rows.append(
            (
                Button("Ghi số liệu", f"target.measure {target.id}"),
                Button("Sửa", f"target.edit {target.id}"),
            )
        )
    return tuple(rows)


# --- files ------------------------------------------------------------------------------------------------------------


def target_file(cells: Cells) -> Reply:
    """The whole table as a worksheet."""
    return Reply(Markup("Bảng chỉ tiêu: {} chỉ tiêu.").format(number(len(cells) - 1)), file=targets_file(cells))


def target_template(today: date) -> Reply:
    """An empty table to be filled in and sent back."""
    return Reply(
        Markup("Đây là bảng mẫu. Anh/chị điền trên máy tính rồi gửi lại sau khi gõ <b>cập nhật bảng</b>."),
        file=template_file(today),
    )
