"""Telegram as a channel: messages out, and messages in by long polling or webhook."""

import asyncio
import json
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from bot.channels.base import Take, Webhook, keep_hearing
from bot.channels.telegram import calls
from bot.channels.telegram.admins import GroupAdmins
from bot.channels.telegram.errors import DELETE_GONE, EDIT_GONE, EDIT_REFUSED, NOT_MODIFIED
from bot.channels.telegram.files import download
from bot.channels.telegram.menus import Menus
from bot.channels.telegram.polling import Pauses, Poller, ask_now_and_then
from bot.channels.telegram.request import WITHIN
from bot.channels.telegram.updates import CHANNEL, WANTED, Me, read_update
from bot.channels.telegram.wire import Wire
from bot.domain.delivery import ChatPace
from bot.errors import (
    DeliveryError,
    FixedError,
    GoneError,
    NeverSentError,
    RejectedError,
    SetupError,
)
from bot.messages.capabilities import Capabilities, Price
from bot.messages.incoming import Incoming, Raw
from bot.messages.markup import plain, utf16_units
from bot.messages.message import Menu, Outgoing
from bot.settings import TelegramSettings

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
CHAT_PACE = ChatPace(
    gap=timedelta(seconds=1),
    credit=timedelta(seconds=4),
    group_gap=timedelta(seconds=4),
    group_credit=timedelta(seconds=20),
)
"""One message a second to a person and 20 a minute to a group, with short bursts (Telegram's FAQ for bots).

5 at once to a person; to a group 6 at once, and then one in 4 s, so that no minute holds more than 6 + 14 = 20.
"""
WEBHOOK_PATH = "/telegram/webhook"
WEBHOOK_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
FILE_WITHIN = 60.0
"""Seconds for a call that uploads a file."""
MOST_ASIDES = 16
"""Calls aside beyond which no button press is confirmed: a few, because they use the connections of messages. The
spinner on the button just runs out."""
PIN_WITHIN, PIN_WAITS = 10.0, 2.0
"""Seconds for keeping a message in sight: its outcome waits to be recorded meanwhile."""
ASK_WHO_AGAIN = 30.0


