"""A post on its way: asking for approval, the hour, taking back, drafts, corrections and withdrawals, for officials."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from bot.cards.format import cut, duration, lines, moment
from bot.channels.base import Button, ButtonRows, Reply
from bot.domain.life import is_meeting
from bot.domain.pages import DraftList
from bot.domain.posts import Post, PostState

STATE_NAMES = {
    PostState.DRAFT: "bản nháp",
    PostState.PENDING: "chờ duyệt",
    PostState.APPROVED: "đã duyệt, chưa đăng",
    PostState.RETURNED: "bị trả lại",
    PostState.REJECTED: "bị từ chối",
    PostState.SCHEDULED: "đã hẹn giờ",
    PostState.PUBLISHED: "đã đăng",
    PostState.WITHDRAWN: "đã thu hồi",
    PostState.EXPIRED: "đã kết thúc",
    PostState.MERGED: "đã đính chính xong",
    PostState.CANCELLED: "đã hủy",
}
HELD = {
    "author": "người soạn không còn quyền đăng tin",
    "unapproved": "tin chưa có người duyệt, hoặc người đã duyệt không còn quyền",
    "late": "máy ngừng đúng vào giờ hẹn, nay đã quá 30 phút",
    "withdrawn": "tin cần đính chính đã được thu hồi",
}


def named(post: Post) -> str:
    """A post's title in quotes, short enough for a sentence."""
    return f"“{cut(post.title, 120)}”"


# --- the hour and what stops it -----------------------------------------------------------------------------------


def told_approved(post: Post, who: str, now: datetime, *, late: bool = False) -> Reply:
    """The author: somebody agreed; where that was `late`, the hour that was chosen has gone by."""
    said = Markup("👍 {} đã <b>duyệt</b> tin {}. ").format(who, named(post))
    if late:
        way_out = Markup("Giờ hẹn đã qua nên tin <b>chưa đi</b>: xin mở bản nháp, bấm Đăng hoặc hẹn giờ khác.")
        return Reply(said + way_out, _open(post))
    return Reply(said + _when(post, now), _undo(post, now))


def approved_late(post: Post) -> Reply:
    """The approver, where the hour that its author chose has gone by meanwhile."""
    return Reply(
        Markup(
            "👍 Đã duyệt tin {}. Giờ hẹn đã qua nên tin <b>chưa đi</b>; bot đã báo người soạn chọn giờ khác."
        ).format(named(post)),
        replace=True,
    )


def edited_by_other(post: Post, who: str) -> Reply:
    """The author: somebody else changed the draft, and it goes nowhere until they press Đăng again."""
    return Reply(
        Markup("✍️ {} vừa sửa tin {} của anh/chị; tin về lại bản nháp. Xin xem lại rồi bấm Đăng.").format(
            who, named(post)
        ),
        _open(post),
    )


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


def scheduled(post: Post, now: datetime) -> Reply:
    """After Đăng or Duyệt: the moments in which it can be taken back, or the hour that was chosen."""
    mark = "✅" if post.due_at is not None and (post.due_at - now).total_seconds() <= 300 else "🕗"
    return Reply(
        Markup("{} <b>{}</b> Bấm Hoàn tác nếu cần dừng lại.").format(mark, _when(post, now)),
        _undo(post, now),
        replace=True,
    )


def ask_hour() -> Reply:
    """Asks when a post is to go out."""
    return Reply(
        Markup(
            "Đăng lúc nào? Ví dụ: <b>8h sáng mai</b>, <b>thứ hai tuần sau 7h</b>, <b>24/11 08:00</b>. "
            "Gõ <b>hủy</b> để thôi."
        )
    )


def confirm_hour(post_id: int, seal: int, at: datetime, *, past: bool, quiet: bool) -> Reply:
    """Says back which moment was understood; the past and the night are asked about."""
    if past:
        return Reply(
            Markup("<b>{}</b> đã qua rồi. Anh/chị muốn đăng ngay, hay chọn giờ khác?").format(moment(at)),
            (
                (
                    Button("Đăng ngay", f"post.publish {post_id} {seal}"),
                    Button("Chọn giờ khác", f"post.when {post_id}"),
                ),
            ),
        )
    night = " Lúc ấy đêm khuya, nhiều người đang ngủ; anh/chị vẫn muốn đăng giờ này?" if quiet else ""
    return Reply(
        Markup("Sẽ đăng lúc <b>{}</b>.{}").format(moment(at), night),
        (
            (
                Button("Hẹn giờ này", f"post.at {post_id} {seal} {int(at.timestamp()) // 60}"),
                Button("Chọn giờ khác", f"post.when {post_id}"),
            ),
        ),
    )


def undone(*, below: bool = True) -> Reply:
    """What Hoàn tác leaves of the message it stood under; another's draft is not shown `below`, they are told."""
    then = "Bản nháp ở ngay bên dưới." if below else "Bot đã báo cho người soạn."
    return Reply(Markup("↩️ Đã dừng lại, <b>chưa gửi cho ai</b>. {}").format(then), replace=True)


def held(post: Post, why: str) -> Reply:
    """A scheduled post did not go out: the author, or the admins, decide."""
    return Reply(
        Markup("⚠️ Tin {} <b>chưa được đăng</b>: {}. Xin xem lại rồi bấm Đăng nếu vẫn cần.").format(
            named(post), HELD[why]
        ),
        _open(post),
    )


def orphaned(post: Post) -> Reply:
    """The admins: a scheduled post did not go out, for its author may not write any more."""
    return Reply(
        Markup("⚠️ Tin {} <b>chưa được đăng</b>: {}. Nếu vẫn cần, xin soạn lại thành tin của anh/chị.").format(
            named(post), HELD["author"]
        ),
        ((Button("Soạn lại", f"post.again {post.id}"),),),
    )


