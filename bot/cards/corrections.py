"""Correcting, withdrawing and ending a post, for officials."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import number as count
from bot.cards.names import called, kept_here, named, numbered, said
from bot.domain.audit import Action
from bot.domain.delivery import DispatchKind, Held, Progress
from bot.domain.drafts import DraftView
from bot.domain.life import follow_ups_for, moves_for
from bot.domain.posts import FollowUp, Post, Said
from bot.messages.message import Button, ButtonRows, Reply

FOLLOW_UP_BUTTONS = {
    FollowUp.SAFE: ("Báo đã an toàn", "báo an toàn"),
    FollowUp.OFF: ("Báo hủy họp", "báo hủy họp"),
    FollowUp.MOVED: ("Báo dời họp", ""),
}
"""The label of each, and what is typed for it where it cannot be taken back."""


def correction_begun(post: Post, *, new: bool) -> Reply:
    """How to change a published post, in the words of a phone."""
    begun = "Đính chính" if new else "Đang có bản đính chính của"
    return Reply(
        Markup(
            "✏️ <b>{} tin số {}</b> {}. Gõ chỗ sai và chỗ đúng, ví dụ: <b>103,8% =&gt; 103,9%</b> (mỗi chỗ một dòng), "
            "hoặc <k>bấm|chọn</k> Sửa bên dưới. Chưa gửi gì cho đến khi anh/chị <k>bấm|chọn</k> Đăng."
        ).format(begun, post.number, named(post))
    )


@kept_here
def ask_replacement(draft: DraftView) -> Reply:
    """Asks for a piece of the text and what is to stand in its place."""
    return Reply(
        Markup(
            "Sửa {}: gõ chỗ sai và chỗ đúng, ví dụ: <b>8h =&gt; 9h</b>. Nhiều chỗ thì mỗi chỗ một dòng. "
            "Gõ <b>hủy</b> để thôi."
        ).format(called(draft))
    )


def ask_withdrawal_reason(post: Post) -> Reply:
    """Asks why a post is withdrawn: everyone who got it will read that."""
    return Reply(
        Markup(
            "Vì sao thu hồi {}? Lý do này ai cũng xem được, ví dụ: <b>Nhầm ngày cúp điện</b>. Gõ <b>hủy</b> để thôi."
        ).format(numbered(post))
    )


def ask_withdraw(post: Post, reason: str, held: Held, *, tell: bool = False, replace: bool = False) -> Reply:
    """The second tap of a withdrawal, with what it does to the copies that people hold, and whether they are told."""
    copies, fixed = held.copies, held.fixed
    if fixed and fixed == copies:
        how = (
            "Ai đã nhận sẽ được gửi tin báo “ĐÃ THU HỒI” (tin cũ ở máy họ không gỡ được); tin ra khỏi danh sách và "
            "tìm kiếm."
        )
    else:
        stays = ""
        if held.deletable_for is not None:
            hours = count(round(held.deletable_for.total_seconds() / 3600))
            stays = f" (tin cũ hơn {hours} giờ thì được thay bằng dòng “ĐÃ THU HỒI”)"
        how = f"Tin biến mất khỏi máy những người đã nhận{stays}, khỏi danh sách và tìm kiếm."
    if 0 < fixed < copies:
        how += f" Riêng {count(fixed)} người dùng kênh không gỡ được tin đã gửi thì nhận tin báo “ĐÃ THU HỒI”."
    box = buttons.box(ticked=tell, label="Báo cho người đã nhận", data=f"withdraw.tell {post.number}")
    return Reply(
        Markup("Thu hồi <b>tin số {}</b> {}?\nLý do: {}\n{} Việc này không làm lại được.").format(
            post.number, named(post), reason, how
        ),
        (
            *(((box,),) if fixed < copies else ()),
            (
                Button("Thu hồi", f"withdraw.yes {post.number}", final="đồng ý thu hồi"),
                Button("Giữ lại", f"withdraw.keep {post.number}"),
            ),
        ),
        replace=replace,
    )


def not_withdrawn(post: Post) -> Reply:
    """Giữ lại."""
    return Reply(
        Markup("Tin số {} {} vẫn giữ nguyên, không thu hồi.").format(post.number, named(post)),
        ((buttons.read(post.number),),),
        replace=True,
    )


def withdrawn(post: Post) -> Reply:
    """A post was withdrawn; how far that has come follows on the live line."""
    return Reply(
        Markup("🗑 <b>Đã thu hồi tin số {}</b> {}. Số tin vẫn giữ, không dùng lại.").format(post.number, named(post)),
        replace=True,
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
        Markup("✏️ <b>Đã đính chính tin số {}</b> {} (bản {}).{}").format(post.number, named(post), post.revision, then),
        ((buttons.read(post.number), buttons.status(post.number)),),
        replace=True,
    )


def ended(post: Post) -> Reply:
    """A notice ended, or was called off: whoever got it is told, or sees it."""
    return Reply(Markup("⏹ Tin số {} {} <b>đã kết thúc</b>.").format(post.number, named(post)))


def after_publishing(post: Post) -> ButtonRows:
    """What an official may do with a post that is out, a row each; nothing with one that was withdrawn."""
    if Action.CORRECT not in moves_for(post, own=False):
        return ()
    mend = (
        Button("Đính chính", f"correct {post.number}", typed=f"đính chính {post.number}"),
        Button("Thu hồi", f"withdraw {post.number}", typed=f"thu hồi {post.number}"),
    )
    after = tuple(
        Button(label, f"clear.{one} {post.number}", final=final)
        for one in follow_ups_for(post)
        for label, final in [FOLLOW_UP_BUTTONS[one]]
    )
    return (mend, after) if after else (mend,)


def ask_moved(post: Post) -> Reply:
    """Asks for the new time of a meeting."""
    return Reply(
        Markup(
            "Cuộc họp trong {} dời sang lúc nào, ở đâu? Ví dụ: <b>19h thứ sáu 27/11, tại nhà văn hóa khóm 3</b>. "
            "Gõ <b>hủy</b> để thôi."
        ).format(numbered(post))
    )


def follow_up_sent(post: Post, what: Said) -> Reply:
    """What was said goes to exactly those who got the first one."""
    return Reply(
        Markup("Đã báo “{}” cho đúng những người đã nhận {}.").format(said(what), numbered(post)), replace=True
    )
