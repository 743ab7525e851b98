"""`loa check`: what is configured, what is missing and what that disables, and whether it works. No secret is shown."""

import asyncio
from collections.abc import Sequence

from bot.channels.registry import check_channels
from bot.domain.posts import Post
from bot.errors import DatabaseDownError
from bot.messages.capabilities import Check
from bot.reading.documents.tools import OCR, OLD_WORD, PACKAGES, has_ocr, has_old_word
from bot.services import upkeep
from bot.settings import Settings


async def check_all(settings: Settings) -> list[Check]:
    """Look at every part, without changing anything."""
    return [
        *await _database(settings),
        *await check_channels(settings),
        _ward(settings),
        _web(settings),
        *await asyncio.to_thread(_documents),
    ]


async def _database(settings: Settings) -> list[Check]:
    url = settings.database_url.get_secret_value()
    shown = upkeep.shown_url(url)
    try:
        found = await upkeep.look_at(url)
    except DatabaseDownError as error:
        return [Check("Cơ sở dữ liệu", "bad", f"{shown}: không kết nối được ({error})")]
    if not found.there:
        return [Check("Cơ sở dữ liệu", "ok", f"{shown}: chưa có, loa run sẽ tự tạo"), _admins(settings, 0)]
    if found.revision is None:
        return [Check("Cơ sở dữ liệu", "ok", f"{shown}: còn trống, loa run sẽ tự tạo bảng")]
    if found.officials is None:
        grows = f"bản {found.revision}, loa run sẽ nâng lên {found.newest}"
        return [Check("Cơ sở dữ liệu", "ok", f"{shown}: {grows}")]
    return [
        Check("Cơ sở dữ liệu", "ok", f"{shown}: bản {found.revision}"),
        _admins(settings, found.officials.admins),
        _approvers(settings, found.officials.approvers),
        _unseen(found.officials.unseen),
    ]


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


def _ward(settings: Settings) -> Check:
    if settings.ward.name == "Phường":
        return Check("Tên phường", "off", "chưa đặt LOA_WARD__NAME; quản trị đổi được bằng lệnh /ward")
    hotline = settings.ward.hotline or "chưa có đường dây nóng"
    return Check("Tên phường", "ok", f"{settings.ward.name}, {hotline}")


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
    return [scans, older]


def _web(settings: Settings) -> Check:
    if not settings.web.port:
        return Check("Cổng web", "off", "LOA_WEB__PORT=0, nên không có /health và /metrics")
    return Check("Cổng web", "ok", f"http://{settings.web.host}:{settings.web.port}/health và /metrics")
