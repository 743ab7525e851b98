"""A loopback Bot API server that behaves like Telegram, on bare asyncio in the test's own event loop.

    async with FakeTelegram() as tg:
        bot = Bot(tg.token, base_url=f"{tg.url}/bot", base_file_url=f"{tg.url}/file/bot")
        lan = tg.user(1001, first_name="Lan")
        lan.send("/start")                                   # an update for the bot, over getUpdates or webhook
        answer = await lan.wait_for("Chào")
        lan.press(answer, "Đồng ý")
        tg.script("sendMessage", then=Fault.server_error())  # the next send fails
        assert tg.log.sent_per_chat() == {1001: 1}

A call with a method, a name or a type that aiogram's model of the Bot API (bot_api.json) does not have, or that this
fake does not model, is noted in `tg.violations`; leaving the `async with` then fails the test. A bot in another process
works as well; start it with asyncio's subprocess functions, since a blocking call would stop this server too.
"""

import asyncio
import json
import re
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from tests.fakes import telegram_messages, telegram_settings
from tests.fakes.telegram_errors import ApiError, error_body
from tests.fakes.telegram_faults import MISSING, Call, Fault, Match, Script, Scripts
from tests.fakes.telegram_limits import Pace
from tests.fakes.telegram_log import Entry, RequestLog
from tests.fakes.telegram_methods import METHODS, Params
from tests.fakes.telegram_oracle import check, describe, methods
from tests.fakes.telegram_params import Body, read_body
from tests.fakes.telegram_people import PATIENCE, Group, Person, Press
from tests.fakes.telegram_updates import UpdateQueue
from tests.fakes.telegram_wire import Reply, Request, Wire
from tests.fakes.telegram_world import Chat, Json, SeenMessage, StoredFile, World

__all__ = ["MISSING", "FakeTelegram", "Fault", "Group", "Pace", "Person", "Press", "SeenMessage", "StoredFile"]

TOKEN = "123456:TEST"
PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)\Z")
FILE_PATH = re.compile(r"/file/bot(?P<token>[^/]+)/(?P<path>.+)\Z")
WELL_FORMED_TOKEN = re.compile(r"[0-9]+:[\w-]+\Z")
REGISTERED = (telegram_messages, telegram_settings)


