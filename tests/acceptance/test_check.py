"""`loa check` where nothing answers: it says so, and ends as it should, every time."""

import asyncio
import sys
from pathlib import Path

import pytest

from tests.acceptance.process import environment
from tests.fakes.telegram import FakeTelegram


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_the_check_never_aborts_where_telegram_cannot_be_reached(tmp_path: Path) -> None:
    """Twenty times: a thread of the HTTP client that outlived Python ended one run of eight."""
    async with FakeTelegram() as tg:
        env = environment(tg, f"sqlite:///{tmp_path / 'loa.db'}", LOA_TELEGRAM__API_URL="http://127.0.0.1:1")
    env["PYTHONPATH"] = str(Path(__file__).parents[2])

    async def check() -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "check"),
            cwd=tmp_path,
            env=env,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        return process.returncode, said.decode()

    for _ in range(10):
        for code, said in await asyncio.gather(check(), check()):
            assert code == 1, said
            assert "không kết nối được" in said
            assert "Fatal" not in said
