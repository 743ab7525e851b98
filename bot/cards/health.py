"""What the machine suffers from, in words for whoever looks after it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from bot.cards.format import duration, minute, number
from bot.cards.names import CHANNEL_NAMES
from bot.domain.quota import Shortage
from bot.errors import Trouble
from bot.messages.message import Reply

DATABASE_WORDS = {
    Trouble.FULL: "đĩa đã đầy",
    Trouble.READ_ONLY: "chỉ đọc được, không ghi được",
    Trouble.CORRUPT: "tệp dữ liệu đã hỏng",
    Trouble.LOCKED: "chương trình khác đang giữ khóa",
    Trouble.BUSY: "hết chỗ kết nối",
    Trouble.REFUSED: "máy chủ không nhận tên, mật khẩu hoặc tên cơ sở dữ liệu, hay tên ấy không có quyền ở đó",
    Trouble.GONE: "không mở được hoặc không kết nối được",
}

DATABASE_WAYS_OUT = {
    Trouble.FULL: "Hãy xóa bớt tệp trên đĩa ấy (xem: df -h); bot tự chạy lại khi có chỗ",
    Trouble.READ_ONLY: "Hãy kiểm tra quyền ghi của thư mục và đĩa (mount), hoặc máy chủ PostgreSQL dự phòng",
    Trouble.CORRUPT: "Hãy dừng bot, cất tệp hỏng đi, khôi phục bản sao lưu mới nhất: loa restore",
    Trouble.LOCKED: "Hãy đóng chương trình khác đang mở tệp dữ liệu; bot tự chạy lại",
    Trouble.BUSY: "Hãy tăng max_connections của PostgreSQL hoặc bớt tiến trình",
    Trouble.REFUSED: "Hãy xem lại LOA_DATABASE_URL; cơ sở dữ liệu phải là của chính tên ấy (createdb --owner)",
    Trouble.GONE: "Hãy xem PostgreSQL có đang chạy không, hoặc thư mục của tệp dữ liệu còn đó không",
}

CHANNEL_WORDS = {
    "token-refused": "khóa kết nối của bot không đúng hoặc đã bị thu hồi",
    "conflict": "một chương trình khác đang nhận tin của bot này",
    "no-connection": "không kết nối được (mạng, tên miền hoặc tường lửa)",
    "connect-timeout": "kết nối quá lâu (mạng hoặc tường lửa)",
    "no-answer": "không trả lời",
    "server-error": "máy chủ của nền tảng báo lỗi",
    "silent": "im lặng quá lâu",
    "gateway-timeout": "máy chủ của nền tảng trả lời quá lâu",
    "webhook-elsewhere": "một hệ thống khác đang nhận tin của bot này",
    "clock-off": "đồng hồ của máy chạy bot lệch",
}


def at_work(ward: str, channels: Sequence[str], subscribers: int, *, watched: str, beside: bool) -> str:
    """The line with which a start ends: who, by which channels, for how many, and where it can be watched."""
    at = f"; theo dõi tại {watched}" if watched else ""
    line = f"{ward} đang chạy: kênh {', '.join(channels)}; {number(subscribers)} người và nhóm đăng ký{at}."
    if beside:
        line += " Chú ý: một loa run khác vừa làm việc trên cùng cơ sở dữ liệu này; nếu nó còn chạy, hãy dừng một cái."
    return line


def no_backup(why: str, age: float | None) -> Reply:
    """Admins: tonight's backup failed; `age` is of the newest one in seconds, where there is one."""
    last = (
        Markup("Bản sao lưu gần nhất cách đây {}.").format(duration(timedelta(seconds=age)))
        if age is not None
        else Markup("Hiện chưa có bản sao lưu nào.")
    )
    return Reply(
        Markup("⚠️ <b>Chưa sao lưu được hôm nay</b>: {}\n{} Xin báo người phụ trách máy chủ.").format(why, last)
    )


def over(words: str, channel: str, since: datetime, now: datetime) -> Reply:
    """Admins: what was wrong is over; `channel` is empty where it was the database."""
    who = Markup("Kênh {}").format(channel.capitalize()) if channel else Markup("Cơ sở dữ liệu")
    return Reply(
        Markup(
            "✅ {} đã chạy lại bình thường.\nSự cố: {}, từ {}, kéo dài {}. Tin và câu hỏi trong lúc đó được gửi tiếp."
        ).format(who, words, minute(since), duration(now - since))
    )


def runs_short(channel: str, shortage: Shortage) -> Reply:
    """Admins: the plan of a platform is nearly used up, or is: of messages or of people."""
    used, most, platform = shortage.quota.used, shortage.quota.most, CHANNEL_NAMES.get(channel, channel)
    over = shortage.quota.level == 100
    if shortage.of_people:
        said = Markup("⚠️ <b>{}: {}/{} người và nhóm</b> của gói đang dùng. {}").format(
            platform,
            number(used),
            number(most),
            "Người mới nhắn cho bot có thể không được trả lời nữa. Bà con vẫn nhận tin qua trưởng nhóm, hoặc kênh khác."
            if over
            else "Sắp hết chỗ: nên dành cho cán bộ và trưởng nhóm, hoặc nâng gói.",
        )
        return Reply(said)
    said = Markup("⚠️ <b>{} đã dùng {}/{} tin</b> của tháng này (tính cả tin bà con gửi tới). {}").format(
        platform,
        number(used),
        number(most),
        "Nền tảng có thể từ chối mọi tin cho đến tháng sau."
        if over
        else "Từ giờ tin thường không đi qua đây; còn tin khẩn, đính chính, thu hồi, câu trả lời và tin cho cán bộ.",
    )
    again = Markup(" Sang tháng, tin nào còn hiệu lực thì gửi lại được cho người còn thiếu, ví dụ: <b>gửi lại 12</b>.")
    return Reply(said + again)
