"""`loa check`: what is configured, what is missing and what that disables, and whether it works. No secret is shown."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.backups import list_backups
from bot.cards.format import day, number
from bot.cards.health import DATABASE_WAYS_OUT, DATABASE_WORDS
from bot.channels.registry import check_channels
from bot.clock import SystemClock, in_vietnam
from bot.domain.posts import Post
from bot.errors import DatabaseDownError, NewerSchemaError, Trouble, os_words
from bot.messages.capabilities import Check
from bot.pulse import ALIVE
from bot.reading.documents.jail import find_jailer
from bot.reading.documents.tools import OCR, OLD_WORD, PACKAGES, has_ocr, has_old_word
from bot.services import upkeep
from bot.settings import Settings
from bot.web.sockets import is_free

CHECK_SECONDS = 5.0
"""How long the file is looked through, page by page; about 1 GB."""

LEAST_FREE = 100_000_000
"""Bytes below which a disk counts as full soon."""


NO_CHANNEL = Check(
    "Kênh", "bad", "chưa có kênh nào, nên loa run không chạy được. Đặt LOA_TELEGRAM__TOKEN hoặc LOA_ZALO_BOT__TOKEN"
)


async def check_all(settings: Settings) -> list[Check]:
    """Look at every part; all that is changed is a probe in the database, which is taken away again."""
    database, runs, ward = await _database(settings)
    channels = await check_channels(settings)
    return [
        *database,
        *channels,
        *([] if any(one.state != "off" for one in channels) else [NO_CHANNEL]),
        ward,
        await asyncio.to_thread(_backups, settings),
        *_web(settings, runs=runs),
        *await asyncio.to_thread(_documents),
    ]


async def _database(settings: Settings) -> tuple[list[Check], bool | None, Check]:
    """The lines of the database, whether a `loa run` is at work on it if that is known, the line of the ward's name."""
    url = settings.database_url.get_secret_value()
    shown = upkeep.shown_url(url)
    disk = await upkeep.look_at_disk(url, CHECK_SECONDS)
    of_disk = [] if disk is None else [_soundness(disk), _space(disk)]
    named = _ward(settings.ward.name, settings.ward.hotline)
    try:
        found = await upkeep.look_at(url)
    except DatabaseDownError as error:
        down = f"{shown}: {DATABASE_WORDS[error.trouble]}. {DATABASE_WAYS_OUT[error.trouble]}"
        return [Check("Cơ sở dữ liệu", "bad", down), *of_disk], None, named
    if found.officials is None or found.ward is None:
        return [_without_ward(found, shown), *of_disk, *([] if found.there else [_admins(settings, 0)])], False, named
    runs = found.life_at is not None and SystemClock().now() - found.life_at < ALIVE
    at_work = "loa run đang chạy" if runs else "chưa có loa run nào đang chạy"
    lines = [
        Check("Cơ sở dữ liệu", "ok", f"{shown}: bản {found.revision}, ghi thử được; {at_work}"),
        *of_disk,
        _admins(settings, found.officials.admins),
        _approvers(settings, found.officials.approvers),
        _unseen(found.officials.unseen),
    ]
    return lines, runs, _ward(found.ward.name, found.ward.hotline)


def _without_ward(found: upkeep.Standing, shown: str) -> Check:
    """A database that no `loa run` of this program has been at yet."""
    if not found.there:
        return Check("Cơ sở dữ liệu", "ok", f"{shown}: chưa có, loa run sẽ tự tạo")
    if found.revision is None:
        return Check("Cơ sở dữ liệu", "ok", f"{shown}: còn trống, loa run sẽ tự tạo bảng")
    if found.revision > found.newest:
        return Check("Cơ sở dữ liệu", "bad", f"{shown}: {NewerSchemaError(found.revision, found.newest)}")
    grows = f"bản {found.revision}, loa run sẽ nâng lên {found.newest}"
    return Check("Cơ sở dữ liệu", "ok", f"{shown}: {grows}")


def _soundness(disk: upkeep.Disk) -> Check:
    if disk.sound is None:
        return Check("Tệp dữ liệu", "ok", f"lành lặn (chỉ kịp xem một phần trong {CHECK_SECONDS:g} giây)")
    if not disk.sound:
        return Check("Tệp dữ liệu", "bad", f"{DATABASE_WORDS[Trouble.CORRUPT]}. {DATABASE_WAYS_OUT[Trouble.CORRUPT]}")
    return Check("Tệp dữ liệu", "ok", "lành lặn")


def _space(disk: upkeep.Disk) -> Check:
    """Free disk against what the database takes: a copy of it, as a backup or a migration needs, must find room."""
    said = f"còn trống {_mega(disk.free)}, cơ sở dữ liệu chiếm {_mega(disk.size)}"
    if disk.free < LEAST_FREE:
        return Check("Đĩa", "bad", f"{said}: sắp đầy, bot sẽ phải dừng")
    if disk.free < 2 * disk.size:
        return Check("Đĩa", "off", f"{said}: có thể không đủ chỗ cho bản sao lưu")
    return Check("Đĩa", "ok", said)


def _mega(size: int) -> str:
    return f"{number(round(size / 1_000_000))} MB"


def _unseen(posts: Sequence[Post]) -> Check:
    if not posts:
        return Check("Tin chưa có người duyệt", "ok", "không có")
    numbers = ", ".join(str(one.number) for one in posts)
    return Check("Tin chưa có người duyệt", "off", f"tin số {numbers} đã đăng; người duyệt xem lại bằng /nhap")


