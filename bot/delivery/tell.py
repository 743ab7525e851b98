"""The one way by which an answer, a notice or a live line is stored: adapted to its chat's own channel, in one row a
message, with the numbers that may be typed there.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import cards
from bot.delivery import pace
from bot.delivery.adapt import adapt
from bot.domain.claims import Method
from bot.domain.delivery import REPLY_LIFE, Lane
from bot.domain.people import Role, Viewer
from bot.domain.posts import tells_of_cadre_posts
from bot.messages.choices import NO_CHOICES, Choices
from bot.messages.message import Reply, reply_to_json
from bot.messages.notice import Notice
from bot.services.context import Account
from bot.storage import inbox
from bot.storage.engine import Transaction
from bot.storage.push import pace as pace_storage
from bot.storage.push import replies as storage
from bot.storage.push.outbox import Claimed
from bot.storage.push.replies import HURRY, Chat, NewReply, Owed

NOTICE_LIFE = timedelta(days=1)

MOST_OWED = 20
"""Answers that a resident may be owed; whoever asks faster is asked to be slower, and answered what they asked last."""

HURRIED = timedelta(minutes=1)
"""How long somebody who was asked to be slower is answered only what they asked last."""


class Teller:
    """Stores what people are told, within the transaction that it is about."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self._accounts = accounts

    async def answer(
        self,
        transaction: Transaction,
        viewer: Viewer,
        replies: Sequence[Reply],
        choices: Choices,
        now: datetime,
        *,
        lease: timedelta,
        pressed_message: str | None = None,
        forwardable: bool = False,
        forgotten: bool = False,
    ) -> tuple[list[Claimed], Choices]:
        """Answer who asked; returns the rows that this process is to send after the commit, and the chat's numbers.

        `pressed_message` is the one whose button was pressed, `forwardable` says that it is not protected; `forgotten`
        is who was erased with this very answer.
        """
        account = self._accounts[viewer.route]
        adapted: list[tuple[Reply, bool]] = []
        for reply in replies:
            made = adapt(_kept_here(reply, viewer.role), account.capabilities, choices, now)
            choices = made.choices
            # Of several pieces the first one takes the place of the message whose button was pressed.
            adapted += [(piece, reply.replace and not number) for number, piece in enumerate(made.messages)]
        if forgotten:
            desk = _Desk(transaction, replace(viewer, role=Role.RESIDENT), account, now)
        else:
            desk = await _Desk.open(transaction, viewer, account, now)
        editable = pressed_message if account.capabilities.edit else None
        # What stands in a message that may be forwarded stays so, whatever it is changed to.
        pieces = [
            (piece, editable if replaces and not (forwardable and piece.protect) else None)
            for piece, replaces in adapted
        ]
        return await desk.put(pieces, lease), choices

    async def notify(self, transaction: Transaction, notice: Notice, now: datetime) -> None:
        """Tell everyone whom a notice is for, where they can be reached."""
        chats = await storage.list_chats(
            transaction,
            role=notice.role,
            person_id=notice.person_id,
            besides=notice.besides,
            anyone=notice.anyone,
        )
        for chat in chats:
            await self.tell(transaction, chat, notice.reply, now, now + NOTICE_LIFE)

    async def tell(
        self, transaction: Transaction, chat: Chat, reply: Reply, now: datetime, expires_at: datetime | None
    ) -> None:
        """Tell one chat something that nobody asked for there; what cannot be sent any more after `expires_at` is not.

        A chat of an account that this ward has no more is told nothing.
        """
        account = self._accounts.get(chat.route)
        if account is None:
            return
        numbers = bool(reply.buttons) and not account.capabilities.buttons
        choices = await inbox.load_choices(transaction, chat.address_id) if numbers else NO_CHOICES
        adapted = adapt(_kept_here(reply, chat.role), account.capabilities, choices, now)
        if numbers and adapted.choices != choices:
            await inbox.save_choices(transaction, chat.address_id, adapted.choices)
        for piece in adapted.messages:
            await storage.put_reply(
                transaction,
                NewReply(
                    route=chat.route,
                    chat_id=chat.chat_id,
                    content=reply_to_json(piece),
                    slot=piece.slot,
                    in_place=account.capabilities.edit,
                    at=now,
                    expires_at=expires_at,
                    role=chat.role,
                ),
            )


def _kept_here(reply: Reply, role: Role) -> Reply:
    """What tells a cadre of posts for cadres cannot be forwarded, whatever asked for it and whichever card says it."""
    told = str(reply.text), *(f"{one.label} {one.data}" for row in reply.buttons for one in row)
    return replace(reply, protect=True) if role >= Role.CADRE and any(map(tells_of_cadre_posts, told)) else reply


