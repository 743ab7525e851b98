"""One person at Telegram and Zalo: linked by a code, told once, an official where they are one, and parted again."""

import re
from collections.abc import Sequence

import pytest
from sqlalchemy import update

from bot.domain.people import Role, Viewer
from bot.errors import UnreachableError
from bot.storage import approvals, people
from bot.storage.tables import address, delivery, person
from tests.integration.phones import Mail
from tests.ward import ADMIN, NOTICE, SEED, TELEGRAM, ZALO, Heard, House

PHONE, OTHER = "40", "z40"
WRITER = "7"
FURTHER = "Cúp nước hẻm 12\n\nCúp nước hẻm 12 từ 8 giờ đến 17 giờ ngày 28/11/2026."


def code_in(heard: Sequence[Heard]) -> str:
    found = re.search(r"(\d{4}) (\d{4})", heard[-1].text)
    assert found is not None, heard[-1].text
    return f"{found[1]}{found[2]}"


async def link(house: House, giver: str = PHONE, typer: str = OTHER, *, at: str = TELEGRAM, on: str = ZALO) -> Heard:
    """Take a code on one phone, type it on the other and agree."""
    code = code_in(await house.say(giver, "/lienket", route=at))
    (asked,) = await house.say(typer, f"lien ket {code}", route=on)
    assert "Liên kết" in asked.text
    (done, *_) = await house.say(typer, "đồng ý", route=on)
    return done


async def who(house: House, chat: str, route: str = TELEGRAM) -> Viewer:
    async with house.services() as services:
        viewer = await people.find_viewer(services.posts._transaction, route, chat)
    assert viewer is not None
    return viewer


@pytest.fixture
async def ward(house: House) -> House:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.join(PHONE, subscribed=True)
    await house.join(OTHER, subscribed=True, route=ZALO)
    return house


@pytest.fixture
async def mail(ward: House) -> Mail:
    return Mail(ward)


async def test_who_is_linked_gets_each_post_once_where_they_wish(ward: House, mail: Mail) -> None:
    await ward.publish(WRITER, NOTICE)
    await mail.run()
    assert len(mail.telegram.rings(PHONE)) == len(mail.zalo.rings(OTHER)) == 1
    done = await link(ward)
    assert "Đã liên kết" in done.text
    assert "Telegram: tin đến đây" in done.text
    await ward.publish(WRITER, FURTHER)
    await mail.run()
    assert (len(mail.telegram.rings(PHONE)), len(mail.zalo.rings(OTHER))) == (2, 1)
    await ward.press(PHONE, "link.wish zalo-bot")
    await ward.publish(WRITER, SEED)
    await mail.run()
    assert (len(mail.telegram.rings(PHONE)), len(mail.zalo.rings(OTHER))) == (2, 2)


async def test_what_waits_for_both_goes_out_once_and_what_one_has_is_not_sent_to_the_other(
    ward: House, mail: Mail
) -> None:
    await ward.publish(WRITER, NOTICE)
    await mail.record(await mail.send(await mail.claim(ZALO)))
    await ward.publish(WRITER, FURTHER)
    await link(ward)
    await mail.run()
    assert len(mail.zalo.rings(OTHER)) == 1
    assert [("hẻm 12" in text) for text in mail.telegram.rings(PHONE)] == [True]
    status = await ward.ask(WRITER, "/tinhtrang 1")
    assert "1/1" in status, status


async def test_a_blocked_phone_gives_way_and_gets_its_place_back(ward: House, mail: Mail) -> None:
    await link(ward)
    mail.telegram.fails(PHONE, UnreachableError("blocked"))
    await ward.publish(WRITER, NOTICE)
    await mail.run()
    assert not mail.telegram.rings(PHONE)
    assert len(mail.zalo.rings(OTHER)) == 1
    await ward.publish(WRITER, FURTHER)
    await mail.run()
    assert len(mail.zalo.rings(OTHER)) == 2
    await ward.say(PHONE, "tin moi")
    await ward.publish(WRITER, SEED)
    await mail.run()
    assert (len(mail.telegram.rings(PHONE)), len(mail.zalo.rings(OTHER))) == (1, 2)


