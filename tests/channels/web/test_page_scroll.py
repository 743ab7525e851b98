"""The frame of the page stays where it is, however long the chat."""

import pytest
from markupsafe import Markup
from playwright.async_api import expect

from bot.messages.message import Outgoing
from tests.channels.web import test_page
from tests.channels.web.conftest import Tryout
from tests.channels.web.test_page import DESK, PHONE, Visitor

pytestmark = test_page.pytestmark
visitor = test_page.visitor


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
async def test_opening_a_long_unread_chat_moves_only_the_chat(
    visitor: Visitor, tryout: Tryout, width: tuple[int, int]
) -> None:
    for number in range(40):
        await tryout.channel.send(Outgoing("resident", Markup("Tin {}<b>!</b>\n\nhai dòng").format(number)))
    page = await visitor.open(width, "cu-dan")
    await expect(page.locator(".theirs")).to_have_count(40)
    await page.wait_for_timeout(200)
    assert await page.evaluate("[scrollY, document.documentElement.scrollHeight - innerHeight]") == [0, 0]
    await expect(page.locator(".notice")).to_be_in_viewport()
    await expect(page.locator(".composer")).to_be_in_viewport()
