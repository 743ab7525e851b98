"""What waits for a second person's yes: shown whole, found again, and written as the fact is by then."""

from typing import Any

import pytest

from bot.domain.people import Role
from bot.storage.tables import answer, contact, proposal
from tests.conftest import FakeClock
from tests.integration.test_facts import CARD, STATION, workbook
from tests.ward import FREE, House, settings

WRITER, OTHER, APPROVER, SECOND, RESIDENT = "7", "8", "9", "10", "11"
PHONE, HOURS = "Điện thoại: 0296 3000 115", "Giờ: cả tuần, 7h – 11h"


@pytest.fixture
async def cautious(database: Any) -> House:
    """A ward in which guides, and so its facts, want a second person's yes."""
    house = House(database, FakeClock(), settings(policy=FREE.model_copy(update={"guide": "one"})))
    await house.join(WRITER, Role.WRITER)
    return house


@pytest.fixture
async def ward(cautious: House) -> House:
    """The same with two approvers, and a line in its directory."""
    house = cautious
    await house.join(OTHER, Role.WRITER)
    for chat in (APPROVER, SECOND):
        await house.join(chat, Role.APPROVER)
    await house.say(WRITER, f"/danhba them\n{STATION}")
    await decide(house, "agree", 1)
    return house


async def decide(house: House, how: str, number: int) -> str:
    heard = (await house.press(APPROVER, f"fact.{how} {number}"))[0].text
    for chat in (WRITER, OTHER, APPROVER, SECOND):
        await house.notices(chat)
    return heard


async def change(house: House, chat: str, lines: str, what: str = "contact 1") -> str:
    await house.press(chat, f"fact.edit {what}")
    return await house.ask(chat, lines)


async def test_where_guides_are_approved_a_fact_waits_for_another_person(cautious: House) -> None:
    house = cautious
    await house.join(APPROVER, Role.APPROVER)
    assert "Đã gửi người duyệt" in await house.ask(WRITER, f"/danhba them\n{STATION}")
    assert "Trạm y tế" not in await house.ask(RESIDENT, "/danhba")
    (asked,) = await house.notices(APPROVER)
    assert "0296 3841 115" in asked.text
    assert "dành cho người duyệt" in (await house.press(WRITER, asked.buttons["Đồng ý"]))[0].text
    await house.press(APPROVER, asked.buttons["Đồng ý"])
    assert "Trạm y tế" in await house.ask(RESIDENT, "/danhba")
    assert "đã đồng ý" in (await house.notices(WRITER))[0].text
    assert "đã có người quyết định" in (await house.press(APPROVER, asked.buttons["Từ chối"]))[0].text
    assert [row["agreed"] for row in await house.rows(proposal)] == [True]


async def test_what_was_declined_changes_nothing(cautious: House) -> None:
    house = cautious
    await house.join(APPROVER, Role.APPROVER)
    await house.say(WRITER, f"/hoidap them\n{CARD}")
    (asked,) = await house.notices(APPROVER)
    await house.press(APPROVER, asked.buttons["Từ chối"])
    assert await house.rows(answer) == []
    assert "không đồng ý" in (await house.notices(WRITER))[0].text


async def test_nobody_agrees_to_what_they_wrote_themselves(cautious: House) -> None:
    house = cautious
    await house.join(APPROVER, Role.APPROVER)
    await house.join("10", Role.APPROVER)
    await house.say(APPROVER, f"/danhba them\n{STATION}")
    assert "không tự đồng ý được" in (await house.press(APPROVER, "fact.agree 1"))[0].text
    assert await house.rows(contact) == []


async def test_a_ward_that_has_no_approver_says_so(cautious: House) -> None:
    assert "mà phường chưa có ai" in await cautious.ask(WRITER, f"/danhba them\n{STATION}")


async def test_two_who_change_different_lines_both_get_theirs_in_whatever_order_they_are_agreed_to(ward: House) -> None:
    await change(ward, WRITER, PHONE)
    await change(ward, OTHER, HOURS)
    for number in (3, 2):
        assert "Đã đồng ý: Trạm y tế phường" in await decide(ward, "agree", number)
    (row,) = await ward.rows(contact)
    assert (row["phone"], row["hours"], row["address"]) == ("0296 3000 115", "cả tuần, 7h – 11h", "12 Lê Lợi")