# --- /drafts ------------------------------------------------------------------------------------------------------


def drafts(found: DraftList, now: datetime) -> Reply:
    """What waits for this official, each with a button."""
    rows: list[tuple[Button, ...]] = []
    parts: list[Markup | str] = []

    def add(title: str, posts: Sequence[Post], names: Mapping[int, str] | None, button: str, data: str) -> None:
        if not posts:
            return
        parts.extend([*([""] if parts else []), Markup("<b>{}</b>").format(title)])
        for post in posts:
            place = len(rows) + 1
            who = f" · {names.get(post.author_id or 0) or '(không rõ)'}" if names is not None else ""
            hour = f" {moment(post.due_at)}" if post.state is PostState.SCHEDULED and post.due_at else ""
            age = duration(now - post.updated_at).removeprefix("khoảng ")
            state = f"{STATE_NAMES[post.state]}{hour}"
            what = "Đính chính: " if post.corrects_id else ""
            parts.append(
                Markup("{}. {}{} <i>({}{} · {} trước)</i>").format(place, what, cut(post.title, 120), state, who, age)
            )
            rows.append((Button(f"{button} {place}", f"{data} {post.id}"),))

    add("Chờ anh/chị duyệt", found.waiting, found.names, "Xem và duyệt", "post.open")
    add("Đã đăng không chờ duyệt, cần xem lại", found.unseen, found.names, "Đã xem lại", "post.reviewed")
    add("Tin anh/chị đang soạn", found.mine, None, "Mở", "post.open")
    if not parts:
        nothing = Markup("Không có bản nháp nào, cũng không có tin nào chờ anh/chị.")
        return Reply(nothing, ((Button("Đăng tin", "post"),),))
    return Reply(lines(*parts), (*rows, (Button("Đăng tin khác", "post"),)))


# --- correcting and withdrawing -------------------------------------------------------------------------------------


def correction_begun(number: str, *, new: bool) -> Reply:
    """How to change a published post, in the words of a phone."""
    begun = "Đính chính" if new else "Đang có bản đính chính của"
    return Reply(
        Markup(
            "✏️ <b>{} tin số {}.</b> Gõ chỗ sai và chỗ đúng, ví dụ: <b>103,8% =&gt; 103,9%</b> (mỗi chỗ một dòng), "
            "hoặc bấm Sửa bên dưới. Chưa gửi gì cho đến khi anh/chị bấm Đăng."
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


def ask_withdraw(post: Post, reason: str) -> Reply:
    """The second tap of a withdrawal."""
    return Reply(
        Markup(
            "Thu hồi <b>tin số {}</b> {}?\nLý do: {}\nTin biến mất khỏi máy những người đã nhận (tin cũ hơn 48 giờ thì "
            "được thay bằng dòng “ĐÃ THU HỒI”), khỏi danh sách và tìm kiếm. Việc này không làm lại được."
        ).format(post.number, named(post), reason),
        ((Button("Thu hồi", f"withdraw.yes {post.number}"), Button("Giữ lại", f"withdraw.keep {post.number}")),),
    )


def not_withdrawn(number: str) -> Reply:
    """Giữ lại."""
    return Reply(
        Markup("Tin số {} vẫn giữ nguyên, không thu hồi.").format(number),
        ((Button("Đọc toàn văn", f"read {number}"),),),
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


def corrected(post: Post) -> Reply:
    """A correction has become part of its post; how far it has come follows on the live lines."""
    return Reply(
        Markup("✏️ <b>Đã đính chính tin số {}</b> (bản {}). Đang sửa ở máy những người đã nhận.").format(
            post.number, post.revision
        ),
        ((Button("Đọc toàn văn", f"read {post.number}"), Button("Tình trạng", f"status {post.number}")),),
        replace=True,
    )


def ended(post: Post) -> Reply:
    """A notice ended, or was called off: whoever got it is told, or sees it."""
    return Reply(Markup("⏹ Tin số {} {} <b>đã kết thúc</b>.").format(post.number, named(post)))


def follow_ups(post: Post) -> tuple[Button, ...]:
    """The one tap after a post: that the danger is over, or that the meeting is off or at another time."""
    if post.state is not PostState.PUBLISHED:
        return ()
    if post.urgent:
        return (Button("Báo đã an toàn", f"clear.safe {post.number}"),)
    if is_meeting(post):
        return (Button("Báo hủy họp", f"clear.off {post.number}"), Button("Báo dời họp", f"clear.moved {post.number}"))
    return ()


def ask_moved() -> Reply:
    """Asks for the new time of a meeting."""
    return Reply(
        Markup(
            "Họp dời sang lúc nào, ở đâu? Ví dụ: <b>19h thứ sáu 27/11, tại nhà văn hóa khóm 3</b>. "
            "Gõ <b>hủy</b> để thôi."
        )
    )


def follow_up_sent(post: Post, words: str) -> Reply:
    """What was said goes to exactly those who got the first one."""
    return Reply(Markup("Đã báo “{}” cho đúng những người đã nhận tin số {}.").format(words, post.number), replace=True)


SAFE = "Đã an toàn, bà con trở lại sinh hoạt bình thường."
OFF = "Cuộc họp này hủy, không diễn ra."


def moved_to(typed: str) -> str:
    """What is told of a meeting at another time."""
    words = " ".join(typed.split())
    return words if words.lower().startswith(("dời", "doi", "chuyển", "chuyen")) else f"Dời sang {words}"
