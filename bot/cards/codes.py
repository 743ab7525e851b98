"""What stands behind the code at the end of a post."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import cut, day, lines
from bot.cards.names import said
from bot.domain.posts import Post, PostState
from bot.messages.message import Reply

TITLE_UNITS = 160
WARNING = (
    "Xin so từng chữ với tin bà con nhận được: kẻ gian có thể chép mã của một tin thật. Phường không bao giờ hỏi mã "
    "OTP, mật khẩu hay ảnh căn cước."
)


def ask_code() -> Reply:
    """Which code, and where it stands."""
    return Reply(
        lines(
            Markup("Bà con gõ mã ghi ở cuối tin, ví dụ: <b>xác minh AB23</b>."),
            "Phường không bao giờ hỏi mã OTP, mật khẩu hay ảnh căn cước.",
        ),
        (buttons.FIXED,),
    )


def verified(code: str, posts: Sequence[Post]) -> Reply:
    """What was published under a code and how it stands now; a withdrawn post is told without what it said."""
    if not posts:
        return Reply(
            lines(
                Markup("⚠️ Phường không có tin nào mang mã <b>{}</b>.").format(cut(code, 20)),
                "Bà con xem lại mã. Nếu mã đúng như trong tin nhận được thì tin ấy không phải của phường.",
                "",
                "Phường không bao giờ hỏi mã OTP, mật khẩu hay ảnh căn cước.",
            ),
            (buttons.FIXED,),
        )
    told = [part for one in posts for part in (*_told(one), "")]
    reads = tuple(
        buttons.read(one.number, f"Đọc tin {one.number}") for one in posts if one.state is not PostState.WITHDRAWN
    )
    return Reply(
        lines(Markup("Tin mang mã {}:").format(code), *told, WARNING), (*((reads,) if reads else ()), buttons.FIXED)
    )


def _told(post: Post) -> list[Markup | str]:
    if post.state is PostState.WITHDRAWN:
        why = f": {cut(said(post.closing), TITLE_UNITS)}" if post.closing else "."
        return [
            Markup("⛔ Tin số {} đã <b>thu hồi</b>{}").format(post.number, why),
            "Xin bà con đừng làm theo hay chuyển tiếp tin này nữa.",
        ]
    when = f" phường đăng ngày {day(post.published_at)}" if post.published_at else ""
    notes = ["Tin đã được đính chính, xin đọc bản mới."] if post.changes else []
    notes += ["Việc trong tin đã kết thúc."] if post.state is PostState.EXPIRED else []
    return [Markup("✅ Tin số {}{}: <b>{}</b>").format(post.number, when, cut(post.title, TITLE_UNITS)), *notes]