def _admins(settings: Settings, known: int) -> Check:
    if known:
        return Check("Quản trị", "ok", f"{known} người")
    if settings.admins:
        return Check("Quản trị", "ok", f"{', '.join(settings.admins)}: có quyền khi nhắn bot lần đầu")
    return Check(
        "Quản trị",
        "off",
        "chưa có ai, nên chưa mời được người soạn tin. Đặt LOA_ADMINS, hoặc chạy: loa invite admin",
    )


def _approvers(settings: Settings, able: int) -> Check:
    """Whether somebody else can agree to a post, where the ward's policy asks for that."""
    if "one" not in settings.policy.model_dump().values():
        return Check("Duyệt tin", "off", "LOA_POLICY__… đều là none: tin nào cũng đi mà không cần người duyệt")
    if able > 1:
        return Check("Duyệt tin", "ok", f"{able} người duyệt được")
    alone = (
        "chỉ 1 người duyệt được: tin của chính người ấy chưa có người duyệt, quản trị phải tự xác nhận lần nữa"
        if able
        else "chưa có ai duyệt được, nên tin cần duyệt chưa đăng được"
    )
    return Check("Duyệt tin", "off", f"{alone}. Quản trị mời thêm trong khung chat: /moi duyet")


def _ward(name: str, hotline: str) -> Check:
    if name == "Phường":
        return Check("Tên phường", "off", "chưa đặt LOA_WARD__NAME; quản trị đổi được bằng lệnh /ward")
    return Check("Tên phường", "ok", f"{name}, {hotline or 'chưa có đường dây nóng'}")


def _documents() -> list[Check]:
    """What reads the files that need a program of the system."""
    scans = (
        Check("Đọc bản quét", "ok", "có tesseract và tiếng Việt")
        if has_ocr()
        else Check("Đọc bản quét", "off", f"bản quét và ảnh chụp văn bản bị từ chối. Muốn đọc, cài: {PACKAGES[OCR]}")
    )
    older = (
        Check("Đọc tệp .doc", "ok", "có antiword")
        if has_old_word()
        else Check("Đọc tệp .doc", "off", f"tệp .doc bị từ chối. Muốn đọc, cài: {PACKAGES[OLD_WORD]}")
    )
    jail = (
        Check("Nhốt việc đọc tệp", "ok", "có bubblewrap: tệp lạ được đọc trong chỗ không mạng, không tệp nào khác")
        if find_jailer() is not None
        else Check(
            "Nhốt việc đọc tệp",
            "off",
            "tệp lạ được đọc trong một tiến trình riêng ít bộ nhớ, nhưng còn thấy mạng. Muốn kín hơn, cài: bubblewrap",
        )
    )
    return [scans, older, jail]


def _backups(settings: Settings) -> Check:
    folder = settings.backup.dir
    if folder is None:
        return Check("Sao lưu", "off", "chưa đặt LOA_BACKUP__DIR, nên bot không tự sao lưu")
    try:
        days = list_backups(folder)
    except OSError as error:
        return Check("Sao lưu", "bad", f"không xem được thư mục {folder}: {os_words(error)}")
    if not days:
        return Check("Sao lưu", "off", f"{folder}: chưa có bản nào; bot sẽ làm lúc {settings.backup.hour} giờ")
    newest = max(days)
    said = f"{folder}: {len(days)} bản, mới nhất ngày {day(newest)}"
    old = in_vietnam(SystemClock().now()).date() - newest > timedelta(days=2)
    return Check("Sao lưu", "bad", f"{said}, đã quá 2 ngày") if old else Check("Sao lưu", "ok", said)


def _web(settings: Settings, *, runs: bool | None) -> list[Check]:
    """The ports that `loa run` opens, and whether they are free for it."""
    health, web = settings.health, settings.web
    found = []
    where = f"http://{health.host}:{health.port}/health và /metrics"
    if not health.port:
        found.append(Check("Cổng theo dõi", "off", "LOA_HEALTH__PORT=0, nên không có /health và /metrics"))
    elif is_free(health.host, health.port):
        found.append(Check("Cổng theo dõi", "ok", f"{where}: còn trống cho loa run"))
    elif runs:
        found.append(Check("Cổng theo dõi", "ok", f"{where}: loa run đang dùng"))
    elif runs is None:
        taken = f"{where}: đang có chương trình dùng. Nếu đó không phải loa run của phường, hãy đổi LOA_HEALTH__PORT"
        found.append(Check("Cổng theo dõi", "off", taken))
    else:
        busy = f"{where}: chương trình khác đang dùng cổng này. Hãy đổi LOA_HEALTH__PORT"
        found.append(Check("Cổng theo dõi", "bad", busy))
    if not runs and web.port and not is_free(web.host, web.port):
        busy = f"{web.host}:{web.port} đang có chương trình khác dùng. Nếu nhận tin bằng webhook, hãy đổi LOA_WEB__PORT"
        found.append(Check("Cổng webhook", "off", busy))
    if web.public_url:
        behind = f"{web.public_url}, loa run trả lời tại http://{web.host}:{web.port}"
        found.append(Check("Trang công khai", "ok", behind))
    else:
        found.append(Check("Trang công khai", "off", "chưa đặt LOA_WEB__PUBLIC_URL, nên tin không có trang trên mạng"))
    return found
