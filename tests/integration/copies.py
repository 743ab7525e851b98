"""A post, its copies on screens that a test can read, and an official who corrects it, by the storage's own functions.

The screens are the try-out chat's: an ordinary channel in memory, with edits, deletions and answers.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from bot.channels.base import Capabilities, Outgoing
from bot.channels.web import Persona, WebChannel
from bot.chat.respond import Line
from bot.delivery.worker import Worker
from bot.domain.delivery import PUSHES, DeliveryState, DispatchKind, Lane
from bot.domain.people import Role
from bot.domain.posts import Audience, PostState
from bot.errors import DeliveryError
from bot.services.posts import read_text
from bot.storage import changes, dispatches, drafts, outbox, posts
from bot.storage import pace as pace_storage
from bot.storage.engine import Transaction
from bot.storage.outbox import Claimed, Recorded
from bot.storage.tables import delivery, revision
from tests.integration.conftest import FULL, House

ROUTE = "web:tryout"
LEASE = timedelta(seconds=30)
FIRST = "Thông báo thu ngân sách\n\nThu ngân sách đạt 103,8% kế hoạch năm 2022."
SECOND = "Thông báo thu ngân sách\n\nThu ngân sách đạt 103,9% kế hoạch năm 2022."
THIRD = "Thông báo thu ngân sách\n\nThu ngân sách đạt 104% kế hoạch năm 2022."
EDIT, NOTICE, WITHDRAWAL, ALL_CLEAR = (
    DispatchKind.EDIT,
    DispatchKind.NOTICE,
    DispatchKind.WITHDRAWAL,
    DispatchKind.ALL_CLEAR,
)


class Screens(WebChannel):
    """The try-out chat with answers that a test may set beforehand, by chat."""

    def __init__(self, chats: Sequence[str], able: Capabilities | None = None) -> None:
        super().__init__(tuple(Persona(chat, chat, chat, "Cư dân", "", Role.RESIDENT) for chat in chats))
        self.capabilities = replace(able or self.capabilities, chat_pace=False)
        self.answers: dict[str, list[DeliveryError]] = {}
        self.lost: dict[str, list[DeliveryError]] = {}
        """Errors raised after the platform did what was asked."""
        self.asked: list[Outgoing] = []

    async def send(self, message: Outgoing) -> str:
        self.asked.append(message)
        if self.answers.get(message.chat_id):
            raise self.answers[message.chat_id].pop(0)
        sent = await super().send(message)
        if self.lost.get(message.chat_id):
            raise self.lost[message.chat_id].pop(0)
        return sent

    def shown(self, chat: str) -> list[str]:
        """The bot's messages in a chat as HTML, oldest first."""
        return [one["html"] for one in self.messages(chat) if one["author"] == "bot"]


