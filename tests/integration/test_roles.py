"""Roles: taken away at once, given by two where there are two, and at least one admin stays.

A little over 400 lines: what somebody held is tried before and after the role is lost.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.people import Role
from bot.errors import DatabaseDownError, NotAllowedError
from bot.storage import inbox, people
from bot.storage.push.outbox import Claimed
from bot.storage.tables import (
    audit,
    delivery,
    dispatch,
    figure,
    invite,
    metadata,
    person,
    post,
    post_topic,
    revision,
    role_change,
    target,
    topic,
    ward,
    warning,
)
from tests.ward import ADMIN, NOTICE, TELEGRAM, After, Heard, House, Past

SECOND, THIRD = "2", "3"


async def role_of(house: House, chat: str) -> Role:
    async with house.services() as services:
        return (await services.people.enter(house.event(chat))).role


async def told(house: House, chat: str) -> list[Heard]:
    """What waits to be told to a chat, taken out as if it were sent."""
    async with house.database.write() as transaction:
        rows = await transaction.execute(
            select(delivery.c.id, delivery.c.content).where(
                delivery.c.chat_id == chat, delivery.c.state == "queued", delivery.c.dispatch_id.is_(None)
            )
        )
        found = rows.all()
        await transaction.execute(
            delivery.update().where(delivery.c.id.in_([row.id for row in found])).values(state="sent")
        )
    at = house.clock.now()
    return [Heard.of(Claimed(row.id, "c", TELEGRAM, chat, at, at, 1, content=row.content)) for row in found]


def code_in(heard: Heard) -> str:
    return heard.markup.split("<b>")[2].split("</b>")[0]


async def two_admins(house: House) -> None:
    """A ward with two admins."""
    await house.join(ADMIN)
    await house.join(SECOND, Role.ADMIN)


two_of_them = Past(two_admins)


@pytest.fixture
def two(after: After) -> House:
    return after(two_of_them)


@pytest.fixture
async def three(two: House) -> House:
    await two.join(THIRD, Role.ADMIN)
    return two


# --- giving ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "role"), [("duyet", Role.APPROVER), ("quan tri", Role.ADMIN)])
async def test_a_role_that_approves_is_given_when_a_second_admin_agrees(two: House, word: str, role: Role) -> None:
    heard, *_ = await two.say(ADMIN, f"/invite {word}")
    assert "chưa dùng được" in heard.text
    assert "còn chờ một quản trị nữa" in await two.ask("7", code_in(heard))
    assert await role_of(two, "7") is Role.RESIDENT
    (asked,) = await told(two, SECOND)
    assert f"Người {ADMIN} muốn mời thêm" in asked.text
    (done,) = await two.press(SECOND, asked.buttons["Đồng ý"])
    assert "Mã mời dùng được từ bây giờ" in done.text
    (news,) = await told(two, ADMIN)
    assert f"Người {SECOND} đã đồng ý" in news.text
    assert "Đã nhận mã" in await two.ask("7", code_in(heard))
    assert await role_of(two, "7") is role


@pytest.mark.parametrize(("word", "role"), [("can bo", Role.CADRE), ("soan tin", Role.WRITER)])
async def test_a_role_that_approves_nothing_is_given_by_one_admin(two: House, word: str, role: Role) -> None:
    heard, *_ = await two.say(ADMIN, f"/invite {word}")
    await two.say("7", code_in(heard))
    assert await role_of(two, "7") is role
    assert await told(two, SECOND) == []


async def test_the_only_admin_gives_every_role_alone(house: House) -> None:
    await house.join(ADMIN)
    await house.join("9", Role.APPROVER)
    heard, *_ = await house.say(ADMIN, "/invite admin")
    assert "chưa dùng được" not in heard.text
    await house.say("7", code_in(heard))
    assert await role_of(house, "7") is Role.ADMIN


async def test_who_asked_cannot_agree_and_nobody_below_an_admin_can(two: House) -> None:
    heard, *_ = await two.say(ADMIN, "/invite admin")
    await two.join("9", Role.APPROVER)
    (asked,) = await told(two, SECOND)
    for chat, why in ((ADMIN, "một quản trị khác"), ("9", "dành cho quản trị"), ("8", "dành cho quản trị")):
        for label in ("Đồng ý", "Từ chối"):
            assert why in (await two.press(chat, asked.buttons[label]))[0].text
    assert "còn chờ" in await two.ask("7", code_in(heard))


async def test_what_nobody_agreed_to_in_a_day_is_worthless(two: House) -> None:
    heard, *_ = await two.say(ADMIN, "/invite admin")
    (asked,) = await told(two, SECOND)
    two.clock.advance(days=1)
    assert "Đã quá 24 giờ" in (await two.press(SECOND, asked.buttons["Đồng ý"]))[0].text
    assert "không đúng, đã dùng hoặc đã quá hạn" in await two.ask("7", code_in(heard))


async def test_what_was_refused_is_worthless_and_is_decided_once(three: House) -> None:
    heard, *_ = await three.say(ADMIN, "/invite admin")
    (asked,) = await told(three, SECOND)
    assert "đã từ chối" in (await three.press(SECOND, asked.buttons["Từ chối"]))[0].text
    assert "đã có người quyết định" in (await three.press(THIRD, asked.buttons["Đồng ý"]))[0].text
    assert "không đúng" in await three.ask("7", code_in(heard))
    assert any("đã từ chối" in one.text for one in await told(three, ADMIN))


async def test_two_admins_who_decide_at_one_moment_decide_once(three: House) -> None:
    await three.say(ADMIN, "/invite admin")
    (asked,) = await told(three, SECOND)
    presses = [(SECOND, asked.buttons["Đồng ý"]), (THIRD, asked.buttons["Từ chối"])]
    await asyncio.gather(*(repeated(three, chat, data) for chat, data in presses))
    actions = [row["action"] for row in await three.rows(audit)]
    assert len([one for one in actions if one in ("invite-agreed", "invite-declined")]) == 1


async def test_a_code_that_waits_ends_with_the_right_of_who_asked(three: House) -> None:
    heard, *_ = await three.say(SECOND, "/invite admin")
    (asked,) = await told(three, THIRD)
    await three.press(ADMIN, f"revoke.yes {await three.set_role(SECOND, None)}")
    assert "không còn chờ" in (await three.press(THIRD, asked.buttons["Đồng ý"]))[0].text
    assert "không đúng" in await three.ask("7", code_in(heard))


# --- taking away, and giving back ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CADRE, Role.WRITER, Role.APPROVER, Role.ADMIN])
async def test_a_role_is_lost_at_once_and_another_admin_can_give_it_back(three: House, role: Role) -> None:
    lost = await three.join("7", role)
    (heard,) = await three.press(ADMIN, f"revoke.yes {lost}")
    assert "trả lại được trong 24 giờ" in heard.text
    assert await role_of(three, "7") is Role.RESIDENT
    (news,) = await told(three, SECOND)
    assert f"Người {ADMIN} vừa thu quyền" in news.text
    assert [one.text for one in await told(three, THIRD)] == [news.text]
    assert await told(three, ADMIN) == []
    (gone, *_) = await told(three, "7")
    assert "đã được thu lại" in gone.text
    assert "một quản trị khác" in (await three.press(ADMIN, news.buttons["Trả lại quyền"]))[0].text
    assert "dành cho quản trị" in (await three.press("7", news.buttons["Trả lại quyền"]))[0].text
    assert await role_of(three, "7") is Role.RESIDENT
    assert "Anh/chị đã trả lại quyền" in (await three.press(SECOND, news.buttons["Trả lại quyền"]))[0].text
    assert await role_of(three, "7") is role
    assert any("được trả lại quyền" in one.text for one in await told(three, "7"))
    assert "đã có người quyết định" in (await three.press(THIRD, news.buttons["Trả lại quyền"]))[0].text


async def test_who_lost_a_role_does_not_give_it_to_themselves_when_they_are_admin_again(three: House) -> None:
    lost = await three.join("7", Role.ADMIN)
    await three.press(ADMIN, f"revoke.yes {lost}")
    (news,) = await told(three, SECOND)
    await three.set_role("7", Role.ADMIN)
    assert "một quản trị khác" in (await three.press("7", news.buttons["Trả lại quyền"]))[0].text


async def test_a_role_is_not_given_back_after_a_day(three: House) -> None:
    lost = await three.join("7", Role.WRITER)
    await three.press(ADMIN, f"revoke.yes {lost}")
    (news,) = await told(three, SECOND)
    three.clock.advance(days=1)
    assert "Đã quá 24 giờ" in (await three.press(SECOND, news.buttons["Trả lại quyền"]))[0].text
    assert await role_of(three, "7") is Role.RESIDENT


async def test_giving_back_takes_no_larger_role_away(three: House) -> None:
    lost = await three.join("7", Role.CADRE)
    await three.press(ADMIN, f"revoke.yes {lost}")
    (news,) = await told(three, SECOND)
    await three.set_role("7", Role.WRITER)
    await three.press(SECOND, news.buttons["Trả lại quyền"])
    assert await role_of(three, "7") is Role.WRITER


async def test_without_another_admin_nobody_is_told_and_nothing_waits(two: House) -> None:
    (heard,) = await two.press(ADMIN, f"revoke.yes {await two.set_role(SECOND, None)}")
    assert "24 giờ" not in heard.text
    assert await two.rows(role_change) == []
    (gone, *_) = await told(two, SECOND)
    assert "đã được thu lại" in gone.text


async def test_a_forged_button_gives_nobody_a_role(two: House) -> None:
    await two.join("7", Role.WRITER)
    for data in ("role.back 7", "role.agree 1", "role.back", "role.agree x", "role.decline 99999999999999999999"):
        assert "không còn chờ" in (await two.press(ADMIN, data))[0].text
    assert await role_of(two, "7") is Role.WRITER


async def test_an_old_button_does_not_decide_about_another_thing(three: House) -> None:
    await three.say(SECOND, "/invite admin")
    (asked,) = await told(three, THIRD)
    await three.press(ADMIN, f"revoke.yes {await three.set_role(SECOND, None)}")
    (news,) = await told(three, THIRD)
    for number in range(1, 4):
        for data in (f"role.agree {number}", f"role.decline {number}", asked.buttons["Đồng ý"]):
            assert "không còn chờ" in (await three.press(THIRD, data))[0].text
    assert await role_of(three, SECOND) is Role.RESIDENT
    await three.press(THIRD, news.buttons["Trả lại quyền"])
    assert await role_of(three, SECOND) is Role.ADMIN


async def test_an_erased_person_is_not_given_a_role_back(three: House) -> None:
    lost = await three.join("7", Role.WRITER)
    await three.press(ADMIN, f"revoke.yes {lost}")
    (news,) = await told(three, SECOND)
    await three.press("7", "privacy.erase")
    assert "không còn chờ" in (await three.press(SECOND, news.buttons["Trả lại quyền"]))[0].text


async def test_every_step_is_in_the_audit_in_plain_words(three: House) -> None:
    lost = await three.join("7", Role.WRITER)
    await three.press(ADMIN, f"revoke.yes {lost}")
    (news,) = await told(three, SECOND)
    await three.press(SECOND, news.buttons["Trả lại quyền"])
    await three.say(ADMIN, "/invite admin")
    (asked,) = [one for one in await told(three, SECOND) if "Đồng ý" in one.buttons]
    await three.press(SECOND, asked.buttons["Đồng ý"])
    found = (await three.ask(ADMIN, "/audit")).splitlines()[2:]
    assert [line.partition(" Người ")[2] for line in found] == [
        "2: đồng ý một mã mời quản trị",
        "1001: tạo mã mời quản trị, chờ quản trị khác đồng ý",
        "7: được trả lại quyền cán bộ soạn tin",
        "2: trả lại quyền cán bộ soạn tin cho một người",
        "7: bị thu quyền cán bộ soạn tin",
        "1001: thu quyền cán bộ soạn tin của một người",
    ]


# --- one stays --------------------------------------------------------------------------------------------------


async def repeated(house: House, chat: str, data: str) -> None:
    """Press as a channel does, which repeats what the database could not take."""
    incoming = house.event(chat, data, pressed=True)
    for _ in range(5):
        try:
            await house.receive(incoming)
        except DatabaseDownError:
            continue
        return


@pytest.mark.parametrize("round_", range(3))
async def test_admins_who_all_revoke_one_another_at_one_moment_leave_one(three: House, round_: int) -> None:
    ids = {chat: await three.set_role(chat, None) for chat in (ADMIN, SECOND, THIRD)}
    chats = [ADMIN, SECOND, THIRD]
    ring = [(chat, f"revoke.yes {ids[chats[(place + 1 + round_ % 2) % 3]]}") for place, chat in enumerate(chats)]
    await asyncio.gather(*(repeated(three, chat, data) for chat, data in ring))
    admins = [row for row in await three.rows(person) if row["role"] == Role.ADMIN]
    assert 1 <= len(admins) <= 2


async def test_an_admin_whose_right_ended_a_moment_ago_takes_nobody_elses(two: House) -> None:
    async with two.services() as services:
        stale = await services.people.enter(two.event(SECOND))
        other = await services.people.enter(two.event(ADMIN))
        await services.people.revoke(other, stale.person_id)
        with pytest.raises(NotAllowedError):
            await services.people.revoke(stale, other.person_id)
    assert await role_of(two, ADMIN) is Role.ADMIN


async def test_two_who_leave_at_one_moment_leave_an_admin_behind(two: House) -> None:
    await asyncio.gather(*(repeated(two, chat, "privacy.erase") for chat in (ADMIN, SECOND)))
    assert [row["role"] for row in await two.rows(person)] == [Role.ADMIN]


# --- rights end at once -----------------------------------------------------------------------------------------

OFFICIAL = (
    *(post, post_topic, revision, figure, warning, dispatch, audit, invite, role_change),
    *(ward, topic, target, metadata.tables["area"], metadata.tables["measurement"]),
    metadata.tables["revision_attachment"],
)
FOR_EVERYBODY = (
    *("subscribe.agree", "topics.toggle", "topics.done", "areas.toggle", "bundle"),
    *("remind.drop", "calendar"),
    *("targets.one", "targets.page", "targets.topics", "targets.before", "targets.sheet", "targets.template"),
    *("targets.picture", "targets.print", "targets.chart"),
    *("results.source", "results.chart", "post.tables", "post.figures"),
    *("privacy.export", "privacy.ask", "privacy.erase", "post.stop", "mistake.stop", "files.get"),
    *("link.yes", "link.no", "link.wish", "link.part", "link.part.yes"),
)


ANSWERS = {"post.offer": "soạn tin", "target.check": "ghi"}
"""What is typed for a step that takes only some words; the consent to get posts is everybody's."""


