"""What a test's process does: the real command line, with a place where it dies if the test wants one.

`die` is "PLACE:N": kill -9 at the Nth time that this place is reached.

    claim    rows are claimed, nothing is handed to the channel
    send     just before the channel is called
    accept   the platform has answered, nothing is recorded
    record   just after outcomes were committed
    poison   when the row of chat N is rendered
    release  what waited for people's hours is let go, not committed yet
    remind   reminders are written, not committed yet
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import bot.__main__
import bot.app
from bot.channels.telegram.channel import TelegramChannel
from bot.chat import timers
from bot.delivery import record, worker
from bot.delivery.render import Renderer
from bot.storage import reminders
from bot.storage.engine import Database
from bot.storage.push import digests, dispatches

# Everything that a start imports late, so that it is there after the fork.
for url in ("sqlite:///never-opened.db", "postgresql://nobody@/never_opened"):
    Database(url)


def work(env: dict[str, str], folder: str, log: str, verb: str, die: str) -> None:
    """Be `loa VERB` with these settings, printing to `log`."""
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout = sys.stderr = os.fdopen(out, "w", buffering=1)
    # A quick test's processes look around more often than real ones.
    worker.IDLE_SECONDS = 0.05
    timers.EVERY_SECONDS = 0.05
    if verb.startswith("publish"):
        asyncio.run(publish(env, verb))
        return
    arm(die)
    sys.argv = ["loa", *verb.split()]
    bot.__main__.main()


def arm(die: str) -> None:
    """Set the place of death."""
    place, _, number = die.partition(":")
    if place == "claim":
        worker.Worker.deliver = dying(worker.Worker.deliver, int(number))  # type: ignore[method-assign]
    elif place == "send":
        TelegramChannel.send = dying(TelegramChannel.send, int(number))  # type: ignore[method-assign]
    elif place == "accept":
        TelegramChannel.send = dying_after(TelegramChannel.send, int(number))  # type: ignore[method-assign]
    elif place == "record":
        record.Recorder.store = dying_after(record.Recorder.store, int(number))  # type: ignore[method-assign]
    elif place == "release":
        digests.release = dying_after(digests.release, int(number))
    elif place == "remind":
        reminders.remind = dying_after(reminders.remind, int(number))
    elif place == "poison":
        render = Renderer.render

        def rendered(self: Renderer, row: Any, *rest: Any) -> Any:
            return perish() if row.chat_id == number else render(self, row, *rest)

        Renderer.render = rendered  # type: ignore[method-assign, assignment]


def dying(call: Callable[..., Any], times: int) -> Any:
    reached = 0

    def guarded(*arguments: Any, **named: Any) -> Any:
        nonlocal reached
        reached += 1
        if reached == times:
            perish()
        return call(*arguments, **named)

    return guarded


def dying_after(call: Callable[..., Any], times: int) -> Any:
    reached = 0

    async def guarded(*arguments: Any, **named: Any) -> Any:
        nonlocal reached
        result = await call(*arguments, **named)
        reached += 1
        if reached == times:
            perish()
        return result

    return guarded


def perish() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def publish(env: dict[str, str], verb: str) -> None:
    """Publish and die: `publish rows` when the rows are written, `publish commit` when they are committed."""
    from tests.fakes.telegram import FakeTelegram
    from tests.faults.kit import Ward

    if verb == "publish rows":
        dispatches.insert_dispatch = dying_after(dispatches.insert_dispatch, 1)
    url = env["LOA_DATABASE_URL"]
    tg = FakeTelegram(env["LOA_TELEGRAM__TOKEN"])
    await Ward(tg, url, Database(url), folder=None).publish()  # type: ignore[arg-type]
    perish()
