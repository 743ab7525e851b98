"""The pace Telegram allows: all chats together, one private chat, one group.

Each limit is kept as its theoretical arrival time (GCRA, the token bucket in one float), so 100,000 chats cost a
dictionary of floats. A refused call costs nothing here; the real server is harsher and prolongs the ban.
"""

import math
from collections import deque
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a bot may send and edit; `None` switches a limit off.

    total: messages a second over all chats, with `total_burst` in hand after a rest (default: one second's worth,
    so the first second of a rested bot can take twice the rate: count `tg.log.busiest(1)` to be stricter).
    paid: the same for calls with allow_paid_broadcast, once the free ones are used up.
    chat: messages a second in one private chat, with a burst of `chat_burst` tolerated ("short bursts", Bot FAQ).
    group: messages in any `group_window` seconds in one group or channel.
    """

    total: float | None = 30.0
    total_burst: float | None = None
    paid: float = 1000.0
    chat: float | None = 1.0
    chat_burst: float = 5.0
    group: int | None = 20
    group_window: float = 60.0

    @classmethod
    def off(cls) -> "Pace":
        """No limits at all."""
        return cls(total=None, chat=None, group=None)

    def faster(self, factor: float) -> "Pace":
        """The same limits with time running `factor` times as fast; retry_after stays at least 1 s."""
        return replace(
            self,
            total=None if self.total is None else self.total * factor,
            paid=self.paid * factor,
            chat=None if self.chat is None else self.chat * factor,
            group_window=self.group_window / factor,
        )


@dataclass(slots=True)
class Limiter:
    """Says for each send or edit whether it is in time, and counts those that were not."""

    pace: Pace
    rejected: int = 0
    paid_messages: int = 0
    _total: float = 0.0
    _paid: float = 0.0
    _chats: dict[int, float] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def take(self, chat_id: int, now: float, *, paid: bool = False) -> int:
        """0 where the message may pass now, else the whole seconds to wait; only a passing message uses the budget."""
        wait, use_paid = 0.0, False
        pace = self.pace
        if pace.total is not None:
            burst = pace.total if pace.total_burst is None else pace.total_burst
            wait = _wait(self._total, now, pace.total, burst)
            if wait > 0 and paid:
                use_paid = True
                wait = _wait(self._paid, now, pace.paid, pace.paid)
        if chat_id > 0 and pace.chat is not None:
            wait = max(wait, _wait(self._chats.get(chat_id, 0.0), now, pace.chat, pace.chat_burst))
        window = self._window(chat_id, now) if chat_id < 0 and pace.group is not None else None
        if window is not None and pace.group is not None and len(window) >= pace.group:
            wait = max(wait, window[-pace.group] + pace.group_window - now)
        if wait > 0:
            self.rejected += 1
            return max(1, math.ceil(wait))
        if use_paid:
            self.paid_messages += 1
            self._paid = max(self._paid, now) + 1 / pace.paid
        elif pace.total is not None:
            self._total = max(self._total, now) + 1 / pace.total
        if window is not None:
            window.append(now)
        elif chat_id > 0 and pace.chat is not None:
            self._chats[chat_id] = max(self._chats.get(chat_id, 0.0), now) + 1 / pace.chat
        return 0

    def _window(self, chat_id: int, now: float) -> deque[float]:
        window = self._groups.setdefault(chat_id, deque())
        while window and window[0] <= now - self.pace.group_window:
            window.popleft()
        return window


def _wait(arrival: float, now: float, rate: float, burst: float) -> float:
    """Seconds until one more fits; rounding errors of a nanosecond are not a breach."""
    wait = max(arrival, now) - now - (burst - 1) / rate
    return wait if wait > 1e-9 else 0.0
