"""`loa worker` at any pace: `python -m tests.bench.unbounded RATE [silent] [FILE]`.

`silent` sends nothing, which leaves what the engine itself costs; a file takes cProfile's figures.
"""

import cProfile
import sys
from collections.abc import Sequence

from bot.__main__ import run_until_stopped
from bot.app import build_router, deliver, menu, start_logging
from bot.channels.base import Channel
from bot.channels.registry import build_channels
from bot.channels.telegram.channel import TelegramChannel
from bot.messages.message import Outgoing
from bot.settings import load_settings
from bot.ward import Ward


class Silent(TelegramChannel):
    """Delivers at once, to nobody."""

    async def send(self, message: Outgoing) -> str:
        return "1"


async def main(rate: float, *, silent: bool) -> None:
    settings = load_settings(None)
    start_logging(settings)
    router = build_router()
    channels: Sequence[Channel] = [Silent(settings.telegram)] if silent else build_channels(settings, menu(router))
    for channel in channels:
        channel.rate = rate
    ward = Ward(settings, channels, router=router)
    await ward.prepare()
    await deliver(ward)


if __name__ == "__main__":
    rate, *more = sys.argv[1:]
    silent = "silent" in more
    file = next((one for one in more if one != "silent"), None)
    if file:
        profile = cProfile.Profile()
        profile.runcall(run_until_stopped, main(float(rate), silent=silent))
        profile.dump_stats(file)
    else:
        run_until_stopped(main(float(rate), silent=silent))
