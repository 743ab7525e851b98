"""PTB's road to the Bot API server: our HTTP client, and a reader of answers that trusts nothing in them."""

import json
import logging
import math
from typing import Any

from pyreqwest.multipart import FormBuilder
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.client import HttpClient, multipart

WITHIN = 20.0
"""Seconds for a whole call. Silence leaves open whether a message went out, so it is generous, but it stays below the
30 s for which a worker holds a message."""
MOST_WAIT = 3600.0
UNREADABLE_WAIT = 5.0
"""Seconds to wait when a 429 does not say how long."""

Timeout = Any  # PTB's ODVInput[float] is private: seconds, None, or its marker for "the default"


class FloodError(TelegramError):
    """Telegram asks to wait `retry_after` seconds, already between 1 and 3600.

    Stands for PTB's RetryAfter, whose constructor raises AttributeError on "7", OverflowError on 1e18, and warns.
    """

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"Too many requests: wait {retry_after:g} s")
        self.retry_after = retry_after


class ServerError(NetworkError):
    """The server, or a proxy in front of it, answered `code`, and not in Telegram's words."""

    def __init__(self, code: int) -> None:
        super().__init__(f"The server answered {code}")
        self.code = code


class UnreadableAnswerError(TelegramError):
    """The request was accepted, but the answer cannot be read."""


def quiet_logs() -> None:
    """Keep the token out of the logs: these libraries log each request's URL, or whole messages, below WARNING."""
    for name in ("pyreqwest", "telegram", "telegram.Bot", "telegram.request"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


class CheckedRequest(BaseRequest):
    """PTB's requests over our client, with every answer read here instead of in PTB.

    PTB trusts what stands in an answer: a list, a description that is no text or an odd `retry_after` raises
    AttributeError, KeyError or OverflowError out of it, and a broken body goes to the log in full.
    """

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    @property
    def read_timeout(self) -> float:
        """Seconds for a call that names no deadline of its own."""
        return WITHIN

    async def initialize(self) -> None:
        """Open the client."""
        await self._client.open()

    async def shutdown(self) -> None:
        """Close the client."""
        await self._client.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Post the request; `read_timeout` bounds the whole call, the other timeouts are the client's own.

        Raises NetworkError, and the typed TelegramError of any answer outside 200 to 299.
        """
        within = read_timeout if isinstance(read_timeout, int | float) else WITHIN
        if request_data is not None and request_data.contains_files:
            body: bytes | FormBuilder = multipart(request_data.json_parameters, request_data.multipart_data)
        else:
            # The plain parameters: PTB's `json_parameters` encodes each by itself, and twice.
            body = json.dumps(request_data.parameters if request_data else {}).encode()
        code, answer = await self._client.post(url, body, within)
        if not 200 <= code <= 299:
            raise refusal(code, _object(answer))
        return code, answer

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse the body of a 2xx answer; raises the refusal in it, or UnreadableAnswerError."""
        answer = _object(payload)
        if answer is None:
            raise UnreadableAnswerError("The answer is not a JSON object")
        if answer.get("ok") is not True:
            code = answer.get("error_code")
            raise refusal(code if isinstance(code, int) else 500, answer)
        if "result" not in answer:
            raise UnreadableAnswerError("The answer holds no result")
        return answer


def read_answer(code: int, body: bytes) -> Any:
    """What a call came to, of an answer that PTB has no part in; raises the same errors as behind PTB."""
    if not 200 <= code <= 299:
        raise refusal(code, _object(body))
    return CheckedRequest.parse_json_payload(body)["result"]


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def refusal(code: int, answer: dict[str, Any] | None) -> TelegramError:
    """The typed error of an answer that is not a success; `answer` is None when its body is no JSON object."""
    # PTB's constructors take the text as it is; only Telegram's own words decide about an address, see below.
    description = str((answer or {}).get("description") or f"error {code}")[:300]
    parameters = (answer or {}).get("parameters")
    if not isinstance(parameters, dict):
        parameters = {}
    if code == 429 or "retry_after" in parameters:
        return FloodError(clamp_wait(parameters.get("retry_after")))
    if code in (401, 404):
        return InvalidToken(description)
    if code == 413:
        return BadRequest("file is too big")
    if answer is None:
        # A firewall's 403 page must not switch thousands of addresses off.
        return ServerError(code)
    new_chat_id = parameters.get("migrate_to_chat_id")
    if new_chat_id and str(new_chat_id).lstrip("-").isdecimal():
        return ChatMigrated(int(new_chat_id))
    kinds: dict[int, type[TelegramError]] = {400: BadRequest, 403: Forbidden, 409: Conflict}
    return kinds[code](description) if code in kinds else ServerError(code)


def clamp_wait(value: object) -> float:
    """Seconds to wait, between 1 and 3600, whatever a 429 says."""
    try:
        seconds = float(value) if isinstance(value, int | float | str) else math.nan
    except OverflowError:  # an integer of more than 308 digits
        seconds = math.inf
    except ValueError:
        seconds = math.nan
    return UNREADABLE_WAIT if math.isnan(seconds) else min(max(seconds, 1.0), MOST_WAIT)
