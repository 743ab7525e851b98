"""A second person agrees: what approvers are asked, what they decide, and what went out before they did."""

from markupsafe import Markup

from bot.cards.format import moment
from bot.cards.names import KIND_NAMES, called, kept_here, named
from bot.domain.audit import Action
from bot.domain.drafts import DraftView
from bot.domain.life import moves_for
from bot.domain.posts import Post, PostNumber, PostState
from bot.messages.message import Button, Reply


@kept_here
def submitted(post: Post, approvers: int, seal: int) -> Reply:
    """The author after Đăng, where somebody else must agree first."""
    rows: list[tuple[Button, ...]] = [(Button("Xem lại", f"post.show {post.id}"),)]
    if Action.UNAPPROVED in moves_for(post, own=True):
        rows.insert(0, (Button("Đăng ngay, duyệt sau", f"post.now {post.id} {seal}"),))
    hour = f" Khi được duyệt, tin sẽ đăng lúc {moment(post.due_at)}." if post.due_at else ""
    return Reply(
        Markup(
            "⏳ <b>Chưa đăng.</b> Tin {} cần một người khác duyệt; đã gửi cho {} người duyệt. "
            "Có trả lời, bot báo ngay.{}"
        ).format(named(post), approvers, hour),
        tuple(rows),
        replace=True,
    )


@kept_here
def ask_at_once(draft: DraftView) -> Reply:
    """The second tap of going out before anybody agreed."""
    post_id, seal = draft.view.post.id, draft.seal
    return Reply(
        Markup(
            "<b>Đăng ngay {}, không chờ duyệt?</b> Chỉ nên làm khi chờ thì có hại. Người duyệt và quản trị được báo "
            "ngay, và sẽ xem lại sau."
        ).format(called(draft)),
        (
            (
                Button("Đăng ngay", f"post.now.yes {post_id} {seal}", final="đăng ngay"),
                Button("Chờ duyệt", f"post.show {post_id}"),
            ),
        ),
    )


@kept_here
def ask_alone(draft: DraftView) -> Reply:
    """The second confirmation of an admin whom nobody else can check."""
    post_id, seal = draft.view.post.id, draft.seal
    return Reply(
        Markup(
            "Tin {} cần một người khác duyệt, nhưng phường <b>chưa có người duyệt thứ hai</b> (mời thêm bằng /moi). "
            "Anh/chị tự chịu trách nhiệm và đăng luôn? Nhật ký sẽ ghi “chưa có người duyệt”."
        ).format(named(draft.view.post)),
        (
            (
                Button("Tôi tự đăng", f"post.alone {post_id} {seal}", final="tự đăng"),
                Button("Chưa đăng", f"post.show {post_id}"),
            ),
        ),
    )


def asking_line(post: Post) -> str:
    """The line of a panel that asks approvers about a post that waits: another one whenever it was submitted anew."""
    return f"ask:{post.id}:{int(post.updated_at.timestamp())}"


@kept_here
def asked_no_more(post: Post, who: str, what: str) -> Reply:
    """What is left of a panel that asked an approver, once somebody has decided; `post` as it waited."""
    text = Markup("{} đã <b>{}</b> tin {}. Không cần anh/chị duyệt nữa.").format(who or "Người khác", what, named(post))
    return Reply(text, slot=asking_line(post), passing=True)


def to_approve(draft: DraftView) -> Markup:
    """What stands above the panel that an approver gets."""
    post = draft.view.post
    what = f"Đính chính tin số {draft.corrects}" if draft.corrects else KIND_NAMES[post.kind]
    hour = f" Hẹn đăng lúc {moment(post.due_at)}." if post.due_at else ""
    return Markup("🖊 <b>{} chờ anh/chị duyệt.</b> Người soạn: {}.{}").format(what, draft.author or "(không rõ)", hour)


@kept_here
def reminder(post: Post, author: str) -> Reply:
    """Approvers and admins, once, when nobody has answered."""
    return Reply(
        Markup("⏰ Tin {} của {} chờ duyệt đã 20 phút. Nhờ anh/chị xem giúp.").format(
            named(post), author or "(không rõ)"
        ),
        ((Button("Xem và duyệt", f"post.show {post.id}"),),),
    )


@kept_here
def reminded(post: Post) -> Reply:
    """The author, when approvers were asked once more."""
    return Reply(
        Markup("Tin {} chưa ai duyệt sau 20 phút. Bot vừa nhắc người duyệt và quản trị.").format(named(post)),
        ((Button("Xem lại", f"post.show {post.id}"),),),
    )


@kept_here
def ask_reason(draft: DraftView, what: str) -> Reply:
    """Asks an approver why."""
    return Reply(
        Markup("Vì sao <b>{}</b> {}? Mời anh/chị gõ lý do để người soạn biết. Gõ <b>hủy</b> để thôi.").format(
            what, called(draft)
        )
    )


@kept_here
def decided(post: Post, what: str) -> Reply:
    """The approver, after Trả lại or Từ chối."""
    return Reply(Markup("Đã {} tin {} và báo cho người soạn.").format(what, named(post)))


@kept_here
def told_returned(post: Post, who: str, reason: str) -> Reply:
    """The author: something is to be changed."""
    return Reply(
        Markup("↩️ {} <b>trả lại</b> tin {}.\nLý do: {}").format(who, named(post), reason),
        ((Button("Sửa tin", f"post.open {post.id}"),),),
    )


@kept_here
def told_rejected(post: Post, who: str, reason: str) -> Reply:
    """The author: it does not go out; the text is not lost."""
    return Reply(
        Markup("⛔ {} <b>từ chối</b> tin {}.\nLý do: {}\nNội dung vẫn còn; có thể soạn lại thành bản nháp mới.").format(
            who, named(post), reason
        ),
        ((Button("Soạn lại", f"post.again {post.id}"),),),
    )


# --- went out without approval ------------------------------------------------------------------------------------


@kept_here
def told_unapproved(post: Post, who: str, number: PostNumber | None) -> Reply:
    """Everyone who approves: a post goes out, or went out, before anybody agreed; it is to be looked at.

    `number` is the post's, or of the one that it corrects.
    """
    name = "tin" if number is None else f"{'tin' if post.number else 'đính chính tin'} số {number}"
    # What goes out in a moment is still a draft, and may be stopped there.
    look = f"post.open {post.id}" if post.state is PostState.SCHEDULED else f"read {number}"
    return Reply(
        Markup("🚨 {} vừa cho đăng <b>không chờ duyệt</b>: {} {}. Nhờ anh/chị xem lại.").format(who, name, named(post)),
        ((Button("Xem tin", look), Button("Đã xem lại", f"post.reviewed {post.id}")),),
    )


@kept_here
def reviewed(post: Post) -> Reply:
    """Somebody has looked at it."""
    return Reply(Markup("Đã ghi nhận anh/chị xem lại tin số {}.").format(post.number), replace=True)
