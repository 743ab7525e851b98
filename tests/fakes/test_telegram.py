"""The fake Bot API server: what a bot and its readers see of it."""

import asyncio
import re

import httpx
import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, Conflict, Forbidden

from tests.fakes.conftest import PNG, Raw
from tests.fakes.telegram import FakeTelegram, Pace

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Đồng ý", callback_data="yes")]])


async def test_a_message_reaches_its_reader_as_it_was_sent(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    sent = await bot.send_message(1001, "Chào <b>😀 Lan</b> &amp; <i>bạn</i>", parse_mode="HTML", reply_markup=YES)
    seen = lan.last
    assert (seen.message_id, seen.text, seen.html) == (
        sent.message_id,
        "Chào 😀 Lan & bạn",
        "Chào <b>😀 Lan</b> &amp; <i>bạn</i>",
    )
    assert seen.buttons == [[("Đồng ý", "yes")]]
    assert sent.parse_entities() == dict(zip(sent.entities, ["😀 Lan", "bạn"], strict=True))
    assert (sent.entities[0].offset, sent.entities[0].length) == (5, 6)
    assert sent.from_user is not None
    assert sent.from_user.username == "loa_phuong_bot"


async def test_message_ids_are_unique_per_chat_only(tg: FakeTelegram, bot: Bot) -> None:
    tg.users(2, first_id=1)
    assert (await bot.send_message(1, "a")).message_id == (await bot.send_message(2, "b")).message_id


async def test_a_person_who_never_wrote_cannot_be_written_to(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1001, "chào")
    lan.send("/start")
    await bot.send_message(1001, "chào")


async def test_updates_are_kept_until_an_offset_confirms_them(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001)
    lan.send("/start MA-MOI@x")
    lan.send("tin mới")
    first = await bot.get_updates(limit=1)
    again = await bot.get_updates()
    assert [update.update_id for update in again] == [first[0].update_id, first[0].update_id + 1]
    assert first[0].message is not None
    assert list(first[0].message.parse_entities(["bot_command"]).values()) == ["/start"]
    rest = await bot.get_updates(offset=again[1].update_id)
    assert [update.message.text for update in rest if update.message] == ["tin mới"]
    assert await bot.get_updates(offset=rest[0].update_id + 1) == ()
    assert tg.pending_updates == []


async def test_a_long_poll_ends_with_the_first_update(tg: FakeTelegram, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await tg.until(tg.log.in_flight)
    assert not poll.done()
    tg.user(1001).send("/start")
    assert len(await asyncio.wait_for(poll, 2)) == 1


async def test_allowed_updates_are_remembered(tg: FakeTelegram, raw: Raw) -> None:
    await raw("getUpdates", allowed_updates=["message"])
    lan = tg.user(1001)
    lan.send("/start")
    lan.block()
    assert [set(update) for update in tg.pending_updates] == [{"update_id", "message"}]


async def test_a_second_poller_ends_the_first(tg: FakeTelegram, bot: Bot, raw: Raw) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await tg.until(tg.log.in_flight)
    second = asyncio.ensure_future(raw("getUpdates", timeout=1))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    assert (await second)["result"] == []


async def test_a_poller_that_dies_leaves_no_conflict_behind(tg: FakeTelegram, bot: Bot) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(f"{tg.url}/bot{tg.token}/getUpdates?timeout=30", timeout=0.1)
    await tg.until(lambda: not tg.log.in_flight())
    tg.user(1001).send("/start")
    assert len(await bot.get_updates(timeout=1)) == 1
    assert [entry.outcome for entry in tg.log] == ["ok", "open", "ok"]


async def test_a_pressed_button_is_an_update_and_its_answer_is_seen(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    await bot.send_message(1001, "Đồng ý nhận tin?", reply_markup=YES)
    press = lan.press(lan.last, "Đồng ý")
    assert tg.unanswered_presses == [press]
    query = (await bot.get_updates())[0].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.message.message_id) == ("yes", lan.last.message_id)
    await query.answer("Đã ghi", show_alert=True)
    assert (await press.wait_answered()).text == "Đã ghi"
    assert press.alert
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("12345")
    with pytest.raises(AssertionError, match="0 buttons match"):
        lan.press(lan.last, "Không")


async def test_an_edit_changes_the_message_in_place(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    sent = await bot.send_message(1001, "Đã gửi 1/2", reply_markup=YES)
    seen = lan.last
    edited = await sent.edit_text("Đã gửi 2/2")
    assert not isinstance(edited, bool)
    assert (edited.message_id, edited.edit_date is not None) == (sent.message_id, True)
    assert (seen.text, seen.edited, seen.edits, seen.buttons) == ("Đã gửi 2/2", True, 1, [])
    assert seen.earlier == ["Đã gửi 1/2"]
    await sent.edit_reply_markup(YES)
    assert seen.labels == ["Đồng ý"]


async def test_edits_are_refused_as_telegram_refuses_them(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001)
    mine = lan.send("/start")
    sent = await bot.send_message(1001, "a", reply_markup=YES)
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await sent.edit_text("a", reply_markup=YES)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("b", 1001, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("b", 1001, mine.message_id)
    lan.last.lock()
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await sent.edit_text("b")
    lan.delete(lan.last)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("b")


async def test_deleted_messages_are_gone_and_old_ones_stay(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    first, second = await bot.send_message(1001, "a"), await bot.send_message(1001, "b")
    seen = lan.messages
    await first.delete()
    assert (seen[0].deleted, lan.messages) == (True, [seen[1]])
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await first.delete()
    seen[1].age(hours=49)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await second.delete()


async def test_a_reply_carries_the_message_it_answers(tg: FakeTelegram, bot: Bot) -> None:
    mine = tg.user(1001).send("/latest")
    answer = await bot.send_message(1001, "a", reply_parameters=ReplyParameters(mine.message_id))
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "/latest"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(1001, "b", reply_parameters=ReplyParameters(77))
    lenient = ReplyParameters(77, allow_sending_without_reply=True)
    assert (await bot.send_message(1001, "b", reply_parameters=lenient)).reply_to_message is None


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "a", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "\ud83d"}, "strings must be encoded in UTF-8"),
        ({"text": "a", "chat_id": 5}, "chat not found"),
        ({"text": "a", "chat_id": "@khong_co"}, "chat not found"),
        ({"text": "a", "chat_id": ""}, "chat_id is empty"),
    ],
)
async def test_bad_texts_are_refused(tg: FakeTelegram, raw: Raw, params: dict[str, object], answer: str) -> None:
    tg.user(1001).open()
    body = await raw("sendMessage", **{"chat_id": 1001, **params})
    assert (body["error_code"], body["description"]) == (400, f"Bad Request: {answer}")


async def test_length_counts_after_parsing_in_utf16_units(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    await bot.send_message(1001, f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")
    await bot.send_message(1001, "😀" * 2048)
    assert [len(message.text) for message in lan.messages] == [4096, 2048]
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(1001, b"x", caption="a" * 1025)
    await bot.send_document(1001, b"x", caption="a" * 1024)


@pytest.mark.parametrize(
    ("button", "answer"),
    [
        ({"text": "Nút", "callback_data": "đ" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "Nút", "url": "phuong"}, "BUTTON_URL_INVALID"),
        ({"text": "Nút"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ],
)
async def test_bad_buttons_are_refused(tg: FakeTelegram, raw: Raw, button: dict[str, str], answer: str) -> None:
    tg.user(1001).open()
    body = await raw("sendMessage", chat_id=1001, text="a", reply_markup={"inline_keyboard": [[button]]})
    assert body["description"] == f"Bad Request: {answer}"
    good = {"inline_keyboard": [[{"text": "Nút", "callback_data": "đ" * 32}]]}
    assert (await raw("sendMessage", chat_id=1001, text="a", reply_markup=good))["ok"]


async def test_files_go_both_ways_and_their_ids_can_be_sent_again(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001)
    lan.send_document("báo cáo.txt", "xin chào".encode(), caption="đây", mime_type="text/plain")
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.document is not None
    assert (message.document.file_name, message.caption) == ("báo cáo.txt", "đây")
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == "xin chào".encode()

    sent = await bot.send_document(1001, b"a,b\n", filename='số "liệu".csv', caption="<b>Số</b>", parse_mode="HTML")
    assert sent.document is not None
    assert sent.caption_entities[0].length == 2
    await bot.send_document(1001, sent.document.file_id)
    documents = [message.document for message in lan.messages]
    assert all(document is not None and document.content == b"a,b\n" for document in documents)
    assert documents[0] is not None
    assert documents[0].name == 'số "liệu".csv'
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_document(1001, "BQAC-unknown")


async def test_photos_are_pictures_with_a_size(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    sent = await bot.send_photo(1001, PNG, caption="Sơ đồ", reply_markup=YES)
    assert (sent.photo[-1].width, sent.photo[-1].height) == (320, 200)
    assert lan.last.photo is not None
    assert lan.last.photo.content == PNG
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(1001, b"not a picture")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("a", 1001, sent.message_id)
    await bot.edit_message_caption(1001, sent.message_id, caption="Sơ đồ mới")
    assert lan.last.text == "Sơ đồ mới"


async def test_a_file_by_address_is_what_the_test_put_there(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    tg.serve_file("https://phuong.example/so-do.png", PNG)
    await bot.send_photo(1001, "https://phuong.example/so-do.png")
    assert lan.last.photo is not None
    assert lan.last.photo.content == PNG
    with pytest.raises(BadRequest, match="Failed to get http url content"):
        await bot.send_photo(1001, "https://phuong.example/khac.png")


async def test_update_ids_may_begin_anew(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001)
    lan.send("một")
    (first,) = await bot.get_updates()
    assert await bot.get_updates(offset=first.update_id + 1) == ()
    tg.renumber_updates(50)
    lan.send("hai")
    assert [update.update_id for update in await bot.get_updates()] == [50]


async def test_commands_are_kept_by_scope_and_language(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    await bot.set_my_commands([BotCommand("latest", "Tin mới nhất")])
    await bot.set_my_commands([BotCommand("latest", "Latest news")], language_code="en")
    await bot.set_my_commands([BotCommand("post", "Đăng tin")], scope=BotCommandScopeChat(1001))
    assert [command.description for command in await bot.get_my_commands(language_code="en")] == ["Latest news"]
    assert tg.menu(lan) == [("post", "Đăng tin")]
    await bot.delete_my_commands(scope=BotCommandScopeChat(1001))
    assert tg.menu(lan) == [("latest", "Tin mới nhất")]
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Tin", "Tin mới")])


async def test_the_bots_own_texts_are_kept(tg: FakeTelegram, bot: Bot) -> None:
    await bot.set_my_description("Loa của phường")
    await bot.set_my_short_description("Loa", language_code="vi")
    await bot.set_my_name("Loa")
    assert (await bot.get_my_description()).description == "Loa của phường"
    assert (await bot.get_my_short_description("vi")).short_description == "Loa"
    assert (await bot.get_my_name()).name == "Loa"
    await bot.set_chat_menu_button()
    assert (await bot.get_chat_menu_button()).type == "default"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("a" * 121)


async def test_blocking_is_an_update_and_a_403(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    lan.block()
    change = (await bot.get_updates())[0].my_chat_member
    assert change is not None
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(1001, "a")
    lan.send("/start")
    await bot.send_message(1001, "a")
    lan.deactivate()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(1001, "a")


async def test_a_person_edits_what_they_wrote(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001)
    mine = lan.send("/post  một")
    lan.edit(mine, "/post hai")
    updates = await bot.get_updates()
    edited = updates[1].edited_message
    assert edited is not None
    assert (edited.text, edited.message_id, edited.edit_date is not None) == ("/post hai", mine.message_id, True)


async def test_a_long_paste_arrives_in_pieces_that_lose_nothing(tg: FakeTelegram) -> None:
    text = "\n".join(f"dòng {n} 😀" for n in range(1000))
    parts = tg.user(1001).send_long(text)
    assert len(parts) == 3
    assert "\n".join(part.text for part in parts) == text
    with pytest.raises(AssertionError, match="send_long"):
        tg.user(1001).send("a" * 5000)


async def test_waiting_says_what_is_there_instead(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    waiting = asyncio.create_task(lan.wait_for(lambda message: message.edited and "xong" in message.text))
    sent = await bot.send_message(1001, "đang đọc")
    await sent.edit_text("đã xong")
    assert (await waiting).text == "đã xong"
    with pytest.raises(AssertionError, match=re.escape("no message with 'chưa' in chat 1001")) as caught:
        await lan.wait_for("chưa", timeout=0.01)
    assert "đã xong" in str(caught.value)


async def test_a_person_asks_and_gets_the_next_answer(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001)
    group = tg.group(-500, members=[lan])

    async def echo() -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=5):
                offset = update.update_id + 1
                assert update.message is not None
                await update.message.reply_text(f"bạn viết: {update.message.text}")

    bot_task = asyncio.create_task(echo())
    assert (await lan.ask("một")).text == "bạn viết: một"
    assert (await lan.ask("hai")).text == "bạn viết: hai"
    group.send(lan, "ba")
    assert (await group.wait_for("ba")).chat.id == -500
    assert len(await lan.wait_count(2)) == len(lan.reads("bạn viết")) == 2
    bot_task.cancel()
    await asyncio.gather(bot_task, return_exceptions=True)


async def test_typing_is_noted_and_unknown_actions_refused(tg: FakeTelegram, bot: Bot) -> None:
    tg.user(1001).open()
    await bot.send_chat_action(1001, "typing")
    assert tg.world.actions == [(1001, "typing")]
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(1001, "dancing")


async def test_any_update_can_be_injected(tg: FakeTelegram, raw: Raw) -> None:
    tg.push_update({"never_heard_of": {"a": 1}})
    tg.push_update({"update_id": 5, "message": None})
    assert [sorted(update) for update in (await raw("getUpdates"))["result"]] == [
        ["never_heard_of", "update_id"],
        ["message", "update_id"],
    ]


async def test_thousands_of_messages_a_second_pass() -> None:
    body = b"chat_id=%d&text=%%3Cb%%3ETin%%3C%%2Fb%%3E+m%%E1%%BB%%9Bi&parse_mode=HTML"
    async with FakeTelegram(pace=Pace.off()) as tg:
        tg.users(8, first_id=1)

        async def flood(chat_id: int) -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", int(tg.url.rpartition(":")[2]))
            data = body % chat_id
            head = f"POST /bot{tg.token}/sendMessage HTTP/1.1\r\nContent-Length: {len(data)}\r\n\r\n".encode()
            for _ in range(250):
                writer.write(head + data)
                found = re.search(rb"Content-Length: (\d+)", await reader.readuntil(b"\r\n\r\n"))
                assert found is not None
                await reader.readexactly(int(found[1]))
            writer.close()
            await writer.wait_closed()

        async with asyncio.timeout(4):
            await asyncio.gather(*(flood(n + 1) for n in range(8)))
        assert tg.log.sent_per_chat() == dict.fromkeys(range(1, 9), 250)
