"""One call of the Bot API: through PTB, within a deadline, with our errors and without the token in them."""

import json
from collections.abc import Coroutine
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

from telegram import Bot
from telegram.error import NetworkError, TelegramError

from bot.channels.telegram.client import HttpClient
from bot.channels.telegram.errors import CONFLICT, delivery_error, scrub
from bot.channels.telegram.request import WITHIN, CheckedRequest, quiet_logs, read_answer
from bot.errors import ChannelDownError, MaybeSentError, NeverSentError, SetupError
from bot.settings import TelegramSettings

CLOCK_OFF = "clock-off"
CLOCKS_DIFFER = timedelta(minutes=2)
"""Events would end, and posts go out, at the wrong hour."""

_BREAKS = (ChannelDownError, NeverSentError, MaybeSentError)


class Wire:
    """The Bot API of one token.

    Calls go through `Bot.do_api_request`: public, with PTB's typed errors, but without building its objects, of which
    only a message's id is wanted here: 70 instead of 229 µs a message.
    """

    def __init__(self, settings: TelegramSettings) -> None:
        if settings.token is None:
            raise SetupError("LOA_TELEGRAM__TOKEN chưa có: lấy token của bot ở @BotFather")
        quiet_logs()
        self._token = settings.token.get_secret_value()
        self._client = HttpClient(settings.proxy.get_secret_value() if settings.proxy else None)
        self._broken = ""
        self._url = f"{settings.api_url}/bot{self._token}"
        self._files_url = f"{settings.api_url}/file/bot{self._token}"
        request = CheckedRequest(self._client)
        self._bot = Bot(self._token, base_url=settings.api_url + "/bot", request=request, get_updates_request=request)

    async def open(self) -> None:
        """Open the HTTP client; may be called again."""
        # Not Bot.initialize(): its getMe is our first call, and its error for a bad token quotes the token.
        await self._client.open()

    async def close(self) -> None:
        """Close the HTTP client; may be called again."""
        await self._client.close()

    async def call(self, method: str, parameters: dict[str, Any], *, within: float = WITHIN) -> Any:
        """Call a method, named as in Telegram's documentation, within so many seconds; raises a DeliveryError."""
        return await self._answered(
            self._bot.do_api_request(_endpoint(method), api_kwargs=parameters, read_timeout=within)
        )

    async def say(self, method: str, parameters: dict[str, Any]) -> Any:
        """The same for a message of words alone, past PTB, whose road costs a push as much CPU as the HTTP itself."""
        return await self._answered(self._post(method, parameters))

    async def _post(self, method: str, parameters: dict[str, Any]) -> Any:
        body = json.dumps({name: value for name, value in parameters.items() if value is not None}).encode()
        return read_answer(*await self._client.post(f"{self._url}/{method}", body, WITHIN))

    async def _answered(self, call: Coroutine[Any, Any, Any]) -> Any:
        try:
            answer = await call
        except TelegramError as exc:
            scrub(exc, self._token)
            error = delivery_error(exc)
            self._broken = error.reason if isinstance(error, _BREAKS) and error.reason != CONFLICT else ""
            raise error from exc
        self._broken = ""
        return answer

    @property
    def trouble(self) -> str:
        """Why the last call could not be answered, or that the clocks differ; empty while it works."""
        return self._broken or (CLOCK_OFF if abs(self._client.clock_off) > CLOCKS_DIFFER else "")

    async def download(self, path: str, most: int, within: float) -> tuple[int, bytes]:
        """Fetch a file that people sent from its place at the server; returns status and body, cut after `most` bytes.

        Raises NeverSentError, since nothing is sent that could arrive twice.
        """
        try:
            return await self._client.get(f"{self._files_url}/{quote(path)}", most, within)
        except NetworkError as exc:
            raise NeverSentError("no-answer") from exc


@cache
def _endpoint(method: str) -> str:
    """The method's name in a spelling that `do_api_request` takes without a warning.

    It warns, at every call, of names that are also methods of Bot, both `sendMessage` and `send_message`. A filter
    would be global and cost time in every call; `send__message` is no such name, and is turned into `sendMessage`.
    """
    return "".join(f"__{char.lower()}" if char.isupper() else char for char in method)