async def test_a_correction_changes_both_copies_and_rings_once(ward: House, mail: Mail) -> None:
    await ward.publish(WRITER, NOTICE)
    await mail.run()
    await link(ward)
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    await mail.run()
    assert any("9 giờ" in text for text in mail.telegram.texts(PHONE))
    assert sum("ĐÍNH CHÍNH" in text.upper() for text in mail.telegram.rings(PHONE)) == 1
    assert len(mail.zalo.rings(OTHER)) == 1


async def test_a_correction_goes_to_where_the_copy_stands(ward: House, mail: Mail) -> None:
    await link(ward)
    await ward.press(PHONE, "link.wish zalo-bot")
    await ward.publish(WRITER, NOTICE)
    await mail.run()
    await ward.press(PHONE, "link.wish telegram")
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    await mail.run()
    assert not mail.telegram.rings(PHONE)
    assert len(mail.zalo.rings(OTHER)) == 2


async def test_the_role_stays_on_the_phone_that_had_it_until_an_admin_confirms_the_other(
    ward: House, mail: Mail
) -> None:
    await ward.set_role(PHONE, Role.APPROVER)
    done = await link(ward)
    assert "cư dân, tới khi quản trị xác nhận" in done.text
    assert "dangtin" in await ward.ask(PHONE, "/trogiup")
    assert "dangtin" not in await ward.ask(OTHER, "/trogiup", route=ZALO)
    await ward.press(OTHER, "link.wish zalo-bot", route=ZALO)
    await ward.publish(WRITER, FURTHER, cadres=True)
    await ward.publish(WRITER, NOTICE)
    await mail.run()
    assert ["CB-1" in text for text in mail.telegram.rings(PHONE)] == [True]
    assert ["CB-1" in text for text in mail.zalo.rings(OTHER)] == [False]
    (asked,) = [one for one in await ward.notices(ADMIN) if "liên kết thêm Zalo" in one.text]
    await ward.press(ADMIN, asked.buttons["Xác nhận"])
    assert "dangtin" in await ward.ask(OTHER, "/trogiup", route=ZALO)
    await ward.publish(WRITER, "Họp chi bộ\n\nHọp chi bộ lúc 8 giờ ngày 29/11/2026 tại phường.", cadres=True)
    await mail.run()
    assert len(mail.zalo.rings(OTHER)) == 2


async def test_nobody_approves_their_own_post_from_a_second_phone(ward: House) -> None:
    await ward.set_role(PHONE, Role.WRITER)
    await ward.set_role(OTHER, Role.APPROVER, route=ZALO)
    await ward.say(PHONE, f"/post {NOTICE}")
    await link(ward)
    async with ward.services() as services:
        mine = await people.find_viewer(services.posts._transaction, TELEGRAM, PHONE)
        theirs = await people.find_viewer(services.posts._transaction, ZALO, OTHER)
        assert mine is not None
        assert theirs is not None
        assert mine.person_id == theirs.person_id
        assert (mine.role, theirs.role) == (Role.WRITER, Role.APPROVER)
        assert await approvals.list_hands(services.posts._transaction, 1) == {mine.person_id}


async def test_a_code_is_worth_something_once_for_a_while_and_on_the_other_channel_alone(ward: House) -> None:
    code = code_in(await ward.say(PHONE, "liên kết"))
    assert "chính bên này" in await ward.ask(PHONE, f"liên kết {code}")
    await ward.join("41", subscribed=True)
    assert "chính bên này" in await ward.ask("41", code)
    (asked,) = await ward.say(OTHER, f"{code[:4]} {code[4:]}", route=ZALO)
    assert "Người 40" in asked.text
    assert "không đúng" in await ward.ask(OTHER, code, route=ZALO)
    asks = (await who(ward, PHONE)).address_id
    assert "không liên kết" in (await ward.press(OTHER, f"link.no {asks}", route=ZALO))[0].text
    assert "hết hạn" in (await ward.press(OTHER, f"link.yes {asks}", route=ZALO))[0].text
    late = code_in(await ward.say(PHONE, "liên kết"))
    ward.clock.advance(minutes=16)
    assert "quá hạn" in await ward.ask(OTHER, f"lien ket {late}", route=ZALO)
    for _ in range(9):
        await ward.say(OTHER, "lien ket 00000000", route=ZALO)
    fresh = code_in(await ward.say(PHONE, "liên kết"))
    assert "sai nhiều lần" in await ward.ask(OTHER, f"lien ket {fresh}", route=ZALO)


