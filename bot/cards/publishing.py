"""A post on its way: asking for approval, the hour, taking back, drafts, corrections and withdrawals, for officials."""

from datetime import datetime

from markupsafe import Markup

from bot.cards.format import cut, duration, moment, soon
from bot.cards.names import HELD, called, kept_here, named
from bot.domain.drafts import DraftView
from bot.domain.posts import Post, PostState
from bot.messages.message import Button, ButtonRows, Reply

# --- the hour and what stops it -----------------------------------------------------------------------------------


@kept_here
def told_approved(post: Post, who: str, now: datetime, *, late: bool = False) -> Reply:
    """The author: somebody agreed; where that was `late`, the hour that was chosen has gone by."""
    said = Markup("👍 {} đã <b>duyệt</b> tin {}. ").format(who, named(post))
    if late:
        way_out = Markup(
            "Giờ hẹn đã qua nên tin <b>chưa đi</b>: xin mở bản nháp, <k>bấm|chọn</k> Đăng hoặc hẹn giờ khác."
        )
        return Reply(said + way_out, _open(post))
    return Reply(said + _when(post, now), _undo(post, now), slot=outcome_line(post.id, post.due_at))


@kept_here
def approved_late(post: Post) -> Reply:
    """The approver, where the hour that its author chose has gone by meanwhile."""
    return Reply(
        Markup(
            "👍 Đã duyệt tin {}. Giờ hẹn đã qua nên tin <b>chưa đi</b>; bot đã báo người soạn chọn giờ khác."
        ).format(named(post)),
        replace=True,
    )


@kept_here
def edited_by_other(post: Post, who: str) -> Reply:
    """The author: somebody else changed the draft, and it goes nowhere until they press Đăng again."""
    return Reply(
        Markup("✍️ {} vừa sửa tin {} của anh/chị; tin về lại bản nháp. Xin xem lại rồi <k>bấm|chọn</k> Đăng.").format(
            who, named(post)
        ),
        _open(post),
    )


@kept_here
def undone_by_other(post: Post, who: str) -> Reply:
    """The author: somebody else stopped what was about to go out."""
    return Reply(
        Markup("↩️ {} vừa <b>dừng</b> tin {} trước khi tin đi, chưa gửi cho ai. Xin hỏi lại người ấy.").format(
            who, named(post)
        ),
        _open(post),
    )


def _open(post: Post) -> ButtonRows:
    return ((Button("Xem bản nháp", f"post.open {post.id}"),),)


# --- the hour ---------------------------------------------------------------------------------------------------------


def _when(post: Post, now: datetime) -> str:
    if post.state is not PostState.SCHEDULED or post.due_at is None:
        return ""
    if (post.due_at - now).total_seconds() <= 300:
        return f"Tin sẽ đi sau {duration(post.due_at - now).removeprefix('khoảng ')}."
    return f"Tin sẽ đăng lúc {moment(post.due_at)}."


def _undo(post: Post, now: datetime) -> ButtonRows:
    if post.state is not PostState.SCHEDULED or post.due_at is None:
        return ()
    row = [Button("Hoàn tác", f"post.undo {post.id}")]
    if (post.due_at - now).total_seconds() > 300:
        row.append(Button("Đổi giờ", f"post.when {post.id}"))
    return (tuple(row),)


@kept_here
def scheduled(post: Post, now: datetime) -> Reply:
    """After Đăng or Duyệt: the moments in which it can be taken back, or the hour that was chosen."""
    mark = "✅" if post.due_at is not None and (post.due_at - now).total_seconds() <= 300 else "🕗"
    return Reply(
        Markup("{} <b>{}</b> {}\n<k>Bấm|Chọn</k> Hoàn tác nếu cần dừng lại.").format(
            mark, _when(post, now), named(post)
        ),
        _undo(post, now),
        replace=True,
        slot=outcome_line(post.id, post.due_at),
    )


