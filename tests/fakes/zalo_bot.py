"""A loopback server that behaves like Zalo's bot platform, as far as anybody has written that down.

    async with FakeZalo(["Lan", "Tèo"]) as zalo:
        zalo.people[0].say("/dangky")            # an event for the bot, over getUpdates or webhook
        zalo.ways.idle_by_status = False          # an idle poll is a 200 that says ok: false
        zalo.script("sendMessage", refused(429, "Quota exceeded", wait=7))

What is doubtful about the platform is a switch of `Ways`; a test that needs none of them runs over all. A call that is
not in the platform's list, or has a wrong type, is noted in `violations`; leaving the `async with` then fails.
"""

import asyncio
import itertools
import json
import re
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic, time
from types import TracebackType
from typing import Any, Self

import httpx

from tests.fakes.telegram_wire import Ending, Reply, Request, Wire

TOKEN = "1459232241454765001:bi-mat-cua-phuong"
MOST_CHARS = 2000
STYLES = frozenset("bius") | {"f_13", "f_15", "f_18", "f_20", "c_db342e", "lst_1", "lst_2"}
PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)\Z")

Json = dict[str, Any]


@dataclass
class Ways:
    """What nobody is sure of: each may be either."""

    idle_by_status: bool = True
    """An idle poll is HTTP 408, not a 200 with `error_code`."""
    comes_again: int = 0
    """How often an event that was handed over comes again on later polls."""
    wrapped: bool = False
    """Webhook bodies stand in {"ok": true, "result": …}."""
    photo_field: str = "photo_url"
    none_is_404: bool = True
    """getWebhookInfo without one is a 404, not an empty `url`."""
    names_group_calls: bool = True
    """A group's text holds the mention by which the bot was called."""


@dataclass(frozen=True)
class Seen:
    """One of the bot's messages as its reader sees it."""

    id: str
    text: str
    styles: tuple[tuple[int, int, tuple[str, ...]], ...] = ()
    photo: str = ""

    @property
    def marks(self) -> frozenset[str]:
        return frozenset(code for _, _, codes in self.styles for code in codes)


@dataclass
class ZaloPerson:
    """Somebody with Zalo, or a group: what they see is a list of messages."""

    zalo: "FakeZalo"
    chat_id: str
    name: str
    group: bool = False
    messages: list[Seen] = field(default_factory=list)

    def say(self, text: str, *, by: str = "") -> None:
        """Type a message; in a group somebody calls the bot by its name with it."""
        called = f"@{self.zalo.bot_name} {text}" if self.group and self.zalo.ways.names_group_calls else text
        self._happens("message.text.received", {"text": called, "message_type": "CHAT_MESSAGE"}, by)

    def send_photo(self, content: bytes, caption: str = "") -> None:
        """Send a picture, which lies at the platform under an address of its own."""
        path = f"/media/{next(self.zalo.numbers)}.jpg"
        self.zalo.media[path] = content
        told = {self.zalo.ways.photo_field: self.zalo.url + path, "caption": caption, "message_type": "CHAT_PHOTO"}
        self._happens("message.image.received", told)

    def send_sticker(self) -> None:
        self._happens("message.sticker.received", {"sticker": "0e078a2fb66a5f340601"})

    def send_unsupported(self) -> None:
        """Send what the platform hands over to nobody, or be somebody whom the law protects."""
        self._happens("message.unsupported.received", {})

    @property
    def texts(self) -> list[str]:
        """What the bot has said."""
        return [one.text for one in self.messages]

    def _happens(self, event: str, told: Json, by: str = "") -> None:
        number = next(self.zalo.numbers)
        sender = {"id": by or self.chat_id, "display_name": self.name, "is_bot": False}
        message = {
            "message_id": f"2d758cb5e222177a{number:04x}",
            "date": int((time() + self.zalo.ahead) * 1000),
            "from": sender,
            "chat": {"id": self.chat_id, "chat_type": "GROUP" if self.group else "PRIVATE"},
            **told,
        }
        self.zalo.happen({"event_name": event, "message": message})


def refused(code: int, said: str, *, status: int | None = None, wait: float | None = None) -> Reply:
    """An answer that says no: in the body alone where `status` is 200."""
    body = json.dumps({"ok": False, "error_code": code, "description": said}).encode()
    return Reply(code if status is None else status, body, headers={"Retry-After": f"{wait:g}"} if wait else {})