async def state(house: House) -> list[Any]:
    """Everything that only officials may change."""
    roles = [(row["id"], row["role"]) for row in await house.rows(person)]
    return [roles, *[await house.rows(table) for table in OFFICIAL]]


async def revoked(house: House, chat: str) -> None:
    await house.press(SECOND, f"revoke.yes {await house.set_role(chat, None)}")
    assert await role_of(house, chat) is Role.RESIDENT


@Past
async def a_role_was_lost(two: House) -> None:
    """Somebody who could do everything, with a draft, a published post and a code, has lost the role."""
    await two_admins(two)
    await two.join("7", Role.ADMIN)
    await two.say("7", "/invite writer")
    await two.publish("7", NOTICE)
    await two.say("7", f"/post {NOTICE}")
    await two.send_file("7", b"trang", name="trang.txt")
    await two.work()
    await revoked(two, "7")


@pytest.fixture
def lost(after: After) -> House:
    return after(a_role_was_lost)


def refused(heard: Sequence[Heard]) -> bool:
    return any("dành cho" in one.text for one in heard)


async def test_no_command_of_officials_works_after_the_right_ended(lost: House) -> None:
    before = await state(lost)
    for one in lost.router.commands:
        if one.role > Role.RESIDENT:
            answers = []
            for text in ("", " 1", f" {NOTICE}", " Nhà | 12", " admin", " ten Phường Khác"):
                answers.append(await lost.say("7", f"/{one.names[-1]}{text}"))
                answers.append(await lost.press("7", f"{one.names[0]}{text}"[:60]))
            # The rest asks what was meant, as "Tin số mấy?" does.
            assert any(refused(heard) for heard in answers), one.names
    assert await state(lost) == before


