"""The storm: a warning goes out while people ask, three flood, one group is slow and every fiftieth call fails.

The real ward, from the raw updates to the wire, in time that passes only while everybody waits
(tests/faults/timeless.py): a busy machine changes nothing. What it draws stands in storm-ENGINE.svg, in the folder that
LOA_BENCH_OUT names, or here.
"""

import asyncio
import json
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import build_router
from bot.channels.telegram.channel import TelegramChannel
from bot.delivery.policy import Decision
from bot.delivery.sender import Sender
from bot.domain.delivery import Lane
from bot.errors import MaybeSentError, NeverSentError, ThrottledError
from bot.messages.incoming import Incoming, Raw
from bot.messages.message import Outgoing
from bot.settings import Settings
from bot.storage.push.outbox import Claimed
from bot.ward import Ward
from tests.bench.drawing import draw_rates
from tests.bench.house import ADMIN, FIRST_CHAT, NOTICE, TOKEN, URGENT, Figure, full_house, new_url, publish, quantile
from tests.bench.house import services as services_of
from tests.faults.timeless import Timeless

PEOPLE, RATE = 3_000, 30.0
ASKERS, ASK_WITHIN = 1_000, 20.0
FLOODERS, FLOOD_A_SECOND, FLOOD_SECONDS = 3, 10, 30
GROUP, GROUP_TAKES = -500, 20.0
CALL_TAKES = 0.05
REFUSED, SILENT = 0.015, 0.005
"""Shares of the calls that fail before they reach the platform, and that it does although its answer is lost."""

ROUTINE_AHEAD = 10.0
"""Seconds before the warning at which a push of everyday news began, which goes on under it."""

QUESTIONS = ("/latest", "tin moi", "cup dien hem 47 khi nao", "/read 1", "hôm nay có gì không")
URGENT_SHARE = 0.75
PATIENCE = 900.0

_row: ContextVar[Claimed] = ContextVar("row")


@dataclass
class Platform:
    """The far end of the wire: how long a call takes, what it refuses, and which messages came when, in seconds so far.

    Edits of the admin's live lines are calls like others, and no messages.
    """

    time: Timeless
    chance: random.Random
    arrived: list[tuple[float, Claimed]] = field(default_factory=list)
    calls: int = 0
    failed: int = 0
    silent: set[int] = field(default_factory=set)
    too_fast: int = 0
    _full_at: float = 0.0

    async def send(self, message: Outgoing) -> str:
        """Take one call as Telegram would: a second's worth of messages at once, and then RATE a second."""
        self.calls += 1
        await asyncio.sleep(GROUP_TAKES if message.chat_id == str(GROUP) else CALL_TAKES)
        fate = self.chance.random()
        if fate < REFUSED:
            self.failed += 1
            raise NeverSentError("server-error")
        self._full_at = max(self._full_at, self.time.passed) + 1 / RATE
        if self._full_at - self.time.passed > 1 + 1e-6:
            self._full_at -= 1 / RATE
            self.too_fast += 1
            raise ThrottledError(1)
        if message.edit is None:
            self.arrived.append((self.time.passed, _row.get()))
        if fate < REFUSED + SILENT:
            self.failed += 1
            self.silent.add(_row.get().id)
            raise MaybeSentError("no-answer")
        return str(self.calls)


async def storm() -> list[Figure]:
    """The same storm over both engines, each in a loop of its own: time that stands still needs asyncio's."""
    return [one for engine in ("sqlite", "postgresql") for one in await asyncio.to_thread(asyncio.run, _storm(engine))]


async def _storm(engine: str) -> list[Figure]:
    with new_url(engine) as url, pytest.MonkeyPatch.context() as patched:
        async with full_house(url, PEOPLE) as database:
            time = Timeless(patched)
            platform = Platform(time, random.Random(47))
            _wire(patched, platform)
            async with database.write() as transaction:
                group = Incoming("telegram", "123456", "g", str(GROUP), group=True, by_group_admin=True, name="Tổ 3")
                people = services_of(transaction, now=time.now())
                await people.subscriptions.subscribe(await people.people.enter(group))
            async with _at_work(url, time) as ward:
                await publish(database, NOTICE, now=time.now())
                await asyncio.sleep(ROUTINE_AHEAD)
                began = time.passed
                await publish(database, URGENT, urgent=True, now=time.now())
                ward.worker.wake()
                asked = await _ask(ward, time)
                while time.passed < began + PATIENCE and not _is_over(platform, set(asked)):  # noqa: ASYNC110 - virtual
                    await asyncio.sleep(1)
    return _figures(engine, platform, began, asked)


def _wire(patched: pytest.MonkeyPatch, platform: Platform) -> None:
    """Let everything that is sent end at the platform, each call with its row."""
    send = Sender.send

    async def known(self: Sender, row: Claimed) -> tuple[Claimed, Decision]:
        _row.set(row)
        return await send(self, row)

    async def sent(_channel: TelegramChannel, message: Outgoing) -> str:
        return await platform.send(message)

    patched.setattr(Sender, "send", known)
    patched.setattr(TelegramChannel, "send", sent)


@asynccontextmanager
async def _at_work(url: str, time: Timeless) -> AsyncIterator[Ward]:
    """Everything that a `loa run` does but listen to a platform."""
    given = {"telegram": {"token": TOKEN, "rate": RATE}, "database_url": url, "admins": [f"telegram:{ADMIN}"]}
    settings = Settings.model_validate({**given, "undo_seconds": 0})
    ward = Ward(settings, [TelegramChannel(settings.telegram)], router=build_router(), clock=time)
    work = (ward.deliver(), ward.intake.run(), ward.jobs.run(), ward.timers.run())
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield ward
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await ward.close()


