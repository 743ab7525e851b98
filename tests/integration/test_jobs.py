"""Slow work: read while nobody waits, given up with an apology, taken over when its worker dies."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.jobs import LEASE, MOST_ATTEMPTS
from bot.chat.receive import heard_again
from bot.domain.people import Role
from bot.storage import inbox
from bot.storage.tables import conversation, job, post, revision
from tests.ward import NOTICE, TELEGRAM, House, group_message

LONG = "Báo cáo tháng\n\n" + "Công tác an sinh xã hội được quan tâm thực hiện tốt. " * 100


async def test_a_text_in_several_parts_is_read_as_a_job_and_comes_back_as_a_draft(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    (first,) = await house.say("7", LONG[:3000])
    assert "Đã nhận 1 phần" in first.text
    (second,) = await house.say("7", LONG[3000:])
    assert "Đã nhận 2 phần" in second.text
    assert second.row.id == first.row.id
    assert second.row.edit is not None
    heard = await house.press("7", second.buttons["Xong"])
    assert "Đang đọc…" in heard[-1].text
    assert await house.rows(post) == []
    answer = await house.work()
    assert "Báo cáo tháng" in answer[0].text
    assert "Đăng" in answer[-1].buttons
    (row,) = await house.rows(revision)
    assert "".join(row["body"].split()) == "".join(LONG.split())
    assert [one["kind"] for one in await house.rows(job)] == ["post.timeout"]


async def test_the_word_xong_does_what_the_button_does(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    assert "Chưa nhận được nội dung nào" in await house.ask("7", "xong")
    await house.say("7", NOTICE)
    await house.say("7", "Xong.")
    assert "Đăng" in (await house.work())[-1].buttons


async def test_a_long_text_behind_the_command_is_kept_as_the_first_part(house: House) -> None:
    await house.join("7", Role.WRITER)
    (heard,) = await house.say("7", f"/post {LONG}")
    assert "Đã nhận 1 phần" in heard.text
    assert "Xong" in heard.buttons


async def test_a_text_that_grows_too_long_keeps_the_parts_before(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    await house.say("7", "a" * 150_000)
    assert "Bài dài quá" in await house.ask("7", "b" * 60_000)
    (row,) = await house.rows(conversation)
    assert [len(part) for part in row["data"]["parts"]] == [150_000]


async def test_after_ten_quiet_minutes_what_was_collected_is_read(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    house.clock.advance(minutes=6)
    await house.say("7", NOTICE)
    house.clock.advance(minutes=5)
    assert await house.work() == []
    house.clock.advance(minutes=6)
    heard = await house.work()
    assert "Đang đọc…" in [one.text for one in heard]
    assert "Đăng" in heard[-1].buttons
    house.clock.advance(minutes=30)
    assert await house.work() == []
    assert len(await house.rows(post)) == 1


async def test_after_ten_quiet_minutes_without_a_text_the_collecting_ends(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    house.clock.advance(minutes=11)
    assert "Đã hủy" in "".join(one.text for one in await house.work())
    assert "phường chưa có tin" in await house.ask("7", "một câu gì đó")


async def test_an_older_collections_time_does_not_end_a_newer_one(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    await house.say("7", "hủy")
    house.clock.advance(minutes=9)
    await house.say("7", "/post")
    await house.say("7", NOTICE)
    house.clock.advance(minutes=2)
    assert await house.work() == []
    assert "Đã nhận 2 phần" in await house.ask("7", "phần hai")


async def test_who_is_revoked_while_collecting_is_refused_once_and_then_free(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    await house.say("7", NOTICE)
    await house.set_role("7", Role.RESIDENT)
    house.clock.advance(minutes=11)
    await house.work()
    assert await house.rows(post) == []
    await house.say("7", "một câu")
    assert "Phường chưa công bố chỉ tiêu" in await house.ask("7", "chi tieu")
    house.clock.advance(minutes=11)
    assert await house.work() == []


@pytest.fixture
async def collected(house: House) -> House:
    """Somebody whose text waits to be read, and somebody else's behind it."""
    for chat in ("7", "8"):
        await house.join(chat, Role.WRITER)
        await house.say(chat, "/post")
        await house.say(chat, NOTICE if chat == "8" else "hỏng")
        await house.say(chat, "xong")
    return house


