"""One person at several addresses: the code, what is agreed to, where posts come, parting again."""

from collections.abc import Sequence
from datetime import timedelta

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import lines
from bot.cards.names import ROLE_NAMES, channel_name
from bot.domain.links import Joined, Linked, Offer
from bot.domain.people import Role
from bot.messages.message import Button, ButtonRows, Reply

NAMELESS = "(không tên)"


def code(digits: str, others: Sequence[str], life: timedelta) -> Reply:
    """A fresh code and what to do with it, step by step."""
    there = " hoặc ".join(map(channel_name, others))
    return Reply(
        lines(
            Markup("Mã liên kết của bà con: <b>{} {}</b>").format(digits[:4], digits[4:]),
            "",
            f"1. Mở Loa phường trên {there}.",
            Markup("2. Nhắn: <b>liên kết {}</b>").format(digits),
            "",
            f"Mã dùng một lần, trong {life.seconds // 60} phút. Xin đừng đưa mã cho ai.",
            f"Liên kết rồi thì mỗi tin chỉ đến một lần. Nếu đã lấy mã bên {there}, bà con nhắn mã ấy vào đây.",
        )
    )


def wrong_code(digits: str) -> Reply:
    """No code of that kind: it may be a telephone number as well."""
    return Reply(
        Markup(
            "Mã liên kết này không đúng, đã dùng hoặc đã quá hạn. Bà con gõ <b>liên kết</b> bên kia để lấy mã mới ạ. "
            "Nếu đây là số bà con muốn hỏi, <k>bấm|chọn</k> <b>Tìm số này</b>."
        ),
        ((Button("Tìm số này", f"search {digits}"),),),
    )


def offer(one: Offer) -> Reply:
    """What linking brings, before it is done."""
    here, there = channel_name(one.here), channel_name(one.there)
    chosen = f"giữ như bên {there}" if one.keeps else f"giữ như ở đây, vì bên {there} chưa đăng ký"
    return Reply(
        lines(
            Markup("Liên kết {} này với {} của <b>{}</b>?").format(here, there, one.name or NAMELESS),
            "",
            f"• Mỗi tin chỉ đến một lần, trên {there}. Muốn nhận trên {here} thì đổi được ngay sau đó.",
            f"• Chủ đề, khu vực, giờ nhận tin: {chosen}.",
            "• Lời nhắc, báo sai và những gì đã gửi của hai bên thành của một người; Xóa hết thì xóa cả hai.",
            _roles(one, here, there),
            "",
            Markup("Tài khoản kia không phải của bà con thì xin <b>đừng liên kết</b>."),
        ),
        ((Button("Liên kết", f"link.yes {one.address_id}"), Button("Không", f"link.no {one.address_id}")),),
    )


def _roles(one: Offer, here: str, there: str) -> str | None:
    if max(one.role, one.own_role) is Role.RESIDENT:
        return None
    if one.role == one.own_role:
        return f"• Vai trò {ROLE_NAMES[one.role]} vẫn dùng được ở cả hai bên."
    at, other = (there, here) if one.role > one.own_role else (here, there)
    role, less = max(one.role, one.own_role), min(one.role, one.own_role)
    return (
        f"• Vai trò {ROLE_NAMES[role]} vẫn chỉ ở {at}; trên {other} là {ROLE_NAMES[less]}, "
        "tới khi một quản trị xác nhận."
    )


def declined() -> Reply:
    """Nothing was linked; the code is used up."""
    return Reply(Markup("Bot không liên kết gì. Mã ấy không dùng được nữa."), (buttons.FIXED,), replace=True)


def joined(one: Joined) -> Reply:
    """Two addresses are one person's by now."""
    return standing(one.places, head=Markup("<b>Đã liên kết.</b>"), waits=one)


def standing(
    places: Sequence[Linked], *, head: Markup | None = None, waits: Joined | None = None, replace: bool = False
) -> Reply:
    """Where a person uses the bot, and where posts come."""
    rows = [(one,) for one in boxes(places)]
    waiting = waits.waits if waits is not None else None
    return Reply(
        lines(
            head or Markup("<b>Bà con dùng Loa phường ở:</b>"),
            *(f"• {channel_name(one.channel)}{_told(one)}" for one in places),
            "",
            "Tin nào cũng chỉ đến một lần. Bên nhận mà mất liên lạc thì tin tự sang bên kia.",
            f"Trên {channel_name(waiting.channel)} anh/chị là {ROLE_NAMES[waiting.role]}, tới khi quản trị xác nhận."
            if waiting is not None
            else None,
        ),
        (*rows, (Button("Tách ra", "link.part"),)),
        replace=replace,
    )


