"""The help page."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import lines
from bot.domain.views import WardInfo
from bot.messages.message import Reply


def help_page(ward: WardInfo, entries: Sequence[tuple[str, str]], *, subscribed: bool = False) -> Reply:
    """What the bot can do for this viewer: one line a command."""
    hotline = Markup("Cần gặp phường, xin gọi: <b>{}</b>").format(ward.hotline) if ward.hotline else None
    return Reply(
        lines(
            Markup("<b>Loa phường – {}</b>").format(ward.name),
            "Gõ lệnh hoặc gõ chữ thường đều được, không cần dấu.",
            "",
            *(Markup("/{} – {}").format(name, text) for name, text in entries),
            "",
            hotline,
            "Phường không bao giờ hỏi mã OTP hay ảnh căn cước qua tin nhắn.",
        ),
        (
            (buttons.LATEST, buttons.TARGETS),
            *(() if subscribed else ((buttons.SUBSCRIBE,),)),
        ),
    )