async def test_a_button_links_whom_it_names_though_another_code_was_typed_since(ward: House) -> None:
    await ward.join("41", subscribed=True)
    for giver in (PHONE, "41"):
        await ward.say(OTHER, f"lien ket {code_in(await ward.say(giver, 'liên kết'))}", route=ZALO)
    first, second = [(await who(ward, giver)).address_id for giver in (PHONE, "41")]
    for button in (f"link.yes {first}", f"link.no {first}"):
        assert "hết hạn" in (await ward.press(OTHER, button, route=ZALO))[0].text
    await ward.press(OTHER, f"link.yes {second}", route=ZALO)
    persons = [(await who(ward, *one)).person_id for one in (("41", TELEGRAM), (OTHER, ZALO), (PHONE, TELEGRAM))]
    assert persons[0] == persons[1] != persons[2]


async def person_at(house: House, chat: str, route: str = TELEGRAM) -> int:
    async with house.services() as services:
        found = await people.find_viewer(services.posts._transaction, route, chat)
    assert found is not None
    return found.person_id


async def test_an_offer_ends_with_who_gave_the_code_and_is_nobody_elses(ward: House) -> None:
    await ward.join("43", subscribed=True)
    await ward.say(OTHER, f"lien ket {code_in(await ward.say('43', 'liên kết'))}", route=ZALO)
    await ward.press("43", "privacy.erase")
    await ward.join("99", subscribed=True)
    assert "hết hạn" in await ward.ask(OTHER, "đồng ý", route=ZALO)
    assert await person_at(ward, "99") != await person_at(ward, OTHER, ZALO)


async def test_an_offer_is_agreed_to_once_and_ends_with_a_newer_code(ward: House) -> None:
    await ward.say(OTHER, f"lien ket {code_in(await ward.say(PHONE, 'liên kết'))}", route=ZALO)
    await ward.say(PHONE, "liên kết")
    assert "hết hạn" in await ward.ask(OTHER, "đồng ý", route=ZALO)
    await link(ward)
    assert not [row for row in await ward.rows(address) if row["link_hash"]]


async def test_a_yes_to_a_second_phone_is_not_for_whoever_has_its_number_later(ward: House) -> None:
    await ward.join("43", Role.WRITER)
    await ward.join("z43", route=ZALO)
    await link(ward, "43", "z43")
    (asked,) = [one for one in await ward.notices(ADMIN) if "liên kết thêm Zalo" in one.text]
    for chat, route in (("43", TELEGRAM), ("z43", ZALO)):
        await ward.press(chat, "link.part", route=route)
    await ward.press("43", "link.part.yes")
    await ward.press("z43", "privacy.erase", route=ZALO)
    await ward.join("99", route=ZALO)
    await link(ward, WRITER, "99")
    assert "Không thấy người này" in (await ward.press(ADMIN, asked.buttons["Xác nhận"]))[0].text
    assert "dangtin" not in await ward.ask("99", "/trogiup", route=ZALO)


async def test_who_may_be_given_back_a_role_is_not_linked_meanwhile(ward: House) -> None:
    await ward.join("8", Role.ADMIN)
    taken = await ward.join("44", Role.WRITER)
    await ward.press(ADMIN, f"revoke.yes {taken}")
    for giver, typer, route in (("44", OTHER, ZALO), (OTHER, "44", TELEGRAM)):
        code = code_in(await ward.say(giver, "liên kết", route=TELEGRAM if route == ZALO else ZALO))
        assert "có thể được trả lại" in await ward.ask(typer, f"lien ket {code}", route=route)
    (news,) = [one for one in await ward.notices("8") if "vừa thu quyền" in one.text]
    await ward.press("8", news.buttons["Trả lại quyền"])
    assert (await who(ward, "44")).role is Role.WRITER
    assert "Đã liên kết" in (await link(ward, "44")).text


async def test_a_code_is_not_kept_as_it_is(ward: House) -> None:
    code = code_in(await ward.say(PHONE, "liên kết"))
    kept = [row["link_hash"] for row in await ward.rows(address) if row["link_hash"]]
    assert len(kept) == 1
    assert code not in kept[0]


