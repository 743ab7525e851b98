"""Storing answers: each reply becomes delivery rows, already leased to this process where it may go out at once."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.base import Button, Capabilities, Reply, reply_to_json
from bot.channels.split import split
from bot.chat.request import Answer, Later, Notice, Talk
from bot.delivery import pace
from bot.domain.people import Viewer
from bot.storage import inbox
from bot.storage import pace as pace_storage
from bot.storage import replies as reply_storage
from bot.storage.engine import Transaction
from bot.storage.outbox import Claimed

REPLY_LIFE = timedelta(minutes=10)
"""An answer older than this is dropped: the person has asked again or gone."""


NOTICE_LIFE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """What is known about one channel account when an answer is stored."""

    capabilities: Capabilities
    rate: float


async def store_answer(
    transaction: Transaction,
    *,
    lines: Mapping[str, Line],
    viewer: Viewer,
    answer: Answer,
    talk: Talk,
    later: Sequence[Later] = (),
    notices: Sequence[Notice] = (),
    now: datetime,
    lease: timedelta,
    pressed_message: str | None = None,
) -> list[Claimed]:
    """Write replies, jobs and the conversation's new step; returns the rows to send right after the commit."""
    replies = [] if answer is None else [answer] if isinstance(answer, Reply) else list(answer)
    line = lines[viewer.route]
    numbered: list[str] = []
    claimed: list[Claimed] = []
    for reply in replies:
        if not line.capabilities.buttons:
            # One series through all messages of an answer: "2" must mean one button.
            pressable = [button.data for row in reply.buttons for button in row]
            reply = _numbered(reply, first=len(numbered) + 1)
            numbered += pressable
        edit = pressed_message if reply.replace and line.capabilities.edit else None
        for piece in _pieces(reply, line.capabilities.text_units):
            at = await pace.reserve_reply(transaction, viewer.route, line.rate, now)
            if line.capabilities.chat_pace and not talk.forgotten:
                at = await pace_storage.take_chat_instant(transaction, viewer.address_id, at, group=viewer.group)
            soon = at - now < timedelta(seconds=1)
            row = await reply_storage.put_reply(
                transaction,
                route=viewer.route,
                chat_id=viewer.chat_id,
                content=reply_to_json(piece),
                edit=edit,
                slot=piece.slot,
                claim=secrets.token_hex(8) if soon else None,
                at=at,
                lease_until=at + lease if soon else None,
                expires_at=now + REPLY_LIFE,
            )
            edit = None
            if row is not None:
                claimed.append(row)
    for notice in notices:
        for route, chat_id in await reply_storage.list_chats(transaction, int(notice.role)):
            await reply_storage.put_reply(
                transaction,
                route=route,
                chat_id=chat_id,
                content=reply_to_json(notice.reply),
                at=now,
                expires_at=now + NOTICE_LIFE,
            )
    if not talk.forgotten:
        await inbox.save_conversation(
            transaction,
            viewer.address_id,
            step=talk.step,
            data=talk.data,
            buttons=numbered,
            expires_at=talk.expires_at,
        )
        for one in later:
            await inbox.insert_job(
                transaction, kind=one.job, payload=one.payload, address_id=viewer.address_id, now=now + one.wait
            )
    return claimed


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
