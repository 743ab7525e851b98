"""Everyday notices with named places: only what changes is asked, and what is skipped drops its whole line.

The texts are worded so that the bot's own reading finds kind, title, place and hours in them, and misses what was
skipped: a fixed sentence must not name a place, a day or an end.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.posts import Kind
from bot.domain.words import fold, fold_words

SKIP = "bỏ qua"
_SKIPS = (fold_words(SKIP), "bo", "khong", "khong co", "ko", "ko co", "khoi", "chua co", "chua biet", "khong biet")
_TELLS_TIME = re.compile(
    r"\d ?(?:h|g|gio)(?![a-z])|\d:\d\d|\d[/.\-]\d|\b(?:ngay|mung) \d|\bthu (?:hai|ba|tu|nam|sau|bay|[2-7])\b"
    r"|\b(?:chu nhat|mai|mot|hom nay|bua nay|sang|trua|chieu|toi|dem|tuan|thang|bay gio|lien)\b"
)
"""An hour, a day, or a part of one, in folded words."""
WHEN = "when"
"""The key of every question about a time."""
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask for one place of a template; the answer goes in as it is typed, and unless `required` may be SKIP."""

    key: str
    ask: str
    required: bool = False

    def lacks(self, typed: str) -> str:
        """What an answer lacks to be one: "words" or "time"; empty where nothing is missing."""
        if not any(map(str.isalnum, typed)):
            return "words"
        if self.key == "when" and not _TELLS_TIME.search(fold(typed)):
            return "time"
        return ""


@dataclass(frozen=True, slots=True)
class Template:
    """An everyday notice: its button, what it becomes, what it asks; `topic` is one of the ward's first topics.

    Without a topic it goes to everyone.
    """

    key: str
    label: str
    questions: tuple[Question, ...]
    text: str
    topic: str | None = None
    urgent: bool = False
    kind: Kind = Kind.ANNOUNCEMENT


def skips(typed: str) -> bool:
    """Tell whether an answer leaves its question out: "bỏ qua", "không có", with or without accents, or nothing."""
    return not typed.strip() or fold_words(typed) in _SKIPS


def fill(template: Template, answers: Mapping[str, str]) -> str:
    """Give the text with the answers in their places, without the lines whose answer is missing or skipped.

    Raises ValueError where a required answer is missing.
    """
    given = {key: _fitted(typed) for key, typed in answers.items() if not skips(typed)}
    missing = [one.key for one in template.questions if one.required and not given.get(one.key)]
    if missing:
        raise ValueError(f"{template.key} lacks {', '.join(missing)}")
    lines = [line for line in template.text.split("\n") if all(given.get(key) for key in _PLACE.findall(line))]
    filled = (_PLACE.sub(lambda match: given[match[1]], line) for line in lines)
    return "\n".join(line[:1].upper() + line[1:] for line in filled)


def _fitted(typed: str) -> str:
    """An answer inside a sentence that has its own full stop."""
    lines = (" ".join(line.split()).rstrip(" .,;") for line in typed.splitlines())
    return ", ".join(line for line in lines if line)


_WHEN = Question(WHEN, "Từ mấy giờ đến mấy giờ, ngày nào ạ? Ví dụ: 7h30 đến 11h ngày 25/11/2026.")
_SINCE = Question(WHEN, "Từ mấy giờ, ngày nào ạ? Ví dụ: từ 18h ngày 25/11/2026.")
_PHONE = Question("phone", "Bà con cần giúp thì gọi số nào ạ? Ví dụ: 0296 3841 113.")

