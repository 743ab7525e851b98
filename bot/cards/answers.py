"""Targets and the help page."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import amount, cut, day, lines
from bot.domain.targets import Direction, Standing, Status, Target
from bot.domain.views import TargetsView, WardInfo
from bot.messages.message import Button, Reply

# A word always stands beside the symbol: colour alone tells a colour-blind reader nothing.
STATUS_MARKS = {
    Status.MISSED: ("🔴", "không đạt"),
    Status.BEHIND: ("🟠", "chậm"),
    Status.ON_TRACK: ("🔵", "đang đúng tiến độ"),
    Status.MET: ("🟢", "đạt"),
    Status.EXCEEDED: ("⭐", "vượt"),
    Status.UNKNOWN: ("⚪", "chưa đánh giá được"),
}
DIRECTION_WORDS = {
    Direction.AT_LEAST: "ít nhất",
    Direction.AT_MOST: "nhiều nhất",
    Direction.KEEP: "giữ ở",
    Direction.MILESTONE: "mốc",
}


def targets(view: TargetsView) -> Reply:
    """The newest tally with its source, then single targets, worst first."""
    parts: list[Markup | str] = []
    row: tuple[Button, ...] = ()
    if view.tally and view.post and view.post.number:
        when = f", đăng {day(view.post.published_at)}" if view.post.published_at else ""
        parts += [
            Markup("<b>Đạt {}/{} chỉ tiêu</b>").format(view.tally.met, view.tally.total),
            Markup("Theo tin số {}: {}{}").format(view.post.number, cut(view.post.title, 160), when),
        ]
        row = (buttons.read(view.post.number, f"Đọc tin {view.post.number}"),)
    if view.targets:
        ranked = sorted(view.targets, key=lambda one: one[1].status.place)
        parts += [*([""] if parts else []), Markup("<b>Từng chỉ tiêu</b>"), *(_target(*one) for one in ranked)]
    if not parts:
        return Reply(
            Markup("Phường chưa công bố chỉ tiêu nào. Khi có báo cáo, bà con xem được ngay tại đây."),
            ((buttons.LATEST,),),
        )
    return Reply(lines(*parts), (row,) if row else ())


def _target(target: Target, standing: Standing) -> Markup:
    mark, word = STATUS_MARKS[standing.status]
    text = Markup("{} <b>{}</b>: {}").format(mark, target.name, word)
    if target.latest:
        text += f" – {amount(target.latest.value, target.unit or None)}"
        text += f" ({target.latest.period})" if target.latest.period else ""
    if target.plans:
        text += f"; kế hoạch {DIRECTION_WORDS[target.direction]} {amount(target.plans[0].value, target.unit or None)}"
    if target.latest:
        source, entered = target.latest.source, day(target.latest.measured_at)
        text += f" – tin số {source.number}" if source else f" – cán bộ phường ghi ngày {entered}"
    return text


def help_page(ward: WardInfo, entries: Sequence[tuple[str, str]], *, subscribed: bool = False) -> Reply:
    """What the bot can do for this viewer: one line a command."""
    hotline = Markup("Cần gặp phường, xin gọi: <b>{}</b>").format(ward.hotline) if ward.hotline else None
    return Reply(
        lines(
            Markup("<b>Loa phường – {}</b>").format(ward.name),
            "Gõ lệnh hoặc gõ chữ thường đều được, không cần dấu.",
            "",
            *(Markup("/{} – {}").format(name, text) for name, text in entries),
            "",
            hotline,
            "Phường không bao giờ hỏi mã OTP hay ảnh căn cước qua tin nhắn.",
        ),
        (
            (buttons.LATEST, buttons.TARGETS),
            *(() if subscribed else ((buttons.SUBSCRIBE,),)),
        ),
    )


def target_saved(name: str) -> Reply:
    """A target was written."""
    return Reply(
        Markup("Đã ghi chỉ tiêu <b>{}</b>.").format(name), ((Button("Xem chỉ tiêu", "targets", typed="chỉ tiêu"),),)
    )


def target_usage() -> Reply:
    """How /target is written."""
    return Reply(
        lines(
            "Mời anh/chị gõ theo mẫu, các phần cách nhau bằng dấu |",
            "",
            Markup("<b>/capnhat tên | kế hoạch | kết quả | kỳ | tin số</b>"),
            "",
            "Ví dụ: /capnhat Thu ngân sách | ít nhất 100 % | 103,9 | năm 2022 | 1",
            "Kế hoạch bắt đầu bằng: ít nhất, nhiều nhất, giữ hoặc mốc. Kết quả, kỳ và tin số có thể bỏ trống.",
        )
    )