class TelegramChannel:
    """One bot on Telegram. `commands` are (name, description) pairs for its menu.

    `unreadable` and `failed` count updates that were malformed, and that our own code failed on.
    """

    name = CHANNEL
    capabilities = Capabilities(
        edit=True,
        delete=True,
        buttons=True,
        keys=True,
        airs=True,
        markup=True,
        reply_to=True,
        files_out=True,
        files_in=True,
        photo_by_upload=True,
        photo_by_url=True,
        text_units=TEXT_UNITS,
        caption_units=CAPTION_UNITS,
        chat_pace=CHAT_PACE,
        # Telegram states no end for a bot's edits of its own messages, other vendors report 48 hours.
        edit_window=timedelta(hours=48),
        delete_window=timedelta(hours=48),
        # Bot API, allow_paid_broadcast: 0.1 Star for each message above what every bot may send for nothing.
        price=Price(free_rate=30.0, messages_each=10),
    )

    def __init__(
        self,
        settings: TelegramSettings,
        *,
        commands: Menu = (),
        pauses: Pauses | None = None,
        log: structlog.typing.FilteringBoundLogger | None = None,
    ) -> None:
        self.account = settings.account
        self.rate = settings.rate
        self.unreadable = 0
        self._settings = settings
        self._log: structlog.typing.FilteringBoundLogger = log or structlog.get_logger("telegram")
        self._wire = Wire(settings)
        self._admins = GroupAdmins(self._wire)
        self._menus = Menus(self._wire, commands, self._log)
        self._pauses = pauses or Pauses()
        self._poller = Poller(self._wire, self._pauses, self._log)
        self._me = Me(id=int(settings.account))
        self._ask_who_at = 0.0
        self._started = False
        self._asides: set[asyncio.Task[None]] = set()

    @property
    def failed(self) -> int:
        """How many updates were given up because our own code raised."""
        return self._poller.failed

    @property
    def webhook(self) -> Webhook | None:
        """Where Telegram posts updates, in webhook mode; raises SetupError where nothing would keep strangers out."""
        if self._settings.mode != "webhook":
            return None
        if self._settings.webhook_secret is None:
            raise SetupError("LOA_TELEGRAM__MODE=webhook cần LOA_TELEGRAM__WEBHOOK_SECRET")
        return Webhook(WEBHOOK_PATH, WEBHOOK_SECRET_HEADER, self._settings.webhook_secret, self.handle_webhook)

    @property
    def trouble(self) -> str:
        """Why Telegram can neither be heard nor spoken to at this moment; empty while it works."""
        return self._poller.trouble or self._wire.trouble

    def counts(self) -> Mapping[str, float]:
        """Updates that were malformed, and that our own code failed on."""
        return {"updates_unreadable": self.unreadable, "updates_failed": self.failed}

    async def start(self) -> None:
        """Learn who the bot is, settle how updates come, and show its commands.

        Raises ChannelDownError when the token is refused, another DeliveryError when Telegram cannot be reached.
        """
        await self._wire.open()
        await self._learn_who()
        if self._settings.mode == "webhook":
            url = (self._settings.webhook_url or "").rstrip("/").removesuffix(WEBHOOK_PATH) + WEBHOOK_PATH
            secret = self._settings.webhook_secret
            await self._wire.call(
                "setWebhook",
                {
                    "url": url,
                    "secret_token": secret.get_secret_value() if secret else None,
                    "allowed_updates": list(WANTED),
                    "max_connections": 40,
                },
            )
        else:
            # What waits at Telegram since the last run is not dropped.
            await self._wire.call("deleteWebhook", {"drop_pending_updates": False})
        await self._menus.show()
        self._started = True

    async def who(self) -> str:
        """Ask Telegram for the bot's username, changing nothing there; raises a DeliveryError."""
        await self._wire.open()
        await self._learn_who()
        return self._me.username or ""

    async def close(self) -> None:
        """Let go of connections."""
        await self._menus.close()
        for task in tuple(self._asides):
            task.cancel()
        await asyncio.gather(*self._asides, return_exceptions=True)
        await self._wire.close()

    async def send(self, message: Outgoing) -> str:
        """Deliver, edit or delete one message and return its id; raises a DeliveryError.

        A message that can no longer be edited is sent anew, unless `only_edit`. A file takes the text as its caption,
        so RejectedError when that is over 1,024 units: nothing is cut off.
        """
        if message.pin is False and message.edit is not None:
            # Whatever becomes of the edit, which the platform may refuse: what is over must not stand above the chat.
            await self._shortly(self._pin("unpinChatMessage", message.chat_id, message.edit))
        sent = await self._deliver(message)
        if message.pin:
            await self._shortly(self._pin("pinChatMessage", message.chat_id, sent, disable_notification=True))
        return sent

    def _aside(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do what is only nice to have beside everything else."""
        task = asyncio.create_task(work)
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)
        return task

    async def _shortly(self, work: Coroutine[Any, Any, None]) -> None:
        """Wait for it a moment: what takes longer must not make a message that has arrived one that may have."""
        await asyncio.wait([self._aside(work)], timeout=PIN_WAITS)

    async def _pin(self, method: str, chat_id: str, message_id: str, **more: bool) -> None:
        """Only nice to have: the bot may lack the right, and the message has arrived all the same."""
        if not calls.is_number(message_id):
            return
        try:
            await self._wire.call(
                method, {"chat_id": chat_id, "message_id": int(message_id), **more}, within=PIN_WITHIN
            )
        except DeliveryError as error:
            self._log.info("A message was not pinned or unpinned", method=method, reason=error.reason)

    async def _deliver(self, message: Outgoing) -> str:
        if message.delete is not None:
            return await self._delete(message.chat_id, message.delete)
        if (message.file or message.edits_photo) and utf16_units(plain(message.text)) > CAPTION_UNITS:
            raise RejectedError("caption-too-long")
        if message.edit is not None and calls.is_number(message.edit):
            try:
                answer = await self._call(message, *calls.edit(message))
            except RejectedError as error:
                if error.reason == NOT_MODIFIED:
                    return message.edit
                if error.reason not in (EDIT_GONE, EDIT_REFUSED):
                    raise
                if message.only_edit and error.reason == EDIT_REFUSED:
                    raise FixedError from error
            else:
                calls.tell_uploaded(message, answer)
                return message.edit
        if message.only_edit:
            raise GoneError
        method, content = calls.new(message)
        sending = {
            "message_thread_id": message.place if message.place and calls.is_number(message.place) else None,
            "reply_parameters": calls.reply_to(message.reply_to),
            "protect_content": message.protect or None,
            "disable_notification": message.silent or None,
            "allow_paid_broadcast": message.paid or None,
        }
        answer = await self._call(message, method, content | sending)
        calls.tell_uploaded(message, answer)
        if message.menu is not None:
            self._menus.show_in(message.chat_id, message.menu)
        return calls.message_id(answer)

    async def _call(self, message: Outgoing, method: str, content: dict[str, Any]) -> object:
        parameters = {
            "chat_id": message.chat_id,
            **content,
            "reply_markup": calls.keyboard(message.buttons) or calls.keys(message),
        }
        if message.file is None and not message.edits_photo:
            return await self._wire.say(method, parameters)
        uploads = message.file is not None and message.file.id is None
        return await self._wire.call(method, parameters, within=FILE_WITHIN if uploads else WITHIN)

    async def _delete(self, chat_id: str, message_id: str) -> str:
        if calls.is_number(message_id):
            try:
                await self._wire.call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})
            except RejectedError as error:
                if error.reason not in (DELETE_GONE, EDIT_GONE):
                    raise
        return message_id

    async def fetch(self, file_id: str) -> bytes:
        """Download a file that somebody sent, of up to 20 MB; raises a DeliveryError."""
        return await download(self._wire, file_id)

    async def is_group_admin(self, chat_id: str, member_id: str) -> bool:
        """Whether a member is an admin of a group; False where Telegram cannot be asked."""
        return await self._admins.has(chat_id, member_id)

    def link(self, start: str) -> str:
        """An address that opens the bot and says `start` to it; empty until its username is known."""
        said = f"?start={start}" if start else ""
        return f"https://t.me/{self._me.username}{said}" if self._me.username else ""

    async def listen(self, take: Take) -> None:
        """Hand every batch of updates to `take`, confirming none before it returned; runs until cancelled.

        In webhook mode bot/web calls `handle_webhook`; this then says now and then that updates could come. Nothing
        here waits for `start`, which is tried until it works.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self._start_until_done())
            group.create_task(ask_now_and_then(self._wire))
            if self._settings.mode == "polling":
                group.create_task(self._poller.run(lambda batch: self._take(batch, take)))
            else:
                group.create_task(keep_hearing(take))

    async def _start_until_done(self) -> None:
        failures, last = 0, ""
        while not self._started:
            try:
                await self.start()
            except DeliveryError as error:
                failures += 1
                if error.reason != last:
                    last = error.reason
                    self._log.warning("Telegram does not know the bot's settings yet: trying again", reason=last)
                await asyncio.sleep(self._pauses.after_error(error, failures))

    async def handle_webhook(self, body: bytes, take: Take) -> None:
        """Take in one webhook call whose secret was checked; returns once it is committed.

        A body that cannot be read is counted and done with, since Telegram repeats everything but a 200. Raises
        DatabaseDownError when it must be repeated.
        """
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            self.unreadable += 1
            return
        await self._take([raw], take)

    def read(self, body: str) -> Incoming | None:
        """What an update says, read from its JSON."""
        return read_update(json.loads(body), self._me, self.account).incoming

    async def _take(self, batch: Sequence[object], take: Take) -> None:
        """Hand on the updates of a batch that are for the bot; what is said beside it in a group is not even kept."""
        updates = [(raw, read_update(raw, self._me, self.account)) for raw in batch]
        if not self._me.username and any(update.incoming and update.incoming.group for _, update in updates):
            # Only in groups its name tells whether the bot is meant.
            await self._learn_who_in_passing()
            updates = [(raw, read_update(raw, self._me, self.account)) for raw in batch]
        await take(
            [
                Raw(update.incoming.event_key, update.incoming.chat_id, json.dumps(raw))
                for raw, update in updates
                if update.incoming is not None and (update.incoming.addressed or not self._me.username)
            ]
        )
        for _, update in updates:
            if not update.readable:
                self.unreadable += 1
            if update.press_id is not None and len(self._asides) < MOST_ASIDES:
                # It only stops the button's spinner, and costs a round trip.
                self._aside(self._confirm_press(update.press_id))

    async def _confirm_press(self, press_id: str) -> None:
        try:
            await self._wire.call("answerCallbackQuery", {"callback_query_id": press_id}, within=10)
        except DeliveryError as error:
            self._log.debug("A button press was not confirmed", reason=error.reason)

    async def _learn_who(self, within: float = 10) -> None:
        answer = await self._wire.call("getMe", {}, within=within)
        username = answer.get("username") if isinstance(answer, dict) else None
        if not isinstance(username, str):
            raise NeverSentError("unreadable-answer")
        self._me = replace(self._me, username=username)

    async def _learn_who_in_passing(self) -> None:
        """For a process that only takes webhook calls and was never started."""
        now = asyncio.get_running_loop().time()
        if now < self._ask_who_at:
            return
        self._ask_who_at = now + ASK_WHO_AGAIN
        try:
            await self._learn_who(within=3)
        except DeliveryError as error:
            self._log.warning("The bot's username is not known yet", reason=error.reason)
