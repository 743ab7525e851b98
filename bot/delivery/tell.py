"""The one way by which an answer, a notice or a live line is stored: adapted to its chat's own channel, in one row a
message, with the numbers that may be typed there.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.delivery import pace
from bot.delivery.adapt import adapt
from bot.domain.people import Viewer
from bot.messages.choices import NO_CHOICES, Choices
from bot.messages.message import Reply, reply_to_json
from bot.messages.notice import Notice
from bot.services.context import Account
from bot.storage import inbox
from bot.storage.engine import Transaction
from bot.storage.push import pace as pace_storage
from bot.storage.push import replies as storage
from bot.storage.push.outbox import Claimed
from bot.storage.push.replies import Chat

REPLY_LIFE = timedelta(minutes=10)
"""An answer older than this is dropped: the person has asked again or gone."""

NOTICE_LIFE = timedelta(days=1)


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
        paced: bool = True,
    ) -> tuple[list[Claimed], Choices]:
        """Answer who asked; returns the rows that this process is to send after the commit, and the chat's numbers.

        `pressed_message` is the one whose button was pressed; `paced` is False for who was just erased.
        """
        account = self._accounts[viewer.route]
        claimed: list[Claimed] = []
        for reply in replies:
            edit = pressed_message if reply.replace and account.capabilities.edit else None
            adapted = adapt(reply, account.capabilities, choices, now)
            choices = adapted.choices
            for piece in adapted.messages:
                row = await self._put(transaction, viewer, account, piece, now, lease, edit=edit, paced=paced)
                claimed += [row] if row is not None else []
                edit = None
        return claimed, choices

    async def _put(
        self,
        transaction: Transaction,
        viewer: Viewer,
        account: Account,
        piece: Reply,
        now: datetime,
        lease: timedelta,
        *,
        edit: str | None,
        paced: bool,
    ) -> Claimed | None:
        """Write one message of an answer, leased to this process where its instant is near."""
        at = await pace.reserve_reply(transaction, viewer.route, account.rate, now)
        chat_pace = account.capabilities.chat_pace
        if chat_pace is not None and paced:
            at = await pace_storage.take_chat_instant(transaction, viewer.address_id, at, chat_pace, group=viewer.group)
        soon = at - now < timedelta(seconds=1)
        return await storage.put_reply(
            transaction,
            route=viewer.route,
            chat_id=viewer.chat_id,
            content=reply_to_json(piece),
            edit=edit,
            slot=piece.slot,
            rewrites=account.capabilities.edit,
            claim=secrets.token_hex(8) if soon else None,
            at=at,
            lease_until=at + lease if soon else None,
            expires_at=now + REPLY_LIFE,
        )

    async def notify(self, transaction: Transaction, notice: Notice, now: datetime) -> None:
        """Tell everyone whom a notice is for, where they can be reached."""
        chats = await storage.list_chats(
            transaction, role=notice.role, person_id=notice.person_id, besides=notice.besides
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
        adapted = adapt(reply, account.capabilities, choices, now)
        if numbers and adapted.choices != choices:
            await inbox.save_choices(transaction, chat.address_id, adapted.choices)
        for piece in adapted.messages:
            await storage.put_reply(
                transaction,
                route=chat.route,
                chat_id=chat.chat_id,
                content=reply_to_json(piece),
                slot=piece.slot,
                rewrites=account.capabilities.edit,
                at=now,
                expires_at=expires_at,
            )