async def test_who_agrees_to_a_change_is_shown_that_change_and_of_what(ward: House) -> None:
    await change(ward, WRITER, f"{PHONE}\nĐịa chỉ: -")
    (asked,) = await ward.notices(APPROVER)
    first, *rest = asked.text.splitlines()
    assert first.endswith("muốn sửa trong danh bạ: Trạm y tế phường.")
    assert rest == ["", PHONE, "Địa chỉ: (để trống)"]


async def test_what_is_gone_meanwhile_is_neither_changed_nor_taken_away_and_that_is_said(ward: House) -> None:
    await change(ward, WRITER, PHONE)
    for _ in range(2):
        await ward.press(WRITER, "fact.drop.yes contact 1")
    await decide(ward, "agree", 3)
    for number in (2, 4):
        assert "Mục này không còn nữa" in await decide(ward, "agree", number)
        assert "Đã từ chối: mục không còn nữa." in await decide(ward, "decline", number)
    assert await ward.rows(contact) == []
    assert [row["agreed"] for row in await ward.rows(proposal)] == [True, False, True, False]


async def test_a_new_name_that_another_fact_has_got_meanwhile_overwrites_nothing(ward: House) -> None:
    await change(ward, WRITER, "Tên: Điện lực")
    await ward.say(OTHER, "/danhba them\nTên: Điện lực\nĐiện thoại: 1900 1006")
    await decide(ward, "agree", 3)
    assert "Đã có mục tên “Điện lực”" in await decide(ward, "agree", 2)
    assert [row["name"] for row in await ward.rows(contact)] == ["Trạm y tế phường", "Điện lực"]


async def test_the_day_of_an_answer_waits_with_the_line_that_gives_it(ward: House) -> None:
    await ward.say(WRITER, f"/hoidap them\n{CARD}")
    await decide(ward, "agree", 2)
    await change(ward, WRITER, "Xem lại đến: 30/6/2027", "answer 1")
    assert "Xem lại đến: 30/06/2027" in (await ward.notices(APPROVER))[0].text
    await decide(ward, "agree", 3)
    assert [row["reviewed_until"] for row in await ward.rows(answer)] == ["2027-06-30"]


async def test_nobody_agrees_to_rows_of_a_worksheet_that_they_were_not_shown(ward: House) -> None:
    await ward.press(WRITER, "fact.add contact")
    rows = [(f"Tổ dân phố {place}", f"0296 3841 {place:03}") for place in range(1, 61)]
    await ward.send_file(WRITER, workbook(("Tên", "Điện thoại"), *rows), name="danh-ba.xlsx")
    await ward.work()
    shown = "\n".join(one.text for one in await ward.notices(APPROVER))
    assert [phone for _, phone in rows if phone not in shown] == []


@pytest.mark.parametrize("leaves", ["dismissed", "erased"])
async def test_what_somebody_proposed_who_writes_no_more_is_only_declined(ward: House, leaves: str) -> None:
    await change(ward, WRITER, PHONE)
    if leaves == "dismissed":
        await ward.set_role(WRITER, Role.RESIDENT)
    else:
        await ward.press(WRITER, "privacy.erase")
    assert "không còn quyền soạn tin" in await decide(ward, "agree", 2)
    (row,) = await ward.rows(contact)
    assert row["phone"] == "0296 3841 115"
    assert "Đã từ chối" in await decide(ward, "decline", 2)


async def test_a_proposal_that_waits_is_found_again_by_those_who_may_agree(ward: House) -> None:
    await change(ward, APPROVER, PHONE)
    await ward.notices(SECOND)
    (found,) = await ward.say(SECOND, "/nhap")
    assert "Sửa trong danh bạ: Trạm y tế phường" in found.text
    (asked,) = await ward.press(SECOND, found.buttons["Xem 1"])
    assert PHONE in asked.text
    for chat in (WRITER, APPROVER):
        assert "Trạm y tế" not in await ward.ask(chat, "/nhap")
        assert PHONE not in (await ward.press(chat, found.buttons["Xem 1"]))[0].text
    await ward.press(SECOND, asked.buttons["Đồng ý"])
    assert [row["phone"] for row in await ward.rows(contact)] == ["0296 3000 115"]
    assert "Trạm y tế" not in await ward.ask(SECOND, "/nhap")
    assert "đã có người quyết định" in (await ward.press(SECOND, found.buttons["Xem 1"]))[0].text