async def _ask(ward: Ward, time: Timeless) -> dict[str, float]:
    """Let people write as they do in a storm, a batch every tenth of a second; returns when each asker did."""
    chance = random.Random(7)
    askers = chance.sample(range(FIRST_CHAT, FIRST_CHAT + PEOPLE - FLOODERS), ASKERS)
    told = {str(chat) for chat in askers}
    said = [(chance.uniform(0, ASK_WITHIN), chat, chance.choice(QUESTIONS)) for chat in askers]
    for flooder in range(FIRST_CHAT + PEOPLE - FLOODERS, FIRST_CHAT + PEOPLE):
        said += [(n / FLOOD_A_SECOND, flooder, f"/read {n}") for n in range(FLOOD_A_SECOND * FLOOD_SECONDS)]
    said.sort()
    (channel,) = ward.channels
    began, asked, numbers = time.passed, dict[str, float](), iter(range(1, len(said) + 1))
    while said:
        await asyncio.sleep(0.1)
        due = [one for one in said if one[0] <= time.passed - began]
        del said[: len(due)]
        asked |= {str(chat): time.passed for _, chat, _ in due if str(chat) in told}
        updates = [_update(next(numbers), chat, text, time) for _, chat, text in due]
        for first in range(0, len(updates), 100):
            await ward.intake.take(channel.name, channel.account, updates[first : first + 100])
    return asked


def _update(number: int, chat: int, text: str, time: Timeless) -> Raw:
    there = {"id": chat, "type": "private", "first_name": "Lan"}
    said = {"message_id": number, "date": int(time.now().timestamp()), "chat": there, "from": there, "text": text}
    return Raw(str(number), str(chat), json.dumps({"update_id": number, "message": said}))


# --- what came of it ----------------------------------------------------------------------------------------------


def _lane(row: Claimed) -> Lane:
    """Whose turn a row took."""
    if row.dispatch_id is None:
        return Lane.REPLY
    return Lane.URGENT if row.dispatch_id == 2 else Lane.ROUTINE


def _is_over(platform: Platform, askers: set[str]) -> bool:
    """Whether everybody has both pushes, and everybody who asked an answer."""
    done = Counter(_lane(row) for row in {row.id: row for _, row in platform.arrived}.values())
    answered = {row.chat_id for _, row in platform.arrived if row.dispatch_id is None}
    return min(done[Lane.URGENT], done[Lane.ROUTINE]) > PEOPLE and askers <= answered


def _firsts(arrived: Iterable[tuple[float, Claimed]], lane: Lane) -> Iterator[tuple[float, Claimed]]:
    seen: set[int] = set()
    for at, row in arrived:
        if _lane(row) is lane and row.id not in seen:
            seen.add(row.id)
            yield at, row


def _figures(engine: str, platform: Platform, began: float, asked: dict[str, float]) -> list[Figure]:
    urgent = [at - began for at, _ in _firsts(platform.arrived, Lane.URGENT)]
    routine = [at - began for at, _ in _firsts(platform.arrived, Lane.ROUTINE)]
    answers = [(at, row) for at, row in _firsts(platform.arrived, Lane.REPLY) if row.chat_id in asked]
    waited = [at - asked[row.chat_id] for at, row in answers]
    others = [at for at, row in _firsts(platform.arrived, Lane.REPLY) if row.chat_id not in {*asked, ADMIN}]
    copies = Counter(row.id for _, row in platform.arrived)
    twice = {one for one, count in copies.items() if count > 1}
    share = PEOPLE / (RATE * URGENT_SHARE)
    # The slow group's copy comes when the group takes it.
    last = max(at - began for at, row in platform.arrived if _lane(row) is Lane.URGENT and row.chat_id != str(GROUP))
    seconds = Counter(int(at - began) for at, _ in platform.arrived)
    starved = [s for s in range(int(last)) if not any(s <= at < s + 5 for at in routine) or not seconds[s]]
    out = Path(os.environ.get("LOA_BENCH_OUT", ".")) / f"storm-{engine}.svg"
    lanes = {"urgent": urgent, "replies": [at - began for at, _ in answers] + [at - began for at in others]}
    out.write_text(draw_rates({**lanes, "routine": routine}, RATE, f"Storm, {engine}: messages a second"), "utf-8")
    where = f"storm, {engine}"
    return [
        Figure(
            f"{where}: urgent's last copy",
            f"{last:.1f} s, {last / share:.2f} × its share's time ({share:.0f} s)",
            "≤ 1.15 ×",
            f"{len(urgent)} of {PEOPLE + 1} copies, the first after {urgent[0]:.2f} s",
        ),
        Figure(
            f"{where}: replies",
            f"{len({row.chat_id for _, row in answers})} of {ASKERS} answered with {len(answers)} messages,"
            f" p50 {quantile(waited):.1f} s, p95 {quantile(waited, 0.95):.1f} s, last {max(waited):.1f} s",
            "each once",
            f"{len(others)} messages to {FLOODERS} who flooded with {FLOODERS * FLOOD_A_SECOND * FLOOD_SECONDS}",
        ),
        Figure(
            f"{where}: failed calls",
            f"{platform.failed} of {platform.calls}, {platform.too_fast} too fast; {len(twice)} messages came twice,"
            f" {len(twice - platform.silent)} of them without a lost answer",
            "0 without",
            f"{len(platform.silent)} answers were lost",
        ),
        Figure(
            f"{where}: nobody starves",
            f"{len(starved)} of {int(last)} s without any message, or 5 s without a routine one, while the warning"
            f" went out; routine's last copy after {max(routine):.0f} s",
            "0",
            str(out),
        ),
    ]
