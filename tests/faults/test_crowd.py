"""Fifteen hundred people at once, and a platform that does not say who is an admin."""

import asyncio
import json
from collections import Counter
from contextlib import AsyncExitStack
from typing import Any

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.errors import ThrottledError
from bot.messages.incoming import Raw
from bot.messages.message import Outgoing
from tests.faults.kit import Ward, working
from tests.faults.test_fair import Sent, ask, question

RATE, PEOPLE, SECONDS = 10.0, 1500, 60


class Limit:
    """A platform that lets an account have RATE messages a second, and a second's worth at once."""

    def __init__(self) -> None:
        self.refused = 0
        self._full_at = 0.0

    def take(self, at: float) -> None:
        """Let one more message through at a moment, or refuse it."""
        self._full_at = max(self._full_at, at) + 1 / RATE
        if self._full_at - at > 1 + 1e-6:
            self.refused += 1
            self._full_at -= 1 / RATE
            raise ThrottledError(3)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("workers", [1, 2])
async def test_of_fifteen_hundred_who_ask_at_once_as_many_are_answered_in_a_minute_as_the_limit_lets(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, workers: int, engine: str
) -> None:
    if workers > 1 and engine == "sqlite":
        pytest.skip("one machine, one worker")
    ward.rate = RATE
    await ward.populate(PEOPLE)
    sent, limit = Sent(ward, monkeypatch), Limit()
    send = TelegramChannel.send

    async def limited(self: TelegramChannel, message: Outgoing) -> str:
        limit.take(sent.time.passed)
        return await send(self, message)

    monkeypatch.setattr(TelegramChannel, "send", limited)
    apps = [ward.app() for _ in range(workers)]
    async with working(*apps):
        began = sent.time.passed
        for number, one in enumerate(ward.people):
            await ask(apps[number % workers], question(str(one.id), 1))
        asked = sent.time.passed
        await ward.until(lambda: sent.time.passed >= asked + SECONDS, patience=2 * SECONDS)
    assert asked - began < 5, "they did not ask at once"
    answered = [at for at, _, _ in sent.log if began <= at < began + SECONDS]
    assert limit.refused == 0
    assert len(answered) >= 0.98 * RATE * SECONDS
    assert max(Counter(chat for _, chat, _ in sent.log).values()) == 1


def update(number: int, chat: int, text: str, *, group: bool) -> Raw:
    """What Telegram sends when somebody writes."""
    there: dict[str, Any] = {"id": chat, "type": "supergroup" if group else "private", "title": "Tổ"}
    said = {"message_id": number, "chat": there, "from": {"id": 77, "first_name": "Tư"}, "text": text}
    return Raw(str(number), str(chat), json.dumps({"update_id": number, "message": said}))


async def test_while_nobody_says_who_is_an_admin_a_private_question_is_answered_within_a_second(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = await ward.populate(1)
    sent = Sent(ward, monkeypatch)
    asked: list[str] = []

    async def hangs(self: TelegramChannel, chat_id: str, member_id: str) -> bool:
        asked.append(chat_id)
        await asyncio.sleep(30)
        return False

    monkeypatch.setattr(TelegramChannel, "is_group_admin", hangs)
    app = ward.app()
    (channel,) = app.channels
    groups = [update(number, -1000 - number, "/dangky", group=True) for number in range(10)]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(working(app))
        for work in (app.intake.run(), app.jobs.run()):
            stack.callback(asyncio.create_task(work).cancel)
        await app.intake.take(channel.name, channel.account, groups)
        await ward.until(lambda: len(asked) >= 3)
        began = sent.time.passed
        await app.intake.take(channel.name, channel.account, [update(100, one.id, "/latest", group=False)])
        await ward.until(lambda: sent.to(str(one.id)))
        assert sent.to(str(one.id))[0] - began < 1
        assert len(asked) < 10, "it did not hang"
