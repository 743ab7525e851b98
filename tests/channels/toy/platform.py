"""What the folder hands to the registry, and the section that a settings file would get."""

from pydantic import BaseModel, Field, SecretStr

from bot.channels.base import Channel, Platform
from bot.messages.capabilities import Check
from bot.messages.message import Menu
from bot.settings import Settings
from tests.channels.toy.channel import ToyChannel


class ToySettings(BaseModel):
    """How to reach the exchange; without a key the channel is off."""

    model_config = {"frozen": True}

    key: SecretStr | None = None
    address: str = ""
    rate: float = 100


class TownSettings(Settings):
    """Settings with the section `toy`."""

    toy: ToySettings = Field(default_factory=ToySettings)


def _section(settings: Settings) -> ToySettings:
    return settings.toy if isinstance(settings, TownSettings) else ToySettings()


def _build(settings: Settings, menu: Menu) -> Channel | None:
    toy = _section(settings)
    return ToyChannel(toy.address, toy.key.get_secret_value(), toy.rate) if toy.key else None


def _secrets(settings: Settings) -> list[SecretStr | None]:
    return [_section(settings).key]


async def _check(settings: Settings) -> list[Check]:
    toy = _section(settings)
    return [Check("Toy", "ok", toy.address) if toy.key else Check("Toy", "off", "chưa đặt LOA_TOY__KEY")]


TOY = Platform(_build, _secrets, _check)
