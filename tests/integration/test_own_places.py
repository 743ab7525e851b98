"""Where somebody lives: asked once, skippable, or named by the link they come by; and the ward's own first words."""

import pytest

from bot.domain.people import Role
from bot.storage.tables import person_area, person_topic
from tests.ward import ADMIN, House

BA = "20"


@pytest.fixture
async def ward(house: House) -> House:
    await house.join(ADMIN, Role.ADMIN)
    return house


async def add_areas(house: House) -> None:
    await house.say(ADMIN, "/khuvuc them Khóm 4")
    await house.say(ADMIN, "/khuvuc them Khóm 5 = Ấp Đông, Tổ 5")


async def asked(house: House, words: str) -> bool:
    return "để phường gửi đúng tin" in await house.ask(BA, words)


async def test_who_subscribes_is_asked_where_they_live_and_may_skip_it(ward: House) -> None:
    await add_areas(ward)
    await ward.say(BA, "/start")
    heard = await ward.press(BA, "subscribe.agree")
    (card,) = [one for one in heard if "để phường gửi đúng tin" in one.text]
    (shown,) = await ward.press(BA, card.buttons["☐ Khóm 5"])
    assert "☑ Khóm 5" in shown.buttons
    await ward.press(BA, card.buttons["Bỏ qua"])
    assert not await asked(ward, "tin mới")


async def test_who_joined_before_there_were_areas_is_asked_once(ward: House) -> None:
    await ward.join(BA, subscribed=True)
    assert not await asked(ward, "tin mới")
    await add_areas(ward)
    assert await asked(ward, "tin mới")
    assert not await asked(ward, "tin mới")


async def test_who_did_not_subscribe_and_who_chose_already_is_not_asked(ward: House) -> None:
    await add_areas(ward)
    await ward.say(BA, "/start")
    assert not await asked(ward, "tin mới")
    (shown,) = await ward.say(BA, "/khuvuc")
    await ward.press(BA, shown.buttons["☐ Khóm 4"])
    heard = await ward.press(BA, "subscribe.agree")
    assert [one for one in heard if "để phường gửi đúng tin" in one.text] == []


@pytest.mark.parametrize("link", ["kv-2", "khom5", "KHOM5", "apdong", "kv-2_cd-3", "cd-3_kv-2"])
async def test_a_link_begins_with_what_it_names_once_they_agree(ward: House, link: str) -> None:
    await add_areas(ward)
    _, consent = await ward.say(BA, f"/start {link}")
    assert await ward.rows(person_area) == []
    heard = await ward.press(BA, consent.buttons["Đồng ý"])
    assert "Khu vực: Khóm 5" in heard[0].text
    assert [row["area_id"] for row in await ward.rows(person_area)] == [2]
    topics = {row["topic_id"] for row in await ward.rows(person_topic)}
    assert topics == ({3} if "cd-3" in link else set(range(1, 9)))


async def test_a_typed_yes_begins_with_what_the_link_names_too(ward: House) -> None:
    await add_areas(ward)
    await ward.say(BA, "/start khom5")
    assert "Khu vực: Khóm 5" in await ward.ask(BA, "đồng ý")


@pytest.mark.parametrize("link", ["facebook", "kv-99", "kv-", "kv-²", "_", "xin chào", "k" * 300])
async def test_a_link_that_names_nothing_is_a_plain_start(ward: House, link: str) -> None:
    await add_areas(ward)
    (only,) = await ward.say(BA, f"/start {link}")
    assert "Kính chào" in only.text


async def test_the_ward_greets_in_its_own_words(ward: House) -> None:
    await ward.say(ADMIN, "/phuong chao Chào bà con Mỹ Bình, có gì cứ nhắn.")
    assert "Chào bà con Mỹ Bình, có gì cứ nhắn." in await ward.ask(BA, "/start")
    assert "Câu này dài quá" in await ward.ask(ADMIN, "/phuong chao " + "chào bà con " * 100)
    await ward.say(ADMIN, "/phuong chao tắt")
    assert "có gì cứ nhắn" not in await ward.ask(BA, "/start")
    assert "có gì cứ nhắn" not in await ward.ask(BA, "/phuong chao có gì cứ nhắn")
