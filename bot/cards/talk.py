"""What is said to people who talk: to somebody in danger first of all, then to thanks, greetings and anger."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import cut, lines
from bot.domain.facts import Contact
from bot.domain.people import Role, Viewer
from bot.domain.posts import PostNumber
from bot.domain.views import Found, WardInfo
from bot.messages.message import Reply

TITLE_UNITS = 160
_NOT_URGENT = "Nếu đó là câu trả lời hay chữ của việc đang làm, không phải việc khẩn, xin gửi lại lần nữa."


def emergency(calls: Sequence[str], ward: WardInfo, *, asked: bool = False) -> Reply:
    """Whom to call at once: each number alone on its line, where a finger hits it, then the ward's.

    Where somebody was `asked` something, the words may have been meant for that.
    """
    return Reply(
        lines(
            *(Markup("Gọi ngay <b>{}</b>").format(number) for number in calls),
            "",
            "Nói rõ địa chỉ và có ai bị nạn. Bot không gọi thay được.",
            Markup("Sau đó báo phường: <b>{}</b>").format(ward.hotline) if ward.hotline else None,
            _NOT_URGENT if asked else None,
        ),
        kept=True,
    )


def cheated(ward: WardInfo, police: Sequence[Contact], warned: Found | None, *, asked: bool = False) -> Reply:
    """Somebody lost money to a fraud: the police and the bank at once, then the ward's police and its own warning."""
    first = lines(
        Markup("Gọi ngay <b>113</b>"),
        "",
        "Gọi ngay cho ngân hàng (số in sau thẻ) để khóa tài khoản. Bà con đừng chuyển thêm tiền, đừng xóa tin "
        "nhắn: giữ lại số tài khoản, số điện thoại của kẻ gian để báo công an.",
    )
    return _of_frauds(first, "Sau đó báo phường", ward, police, warned, asked=asked)


def lured(ward: WardInfo, police: Sequence[Contact], warned: Found | None, *, asked: bool = False) -> Reply:
    """Somebody is being talked into a fraud: what not to do comes first, then what to do where it is too late."""
    first = lines(
        Markup("⚠️ <b>Coi chừng lừa đảo. Bà con khoan chuyển tiền.</b>"),
        "",
        "Đừng đọc mã OTP hay mật khẩu cho ai, đừng bấm đường dẫn, đừng cài ứng dụng theo lời người gọi.",
        "Cúp máy, rồi tự gọi cho người nhà hay cơ quan đó bằng số bà con vẫn biết.",
        Markup("Đã lỡ chuyển tiền thì gọi <b>113</b> và gọi ngân hàng (số in sau thẻ) ngay."),
    )
    return _of_frauds(first, "Hỏi phường", ward, police, warned, asked=asked)


def _of_frauds(
    first: Markup, then: str, ward: WardInfo, police: Sequence[Contact], warned: Found | None, *, asked: bool
) -> Reply:
    number = warned.post.number if warned is not None else None
    warning = Markup("<b>{}</b> – tin số {}").format(cut(warned.post.title, TITLE_UNITS), number) if warned else None
    return Reply(
        lines(
            first,
            *(Markup("{}: <b>{}</b>").format(one.name, one.phone) for one in police[:1] if one.phone),
            Markup("{}: <b>{}</b>").format(then, ward.hotline) if ward.hotline else None,
            *(("", warning) if warning else ()),
            _NOT_URGENT if asked else None,
        ),
        ((buttons.read(number, f"Đọc tin {number}"),),) if warning else (),
        kept=True,
    )


def call_ward(ward: WardInfo, sentence: str) -> Markup | None:
    """A sentence that ends with the ward's number, where it has one."""
    return Markup("{} <b>{}</b>.").format(sentence, ward.hotline) if ward.hotline else None


def welcome_to_it() -> Reply:
    """Thanks: nothing is asked for, and nothing is offered."""
    return Reply(Markup("Dạ, không có chi ạ."))


