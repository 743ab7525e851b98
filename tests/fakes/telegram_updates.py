"""Updates: kept until confirmed, handed out by long polling or pushed to a webhook, never both."""

import asyncio
import time
from collections import deque
from typing import Any

import httpx

from tests.fakes.telegram_errors import TWO_POLLERS, WEBHOOK_ACTIVE, ApiError

Json = dict[str, Any]

# Telegram sends these three only to those who ask for them by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
RETRY_FIRST, RETRY_LAST = 0.05, 1.0
MAX_POLL = 50


class UpdateQueue:
    """The updates of one bot in the order they happened."""

    def __init__(self) -> None:
        self.pending: deque[Json] = deque()
        self.last_id = 700_000_000
        self.allowed: list[str] | None = None
        self.webhook: Json = {"url": ""}
        self.routes: dict[str, str] = {}
        self.delivered: list[tuple[int, int]] = []
        self._poller: asyncio.Future[None] | None = None
        self._delivery: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()

    def push(self, update: Json) -> int:
        """Add an update; it gets the next update_id unless it brings its own. Unwanted kinds are dropped (0)."""
        kind = next((name for name in update if name != "update_id"), "")
        if self.allowed and kind and kind not in self.allowed and "update_id" not in update:
            return 0
        if not self.allowed and kind in ON_REQUEST:
            return 0
        self.last_id += 1
        numbered = update if "update_id" in update else {"update_id": self.last_id, **update}
        self.pending.append(numbered)
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        self._arrived.set()
        given = numbered["update_id"]
        return given if isinstance(given, int) else 0

    async def get(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """getUpdates: confirm those before `offset`, then wait up to `seconds` for the next."""
        if self.webhook["url"]:
            raise ApiError(409, WEBHOOK_ACTIVE)
        if self._poller is not None and not self._poller.done():
            # The real server ends the older request, and so does this.
            self._poller.set_exception(ApiError(409, TWO_POLLERS))
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        else:
            self.confirm(offset)
        if not self.pending and seconds > 0:
            poller = self._poller = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(min(seconds, MAX_POLL)):
                    await poller
            except TimeoutError:
                return []
            finally:
                if self._poller is poller:
                    self._poller = None
        return list(self.pending)[:limit]

    def confirm(self, offset: int) -> None:
        """Forget the updates before `offset`."""
        while self.pending and self.pending[0].get("update_id", 0) < offset:
            self.pending.popleft()

    def set_webhook(self, webhook: Json) -> None:
        """Push to this address from now on; an empty one stops it."""
        self.webhook = webhook
        if self._delivery is not None:
            self._delivery.cancel()
            self._delivery = None
        if webhook["url"]:
            self._delivery = asyncio.get_running_loop().create_task(self._deliver(webhook))

    async def close(self) -> None:
        """Stop pushing."""
        if self._delivery is not None:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)
            self._delivery = None

    async def _deliver(self, webhook: Json) -> None:
        """Push the updates one after the other, each until it is answered with 2xx."""
        headers = {"Content-Type": "application/json"}
        if webhook.get("secret"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook["secret"]
        url = self._route(webhook["url"])
        pause = RETRY_FIRST
        async with httpx.AsyncClient(trust_env=False, timeout=10.0) as client:
            while True:
                if not self.pending:
                    self._arrived.clear()
                    await self._arrived.wait()
                    continue
                update = self.pending[0]
                status, error = await _post(client, url, headers, update)
                self.delivered.append((update.get("update_id", 0), status))
                if 200 <= status < 300:
                    if self.pending and self.pending[0] is update:
                        self.pending.popleft()
                    pause = RETRY_FIRST
                    continue
                webhook["last_error_date"], webhook["last_error_message"] = int(time.time()), error
                await asyncio.sleep(pause)
                pause = min(pause * 2, RETRY_LAST)

    def _route(self, url: str) -> str:
        for public, local in self.routes.items():
            if url.startswith(public):
                return local + url.removeprefix(public)
        return url


async def _post(client: httpx.AsyncClient, url: str, headers: dict[str, str], update: Json) -> tuple[int, str]:
    try:
        answer = await client.post(url, json=update, headers=headers)
    except httpx.HTTPError as exc:
        return 0, "Connection timed out" if isinstance(exc, httpx.TimeoutException) else "Connection refused"
    else:
        return answer.status_code, f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