class _Desk:
    """Stores one answer to one chat: at once where its instant is near, else behind all that waits.

    An instant is taken once, when a message can leave: what has to wait moves no pace, and the worker claims it in its
    turn. Whoever is owed too many answers is asked to be slower, and then answered what they asked last.
    """

    def __init__(
        self,
        transaction: Transaction,
        viewer: Viewer,
        account: Account,
        now: datetime,
        *,
        next_at: datetime | None = None,
        owed: Sequence[Owed] = (),
        hurried: datetime | None = None,
    ) -> None:
        self._transaction = transaction
        self._viewer = viewer
        self._account = account
        self._now = now
        self._next_at = next_at
        self._owed = list(owed)
        # One further ahead was asked by a clock that jumped.
        self._hurried = hurried is not None and now < hurried <= now + HURRIED

    @classmethod
    async def open(cls, transaction: Transaction, viewer: Viewer, account: Account, now: datetime) -> "_Desk":
        """Look at what the chat is owed."""
        next_at, owed, hurried = await storage.load_chat(transaction, viewer.address_id)
        return cls(transaction, viewer, account, now, next_at=next_at, owed=owed, hurried=hurried)

    async def put(self, pieces: Sequence[tuple[Reply, str | None]], lease: timedelta) -> list[Claimed]:
        """Write an answer's messages, each with the message that it is to replace; returns what is leased to us."""
        contents = [reply_to_json(piece) for piece, _ in pieces]
        if contents in self._answers():
            # The same question once more, while its answer still waits.
            return []
        # What helps in danger, or says that somebody stopped, overtakes all that the chat is owed.
        kept = any(piece.kept for piece, _ in pieces)
        if self._viewer.role == Role.RESIDENT and not kept:
            await self._bound()
        answer, waits = secrets.token_hex(4), bool(self._owed) and not kept
        claimed: list[Claimed] = []
        for (piece, edit), content in zip(pieces, contents, strict=True):
            at = await self._instant(edit) if not waits else None
            # What follows must not overtake it.
            waits = at is None
            reply = NewReply(
                route=self._viewer.route,
                chat_id=self._viewer.chat_id,
                place=self._viewer.place,
                content=content,
                edit=edit,
                slot=piece.slot,
                in_place=self._account.capabilities.edit,
                claim=secrets.token_hex(8) if at is not None else None,
                at=at or self._now,
                lease_until=at + lease if at is not None else None,
                expires_at=self._now + REPLY_LIFE,
                lane=Lane.URGENT if kept else Lane.REPLY,
                role=self._viewer.role,
                # A live line is compared with what it said before, and stands for itself.
                answer=answer if piece.slot is None else None,
            )
            row = await storage.put_reply(self._transaction, reply)
            claimed += [row] if row is not None else []
        return claimed

    def _answers(self) -> list[list[dict[str, Any]]]:
        """What each answer that waits for this place says, part by part."""
        found: dict[str, list[dict[str, Any]]] = {}
        for one in self._owed:
            if one.answer is not None and one.place == self._viewer.place:
                found.setdefault(one.answer, []).append(one.content)
        return list(found.values())

    async def _bound(self) -> None:
        """Take back what somebody is owed beyond a bound, but what may be under way."""
        answers = list(dict.fromkeys(one.answer for one in self._owed if one.answer is not None))
        if len(answers) < (2 if self._hurried else MOST_OWED):
            return
        gone = [one for one in self._owed if one.answer in answers[1:]]
        await storage.delete_replies(self._transaction, [one.id for one in gone])
        self._owed = [one for one in self._owed if one not in gone]
        if not self._hurried:
            line = cards.refusals.hurry()
            await storage.put_reply(
                self._transaction,
                NewReply(
                    route=self._viewer.route,
                    chat_id=self._viewer.chat_id,
                    place=self._viewer.place,
                    content=reply_to_json(line),
                    slot=HURRY,
                    in_place=False,
                    at=self._now,
                    expires_at=self._now + HURRIED,
                    lane=Lane.REPLY,
                ),
            )

    async def _instant(self, edit: str | None) -> datetime | None:
        """When the next message may leave, where that is now; both paces are moved then, and else neither."""
        chat_pace, group = self._account.capabilities.chat_pace, self._viewer.group
        earliest = chat_pace.instant(self._next_at, self._now, group=group)[0] if chat_pace is not None else self._now
        if earliest - self._now >= pace.SOON:
            return None
        at = await pace.reserve_reply(
            self._transaction,
            self._viewer.route,
            self._viewer.chat_id,
            Method.CHANGE if edit is not None else Method.SEND,
            self._account.rate,
            self._now,
            earliest,
        )
        if at is not None and chat_pace is not None:
            self._next_at = chat_pace.instant(self._next_at, at, group=group)[1]
            await pace_storage.set_chat_next_at(self._transaction, self._viewer.address_id, self._next_at)
        return at
