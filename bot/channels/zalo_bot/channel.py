"""Zalo's bot platform as a channel: what it cannot do, edit, buttons, uploads, its Capabilities say."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from bot.channels.base import Take, Webhook, keep_hearing
from bot.channels.zalo_bot.errors import delivery_error
from bot.channels.zalo_bot.polling import Pauses, Poller
from bot.channels.zalo_bot.styles import styled
from bot.channels.zalo_bot.updates import CHANNEL, read_update, unwrapped
from bot.channels.zalo_bot.wire import RefusedError, Wire
from bot.domain.delivery import ChatPace
from bot.errors import (
    DeliveryError,
    FixedError,
    GoneError,
    MaybeSentError,
    NeverSentError,
    RejectedError,
    SetupError,
)
from bot.messages.capabilities import Capabilities
from bot.messages.incoming import Incoming, Raw
from bot.messages.markup import utf16_units
from bot.messages.message import Outgoing
from bot.settings import ZaloBotSettings

TEXT_UNITS = 1900
"""Zalo takes 2,000 "characters" and does not say of which kind; nothing is ever that close."""
CHAT_PACE = ChatPace(
    gap=timedelta(seconds=1),
    credit=timedelta(seconds=4),
    group_gap=timedelta(seconds=4),
    group_credit=timedelta(seconds=20),
)
"""Zalo publishes no limit a chat: Telegram's are kept."""
CAPABILITIES = Capabilities(
    edit=False,
    delete=False,
    buttons=False,
    markup=True,
    reply_to=False,
    files_out=False,
    files_in=True,
    documents_in=False,
    photo_by_upload=False,
    photo_by_url=True,
    text_units=TEXT_UNITS,
    caption_units=TEXT_UNITS,
    chat_pace=CHAT_PACE,
)
"""What Zalo can do for every bot; what its plan allows is the settings' business."""
WEBHOOK_PATH = "/zalo/webhook"
WEBHOOK_SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


