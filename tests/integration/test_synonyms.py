"""Words of the place: an admin says that they mean the same, and every search knows it at once."""

import pytest

from bot.domain.people import Role
from bot.storage.tables import audit, synonym
from tests.ward import ADMIN, House

WRITER, RESIDENT = "7", "8"
WHIRL = "Thông báo lốc xoáy\n\nLốc xoáy có thể xảy ra chiều ngày 25/11/2026 ở khóm 3, bà con chằng chống nhà cửa."


@pytest.fixture
async def ward(house: House) -> House:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.publish(WRITER, WHIRL)
    return house


@pytest.mark.parametrize("typed", ["voi rong", "vòi rồng hôm nào", "tìm voi rong"])
async def test_a_word_that_an_admin_added_finds_what_notices_call_otherwise(ward: House, typed: str) -> None:
    assert "Thông báo lốc xoáy" not in await ward.ask(RESIDENT, typed)
    await ward.say(ADMIN, "/tucungnghia them lốc xoáy, vòi rồng")
    assert "Thông báo lốc xoáy" in await ward.ask(RESIDENT, typed)
    assert "Thông báo lốc xoáy" in await ward.ask(RESIDENT, "lốc xoáy")


async def test_a_word_that_was_taken_away_finds_nothing_more(ward: House) -> None:
    await ward.say(ADMIN, "/tucungnghia them lốc xoáy, vòi rồng")
    assert "Đã bỏ" in await ward.ask(ADMIN, "/tucungnghia bo 1")
    assert "Thông báo lốc xoáy" not in await ward.ask(RESIDENT, "voi rong")
    assert "Không có nhóm từ số này" in await ward.ask(ADMIN, "/tucungnghia bo 1")
    assert [row["action"] for row in await ward.rows(audit)][-2:] == ["synonyms-added", "synonyms-removed"]


async def test_groups_that_share_a_word_become_one(ward: House) -> None:
    for words in ("lốc xoáy, vòi rồng", "VÒI RỒNG, ông rồng", "lốc xoáy; vòi rồng"):
        await ward.say(ADMIN, f"/tucungnghia them {words}")
    assert [row["words"] for row in await ward.rows(synonym)] == [["lốc xoáy", "vòi rồng", "ông rồng"]]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("lốc xoáy", "ít nhất hai từ"),
        ("lốc xoáy, LOC XOAY", "ít nhất hai từ"),
        (", ,", "ít nhất hai từ"),
        ("một câu dài quá sáu chữ, vòi rồng", "nhiều nhất 5 chữ"),
        ("l" + "ố" * 40 + "c, vòi rồng", "dài nhiều nhất 40 ký tự"),
        (", ".join(f"từ {number}" for number in range(11)), "nhiều nhất 10 từ"),
    ],
)
async def test_what_cannot_be_a_group_is_answered_with_why(ward: House, typed: str, told: str) -> None:
    assert told in await ward.ask(ADMIN, f"/tucungnghia them {typed}")
    assert await ward.rows(synonym) == []


async def test_only_admins_add_words(ward: House) -> None:
    assert "dành cho quản trị" in await ward.ask(WRITER, "/tucungnghia them lốc xoáy, vòi rồng")
    assert "dành cho quản trị" in await ward.ask(RESIDENT, "/tucungnghia")
    assert await ward.rows(synonym) == []


async def test_a_common_question_is_met_in_the_words_of_the_place_too(ward: House) -> None:
    await ward.say(
        WRITER, "/hoidap them\nHỏi: Xin giấy xác nhận cư trú ở đâu?\nTrả lời: Ở công an phường.\nTheo: tin số 1"
    )
    assert "Ở công an phường" not in await ward.ask(RESIDENT, "xin giấy trú ngụ")
    await ward.say(ADMIN, "/tucungnghia them giấy xác nhận cư trú, giấy trú ngụ")
    assert "Ở công an phường" in await ward.ask(RESIDENT, "xin giấy trú ngụ")