class FakeTelegram:
    """The server, its people, its log and its scripted faults.

    pace: the limits it enforces; `Pace.off()` for tests that are not about them.
    privacy: group privacy as @BotFather sets it; off here, so that the bot hears every word and must itself be silent.
    latency: seconds before every answer, settable at any time.
    listeners: functions that hear of every request once, when it is decided, just before its answer is written.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "loa_phuong_bot",
        first_name: str = "Loa Phường",
        pace: Pace | None = None,
        privacy: bool = False,
        latency: float = 0.0,
    ) -> None:
        self.token = token
        bot = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": first_name, "username": username}
        self.world = World(bot, UpdateQueue())
        self.world.settings["privacy"] = privacy
        if pace is not None:
            self.world.limiter.pace = pace
        self.log = RequestLog()
        self.latency = latency
        self.revoked = False
        self.listeners: list[Callable[[Entry], None]] = []
        self._looking: list[Callable[[Entry], None]] = []
        self._scripts = Scripts()
        self._wire = Wire(self._handle, self._scripts.pick_unread)
        self._persons: dict[int, Person] = {}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
        if self.violations:
            found = "the bot broke the Bot API:\n  " + "\n  ".join(dict.fromkeys(self.violations))
            if exc is None:
                raise AssertionError(found)
            exc.add_note(found)

    async def start(self) -> None:
        """Listen; after a stop, again on the same port with everything remembered."""
        await self._wire.start()

    async def stop(self) -> None:
        """Refuse connections and reset the open ones; chats and updates stay."""
        await self._wire.stop()

    async def close(self) -> None:
        """Stop for good, webhook deliveries too."""
        await self.world.updates.close()
        await self._wire.stop()

    def reset_connections(self) -> None:
        """Reset every connection that is open now."""
        self._wire.reset_connections()

    @property
    def url(self) -> str:
        """The base address, without the /bot suffix."""
        return f"http://127.0.0.1:{self._wire.port}"

    @property
    def violations(self) -> list[str]:
        """What the bot did that is not in the Bot API, or that this fake does not model; clear() forgives it."""
        return self.world.complaints

    @property
    def pace(self) -> Pace:
        """The limits in force; assign to change them."""
        return self.world.limiter.pace

    @pace.setter
    def pace(self, pace: Pace) -> None:
        self.world.limiter.pace = pace

    @property
    def rejected(self) -> int:
        """How many calls were refused for going too fast."""
        return self.world.limiter.rejected

    @property
    def paid_messages(self) -> int:
        """How many messages went over the free rate under allow_paid_broadcast (0.1 Star each)."""
        return self.world.limiter.paid_messages

    def user(
        self,
        user_id: int,
        first_name: str = "Lan",
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "vi",
    ) -> Person:
        """A person; the same object for the same id. The bot cannot write before the person does."""
        if user_id in self._persons:
            return self._persons[user_id]
        chat = Chat(user_id, "private", first_name=first_name, last_name=last_name, username=username, open=False)
        user: Json = {"id": user_id, "is_bot": False, "first_name": first_name, "last_name": last_name}
        user |= {"username": username, "language_code": language_code}
        user = {name: value for name, value in user.items() if value is not None}
        self.world.chats[user_id] = chat
        self.world.people[user_id] = user
        person = self._persons[user_id] = Person(self.world, chat, user)
        return person

    def users(self, count: int, first_id: int = 100_001) -> list[Person]:
        """Many persons whose chats are open already."""
        return [self.user(first_id + n, f"Cư dân {n + 1}").open() for n in range(count)]

    def group(
        self,
        chat_id: int,
        title: str = "Tổ dân phố 3",
        members: Iterable[Person] = (),
        admins: Sequence[Person] = (),
        *,
        kind: str = "",
        bot: str = "member",
        username: str | None = None,
    ) -> Group:
        """A group (supergroup where the id starts with -100, or as `kind` says); `bot="left"` to add the bot later."""
        kind = kind or ("supergroup" if chat_id <= -1_000_000_000_000 else "group")
        chat = Chat(chat_id, kind, title=title, username=username, bot_status=bot)
        self.world.chats[chat_id] = chat
        if username:
            self.world.names[f"@{username.lower()}"] = chat_id
        group = Group(self.world, chat)
        for person in members:
            group.add(person)
        for number, person in enumerate(admins):
            group.add(person, "administrator" if number else "creator")
        return group

    def channel(self, chat_id: int, title: str = "Kênh phường", *, username: str | None = None) -> Group:
        """A channel in which the bot is an administrator."""
        return self.group(chat_id, title, kind="channel", bot="administrator", username=username)

    def script(self, match: Match = None, *, then: Fault, times: int | None = 1, skip: int = 0) -> Script:
        """Let a fault strike the calls that match: a method's name, a chat id, a function of the Call, or any.

        times: how many calls it strikes (None: all), after letting `skip` of them pass.
        """
        return self._scripts.add(Script(match, then, times, skip))

    def clear_scripts(self) -> None:
        """Let nothing more go wrong."""
        self._scripts.waiting.clear()

    def revoke(self) -> None:
        """Every call answers 401 until restore()."""
        self.revoked = True

    def restore(self) -> None:
        """The token is good again."""
        self.revoked = False

    def push_update(self, raw: Json) -> int:
        """Hand the bot any update, unknown or broken; update_id is added unless it has one."""
        return self.world.updates.push(raw)

    async def until(self, condition: Callable[[], object], timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Wait until the condition holds, looking whenever a request comes or ends; else AssertionError."""
        if condition():
            return
        held = asyncio.get_running_loop().create_future()

        def look(_: Entry) -> None:
            if not held.done() and condition():
                held.set_result(None)

        self._looking.append(look)
        try:
            await asyncio.wait_for(held, timeout)
        except TimeoutError:
            last = "\n  ".join(f"{entry.method} {entry.chat_id}: {entry.outcome}" for entry in self.log.entries[-5:])
            raise AssertionError(f"not so within {timeout} s; the last requests:\n  {last or 'none'}") from None
        finally:
            self._looking.remove(look)

    def renumber_updates(self, next_id: int) -> None:
        """Let update ids go on from here: after an idle week Telegram begins anew anywhere, below the old ones too."""
        self.world.updates.last_id = next_id - 1

    def serve_file(self, url: str, content: bytes) -> None:
        """What Telegram finds when the bot sends a file by this address; it fetches nothing else."""
        self.world.web[url] = content

    @property
    def pending_updates(self) -> list[Json]:
        """The updates the bot has not confirmed."""
        return list(self.world.updates.pending)

    def route_webhook(self, public: str, local: str) -> None:
        """Deliver to `local` what the bot asks for at `public` (https://phuong.example -> http://127.0.0.1:8080)."""
        self.world.updates.routes[public] = local

    @property
    def unanswered_presses(self) -> list[Press]:
        """Pressed buttons whose clock still turns."""
        return [press for press in self.world.presses.values() if not press.answered]

    def menu(self, person: Person) -> list[tuple[str, str]]:
        """The commands this person's app shows: the narrowest scope first, each in their language, then in any."""
        kept = self.world.settings.get("commands", {})
        scopes: list[Json] = [
            {"type": "chat", "chat_id": person.id},
            {"type": "all_private_chats"},
            {"type": "default"},
        ]
        for scope in scopes:
            for language in (person.user.get("language_code", ""), ""):
                found = kept.get((json.dumps(scope, sort_keys=True), language))
                if found:
                    return [(command["command"], command["description"]) for command in found]
        return []

    @property
    def webhook_deliveries(self) -> list[tuple[int, int]]:
        """(update_id, HTTP status) of every attempt; status 0 where there was no answer."""
        return self.world.updates.delivered

    def _handle(self, request: Request) -> Reply | Awaitable[Reply]:
        path = unquote(request.target.partition("?")[0])
        found = PATH.match(path)
        if found is None:
            return self._download(path)
        wanted = found["method"].lower()
        name = METHODS[wanted].name if wanted in METHODS else found["method"]
        entry = Entry(len(self.log) + 1, name, {}, None, time.monotonic())
        self.log.entries.append(entry)
        try:
            return self._answer(request, found["token"], entry)
        except ApiError as exc:
            return self._refuse(entry, exc)
        except Exception as exc:
            # The fake's own failing must fail the test, not look like a server error that the bot survives.
            self.violations.append("the fake itself failed: " + "".join(traceback.format_exception(exc)))
            return self._refuse(entry, ApiError(500, "Internal Server Error"))

    def _answer(self, request: Request, token: str, entry: Entry) -> Reply | Awaitable[Reply]:
        self._check_token(token)
        body = read_body(request)
        params = self._check_params(entry.method, body, entry)
        fault = self._scripts.pick(Call(entry.method, params.values, entry.chat_id))
        if fault is not None and not fault.applied:
            entry.fault = fault.name
            return self._reply(entry, fault.status, fault.body or b"", fault)
        result = METHODS[entry.method.lower()].run(self.world, params)
        if isinstance(result, Awaitable):
            return self._later(entry, result, fault)
        return self._accept(entry, result, fault)

    def _check_token(self, token: str) -> None:
        if self.revoked or token != self.token:
            if WELL_FORMED_TOKEN.match(token):
                raise ApiError(401, "Unauthorized")
            raise ApiError(404, "Not Found")

    def _check_params(self, name: str, body: Body, entry: Entry) -> Params:
        if name.lower() not in methods():
            self.violations.append(f"{name}: no such method in the Bot API")
            raise ApiError(404, "Not Found")
        checked = check(name, body)
        self.violations.extend(checked.problems)
        entry.params = {key: describe(value) for key, value in checked.values.items()}
        chat_id = checked.values.get("chat_id")
        if isinstance(chat_id, str):
            chat_id = self.world.names.get(chat_id.lower())
        entry.chat_id = chat_id
        if name.lower() not in METHODS:
            self.violations.append(f"{name}: not modelled by this fake")
            raise ApiError(404, "Not Found")
        for other in checked.values.keys() - METHODS[name.lower()].takes:
            self.violations.append(f"{name}: parameter {other!r} is not modelled by this fake")
        if checked.bad:
            raise ApiError(400, f"can't parse {checked.bad[0]}")
        return Params(checked.values)

    async def _later(self, entry: Entry, result: Awaitable[Any], fault: Fault | None) -> Reply:
        self._stir(entry)
        try:
            value = await result
        except ApiError as exc:
            return self._refuse(entry, exc)
        except asyncio.CancelledError:
            entry.ended = time.monotonic()
            self._stir(entry)
            raise
        return self._accept(entry, value, fault)

    def _accept(self, entry: Entry, result: object, fault: Fault | None) -> Reply:
        entry.accepted = True
        if isinstance(result, SeenMessage):
            entry.message_id = result.message_id
            result = result.to_json()
        if fault is not None:
            entry.fault = fault.name or None
        body = json.dumps({"ok": True, "result": result}, ensure_ascii=False, separators=(",", ":")).encode()
        return self._reply(entry, 200, body, fault)

    def _refuse(self, entry: Entry, error: ApiError) -> Reply:
        entry.code, entry.description = error.code, error.description
        body = json.dumps(error_body(error.code, error.description, error.parameters)).encode()
        return self._reply(entry, error.code, body, None)

    def _reply(self, entry: Entry, status: int, body: bytes, fault: Fault | None) -> Reply:
        def over(written: bool) -> None:
            entry.ended = time.monotonic()
            if written:
                entry.answered = entry.ended
            self._stir(entry)

        reply = Reply(status, body, delay=self.latency, over=over)
        entry.code = status
        if fault is not None:
            reply.ending, reply.kind = fault.ending, fault.kind
            reply.delay += fault.delay
        for listener in list(self.listeners):
            listener(entry)
        self._stir(entry)
        return reply

    def _stir(self, entry: Entry) -> None:
        for look in list(self._looking):
            look(entry)

    def _download(self, path: str) -> Reply:
        found = FILE_PATH.match(path)
        if found is not None and found["token"] == self.token and not self.revoked:
            for stored in self.world.files.values():
                if stored.path == found["path"]:
                    return Reply(200, stored.content, "application/octet-stream")
        if found is None:
            self.violations.append(f"{path.replace(self.token, '<token>')}: no such path in the Bot API")
        return Reply(404, json.dumps(error_body(404, "Not Found")).encode())
