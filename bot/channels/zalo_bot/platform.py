"""What Zalo's bot platform hands to the registry; the channel itself is loaded where it is switched on."""

from pydantic import SecretStr

from bot.channels.base import Channel, Platform
from bot.messages.capabilities import Check
from bot.messages.message import Menu
from bot.settings import Settings


def _build(settings: Settings, menu: Menu) -> Channel | None:
    if settings.zalo_bot.token is None:
        return None
    from bot.channels.zalo_bot.channel import ZaloBotChannel

    # Zalo shows no menu of commands.
    return ZaloBotChannel(settings.zalo_bot)


async def _check(settings: Settings) -> list[Check]:
    from bot.channels.zalo_bot.check import check_zalo_bot

    return await check_zalo_bot(settings)


def _secrets(settings: Settings) -> list[SecretStr | None]:
    return [settings.zalo_bot.token, settings.zalo_bot.webhook_secret]


ZALO_BOT = Platform(_build, _secrets, _check)
