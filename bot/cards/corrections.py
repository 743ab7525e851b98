"""Correcting, withdrawing and ending a post, for officials."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import number as count
from bot.cards.names import named, said
from bot.domain.delivery import DispatchKind, Progress
from bot.domain.life import VISIBLE, is_meeting
from bot.domain.posts import Post, PostState, Said
from bot.messages.message import Button, ButtonRows, Reply


def correction_begun(number: str, *, new: bool) -> Reply:
    """How to change a published post, in the words of a phone."""
    begun = "Đính chính" if new else "Đang có bản đính chính của"
    return Reply(
        Markup(
            "✏️ <b>{} tin số {}.</b> Gõ chỗ sai và chỗ đúng, ví dụ: <b>103,8% =&gt; 103,9%</b> (mỗi chỗ một dòng), "
            "hoặc <k>bấm|chọn</k> Sửa bên dưới. Chưa gửi gì cho đến khi anh/chị <k>bấm|chọn</k> Đăng."
        ).format(begun, number)
    )


def ask_replacement() -> Reply:
    """Asks for a piece of the text and what is to stand in its place."""
    return Reply(
        Markup(
            "Gõ chỗ sai và chỗ đúng, ví dụ: <b>8h =&gt; 9h</b>. Nhiều chỗ thì mỗi chỗ một dòng. Gõ <b>hủy</b> để thôi."
        )
    )


def ask_withdrawal_reason(number: str) -> Reply:
    """Asks why a post is withdrawn: everyone who got it will read that."""
    return Reply(
        Markup(
            "Vì sao thu hồi tin số {}? Lý do này ai cũng xem được, ví dụ: <b>Nhầm ngày cúp điện</b>. "
            "Gõ <b>hủy</b> để thôi."
        ).format(number)
    )


def ask_withdraw(post: Post, reason: str, copies: int, fixed: int) -> Reply:
    """The second tap of a withdrawal; of the `copies`, `fixed` stand where nothing can be changed or taken away."""
    if fixed and fixed == copies:
        how = (
            "Ai đã nhận sẽ được gửi tin báo “ĐÃ THU HỒI” (tin cũ ở máy họ không gỡ được); tin ra khỏi danh sách và "
            "tìm kiếm."
        )
    else:
        how = (
            "Tin biến mất khỏi máy những người đã nhận (tin cũ hơn 48 giờ thì được thay bằng dòng “ĐÃ THU HỒI”), "
            "khỏi danh sách và tìm kiếm."
        )
    if 0 < fixed < copies:
        how += f" Riêng {count(fixed)} người dùng kênh không gỡ được tin đã gửi thì nhận tin báo “ĐÃ THU HỒI”."
    return Reply(
        Markup("Thu hồi <b>tin số {}</b> {}?\nLý do: {}\n{} Việc này không làm lại được.").format(
            post.number, named(post), reason, how
        ),
        (
            (
                Button("Thu hồi", f"withdraw.yes {post.number}", final="đồng ý thu hồi"),
                Button("Giữ lại", f"withdraw.keep {post.number}"),
            ),
        ),
    )


def not_withdrawn(number: str) -> Reply:
    """Giữ lại."""
    return Reply(
        Markup("Tin số {} vẫn giữ nguyên, không thu hồi.").format(number),
        ((buttons.read(number),),),
        replace=True,
    )


def withdrawn(post: Post) -> Reply:
    """A post was withdrawn; how far that has come follows on the live line."""
    return Reply(
        Markup("🗑 <b>Đã thu hồi tin số {}.</b> Số tin vẫn giữ, không dùng lại.").format(post.number), replace=True
    )


def told_withdrawn(post: Post, who: str, reason: str) -> Reply:
    """Everyone who approves, and the author."""
    return Reply(Markup("🗑 {} vừa thu hồi tin số {} {}.\nLý do: {}").format(who, post.number, named(post), reason))


def corrected(post: Post, pushes: Sequence[Progress]) -> Reply:
    """A correction has become part of its post; how far it has come follows on the live lines of its `pushes`."""
    under_way = {one.kind for one in pushes if one.total}
    then = ""
    if DispatchKind.EDIT in under_way:
        then = " Đang sửa ở máy những người đã nhận."
    elif DispatchKind.NOTICE in under_way:
        then = " Đang báo cho những người đã nhận."
    return Reply(
        Markup("✏️ <b>Đã đính chính tin số {}</b> (bản {}).{}").format(post.number, post.revision, then),
        ((buttons.read(post.number), buttons.status(post.number)),),
        replace=True,
    )


def ended(post: Post) -> Reply:
    """A notice ended, or was called off: whoever got it is told, or sees it."""
    return Reply(Markup("⏹ Tin số {} {} <b>đã kết thúc</b>.").format(post.number, named(post)))


def after_publishing(post: Post) -> ButtonRows:
    """What an official may do with a post that is out, a row each; nothing with one that was withdrawn."""
    if post.state not in VISIBLE:
        return ()
    mend = (
        Button("Đính chính", f"correct {post.number}", typed=f"đính chính {post.number}"),
        Button("Thu hồi", f"withdraw {post.number}", typed=f"thu hồi {post.number}"),
    )
    after = _follow_ups(post)
    return (mend, after) if after else (mend,)


def _follow_ups(post: Post) -> tuple[Button, ...]:
    """The one tap after a post: that the danger is over, or that the meeting is off or at another time."""
    if post.state is not PostState.PUBLISHED:
        return ()
    if post.urgent:
        return (Button("Báo đã an toàn", f"clear.safe {post.number}", final="báo an toàn"),)
    if is_meeting(post):
        return (
            Button("Báo hủy họp", f"clear.off {post.number}", final="báo hủy họp"),
            Button("Báo dời họp", f"clear.moved {post.number}"),
        )
    return ()


def ask_moved() -> Reply:
    """Asks for the new time of a meeting."""
    return Reply(
        Markup(
            "Họp dời sang lúc nào, ở đâu? Ví dụ: <b>19h thứ sáu 27/11, tại nhà văn hóa khóm 3</b>. "
            "Gõ <b>hủy</b> để thôi."
        )
    )


def follow_up_sent(post: Post, what: Said) -> Reply:
    """What was said goes to exactly those who got the first one."""
    return Reply(
        Markup("Đã báo “{}” cho đúng những người đã nhận tin số {}.").format(said(what), post.number), replace=True
    )