def greeted(ward: WardInfo) -> Reply:
    """Somebody says hello who knows the bot."""
    return Reply(
        Markup("Dạ, {} xin chào bà con. Cần biết gì bà con cứ gõ, ví dụ: <b>cúp điện</b>.").format(ward.name),
        (buttons.FIXED,),
    )


def calm(ward: WardInfo) -> Reply:
    """Somebody is angry: no quarrel, and somebody to talk to."""
    return Reply(
        lines(
            "Dạ, bot xin lỗi vì bà con chưa hài lòng.",
            call_ward(ward, "Có việc cần phường giải quyết, xin gọi:"),
        ),
        (buttons.FIXED,),
    )


def mistake(ward: WardInfo, number: PostNumber | None) -> Reply:
    """A resident wants a post mended or withdrawn: who writes posts can do it."""
    which = f" số {number}" if number else ""
    return Reply(
        lines(
            Markup("Dạ, chỉ cán bộ phường mới sửa hay rút tin{} được.").format(which),
            call_ward(ward, "Thấy tin có chỗ sai, xin báo giúp phường:"),
        ),
        (buttons.FIXED,),
    )


def ask_anything(ward: WardInfo) -> Reply:
    """What may be asked, and whom to call."""
    call = Markup(" Cần gặp phường: <b>{}</b>").format(ward.hotline) if ward.hotline else ""
    return Reply(
        lines(
            "Bà con cứ gõ câu hỏi như nói chuyện, không cần dấu. Ví dụ: mai co cup dien khong, khom 3 hop luc may gio, "
            "lam can cuoc o dau.",
            Markup("Khẩn cấp: công an 113 · cứu hỏa 114 · cấp cứu 115.") + call,
        ),
        (buttons.FIXED,),
    )


def unclear(ward: WardInfo) -> Reply:
    """Nothing that could be looked for: a sign, or "ở đâu vậy" without what it is about."""
    return Reply(
        lines(
            Markup("Bot chưa hiểu ý. Bà con gõ rõ việc cần hỏi, ví dụ: <b>cúp điện ở đâu</b>."),
            call_ward(ward, "Cần gặp phường, xin gọi:"),
        ),
        (buttons.FIXED,),
    )


def only_text(ward: WardInfo) -> Reply:
    """A sticker, a photo, a voice message, a place on the map."""
    return Reply(
        lines(
            Markup("Dạ, bot chỉ đọc được chữ, chưa nghe và xem được. Bà con gõ giúp vài chữ, ví dụ: <b>tin mới</b>."),
            call_ward(ward, "Không tiện gõ, xin gọi phường:"),
        ),
        (buttons.FIXED,),
    )


def acknowledged(viewer: Viewer) -> Reply:
    """Thanks, or a yes that nothing was asked for: nothing was done, and what can be done is a button."""
    if viewer.role >= Role.WRITER:
        return Reply(
            Markup(
                "Dạ. Bot chưa làm gì thêm; muốn đăng, duyệt hay sửa thì xin <k>bấm nút|gõ số ghi ở</k> dưới bản nháp."
            ),
            ((buttons.DRAFTS, buttons.HELP),),
        )
    if viewer.subscribed:
        return Reply(
            Markup(
                "Dạ, có tin mới bot sẽ tự gửi đến bà con. Cần xem gì, bà con <k>bấm nút hoặc gõ|cứ gõ</k>, ví dụ: "
                "<b>tim cup dien</b>."
            ),
            ((buttons.LATEST, buttons.HELP),),
        )
    return Reply(
        Markup(
            "Dạ. Bà con chưa đăng ký nên bot chưa gửi tin. Muốn nhận thì "
            "<k>bấm nút dưới, rồi bấm|gõ như dưới đây, rồi chọn</k> <b>Đồng ý</b>."
        ),
        ((buttons.SUBSCRIBE,), (buttons.LATEST, buttons.HELP)),
    )
