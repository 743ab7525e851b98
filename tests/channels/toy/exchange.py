"""The toy platform itself: people with phones on one side, a bot with a key on the other."""

import asyncio
import itertools
from dataclasses import dataclass, field

LONGEST = 1500
"""UTF-16 units of one message."""


@dataclass
class Letter:
    """A message from a person to the bot, which lies there until it is fetched and confirmed."""

    id: int
    chat_id: str
    name: str
    text: str


@dataclass
class ToyPerson:
    """Somebody whose phone shows texts, and nothing else."""

    exchange: "Exchange"
    chat_id: str
    name: str
    messages: list[tuple[str, str]] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.exchange.letters.append(Letter(next(self.exchange.numbers), self.chat_id, self.name, text))
        self.exchange.came.set()

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.messages]


class Exchange:
    """Where the bot fetches letters and leaves answers."""

    def __init__(self, key: str, names: list[str]) -> None:
        self.key = key
        self.numbers = itertools.count(1)
        self.letters: list[Letter] = []
        self.came = asyncio.Event()
        self.people = [ToyPerson(self, f"nha-{at}", name) for at, name in enumerate(names, 1)]

    def answer(self, chat_id: str, text: str) -> str:
        """Show a text; KeyError for a chat that there is not, ValueError for what is no text of this platform."""
        person = {one.chat_id: one for one in self.people}[chat_id]
        if not text.strip() or len(text.encode("utf-16-le")) // 2 > LONGEST:
            raise ValueError("no text")
        number = f"t{next(self.numbers)}"
        person.messages.append((number, text))
        return number


EXCHANGES: dict[str, Exchange] = {}
"""By their addresses, as servers are."""
