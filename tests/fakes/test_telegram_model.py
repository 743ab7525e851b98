"""The fake and the bot that talks to it, both held against the independent model of the Bot API."""

import httpx
import pytest
from telegram import Bot
from telegram.error import InvalidToken

from tests.fakes.conftest import PNG, Raw
from tests.fakes.telegram import FakeTelegram


@pytest.mark.slow
def test_the_model_that_is_kept_is_that_of_the_library() -> None:
    # Here alone: importing it takes seconds.
    from tests.fakes.bot_api import FILE, modelled, written

    kept = FILE.read_text(encoding="utf-8")
    assert kept == written(modelled()), "aiogram was upgraded: uv run python -m tests.fakes.bot_api"


@pytest.mark.slow
async def test_answers_and_updates_are_complete_by_the_independent_model(tg: FakeTelegram, raw: Raw) -> None:
    from tests.fakes.bot_api import problems_of

    lan, an = tg.user(1001, "Lan", last_name="Trần", username="lan"), tg.user(1002, "An")
    group = tg.group(-500, members=[an], admins=[lan])
    mine = lan.send("/start xem https://phuong.example #tin @ai_do_day a@b.vn")
    markup = {"inline_keyboard": [[{"text": "Được", "callback_data": "ok"}]]}
    reply = {"message_id": mine.message_id}
    sent = (await raw("sendMessage", chat_id=1001, text="<b>a</b>", parse_mode="HTML", reply_markup=markup))["result"]
    lan.press(lan.last, "Được")
    results = [
        ("Message", sent),
        ("Message", (await raw("sendMessage", chat_id=1001, text="b", reply_parameters=reply))["result"]),
        ("User", (await raw("getMe"))["result"]),
        ("ChatFullInfo", (await raw("getChat", chat_id=-500))["result"]),
        ("ChatMemberOwner", (await raw("getChatMember", chat_id=-500, user_id=1001))["result"]),
        ("ChatMemberMember", (await raw("getChatMember", chat_id=-500, user_id=1002))["result"]),
        ("WebhookInfo", (await raw("getWebhookInfo"))["result"]),
    ]
    lan.edit(mine, "/start")
    lan.send_document("a.pdf", b"%PDF")
    lan.send_photo(PNG)
    lan.block()
    group.send(an, "/latest@loa_phuong_bot")
    group.promote_bot()
    results.append(("ChatMemberAdministrator", (await raw("getChatMember", chat_id=-500, user_id=123456))["result"]))
    group.migrate()
    group.kick_bot(lan)
    group.add_bot(lan)
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert [entity["type"] for entity in mine.to_json()["entities"]] == ["bot_command"]
    updates = [("Update", update) for update in tg.pending_updates]
    assert len(updates) == 13
    assert [problems_of(name, data) for name, data in results + updates] == [[]] * len(results + updates)


async def test_a_wrong_token_and_a_revoked_one_are_told_apart(tg: FakeTelegram, bot: Bot) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{tg.url}/bot123456:other/getMe")).json()["description"] == "Unauthorized"
        assert (await client.get(f"{tg.url}/botnonsense/getMe")).json()["description"] == "Not Found"
    tg.revoke()
    with pytest.raises(InvalidToken):
        await bot.get_me()
    tg.restore()
    assert (await bot.get_me()).id == 123456


async def test_parameters_may_come_as_form_query_json_or_multipart_in_any_case(tg: FakeTelegram) -> None:
    lan = tg.user(1001).open()
    url = f"{tg.url}/bot{tg.token}"
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.post(f"{url}/sendmessage", data={"chat_id": "1001", "text": "mẫu"})
        await client.get(f"{url}/SENDMESSAGE", params={"chat_id": "1001", "text": "địa chỉ"})
        await client.post(f"{url}/sendMessage", json={"chat_id": "1001", "text": "json"})
        files = {"tep": ("tệp.txt", b"1", "text/plain")}
        await client.post(f"{url}/sendDocument", data={"chat_id": "1001", "document": "attach://tep"}, files=files)
    assert [message.text for message in lan.messages] == ["mẫu", "địa chỉ", "json", ""]
    assert lan.last.document is not None
    assert lan.last.document.name == "tệp.txt"
    assert {entry.method for entry in tg.log} == {"sendMessage", "sendDocument"}


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("sendMesage", {}, "no such method"),
        ("sendSticker", {"chat_id": 1001, "sticker": "x"}, "not modelled"),
        ("sendMessage", {"chat_id": 1001, "text": "a", "texts": "b"}, "unknown parameter 'texts'"),
        ("sendMessage", {"chat_id": 1001, "text": 5}, "text = '5' is not str"),
        ("sendMessage", {"chat_id": 1001}, "required parameter 'text' is missing"),
        ("sendMessage", {"chat_id": 1001, "text": "a", "disable_web_page_preview": True}, "no longer part"),
        ("sendMessage", {"chat_id": 1001, "text": "a", "business_connection_id": "1"}, "is not modelled"),
        ("sendMessage", {"chat_id": 1001, "text": "a", "protect_content": "có"}, "is not bool"),
        ("sendMessage", {"chat_id": 1001, "text": "a", "reply_markup": {"inline_keyboard": 5}}, "inline_keyboard"),
        (
            "sendMessage",
            {
                "chat_id": 1001,
                "text": "a",
                "reply_markup": '{"inline_keyboard": [[{"text": "a", "callback_data": "b", "colour": "red"}]]}',
            },
            "unknown field reply_markup.inline_keyboard[0][0].colour",
        ),
        ("sendMessage", {"chat_id": 1001, "text": "a", "parse_mode": "MarkdownV2"}, "parse_mode markdownv2"),
    ],
)
async def test_what_is_not_in_the_bot_api_fails_the_test(
    method: str, params: dict[str, object], complaint: str
) -> None:
    async def breach() -> None:
        async with FakeTelegram() as tg, httpx.AsyncClient(trust_env=False) as client:
            tg.user(1001).open()
            await client.post(f"{tg.url}/bot{tg.token}/{method}", json=params)

    with pytest.raises(AssertionError, match="the bot broke the Bot API") as caught:
        await breach()
    assert complaint in str(caught.value)


async def test_a_breach_does_not_hide_the_failure_of_the_test_itself() -> None:
    async def fail() -> None:
        async with FakeTelegram() as tg, httpx.AsyncClient(trust_env=False) as client:
            await client.post(f"{tg.url}/bot{tg.token}/nonsense")
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError) as caught:
        await fail()
    assert "nonsense" in caught.value.__notes__[0]
