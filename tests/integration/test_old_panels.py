"""An older panel of a draft says what was true then: it must not act on what is true now."""

import pytest

from bot.domain.people import Role
from bot.storage.tables import post
from tests.ward import House


@pytest.mark.parametrize("change", ["post.audience 1", "post.urgent 1", "post.topic 1 1"])
async def test_an_older_panel_does_not_publish_what_it_does_not_show(house: House, change: str) -> None:
    await house.join("7", Role.WRITER)
    old = (await house.say("7", "/post Họp chi bộ lúc 19 giờ"))[-1].buttons["Đăng"]
    await house.press("7", change)
    first, *_, panel = await house.press("7", old)
    assert "chưa đăng gì" in first.text
    assert [row["state"] for row in await house.rows(post)] == ["draft"]
    assert "Đã đăng tin số" in (await house.press("7", panel.buttons["Đăng"]))[0].text


@pytest.mark.parametrize(
    "typed", ["đúng rồi", "dung", "dùng thế nào", "ngung cap nuoc ngay nao", "phường làm việc mấy giờ", "moi nguoi oi"]
)
async def test_an_ordinary_sentence_neither_unsubscribes_nor_is_refused(house: House, typed: str) -> None:
    await house.join("9", subscribed=True)
    assert "dành cho" not in await house.ask("9", typed)
    assert "đã đăng ký rồi" in await house.ask("9", "dang ky")