async def test_a_job_that_raises_apologises_once_and_the_next_one_is_done(collected: House) -> None:
    kind = collected.router.jobs["post.read"]

    def work(payload: dict[str, Any]) -> Any:
        if payload["text"] == "hỏng":
            raise ZeroDivisionError
        return kind.work(payload)

    collected.router.jobs["post.read"] = replace(kind, work=work)
    heard = await collected.work()
    apologies = [one for one in heard if "trục trặc" in one.text]
    assert [one.row.chat_id for one in apologies] == ["7"]
    assert [one.row.chat_id for one in heard if "Đăng" in one.buttons] == ["8"]
    collected.clock.advance(minutes=5)
    assert await collected.work() == []


async def test_a_job_whose_answer_raises_apologises_once_and_stores_nothing(collected: House) -> None:
    kind = collected.router.jobs["post.read"]

    async def finish(request: Any, services: Any, result: Any) -> Any:
        answer = await kind.finish(request, services, result)
        if result[0]["text"] == "hỏng":
            raise ZeroDivisionError
        return answer

    collected.router.jobs["post.read"] = replace(kind, finish=finish)
    heard = await collected.work()
    assert [one.row.chat_id for one in heard if "trục trặc" in one.text] == ["7"]
    assert len(await collected.rows(post)) == 1


async def test_a_job_of_an_older_program_is_apologised_for(collected: House) -> None:
    del collected.router.jobs["post.read"]
    assert len([one for one in await collected.work() if "trục trặc" in one.text]) == 2


async def test_a_job_of_a_dead_worker_is_taken_over_when_its_lease_ends(collected: House) -> None:
    now = collected.clock.now()
    async with collected.database.write() as transaction:
        dead = await inbox.claim_job(transaction, [TELEGRAM], "dead", now, now + LEASE)
    assert dead is not None
    assert [one.row.chat_id for one in await collected.work() if "Đăng" in one.buttons] == ["8"]
    collected.clock.moment = now + LEASE + timedelta(seconds=1)
    assert [one.row.chat_id for one in await collected.work() if "Đăng" in one.buttons] == ["7"]
    async with collected.database.write() as transaction:
        assert not await inbox.finish_job(transaction, dead)


async def test_a_job_that_killed_its_workers_is_given_up_with_an_apology(collected: House) -> None:
    for _ in range(MOST_ATTEMPTS):
        now = collected.clock.now()
        async with collected.database.write() as transaction:
            assert await inbox.claim_job(transaction, [TELEGRAM], "dead", now, now + LEASE) is not None
        collected.clock.advance(minutes=3)
        async with collected.database.write() as transaction:
            # The other's job must not be the one that is claimed next.
            await transaction.execute(job.delete().where(job.c.address_id == 2, job.c.kind == "post.read"))
    assert [one.row.chat_id for one in await collected.work() if "trục trặc" in one.text] == ["7"]


async def test_a_part_that_arrives_while_a_job_answers_is_not_lost(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    await house.say("7", "phần một")
    (row,) = await house.rows(conversation)
    async with house.database.write() as transaction:
        found = await inbox.load_conversation(transaction, row["address_id"], house.clock.now())
        arriving = asyncio.create_task(house.receive(house.event("7", "phần hai")))
        await asyncio.sleep(0.2)
        await inbox.save_conversation(transaction, row["address_id"], found, None)
    await arriving
    (row,) = await house.rows(conversation)
    assert row["data"]["parts"] == ["phần một", "phần hai"]


async def test_a_job_of_an_erased_person_is_gone(collected: House) -> None:
    await collected.press("7", "privacy.erase")
    assert [one.row.chat_id for one in await collected.work() if "Đăng" in one.buttons] == ["8"]


async def test_work_and_events_of_another_account_are_left_to_its_own_process(collected: House) -> None:
    now = collected.clock.now()
    async with collected.database.write() as transaction:
        assert await inbox.claim_job(transaction, ["telegram:2"], "b", now, now + LEASE) is None
    await collected.take(collected.event("8", "/latest"))
    async with collected.database.read() as transaction:
        assert not await inbox.has_waiting(transaction, [("telegram", "2")])
        assert await inbox.has_waiting(transaction, [("telegram", "1"), ("telegram", "2")])


async def test_asking_for_a_right_ends_after_as_many_tries_as_other_work(house: House) -> None:
    asked = replace(group_message(house, "/subscribe", speaker="1"), sent_at=house.clock.now())
    assert await house.hear(asked) == []
    for _ in range(MOST_ATTEMPTS):
        now = house.clock.now()
        async with house.database.write() as transaction:
            dead = await inbox.claim_job(transaction, [TELEGRAM], "dead", now, now + LEASE)
        house.clock.advance(minutes=3)
    assert dead is not None
    assert heard_again(dead.payload, by_admin=True).sent_at == asked.sent_at
    (heard,) = await house.work()
    assert "trục trặc" in heard.text
    assert await house.rows(job) == []
