"""Asking a handler, and storing what it gives back: messages, the conversation's step, jobs, notices."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot import cards
from bot.chat.request import Answer, Handler, Lapsed, Request, Talk
from bot.chat.router import Router
from bot.clock import Clock
from bot.delivery.tell import Teller
from bot.errors import InvalidError, LateError, RefusedError
from bot.services import Services
from bot.services.context import Account, context_on
from bot.settings import Settings
from bot.storage import inbox
from bot.storage.engine import Database, Transaction
from bot.storage.push.outbox import Claimed

Deliver = Callable[[Sequence[Claimed]], None]


def talk_of(kept: inbox.Conversation) -> Talk:
    """The conversation of a chat as handlers see it, with all that is stored of it."""
    if kept.stale:
        lapsed = Lapsed(kept.step, kept.data) if kept.step is not None else None
        return Talk(choices=kept.choices, lapsed=lapsed)
    return Talk(kept.step, kept.data, kept.asked_at, kept.choices, kept.expires_at, kept.is_empty)


@dataclass(frozen=True, slots=True)
class Means:
    """What receiving, slow work and the clock work with; `deliver` takes the rows that this process is to send."""

    database: Database
    router: Router
    clock: Clock
    settings: Settings
    accounts: Mapping[str, Account]
    deliver: Deliver


class Answering:
    """What receiving and slow work share: asking a handler, and storing its answer in the same transaction."""

    def __init__(self, means: Means) -> None:
        self._database = means.database
        self._router = means.router
        self._clock = means.clock
        self._settings = means.settings
        self._accounts = means.accounts
        self._teller = Teller(means.accounts)
        self._deliver = means.deliver
        self._log = structlog.get_logger(type(self).__name__.lower())

    def services(self, transaction: Transaction, now: datetime) -> Services:
        """Use cases on this transaction."""
        return Services.on(context_on(transaction, now, self._settings, self._accounts))

    async def ask(self, transaction: Transaction, handler: Handler, request: Request) -> Answer:
        """Run a handler; when a service refuses, nothing of it is stored but the polite answer."""
        talk = request.talk
        before = (talk.step, deepcopy(talk.data), talk.asked_at, talk.expires_at)
        try:
            async with transaction.begin_nested():
                given = await handler(request, self.services(transaction, request.now))
                return given if isinstance(given, Answer) else Answer([given])
        except RefusedError as refusal:
            talk.step, talk.data, talk.asked_at, talk.expires_at = before
            taken = talk.step is not None and handler is self._router.step(talk.step)
            if taken and (not isinstance(refusal, InvalidError) or isinstance(refusal, LateError)):
                # Another answer would not help: the right or the draft is gone, and asking on would never end.
                talk.close()
            return Answer([cards.refusals.refusal(refusal)])

    async def store(
        self,
        transaction: Transaction,
        request: Request,
        answer: Answer,
        *,
        pressed_message: str | None = None,
        forwardable: bool = False,
    ) -> list[Claimed]:
        """Write replies, notices, jobs and the conversation's new step; returns the rows to send after the commit."""
        viewer, talk, now = request.viewer, request.talk, request.now
        claimed, choices = await self._teller.answer(
            transaction,
            viewer,
            answer.replies,
            talk.choices,
            now,
            lease=timedelta(seconds=self._settings.lease_seconds),
            pressed_message=pressed_message,
            forwardable=forwardable,
            forgotten=talk.forgotten,
        )
        if not talk.forgotten:
            asked_at = (talk.asked_at or now) if talk.step is not None else None
            open_now = inbox.Conversation(talk.step, talk.data, asked_at, choices, talk.expires_at)
            # Most of what people ask opens nothing, and then nothing is to be written.
            if not (talk.was_empty and open_now.is_empty and choices == talk.choices):
                await inbox.save_conversation(transaction, viewer.address_id, open_now, talk.expires_at)
            for one in answer.jobs:
                await inbox.insert_job(
                    transaction,
                    kind=one.job,
                    payload=one.payload,
                    address_id=viewer.address_id,
                    place=viewer.place,
                    now=now + one.wait,
                )
        # Behind the conversation: a notice may be for who asked, and goes on with its numbers.
        for notice in answer.notices:
            await self._teller.notify(transaction, notice, now)
        return claimed
