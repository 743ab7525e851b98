"""One call of the Bot API: through PTB, within a deadline, with our errors and without the token in them."""

import asyncio
from typing import Any

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.channels.telegram.errors import delivery_error, scrub
from bot.channels.telegram.request import CheckedRequest, build_request, quiet_logs
from bot.errors import SetupError
from bot.settings import TelegramSettings

WITHIN = 28.0
"""Seconds for a whole call: httpx's timeouts start anew with every byte, and a worker's lease lasts 30 s."""


class Wire:
    """The Bot API of one token.

    Calls go through `Bot.do_api_request`: public, with PTB's typed errors, but without building its objects, of which
    only a message's id is wanted here: 70 instead of 229 µs a message.
    """

    def __init__(self, settings: TelegramSettings, request: BaseRequest | None = None) -> None:
        if settings.token is None:
            raise SetupError("LOA_TELEGRAM__TOKEN chưa có: lấy token của bot ở @BotFather")
        quiet_logs()
        self._token = settings.token.get_secret_value()
        self._request = CheckedRequest(request or build_request(settings))
        # Its own connections, so that a busy push never keeps the next poll waiting.
        self._updates_request = CheckedRequest(request or build_request(settings, connections=2))
        self._bot = Bot(
            self._token,
            base_url=settings.api_url + "/bot",
            base_file_url=settings.api_url + "/file/bot",
            request=self._request,
            get_updates_request=self._updates_request,
        )

    async def open(self) -> None:
        """Open the HTTP clients; may be called again."""
        # Not Bot.initialize(): its getMe is our first call, and its error for a bad token quotes the token.
        await self._request.initialize()
        await self._updates_request.initialize()

    async def close(self) -> None:
        """Close the HTTP clients; may be called again."""
        await self._request.shutdown()
        await self._updates_request.shutdown()

    async def call(
        self, method: str, parameters: dict[str, Any], *, within: float = WITHIN, read_timeout: float | None = None
    ) -> Any:
        """Call a method, named as in Telegram's documentation; raises a DeliveryError.

        `within` bounds the whole call, `read_timeout` the silence before the answer, in seconds.
        """
        try:
            async with asyncio.timeout(within):
                return await self._bot.do_api_request(
                    _endpoint(method),
                    api_kwargs=parameters,
                    read_timeout=read_timeout if read_timeout else BaseRequest.DEFAULT_NONE,
                )
        except (TelegramError, TimeoutError) as exc:
            scrub(exc, self._token)
            raise delivery_error(exc) from exc


def _endpoint(method: str) -> str:
    """The method's name in a spelling that `do_api_request` takes without a warning.

    It warns, at every call, of names that are also methods of Bot, both `sendMessage` and `send_message`. A filter
    would be global and cost time in every call; `send__message` is no such name, and is turned into `sendMessage`.
    """
    return "".join(f"__{char.lower()}" if char.isupper() else char for char in method)
