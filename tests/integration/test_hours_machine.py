"""News at people's own hours over a month of virtual time, whatever dies when: nobody twice, nobody missed.

Hypothesis lets posts go out, be corrected and withdrawn, people change how they want them, and processes die before and
after any commit; the rows, the timers, the worker's steps and the phones are the real ones. At the end all are well.
"""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlalchemy import update

from bot.clock import in_vietnam
from bot.domain.hours import NIGHT, Bundle
from bot.domain.people import Role, Viewer
from bot.domain.posts import Audience, PostNumber
from bot.storage.engine import Database, Transaction
from bot.storage.push.outcomes import FINAL
from bot.storage.tables import delivery, ward
from tests import deeds
from tests.integration.phones import LEASE, Mail
from tests.integration.stories import Stage, tell
from tests.ward import TELEGRAM

CHATS = ("20", "21", "22")
WRITER = "1"


class Died(Exception):
    """The process that was at work is gone."""


class Mortal(Database):
    """A database whose process dies at a commit that is chosen: just before it, or just after."""

    left: int | None = None
    after = False

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        if self.left is not None:
            self.left -= 1
        dies = self.left == 0
        async with super().write() as transaction:
            yield transaction
            if dies and not self.after:
                self.left = None
                raise Died
        if dies:
            self.left = None
            raise Died


@dataclass
class Told:
    """A post, and whom it must reach: everybody addressed, as long as it holds and they stay."""

    number: int
    word: str
    urgent: bool
    event: datetime
    must: set[str] = field(default_factory=set)
    reminds: set[str] = field(default_factory=set)
    withdrawn: bool = False


