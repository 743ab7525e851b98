"""The Zalo set's platform: the real channel, at a server that behaves like Zalo, and people who type what they read."""

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.messages.incoming import Incoming, Raw
from bot.messages.message import Button
from tests.fakes.zalo_bot import FakeZalo, Seen, ZaloPerson
from tests.golden.bare import Typist, type_number
from tests.golden.shown import Deed, Phone, Shown
from tests.ward import House


@dataclass
class ZaloPhone(Typist):
    """Somebody with Zalo, who may also send what Zalo hands on: pictures alone."""

    person: ZaloPerson

    def send_photo(self, content: bytes, text: str = "", *, album: str = "") -> None:
        self.person.send_photo(content, text)

    def send_file(self, name: str, content: bytes, text: str = "") -> None:
        self.person.send_unsupported()


@dataclass
class Zalo:
    """What people do on it, and what they see there."""

    zalo: FakeZalo
    channel: ZaloBotChannel
    buttons: dict[str, list[Button]]
    """Those of the bot's cards so far, by label."""
    read: int = 0
    """Numbers that the server has given to what was looked at."""
    names: dict[str, str] = field(default_factory=dict)
    late: timedelta = timedelta()
    """How long ago what is brought was typed."""

    set_name = "zalo"

    def phone(self, number: int, name: str) -> Phone:
        self.names[str(number)] = name
        return ZaloPhone(self.buttons, self._person(str(number), name))

    def crowd(self, count: int) -> Sequence[Phone]:
        return [ZaloPhone(self.buttons, self._person(f"crowd{at}", f"Người {at}")) for at in range(count)]

    def _person(self, chat_id: str, name: str) -> ZaloPerson:
        person = ZaloPerson(self.zalo, chat_id, name)
        self.zalo.people.append(person)
        return person

    async def hand_on(self, receive: Callable[[Incoming], Awaitable[None]], now: datetime) -> None:
        """Bring everything that people did to the bot."""

        async def take(batch: Sequence[Raw]) -> None:
            for raw in batch:
                incoming = self.channel.read(raw.body)
                assert incoming is not None
                await receive(incoming)

        while self.zalo.waiting:
            event, _ = self.zalo.waiting.popleft()
            event["message"]["date"] = int((now - self.late).timestamp() * 1000)
            await self.channel.handle_webhook(json.dumps(event).encode(), take)

    def seen(self) -> Iterator[Shown]:
        """What was to be seen since the last look, in order."""
        new = [
            (number, person.chat_id, seen)
            for person in self.zalo.people
            for seen in person.messages
            if person.chat_id in self.names and (number := int(seen.id[-4:], 16)) > self.read
        ]
        for number, chat_id, seen in sorted(new, key=lambda one: one[0]):
            self.read = number
            photo = (f"with the photo {seen.photo}",) if seen.photo else ()
            yield Shown(self.names[chat_id], "a message", marked(seen), marks=photo)

    async def forge(self, house: House, phone: Phone, data: str) -> Deed:
        """What types a number that a list gave long ago."""
        return await type_number(self.channel, house, phone, data)


def marked(seen: Seen) -> str:
    """The text with its styles written as tags, where the units say that they begin and end."""
    words = seen.text.encode("utf-16-le")
    marks: list[tuple[int, int, str]] = []
    for start, length, codes in seen.styles:
        for code in codes:
            # What begins last ends first.
            marks += [(start, start + length, f"<{code}>"), (start + length, -start, f"</{code}>")]
    for at, _, mark in sorted(marks, key=lambda one: (one[0], not one[2].startswith("</"), -one[1]), reverse=True):
        words = words[: 2 * at] + mark.encode("utf-16-le") + words[2 * at :]
    return words.decode("utf-16-le")
