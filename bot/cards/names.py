"""What people call kinds, states, roles, doubts and reasons; no card of its own."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from bot.cards.format import cut
from bot.domain.drafts import DraftView
from bot.domain.figures import WarningCode
from bot.domain.people import Role
from bot.domain.posts import Audience, FollowUp, Kind, Post, PostState, Said
from bot.messages.message import Reply

DOUBTS = {
    WarningCode.PARTS_EXCEED_TOTAL: "Các phần cộng lại lớn hơn tổng số",
    WarningCode.RATE_MISMATCH: "Tỷ lệ không khớp với số đã nêu",
    WarningCode.SUM_MISMATCH: "Các phần cộng lại không bằng tổng đã nêu",
    WarningCode.CONTRADICTION: "Cùng một việc mà hai con số khác nhau",
    WarningCode.MISSING_YEAR: "Ngày chưa ghi năm",
    WarningCode.BLANK_DATE: "Ngày tháng còn bỏ trống",
    WarningCode.BLANK_NUMBER: "Số văn bản còn bỏ trống",
    WarningCode.DAMAGED_TERM: "Nhiệm kỳ bị mất năm đầu hoặc năm cuối",
    WarningCode.REPEATED_WORD: "Từ bị gõ lặp hai lần",
    WarningCode.AMBIGUOUS_NUMBER: "Con số có thể đọc theo hai cách",
    WarningCode.UNIT_JUMP: "Cùng số tiền mà chỗ ghi triệu, chỗ ghi tỷ",
    WarningCode.TURNED_TEXT: "Có dấu ẩn làm chữ hiện ngược, người xem thấy khác với chữ mà bot đọc",
    WarningCode.WEEKDAY_MISMATCH: "Thứ và ngày không khớp nhau",
    WarningCode.IMPOSSIBLE_DATE: "Lịch không có ngày này",
    WarningCode.IMPOSSIBLE_TIME: "Không có giờ nào như thế",
    WarningCode.END_BEFORE_START: "Kết thúc trước khi bắt đầu",
    WarningCode.DEADLINE_AFTER_EVENT: "Hạn đăng ký sau cả ngày diễn ra",
    WarningCode.PAST_EVENT: "Mời bà con mà ngày ấy đã qua",
    WarningCode.BAD_PHONE: "Số điện thoại thiếu hoặc thừa chữ số",
    WarningCode.SHARE_OVER_100: "Phần nhiều hơn cả tổng số (trên 100%)",
    WarningCode.DIRECTION_MISMATCH: "Ghi tăng mà số giảm, hoặc ghi giảm mà số tăng",
    WarningCode.PRODUCT_MISMATCH: "Nhân lên không ra tổng số tiền đã nêu",
    WarningCode.BROKEN_TEXT: "Chữ bị tách rời do lỗi phông",
    WarningCode.LOST_TEXT: "Có chỗ bot không đọc được chữ, xin xem lại bản gốc và điền vào",
    WarningCode.CONVERTED_TEXT: "Chữ được đổi từ phông cũ, xin xem có đúng không",
    WarningCode.SCANNED_TEXT: "Đọc từ bản quét, xin so lại từng con số",
    WarningCode.CUMULATIVE_FELL: "Số cộng dồn mà thấp hơn kỳ trước",
    WarningCode.SAME_AS_LAST: "Số liệu giống hệt báo cáo kỳ trước",
    WarningCode.HISTORY_DIFFERS: "Khác với số đã đăng trước đây",
    WarningCode.MISSING_PLACE: "Chưa ghi ở đâu",
    WarningCode.MISSING_TIME: "Chưa ghi ngày giờ nào",
    WarningCode.MISSING_END: "Chưa ghi đến khi nào thì xong",
    WarningCode.RELATIVE_DAY: "Ngày chưa ghi rõ, bà con đọc hôm sau sẽ hiểu sang ngày khác",
    WarningCode.PERSONAL_DATA: "Có thông tin riêng của người dân (số căn cước, danh sách điện thoại…), "
    "xin bỏ hoặc che bớt",
    WarningCode.UNREAD_FILE: "Bot không đọc được chữ trong tệp kèm theo",
    WarningCode.NO_ACCENTS: "Chữ không có dấu: bà con khó đọc, hay là tin gửi nhầm",
    WarningCode.SAID_ALREADY: "Bài này trùng với tin đã có, có người sẽ nhận hai lần",
}


KIND_NAMES = {
    Kind.ANNOUNCEMENT: "Thông báo",
    Kind.MEETING: "Họp, hội nghị",
    Kind.REPORT: "Báo cáo",
    Kind.RESOLUTION: "Nghị quyết",
    Kind.GUIDE: "Hướng dẫn",
}
KIND_MARKS = {
    Kind.ANNOUNCEMENT: "📢",
    Kind.MEETING: "🏛",
    Kind.REPORT: "📊",
    Kind.RESOLUTION: "📜",
    Kind.GUIDE: "📘",
}
AUDIENCE_NAMES = {Audience.EVERYONE: "mọi người", Audience.CADRES: "chỉ cán bộ"}


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


def numbered(post: Post) -> str:
    """A post that is out by its number, which is typed, and its title, by which it is known."""
    return f"tin số {post.number} {named(post)}"


def called(draft: DraftView) -> str:
    """A draft by its title, behind the number of the post that it corrects."""
    return numbered(draft.corrected) if draft.corrected is not None else f"tin {named(draft.view.post)}"


ROLE_NAMES = {
    Role.RESIDENT: "cư dân",
    Role.CADRE: "cán bộ",
    Role.WRITER: "cán bộ soạn tin",
    Role.APPROVER: "người duyệt",
    Role.ADMIN: "quản trị",
}
CHANNEL_NAMES = {"telegram": "Telegram", "web": "trang dùng thử", "zalo-bot": "Zalo", "zalo-oa": "Zalo OA"}


def channel_name(channel: str) -> str:
    """What people call a channel."""
    return CHANNEL_NAMES.get(channel, channel)


REASONS = {
    "blocked": "đã chặn bot",
    "deactivated": "tài khoản không còn",
    "kicked": "nhóm đã mời bot ra",
    "topic-closed": "mục trong nhóm đã đóng hoặc bị xóa",
    "chat-not-found": "không còn cuộc trò chuyện",
    "copy-gone": "đã tự xóa tin",
    "edit-refused": "nền tảng không cho sửa nữa",
    "delete-refused": "nền tảng không cho xóa",
    "server-error": "máy chủ của nền tảng báo lỗi",
    "no-connection": "không kết nối được nền tảng",
    "quota": "gói tin của tháng sắp hết, chừa cho tin khẩn và cán bộ",
    "gave-up": "thử nhiều lần không được",
    "no-answer": "nền tảng không trả lời",
    "superseded": "đã có bản mới hơn",
    "withdrawn": "tin đã thu hồi",
    "expired": "tin đã kết thúc",
    "unsubscribed": "đã ngừng nhận tin",
    "unknown-copy": "không rõ đã nhận được tin cũ hay chưa",
    "cancelled": "đã hủy",
}
NOTES = {
    "too-many-failures": "bot tự dừng vì lỗi quá nhiều",
    "restored": "dừng vì dữ liệu vừa được khôi phục; có người có thể đã nhận rồi",
    "superseded": "đã có bản mới hơn",
    "withdrawn": "tin đã thu hồi",
    "expired": "tin đã kết thúc",
}


FOLLOW_UPS = {
    FollowUp.SAFE: "Đã an toàn, bà con trở lại sinh hoạt bình thường.",
    FollowUp.OFF: "Cuộc họp này hủy, không diễn ra.",
}


def said(what: Said | None) -> str:
    """What an official said of a post after it went out, as people read it."""
    if what is None:
        return ""
    if what.follow_up is FollowUp.MOVED and not what.words.lower().startswith(("dời", "doi", "chuyển", "chuyen")):
        return f"Dời sang {what.words}"
    return FOLLOW_UPS.get(what.follow_up, what.words) if what.follow_up else what.words


P = ParamSpec("P")
About = TypeVar("About", bound=Post | DraftView)


def kept_here(card: Callable[Concatenate[About, P], Reply]) -> Callable[Concatenate[About, P], Reply]:
    """Mark a card that names a post or draft, its first argument: where that is for cadres, it is not handed on."""

    @wraps(card)
    def protected(about: About, /, *more: P.args, **named: P.kwargs) -> Reply:
        post = about.view.post if isinstance(about, DraftView) else about
        reply = card(about, *more, **named)
        return replace(reply, protect=reply.protect or post.audience is Audience.CADRES)

    return protected
