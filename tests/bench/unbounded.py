"""`loa worker` at any pace: `python -m tests.bench.unbounded RATE [silent] [FILE]`.

`silent` sends nothing, which leaves what the engine itself costs; a file takes cProfile's figures.
"""

import cProfile
import sys
from collections.abc import Sequence

from bot.__main__ import run_until_stopped
from bot.app import App, build_channels, build_router, configure_logging
from bot.channels.base import Channel
from bot.channels.telegram.channel import TelegramChannel
from bot.messages.message import Outgoing
from bot.settings import load_settings


class Silent(TelegramChannel):
    """Delivers at once, to nobody."""

    async def send(self, message: Outgoing) -> str:
        return "1"


async def main(rate: float, *, silent: bool) -> None:
    settings = load_settings(None)
    configure_logging(settings)
    router = build_router()
    channels: Sequence[Channel] = [Silent(settings.telegram)] if silent else build_channels(settings, router)
    for channel in channels:
        channel.rate = rate
    loa = App(settings, channels, router=router)
    await loa.prepare()
    await loa.run_worker()


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
