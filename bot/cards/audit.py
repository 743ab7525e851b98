"""The audit as admins read it: when, who, what, a line each."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from bot.cards.counts import reached
from bot.cards.format import cut, lines, minute
from bot.cards.names import HELD, ROLE_NAMES
from bot.cards.names import said as in_words
from bot.cards.paging import paging
from bot.domain.audit import Action, Entry
from bot.domain.delivery import DispatchKind
from bot.domain.history import Reached
from bot.domain.posts import PostNumber, Said
from bot.domain.views import Page
from bot.messages.message import Button, Reply

WORDS = {
    Action.EDIT: "sửa {post}",
    Action.SUBMIT: "gửi duyệt {post}",
    Action.APPROVE: "duyệt {post}",
    Action.RETURN: "trả lại {post}",
    Action.REJECT: "từ chối {post}",
    Action.SCHEDULE: "chọn đăng {post}",
    Action.UNDO: "hoàn tác việc đăng {post}",
    Action.PUBLISH: "đăng {post}",
    Action.PUBLISHED: "đăng {post}",
    Action.UNAPPROVED: "cho đăng {post} khi chưa có người duyệt",
    Action.REVIEWED: "xem lại {post} sau khi đã đăng",
    Action.ALL_CLEAR: "báo tiếp về {post} cho những người đã nhận",
    Action.CORRECT: "đính chính {post}",
    Action.WITHDRAW: "thu hồi {post}",
    Action.EXPIRE: "kết thúc {post} vì đã hết hạn",
    Action.DROP: "bỏ {post}",
    Action.RESTORE: "lấy lại {post}",
    Action.DISPATCH_PAUSED: "tạm dừng gửi {post}",
    Action.DISPATCH_RESUMED: "gửi tiếp {post}",
    Action.DISPATCH_CANCELLED: "hủy gửi {post} cho người chưa nhận",
    Action.DISPATCH_RESENT: "gửi lại {post} cho người bị lỗi",
    Action.DISPATCH_DONE: "ghi kết quả {post}",
    Action.MISTAKE_REPORTED: "nhận một báo sai về {post}",
    Action.MISTAKE_ANSWERED: "trả lời báo sai về {post}",
    Action.TARGET_UPDATED: "ghi chỉ tiêu {value}",
    Action.TARGET_AGREED: "đồng ý ghi chỉ tiêu {value}",
    Action.TARGET_DECLINED: "không đồng ý ghi chỉ tiêu {value}",
    Action.TARGET_MEASURED: "ghi số của {post} vào chỉ tiêu {value}",
    Action.WARD_RENAMED: "đổi tên phường thành {value}",
    Action.HOTLINE_CHANGED: "đổi đường dây nóng thành {value}",
    Action.QUIET_CHANGED: "đổi giờ yên lặng thành {value}",
    Action.WELCOME_CHANGED: "đổi lời chào thành {value}",
    Action.CHANNEL_NAMED: "đặt kênh {value} làm kênh của phường",
    Action.CHANNEL_STOPPED: "tắt kênh {value}",
    Action.TOPIC_ADDED: "thêm chủ đề {value}",
    Action.TOPIC_RETIRED: "bỏ chủ đề {value}",
    Action.AREA_ADDED: "thêm hoặc sửa khu vực {value}",
    Action.AREA_RETIRED: "bỏ khu vực {value}",
    Action.CONTACT_CHANGED: "ghi vào danh bạ {value}",
    Action.CONTACT_REMOVED: "bỏ khỏi danh bạ {value}",
    Action.ANSWER_CHANGED: "ghi câu hỏi đáp {value}",
    Action.ANSWER_REMOVED: "bỏ câu hỏi đáp {value}",
    Action.ANSWER_RENEWED: "xem lại, thấy còn đúng câu hỏi đáp {value}",
    Action.FACT_AGREED: "đồng ý ghi {value}",
    Action.FACT_DECLINED: "không đồng ý ghi {value}",
    Action.SYNONYMS_ADDED: "thêm nhóm từ cùng nghĩa {value}",
    Action.SYNONYMS_REMOVED: "bỏ nhóm từ cùng nghĩa {value}",
    Action.INVITED: "tạo mã mời {role}",
    Action.INVITE_ASKED: "tạo mã mời {role}, chờ quản trị khác đồng ý",
    Action.INVITE_AGREED: "đồng ý một mã mời {role}",
    Action.INVITE_DECLINED: "từ chối một mã mời {role}",
    Action.REDEEMED: "nhận mã mời {role}",
    Action.REVOKED: "thu quyền {role} của một người",
    Action.ROLE_LOST: "bị thu quyền {role}",
    Action.LISTED_ADMIN_REVOKED: "thu luôn quyền quản trị đã ghi khi cài đặt",
    Action.ROLE_RETURNED: "trả lại quyền {role} cho một người",
    Action.ROLE_REGAINED: "được trả lại quyền {role}",
    Action.LINKED: "liên kết thêm một tài khoản của mình",
    Action.PARTED: "tách một tài khoản của mình ra",
    Action.LINK_CONFIRMED: "xác nhận tài khoản thứ hai của một {role}",
}
"""`{post}`, `{role}` and `{value}` are filled from what was noted."""

NOBODY = "(không còn tên)"
CLOCK = "Bot, khi đến giờ"
ITSELF = "Bot"
BY_THE_CLOCK = (Action.PUBLISH, Action.CORRECT, Action.EXPIRE, Action.UNDO)
BY_ITSELF = (Action.DISPATCH_DONE,)
MOST_NAMES = 20


def audit_page(page: Page[Entry], *, command: str = "audit", question: str = "", about: str = "") -> Reply:
    """Entries, newest first; `command` and `question` lead to its other pages, `about` stands in its head."""
    head = Markup("<b>Nhật ký: {}</b>").format(about) if about else Markup("<b>Nhật ký của bot</b>")
    if not page.items:
        return Reply(lines(head, "", "Chưa ghi việc nào." if not page.offset else "Đã hết, không còn việc nào cũ hơn."))
    return Reply(lines(head, "", *map(_line, page.items)), paging(command, question, page))


def audit_of_post(page: Page[Entry], number: PostNumber) -> Reply:
    """What was done with one post."""
    return audit_page(page, question=str(number), about=f"tin số {number}")


def audit_of_person(page: Page[Entry], person_id: int, name: str) -> Reply:
    """What one person did."""
    return audit_page(page, command="audit.person", question=str(person_id), about=name or "(không tên)")


def which_person(name: str, people: Sequence[tuple[int, str]]) -> Reply:
    """Nobody, or several, are called like that."""
    if not people:
        return Reply(
            Markup("Không thấy ai tên “{}”. Muốn xem theo tin, gõ ví dụ: nhật ký 12").format(cut(name, 80)),
            ((Button("Xem mới nhất", "audit", typed="nhật ký"), Button("Nhân sự", "people", typed="nhân sự")),),
        )
    rows = tuple(
        (Button(cut(" ".join(one.split()), 40) or "(không tên)", f"audit.person {id_}"),)
        for id_, one in people[:MOST_NAMES]
    )
    return Reply(Markup("Anh/chị muốn xem của ai?"), rows)


def _line(entry: Entry) -> Markup:
    return Markup("• <i>{}</i> <b>{}</b>: {}").format(
        minute(entry.at), who_did(entry.action, entry.name), words_for(entry)
    )


def who_did(action: str, name: str | None) -> str:
    """Who did it: a person, somebody whose name is gone, or the bot."""
    if name is None:
        return CLOCK if action in BY_THE_CLOCK else ITSELF if action in BY_ITSELF else NOBODY
    return name or "(không tên)"


def words_for(entry: Entry) -> str:
    """What was done, in one phrase; a word that a newer program wrote is still a line."""
    known = {action.value: text for action, text in WORDS.items()}
    post = f"tin số {entry.post}" if entry.post else "một bản nháp"
    text = known.get(entry.action, "làm một việc khác" + (" với {post}" if entry.about_post else ""))
    if entry.of_correction:
        post = f"bản đính chính {post}"
        text = WORDS[Action.PUBLISH] if entry.action == Action.CORRECT else text
    value = str(entry.detail.get("name", entry.detail.get("hotline", "")))
    said = text.format(post=post, role=_role(entry.detail), value=f"“{cut(value, 80)}”")
    notes = _notes(entry.detail)
    return " ".join(said.split()) + (f" ({'; '.join(notes)})" if notes else "")


def _role(detail: Mapping[str, Any]) -> str:
    return next((name for role, name in ROLE_NAMES.items() if role.code == detail.get("role")), "")


def _notes(detail: Mapping[str, Any]) -> list[str]:
    notes = []
    if detail.get("revision"):
        notes.append(f"bản {detail['revision']}")
    if detail.get("doubts_accepted"):
        notes.append(f"đã xem {detail['doubts_accepted']} chỗ đáng ngờ")
    told = Said.of(str(detail.get("reason") or ""), detail.get("follow_up"))
    if told is not None:
        reason = HELD.get(told.words) or in_words(told)
        notes.append(f"lý do: {cut(' '.join(reason.split()), 160)}")
    if detail.get("kind") in set(DispatchKind):
        notes.append(reached(Reached.of(detail)))
    return notes
