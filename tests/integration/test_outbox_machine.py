"""The outbox under everything that can happen to a push, in any order: nobody lost, no second row, final is final.

Hypothesis chooses the order; the statements and the decisions are the real ones. At the end of each story everything
that still waits is sent, and every person addressed must stand in a final state.

It is longer than other tests: one machine cannot be cut in two.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from bot.delivery.policy import decide
from bot.delivery.worker import Worker
from bot.domain.delivery import MAX_ATTEMPTS, DispatchState, Lane
from bot.domain.people import Role, Viewer
from bot.domain.posts import Audience, PostNumber
from bot.errors import (
    ChannelDownError,
    DeliveryError,
    MaybeSentError,
    MovedError,
    NeverSentError,
    RefusedError,
    RejectedError,
    ThrottledError,
    UnreachableError,
)
from bot.storage import consents, erasure, people
from bot.storage.engine import Database, Transaction
from bot.storage.push import dispatches, outbox, outcomes
from bot.storage.push.outbox import Claimed
from bot.storage.push.outcomes import FINAL
from bot.storage.tables import delivery, dispatch, person
from tests import deeds
from tests.integration.stories import Stage, tell
from tests.ward import NOTICE, TELEGRAM

PEOPLE = 4
LEASE = timedelta(seconds=10)
WAITING = ("queued", "sending")
OUTCOMES: dict[str, Callable[[], DeliveryError]] = {
    "never-sent": lambda: NeverSentError("no-connection"),
    "silence": lambda: MaybeSentError("no-answer"),
    "throttled": lambda: ThrottledError(2),
    "rejected": lambda: RejectedError("bad-markup"),
    "blocked": lambda: UnreachableError("blocked"),
    "moved": lambda: MovedError("-7"),
    "token-refused": lambda: ChannelDownError("token-refused"),
    "broken": lambda: DeliveryError("KeyError"),
}


@dataclass
class Push:
    """What a push must look like, whatever happens: who was addressed never changes."""

    id: int
    number: PostNumber
    rows: int
    people: set[int] = field(default_factory=set)


class OutboxMachine(RuleBasedStateMachine):
    """Two workers, an official, and people who come and go."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._loop = stage.loop
        self._database = stage.database
        self._clock = stage.clock
        self._house = stage.house
        self._worker = Worker(database=stage.database, channels=[], clock=stage.clock, lease=LEASE)
        self._pushes: list[Push] = []
        self._held: tuple[list[Claimed], list[Claimed]] = ([], [])
        self._late: list[tuple[Claimed, str]] = []
        self._given: list[Claimed] = []
        """Every claim ever given out: at most one of a row may be alive at a time."""
        self._out: Counter[int] = Counter()
        """Copies of a row that may have reached the person."""
        self._excused: Counter[int] = Counter()
        """Deaths and silences while a row was held: each may cost one more copy."""
        self._claims = 0
        self._chats = 1000
        self._before: dict[int, str] = {}
        self._resent: set[int] = set()
        self._numbers = 0
        self._do(stage.clear())
        self._do(self._begin())

    def _do(self, work: Awaitable[object]) -> None:
        async def run() -> None:
            await work

        self._loop.run_until_complete(run())

    async def _begin(self) -> None:
        async with self._house.services() as services:
            await services.people.enter(self._house.event("1"))
            for number in range(PEOPLE):
                viewer = await services.people.enter(self._house.event(str(100 + number)))
                await services.subscriptions.subscribe(viewer)
        await self._house.set_role("1", Role.WRITER)

    async def _official(self, transaction: Transaction) -> Viewer:
        return await deeds.viewer_of(transaction, TELEGRAM, "1")

    async def _write(self, work: Callable[[Transaction], Awaitable[object]]) -> None:
        async with self._database.write() as transaction:
            await work(transaction)

    async def _persons(self) -> list[tuple[int, bool]]:
        async with self._database.read() as transaction:
            rows = await transaction.execute(
                select(person.c.id, person.c.subscribed).where(person.c.role == 0).order_by(person.c.id)
            )
            return [(row.id, row.subscribed) for row in rows]

    # --- the official ---------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self._pushes) < 3)
    @rule(urgent=st.booleans())
    def publish(self, urgent: bool) -> None:
        self._do(self._publish(urgent))

    async def _publish(self, urgent: bool) -> None:
        async with self._house.services() as services:
            transaction = services.posts._transaction
            viewer = await self._official(transaction)
            draft = await deeds.write(services, viewer, NOTICE, urgent=urgent)
            outcome = await services.publishing.publish(viewer, draft)
            (progress,) = outcome.pushes
            found = await transaction.scalars(
                select(delivery.c.person_id).where(delivery.c.dispatch_id == progress.dispatch_id)
            )
            self._numbers += 1
            self._pushes.append(
                Push(progress.dispatch_id, PostNumber(Audience.EVERYONE, self._numbers), progress.total, set(found))
            )
            assert str(self._pushes[-1].number) == str(outcome.post.number)

    @precondition(lambda self: self._pushes)
    @rule(
        which=st.integers(0, 2),
        order=st.sampled_from(["pause", "pause", "resume", "resume", "resume", "cancel", "resend", "resend"]),
    )
    def command(self, which: int, order: str) -> None:
        self._do(self._command(self._pushes[which % len(self._pushes)], order))

    async def _command(self, push: Push, order: str) -> None:
        try:
            async with self._house.services() as services:
                viewer = await self._official(services.posts._transaction)
                await getattr(services.dispatches, order)(viewer, push.number)
        except RefusedError as refusal:
            note(f"refused: {refusal.reason}")
        else:
            if order == "resend":
                self._resent.add(push.id)

    # --- the workers ----------------------------------------------------------------------------------------------

    @rule(worker=st.integers(0, 1), limit=st.integers(1, 6))
    def claim(self, worker: int, limit: int) -> None:
        self._do(self._claim(worker, limit))

    async def _claim(self, worker: int, limit: int) -> list[Claimed]:
        self._claims += 1
        token, now = f"claim-{self._claims}", self._clock.now()
        async with self._database.write() as transaction:
            ids = await outbox.claim_rows(
                transaction,
                route=TELEGRAM,
                lanes=tuple(Lane),
                claim=token,
                now=now,
                lease_until=now + LEASE,
                limit=limit,
            )
            assert len(ids) == len(set(ids)) <= limit
            rows = await outbox.load_claimed(transaction, ids, token, [now] * len(ids), LEASE)
            held = select(dispatch.c.state).join(delivery, delivery.c.dispatch_id == dispatch.c.id)
            for state in await transaction.scalars(held.where(delivery.c.id.in_([row.id for row in rows]))):
                assert state == DispatchState.RUNNING
        self._held[worker].extend(rows)
        self._given += rows
        return rows

    def _next(self, worker: int) -> Claimed | None:
        """The worker's next row; like the worker, it lets go of rows whose lease has ended."""
        while self._held[worker]:
            row = self._held[worker].pop(0)
            if self._clock.now() < row.lease_until:
                return row
        return None

    @rule(worker=st.integers(0, 1), many=st.integers(1, 4))
    def send(self, worker: int, many: int) -> None:
        for _ in range(many):
            row = self._next(worker)
            if row is not None:
                self._out[row.id] += 1
                self._do(self._record(row, f"m{row.id}"))

    @rule(worker=st.integers(0, 1), kind=st.sampled_from(sorted(OUTCOMES)))
    def fail(self, worker: int, kind: str) -> None:
        row = self._next(worker)
        if row is None:
            return
        if kind == "silence":
            self._out[row.id] += 1
            self._excused[row.id] += 1
        self._chats += 1
        outcome = MovedError(f"-{self._chats}") if kind == "moved" else OUTCOMES[kind]()
        self._do(self._record(row, outcome))

    async def _record(self, row: Claimed, outcome: str | DeliveryError) -> None:
        now = self._clock.now()
        decision = decide(
            outcome, attempts=row.attempts, maybe_sent=row.maybe_sent, plain=row.plain, now=now, jitter=0.5
        )
        await self._worker._recorder.store([(row, decision)], now)
        self._given = [one for one in self._given if one is not row]

    @rule(worker=st.integers(0, 1))
    def crash(self, worker: int) -> None:
        """The worker dies: what it held may have gone out, and is recorded nowhere."""
        for row in self._held[worker]:
            self._out[row.id] += 1
            self._excused[row.id] += 1
        self._held[worker].clear()

    @rule(worker=st.integers(0, 1))
    def stall(self, worker: int) -> None:
        """The worker sends, and is stopped before it records."""
        row = self._next(worker)
        if row is not None:
            self._out[row.id] += 1
            self._excused[row.id] += 1
            self._late.append((row, f"late{row.id}"))

    @precondition(lambda self: self._late)
    @rule()
    def finish_late(self) -> None:
        row, message_id = self._late.pop(0)
        self._do(self._record(row, message_id))

    @rule(seconds=st.sampled_from([0.5, 2, 5, 11, 70, 400]))
    def time_passes(self, seconds: float) -> None:
        self._clock.advance(seconds=seconds)
        self._do(self._look_after())

    async def _look_after(self) -> None:
        async with self._database.write() as transaction:
            now = self._clock.now()
            await outcomes.release_expired(transaction, now, MAX_ATTEMPTS)
            await dispatches.finish_dispatches(transaction, now, await dispatches.list_over(transaction))

    # --- the people -----------------------------------------------------------------------------------------------

    @rule(which=st.integers(0, PEOPLE - 1))
    def changes_mind(self, which: int) -> None:
        """Somebody unsubscribes, or subscribes again."""
        self._do(self._change_mind(which))

    async def _change_mind(self, which: int) -> None:
        persons = await self._persons()
        if which < len(persons):
            person_id, subscribed = persons[which]
            await self._write(lambda tx: consents.set_subscribed(tx, person_id, subscribed=not subscribed))

    @rule(which=st.integers(0, PEOPLE - 1))
    def moves(self, which: int) -> None:
        """A chat goes on under another id, told by an update and not by an answer."""
        self._chats += 1
        self._do(self._move(which, str(self._chats)))

    async def _move(self, which: int, chat_id: str) -> None:
        persons = await self._persons()
        if which < len(persons):
            async with self._database.write() as transaction:
                for route, old in await people.list_addresses(transaction, persons[which][0]):
                    await erasure.move_address(transaction, route, old, chat_id)

    @precondition(lambda self: self._pushes)
    @rule(which=st.integers(0, 4 * PEOPLE))
    def is_erased(self, which: int) -> None:
        self._do(self._erase(which))

    async def _erase(self, which: int) -> None:
        persons = await self._persons()
        if which >= len(persons):  # most times: a ward without people tells nothing
            return
        await self._write(lambda tx: erasure.erase_person(tx, persons[which][0]))
        for push in self._pushes:
            push.people.discard(persons[which][0])

    # --- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def holds(self) -> None:
        self._do(self._check())

    async def _check(self) -> None:
        async with self._database.read() as transaction:
            rows = (await transaction.execute(select(delivery).where(delivery.c.dispatch_id.is_not(None)))).all()
            states = {row.id: row.state for row in await transaction.execute(select(dispatch))}
        now = self._clock.now()
        for push in self._pushes:
            mine = [row for row in rows if row.dispatch_id == push.id]
            named = [row.person_id for row in mine if row.person_id is not None]
            assert len(mine) == push.rows, "a row was lost or a second one written"
            assert len(named) == len(set(named)), "two rows for one person"
            assert set(named) == push.people, "somebody was lost, or came in later"
            if states[push.id] == DispatchState.DONE:
                assert not any(row.state in WAITING for row in mine), "done while somebody waits"
        for row in rows:
            assert row.state in (*WAITING, *FINAL)
            assert (row.state == "sending") == (row.claim is not None), "only a row on the wire is held"
            assert row.state != "sending" or row.lease_until is not None, "a row that nobody would ever give back"
            before = self._before.get(row.id)
            if before in FINAL and row.state != before:
                assert before == "failed", f"{before} was final and became {row.state}"
                assert row.dispatch_id in self._resent, "only an official may have failed rows sent again"
            assert self._out[row.id] <= 1 + self._excused[row.id], "a copy too many"
        alive = Counter(row.id for row in self._given if now < row.lease_until)
        assert not alive or max(alive.values()) == 1, "two live leases on one row"
        self._before = {row.id: row.state for row in rows}
        self._resent.clear()

    def teardown(self) -> None:
        self._do(self._finish())

    async def _finish(self) -> None:
        """Everybody is well again: what waits goes out, and then nobody may be left over."""
        for push in self._pushes:
            await self._command(push, "resume")
        self._held[0].clear()
        self._held[1].clear()
        for _ in range(10):
            # Longer than any lease, any wait before another try, and what a chat may be behind its own pace.
            self._clock.advance(seconds=400)
            await self._look_after()
            for row in await self._claim(1, 50):
                self._out[row.id] += 1
                await self._record(row, f"m{row.id}")
            self._held[1].clear()
            await self._check()
            if not await self._waiting():
                break
        await self._look_after()
        assert await self._waiting() == [], "somebody waits for ever"
        async with self._database.read() as transaction:
            open_pushes = await transaction.scalars(select(dispatch.c.id).where(dispatch.c.state == "running"))
            assert not open_pushes.all(), "a push is never done"

    async def _waiting(self) -> list[int]:
        async with self._database.read() as transaction:
            rows = await transaction.scalars(
                select(delivery.c.id).where(delivery.c.state.in_(WAITING), delivery.c.dispatch_id.is_not(None))
            )
            return list(rows)


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    made = Stage(Database(database_url))
    yield made
    made.close()


def run(stage: Stage, *, stories: int, steps: int) -> None:
    tell(lambda: OutboxMachine(stage), stories=stories, steps=steps)


def test_nobody_is_lost_and_nobody_gets_a_second_row_whatever_happens_in_between(stage: Stage) -> None:
    run(stage, stories=15, steps=25)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nobody_is_lost_in_long_stories_either(stage: Stage) -> None:
    run(stage, stories=250, steps=60)
