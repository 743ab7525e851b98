"""Who may do what, how they come to it, and that an erased person is really gone."""

import asyncio
import json
from base64 import b64decode
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.delivery import Lane
from bot.domain.people import Role
from bot.errors import DatabaseDownError, InvalidError
from bot.messages.incoming import Event
from bot.storage.push import outbox
from bot.storage.tables import consent, delivery, dispatch, invite, metadata, person
from tests.ward import ADMIN, NOTICE, TELEGRAM, ZALO, House

SECRET_CHAT = "918273645"
SECRET_NAME = "Bà Tư Hẻm Bảy"


async def role_of(house: House, chat: str) -> Role:
    async with house.services() as services:
        return (await services.people.enter(house.event(chat))).role


# --- first admins ---------------------------------------------------------------------------------------------


async def test_who_is_named_in_the_settings_is_an_admin_from_the_first_word_on(house: House) -> None:
    await house.say(ADMIN, "/start")
    assert await role_of(house, ADMIN) is Role.ADMIN
    await house.say("7", "/start")
    assert await role_of(house, "7") is Role.RESIDENT


async def test_the_same_id_on_another_channel_or_in_a_group_is_nobody(house: House) -> None:
    await house.say(ADMIN, "/start", route=ZALO)
    await house.say(ADMIN, "/start", group=True)
    assert [row["role"] for row in await house.rows(person)] == [0, 0]


async def test_who_was_revoked_stays_so_although_the_settings_still_name_them(house: House) -> None:
    await house.join("2", Role.ADMIN)
    lost = await house.join(ADMIN)
    await house.press("2", f"revoke.yes {lost}")
    assert "dành cho quản trị" in await house.ask(ADMIN, "/people")


async def test_who_was_revoked_and_erases_themselves_does_not_come_back_as_admin(house: House) -> None:
    await house.join("2", Role.ADMIN)
    lost = await house.join(ADMIN)
    await house.press("2", f"revoke.yes {lost}")
    await house.press(ADMIN, "privacy.erase")
    await house.say(ADMIN, "/start")
    assert "dành cho quản trị" in await house.ask(ADMIN, "/people")


# --- invite codes ---------------------------------------------------------------------------------------------


async def code_for(house: House, word: str) -> str:
    await house.join(ADMIN)
    heard, *_ = await house.say(ADMIN, f"/invite {word}")
    return heard.markup.split("<b>")[2].split("</b>")[0]


@pytest.mark.parametrize(
    ("word", "role"),
    [("cadre", Role.CADRE), ("soan tin", Role.WRITER), ("Duyệt", Role.APPROVER), ("quản trị", Role.ADMIN)],
)
async def test_an_invite_gives_its_role_to_the_first_who_types_it_and_to_nobody_after(
    house: House, word: str, role: Role
) -> None:
    code = await code_for(house, word)
    assert "Đã nhận mã" in await house.ask("7", f"  {code.lower()} ")
    assert await role_of(house, "7") is role
    assert "không đúng, đã dùng hoặc đã quá hạn" in await house.ask("8", f"/start {code}")
    assert await role_of(house, "8") is Role.RESIDENT


async def test_two_people_typing_one_code_at_one_moment_get_one_role(house: House) -> None:
    code = await code_for(house, "writer")
    await house.join("7")
    await house.join("8")
    await asyncio.gather(*(house.receive(house.event(chat, code)) for chat in ("7", "8")))
    assert sorted([await role_of(house, "7"), await role_of(house, "8")]) == [Role.RESIDENT, Role.WRITER]


async def test_a_code_is_worthless_after_seven_days(house: House) -> None:
    code = await code_for(house, "writer")
    house.clock.advance(days=7)
    assert "đã quá hạn" in await house.ask("7", code)
    assert await role_of(house, "7") is Role.RESIDENT


async def test_only_the_hash_of_a_code_is_kept(house: House) -> None:
    code = await code_for(house, "writer")
    (row,) = await house.rows(invite)
    assert code not in json.dumps(row, default=str)


async def test_a_smaller_code_takes_no_role_away(house: House) -> None:
    code = await code_for(house, "cadre")
    assert "quản trị" in await house.ask(ADMIN, code)
    assert await role_of(house, ADMIN) is Role.ADMIN


async def test_nobody_is_invited_as_a_resident(house: House) -> None:
    await house.join(ADMIN)
    assert "Mời ai?" in await house.ask(ADMIN, "/invite resident")
    async with house.services() as services:
        with pytest.raises(InvalidError):
            await services.people.make_code(Role.RESIDENT, None)


# --- revoking -------------------------------------------------------------------------------------------------