class ZaloBotChannel:
    """One bot on Zalo's bot platform; `unreadable` counts events that were malformed."""

    name = CHANNEL

    def __init__(
        self,
        settings: ZaloBotSettings,
        *,
        pauses: Pauses | None = None,
        log: structlog.typing.FilteringBoundLogger | None = None,
    ) -> None:
        if settings.token is None:
            raise SetupError("LOA_ZALO_BOT__TOKEN chưa có: lấy token của bot trong Zalo Bot Creator")
        self.account = settings.account
        self.rate = settings.rate
        self.capabilities = replace(
            CAPABILITIES,
            monthly_quota=settings.messages_a_month or None,
            most_people=settings.users or None,
            one_listener=settings.mode == "polling",
        )
        self.unreadable = 0
        self._settings = settings
        self._log: structlog.typing.FilteringBoundLogger = log or structlog.get_logger("zalo")
        self._wire = Wire(settings.api_url, settings.token.get_secret_value())
        self._pauses = pauses or Pauses()
        self._poller = Poller(self._wire, self._pauses, self._log)
        self._bot_name = ""
        self._trouble = ""

    @property
    def untaken(self) -> int:
        """How many events Zalo has handed over that are not taken in yet."""
        return self._poller.untaken

    @property
    def webhook(self) -> Webhook | None:
        """Where Zalo posts events, in webhook mode; raises SetupError where nothing would keep strangers out."""
        if self._settings.mode != "webhook":
            return None
        if self._settings.webhook_secret is None:
            raise SetupError("LOA_ZALO_BOT__MODE=webhook cần LOA_ZALO_BOT__WEBHOOK_SECRET")
        return Webhook(WEBHOOK_PATH, WEBHOOK_SECRET_HEADER, self._settings.webhook_secret, self.handle_webhook)

    @property
    def trouble(self) -> str:
        """Why Zalo can neither be heard nor spoken to at this moment; empty while it works."""
        return self._trouble or self._poller.trouble or self._wire.trouble

    def counts(self) -> Mapping[str, float]:
        """Events that were malformed, and that our own code failed on."""
        return {"updates_unreadable": self.unreadable, "updates_failed": self._poller.failed}

    async def who(self) -> str:
        """Ask Zalo for the bot's name, changing nothing there; raises a DeliveryError."""
        answer = await self._wire.call("getMe", {}, within=10)
        if not isinstance(answer, dict):
            raise NeverSentError("unreadable-answer")
        names = (answer.get("display_name"), answer.get("account_name"))
        self._bot_name = next((one for one in names if isinstance(one, str) and one), "")
        return self._bot_name

    async def webhook_there(self) -> str:
        """The address to which Zalo posts now, empty where there is none; raises a DeliveryError."""
        try:
            answer = await self._wire.ask("getWebhookInfo", {}, within=10)
        except RefusedError as error:
            if error.refusal.means_none_set:
                return ""
            raise delivery_error(error.refusal) from None
        url = answer.get("url") if isinstance(answer, dict) else ""
        return url if isinstance(url, str) else ""

    async def listen(self, take: Take) -> None:
        """Hand every event to `take`, letting go of none before it returned; runs until cancelled.

        In webhook mode bot/web calls `handle_webhook`; this then says now and then that events could come. Nothing here
        waits for what is settled, which is tried until it works.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self._settle())
            if self._settings.mode == "webhook":
                group.create_task(keep_hearing(take))
            else:
                group.create_task(self._poller.run(lambda raw: self._take(raw, take)))

    async def _settle(self) -> None:
        """Learn who the bot is, and let events come the way that the settings say: tried until it is done.

        A webhook that is not ours may be another system's: it is named, and never taken away.
        """
        failures, last = 0, ""
        while True:
            try:
                await self.who()
                there = await self.webhook_there()
                if self._settings.mode == "webhook":
                    await self._set_webhook()
                elif there:
                    raise NeverSentError("webhook-elsewhere")
            except DeliveryError as error:
                failures += 1
                self._trouble = error.reason
                if error.reason != last:
                    last = error.reason
                    self._log.warning("Zalo is not ready for this bot yet: trying again", reason=last)
                await asyncio.sleep(self._pauses.after_error(error, failures))
            else:
                self._trouble = ""
                return

    async def _set_webhook(self) -> None:
        url = (self._settings.webhook_url or "").rstrip("/").removesuffix(WEBHOOK_PATH) + WEBHOOK_PATH
        secret = self._settings.webhook_secret
        answer = await self._wire.call(
            "setWebhook", {"url": url, "secret_token": secret.get_secret_value() if secret else ""}
        )
        verified = answer.get("verification") if isinstance(answer, dict) else None
        if isinstance(verified, dict) and verified.get("ok") is False:
            # Zalo keeps the address all the same: it works once the way to it does.
            outcome = verified.get("outcome")
            self._log.warning("Zalo cannot reach the webhook", outcome=outcome if isinstance(outcome, str) else "")

    async def handle_webhook(self, body: bytes, take: Take) -> None:
        """Take in one webhook call whose secret was checked; returns once it is committed.

        A probe, or a body that cannot be read, is done with. Raises DatabaseDownError when it must be repeated.
        """
        if not body.strip():
            return
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            self.unreadable += 1
            return
        await self._take(raw, take)

    async def _take(self, raw: object, take: Take) -> None:
        if raw is None:
            await take([])
            return
        update = read_update(raw, self.account, groups=self._settings.groups, bot_name=self._bot_name)
        if not update.readable:
            self.unreadable += 1
        incoming = update.incoming
        body = [Raw(incoming.event_key, incoming.chat_id, json.dumps(unwrapped(raw)))] if incoming else []
        await take(body)

    def read(self, body: str) -> Incoming | None:
        """What an event says, read from its JSON."""
        raw = json.loads(body)
        return read_update(raw, self.account, groups=self._settings.groups, bot_name=self._bot_name).incoming

    async def send(self, message: Outgoing) -> str:
        """Deliver one message and return its id; raises a DeliveryError.

        What would change or take away one that stands there is refused: an edit is sent anew unless `only_edit`.
        """
        if message.delete is not None:
            raise RejectedError("not-here")
        if message.only_edit:
            raise FixedError if message.edit is not None else GoneError
        if message.buttons or (message.file is not None and message.file.id is None):
            raise RejectedError("not-here")
        words, styles = styled(message.text)
        if utf16_units(words) > TEXT_UNITS:
            raise RejectedError("too-long")
        if message.file is not None:
            parameters = {"photo": message.file.id, "caption": words}
            return _message_id(await self._wire.call("sendPhoto", {"chat_id": message.chat_id, **parameters}))
        if not words.strip():
            raise RejectedError("empty")
        content: dict[str, Any] = {"chat_id": message.chat_id, "text": words}
        return _message_id(await self._send_text(content, styles))

    async def _send_text(self, content: dict[str, Any], styles: list[dict[str, Any]]) -> Any:
        """Send words with their styles, or without them where Zalo does not take those."""
        if not styles:
            return await self._wire.call("sendMessage", content)
        try:
            return await self._wire.ask("sendMessage", {**content, "text_styles": styles})
        except RefusedError as error:
            if not isinstance(delivery_error(error.refusal), RejectedError):
                raise delivery_error(error.refusal) from None
        return await self._wire.call("sendMessage", content)

    async def fetch(self, file_id: str) -> bytes:
        """Download a picture that somebody sent, of up to 20 MB, from where Zalo keeps it; raises a DeliveryError."""
        if not file_id.startswith(("https://", f"{self._settings.api_url}/")):
            raise RejectedError("no-such-file")
        return await self._wire.download(file_id)

    def link(self, start: str) -> str:
        """Empty: Zalo has no address that opens a bot with a word for it."""
        return ""

    async def is_group_admin(self, chat_id: str, member_id: str) -> bool:
        """True: Zalo tells of nobody who leads a group; its leader let the bot in, and the ward switched groups on."""
        return self._settings.groups

    async def close(self) -> None:
        """Let go of connections."""
        await self._wire.close()


def _message_id(answer: object) -> str:
    number = answer.get("message_id") if isinstance(answer, dict) else None
    if isinstance(number, str) and number:
        return number
    # It was accepted, and cannot be named any more.
    raise MaybeSentError("unreadable-answer")
