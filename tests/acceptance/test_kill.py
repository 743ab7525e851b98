"""A power cut in the middle: the program is killed and started again, and nobody is missed."""

import sqlite3
from pathlib import Path

import pytest

from tests.acceptance.process import environment, loa, subscribe_all
from tests.acceptance.test_main_job import first_answer, post_seed
from tests.fakes.telegram import FakeTelegram, Fault, Pace


@pytest.mark.slow
async def test_a_push_killed_midway_is_finished_after_a_restart_and_only_what_was_on_the_wire_may_come_twice(
    tmp_path: Path,
) -> None:
    async with FakeTelegram(token="123456:TEST", pace=Pace.off(), latency=0.05) as tg:
        admin = tg.user(1001, first_name="Minh")
        people = tg.users(120)
        env = environment(tg, f"sqlite:///{tmp_path / 'loa.db'}")
        await subscribe_all(env, people)
        unfinished = 0

        def copies() -> int:
            return sum(1 for entry in tg.log.accepted("sendMessage") if "Tin số 1 ·" in str(entry.params.get("text")))

        async with loa(env, tmp_path) as running:
            await first_answer(admin)
            admin.press(await post_seed(admin), "Đăng")
            await tg.until(lambda: copies() >= 40, timeout=30)
            await running.kill()
            unfinished += UNCOMMITTED
        async with loa(env, tmp_path) as running:
            await tg.until(lambda: copies() >= 80, timeout=30)
            await running.kill()
            unfinished += UNCOMMITTED
        async with loa(env, tmp_path):
            await admin.wait_for("Đã gửi 120/120 · xong", timeout=60)

        received = {person.id: sum(1 for seen in person.messages if "Tin số 1 ·" in seen.text) for person in people}
        assert min(received.values()) == 1
        assert max(received.values()) <= 3
        assert sum(received.values()) - len(people) <= unfinished


# What a kill may leave unrecorded at 30 messages a second: those accepted in the last 100 ms before the outcome is
# committed, those on the wire for the server's 50 ms, and one more round of both while the machine is busy.
UNCOMMITTED = 12


@pytest.mark.slow
async def test_an_answer_that_was_committed_but_never_sent_still_comes_after_a_restart(tmp_path: Path) -> None:
    async with FakeTelegram(token="123456:TEST", pace=Pace.off()) as tg:
        lan = tg.user(2002, first_name="Lan")
        # Long enough that it is not tried again before the kill, however slow the machine is.
        env = environment(tg, f"sqlite:///{tmp_path / 'loa.db'}", LOA_LEASE_SECONDS="60")
        async with loa(env, tmp_path) as running:
            await first_answer(lan)
            hung = tg.script("sendMessage", then=Fault.hang(applied=False), times=None)
            lan.send("/latest")
            # The poll after it confirms the update, so Telegram will not repeat it: only the stored answer is left.
            await tg.until(lambda: hung.fired and not tg.pending_updates, timeout=30)
            await running.kill()
        assert not lan.reads("chưa đăng")
        tg.clear_scripts()
        with sqlite3.connect(tmp_path / "loa.db") as database:
            # A minute later: the lease has ended.
            database.execute("UPDATE delivery SET lease_until = lease_until - 60000000 WHERE state = 'sending'")
        database.close()
        async with loa(env, tmp_path):
            await lan.wait_for("chưa đăng", timeout=30)
        assert sum(1 for seen in lan.messages if "chưa đăng" in seen.text) == 1
