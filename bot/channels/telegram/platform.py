"""What Telegram hands to the registry."""

from pydantic import SecretStr

from bot.channels.base import Channel, Platform
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.check import check_telegram
from bot.messages.message import Menu
from bot.settings import Settings


def _build(settings: Settings, menu: Menu) -> Channel | None:
    return TelegramChannel(settings.telegram, commands=menu) if settings.telegram.token is not None else None


def _secrets(settings: Settings) -> list[SecretStr | None]:
    return [settings.telegram.token, settings.telegram.webhook_secret, settings.telegram.proxy]


TELEGRAM = Platform(_build, _secrets, check_telegram)
