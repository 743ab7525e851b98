"""What an event does: one transaction for its effects and its answer (bot/chat/intake.py brings it here).

Effects happen exactly once, answers at least once, and a crash anywhere loses nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import cards
from bot.chat.answering import Answering, talk_of
from bot.chat.request import Answer, Later, Request
from bot.chat.router import Match
from bot.domain.people import Role, Viewer, shown_name
from bot.errors import SpeakerUnknownError
from bot.messages.incoming import Event, Incoming, route_of
from bot.messages.notice import Notice
from bot.storage import erasure, inbox
from bot.storage import people as people_storage
from bot.storage.engine import Transaction
from bot.storage.push.outbox import Claimed

OLD = timedelta(minutes=15)
"""What was asked for so long ago, and cannot be taken back, is asked about before it is done."""
JUST_BACK = timedelta(minutes=1)
"""How long after a silence what comes in may be from before it: button presses carry no date."""

SPEAKER = "group.speaker"
"""The job that asks whether an admin of a group spoke."""
_HANDED_ON = (
    *("channel", "account", "event_key", "chat_id", "place"),
    *("text", "pressed", "message_id", "name", "group", "speaker"),
)

# PostgreSQL refuses NUL, and UTF-8 cannot hold half a surrogate pair, which JSON can.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Receiver(Answering):
    """Handles every event of every channel, each within the transaction that takes it from the inbox."""

    async def handle(self, transaction: Transaction, incoming: Incoming | None, received_at: datetime) -> list[Claimed]:
        """Do what an event asks for and store the answer; returns the rows to send after the commit."""
        if incoming is None:
            return []
        incoming, now = _cleaned(incoming), self._clock.now()
        if incoming.event is Event.JOINED:
            return await self._greet(transaction, incoming, now)
        if incoming.event is Event.ADMITTED:
            return await self._offer(transaction, incoming, now)
        if incoming.event not in (Event.MESSAGE, Event.EDITED):
            await self._note_event(transaction, incoming, now)
            return []
        if incoming.group and not incoming.addressed:
            return []
        viewer, open_now = await self._enter(transaction, incoming, now)
        talk = talk_of(open_now)
        match = self._router.route(incoming, viewer, talk, now)
        if incoming.event is Event.EDITED:
            edited = self._router.edited(match)
            if edited is None:
                return []
            match = edited
        request = Request(viewer, match.text, talk, now, match.pressed, self._router.commands)
        if not incoming.pressed:
            request = replace(
                request, document=incoming.document, message_id=incoming.message_id, origin=incoming.origin
            )
        again = self._router.again(match, now)
        if again is not None and await self._is_old(transaction, incoming, match, received_at):
            answer = Answer([cards.refusals.ask_again(again, incoming.sent_at)])
            return await self.store(transaction, request, answer)
        try:
            answer = await self.ask(transaction, match.handler, request)
        except SpeakerUnknownError:
            # Asked as a job, which brings the event here once more: the network may be slow, and the chat goes on.
            answer = Answer(jobs=[Later(SPEAKER, _handed_on(incoming))])
        pressed_message = incoming.message_id if incoming.pressed else None
        return await self.store(
            transaction, request, answer, pressed_message=pressed_message, forwardable=incoming.forwardable
        )

    async def apologise(self, transaction: Transaction, incoming: Incoming | None) -> list[Claimed]:
        """Store an apology for an event that could not be handled; returns the rows to send after the commit."""
        if incoming is None or incoming.event is not Event.MESSAGE or (incoming.group and not incoming.addressed):
            return []
        incoming, now = _cleaned(incoming), self._clock.now()
        viewer, open_now = await self._enter(transaction, incoming, now)
        request = Request(viewer, "", talk_of(open_now), now)
        return await self.store(transaction, request, Answer([cards.refusals.apology()]))

    async def apologise_in(self, transaction: Transaction, route: str, chat_id: str) -> list[Claimed]:
        """Store an apology in a chat of which only the id is looked at; in a group nobody knows whether it is owed."""
        now = self._clock.now()
        viewer = await people_storage.find_viewer(transaction, route, chat_id)
        if viewer is None or viewer.group:
            return []
        open_now = await inbox.load_conversation(transaction, viewer.address_id, now)
        request = Request(viewer, "", talk_of(open_now), now)
        return await self.store(transaction, request, Answer([cards.refusals.apology()]))

    async def _greet(self, transaction: Transaction, incoming: Incoming, now: datetime) -> list[Claimed]:
        """Tell a group that has just taken the bot in how it gets the news."""
        viewer, open_now = await self._enter(transaction, incoming, now)
        ward = await self.services(transaction, now).ward.info()
        request = Request(viewer, "", talk_of(open_now), now)
        return await self.store(transaction, request, Answer([cards.people.group_joined(ward)]))

    async def _offer(self, transaction: Transaction, incoming: Incoming, now: datetime) -> list[Claimed]:
        """Ask an admin who lets the bot post in a channel whether it is the ward's; to anybody else nothing is said."""
        route, channel = route_of(incoming.channel, incoming.account), incoming.origin
        if channel is None:
            return []
        broadcasts = self.services(transaction, now).broadcasts
        if await broadcasts.regain(route, channel):
            back = Notice(cards.channels.back_again(channel.name), role=Role.ADMIN)
            await self._teller.notify(transaction, back, now)
            return []
        viewer = await people_storage.find_viewer(transaction, route, incoming.chat_id)
        if viewer is None or not broadcasts.may_name(viewer) or await broadcasts.is_named(route, channel):
            return []
        card = cards.channels.ask_use(channel, await broadcasts.named(viewer))
        open_now = await inbox.load_conversation(transaction, viewer.address_id, now)
        return await self.store(transaction, Request(viewer, "", talk_of(open_now), now), Answer([card]))

    async def _note_event(self, transaction: Transaction, incoming: Incoming, now: datetime) -> None:
        """Blocking, unblocking and moving change only the address; that the ward's channel is lost, admins hear."""
        route = route_of(incoming.channel, incoming.account)
        if incoming.event is Event.MOVED and incoming.new_chat_id:
            await erasure.move_address(transaction, route, incoming.chat_id, incoming.new_chat_id)
        elif incoming.event is Event.BLOCKED and incoming.group:
            await people_storage.put_out(transaction, route, incoming.chat_id)
        elif incoming.event in (Event.BLOCKED, Event.UNBLOCKED):
            active = incoming.event is Event.UNBLOCKED
            lost = None if active else await self.services(transaction, now).broadcasts.losing(route, incoming.chat_id)
            await people_storage.set_address_active(transaction, route, incoming.chat_id, active=active)
            if lost is not None:
                await self._teller.notify(transaction, Notice(cards.channels.lost(lost.name), role=Role.ADMIN), now)

    async def _is_old(self, transaction: Transaction, incoming: Incoming, match: Match, received_at: datetime) -> bool:
        """Whether somebody may have asked for this long ago: by its own date, else by when we could hear."""
        now = self._clock.now()
        if now - (incoming.sent_at or received_at) > OLD:
            return True
        if incoming.sent_at is not None:
            return False
        back_at = await inbox.find_return(transaction, route_of(incoming.channel, incoming.account))
        if back_at is None or match.asked_at >= int(back_at.timestamp()):
            return False
        return back_at <= received_at < back_at + JUST_BACK

    async def _enter(
        self, transaction: Transaction, incoming: Incoming, now: datetime
    ) -> tuple[Viewer, inbox.Conversation]:
        viewer = await self.services(transaction, now).people.enter(incoming)
        return viewer, await inbox.load_conversation(transaction, viewer.address_id, now)


