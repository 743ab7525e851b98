"""Storing answers: each reply becomes delivery rows, already leased to this process where it may go out at once."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot import cards
from bot.chat.request import Answer, Handler, Request
from bot.chat.router import Router
from bot.clock import Clock
from bot.delivery import pace
from bot.errors import InvalidError, LateError, RefusedError
from bot.messages.message import Button, Reply, reply_to_json
from bot.messages.notice import Notice
from bot.messages.split import split
from bot.services import Services
from bot.services.context import Account, context_on
from bot.settings import Settings
from bot.storage import inbox
from bot.storage.engine import Database, Transaction
from bot.storage.push import pace as pace_storage
from bot.storage.push import replies as reply_storage
from bot.storage.push.outbox import Claimed

Deliver = Callable[[Sequence[Claimed]], None]

REPLY_LIFE = timedelta(minutes=10)
"""An answer older than this is dropped: the person has asked again or gone."""


NOTICE_LIFE = timedelta(days=1)


class Answering:
    """What receiving and slow work share: asking a handler, and storing its answer in the same transaction."""

    def __init__(
        self,
        *,
        database: Database,
        router: Router,
        clock: Clock,
        settings: Settings,
        accounts: Mapping[str, Account],
        deliver: Deliver,
    ) -> None:
        self._database = database
        self._router = router
        self._clock = clock
        self._settings = settings
        self._accounts = accounts
        self._deliver = deliver
        self._log = structlog.get_logger(type(self).__name__.lower())

    def services(self, transaction: Transaction, now: datetime) -> Services:
        """Use cases on this transaction."""
        return Services.on(context_on(transaction, now, self._settings, self._accounts))

    async def ask(self, transaction: Transaction, handler: Handler, request: Request) -> Answer:
        """Run a handler; when a service refuses, nothing of it is stored but the polite answer."""
        talk = request.talk
        before = (talk.step, deepcopy(talk.data), talk.expires_at)
        try:
            async with transaction.begin_nested():
                given = await handler(request, self.services(transaction, request.now))
                return given if isinstance(given, Answer) else Answer([given])
        except RefusedError as refusal:
            talk.step, talk.data, talk.expires_at = before
            taken = talk.step is not None and handler is self._router.step(talk.step)
            if taken and (not isinstance(refusal, InvalidError) or isinstance(refusal, LateError)):
                # Another answer would not help: the right or the draft is gone, and asking on would never end.
                talk.close()
            return Answer([cards.refusals.refusal(refusal)])

    async def store(
        self, transaction: Transaction, request: Request, answer: Answer, *, pressed_message: str | None = None
    ) -> list[Claimed]:
        """Write replies, notices, jobs and the conversation's new step; returns the rows to send after the commit."""
        viewer, talk, now = request.viewer, request.talk, request.now
        account = self._accounts[viewer.route]
        numbered: list[str] = []
        claimed: list[Claimed] = []
        for reply in answer.replies:
            if not account.capabilities.buttons:
                # One series through all messages of an answer: "2" must mean one button.
                pressable = [button.data for row in reply.buttons for button in row]
                reply = _numbered(reply, first=len(numbered) + 1)
                numbered += pressable
            edit = pressed_message if reply.replace and account.capabilities.edit else None
            for piece in _pieces(reply, account.capabilities.text_units):
                row = await self._put(transaction, request, account, piece, edit)
                claimed += [row] if row is not None else []
                edit = None
        for notice in answer.notices:
            await tell(transaction, notice, now)
        if not talk.forgotten:
            await inbox.save_conversation(
                transaction,
                viewer.address_id,
                step=talk.step,
                data=talk.data,
                buttons=numbered,
                expires_at=talk.expires_at,
            )
            for one in answer.jobs:
                await inbox.insert_job(
                    transaction, kind=one.job, payload=one.payload, address_id=viewer.address_id, now=now + one.wait
                )
        return claimed

    async def _put(
        self, transaction: Transaction, request: Request, account: Account, piece: Reply, edit: str | None
    ) -> Claimed | None:
        """Write one message, leased to this process where its instant is near."""
        viewer, now = request.viewer, request.now
        at = await pace.reserve_reply(transaction, viewer.route, account.rate, now)
        chat_pace = account.capabilities.chat_pace
        if chat_pace is not None and not request.talk.forgotten:
            at = await pace_storage.take_chat_instant(transaction, viewer.address_id, at, chat_pace, group=viewer.group)
        soon = at - now < timedelta(seconds=1)
        return await reply_storage.put_reply(
            transaction,
            route=viewer.route,
            chat_id=viewer.chat_id,
            content=reply_to_json(piece),
            edit=edit,
            slot=piece.slot,
            claim=secrets.token_hex(8) if soon else None,
            at=at,
            lease_until=at + timedelta(seconds=self._settings.lease_seconds) if soon else None,
            expires_at=now + REPLY_LIFE,
        )


async def tell(transaction: Transaction, notice: Notice, now: datetime) -> None:
    """Write a notice to everyone it is for, where they can be reached."""
    chats = await reply_storage.list_chats(
        transaction, role=notice.role, person_id=notice.person_id, besides=notice.besides
    )
    for route, chat_id in chats:
        await reply_storage.put_reply(
            transaction,
            route=route,
            chat_id=chat_id,
            content=reply_to_json(notice.reply),
            slot=notice.reply.slot,
            at=now,
            expires_at=now + NOTICE_LIFE,
        )


def _pieces(reply: Reply, units: int) -> list[Reply]:
    """One reply as messages that each fit; buttons and file go with the last."""
    texts = split(reply.text, units)
    if len(texts) <= 1:
        return [reply]
    bare = [replace(reply, text=text, buttons=(), file=None, slot=None) for text in texts[:-1]]
    return [*bare, replace(reply, text=texts[-1], slot=None)]


def _numbered(reply: Reply, first: int) -> Reply:
    """Buttons as numbered lines, for channels that have none; the answer "2" presses the second."""
    buttons: list[Button] = [button for row in reply.buttons for button in row]
    if not buttons:
        return reply
    text = reply.text + "\n"
    for number, button in enumerate(buttons, first):
        text += f"\n{number}. " + button.label
    return replace(reply, text=text, buttons=())
