"""Every channel that there is: one line each. `bot/channels/README.md` tells how to add one."""

from collections.abc import Sequence

from bot.channels.base import Channel, Platform
from bot.channels.telegram.platform import TELEGRAM
from bot.channels.zalo_bot.platform import ZALO_BOT
from bot.errors import SetupError
from bot.messages.capabilities import Check
from bot.messages.message import Menu
from bot.settings import Settings

PLATFORMS: tuple[Platform, ...] = (TELEGRAM, ZALO_BOT)


def build_channels(settings: Settings, menu: Menu, platforms: Sequence[Platform] = PLATFORMS) -> list[Channel]:
    """The channels that the settings switch on; raises SetupError where there is none."""
    channels = [built for one in platforms if (built := one.build(settings, menu)) is not None]
    if not channels:
        raise SetupError(
            "Chưa có kênh nào. Hãy đặt LOA_TELEGRAM__TOKEN hoặc LOA_ZALO_BOT__TOKEN trong .env, "
            "hoặc chạy thử bằng: loa demo"
        )
    return channels


def secrets_of(settings: Settings, platforms: Sequence[Platform] = PLATFORMS) -> list[str]:
    """Every secret of every channel, to be struck out of what is logged."""
    return [secret.get_secret_value() for one in platforms for secret in one.secrets(settings) if secret is not None]


async def check_channels(settings: Settings, platforms: Sequence[Platform] = PLATFORMS) -> list[Check]:
    """The lines of `loa check` about channels, those that are off too."""
    return [check for one in platforms for check in await one.check(settings)]
