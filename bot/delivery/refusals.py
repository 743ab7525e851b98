"""What platforms refused for speed: whom it is charged to, what waits for it, in this process and for all others."""

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery import pace
from bot.delivery.policy import SECOND_CHAT, Blame, Decision, blame
from bot.domain.claims import Method
from bot.storage.engine import Transaction
from bot.storage.push import pace as storage
from bot.storage.push.outbox import Claimed


class Refusals:
    """What has to wait, known at once in this process; others learn it with their next claim, 0.25 s of rows later."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tokens: dict[str, datetime] = {}
        self._chats: dict[tuple[str, str, Method], datetime] = {}
        self._last: dict[str, tuple[str, datetime]] = {}

    def waits(self, row: Claimed) -> datetime | None:
        """Until when a row has to wait for its token or its chat; None where it may go out."""
        now = self._clock.now()
        until = max(self._tokens.get(row.route, now), self._chats.get(_what(row), now))
        return until if pace.holds(until, now) else None

    def note(self, row: Claimed, decision: Decision) -> None:
        """Remember what an outcome makes wait."""
        now = self._clock.now()
        if decision.pause is not None:
            self._tokens[row.route] = now + decision.pause
        if decision.chat_wait is not None:
            self._chats = {key: until for key, until in self._chats.items() if until > now}
            self._chats[_what(row)] = now + decision.chat_wait
            if decision.slow is not None or decision.pause is not None:
                self._last[row.route] = row.chat_id, now

    def blame(self, row: Claimed) -> Blame:
        """What a refusal of this row would be about."""
        now = self._clock.now()
        chat, at = self._last.get(row.route, (row.chat_id, now))
        lately = timedelta() <= now - at < SECOND_CHAT
        return blame(group=row.group, changes=row.changes, another_lately=chat != row.chat_id and lately)


async def record(transaction: Transaction, row: Claimed, decision: Decision, now: datetime) -> None:
    """Store what an outcome makes wait, for every process."""
    if decision.pause is not None:
        await storage.pause_token(transaction, row.route, now + decision.pause, decision.error or "")
    if decision.slow is not None:
        await storage.slow_token(transaction, row.route, now + decision.slow)
    if decision.chat_wait is not None:
        _, chat_id, method = _what(row)
        await storage.hold_chat(transaction, row.route, chat_id, method, now + decision.chat_wait)


def _what(row: Claimed) -> tuple[str, str, Method]:
    """What a platform counts apart: the route, the chat, and whether a message there is changed."""
    return row.route, row.chat_id, Method.CHANGE if row.changes else Method.SEND
