"""Guides: by topic, the newest of each, and found by what they are about."""

import pytest

from bot.domain.people import Role
from tests.ward import House

WRITER = "7"
VNEID = "Hướng dẫn cài VNeID\n\nBước 1: tải ứng dụng VNeID về máy. Bước 2: nhập số căn cước."
TAX = "Hướng dẫn nộp thuế đất\n\nBước 1: mở ứng dụng ngân hàng. Bước 2: chọn nộp thuế."


@pytest.mark.parametrize("typed", ["/huongdan", "huong dan", "xem các bài hướng dẫn", "hướng dẫn"])
async def test_guides_stand_below_their_topics(house: House, typed: str) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.publish(WRITER, TAX, topic="Thuế–phí")
    await house.publish(WRITER, VNEID, topic="Thủ tục–VNeID")
    await house.publish(WRITER, "Thông báo cúp điện\n\nCúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026.")
    (heard,) = await house.say("8", typed)
    order = [heard.text.index(part) for part in ("Thuế–phí", "nộp thuế đất", "Thủ tục–VNeID", "cài VNeID")]
    assert order == sorted(order)
    assert "cúp điện" not in heard.text
    assert {"Đọc 1", "Đọc 2"} <= set(heard.buttons)


async def test_of_guides_with_one_title_only_the_newest_is_shown(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.publish(WRITER, VNEID)
    await house.publish(WRITER, VNEID.replace("Bước 1: tải", "Bước 1: cập nhật"))
    answer = await house.ask("8", "/huongdan")
    assert answer.count("Hướng dẫn cài VNeID") == 1
    assert "2" in answer


async def test_a_guide_is_found_by_its_topic_or_its_words(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.publish(WRITER, TAX, topic="Thuế–phí")
    await house.publish(WRITER, VNEID)
    assert "nộp thuế đất" in await house.ask("8", "/huongdan thue phi")
    assert "cài VNeID" in await house.ask("8", "/huongdan vneid")
    assert "nộp thuế đất" not in await house.ask("8", "/huongdan vneid")


async def test_without_a_guide_what_else_tells_it_is_the_answer(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    assert "chưa đăng bài hướng dẫn nào" in await house.ask("8", "/huongdan")
    await house.publish(WRITER, "Thông báo cúp điện\n\nCúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026.")
    assert "Thông báo cúp điện" in await house.ask("8", "/huongdan cup dien")
    assert "chưa có tin về" in await house.ask("8", "/huongdan lam bai")


async def test_help_keeps_its_other_names(house: House) -> None:
    assert "Loa phường" in await house.ask("8", "/trogiup")
    assert "Loa phường" in await house.ask("8", "/help")