def _told(one: Linked) -> str:
    if one.told:
        return ": tin đến đây"
    return "" if one.active else " (đang mất liên lạc)"


def boxes(places: Sequence[Linked]) -> list[Button]:
    """Where somebody wishes to be told, of several addresses."""
    if len(places) < 2:
        return []
    return [
        buttons.box(ticked=one.wished, label=f"Nhận ở {channel_name(one.channel)}", data=f"link.wish {one.channel}")
        for one in places
    ]


def label(places: Sequence[Linked], others: Sequence[str]) -> str:
    """What the button says that leads to a person's addresses; "" where there is nothing to link."""
    if len(places) > 1:
        return "Nơi nhận tin"
    return f"Liên kết với {channel_name(others[0])}" if others else ""


def tell_linked(one: Joined) -> Reply:
    """The other phone learns of it at once: it may not have been its owner who typed the code."""
    waiting = one.waits
    rows: ButtonRows = ((Button("Tách ra", "link.part"),),)
    if waiting is not None and one.alone and one.role is Role.ADMIN:
        rows = (*_confirming(one, waiting), *rows)
    others = ", ".join(channel_name(place.channel) for place in one.places if place is not one.office)
    return Reply(
        lines(
            Markup("Tài khoản này vừa được <b>liên kết với {}</b>. Mỗi tin chỉ đến một lần.").format(others),
            f"Trên {channel_name(waiting.channel)} chưa có vai trò {ROLE_NAMES[one.role]}." if waiting else None,
            Markup("Không phải do bà con làm? <k>Bấm|Chọn</k> <b>Tách ra</b>."),
        ),
        rows,
    )


def ask_confirm(one: Joined, waiting: Linked) -> Reply:
    """Admins learn that an official has another address, and may give it the role."""
    return Reply(
        lines(
            Markup("<b>{}</b> ({}) vừa liên kết thêm {}.").format(
                one.name or NAMELESS, ROLE_NAMES[one.role], channel_name(waiting.channel)
            ),
            f"Trên đó người này là {ROLE_NAMES[waiting.role]}. Nếu đúng là tài khoản của người này, anh/chị xác nhận "
            "để họ làm việc được ở cả hai bên.",
        ),
        (*_confirming(one, waiting), (buttons.PEOPLE,)),
    )


def _confirming(one: Joined, waiting: Linked) -> ButtonRows:
    data = f"link.confirm {waiting.address_id} {one.person_id}"
    return ((Button("Xác nhận", data, final="xác nhận"),),)


def confirmed(one: Joined) -> Reply:
    """The role holds at all addresses of a person."""
    return Reply(
        Markup("Đã xác nhận. <b>{}</b> có vai trò {} ở: {}.").format(
            one.name or NAMELESS, ROLE_NAMES[one.role], _all(one.places)
        ),
        ((buttons.PEOPLE,),),
        replace=True,
    )


def tell_confirmed(one: Joined) -> Reply:
    """Whom it is about learns of it."""
    return Reply(
        Markup("Quản trị đã xác nhận: anh/chị có vai trò <b>{}</b> ở: {}.").format(
            ROLE_NAMES[one.role], _all(one.places)
        )
    )


def _all(places: Sequence[Linked]) -> str:
    return ", ".join(channel_name(one.channel) for one in places)


def ask_part(leaves: Linked, role: Role) -> Reply:
    """Parting asks once."""
    where = channel_name(leaves.channel)
    return Reply(
        lines(
            Markup("Tách <b>{}</b> ra thành một tài khoản riêng?").format(where),
            "Khi ấy hai bên nhận tin riêng, với chủ đề và khu vực như bây giờ; tin mới sẽ đến ở cả hai bên.",
            f"Vai trò {ROLE_NAMES[role]} không theo sang {where}." if role > Role.RESIDENT else None,
        ),
        ((Button("Tách ra", "link.part.yes"), Button("Giữ nguyên", "link", typed="liên kết")),),
    )


def parted(leaves: Linked) -> Reply:
    """Two persons again."""
    return Reply(
        Markup("Đã tách <b>{}</b> ra. Từ nay hai bên nhận tin riêng.").format(channel_name(leaves.channel)),
        (buttons.FIXED,),
        replace=True,
    )
