"""`loa worker` without a pace, and told when to end: `python -m tests.bench.unbounded [file for a profile]`."""

import asyncio
import cProfile
import signal
import sys

from bot.app import App, build_channels, build_router, configure_logging
from bot.settings import load_settings


async def main(rate: float) -> None:
    settings = load_settings(None)
    configure_logging(settings)
    router = build_router()
    channels = build_channels(settings, router)
    for channel in channels:
        channel.rate = rate
    loa = App(settings, channels, router=router)
    await loa.prepare()
    working = asyncio.create_task(loa.run_worker())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, working.cancel)
    await asyncio.wait([working])


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[2]:
        profile = cProfile.Profile()
        profile.runcall(asyncio.run, main(float(sys.argv[1])))
        profile.dump_stats(sys.argv[2])
    else:
        asyncio.run(main(float(sys.argv[1])))
