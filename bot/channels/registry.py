"""Every channel that there is: one line each. `bot/channels/README.md` tells how to add one."""

from bot.channels.base import Channel, Menu, Platform
from bot.channels.telegram.platform import TELEGRAM
from bot.errors import SetupError
from bot.messages.capabilities import Check
from bot.settings import Settings

PLATFORMS: tuple[Platform, ...] = (TELEGRAM,)


def build_channels(settings: Settings, menu: Menu) -> list[Channel]:
    """The channels that the settings switch on; raises SetupError where there is none."""
    channels = [built for one in PLATFORMS if (built := one.build(settings, menu)) is not None]
    if not channels:
        raise SetupError("Chưa có kênh nào. Hãy đặt LOA_TELEGRAM__TOKEN trong .env, hoặc chạy thử bằng: loa demo")
    return channels


def secrets_of(settings: Settings) -> list[str]:
    """Every secret of every channel, to be struck out of what is logged."""
    return [secret.get_secret_value() for one in PLATFORMS for secret in one.secrets(settings) if secret is not None]


async def check_channels(settings: Settings) -> list[Check]:
    """The lines of `loa check` about channels, those that are off too."""
    return [check for one in PLATFORMS for check in await one.check(settings)]
