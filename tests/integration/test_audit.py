"""Who did what: noted in the same transaction, never changed again, and told to admins in plain words."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.cards.audit import WORDS, words_for
from bot.domain.audit import Action, Entry
from bot.domain.people import Role
from bot.domain.posts import Audience, PostNumber
from bot.storage.audit import insert_audit
from bot.storage.engine import Database
from bot.storage.tables import audit
from tests.conftest import MORNING
from tests.unit.test_house import MODULES
from tests.ward import ADMIN, NOTICE, After, House, Past, group_message

HANH = "Nguyễn Thị Hạnh"


@Past
async def a_few_things_done(house: House) -> None:
    """A ward in which a few things were done."""
    await house.join(ADMIN)
    await house.join("7", Role.WRITER)
    await house.publish("7", NOTICE)
    await house.publish("7", "Họp kín\n\nHọp lúc 19 giờ ngày 24/11/2026.", cadres=True)
    await house.say("7", "/tamdung 1")
    await house.say(ADMIN, "/phuong hotline 0296 3841 111")
    await house.say("7", "/start", name=HANH)


@pytest.fixture
def ward(after: After) -> House:
    return after(a_few_things_done)


async def lines(house: House, asked: str, **more: Any) -> list[str]:
    """The lines of the answer, without their times."""
    answer = await house.ask(ADMIN, asked, **more)
    return [line.split(" ", 3)[3] for line in answer.splitlines() if line.startswith("•")]


# --- reading --------------------------------------------------------------------------------------------------


async def test_who_let_a_correction_out_is_read_with_the_post_that_it_corrects(ward: House) -> None:
    await ward.correct("7", "1 11 giờ => 10 giờ")
    done = [line.partition(": ")[2] for line in await lines(ward, "/audit 1")]
    assert "đính chính tin số 1 (bản 1)" in done
    assert "chọn đăng bản đính chính tin số 1 (bản 2)" in done
    assert "đăng bản đính chính tin số 1 (bản 2)" in done
    assert not any("bản nháp" in line for line in done)
    assert not any("đính chính" in line for line in await lines(ward, "/audit CB-1"))


async def test_an_admin_reads_when_who_and_what_newest_first(ward: House) -> None:
    answer = (await ward.ask(ADMIN, "/audit")).splitlines()
    assert answer[0] == "Nhật ký của bot"
    assert answer[2].startswith("• 08:3")
    assert [line.partition(": ")[2] for line in answer[2:]] == [
        "đổi đường dây nóng thành “0296 3841 111”",
        "tạm dừng gửi tin số 1",
        "đăng tin số CB-1 (bản 1)",
        "chọn đăng tin số CB-1 (bản 1)",
        "sửa tin số CB-1 (bản 1)",
        "đăng tin số 1 (bản 1)",
        "chọn đăng tin số 1 (bản 1)",
    ]


async def test_one_post_is_told_from_its_own_series(ward: House) -> None:
    assert [line.partition(": ")[2] for line in await lines(ward, "nhật ký 1")] == [
        "tạm dừng gửi tin số 1",
        "đăng tin số 1 (bản 1)",
        "chọn đăng tin số 1 (bản 1)",
    ]
    assert [line.partition(": ")[2] for line in await lines(ward, "/nhatky tin cb1")] == [
        "đăng tin số CB-1 (bản 1)",
        "chọn đăng tin số CB-1 (bản 1)",
        "sửa tin số CB-1 (bản 1)",
    ]
    assert "Không có tin số 9" in await ward.ask(ADMIN, "/audit 9")


async def test_one_person_is_found_by_their_name_with_or_without_accents(ward: House) -> None:
    for typed in ("Nguyễn Thị Hạnh", "nguyen thi hanh", "hạnh", "HANH nguyen"):
        found = await lines(ward, f"/audit {typed}")
        assert len(found) == 4, typed
        assert all("Hạnh" in line for line in found), typed


async def test_of_several_people_one_is_chosen_with_a_button(ward: House) -> None:
    await ward.join("8", Role.CADRE, name="Trần Văn Hạnh")
    (asked,) = await ward.say(ADMIN, "/audit hạnh")
    (heard,) = await ward.press(ADMIN, asked.buttons[HANH])
    assert heard.text.startswith("Nhật ký: Nguyễn Thị Hạnh")
    assert "tin số CB-1" in heard.text
    (heard,) = await ward.press(ADMIN, asked.buttons["Trần Văn Hạnh"])
    assert "Chưa ghi việc nào" in heard.text
    (heard,) = await ward.say(ADMIN, "/audit Bao Công <b>")
    assert "Không thấy ai tên “Bao Công <b>”" in heard.text


async def test_the_pages_of_every_question_are_turned_in_place(ward: House) -> None:
    for number in range(12):
        await ward.say("7", f"/{'tieptuc' if number % 2 == 0 else 'tamdung'} 1", name=HANH)
    for asked in ("/audit", "/audit 1", "/audit hạnh"):
        (first,) = await ward.say(ADMIN, asked)
        assert first.text.count("•") == 10
        (second,) = await ward.press(ADMIN, first.buttons["Cũ hơn ›"])
        assert second.row.edit == "m1"
        assert 0 < second.text.count("•") < 10
        (again,) = await ward.press(ADMIN, second.buttons["‹ Mới hơn"])
        assert again.text == first.text


async def test_nobody_but_an_admin_reads_it_and_nobody_in_a_group(ward: House) -> None:
    await ward.join("9", Role.APPROVER)
    for asked in ("/audit", "/audit 1", "/audit CB-1", "/audit hanh", "nhật ký"):
        assert "dành cho quản trị" in await ward.ask("9", asked), asked
        (heard,) = await ward.hear(group_message(ward, asked))
        assert "nhắn riêng" in heard.text, asked
    (heard,) = await ward.press("9", "audit.person 1")
    assert "dành cho quản trị" in heard.text


async def test_what_an_erased_person_did_stays_without_a_name(ward: House) -> None:
    await ward.press("7", "privacy.erase")
    found = await lines(ward, "/audit 1")
    assert found == [
        "(không còn tên): tạm dừng gửi tin số 1",
        "Bot, khi đến giờ: đăng tin số 1 (bản 1)",
        "(không còn tên): chọn đăng tin số 1 (bản 1)",
    ]
    assert "Không thấy ai tên" in await ward.ask(ADMIN, "/audit hạnh")


# --- words ----------------------------------------------------------------------------------------------------


def test_every_action_has_words() -> None:
    assert set(WORDS) == set(Action)


def test_the_audit_is_written_in_one_place_which_takes_only_actions_that_have_words() -> None:
    writing = [name for name, path in MODULES.items() if "insert(audit)" in path.read_text(encoding="utf-8")]
    assert writing == ["bot.storage.audit"]


DETAILS: tuple[dict[str, Any], ...] = (
    {},
    {"from": "pending", "to": "returned", "revision": 2, "reason": "  sai\nsố <b>  " * 40},
    {"role": "writer", "name": "x" * 400, "doubts_accepted": 3, "dispatch": 1, "number": "1", "new": [1, None]},
    {"role": "of-a-newer-program", "revision": None, "hotline": 12},
)


def test_a_line_is_one_short_phrase_whatever_was_noted() -> None:
    numbers = None, PostNumber(Audience.CADRES, 3)
    for action, detail, number in itertools.product([*Action, "of-a-newer-program"], DETAILS, numbers):
        said = words_for(Entry(MORNING, action, "Hạnh", number, True, detail))
        noted = f"{action} {detail} {number}: {said}"
        assert 3 < len(said) < 420, noted
        assert not [one for one in ("\n", "{", "None") if one in said], noted


def test_a_move_tells_its_revision_and_its_reason() -> None:
    detail = {"from": "pending", "to": "returned", "revision": 2, "reason": "thiếu giờ"}
    entry = Entry(MORNING, "return", "Hạnh", PostNumber(Audience.EVERYONE, 12), True, detail)
    assert words_for(entry) == "trả lại tin số 12 (bản 2; lý do: thiếu giờ)"


# --- append-only ----------------------------------------------------------------------------------------------


CHANGES = {
    "delete": delete(audit),
    "delete one": delete(audit).where(audit.c.id == 1),
    "other words": update(audit).values(action="expire"),
    "another time": update(audit).values(at=MORNING - timedelta(days=1)),
    "another post": update(audit).values(post_id=99),
    "no post": update(audit).values(post_id=None),
    "another detail": update(audit).values(detail={}),
    "another person": update(audit).values(person_id=1),
    "loosened and reworded": update(audit).values(person_id=None, action="expire"),
    "another id": update(audit).where(audit.c.id == 1).values(id=77),
}


async def test_the_database_itself_refuses_to_change_what_was_noted(ward: House) -> None:
    before = await ward.rows(audit)
    for name, change in CHANGES.items():
        with pytest.raises(DBAPIError, match="only ever added to"):
            async with ward.database.write() as transaction:
                await transaction.execute(change)
        assert await ward.rows(audit) == before, name


async def test_no_row_is_replaced_and_the_table_is_not_emptied(ward: House) -> None:
    (first, *_) = await ward.rows(audit)
    statement = "TRUNCATE audit"
    if ward.database.is_sqlite:
        statement = "INSERT OR REPLACE INTO audit (id, at, action, detail) VALUES (1, 0, 'expire', '{}')"
    with pytest.raises(DBAPIError, match="only ever added to"):
        async with ward.database.write() as transaction:
            await transaction.execute(text(statement))
    assert (await ward.rows(audit))[0] == first


async def test_a_person_can_still_be_loosened_and_rows_be_added(ward: House) -> None:
    async with ward.database.write() as transaction:
        await transaction.execute(update(audit).values(person_id=None))
        await insert_audit(transaction, at=MORNING, person_id=None, action=Action.EXPIRE, post_id=1, detail={})
    assert {row["person_id"] for row in await ward.rows(audit)} == {None}
    assert await lines(ward, "/audit 1") == [
        "Bot, khi đến giờ: kết thúc tin số 1 vì đã hết hạn",
        "(không còn tên): tạm dừng gửi tin số 1",
        "Bot, khi đến giờ: đăng tin số 1 (bản 1)",
        "(không còn tên): chọn đăng tin số 1 (bản 1)",
    ]


async def test_rows_about_pushes_from_before_learn_their_post(empty_url: str) -> None:
    database = Database(empty_url)
    await database.migrate("0001")
    async with database.write() as transaction:
        await transaction.execute(
            text(
                "INSERT INTO post (id, audience, state, urgent, created_at, updated_at)"
                " VALUES (5, 'everyone', 'published', false, 0, 0)"
            )
        )
        await transaction.execute(
            text(
                "INSERT INTO revision (id, post_id, number, kind, title, body, summary, guests, created_at)"
                " VALUES (8, 5, 1, 'report', 'x', 'x', '[]', '[]', 0)"
            )
        )
        await transaction.execute(
            text(
                "INSERT INTO dispatch (id, revision_id, kind, lane, state, created_at)"
                " VALUES (9, 8, 'new', 1, 'done', 0)"
            )
        )
        rows = [("dispatch-paused", None, {"dispatch": 9, "number": "1"}), ("invited", None, {"role": "writer"})]
        for action, post_id, detail in rows:
            await transaction.execute(insert(audit).values(at=MORNING, action=action, post_id=post_id, detail=detail))
    await database.migrate()
    async with database.read() as transaction:
        assert list(await transaction.scalars(select(audit.c.post_id).order_by(audit.c.id))) == [5, None]
    await database.close()
