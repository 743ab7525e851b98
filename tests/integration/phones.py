"""People's phones: channels whose messages stay where people would see them, and a worker that is driven by hand."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.channels.base import Channel, Take
from bot.delivery.policy import Decision
from bot.delivery.worker import Worker
from bot.domain.delivery import Lane
from bot.domain.people import Role
from bot.errors import DeliveryError, FixedError, GoneError, MaybeSentError, NeverSentError, RejectedError
from bot.messages.capabilities import Capabilities
from bot.messages.incoming import route_of
from bot.messages.markup import plain
from bot.messages.message import Outgoing
from bot.storage.push import outbox
from bot.storage.push.outbox import Claimed
from bot.storage.tables import delivery, dispatch
from tests.conftest import PUSH_LANES
from tests.fakes.bare import BARE
from tests.integration.approving import REPORT, RIGHT, WRITER, WRONG, submit
from tests.ward import FULL, TELEGRAM, ZALO, House, Past

LEASE = timedelta(seconds=30)


@dataclass
class Phones:
    """One channel: what stands in every chat, every message that rang, and what goes wrong next.

    `fixed` are messages that the platform lets nobody change, `undeletable` those that it lets nobody take away.
    """

    name: str
    account: str
    capabilities: Capabilities
    rate: float = 1000.0
    webhook: None = None
    shown: dict[tuple[str, str], Outgoing] = field(default_factory=dict)
    rang: list[Outgoing] = field(default_factory=list)
    wrong: dict[str, list[DeliveryError]] = field(default_factory=dict)
    fixed: set[tuple[str, str]] = field(default_factory=set)
    undeletable: set[tuple[str, str]] = field(default_factory=set)
    deleted: int = 0

    async def send(self, message: Outgoing) -> str:
        error = next(iter(self.wrong.get(message.chat_id, ())), None)
        if error is not None:
            self.wrong[message.chat_id].pop(0)
            if isinstance(error, MaybeSentError):
                self._take(message)
            raise error
        return self._take(message)

    def _take(self, message: Outgoing) -> str:
        if message.delete is not None:
            if (message.chat_id, message.delete) in self.undeletable:
                raise RejectedError("delete-refused")
            self.deleted += 1
            self.shown.pop((message.chat_id, message.delete), None)
            return message.delete
        if message.edit is not None:
            place = message.chat_id, message.edit
            if place in self.fixed:
                raise FixedError
            if place in self.shown:
                self.shown[place] = message
                return message.edit
            if message.only_edit:
                raise GoneError
        number = str(next(_numbers))
        self.shown[message.chat_id, number] = message
        self.rang.append(message)
        return number

    def fails(self, chat: str, *errors: DeliveryError) -> None:
        """What the next tries to this chat end in."""
        self.wrong.setdefault(chat, []).extend(errors)

    def texts(self, chat: str) -> list[str]:
        """What this person sees, oldest first."""
        return [plain(one.text) for (to, _), one in self.shown.items() if to == chat]

    def rings(self, chat: str) -> list[str]:
        """What made this phone ring, in order."""
        return [plain(one.text) for one in self.rang if one.chat_id == chat]

    @property
    def trouble(self) -> str:
        return ""

    def counts(self) -> Mapping[str, float]:
        return {}

    async def listen(self, take: Take) -> None: ...

    def read(self, body: str) -> None: ...

    async def who(self) -> str:
        return self.name

    def link(self, start: str) -> str:
        return ""

    async def is_group_admin(self, chat_id: str, member_id: str) -> bool:
        return False

    async def close(self) -> None: ...

    async def fetch(self, file_id: str) -> bytes:
        raise RejectedError("file-gone")


_numbers = itertools.count(5000)


class Postman:
    """Takes what a house sends to the phones of its channels: a worker in single steps, without its waits."""

    def __init__(self, house: House, channels: Sequence[Channel]) -> None:
        self.house = house
        self.channels = {route_of(one.name, one.account): one for one in channels}
        self.worker = Worker(database=house.database, channels=channels, clock=house.clock, lease=LEASE)
        self.reconciler = house.reconciler()
        self._claims = itertools.count(1)

    async def claim(
        self, route: str = TELEGRAM, *, lanes: Sequence[Lane] = PUSH_LANES, limit: int = 1000
    ) -> list[Claimed]:
        """Take pushes, or what waits in other `lanes`, under a lease, as a worker does."""
        now, claim = self.house.clock.now(), f"claim-{next(self._claims)}"
        edits = self.channels[route].capabilities.edit
        async with self.house.database.write() as transaction:
            ids = await outbox.claim_rows(
                transaction,
                route=route,
                lanes=lanes,
                claim=claim,
                now=now,
                lease_until=now + LEASE,
                limit=limit,
            )
            rows = await outbox.load_claimed(transaction, ids, claim, [now] * len(ids), LEASE, edits=edits)
        await self.worker.sender.renderer.prepare(rows)
        return rows

    async def send(self, rows: Iterable[Claimed]) -> list[tuple[Claimed, Decision]]:
        """Send claimed rows; what became of them is not recorded yet."""
        return [await self.worker.sender.send(row) for row in rows]

    async def record(self, outcomes: list[tuple[Claimed, Decision]]) -> None:
        """Record what became of rows."""
        if outcomes:
            await self.worker._recorder.store(outcomes, self.house.clock.now())


class Mail(Postman):
    """A house whose people have Telegram and Zalo: everything that is sent to them stands on their phones."""

    def __init__(self, house: House, phones: type[Phones] = Phones) -> None:
        self.telegram = phones("telegram", "1", replace(FULL, delete_window=timedelta(hours=48)))
        self.zalo = phones("zalo-bot", "1", BARE)
        super().__init__(house, [self.telegram, self.zalo])

    async def run(self) -> None:
        """Send everything that waits, tries and leases that end included, until nothing is left to do."""
        for _ in range(40):
            busy = False
            for route in (TELEGRAM, ZALO):
                while rows := await self.claim(route):
                    busy = True
                    await self.record(await self.send(rows))
            await self.reconciler.run_once()
            if not busy and not await self._waits():
                return
            self.house.clock.advance(seconds=2 if busy else 60)
        raise AssertionError("something waits for ever")

    async def _waits(self) -> bool:
        async with self.house.database.read() as transaction:
            return any((await outbox.count_states(transaction)).values()) and await outbox.has_running(
                transaction, self.house.clock.now()
            )


NEVER = NeverSentError("no-connection")

PEOPLE = ("20", "21", "22")

MEETING = "Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày 24/11/2026 tại nhà văn hóa khóm 3."
STORM = "Thông báo bão\n\nBão số 9 vào đất liền tối nay, 23/11/2026. Bà con hẻm 47 đến trường học ngay."


@Past
async def subscribers(house: House) -> None:
    """A writer and three subscribers; nobody has to agree, and what is published goes out at once."""
    await house.join(WRITER, Role.WRITER)
    for chat in PEOPLE:
        await house.join(chat, subscribed=True)


async def publish(mail: Mail, text: str = REPORT, *, to: Sequence[str] = PEOPLE, urgent: bool = False) -> None:
    """Publish and deliver a post."""
    await submit(mail.house, text, urgent=urgent)
    await mail.run()
    for chat in to:
        assert len(mail.telegram.rings(chat)) == 1


async def correct(mail: Mail, typed: str = f"{WRONG} => {RIGHT}", number: str = "1") -> None:
    """Correct a post as its writer does."""
    heard = await mail.house.say(WRITER, f"/dinhchinh {number} {typed}")
    heard = await mail.house.press(WRITER, heard[-1].buttons["Đăng"])
    assert "Đã đính chính tin số" in heard[0].text


async def withdraw(mail: Mail, reason: str = "Nhầm số liệu", *, chat: str = WRITER, told: bool = False) -> None:
    """Withdraw post 1; `told` leaves the box as it is proposed, else phones are let be."""
    (asked,) = await mail.house.say(chat, f"/thuhoi 1 {reason}")
    box = asked.buttons.get("☑ Báo cho người đã nhận")
    if box is not None and not told:
        (asked,) = await mail.house.press(chat, box)
    heard = await mail.house.press(chat, asked.buttons["Thu hồi"])
    assert "Đã thu hồi tin số 1" in heard[0].text


def shows(mail: Mail, chat: str) -> str:
    """What somebody's one message says."""
    (text,) = mail.telegram.texts(chat)
    return text


async def states(house: House, kind: str) -> dict[str, int]:
    """How many rows of the newest dispatch of a kind stand in each state."""
    newest = max(row["id"] for row in await house.rows(dispatch) if row["kind"] == kind)
    counts: dict[str, int] = {}
    for row in await house.rows(delivery):
        if row["dispatch_id"] == newest:
            counts[row["state"]] = counts.get(row["state"], 0) + 1
    return counts
