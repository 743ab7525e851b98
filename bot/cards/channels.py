"""The ward's channel: how it is named, what stands in it, and that the bot may not post there any more."""

from markupsafe import Markup

from bot.cards.format import lines
from bot.domain.people import Broadcast
from bot.messages.incoming import Origin
from bot.messages.message import Button, Reply

HOW = Markup(
    "1. Mở kênh Telegram của phường, thêm bot này làm <b>quản trị viên</b>, bật quyền <b>đăng tin</b> và "
    "<b>sửa tin</b>.\n"
    "2. Bot sẽ hỏi anh/chị ngay tại đây. Nếu không thấy hỏi, <b>chuyển tiếp một tin của kênh</b> vào đây."
)
WHAT = (
    "Mỗi tin công khai sẽ có một bản trên kênh. Đính chính và thu hồi sửa ngay trên bản ấy; tin khẩn được "
    "ghim đến khi hết. Tin dành cho cán bộ không bao giờ lên kênh. Ban đêm tin thường lên kênh mà không reo chuông."
)


def channel(named: Broadcast | None, *, here: bool) -> Reply:
    """What the ward's channel is, and how to name one; `here` tells that it can be done in this chat."""
    how = HOW if here else Markup("Để đặt kênh, xin nhắn lệnh này cho bot trên Telegram.")
    if named is None:
        return Reply(lines(Markup("<b>Phường chưa có kênh Telegram nào nhận tin.</b>"), "", how, "", WHAT))
    trouble = None if named.reachable else Markup("⚠️ Bot không còn quyền đăng ở kênh này nên tin không lên kênh nữa.")
    return Reply(
        lines(
            Markup("<b>Kênh của phường: {}</b>").format(named.name),
            *((trouble, "", how) if trouble else (WHAT,)),
            "",
            Markup("Muốn đổi sang kênh khác: chuyển tiếp một tin của kênh ấy vào đây.") if here else None,
        ),
        ((Button("Tắt kênh", "channel tắt", typed="kênh tắt"),),),
    )


def ask_use(channel: Origin, other: Broadcast | None) -> Reply:
    """An admin is asked whether a channel is the ward's; `other` is the one that it would replace."""
    replaced = Markup("Kênh đang dùng, “{}”, sẽ không nhận tin mới nữa.").format(other.name) if other else None
    return Reply(
        lines(
            Markup("Dùng kênh <b>“{}”</b> làm kênh của phường?").format(channel.name),
            replaced,
            "Từ lúc ấy, mỗi tin đăng cho mọi người sẽ có một bản trên kênh này.",
        ),
        (
            (
                Button("Dùng kênh này", f"channel.use {channel.chat_id} {channel.name}"),
                Button("Không dùng", "channel.leave"),
            ),
        ),
    )


def asking(name: str) -> Reply:
    """The platform is asked first who may post there."""
    return Reply(Markup("Đang hỏi Telegram về quyền của bot ở kênh “{}”…").format(name))


def used(name: str, replaced: Broadcast | None) -> Reply:
    """It is the ward's channel now."""
    return Reply(
        lines(
            Markup("✅ <b>“{}” đã là kênh của phường.</b> Các tin đăng từ giờ sẽ lên kênh.").format(name),
            Markup("Kênh “{}” không nhận tin mới nữa.").format(replaced.name) if replaced else None,
            Markup("Muốn thôi, gõ: <b>kênh tắt</b>"),
        )
    )


def refused(name: str, *, bot: bool) -> Reply:
    """The bot, or the admin who says so, may not post there."""
    if bot:
        why = Markup("Anh/chị không phải quản trị viên có quyền đăng tin ở kênh “{}”. Xin nhờ người quản trị kênh.")
    else:
        why = Markup(
            "Bot chưa có quyền đăng tin ở kênh “{}”. Xin thêm bot làm quản trị viên của kênh, bật quyền đăng tin và "
            "sửa tin, rồi bot sẽ hỏi lại."
        )
    return Reply(why.format(name))


def left() -> Reply:
    """A channel that was offered is not taken."""
    return Reply(Markup("Vâng, bot không đăng gì ở kênh ấy. Khi cần, gõ: <b>kênh</b>"))


def stopped(named: Broadcast) -> Reply:
    """No new post goes to the channel."""
    return Reply(
        Markup(
            "Đã tắt: tin mới không lên kênh “{}” nữa. Tin đang có trên kênh vẫn được đính chính, thu hồi khi cần. "
            "Muốn bật lại, gõ: <b>kênh</b>"
        ).format(named.name)
    )


def lost(name: str) -> Reply:
    """Admins: nothing reaches the ward's channel any more."""
    return Reply(
        Markup(
            "⚠️ <b>Bot không còn đăng được ở kênh “{}”</b>: bot bị đưa ra khỏi kênh, hoặc không còn quyền đăng tin. "
            "Tin mới chưa lên kênh; người đăng ký với bot vẫn nhận đủ. Xin cho bot làm quản trị viên của kênh trở lại, "
            "hoặc gõ <b>kênh tắt</b> nếu không dùng kênh nữa."
        ).format(name)
    )


def back_again(name: str) -> Reply:
    """Admins: the bot may post in the ward's channel again."""
    return Reply(
        Markup("✅ Bot lại đăng được ở kênh “{}”. Tin đăng trong lúc mất quyền không tự lên kênh.").format(name)
    )