async def test_revoking_works_at_once_and_makes_open_codes_worthless(house: House) -> None:
    await house.join(ADMIN)
    other = await house.join("2", Role.ADMIN)
    heard, *_ = await house.say("2", "/invite writer")
    code = heard.markup.split("<b>")[2].split("</b>")[0]
    (asked,) = await house.press(ADMIN, f"revoke {other}")
    await house.press(ADMIN, asked.buttons["Thu quyền"])
    assert "dành cho quản trị" in await house.ask("2", "/people")
    assert "không đúng" in await house.ask("7", code)


async def test_the_last_admin_can_neither_be_revoked_nor_erased(house: House) -> None:
    admin = await house.join(ADMIN)
    assert "duy nhất" in (await house.press(ADMIN, f"revoke.yes {admin}"))[0].text
    assert "duy nhất" in (await house.press(ADMIN, "privacy.erase"))[0].text
    assert await role_of(house, ADMIN) is Role.ADMIN


async def test_two_admins_revoking_each_other_at_one_moment_leave_one(house: House) -> None:
    first = await house.join(ADMIN)
    second = await house.join("2", Role.ADMIN)

    async def press(chat: str, person_id: int) -> None:
        # Channels repeat what the database could not take; PostgreSQL ends one of two that wait for each other.
        incoming = house.event(chat, f"revoke.yes {person_id}", pressed=True)
        try:
            await house.receive(incoming)
        except DatabaseDownError:
            await house.receive(incoming)

    await asyncio.gather(press(ADMIN, second), press("2", first))
    assert sorted(row["role"] for row in await house.rows(person)) == [0, 4]


async def test_the_list_of_people_escapes_their_names(house: House) -> None:
    await house.join(ADMIN)
    await house.join("2", Role.CADRE, name="<b>An</b>")
    (heard,) = await house.say(ADMIN, "/people")
    assert "&lt;b&gt;An" in heard.markup


# --- see, export, erase ---------------------------------------------------------------------------------------


async def test_the_export_holds_everything_that_is_kept(house: House) -> None:
    await house.join(SECRET_CHAT, subscribed=True, name=SECRET_NAME)
    (heard,) = await house.press(SECRET_CHAT, "privacy.export", name=SECRET_NAME)
    assert heard.file is not None
    content = json.loads(b64decode(heard.file[1]))
    assert content["ten"] == SECRET_NAME
    assert content["dia_chi"] == [{"kenh": "telegram", "ma": SECRET_CHAT}]
    assert content["dang_ky_nhan_tin"] is True
    assert len(content["chu_de"]) == 8
    assert content["dong_y"][0]["phien_ban"] == "2026-11"


async def test_an_erased_person_is_in_no_table_any_more(house: House) -> None:
    await house.join("2", Role.WRITER)
    await house.join(ADMIN)
    for _ in range(40):
        # So that the id of the erased person is a number that nothing else has.
        await house.join(f"x{_}")
    erased = await house.join(SECRET_CHAT, Role.ADMIN, subscribed=True, name=SECRET_NAME)
    revoked = await house.join("3", Role.CADRE)
    await house.publish("2", NOTICE)
    await house.pushes()
    await house.publish("2", NOTICE)
    await house.publish(SECRET_CHAT, "Họp khóm\n\nSáng ngày 08-7, khóm 3 họp dân.")
    await house.say(SECRET_CHAT, "/invite writer", name=SECRET_NAME)
    await house.press(SECRET_CHAT, f"revoke.yes {revoked}", name=SECRET_NAME)
    await house.say(SECRET_CHAT, "/post", name=SECRET_NAME)
    await house.say(SECRET_CHAT, "phần một", name=SECRET_NAME)
    await house.say(SECRET_CHAT, "/capnhat\nTên | Kế hoạch\nNhà | 12", name=SECRET_NAME)
    # What others were told of them has gone out; a message that was sent is no row any more.
    await house.pushes(lanes=(Lane.REPLY, Lane.NOTICE))
    (heard,) = await house.press(SECRET_CHAT, "privacy.erase", name=SECRET_NAME)
    assert "Đã xóa hết" in heard.text
    await house.work()
    async with house.database.read() as transaction:
        for table in metadata.sorted_tables:
            if table.name == "inbox":
                continue
            for row in await transaction.execute(select(table)):
                values = dict(row._mapping)
                written = json.dumps(values, default=str, ensure_ascii=False)
                assert SECRET_CHAT not in written, table.name
                assert SECRET_NAME not in written, table.name
                for column in table.columns:
                    if column.foreign_keys and next(iter(column.foreign_keys)).column.table is person:
                        assert values[column.name] != erased, (table.name, column.name)
                detail = values.get("detail")
                assert not isinstance(detail, dict) or erased not in detail.values(), table.name
    assert erased not in [row["id"] for row in await house.rows(person)]


