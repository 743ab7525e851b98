"""What the tests of the Zalo channel share: a quick channel."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from pydantic import SecretStr

from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.polling import Pauses
from bot.settings import ZaloBotSettings
from tests.fakes.zalo_bot import TOKEN

QUICK = Pauses(poll=1, between=0.01, first=0.01, most=0.02, revoked=0.02)
SECRET = "bi-mat-cua-webhook"


def settings_for(
    url: str,
    *,
    token: str = TOKEN,
    mode: Literal["polling", "webhook"] = "polling",
    groups: bool = False,
    webhook_url: str = "https://phuong.example",
) -> ZaloBotSettings:
    return ZaloBotSettings(
        token=SecretStr(token),
        api_url=url,
        mode=mode,
        webhook_url=webhook_url,
        webhook_secret=SecretStr(SECRET),
        rate=100,
        groups=groups,
    )


@asynccontextmanager
async def zalo_channel_at(
    url: str, *, token: str = TOKEN, mode: Literal["polling", "webhook"] = "polling", groups: bool = False
) -> AsyncIterator[ZaloBotChannel]:
    channel = ZaloBotChannel(settings_for(url, token=token, mode=mode, groups=groups), pauses=QUICK)
    try:
        yield channel
    finally:
        await channel.close()
