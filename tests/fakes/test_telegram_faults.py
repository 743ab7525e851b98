"""What can go wrong between a bot and the fake: scripted faults, limits, groups, webhooks."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, TimedOut

from tests.fakes.conftest import Raw
from tests.fakes.telegram import FakeTelegram, Fault, Pace
from tests.fakes.telegram_limits import Limiter


@pytest.mark.parametrize(
    ("fault", "cause", "arrived"),
    [
        (Fault.reset_unread(), (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError), 0),
        (Fault.reset(), (httpx.ReadError,), 0),
        (Fault.reset(applied=True), (httpx.ReadError,), 1),
        (Fault.close(applied=False), (httpx.RemoteProtocolError,), 0),
        (Fault.close(), (httpx.RemoteProtocolError,), 1),
        (Fault.truncated(), (httpx.RemoteProtocolError,), 1),
        (Fault.hang(applied=False), (httpx.ReadTimeout,), 0),
        (Fault.hang(), (httpx.ReadTimeout,), 1),
    ],
    ids=lambda value: f"{value.name} {value.applied}" if isinstance(value, Fault) else "",
)
async def test_a_cut_connection_loses_the_answer_but_not_always_the_message(
    tg: FakeTelegram, bot: Bot, fault: Fault, cause: tuple[type[Exception], ...], arrived: int
) -> None:
    lan = tg.user(1001).open()
    tg.script(then=fault)
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(1001, "tin", read_timeout=0.2)
    assert isinstance(caught.value.__cause__, cause)
    assert isinstance(caught.value, TimedOut) == (httpx.ReadTimeout in cause)
    assert len(lan.messages) == len(tg.log.sent()) == arrived
    assert len(tg.log.unanswered()) == arrived


async def test_an_unread_request_can_be_reset_on_a_new_connection_too(tg: FakeTelegram) -> None:
    tg.script(then=Fault.reset_unread())
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises((httpx.ReadError, httpx.WriteError, httpx.ConnectError)):
            await client.get(f"{tg.url}/bot{tg.token}/getMe")
        assert (await client.get(f"{tg.url}/bot{tg.token}/getMe")).json()["ok"]
    assert len(tg.log) == 1


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (Fault.server_error(), NetworkError, "Internal Server Error"),
        (Fault.bad_gateway(), NetworkError, "Bad Gateway"),
        (Fault.blocked(), Forbidden, "bot was blocked by the user"),
        (Fault.deactivated(), Forbidden, "user is deactivated"),
        (Fault.kicked(), Forbidden, "bot was kicked from the supergroup chat"),
        (Fault.chat_not_found(), BadRequest, "Chat not found"),
        (Fault.refusal(400, "message to edit not found"), BadRequest, "Message to edit not found"),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
async def test_a_scripted_refusal_strikes_once(
    tg: FakeTelegram, bot: Bot, fault: Fault, error: type[Exception], words: str
) -> None:
    tg.user(1001).open()
    script = tg.script(1001, then=fault)
    with pytest.raises(error, match=words):
        await bot.send_message(1001, "tin")
    await bot.send_message(1001, "tin")
    assert script.fired == 1
    assert [entry.accepted for entry in tg.log.of("sendMessage")] == [False, True]


@pytest.mark.parametrize("retry_after", [3, "bảy", 0, -5, 1e18, None])
async def test_retry_after_can_be_absurd(tg: FakeTelegram, raw: Raw, retry_after: object) -> None:
    tg.user(1001).open()
    tg.script(then=Fault.too_many(retry_after))
    body = await raw("sendMessage", chat_id=1001, text="a")
    assert (body["error_code"], body["parameters"]) == (429, {"retry_after": retry_after})


async def test_retry_after_can_be_missing(tg: FakeTelegram, raw: Raw) -> None:
    tg.script(then=Fault.too_many())
    assert "parameters" not in await raw("getMe")


async def test_scripts_strike_by_method_chat_function_and_count(tg: FakeTelegram, raw: Raw) -> None:
    tg.users(3, first_id=1)
    tg.script("sendMessage", then=Fault.server_error(), skip=1, times=2)
    forever = tg.script(lambda call: "bão" in call.params.get("text", ""), then=Fault.server_error(503), times=None)
    codes = [(await raw("sendMessage", chat_id=1, text="a")).get("error_code") for _ in range(4)]
    assert codes == [None, 500, 500, None]
    storm = [(await raw("sendMessage", chat_id=n, text="bão số 3")).get("error_code") for n in (1, 2, 3)]
    assert storm == [503, 503, 503]
    forever.cancel()
    assert (await raw("sendMessage", chat_id=1, text="bão"))["ok"]
    with pytest.raises(ValueError, match="unread"):
        tg.script("sendMessage", then=Fault.reset_unread())


async def test_a_stopped_server_refuses_and_comes_back_on_its_port(tg: FakeTelegram, bot: Bot) -> None:
    lan = tg.user(1001).open()
    await bot.send_message(1001, "một")
    url = tg.url
    await tg.stop()
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(1001, "hai")
    assert isinstance(caught.value.__cause__, httpx.ConnectError | httpx.ReadError)
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(1001, "hai")
    assert isinstance(caught.value.__cause__, httpx.ConnectError)
    await tg.start()
    assert tg.url == url
    await bot.send_message(1001, "ba")
    assert [message.text for message in lan.messages] == ["một", "ba"]


async def test_slow_answers_count_as_in_flight(tg: FakeTelegram, raw: Raw) -> None:
    tg.users(2, first_id=1)
    tg.script(1, then=Fault.slow(0.1))
    slow = asyncio.ensure_future(raw("sendMessage", chat_id=1, text="a"))
    await tg.until(tg.log.in_flight)
    await raw("sendMessage", chat_id=2, text="b")
    middle = time.monotonic()
    assert [entry.chat_id for entry in tg.log.in_flight()] == [1]
    assert (await slow)["ok"]
    assert tg.log.in_flight() == []
    assert [entry.chat_id for entry in tg.log.in_flight(middle)] == [1]
    first, second = tg.log.entries
    assert first.answered is not None
    assert first.answered - first.received >= 0.1
    assert second.outcome == "ok"


async def test_latency_holds_for_every_answer(tg: FakeTelegram, raw: Raw) -> None:
    tg.latency = 0.05
    begin = time.monotonic()
    await raw("getMe")
    assert time.monotonic() - begin >= 0.05


async def test_a_killed_client_leaves_its_message_accepted(tg: FakeTelegram) -> None:
    """A bot in another process, killed between the accepted message and its answer."""
    lan = tg.user(1001).open()
    tg.script("sendMessage", then=Fault.hang())
    program = f"import httpx; httpx.post('{tg.url}/bot{tg.token}/sendMessage', data={{'chat_id': 1001, 'text': 'a'}})"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    await tg.until(lambda: tg.log.accepted("sendMessage"))
    process.kill()
    await process.wait()
    await tg.until(lambda: not tg.log.in_flight())
    assert [message.text for message in lan.messages] == ["a"]
    assert [entry.outcome for entry in tg.log.unanswered()] == ["accepted, hang"]


async def test_more_than_the_rate_is_refused_with_the_time_to_wait(
    tg: FakeTelegram, raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    tg.users(40)
    tg.pace = Pace()
    take, now = tg.world.limiter.take, time.monotonic()
    # All in one instant, however slow the machine is.
    monkeypatch.setattr(type(tg.world.limiter), "take", lambda _, chat, __, *, paid: take(chat, now, paid=paid))
    answers = [await raw("sendMessage", chat_id=100_001 + n, text="a") for n in range(40)]
    refused = [answer for answer in answers if not answer["ok"]]
    assert len(refused) == 10
    assert refused[0]["description"] == "Too Many Requests: retry after 1"
    assert refused[0]["parameters"] == {"retry_after": 1}
    assert tg.rejected == len(refused)
    assert len(tg.log.sent()) == 40 - len(refused)


async def test_edits_use_the_same_budget_and_refused_calls_do_not(tg: FakeTelegram, raw: Raw) -> None:
    tg.user(1001).open()
    tg.pace = Pace(chat_burst=2)
    await raw("sendMessage", chat_id=1001, text="a")
    assert (await raw("sendMessage", chat_id=1001, text=""))["error_code"] == 400
    assert (await raw("editMessageText", chat_id=1001, message_id=1, text="b"))["ok"]
    assert (await raw("editMessageText", chat_id=1001, message_id=1, text="c"))["error_code"] == 429
    assert (await raw("sendChatAction", chat_id=1001, action="typing"))["ok"]


def test_pace_of_one_private_chat_and_of_one_group() -> None:
    limiter = Limiter(Pace(chat_burst=3))
    assert [limiter.take(1, 100.0) for _ in range(4)] == [0, 0, 0, 1]
    assert [limiter.take(1, 100.0 + n) for n in (1, 2, 3)] == [0, 0, 0]
    assert [limiter.take(-1, 200.0 + n) for n in range(20)] == [0] * 20
    assert limiter.take(-1, 230.0) == 30
    assert limiter.take(-1, 260.0) == 0
    assert limiter.rejected == 2


def test_a_sustained_rate_is_kept_to_the_message() -> None:
    limiter = Limiter(Pace(total=30))
    passed = sum(not limiter.take(n, 100 + n / 1000) for n in range(1, 10_001))
    assert passed == 30 + 10 * 30 - 1


def test_paid_broadcasts_pass_beyond_the_free_rate_and_are_counted() -> None:
    limiter = Limiter(Pace())
    assert [limiter.take(n, 100.0, paid=True) for n in range(1, 101)] == [0] * 100
    assert limiter.paid_messages == 70
    assert limiter.take(200, 100.0) == 1
    assert Limiter(Pace().faster(10)).pace == Pace(300, None, 10_000, 10, 5, 20, 6)


async def test_a_group_becomes_a_supergroup(tg: FakeTelegram, bot: Bot, raw: Raw) -> None:
    lan = tg.user(1001)
    group = tg.group(-500, admins=[lan])
    await bot.send_message(-500, "a")
    new_id = group.migrate()
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-500, "b")
    assert caught.value.new_chat_id == new_id == group.id
    body = await raw("sendMessage", chat_id=-500, text="b")
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    await bot.send_message(new_id, "b")
    assert [message.text for message in group.messages] == ["b"]
    service = [update.message for update in await bot.get_updates()]
    assert [(m.chat.id, m.migrate_to_chat_id, m.migrate_from_chat_id) for m in service if m] == [
        (-500, new_id, None),
        (new_id, None, -500),
    ]


async def test_a_bot_is_added_to_a_group_promoted_and_thrown_out(tg: FakeTelegram, bot: Bot) -> None:
    lan, an = tg.user(1001, "Lan"), tg.user(1002, "An")
    group = tg.group(-1_000_000_000_500, members=[an], admins=[lan], bot="left")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "a")
    group.add_bot(lan)
    await bot.send_message(group.id, "a")
    assert (await bot.get_chat_member(group.id, 1002)).status == "member"
    assert [one.user.id for one in await bot.get_chat_administrators(group.id)] == [1001]
    assert (await bot.get_chat(group.id)).title == "Tổ dân phố 3"
    assert await bot.get_chat_member_count(group.id) == 3
    group.promote_bot()
    group.kick_bot(lan)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "a")
    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["member", "administrator", "kicked"]


async def test_a_bot_can_leave_a_group(tg: FakeTelegram, bot: Bot) -> None:
    tg.group(-500, admins=[tg.user(1001)])
    await bot.leave_chat(-500)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(-500, "a")
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(tg.user(1001).open().id)


async def test_privacy_lets_a_bot_hear_only_what_is_meant_for_it(bot: Bot) -> None:
    async with FakeTelegram(privacy=True) as tg:
        lan = tg.user(1001)
        group = tg.group(-500, members=[lan])
        own = tg.world.post(group.chat, tg.world.bot, text="a", from_bot=True)
        group.send(lan, "chào cả nhà")
        group.send(lan, "/latest@other_bot")
        group.send(lan, "/latest")
        group.send(lan, "/latest@Loa_Phuong_Bot")
        group.send(lan, "@loa_phuong_bot ơi")
        group.send(lan, "dạ", reply_to=own)
        heard = [update["message"]["text"] for update in tg.pending_updates]
        assert heard == ["/latest", "/latest@Loa_Phuong_Bot", "@loa_phuong_bot ơi", "dạ"]


async def test_a_channel_post_is_one_message(tg: FakeTelegram, bot: Bot) -> None:
    channel = tg.channel(-1_000_000_000_900, username="phuong_my_binh")
    post = await bot.send_message("@Phuong_My_Binh", "Tin mới")
    assert (post.chat.type, post.from_user) == ("channel", None)
    assert channel.last.text == "Tin mới"


@dataclass
class Hook:
    """A bot's webhook: what came, and the statuses it answers with before it is well."""

    url: str = ""
    came: list[tuple[str | None, dict[str, Any]]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    enough: Callable[[], bool] = lambda: False
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
        body = await reader.readexactly(int(headers["content-length"]))
        secret = headers.get("x-telegram-bot-api-secret-token")
        self.came.append((secret, json.loads(body)))
        status = self.statuses.pop(0) if self.statuses else 200
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        writer.close()
        await writer.wait_closed()
        if self.enough():
            self.done.set()


@asynccontextmanager
async def webhook() -> AsyncIterator[Hook]:
    hook = Hook()
    server = await asyncio.start_server(hook.serve, "127.0.0.1", 0)
    hook.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield hook
    finally:
        server.close()
        await server.wait_closed()


async def test_a_webhook_gets_updates_in_order_each_until_it_is_taken(tg: FakeTelegram, bot: Bot) -> None:
    async with webhook() as hook:
        hook.statuses = [500, 503]
        hook.enough = lambda: len(hook.came) == 4
        tg.route_webhook("https://phuong.example", hook.url)
        lan = tg.user(1001)
        lan.send("một")
        await bot.set_webhook("https://phuong.example/telegram/webhook", secret_token="bi-mat")
        lan.send("hai")
        await asyncio.wait_for(hook.done.wait(), 3)
        assert [(secret, update["message"]["text"]) for secret, update in hook.came] == [
            *[("bi-mat", "một")] * 3,
            ("bi-mat", "hai"),
        ]
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        info = await bot.get_webhook_info()
        assert (info.url, info.last_error_message) == (
            "https://phuong.example/telegram/webhook",
            "Wrong response from the webhook: 503 X",
        )
        assert [status for _, status in tg.webhook_deliveries] == [500, 503, 200, 200]
        await bot.delete_webhook()
        lan.send("ba")
        assert len(await bot.get_updates()) == 1


async def test_a_webhook_that_is_down_keeps_its_updates(tg: FakeTelegram, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    tg.user(1001).send("/start")
    while not tg.webhook_deliveries:  # noqa: ASYNC110 - nothing signals a failed delivery
        await asyncio.sleep(0.01)
    info = await bot.get_webhook_info()
    assert (info.pending_update_count, info.last_error_message) == (1, "Connection refused")
    await bot.delete_webhook(drop_pending_updates=True)
    assert tg.pending_updates == []


async def test_webhook_addresses_are_checked(tg: FakeTelegram, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="https url must be provided"):
        await bot.set_webhook("http://phuong.example/hook")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("https://phuong.example/hook", secret_token="bí mật")
    assert tg.violations == []
    with pytest.raises(BadRequest, match="failed to resolve host"):
        await bot.set_webhook("https://phuong.example/hook")
    assert len(tg.violations) == 1
    tg.violations.clear()