@kept_here
def still_waits(post: Post, now: datetime) -> Reply:
    """An official says to stop, and one of their posts waits for its hour: is it meant?"""
    return Reply(
        Markup("Tin {} còn chờ, chưa gửi cho ai. {} <k>Bấm|Chọn</k> Hoàn tác nếu muốn dừng tin này.").format(
            named(post), _when(post, now)
        ),
        _undo(post, now),
    )


def outcome_line(post_id: int, due_at: datetime | None) -> str | None:
    """The line that says when a post goes out, and then that it did: another one whenever its hour is another."""
    return f"out:{post_id}:{int(due_at.timestamp())}" if due_at is not None else None


@kept_here
def told_out(post: Post, line: str, *, correction: bool) -> Reply:
    """What is left of a card that said when a post goes out: that it did."""
    what = "Đã đính chính" if correction else "Đã đăng"
    text = Markup("✅ <b>{} tin số {}</b>: {}").format(what, post.number, cut(post.title, 200))
    return Reply(text, slot=line, passing=True)


@kept_here
def ask_hour(draft: DraftView) -> Reply:
    """Asks when a post is to go out."""
    return Reply(
        Markup(
            "Đăng {} lúc nào? Ví dụ: <b>8h sáng mai</b>, <b>thứ hai tuần sau 7h</b>, <b>24/11 08:00</b>. "
            "Gõ <b>hủy</b> để thôi."
        ).format(called(draft))
    )


@kept_here
def confirm_hour(
    draft: DraftView, at: datetime, *, past: bool, quiet: bool = False, until: datetime | None = None
) -> Reply:
    """Says back which moment was understood; the past and the night are asked about."""
    post_id, seal = draft.view.post.id, draft.seal
    if past:
        return Reply(
            Markup("<b>{}</b> đã qua rồi. Anh/chị muốn đăng ngay {}, hay chọn giờ khác?").format(
                moment(at), called(draft)
            ),
            (
                (
                    Button("Đăng ngay", f"post.publish {post_id} {seal}", final="đăng"),
                    Button("Chọn giờ khác", f"post.when {post_id}"),
                ),
            ),
        )
    night = " Lúc ấy đêm khuya, nhiều người đang ngủ; anh/chị vẫn muốn đăng giờ này?" if quiet else ""
    if until is not None:
        night = f" Lúc ấy phường để bà con nghỉ: máy mọi người nhận tin lúc {soon(until)}; chỉ tin khẩn mới đi ngay."
    return Reply(
        Markup("Sẽ đăng lúc <b>{}</b>: {}.{}").format(moment(at), called(draft), night),
        (
            (
                Button("Hẹn giờ này", f"post.at {post_id} {seal} {int(at.timestamp()) // 60}"),
                Button("Chọn giờ khác", f"post.when {post_id}"),
            ),
        ),
    )


@kept_here
def undone(draft: DraftView, *, below: bool = True) -> Reply:
    """What Hoàn tác leaves of the message it stood under; another's draft is not shown `below`, they are told."""
    then = "Bản nháp ở ngay bên dưới." if below else "Bot đã báo cho người soạn."
    return Reply(Markup("↩️ Đã dừng lại {}, <b>chưa gửi cho ai</b>. {}").format(called(draft), then), replace=True)


@kept_here
def held(post: Post, why: str) -> Reply:
    """A scheduled post did not go out: the author, or the admins, decide."""
    return Reply(
        Markup("⚠️ Tin {} <b>chưa được đăng</b>: {}. Xin xem lại rồi <k>bấm|chọn</k> Đăng nếu vẫn cần.").format(
            named(post), HELD[why]
        ),
        _open(post),
    )


@kept_here
def orphaned(post: Post) -> Reply:
    """The admins: a scheduled post did not go out, for its author may not write any more."""
    return Reply(
        Markup("⚠️ Tin {} <b>chưa được đăng</b>: {}. Nếu vẫn cần, xin soạn lại thành tin của anh/chị.").format(
            named(post), HELD["author"]
        ),
        ((Button("Soạn lại", f"post.again {post.id}"),),),
    )