@dataclass
class Desk:
    """One post and its people; every method is one transaction, as a service would do it."""

    house: House
    screens: Screens
    post_id: int = 0
    revision_id: int = 0
    persons: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.house.lines[ROUTE] = Line(FULL, 1000.0)
        self.worker = self.another_worker()

    def another_worker(self) -> Worker:
        house = self.house
        return Worker(database=house.database, channels=[self.screens], clock=house.clock, lease=LEASE)

    async def join(self, chat: str, role: Role | None = None, **more: Any) -> None:
        self.persons[chat] = await self.house.join(chat, role, subscribed=True, route=ROUTE, **more)

    # --- the official -------------------------------------------------------------------------------------------

    async def publish(self, body: str = FIRST, *, audience: Audience = Audience.EVERYONE) -> int:
        """Publish a post to everybody who has joined; returns the dispatch."""
        now = self.house.clock.now()
        async with self.house.database.write() as transaction:
            author = self.persons.get("w") or next(iter(self.persons.values()))
            self.post_id = await drafts.insert_draft(transaction, author, now)
            self.revision_id = await self._revise(transaction, body)
            values = {"number": self.post_id, "code": "A2B3", "published_at": now}
            await posts.update_post(
                transaction, self.post_id, now, state=PostState.PUBLISHED, audience=audience, **values
            )
            found = await dispatches.insert_dispatch(
                transaction,
                revision_id=self.revision_id,
                kind=DispatchKind.NEW,
                lane=Lane.ROUTINE,
                audience=audience,
                topic_ids=[],
                progress_to=None,
                promised_at=None,
                now=now,
            )
        return found[0]

    async def _revise(self, transaction: Transaction, body: str, changed: Sequence[str] = ()) -> int:
        author = next(iter(self.persons.values()))
        revision_id = await posts.insert_revision(
            transaction, self.post_id, body, read_text(body), author, self.house.clock.now()
        )
        if changed:
            await transaction.execute(
                update(revision).where(revision.c.id == revision_id).values(change="meaning", changes=list(changed))
            )
        return revision_id

    async def correct(
        self,
        body: str = SECOND,
        *,
        notice: bool = True,
        editable: Collection[str] | None = None,
        supersede: bool = True,
    ) -> dict[DispatchKind, int]:
        """Give the post another text: what waits gets it, what was delivered is edited, and phones ring."""
        async with self.house.database.write() as transaction:
            return await self.correct_within(transaction, body, notice=notice, editable=editable, supersede=supersede)

    async def correct_within(
        self,
        transaction: Transaction,
        body: str = SECOND,
        *,
        notice: bool = True,
        editable: Collection[str] | None = None,
        supersede: bool = True,
    ) -> dict[DispatchKind, int]:
        now = self.house.clock.now()
        self.revision_id = await self._revise(transaction, body, ["• 103,8% → 103,9%"] if notice else [])
        await changes.repoint_pushes(transaction, self.post_id, self.revision_id)
        if supersede:
            ended = (EDIT, NOTICE) if notice else (EDIT,)
            await changes.end_dispatches(transaction, self.post_id, ended, "superseded", now)
        made = {EDIT: await self._change(transaction, EDIT, editable=editable)}
        if notice:
            made[NOTICE] = await self._change(transaction, NOTICE, uncertain=True)
        return made

    async def withdraw(self, words: str = "Số liệu sai") -> int:
        now = self.house.clock.now()
        async with self.house.database.write() as transaction:
            await posts.update_post(transaction, self.post_id, now, state=PostState.WITHDRAWN, closing=words)
            await changes.end_dispatches(transaction, self.post_id, (*PUSHES, EDIT, NOTICE), "withdrawn", now)
            return await self._change(transaction, WITHDRAWAL, words=words)

    async def expire(self, closing: str = "Đã có điện lại") -> int:
        now = self.house.clock.now()
        async with self.house.database.write() as transaction:
            await posts.update_post(transaction, self.post_id, now, state=PostState.EXPIRED, closing=closing)
            await changes.end_dispatches(transaction, self.post_id, (*PUSHES, EDIT), "expired", now)
            return await self._change(transaction, EDIT)

    async def clear(self, words: str = "Nước đã rút") -> int:
        async with self.house.database.write() as transaction:
            return await self._change(transaction, ALL_CLEAR, words=words, uncertain=True)

    async def _change(
        self,
        transaction: Transaction,
        kind: DispatchKind,
        *,
        words: str | None = None,
        editable: Collection[str] | None = None,
        uncertain: bool = False,
    ) -> int:
        dispatch_id, _ = await changes.insert_change(
            transaction,
            post_id=self.post_id,
            kind=kind,
            revision_id=self.revision_id,
            lane=Lane.CHANGE,
            words=words,
            editable_routes=editable,
            uncertain=uncertain,
            progress_to=None,
            promised_at=None,
            now=self.house.clock.now(),
        )
        return dispatch_id

    # --- the workers --------------------------------------------------------------------------------------------

    async def work(self, worker: Worker | None = None) -> None:
        """Send all that is due now, and a little later what had to wait for its copy."""
        worker = worker or self.worker
        for _ in range(6):
            await worker._claim(ROUTE)
            await asyncio.gather(*worker._sending)
            await worker.record()
            await self.look_after()
            self.house.clock.advance(seconds=1.1)

    async def look_after(self) -> None:
        now = self.house.clock.now()
        async with self.house.database.write() as transaction:
            await outbox.release_expired(transaction, now, 8)
            await dispatches.finish_dispatches(transaction, now, await dispatches.list_running(transaction))

    async def claim(self, limit: int = 100) -> list[Claimed]:
        """Take rows that are due, as a worker does, and send nothing."""
        async with self.house.database.write() as transaction:
            return await self.claim_within(transaction, limit)

    async def claim_within(self, transaction: Transaction, limit: int = 100) -> list[Claimed]:
        now = self.house.clock.now()
        token = f"claim-{next(self.house.keys)}"
        await pace_storage.lock_pace(transaction, ROUTE, now)
        ids = await outbox.claim_rows(
            transaction, route=ROUTE, lanes=tuple(Lane), claim=token, now=now, lease_until=now + LEASE, limit=limit
        )
        return await outbox.load_claimed(transaction, ids, token, [now] * len(ids), LEASE, chat_pace=False)

    async def send(self, row: Claimed) -> None:
        """Send one claimed row and record what came of it."""
        await self.worker._renderer.prepare([row])
        decision = await self.worker._send(row)
        await self.worker._record([(row, decision)], self.house.clock.now())

    async def record(self, row: Claimed, state: DeliveryState, message_id: str | None = None) -> None:
        outcome = Recorded(row.id, row.claim, state, row.attempts, self.house.clock.now(), message_id)
        async with self.house.database.write() as transaction:
            await outbox.record(transaction, [outcome], self.house.clock.now())

    # --- what became of it --------------------------------------------------------------------------------------

    async def rows(self, dispatch_id: int) -> dict[str, dict[str, Any]]:
        """A dispatch's rows by chat."""
        chats = {person_id: chat for chat, person_id in self.persons.items()}
        rows = [row for row in await self.house.rows(delivery) if row["dispatch_id"] == dispatch_id]
        return {chats.get(row["person_id"], f"row {row['id']}"): row for row in rows}

    async def ends(self, dispatch_id: int) -> dict[str, tuple[str, str | None]]:
        """State and reason of a dispatch's rows by chat."""
        return {chat: (row["state"], row["error"]) for chat, row in (await self.rows(dispatch_id)).items()}

    async def progress(self, dispatch_id: int) -> Any:
        async with self.house.database.read() as transaction:
            return await dispatches.load_progress(transaction, dispatch_id)
