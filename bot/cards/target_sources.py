"""Where the scoreboard's numbers come from: what a post has for it, what a correction changed, how each came to be."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import amount, cut, lines, minute
from bot.cards.paging import paging
from bot.domain.measuring import Followed, Offers
from bot.domain.posts import Post
from bot.domain.targets import Ended, Origin
from bot.domain.views import Page
from bot.messages.message import Button, Reply

_ENDINGS = {
    Ended.REPLACED: "đã có số khác thay",
    Ended.CORRECTED: "đã đổi theo bản đính chính",
    Ended.UNSAID: "bỏ, vì bản đính chính không còn ghi",
    Ended.WITHDRAWN: "bỏ, vì tin đã thu hồi",
}


def target_origins(page: Page[Origin]) -> Reply:
    """How each number came to be, for admins: from which words of which post, or by hand; and what ended it."""
    head = Markup("<b>Nhật ký: các số của bảng chỉ tiêu</b>")
    if not page.items:
        return Reply(lines(head, "", "Chưa ghi số nào."), ((buttons.TARGETS,),))
    return Reply(lines(head, "", *map(_origin, page.items)), paging("audit", "chi tieu", page))


def _origin(one: Origin) -> Markup:
    measured = one.measurement
    where = Markup("cán bộ nhập tay")
    if measured.source is not None:
        where = Markup("tin số {} bản {}").format(measured.source.number, measured.source.revision or 1)
        where += Markup(", “{}”").format(cut(measured.source.quote, 120)) if measured.source.quote else ""
    told = Markup("• <i>{}</i> <b>{}</b>, {}: <b>{}</b> – {}").format(
        minute(measured.measured_at),
        one.name,
        measured.period or "chưa rõ kỳ",
        amount(measured.value, one.unit or None),
        where,
    )
    if one.ended is not None and one.ended_at is not None:
        told += Markup(" <i>({}: {})</i>").format(minute(one.ended_at), _ENDINGS[one.ended])
    return told


# --- what a post has for it -------------------------------------------------------------------------------------------


def target_offers(post: Post, offers: Offers) -> Reply:
    """After a post went out: its figures that are values of known targets, and plans of unknown ones."""
    parts: list[Markup | str] = [
        Markup("Tin số {} có số liệu của bảng chỉ tiêu. Đúng thì <k>bấm|chọn</k> để ghi, không thì bỏ qua.").format(
            post.number
        )
    ]
    rows: list[tuple[Button, ...]] = []
    for at, one in enumerate(offers.known, 1):
        value = amount(one.value, one.target.unit or None)
        parts.append(
            Markup("{}. <b>{}</b>, {}: <b>{}</b> – “{}”").format(
                at, one.target.name, one.period.name, value, cut(one.figure.quote, 160)
            )
        )
        data = f"target.take {post.id} {one.place} {one.target.id} {post.revision_id}"
        rows.append((Button(f"Ghi số {at}", data, line=f"Ghi {cut(one.target.name, 40)}: {value}"),))
    for at, (place, figure) in enumerate(offers.new, len(offers.known) + 1):
        parts.append(
            Markup("{}. Chưa có trong bảng: <b>{}</b> – “{}”").format(at, cut(figure.label, 80), cut(figure.quote, 160))
        )
        data = f"target.from {post.id} {place} {post.revision_id}"
        rows.append((Button(f"Lưu {at} thành chỉ tiêu", data, line=f"Lưu thành chỉ tiêu: {cut(figure.label, 40)}"),))
    return Reply(lines(*parts), tuple(rows))


def targets_followed(number_: object, changed: Sequence[Followed]) -> Reply:
    """Values of targets were put right with their post."""
    parts: list[Markup | str] = [Markup("Bảng chỉ tiêu cũng đổi theo tin số {}:").format(number_)]
    for one in changed:
        before = amount(one.before, one.unit or None)
        if one.back is not None:
            where = f"tin số {one.back.source.number}" if one.back.source else "cán bộ nhập tay"
            parts.append(
                Markup("• <b>{}</b>, {}: bỏ số {}, trở lại số đã ghi trước đó: <b>{}</b> ({})").format(
                    one.name, one.period, before, amount(one.back.value, one.unit or None), where
                )
            )
        elif one.after is None:
            parts.append(
                Markup("• <b>{}</b>, {}: bỏ số {}, không còn tin nào ghi.").format(one.name, one.period, before)
            )
        else:
            after = amount(one.after, one.unit or None)
            parts.append(Markup("• <b>{}</b>, {}: {} → <b>{}</b>").format(one.name, one.period, before, after))
    return Reply(lines(*parts), ((buttons.TARGETS,),))
