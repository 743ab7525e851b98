"""A channel that can do next to nothing, in the shape of Zalo's bot platform: it sends short plain texts, no more.

No edit, no delete, no buttons, no files, no answering to a message, 2,000 units, and a number of messages a month. It
is as strict as a real platform: what it cannot carry it refuses, so that what nobody adapted shows here.
"""

import asyncio
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.channels.base import Take, Webhook
from bot.errors import DatabaseDownError, RejectedError, ThrottledError, UnreachableError
from bot.messages.capabilities import Capabilities
from bot.messages.incoming import Incoming, Raw
from bot.messages.markup import plain, utf16_units
from bot.messages.message import Outgoing

MONTHLY = 3_000

BARE = Capabilities(
    edit=False,
    delete=False,
    buttons=False,
    markup=False,
    reply_to=False,
    files_out=False,
    files_in=False,
    photo_by_upload=False,
    photo_by_url=False,
    text_units=2000,
    monthly_quota=MONTHLY,
)


@dataclass
class BarePerson:
    """Somebody with such an app: what they see is a list of texts."""

    channel: "BareChannel"
    chat_id: str
    name: str
    messages: list[tuple[str, str]] = field(default_factory=list)
    """Ids and texts of what the bot sent, oldest first."""

    def say(self, text: str) -> None:
        """Type a message; it is handed over again and again until it is taken in."""
        key = f"{self.chat_id}/{next(self.channel.keys)}"
        said = {"event_key": key, "chat_id": self.chat_id, "text": text, "name": self.name}
        self.channel.waiting.append(Raw(key, self.chat_id, json.dumps(said)))
        self.channel.came.set()

    @property
    def texts(self) -> list[str]:
        """What the bot has said."""
        return [text for _, text in self.messages]


class BareChannel:
    """One bot on such a platform, and everybody who writes to it."""

    name = "bare"
    account = "1"
    rate = 1000.0
    capabilities = BARE
    webhook: Webhook | None = None

    def __init__(self, names: Sequence[str], *, quota: int = MONTHLY) -> None:
        self.keys = itertools.count(1)
        self.left = quota
        self.waiting: list[Raw] = []
        self.came = asyncio.Event()
        self.people = [BarePerson(self, f"chat{at}", name) for at, name in enumerate(names, 1)]

    @property
    def trouble(self) -> str:
        return ""

    def counts(self) -> Mapping[str, float]:
        """Count nothing."""
        return {}

    async def start(self) -> None:
        """Do nothing: there is no platform to reach."""

    async def listen(self, take: Take) -> None:
        """Hand over what people typed, in its order, each again until it is taken in."""
        while True:
            while self.waiting:
                try:
                    await take(self.waiting[:1])
                except DatabaseDownError:
                    await asyncio.sleep(0.01)
                    continue
                except RuntimeError:
                    pass  # our own code failed: it would fail for ever
                del self.waiting[0]
            self.came.clear()
            await self.came.wait()

    def read(self, body: str) -> Incoming:
        """What somebody typed."""
        return Incoming(channel=self.name, account=self.account, **json.loads(body))

    async def send(self, message: Outgoing) -> str:
        """Show a text; raises RejectedError for everything that is more than that."""
        person = next((one for one in self.people if one.chat_id == message.chat_id), None)
        if person is None:
            raise UnreachableError("no such chat")
        if message.buttons or message.file or message.delete or message.only_edit:
            raise RejectedError("not-here")
        text = plain(message.text)
        if not text.strip() or utf16_units(text) > self.capabilities.text_units:
            raise RejectedError("text-length")
        if self.left == 0:
            raise ThrottledError(3600)
        self.left -= 1
        number = f"m{next(self.keys)}"
        person.messages.append((number, text))
        return number

    async def fetch(self, file_id: str) -> bytes:
        """Raise RejectedError: nobody can send a file."""
        raise RejectedError("no-files")

    async def who(self) -> str:
        return self.name

    def link(self, start: str) -> str:
        return ""

    async def is_group_admin(self, chat_id: str, member_id: str) -> bool:
        """False: there are no groups."""
        return False

    async def close(self) -> None:
        """Let go of nothing."""
