"""What Zalo's bot platform hands to the registry."""

from pydantic import SecretStr

from bot.channels.base import Channel, Platform
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.check import check_zalo_bot
from bot.messages.message import Menu
from bot.settings import Settings


def _build(settings: Settings, menu: Menu) -> Channel | None:
    # Zalo shows no menu of commands.
    return ZaloBotChannel(settings.zalo_bot) if settings.zalo_bot.token is not None else None


def _secrets(settings: Settings) -> list[SecretStr | None]:
    return [settings.zalo_bot.token, settings.zalo_bot.webhook_secret]


ZALO_BOT = Platform(_build, _secrets, check_zalo_bot)