class FakeZalo:
    """The server, its people and its switches."""

    def __init__(self, names: Sequence[str] = (), *, token: str = TOKEN, ways: Ways | None = None) -> None:
        self.token = token
        self.ways = ways or Ways()
        self.bot_name = "Bot Phường Mẫu"
        self.numbers = itertools.count(1)
        self.people = [ZaloPerson(self, f"6ede9afa66b88fe6{at:04x}", name) for at, name in enumerate(names, 1)]
        self.media: dict[str, bytes] = {}
        self.waiting: deque[tuple[Json, int]] = deque()
        """Events and how often each may still be handed over."""
        self.webhook = ""
        self.secret = ""
        self.revoked = False
        self.ahead = 0.0
        """Seconds by which its clock is ahead of the machine's."""
        self.quota: int | None = None
        self.calls: Counter[str] = Counter()
        self.silent: set[str] = set()
        """Chats of which Zalo never says whether they got a message."""
        self.unanswered = 0
        self.violations: list[str] = []
        self.polling = self.most_polling = 0
        self.polled_at: list[float] = []
        """When each poll came, in seconds of a clock that never goes back."""
        self._came = asyncio.Event()
        self._scripts: dict[str, deque[Reply]] = {}
        self._posting: set[asyncio.Task[None]] = set()
        self._wire = Wire(self._handle, lambda: False)

    async def __aenter__(self) -> Self:
        await self._wire.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in tuple(self._posting):
            task.cancel()
        await asyncio.gather(*self._posting, return_exceptions=True)
        await self._wire.stop()
        if self.violations and exc is None:
            raise AssertionError("the bot broke the API:\n  " + "\n  ".join(dict.fromkeys(self.violations)))

    async def stop(self) -> None:
        """Refuse connections and reset the open ones."""
        await self._wire.stop()

    async def start(self) -> None:
        """Listen again on the same port."""
        await self._wire.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._wire.port}"

    def group(self, name: str) -> ZaloPerson:
        """A group in which the bot is."""
        found = ZaloPerson(self, f"a1b2c3d4e5f6{len(self.people):04x}", name, group=True)
        self.people.append(found)
        return found

    def script(self, method: str, *answers: Reply) -> None:
        """Let the next calls of a method be answered so, whatever they ask."""
        self._scripts.setdefault(method, deque()).extend(answers)

    def happen(self, event: Json) -> None:
        """Something happened: it waits for a poll, or is posted until it is answered with 200."""
        if self.webhook:
            task = asyncio.create_task(self._post(event))
            self._posting.add(task)
            task.add_done_callback(self._posting.discard)
        else:
            self.waiting.append((event, self.ways.comes_again))
            self._came.set()

    async def _post(self, event: Json) -> None:
        body = {"ok": True, "result": event} if self.ways.wrapped else event
        async with httpx.AsyncClient(trust_env=False) as client:
            while True:
                try:
                    answer = await client.post(self.webhook, json=body, headers={"X-Bot-Api-Secret-Token": self.secret})
                except httpx.HTTPError:
                    await asyncio.sleep(0.05)
                    continue
                if answer.status_code == 200:
                    return
                await asyncio.sleep(0.05)

    # --- answering --------------------------------------------------------------------------------------------------

    async def _handle(self, request: Request) -> Reply:
        if request.target in self.media:
            return Reply(200, self.media[request.target], "image/jpeg")
        found = PATH.match(request.target)
        if found is None:
            self.violations.append("no such path")
            return refused(404, "Not Found")
        method = found["method"]
        self.calls[method] += 1
        if found["token"] != self.token or self.revoked:
            return refused(401, "Unauthorized")
        if scripted := self._scripts.get(method):
            return scripted.popleft()
        answer = getattr(self, f"_on_{method}", None)
        if answer is None:
            self.violations.append(f"no method {method}")
            return refused(400, "Bad Request")
        try:
            asked = json.loads(request.body)
        except ValueError:
            asked = None
        if not isinstance(asked, dict):
            self.violations.append(f"{method}: no JSON object")
            return refused(400, "Bad Request")
        result: Reply = await answer(asked)
        return result

    async def _on_getMe(self, asked: Json) -> Reply:
        me = {"id": self.token.partition(":")[0], "account_name": "bot.QwErTyUiO", "account_type": "BASIC"}
        return _ok({**me, "can_join_groups": True, "display_name": self.bot_name})

    async def _on_getUpdates(self, asked: Json) -> Reply:
        if set(asked) - {"timeout"}:
            self.violations.append(f"getUpdates: {sorted(asked)}")
        if self.webhook:
            return refused(400, "Bad Request: webhook is active")
        self.polling += 1
        self.polled_at.append(monotonic())
        self.most_polling = max(self.most_polling, self.polling)
        try:
            async with asyncio.timeout(float(asked.get("timeout", 30))):
                while not self.waiting:
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            return refused(408, "Request timeout", status=408 if self.ways.idle_by_status else 200)
        finally:
            self.polling -= 1
        event, again = self.waiting.popleft()
        if again:
            self.waiting.append((event, again - 1))
        return _ok(event)

    async def _on_setWebhook(self, asked: Json) -> Reply:
        url, secret = asked.get("url"), asked.get("secret_token")
        if not isinstance(url, str) or not isinstance(secret, str) or not 8 <= len(secret) <= 256:
            self.violations.append("setWebhook: url and secret_token")
            return refused(400, "Bad Request")
        self.webhook, self.secret = url, secret
        return _ok({"url": url, "updated_at": 1_790_000_007_123, "verification": {"ok": True, "outcome": "webhook.ok"}})

    async def _on_getWebhookInfo(self, asked: Json) -> Reply:
        if not self.webhook and self.ways.none_is_404:
            return refused(404, "Not Found")
        return _ok({"url": self.webhook, "updated_at": 1_790_000_007_123})

    async def _on_sendChatAction(self, asked: Json) -> Reply:
        return Reply(200, b'{"ok": true}')

    async def _on_sendMessage(self, asked: Json) -> Reply:
        text, styles = asked.get("text"), asked.get("text_styles", [])
        person = self._person(asked)
        if not isinstance(text, str) or not text.strip() or len(text) > MOST_CHARS or set(asked) - _MESSAGE:
            return refused(400, "Bad Request: text must be 1-2000 characters")
        if not all(isinstance(one, dict) and set(one) == {"start", "len", "st"} for one in styles):
            self.violations.append("sendMessage: text_styles")
        return self._show(person, text, "", tuple((one["start"], one["len"], tuple(one["st"])) for one in styles))

    async def _on_sendPhoto(self, asked: Json) -> Reply:
        photo, caption = asked.get("photo"), asked.get("caption", "")
        if not isinstance(photo, str) or not photo.startswith(("http://", "https://")) or len(caption) > MOST_CHARS:
            return refused(400, "Bad Request: photo must be a URL")
        return self._show(self._person(asked), caption, photo, ())

    def _person(self, asked: Json) -> ZaloPerson | None:
        if not isinstance(asked.get("chat_id"), str):
            self.violations.append("chat_id must be a string")
        return next((one for one in self.people if one.chat_id == asked.get("chat_id")), None)

    def _show(
        self, person: ZaloPerson | None, text: str, photo: str, styles: tuple[tuple[int, int, tuple[str, ...]], ...]
    ) -> Reply:
        if person is None:
            return refused(404, "Not Found: chat not found")
        if person.chat_id in self.silent:
            self.unanswered += 1
            return refused(408, "Request timeout")
        if self.quota is not None:
            if self.quota == 0:
                return refused(429, "Quota exceeded")
            self.quota -= 1
        number = f"82599fa32f56d00e{next(self.numbers):04x}"
        person.messages.append(Seen(number, text, styles, photo))
        return _ok({"message_id": number, "date": 1_790_000_006_123})


_MESSAGE = {"chat_id", "text", "text_styles"}


def _ok(result: Json) -> Reply:
    return Reply(200, json.dumps({"ok": True, "result": result}).encode())


def hanging() -> Reply:
    """An answer that never comes."""
    return Reply(200, b"", ending=Ending.HANG)


def broken_off() -> Reply:
    """Half an answer."""
    return Reply(200, b'{"ok": true, "result": {"message_id": "1"}}', ending=Ending.TRUNCATE)