async def test_who_parts_is_two_people_again_who_want_the_same(ward: House, mail: Mail) -> None:
    await ward.set_role(PHONE, Role.CADRE)
    await link(ward)
    (asked,) = await ward.press(OTHER, "link.part", route=ZALO)
    assert "Tách Zalo ra" in asked.text
    await ward.press(OTHER, "link.part.yes", route=ZALO)
    await ward.publish(WRITER, NOTICE)
    await ward.publish(WRITER, FURTHER, cadres=True)
    await mail.run()
    assert (len(mail.telegram.rings(PHONE)), len(mail.zalo.rings(OTHER))) == (2, 1)
    here, there = await ward.ask(PHONE, "/riengtu"), await ward.ask(OTHER, "/riengtu", route=ZALO)
    assert ("cán bộ" in here, "cán bộ" in there) == (True, False)


async def test_what_is_kept_is_shown_exported_and_erased_for_both(ward: House) -> None:
    await ward.publish(WRITER, NOTICE)
    await ward.pushes()
    await ward.pushes(ZALO)
    await link(ward)
    shown = await ward.ask(PHONE, "/riengtu")
    assert "Telegram, mã 40, tin đến đây" in shown
    assert "Zalo, mã z40" in shown
    assert "Số tin đã gửi cho bà con: 2" in shown
    (asked,) = await ward.press(PHONE, "privacy.ask")
    assert "cả Telegram và Zalo" in asked.text
    await ward.press(PHONE, "privacy.erase")
    assert not [row for row in await ward.rows(address) if row["chat_id"] in (PHONE, OTHER)]
    assert not [row for row in await ward.rows(person) if row["name"] in ("Người 40", "Người z40")]
    assert not [row for row in await ward.rows(delivery) if row["chat_id"] in (PHONE, OTHER) and row["dispatch_id"]]


async def test_what_failed_on_one_phone_and_came_on_the_other_is_erased_too(ward: House, mail: Mail) -> None:
    mail.telegram.fails(PHONE, UnreachableError("blocked"))
    await ward.publish(WRITER, NOTICE)
    await mail.run()
    await ward.say(PHONE, "tin moi")
    await link(ward)
    await ward.press(PHONE, "privacy.erase")
    assert not [row for row in await ward.rows(delivery) if row["chat_id"] in (PHONE, OTHER) and row["dispatch_id"]]


async def test_an_official_is_not_erased_from_a_phone_that_nobody_confirmed(ward: House) -> None:
    await ward.set_role(PHONE, Role.WRITER)
    await ward.say(PHONE, f"/post {NOTICE}")
    await link(ward)
    assert "chưa được xác nhận" in (await ward.press(OTHER, "privacy.erase", route=ZALO))[0].text
    assert "cúp điện" in (await ward.ask(PHONE, "/nhap")).lower()


async def test_a_group_is_never_linked(ward: House) -> None:
    await ward.say("-500", "/start", group=True)
    assert "nhắn riêng" in await ward.ask("-500", "/lienket", group=True, by_group_admin=True)


async def test_who_took_the_code_without_being_subscribed_keeps_what_was_chosen_on_the_other_side(
    ward: House, mail: Mail
) -> None:
    await ward.press(PHONE, "unsubscribe")
    done = await link(ward)
    assert "Đã liên kết" in done.text
    await ward.publish(WRITER, NOTICE)
    await mail.run()
    assert len(mail.telegram.rings(PHONE)) == 1


async def test_a_lost_phone_stays_without_a_role_when_its_owner_is_invited_anew_elsewhere(ward: House) -> None:
    person_id = await ward.set_role(PHONE, Role.WRITER)
    await link(ward)
    await ward.press(ADMIN, f"revoke.yes {person_id}")
    (card, *_) = await ward.press(ADMIN, "invite writer")
    code = re.search(r"[A-Z2-9]{10}", card.text)
    assert code is not None
    await ward.say(OTHER, code[0], route=ZALO)
    assert "dangtin" in await ward.ask(OTHER, "/trogiup", route=ZALO)
    assert "dangtin" not in await ward.ask(PHONE, "/trogiup")


async def test_the_addresses_are_named_oldest_first_whichever_was_written_to_last(ward: House) -> None:
    await link(ward)
    for chat in (PHONE, OTHER, PHONE):
        async with ward.database.write() as transaction:
            await transaction.execute(update(address).where(address.c.chat_id == chat).values(chat_id=chat))
        told = await ward.ask(PHONE, "/riengtu")
        assert told.index(f"Telegram, mã {PHONE}") < told.index(f"Zalo, mã {OTHER}")
