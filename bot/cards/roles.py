"""Who may do what: inviting, listing, taking a role away, and what another admin is asked."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import cut, lines
from bot.cards.names import ROLE_NAMES, channel_name
from bot.domain.people import Member, Role, Viewer
from bot.domain.roles import Asked, Decided, Revoked
from bot.messages.message import Button, Reply

NAMELESS = "(không tên)"


def invited(asked: Asked, days: int) -> Reply:
    """A fresh code, shown this once."""
    waiting = "Mã này <b>chưa dùng được</b>: cần thêm một quản trị đồng ý trong 24 giờ. Bot đã báo các quản trị khác."
    return Reply(
        lines(
            Markup("Mã mời <b>{}</b>: <b>{}</b>").format(ROLE_NAMES[asked.role], asked.code),
            Markup(waiting) if asked.change_id is not None else None,  # noqa: S704 - the words just above
            f"Chỉ dùng được một lần, trong {days} ngày.",
            "Tin ngay bên dưới để anh/chị chuyển tiếp, gửi riêng cho đúng người; bot chỉ hiện mã một lần.",
        )
    )


def to_forward(asked: Asked, days: int, ward: str, link: str) -> Reply:
    """What is forwarded to who is invited: a `link` that opens the bot with the code, else the code itself."""
    how = (
        Markup("Bấm liên kết này rồi bấm <b>Bắt đầu</b> (Start):\n{}").format(link)
        if link
        else Markup("Mở Loa phường, nhắn mã này cho bot: <b>{}</b>").format(asked.code)
    )
    return Reply(
        lines(
            Markup("Kính mời anh/chị tham gia <b>Loa phường</b> của {}, vai trò <b>{}</b>.").format(
                ward, ROLE_NAMES[asked.role]
            ),
            how,
            f"Mã chỉ dùng được một lần, trong {days} ngày, xin đừng gửi cho người khác.",
        )
    )


def ask_agreement(asked: Asked) -> Reply:
    """Another admin wants to give a role that takes two."""
    return Reply(
        lines(
            Markup("<b>{}</b> muốn mời thêm một <b>{}</b>.").format(asked.by or NAMELESS, ROLE_NAMES[asked.role]),
            "Mã mời chỉ dùng được khi anh/chị đồng ý. Không ai đồng ý trong 24 giờ thì mã bị bỏ.",
        ),
        (
            (
                Button("Đồng ý", f"role.agree {asked.change_id}", final="đồng ý"),
                Button("Từ chối", f"role.decline {asked.change_id}", final="từ chối"),
            ),
        ),
    )


def invite_usage() -> Reply:
    """Which roles can be invited."""
    roles = (Role.CADRE, Role.WRITER, Role.APPROVER, Role.ADMIN)
    return Reply(
        Markup("Mời ai? Mỗi mã dùng một lần."),
        tuple((Button(ROLE_NAMES[role].capitalize(), f"invite {role.code}"),) for role in roles),
    )


def members(people: Sequence[Member], viewer: Viewer) -> Reply:
    """Everyone with a role, each with a button to take it away."""
    entries = [
        Markup("• <b>{}</b> – {} ({})").format(
            one.name or NAMELESS,
            ROLE_NAMES[one.role],
            "; ".join(
                [*map(channel_name, one.channels), *(f"{channel_name(where)} chờ xác nhận" for _, where in one.waiting)]
            ),
        )
        for one in people
    ]
    # What waits for a yes stands first: a long list is cut at its end.
    rows = [
        (
            Button(
                cut(f"Xác nhận {channel_name(where)}: {one.name or one.person_id}", 40),
                f"link.confirm {address_id} {one.person_id}",
            ),
        )
        for one in people
        for address_id, where in one.waiting
    ]
    rows += [
        (Button(cut(f"Thu quyền: {one.name or one.person_id}", 40), f"revoke {one.person_id}"),)
        for one in people
        if one.person_id != viewer.person_id
    ]
    rows.append((Button("Mời thêm người", "invite", typed="mời"),))
    return Reply(lines(Markup("<b>Những người có vai trò trong Loa phường</b>"), "", *entries), tuple(rows[:30]))


def ask_revoke(member: Member) -> Reply:
    """Taking a role away asks once."""
    return Reply(
        Markup("Thu quyền <b>{}</b> của {}?").format(ROLE_NAMES[member.role], member.name or NAMELESS),
        ((Button("Thu quyền", f"revoke.yes {member.person_id}", final="thu quyền"), Button("Giữ nguyên", "people")),),
    )


def revoked(done: Revoked) -> Reply:
    """A role was taken away."""
    return Reply(
        lines(
            Markup("Đã thu quyền {} của <b>{}</b>. Từ nay người này là cư dân.").format(
                ROLE_NAMES[done.member.role], done.member.name or NAMELESS
            ),
            "Bot đã báo các quản trị khác; nếu nhầm, một người trong số đó trả lại được trong 24 giờ."
            if done.change_id is not None
            else None,
        ),
        ((buttons.PEOPLE,),),
        replace=True,
    )


def tell_revoked(done: Revoked) -> Reply:
    """The other admins learn of it at once, and may give the role back."""
    return Reply(
        lines(
            Markup("<b>{}</b> vừa thu quyền {} của <b>{}</b>.").format(
                done.by or NAMELESS, ROLE_NAMES[done.member.role], done.member.name or NAMELESS
            ),
            Markup(
                "Nếu đó là nhầm lẫn, anh/chị trả lại được trong 24 giờ. Nếu người này mất điện thoại thì xin "
                "đừng <k>bấm|chọn</k>."
            ),
        ),
        ((Button("Trả lại quyền", f"role.back {done.change_id}", final="trả lại quyền"), buttons.PEOPLE),),
    )


def role_gone(done: Revoked) -> Reply:
    """Who had the role: they are as welcome as everybody."""
    return Reply(
        Markup(
            "Vai trò <b>{}</b> của anh/chị trong Loa phường đã được thu lại. Anh/chị vẫn xem và nhận tin như bà con."
        ).format(ROLE_NAMES[done.member.role]),
        ((buttons.LATEST, buttons.HELP),),
    )


def role_decided(done: Decided) -> Reply:
    """What this admin decided."""
    return Reply(_decision(done, "Anh/chị"), ((buttons.PEOPLE,),), replace=True)


def tell_role_decided(done: Decided) -> Reply:
    """The other admins learn of it."""
    return Reply(_decision(done, done.by or NAMELESS))


def role_back(done: Decided) -> Reply:
    """Who has the role again."""
    return Reply(Markup("Anh/chị được trả lại quyền <b>{}</b>.").format(ROLE_NAMES[done.role]))


def _decision(done: Decided, who: str) -> Markup:
    role = ROLE_NAMES[done.role]
    if done.person_id is not None:
        return Markup("{} đã trả lại quyền {} cho <b>{}</b>.").format(who, role, done.name or NAMELESS)
    if done.agreed:
        return Markup("{} đã đồng ý mời thêm một {}. Mã mời dùng được từ bây giờ.").format(who, role)
    return Markup("{} đã từ chối mời thêm một {}. Mã mời ấy bị bỏ.").format(who, role)