async def test_no_button_that_was_held_works_after_the_right_ended(lost: House) -> None:
    before = await state(lost)
    (draft,) = [row["id"] for row in await lost.rows(post) if row["state"] == "draft"]
    for name in lost.router.actions.keys() - set(FOR_EVERYBODY):
        given = [
            "",
            "1",
            "CB-1",
            "contact 1",
            "answer 1",
            *(f"{draft}{more}" for more in ("", " 0", " 0 0", " 1", " title", " report")),
        ]
        answers = [await lost.press("7", f"{name} {one}".strip()) for one in given]
        assert any(refused(heard) for heard in answers), name
    assert await state(lost) == before


async def test_no_open_conversation_goes_on_after_the_right_ended(lost: House) -> None:
    before = await state(lost)
    (draft,) = [row["id"] for row in await lost.rows(post) if row["state"] == "draft"]
    for step in lost.router.steps.keys() - {"subscribe.consent", "mistake.words", "link.offered"}:
        async with lost.database.write() as transaction:
            viewer = await people.find_viewer(transaction, TELEGRAM, "7")
            assert viewer is not None
            data = {"post": draft, "parts": ["phần một"], "slot": "collect:1", "at": lost.clock.now().isoformat()}
            data["report"] = 1
            await inbox.save_conversation(transaction, viewer.address_id, inbox.Conversation(step, data), None)
        assert refused(await lost.say("7", ANSWERS.get(step, "08/07/2023"))), step
        assert "tin mới nhất" in (await lost.ask("7", "tin moi")).lower(), step
    assert await state(lost) == before


async def test_no_work_that_was_waiting_is_done_after_the_right_ended(two: House) -> None:
    await two.join("7", Role.WRITER)
    await two.say("7", f"/post {NOTICE}")
    await two.say("7", "/post")
    await two.say("7", "phần một")
    await two.press("7", "post.done")
    await revoked(two, "7")
    before = await state(two)
    two.clock.advance(minutes=11)
    assert refused(await two.work())
    assert await state(two) == before


async def test_a_live_line_is_drawn_no_more_after_the_right_ended(two: House) -> None:
    await two.join("8", subscribed=True)
    await two.join("7", Role.WRITER)
    await two.publish("7", NOTICE)
    await revoked(two, "7")
    assert [row["progress_chat_id"] for row in await two.rows(dispatch)] == [None]
