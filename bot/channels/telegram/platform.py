"""What Telegram hands to the registry; the channel itself is loaded where it is switched on."""

from pydantic import SecretStr

from bot.channels.base import Channel, Platform
from bot.messages.capabilities import Check
from bot.messages.message import Menu
from bot.settings import Settings


def _build(settings: Settings, menu: Menu) -> Channel | None:
    if settings.telegram.token is None:
        return None
    # Its library takes a seventh of the time of a start.
    from bot.channels.telegram.channel import TelegramChannel

    return TelegramChannel(settings.telegram, commands=menu)


async def _check(settings: Settings) -> list[Check]:
    from bot.channels.telegram.check import check_telegram

    return await check_telegram(settings)


def _secrets(settings: Settings) -> list[SecretStr | None]:
    return [settings.telegram.token, settings.telegram.webhook_secret, settings.telegram.proxy]


TELEGRAM = Platform(_build, _secrets, _check)