TEMPLATES = (
    Template(
        "power",
        "Cúp điện",
        (
            Question("place", "Cúp điện ở những đâu ạ? Ví dụ: hẻm 47 và hẻm 49, khóm 3."),
            _WHEN,
            Question("reason", "Vì sao cúp điện ạ? Ví dụ: thay trạm biến áp."),
        ),
        """Thông báo cúp điện

Kính báo bà con việc tạm ngừng cấp điện để chủ động sinh hoạt.
Thời gian: {when}.
Địa điểm cúp điện: {place}.
Lý do: {reason}.
Mong bà con thông cảm, rút phích cắm các thiết bị điện cho an toàn.""",
        topic="Điện–nước",
    ),
    Template(
        "water",
        "Cúp nước",
        (
            Question("place", "Cúp nước ở những đâu ạ? Ví dụ: khóm 2 và khóm 3."),
            _WHEN,
            Question("reason", "Vì sao cúp nước ạ? Ví dụ: sửa ống bị vỡ."),
        ),
        """Thông báo cúp nước

Kính báo bà con việc tạm ngừng cấp nước để chủ động sinh hoạt.
Thời gian: {when}.
Địa điểm cúp nước: {place}.
Lý do: {reason}.
Mong bà con thông cảm, trữ sẵn nước để dùng.""",
        topic="Điện–nước",
    ),
    Template(
        "vaccination",
        "Tiêm chủng",
        (
            Question("what", "Tiêm gì, cho ai ạ? Ví dụ: vắc xin sởi cho trẻ từ 9 tháng tuổi.", required=True),
            _WHEN,
            Question("place", "Tiêm ở đâu ạ? Ví dụ: Trạm Y tế phường."),
            Question("bring", "Bà con cần mang theo gì ạ? Ví dụ: sổ tiêm chủng của trẻ."),
        ),
        """Thông báo tiêm chủng

Kính mời bà con đi tiêm {what}.
Thời gian: {when}.
Địa điểm: {place}.
Khi đi, bà con nhớ mang theo {bring}.
Mong bà con đến đầy đủ, đúng giờ.""",
        topic="Y tế",
    ),
    Template(
        "meeting",
        "Họp khóm",
        (
            # Its number would pass for the place, so the place itself may not be skipped here.
            Question("area", "Khóm nào họp ạ? Ví dụ: khóm 3.", required=True),
            Question(WHEN, "Họp lúc mấy giờ, ngày nào ạ? Ví dụ: 19h ngày 25/11/2026."),
            Question("place", "Họp ở đâu ạ? Ví dụ: nhà văn hóa khóm 3.", required=True),
            Question("agenda", "Họp về việc gì ạ? Ví dụ: bình xét gia đình văn hóa."),
        ),
        """Thông báo họp {area}

Kính mời bà con {area} đến dự họp.
Thời gian: {when}.
Địa điểm: {place}.
Nội dung: {agenda}.
Rất mong mỗi gia đình có một người đến dự.""",
        topic="Họp–báo cáo",
    ),
    Template(
        "reception",
        "Lịch tiếp dân",
        (
            Question("who", "Ai tiếp công dân ạ? Ví dụ: Chủ tịch UBND phường.", required=True),
            _WHEN,
            Question("place", "Tiếp ở đâu ạ? Ví dụ: phòng tiếp công dân của phường."),
        ),
        """Thông báo lịch tiếp công dân

{who} tiếp công dân.
Thời gian: {when}.
Địa điểm: {place}.
Bà con nhớ mang theo căn cước, đơn và giấy tờ liên quan.""",
        topic="Thủ tục–VNeID",
    ),
    # What is urgent has no topic: it goes to everyone.
    Template(
        "storm",
        "Khẩn: bão",
        (
            Question("what", "Bão nào, mạnh cỡ nào ạ? Ví dụ: Bão số 13, gió giật cấp 11.", required=True),
            _SINCE,
            Question("place", "Bà con trú bão ở đâu ạ? Ví dụ: Trường Tiểu học Lê Lợi."),
            _PHONE,
        ),
        """Cảnh báo bão

{what}.
Thời gian ảnh hưởng: {when}.
Địa điểm trú bão an toàn: {place}.
Bà con chằng chống nhà cửa, sạc điện thoại, trữ nước và thức ăn, không ra ngoài khi gió lớn.
Cần giúp, xin gọi số điện thoại {phone}.""",
        urgent=True,
    ),
    Template(
        "flood",
        "Khẩn: ngập",
        (
            Question("place", "Ngập ở đâu ạ? Ví dụ: đường Trần Hưng Đạo, đoạn qua chợ Mỹ Bình.", required=True),
            Question("state", "Ngập cỡ nào, đi lại ra sao ạ? Ví dụ: xe máy không qua được."),
            _SINCE,
            _PHONE,
        ),
        """Cảnh báo ngập nước

Địa điểm ngập: {place}.
Tình trạng: {state}.
Thời gian: {when}.
Bà con tránh đi qua chỗ ngập, tắt điện ở nơi nước vào, không để trẻ em và người già một mình.
Cần giúp, xin gọi số điện thoại {phone}.""",
        urgent=True,
    ),
    Template(
        "fire",
        "Khẩn: cháy",
        (
            Question("place", "Cháy ở đâu ạ? Ví dụ: chợ Mỹ Bình, khóm 3.", required=True),
            _SINCE,
            Question("gather", "Bà con sơ tán tới đâu ạ? Ví dụ: sân Trường Lê Lợi."),
        ),
        """Cảnh báo cháy

Địa điểm cháy: {place}.
Thời gian: {when}.
Bà con ở gần rời khỏi nhà ngay, không quay lại lấy đồ, nhường lối cho xe chữa cháy.
Nơi tập trung an toàn: {gather}.
Gọi chữa cháy theo số điện thoại 114.""",
        urgent=True,
    ),
)