class HoursMachine(RuleBasedStateMachine):
    """A ward whose people want their news at different hours."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        assert isinstance(stage.database, Mortal)
        self._stage, self._house, self._clock, self._mortal = stage, stage.house, stage.clock, stage.database
        self._posts: list[Told] = []
        self._excused: Counter[str] = Counter()
        self._unserved = 0.0
        self._subscribed = set(CHATS)
        self._mortal.left = None
        self._do(stage.clear())
        self._mail = Mail(self._house)
        self._do(self._begin())
        for _ in range(2):
            self._say(urgent=False, days=400)

    def _do(self, work: Awaitable[Any]) -> bool:
        """Whether it was done, and nobody died of it."""

        async def run() -> None:
            await work

        try:
            self._stage.loop.run_until_complete(run())
        except Died:
            return False
        return True

    async def _begin(self) -> None:
        async with self._house.services() as services:
            await services.posts._transaction.execute(update(ward).values(quiet=str(NIGHT)))
            for chat in (WRITER, *CHATS):
                viewer = await services.people.enter(self._house.event(chat))
                if chat in CHATS:
                    await services.subscriptions.subscribe(viewer)
                    await services.digests.set_bundle(viewer, list(Bundle)[CHATS.index(chat)])
        await self._house.set_role(WRITER, Role.WRITER)

    async def _viewer(self, transaction: Transaction, chat: str) -> Viewer:
        return await deeds.viewer_of(transaction, TELEGRAM, chat)

    # --- the official ---------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self._posts) < 9)
    @rule(urgent=st.sampled_from([False, False, False, True]), days=st.sampled_from([2, 5, 400, 400]))
    def publish(self, urgent: bool, days: int) -> None:
        self._say(urgent=urgent, days=days)

    def _say(self, *, urgent: bool, days: int) -> None:
        number = len(self._posts) + 1
        event = in_vietnam(self._clock.now() + timedelta(days=days)).replace(hour=8, minute=0, second=0, microsecond=0)
        told = Told(number, f"hẻm {number}77", urgent, event, set(self._subscribed))
        if self._do(self._publish(told)):
            self._posts.append(told)
        else:
            self._do(self._look(told))
        if urgent:
            self._mortal.left = None
            self._deliver_all()
            for chat in told.must:
                assert self._rings(chat, told), "what is urgent waits for nobody's hour"

    async def _publish(self, told: Told) -> None:
        text = f"Thông báo cúp nước\n\nCúp nước {told.word} từ 8 giờ đến 17 giờ ngày {told.event:%d/%m/%Y}."
        async with self._house.services() as services:
            viewer = await self._viewer(services.posts._transaction, WRITER)
            draft = await deeds.write(services, viewer, text, urgent=told.urgent)
            await services.publishing.publish(viewer, draft)

    async def _look(self, told: Told) -> None:
        """Whether a post went out although its process died: then everybody must get it."""
        async with self._house.services() as services:
            viewer = await self._viewer(services.posts._transaction, WRITER)
            page = await services.answers.latest(viewer)
        if any(str(one.number) == str(told.number) for one in page.posts.items):
            self._posts.append(told)
        else:
            told.must.clear()

    @precondition(lambda self: any(not one.withdrawn for one in self._posts))
    @rule(which=st.integers(0, 8))
    def withdraw(self, which: int) -> None:
        told = self._posts[which % len(self._posts)]
        if told.withdrawn:
            return
        self._mortal.left = None
        self._do(self._withdraw(told))
        told.withdrawn = True
        self._deliver_all()
        for chat in CHATS:
            shown = [one for one in self._mail.telegram.texts(chat) if told.word in one]
            # A copy whose worker died before its outcome was stored has a message that nobody knows: it is counted.
            assert len(shown) <= self._excused[chat], "what was withdrawn stands in a chat"

    async def _withdraw(self, told: Told) -> None:
        async with self._house.services() as services:
            viewer = await self._viewer(services.posts._transaction, WRITER)
            await services.corrections.withdraw(viewer, PostNumber(Audience.EVERYONE, told.number), "Nhầm")

    # --- the people -----------------------------------------------------------------------------------------------

    @rule(chat=st.sampled_from(CHATS), bundle=st.sampled_from(Bundle))
    def wants(self, chat: str, bundle: Bundle) -> None:
        self._do(self._want(chat, bundle))

    async def _want(self, chat: str, bundle: Bundle) -> None:
        async with self._house.services() as services:
            await services.digests.set_bundle(await self._viewer(services.posts._transaction, chat), bundle)

    @precondition(lambda self: self._posts)
    @rule(chat=st.sampled_from(CHATS), which=st.integers(0, 8))
    def asks_to_be_reminded(self, chat: str, which: int) -> None:
        told = self._posts[which % len(self._posts)]
        eve = (told.event - timedelta(days=1)).replace(hour=18)
        if not told.withdrawn and self._clock.now() < eve and chat in self._subscribed:
            self._mortal.left = None
            self._do(self._ask(chat, told))
            told.reminds.add(chat)

    async def _ask(self, chat: str, told: Told) -> None:
        async with self._house.services() as services:
            viewer = await self._viewer(services.posts._transaction, chat)
            await services.reminders.ask(viewer, PostNumber(Audience.EVERYONE, told.number))

    @rule(chat=st.sampled_from(CHATS))
    def changes_mind(self, chat: str) -> None:
        """Somebody stops, and owes nothing to what was said before, or comes back."""
        self._mortal.left = None
        self._do(self._change_mind(chat))
        if chat in self._subscribed:
            self._subscribed.discard(chat)
            for one in self._posts:
                one.must.discard(chat)
                one.reminds.discard(chat)
        else:
            self._subscribed.add(chat)

    async def _change_mind(self, chat: str) -> None:
        async with self._house.services() as services:
            viewer = await self._viewer(services.posts._transaction, chat)
            if chat in self._subscribed:
                await services.subscriptions.unsubscribe(viewer)
            else:
                await services.subscriptions.subscribe(viewer)

    # --- what dies, and time --------------------------------------------------------------------------------------

    @rule(commits=st.integers(1, 4), after=st.booleans())
    def will_die(self, commits: int, after: bool) -> None:
        self._mortal.left, self._mortal.after = commits, after

    @rule(hours=st.sampled_from([0.02, 1, 3, 7, 12, 30, 80]))
    def time_passes(self, hours: float) -> None:
        """The bot looks all the time, at least twice between an eve and the night; any look may be its last.

        A worker that is well comes by every six hours, so between an eve and its event: later a reminder has no use.
        """
        while hours > 0:
            step = min(hours, 1.5)
            self._clock.advance(hours=step)
            hours -= step
            self._do(self._house.dues.run_once())
            self._unserved += step
            if self._unserved >= 6:
                self._mortal.left = None
                self._deliver_all()
                self._unserved = 0.0

    @rule(sent=st.integers(0, 5), recorded=st.integers(0, 5))
    def works(self, sent: int, recorded: int) -> None:
        """A worker claims, sends some, records some of these, and dies if anything is left."""
        self._do(self._work(sent, recorded))

    async def _work(self, sent: int, recorded: int) -> None:
        rows = await self._mail.claim()
        done = await self._mail.send(rows[:sent])
        lost = [row.chat_id for row, _ in done[recorded:]]
        try:
            await self._mail.record(done[:recorded])
        except Died:
            lost += [row.chat_id for row, _ in done[:recorded]]
        self._excused.update(lost)

    def _deliver_all(self) -> None:
        self._clock.advance(seconds=LEASE.total_seconds() + 1)
        assert self._do(self._mail.run())

    # --- what must hold -------------------------------------------------------------------------------------------

    def _rings(self, chat: str, told: Told, *, reminder: bool = False) -> list[str]:
        return [
            one for one in self._mail.telegram.rings(chat) if told.word in one and ("Nhắc bà con" in one) is reminder
        ]

    def teardown(self) -> None:
        """All are well, and everybody's hour comes; what is 400 days ahead is still ahead then."""
        self._mortal.left = None
        until = self._clock.now() + timedelta(days=10)
        while self._clock.now() < until:
            while self._stage.loop.run_until_complete(self._house.dues.run_once()):
                pass
            self._deliver_all()
            # Both an eve and the hours before an event are met: at night nobody is told.
            self._clock.advance(hours=3)
        for told in self._posts:
            for chat in CHATS:
                for reminder in (False, True):
                    rings = self._rings(chat, told, reminder=reminder)
                    assert len(rings) <= 1 + self._excused[chat], f"{chat} got {told.word} twice"
                must = told.must if not told.withdrawn else ()
                over = in_vietnam(told.event).replace(hour=17) < self._clock.now()
                if chat in must and not over:
                    assert self._rings(chat, told), f"{chat} missed {told.word}"
                if chat in told.reminds and not told.withdrawn and over:
                    assert self._rings(chat, told, reminder=True), f"{chat} was not reminded of {told.word}"
        assert self._stage.loop.run_until_complete(self._house.dues.run_once()) == 0
        rows = self._stage.loop.run_until_complete(self._house.rows(delivery))
        assert {row["state"] for row in rows if row["dispatch_id"]} <= {*FINAL}, "a row is never over"


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    made = Stage(Mortal(database_url))
    yield made
    made.close()


def run(stage: Stage, *, stories: int, steps: int) -> None:
    tell(lambda: HoursMachine(stage), stories=stories, steps=steps)


@pytest.mark.timeout(400)
def test_whatever_dies_over_a_month_nobody_gets_it_twice_and_nobody_misses_it(stage: Stage) -> None:
    run(stage, stories=5, steps=15)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_same_over_many_more_months(stage: Stage) -> None:
    run(stage, stories=40, steps=40)
