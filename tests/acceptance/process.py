"""Running the real `loa` as a process of its own, which a test may kill."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import build_router
from bot.settings import Settings
from bot.ward import Ward
from tests import deeds
from tests.fakes.telegram import FakeTelegram, Person

SEED = (Path(__file__).parents[2] / "bot" / "demo" / "my_binh.txt").read_text(encoding="utf-8")


class Loa:
    """One `loa run`, with what it printed."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def printed(self) -> str:
        """Everything it wrote to its output and error streams, over all starts."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    async def kill(self) -> None:
        """End it as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            return await self._process.wait()

    @property
    def running(self) -> bool:
        """Whether it still works."""
        return self._process.returncode is None


def environment(tg: FakeTelegram, database_url: str, **more: str) -> dict[str, str]:
    """Settings of a ward that talks to the fake server; nothing of this machine's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOA_")}
    return {
        **kept,
        "LOA_TELEGRAM__TOKEN": tg.token,
        "LOA_TELEGRAM__API_URL": tg.url,
        "LOA_DATABASE_URL": database_url,
        "LOA_ADMINS": "telegram:1001",
        "LOA_WARD__NAME": "Phường Mỹ Bình",
        # Whatever the hour at which tests run: what is not urgent goes out at once.
        "LOA_WARD__QUIET": "",
        "LOA_HEALTH__PORT": "0",
        "LOA_LEASE_SECONDS": "2",
        # Most tests are about what comes after: nobody has to agree, and Đăng is Đăng.
        "LOA_UNDO_SECONDS": "0",
        **{f"LOA_POLICY__{what}": "none" for what in ("REPORT", "RESOLUTION", "URGENT", "CORRECTION")},
        **more,
    }


@asynccontextmanager
async def loa(env: Mapping[str, str], folder: Path, *arguments: str) -> AsyncIterator[Loa]:
    """Start `loa run` in `folder`; it is ended at the end of the block if it still runs."""
    log = folder / "loa.log"
    with log.open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *(arguments or ("run",)),
            cwd=folder,
            env={**env, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=out,
            stderr=out,
        )
    running = Loa(process, log)
    try:
        yield running
    finally:
        if running.running:
            await running.stop()


async def subscribe_all(env: Mapping[str, str], people: Sequence[Person]) -> None:
    """Subscribe many people through the services, because the token's pace would make the chat take minutes."""
    settings = Settings.model_validate(
        {
            "database_url": env["LOA_DATABASE_URL"],
            "telegram": {"token": env["LOA_TELEGRAM__TOKEN"]},
            # Written with the ward's first row, and so for good.
            "ward": {"quiet": env["LOA_WARD__QUIET"]},
        }
    )
    ward = Ward(settings, [], router=build_router())
    await ward.prepare()
    try:
        async with ward.database.write() as transaction:
            services, route = ward.services(transaction), f"telegram:{settings.telegram.account}"
            for person in people:
                await deeds.enter(services, route, str(person.id), subscribed=True)
    finally:
        await ward.close()