async def test_a_push_on_the_wire_while_a_person_is_erased_brings_nothing_back(house: House) -> None:
    await house.join("2", Role.WRITER)
    await house.join(SECRET_CHAT, subscribed=True)
    await house.publish("2", NOTICE)
    until = house.clock.now() + timedelta(seconds=30)
    async with house.database.write() as transaction:
        ids = await outbox.claim_rows(
            transaction,
            route=TELEGRAM,
            lanes=[Lane.ROUTINE],
            claim="c",
            now=house.clock.now(),
            lease_until=until,
            limit=9,
        )
        rows = await outbox.load_claimed(transaction, ids, "c", [house.clock.now()], timedelta(seconds=30))
    await house.press(SECRET_CHAT, "privacy.erase")
    await house.sent(rows)
    (row,) = [row for row in await house.rows(delivery) if row["dispatch_id"]]
    assert (row["state"], row["chat_id"], row["person_id"], row["message_id"]) == ("cancelled", None, None, None)


async def test_the_progress_of_a_push_is_not_shown_to_an_erased_writer(house: House) -> None:
    await house.join(ADMIN)
    await house.join(SECRET_CHAT, Role.WRITER)
    await house.join("8", subscribed=True)
    await house.publish(SECRET_CHAT, NOTICE)
    await house.press(SECRET_CHAT, "privacy.erase")
    assert [row["progress_chat_id"] for row in await house.rows(dispatch)] == [None]
    assert await house.pushes() == ["8"]


async def test_who_was_erased_is_somebody_new_when_they_write_again(house: House) -> None:
    await house.join("7", Role.WRITER, subscribed=True)
    await house.press("7", "privacy.erase")
    assert "Bot chưa hiểu ý" in await house.ask("7", "xong chưa vậy ta")
    (row,) = await house.rows(person)
    assert (row["role"], row["subscribed"]) == (0, False)


async def test_blocking_does_not_erase(house: House) -> None:
    await house.join("7", subscribed=True)
    await house.hear(house.event("7", event=Event.BLOCKED))
    assert len(await house.rows(person)) == 1


async def test_strangers_who_never_subscribed_are_forgotten_after_thirty_days(house: House) -> None:
    await house.join("2", Role.ADMIN)
    lost = await house.join(ADMIN)
    await house.press("2", f"revoke.yes {lost}")
    await house.join("8", subscribed=True)
    await house.join("9")
    house.clock.advance(days=31)
    await house.reconciler().run_once()
    assert len(await house.rows(person)) == 2
    await house.say(ADMIN, "/start")
    assert "dành cho quản trị" in await house.ask(ADMIN, "/people")


@pytest.mark.parametrize("typed", ["ok", "Dạ vâng ạ", "không", "Đồng ý"])
async def test_whoever_only_says_yes_or_no_is_told_that_nothing_was_done(house: House, typed: str) -> None:
    (heard,) = await house.say("7", typed)
    assert "chưa đăng ký" in heard.text
    assert "Đăng ký nhận tin" in heard.buttons
    assert await house.rows(consent) == []


@pytest.mark.parametrize("typed", ["cảm ơn bot nhiều", "👍🏽", "👍", "cam on"])
async def test_thanks_get_a_short_line_and_no_offer(house: House, typed: str) -> None:
    await house.join("8", subscribed=True)
    for chat in ("7", "8"):
        (heard,) = await house.say(chat, typed)
        assert (heard.text, heard.buttons) == ("Dạ, không có chi ạ.", {})


async def test_a_polite_word_does_nothing_and_says_so(house: House) -> None:
    await house.join("7", Role.WRITER, subscribed=True)
    await house.join("8", subscribed=True)
    await house.say("7", f"/post {NOTICE}")
    assert "Bot chưa làm gì thêm" in await house.ask("7", "ok")
    assert "có tin mới bot sẽ tự gửi đến bà con" in await house.ask("8", "vâng ạ")
    # Whoever gives up without anything open means a draft, and no subscription.
    assert "Muốn bỏ bản nháp này thì bấm Hủy" in await house.ask("7", "huy")
    for typed in ("hủy", "huy"):
        assert "Bà con muốn ngừng nhận tin" in await house.ask("8", typed)
    assert "Đăng ký nhận tin" not in (await house.say("8", "trợ giúp"))[0].buttons


@pytest.mark.parametrize(
    ("name", "chat", "group", "shown"),
    [
        ("  Trần\x00 Thị\n Lan ", "1234567", False, "Trần Thị Lan"),
        ("Ðỗ \u202eVăn Tám", "1234567", False, "Đỗ Văn Tám"),
        ("\u3164\u200b \u202e", "1234567", False, "Người dùng 4567"),
        ("", "12", False, "Người dùng 12"),
        ("\u2800", "-1009876", True, "Nhóm 9876"),
        ("Ă" * 100, "1234567", False, "Ă" * 64),
    ],
)
async def test_a_name_is_kept_as_it_can_be_seen(house: House, name: str, chat: str, group: bool, shown: str) -> None:
    await house.say(chat, "/latest", name=name, group=group, addressed=group)
    (stored,) = await house.rows(person)
    assert stored["name"] == shown
