"""A question that no button has room for: the next page is of the same question."""

import re

import pytest

from bot.domain.people import Role
from bot.messages.message import BUTTON_DATA_BYTES
from tests.integration.shelf import shelve
from tests.ward import House

LONG = "nâng cấp hẻm nối dài đường Trần Hưng Đạo đoạn từ chợ Mỹ Bình đến cầu Duy Tân giai đoạn hai"


@pytest.mark.parametrize(
    ("command", "body"),
    [
        ("/search", "Thông báo {number}\n\nPhường họp dân về việc " + LONG + " số {number}."),
        ("/results", "Báo cáo {number}\n\n" + LONG.capitalize() + " đạt {number}1,5% kế hoạch năm 2026."),
        ("/guides", "Hướng dẫn {number} " + LONG + "\n\nBước 1: đọc. Bước 2: làm."),
    ],
)
async def test_the_next_page_of_a_long_question_is_of_the_same_question(house: House, command: str, body: str) -> None:
    await house.join("7", Role.WRITER)
    await shelve(house, "7", [body.format(number=number) for number in range(11, 28)])
    await shelve(house, "7", ["Hẻm nối dài\n\nHẻm nối dài đạt 99,5% kế hoạch."])
    told: list[str] = []
    (heard,) = await house.say("9", f"{command} {LONG}")
    for _ in range(4):
        told += ["".join(one) for one in re.findall(r"(?:Thông báo|Hướng dẫn) (\d\d)|(\d\d)1,5%", heard.text)]
        assert "99,5" not in heard.text
        older = next((data for label, data in heard.buttons.items() if label == "Cũ hơn ›"), None)
        if older is None:
            break
        assert len(older.encode()) <= BUTTON_DATA_BYTES
        (heard,) = await house.press("9", older)
    assert sorted(set(told)) == [str(number) for number in range(11, 28)]


async def test_a_button_of_a_long_question_that_was_shown_long_ago_says_so(house: House) -> None:
    await house.join("7", Role.WRITER)
    await shelve(house, "7", [f"Thông báo {number}\n\nPhường họp dân về việc {LONG}." for number in range(7)])
    (heard,) = await house.say("9", f"/search {LONG}")
    older = heard.buttons["Cũ hơn ›"]
    house.clock.advance(days=4)
    (late,) = await house.press("9", older)
    assert "không dùng được nữa" in late.text
    assert LONG not in late.text
