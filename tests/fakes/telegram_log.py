"""Every request the fake has read, so that tests count from the server's side."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, eq=False)
class Entry:
    """One request: what was asked, what became of it, and when (seconds of `time.monotonic`).

    accepted: the call took effect (a message was sent, an edit made), whether or not the bot ever heard of it.
    answered: when the whole answer was written; None while it is in flight, hung, cut or reset.
    ended: when it was over for the server: answered, cut, or the client gone; None while in flight.
    """

    number: int
    method: str
    params: dict[str, Any]
    chat_id: int | None
    received: float
    accepted: bool = False
    answered: float | None = None
    ended: float | None = None
    code: int | None = None
    description: str | None = None
    message_id: int | None = None
    fault: str | None = None

    @property
    def outcome(self) -> str:
        """One line for people: "ok", "accepted, hang", "400 Bad Request: …" or "open"."""
        if self.fault:
            return f"accepted, {self.fault}" if self.accepted else self.fault
        if self.accepted:
            return "ok"
        return "open" if self.code is None else f"{self.code} {self.description}"


@dataclass(slots=True)
class RequestLog:
    """The entries in the order they were read."""

    entries: list[Entry] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, index: int) -> Entry:
        return self.entries[index]

    def clear(self) -> None:
        """Forget what has been so far."""
        self.entries.clear()

    def of(self, *methods: str, chat_id: int | None = None) -> list[Entry]:
        """The entries of these methods (all, where none is named), in one chat where one is given."""
        return [
            entry
            for entry in self.entries
            if (not methods or entry.method in methods) and (chat_id is None or entry.chat_id == chat_id)
        ]

    def accepted(self, *methods: str, chat_id: int | None = None) -> list[Entry]:
        """Those that took effect."""
        return [entry for entry in self.of(*methods, chat_id=chat_id) if entry.accepted]

    def sent(self, chat_id: int | None = None) -> list[Entry]:
        """New messages that took effect (send…, not edits)."""
        return [
            entry for entry in self.accepted(chat_id=chat_id) if entry.method.startswith("send") and entry.message_id
        ]

    def sent_per_chat(self) -> dict[int, int]:
        """How many new messages each chat got."""
        counts: dict[int, int] = {}
        for entry in self.sent():
            if entry.chat_id is not None:
                counts[entry.chat_id] = counts.get(entry.chat_id, 0) + 1
        return counts

    def unanswered(self) -> list[Entry]:
        """Those that took effect without the bot ever getting the whole answer."""
        return [entry for entry in self.entries if entry.accepted and entry.answered is None]

    def in_flight(self, at: float | None = None) -> list[Entry]:
        """Those read but not over at the instant `at` of the monotonic clock; without it, those not over now."""
        if at is None:
            return [entry for entry in self.entries if entry.ended is None]
        return [e for e in self.entries if e.received <= at and (e.ended is None or e.ended > at)]

    def busiest(self, seconds: float = 1.0, chat_id: int | None = None) -> int:
        """The most messages (sends and edits) accepted in any sliding window of `seconds`."""
        times = sorted(e.received for e in self.accepted(chat_id=chat_id) if e.message_id is not None)
        first, most = 0, 0
        for last, moment in enumerate(times):
            while times[first] <= moment - seconds:
                first += 1
            most = max(most, last - first + 1)
        return most
