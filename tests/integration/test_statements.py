"""How many statements a tap costs the database: each is a round trip, and on SQLite all writers wait meanwhile.

Counted is what a person's message executes from taking it in to the stored answer, without what frames a transaction
and without the three statements of the inbox, which a batch of messages shares.
Who raises a ceiling says why.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bot.domain.people import Role
from tests.integration.approving import REPORT, RIGHT, WRONG
from tests.ward import House

CEILINGS = {
    "/latest": 8,
    "a doubt ticked": 24,
    "Đăng": 39,
    "/dinhchinh": 64,
    "Đăng of a correction": 57,
}
"""Of a public post the ward's channel is looked for, and of each dispatch which copies stand in a channel.

Of a new post it is asked once more whether its text is out already, since another may have gone meanwhile.

They were 13, 65, 105, 136 and 162; each ceiling leaves room for no more than a few."""

WRITER = "7"
_INBOX = re.compile(r"\b(INTO|FROM|UPDATE) inbox\b")
_FRAME = re.compile(r"\s*(BEGIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT|PRAGMA|SET LOCAL)\b")


@contextmanager
def counted(house: House) -> Iterator[list[str]]:
    """The statements that are executed within the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not _FRAME.match(statement) and not _INBOX.search(statement):
            seen.append(statement)

    engine = house.database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def latest(house: House) -> Callable[[], Awaitable[object]]:
    for number in range(7):
        await house.publish(WRITER, f"Cúp nước hẻm {number}\n\nCúp nước hẻm {number} từ 8 giờ ngày 28/11/2026.")
    return lambda: house.hear(house.event("20", "/latest"), deliver=False)


async def tick(house: House) -> Callable[[], Awaitable[object]]:
    heard = await house.say(WRITER, f"/post {REPORT}")
    data = next(data for label, data in heard[-1].buttons.items() if label.startswith("☐"))
    return lambda: house.hear(house.event(WRITER, data, pressed=True, message_id="m1"), deliver=False)


async def publish(house: House) -> Callable[[], Awaitable[object]]:
    heard = await house.tick(WRITER, await house.say(WRITER, f"/post {REPORT}"))
    data = heard[-1].buttons["Đăng"]
    return lambda: house.hear(house.event(WRITER, data, pressed=True, message_id="m1"), deliver=False)


async def begin_correction(house: House) -> Callable[[], Awaitable[object]]:
    await house.publish(WRITER, REPORT)
    return lambda: house.hear(house.event(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}"), deliver=False)


async def correct(house: House) -> Callable[[], Awaitable[object]]:
    await house.publish(WRITER, REPORT)
    heard = await house.tick(WRITER, await house.say(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}"))
    data = heard[-1].buttons["Đăng"]
    return lambda: house.hear(house.event(WRITER, data, pressed=True, message_id="m1"), deliver=False)


TAPS = dict(zip(CEILINGS, (latest, tick, publish, begin_correction, correct), strict=True))


@pytest.fixture
async def ward(house: House) -> House:
    """A writer and two subscribers, who nobody has to agree with."""
    await house.join(WRITER, Role.WRITER)
    for chat in ("20", "21"):
        await house.join(chat, subscribed=True)
    return house


@pytest.mark.parametrize("what", CEILINGS)
async def test_a_tap_costs_few_statements(ward: House, what: str) -> None:
    tap = await TAPS[what](ward)
    with counted(ward) as statements:
        await tap()
    assert len(statements) <= CEILINGS[what], "\n".join(" ".join(one.split())[:160] for one in statements)
