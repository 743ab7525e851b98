"""A writer watches a push and holds it, in plain words."""

from datetime import timedelta

import pytest

from bot.domain.delivery import Attempted, DeliveryState, Lane
from bot.domain.people import Role
from bot.storage.push import dispatches, outbox, outcomes
from bot.storage.push.outbox import Claimed
from bot.storage.push.outcomes import Recorded
from tests.ward import NOTICE, TELEGRAM, After, House, Past

LEASE = timedelta(seconds=30)
MEETING = "Thư mời họp khóm\n\nKính mời bà con họp khóm 3 lúc 19 giờ ngày 25/11/2026 tại nhà văn hóa khóm 3."


@Past
async def a_push_to_eight(house: House) -> None:
    """A push to eight people that waits to be sent."""
    await house.join("w", Role.WRITER)
    for number in range(8):
        await house.join(str(number), subscribed=True)
    await house.publish("w", NOTICE)


@pytest.fixture
def push(after: After) -> House:
    return after(a_push_to_eight)


async def claim(house: House) -> list[Claimed]:
    now = house.clock.now()
    async with house.database.write() as transaction:
        ids = await outbox.claim_rows(
            transaction, route=TELEGRAM, lanes=tuple(Lane), claim="a", now=now, lease_until=now + LEASE, limit=100
        )
        return await outbox.load_claimed(transaction, ids, "a", [now] * len(ids), LEASE)


async def end(house: House, row: Claimed, state: DeliveryState, why: str | None = None, maybe_sent: int = 0) -> None:
    left = Attempted(state, row.attempts, house.clock.now(), error=why, maybe_sent=maybe_sent)
    outcome = Recorded(row.id, row.claim, left)
    async with house.database.write() as transaction:
        await outcomes.record(transaction, [outcome], house.clock.now())


@pytest.mark.parametrize("command", ["dinhchinh", "thuhoi", "tamdung", "tieptuc", "huygui", "guilai"])
async def test_whoever_forgets_the_number_sees_how_it_is_typed_and_a_resident_whose_task_it_is(
    house: House, command: str
) -> None:
    await house.join("w", Role.WRITER)
    assert f"Gõ ví dụ: {command} 12" in await house.ask("w", f"/{command}")
    assert "dành cho cán bộ soạn tin" in await house.ask("1", f"/{command}")


async def test_before_the_first_post_there_is_nothing_to_tell_of(house: House) -> None:
    await house.join("w", Role.WRITER)
    assert "chưa đăng tin nào" in await house.ask("w", "/tinhtrang")


async def test_the_state_of_a_push_is_told_in_numbers_and_plain_reasons(push: House) -> None:
    rows = await claim(push)
    await end(push, rows[0], DeliveryState.SENT, maybe_sent=1)
    await end(push, rows[1], DeliveryState.SENT)
    await end(push, rows[2], DeliveryState.FAILED, "blocked")
    await end(push, rows[3], DeliveryState.FAILED, "server-error")
    await end(push, rows[4], DeliveryState.FAILED, "KeyError")
    await end(push, rows[5], DeliveryState.UNCERTAIN, "no-answer", maybe_sent=2)
    for words in ("/status 1", "/tinhtrang 1", "tinh trang 1", "/status"):
        told = await push.ask("w", words)
        for said in (
            "Tin số 1: đang gửi",
            "Đã gửi: 2/8",
            "Đang chờ: 2",
            "Không gửi được: 3",
            "đã chặn bot: 1",
            "máy chủ của nền tảng báo lỗi: 1",
            "lỗi khác: 1",
            "Chưa chắc đã đến: 1",
            "Có thể nhận hai lần: 1",
            "Dự kiến xong: 08:3",
        ):
            assert said in told, (words, said)
        assert "Xong lúc" not in told
    for row in rows[6:]:
        await end(push, row, DeliveryState.SENT)
    async with push.database.write() as transaction:
        assert await dispatches.finish_dispatches(transaction, push.clock.now(), [1])
    told = await push.ask("w", "/status 1")
    assert "đã gửi xong" in told
    assert "Xong lúc: 08:3" in told
    assert "Đang chờ" not in told
    assert "Dự kiến" not in told


async def test_a_push_is_held_goes_on_and_is_cancelled_by_command_and_by_button(push: House) -> None:
    (held,) = await push.say("w", "/pause 1")
    assert "đang tạm dừng" in held.text
    assert await claim(push) == []
    (running,) = await push.press("w", held.buttons["Gửi tiếp"])
    assert "đang gửi" in running.text
    rows = await claim(push)
    assert len(rows) == 8
    for row in rows:
        await end(push, row, DeliveryState.QUEUED, "no-connection")
    (asked,) = await push.press("w", running.buttons["Hủy gửi"])
    assert "8 người" in asked.text
    (ended,) = await push.press("w", asked.buttons["Hủy gửi"])
    assert "đã hủy gửi" in ended.text
    assert await claim(push) == []
    # What was ended stays so, and is said to be.
    assert "đã hủy" in await push.ask("w", "/resume 1")
    assert await claim(push) == []


async def test_only_those_who_failed_are_sent_to_again(push: House) -> None:
    rows = await claim(push)
    for row in rows[:2]:
        await end(push, row, DeliveryState.FAILED, "server-error")
    await end(push, rows[2], DeliveryState.UNCERTAIN, "no-answer")
    for row in rows[3:]:
        await end(push, row, DeliveryState.SENT)
    async with push.database.write() as transaction:
        await dispatches.finish_dispatches(transaction, push.clock.now(), [1])
    (told,) = await push.say("w", "/status 1")
    await push.press("w", told.buttons["Gửi lại cho người bị lỗi"])
    again = await claim(push)
    assert [row.id for row in again] == [row.id for row in rows[:2]]
    assert {row.attempts for row in again} == {1}
    for row in again:
        await end(push, row, DeliveryState.SENT)
    assert "không có ai" in (await push.ask("w", "/resend 1")).lower()
    assert await claim(push) == []


@pytest.mark.parametrize("command", ["status", "pause", "resume", "cancel", "resend"])
async def test_a_push_is_the_business_of_writers_only(push: House, command: str) -> None:
    assert "Tin số 1" not in await push.ask("3", f"/{command} 1")
    assert len(await claim(push)) == 8


async def test_what_may_follow_a_post_is_found_under_its_state_again(house: House) -> None:
    await house.join("w", Role.WRITER)
    await house.publish("w", MEETING)
    (told,) = await house.say("w", "/tinhtrang 1")
    assert {"Đính chính", "Thu hồi", "Báo hủy họp", "Báo dời họp"} <= set(told.buttons)
    await house.press("w", told.buttons["Báo hủy họp"])
    (told,) = await house.say("w", "/tinhtrang 1")
    assert "Thu hồi" in told.buttons
    assert "Báo hủy họp" not in told.buttons
    await house.withdraw("w", "1 nhầm ngày")
    (told,) = await house.say("w", "/tinhtrang 1")
    assert "Thu hồi" not in told.buttons