def _handed_on(incoming: Incoming) -> dict[str, Any]:
    """What the job that asks for a speaker's right keeps of an event."""
    kept = {name: getattr(incoming, name) for name in _HANDED_ON}
    return kept | {"sent_at": incoming.sent_at.isoformat() if incoming.sent_at is not None else None}


def heard_again(payload: Mapping[str, Any], *, by_admin: bool) -> Incoming:
    """The event that a job kept, now that the speaker's right is known."""
    sent_at = payload.get("sent_at")
    kept = {name: payload[name] for name in _HANDED_ON if name in payload} | {"speaker": "", "by_group_admin": by_admin}
    return Incoming(**kept, sent_at=datetime.fromisoformat(sent_at) if sent_at is not None else None)


def _cleaned(incoming: Incoming) -> Incoming:
    """Drop what a database cannot store or a screen cannot show; people paste such things without knowing."""
    sent, origin = incoming.document, incoming.origin
    return replace(
        incoming,
        text=_storable(incoming.text),
        name=shown_name(_storable(incoming.name), incoming.chat_id, group=incoming.group),
        origin=origin and replace(origin, name=shown_name(_storable(origin.name), origin.chat_id, group=True)),
        document=sent and replace(sent, id=_storable(sent.id), name=_storable(sent.name), album=_storable(sent.album)),
    )


def _storable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
