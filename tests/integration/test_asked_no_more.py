"""The panels of those who were asked to agree to a post: once somebody has decided they say so, and ask no more."""

import pytest

from bot.domain.people import Role
from tests.integration.approving import HOA, LAN, WRITER, card, state, strict_ward, submit
from tests.ward import NOTICE, ZALO, After, Heard, House

TITLE = "“Báo cáo kinh tế - xã hội phường Mỹ Bình”"


@pytest.fixture
def ward(after: After) -> House:
    return after(strict_ward)


async def asked(ward: House) -> tuple[Heard, Heard]:
    """The panels that two who approve got."""
    await submit(ward)
    return await card(ward, HOA), await card(ward, LAN)


async def decide(ward: House, what: str) -> Heard:
    """Somebody decides about a post that waits; returns the panel of the other who was asked."""
    mine, other = await asked(ward)
    if what == "hủy":
        await ward.press(WRITER, "post.drop 1")
        return other
    await ward.press(HOA, mine.buttons[what[:1].upper() + what[1:]])
    if what != "duyệt":
        await ward.say(HOA, "thiếu giờ")
    return other


@pytest.mark.parametrize(
    ("what", "who"), [("duyệt", "Người 8"), ("trả lại", "Người 8"), ("từ chối", "Người 8"), ("hủy", "Người 7")]
)
async def test_the_others_panel_says_who_did_what_in_its_place_and_has_no_buttons(
    ward: House, what: str, who: str
) -> None:
    await decide(ward, what)
    (told,) = await ward.notices(LAN)
    assert told.text == f"{who} đã {what} tin {TITLE}. Không cần anh/chị duyệt nữa."
    assert told.buttons == {}
    assert told.row.edit is not None, "no new message"
    mine = [one for one in await ward.notices(HOA) if "Không cần" in one.text]
    assert bool(mine) is (what == "hủy"), "who decided knows"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("duyệt", "đã hẹn giờ đăng"),
        ("trả lại", "đã được trả lại"),
        ("từ chối", "đã bị từ chối"),
        ("hủy", "đã hủy tin này"),
    ],
)
async def test_a_panel_that_could_not_be_changed_says_what_became_of_it_when_it_is_pressed(
    ward: House, what: str, said: str
) -> None:
    other = await decide(ward, what)
    before = await state(ward)
    (heard,) = await ward.press(LAN, other.buttons["Duyệt"])
    assert said in heard.text
    assert await state(ward) == before


async def test_a_post_that_is_submitted_again_asks_with_a_new_message(ward: House) -> None:
    mine, _ = await asked(ward)
    await ward.press(HOA, mine.buttons["Trả lại"])
    await ward.say(HOA, "thiếu giờ")
    await ward.notices(LAN)
    panel = (await ward.press(WRITER, "post.open 1"))[-1]
    await ward.press(WRITER, panel.buttons["Đăng"])
    again = await card(ward, LAN)
    assert "Duyệt" in again.buttons
    assert again.row.edit is None


async def test_nobody_learns_of_a_draft_that_was_thrown_away_before_anybody_was_asked(ward: House) -> None:
    await ward.say(WRITER, f"/post {NOTICE}")
    await ward.press(WRITER, "post.drop 1")
    (heard,) = await ward.press(HOA, "post.show 1")
    assert "không còn nữa" in heard.text


async def test_where_nothing_can_be_changed_nobody_is_told_more(ward: House) -> None:
    await ward.join("30", Role.APPROVER, route=ZALO)
    await submit(ward)
    assert any("Duyệt" in one.text for one in await ward.notices("30", ZALO))
    await ward.press(HOA, (await card(ward, HOA)).buttons["Duyệt"])
    assert await ward.notices("30", ZALO) == []


async def test_a_post_that_goes_out_without_waiting_ends_what_was_asked(ward: House) -> None:
    (answer,) = await submit(ward, NOTICE, urgent=True)
    await ward.notices(LAN)
    (sure,) = await ward.press(WRITER, answer.buttons["Đăng ngay, duyệt sau"])
    await ward.press(WRITER, sure.buttons["Đăng ngay"])
    assert any("không chờ duyệt tin “Thông báo cúp điện”" in one.text for one in await ward.notices(LAN))
