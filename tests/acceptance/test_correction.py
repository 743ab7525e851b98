"""The wrong figure in everybody's phone: approved by a second person, pushed, corrected in every delivered copy."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.acceptance.process import SEED, environment, loa, subscribe_all
from tests.acceptance.test_main_job import first_answer
from tests.fakes.telegram import FakeTelegram, Pace, Person, SeenMessage

WRONG, RIGHT = "108,9%", "103,9%"
POLICY = {f"LOA_POLICY__{what}": "one" for what in ("MEETING", "CORRECTION")} | {"LOA_UNDO_SECONDS": "1"}
LONG = (pytest.mark.slow, pytest.mark.timeout(400))
"""Three pushes to 1,000 people take 100 s at 30/s, so they are done once: with the kill, which is harder."""


async def publish(writer: Person, words: str) -> None:
    """Tick every doubt on the panel that holds these words, and press Đăng."""
    panel = await writer.wait_for(words, timeout=30)
    while open_doubts := [label for label in panel.labels if label.startswith("☐ ") and label[2:].isdigit()]:
        writer.press(panel, open_doubts[0])
        panel = await writer.wait_for(f"{open_doubts[0].replace('☐', '☑')}.", timeout=30)
    writer.press(panel, "Đăng")


async def enter(admin: Person, other: Person, role: str) -> None:
    """Give somebody a role by an invite code, as an admin does."""
    asked = admin.send(f"/invite {role}")
    seen = await admin.wait_for("Mã mời", timeout=30, after=asked)
    other.send(seen.text.split(": ")[1].split()[0])
    await other.wait_for("Đã nhận mã", timeout=30)


@pytest.mark.parametrize(
    ("count", "blocked", "killed"),
    [
        pytest.param(45, 5, False, marks=pytest.mark.slow),
        pytest.param(45, 5, True, marks=pytest.mark.slow),
        pytest.param(1000, 41, True, marks=LONG),
    ],
)
async def test_a_wrong_figure_is_mended_in_every_delivered_copy_and_every_phone_rings_once(
    tmp_path: Path, count: int, blocked: int, *, killed: bool
) -> None:
    async with FakeTelegram(token="123456:TEST", pace=Pace.off()) as tg:
        admin, writer, approver = tg.user(1001, first_name="Minh"), tg.user(1002), tg.user(1003)
        people, shown = tg.users(count), f"{count:,}".replace(",", ".")
        env = environment(tg, f"sqlite:///{tmp_path / 'loa.db'}", **POLICY)
        await subscribe_all(env, people)
        async with loa(env, tmp_path) as running:
            await first_answer(admin)
            await enter(admin, writer, "writer")
            await enter(admin, approver, "approver")
            writer.send(f"/post {SEED.replace(RIGHT, WRONG)}")
            await publish(writer, "Cần xem lại")
            await writer.wait_for("Chưa đăng", timeout=30)
            approver.press(await approver.wait_for("Họp, hội nghị chờ anh/chị duyệt", timeout=30), "Duyệt")
            await writer.wait_for(f"Đã gửi {shown}/{shown}", timeout=120)
            assert all(person.reads(WRONG) for person in people)

            for person in people[:blocked]:
                person.block()
            writer.send(f"/dinhchinh 1 {WRONG} => {RIGHT}")
            await publish(writer, "Đính chính tin số 1")
            card = await approver.wait_for("Đính chính tin số 1 chờ anh/chị duyệt", timeout=30)
            assert WRONG in card.text
            assert RIGHT in card.text
            approver.press(card, "Duyệt")
            if killed:
                await tg.until(lambda: sum(map(is_mended, people)) > count // 3, timeout=60)
                await running.kill()
            else:
                await finished(writer, count, blocked)
        if killed:
            async with loa(env, tmp_path):
                await finished(writer, count, blocked)

        # Those in flight when the program was killed may have been told twice.
        rings = [sum(1 for seen in person.messages if seen.reply_to is not None) for person in people[blocked:]]
        assert all(map(is_mended, people[blocked:]))
        assert not any(map(is_mended, people[:blocked]))
        assert min(rings) == 1
        assert sum(rings) - len(rings) <= (IN_FLIGHT if killed else 0)
        assert not tg.violations


IN_FLIGHT = 12
"""Accepted in the last 100 ms before an outcome is committed, and once more while the machine is busy."""


def is_mended(person: Person) -> bool:
    """Whether this person's copy shows the new figure and the mark, and the old figure only as what was wrong."""
    (copy,) = [seen for seen in person.messages if seen.reply_to is None and "Tin số 1 ·" in seen.text]
    return "ĐÍNH CHÍNH" in copy.text and RIGHT in copy.text


async def finished(writer: Person, count: int, blocked: int) -> None:
    """Wait for the final counts on the official's live lines; the post itself tells them to everybody."""
    done = f"{count - blocked:,}/{count:,}".replace(",", ".")
    for what in ("Đã sửa", "Đã báo"):
        await writer.wait_for(partial(says, words=(f"{what} {done}", f"{blocked} đã chặn bot", "xong")), timeout=180)
    asked = writer.send("/doc 1")
    await writer.wait_for(f"Tin đã gửi: đã sửa {done}; {blocked} đã chặn bot.", timeout=30, after=asked)


def says(seen: SeenMessage, words: Sequence[str]) -> bool:
    """Whether a message holds all of these words."""
    return all(word in seen.text for word in words)


@pytest.mark.slow
async def test_who_still_waits_gets_only_the_new_text(tmp_path: Path) -> None:
    async with FakeTelegram(token="123456:TEST", pace=Pace.off()) as tg:
        admin = tg.user(1001, first_name="Minh")
        people = tg.users(90)
        env = environment(tg, f"sqlite:///{tmp_path / 'loa.db'}", LOA_TELEGRAM__RATE="10")
        await subscribe_all(env, people)
        async with loa(env, tmp_path):
            await first_answer(admin)
            admin.send(f"/post {SEED.replace(RIGHT, WRONG)}")
            await publish(admin, "Cần xem lại")
            await tg.until(lambda: sum(bool(person.reads(WRONG)) for person in people) >= 20, timeout=30)
            admin.send(f"/dinhchinh 1 {WRONG} => {RIGHT}")
            await publish(admin, "Đính chính tin số 1")
            await tg.until(lambda: all(person.reads(RIGHT) for person in people), timeout=60)
            await admin.wait_for(partial(says, words=("Đã báo", "xong")), timeout=60)
        late = [person for person in people if not any("ĐÍNH CHÍNH" in seen.text for seen in person.messages)]
        early = [person for person in people if person not in late]
        assert len(early) >= 20
        assert len(late) >= 20
        for person in late:
            assert len([seen for seen in person.messages if seen.from_bot]) == 1
            assert not any(WRONG in seen.text for seen in person.messages)
        for person in early:
            assert is_mended(person)
            assert sum(1 for seen in person.messages if seen.reply_to is not None) == 1
