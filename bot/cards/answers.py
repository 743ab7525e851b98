"""The help page: four large choices, and behind a fifth every command."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import lines
from bot.domain.views import WardInfo
from bot.messages.message import Button, Reply

EVERY = Button("Xem tất cả lệnh", "help tất cả", typed="trợ giúp tất cả")
_COMING = Button("Sắp tới có gì", "upcoming", typed="sắp tới")
_SETTINGS = Button("Chọn tin muốn nhận", "subscribe", typed="đăng ký nhận tin")
_STATISTICS = Button("Thống kê", "stats", typed="thống kê")

Entries = Sequence[tuple[str, str]]
"""Commands, each with what it does."""


def help_page(ward: WardInfo, own: Entries = (), *, subscribed: bool = False) -> Reply:
    """What this person most likely wants, one large button each; an official also reads the `own` commands."""
    chosen = (buttons.NEWS, _COMING, buttons.PHONE, _SETTINGS if subscribed else buttons.SUBSCRIBE)
    said = Markup(
        "Bà con cần gì cứ gõ như nói chuyện, không cần dấu, ví dụ: <b>mai co cup dien khong</b>. "
        "Hoặc <k>bấm một nút|gõ như</k> dưới đây."
    )
    if own:
        chosen = (buttons.post(), buttons.DRAFTS, buttons.TARGETS, _STATISTICS)
        said = Markup("Mời anh/chị <k>bấm một nút dưới đây, hoặc gõ lệnh|gõ lệnh</k>; chữ thường, không dấu cũng được.")
    return Reply(
        lines(_head(ward), said, "", *([*map(_entry, own), ""] if own else []), *_safety(ward)),
        tuple((one,) for one in (*chosen, EVERY)),
    )


def every_command(ward: WardInfo, entries: Entries) -> Reply:
    """All that the bot can do for this viewer: one line a command."""
    return Reply(
        lines(
            _head(ward),
            "Gõ lệnh hoặc gõ chữ thường đều được, không cần dấu.",
            "",
            *map(_entry, entries),
            "",
            *_safety(ward),
        ),
        (buttons.FIXED,),
    )


def _head(ward: WardInfo) -> Markup:
    return Markup("<b>Loa phường – {}</b>").format(ward.name)


def _entry(one: tuple[str, str]) -> Markup:
    return Markup("/{} – {}").format(*one)


def _safety(ward: WardInfo) -> list[Markup | str]:
    """Whom to call, and what the ward never asks for."""
    call = [Markup("Cần gặp phường, xin gọi: <b>{}</b>").format(ward.hotline)] if ward.hotline else []
    return [
        "Khẩn cấp: công an 113 · cứu hỏa 114 · cấp cứu 115",
        *call,
        "Phường không bao giờ hỏi mã OTP hay ảnh căn cước qua tin nhắn.",
    ]
