"""The bare set's platform: a channel of short plain texts, and people who type what they read there."""

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.channels.base import Channel
from bot.domain.words import fold_words
from bot.messages.incoming import Incoming, route_of
from bot.messages.message import Button
from bot.storage import inbox, people
from tests.fakes.bare import BareChannel, BarePerson
from tests.golden.shown import Deed, Message, Phone, Shown
from tests.ward import House

BOX = re.compile(r"^\d+\. ☐ Chỗ (\d+):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """A message as it stands in a chat."""

    text: str


class Reader(Protocol):
    """Somebody who types, and sees a list of messages."""

    chat_id: str
    name: str

    def say(self, text: str) -> None: ...

    @property
    def texts(self) -> list[str]: ...


@dataclass
class Typist:
    """Somebody on a channel without buttons, who looks for what a button's line says that they should type."""

    buttons: dict[str, list[Button]]
    person: Reader

    @property
    def chat_id(self) -> str:
        return self.person.chat_id

    @property
    def last(self) -> Text:
        return Text(self.person.texts[-1])

    def open(self) -> str:
        return self.person.name

    def say(self, text: str) -> None:
        self.person.say(text)

    def say_whole(self, text: str) -> None:
        self.person.say(text)

    def press(self, label: str, message: Message | None = None) -> Deed:
        texts = [message.text] if message else self.person.texts[::-1]
        for text in texts:
            for button in self.buttons.get(label, [])[::-1]:
                if (words := typed_for(button, text)) is not None:
                    return Deed("types", partial(self.say, words), words)
        raise AssertionError(f"nothing to type for {label!r} in:\n" + "\n---\n".join(texts[:3]))

    def boxes(self) -> list[str]:
        return [f"☐ {place}" for place in BOX.findall(self.last.text)]

    def send_photo(self, content: bytes, text: str = "", *, album: str = "") -> None:
        self.person.say("")

    def send_file(self, name: str, content: bytes, text: str = "") -> None:
        self.person.say("")

    def block(self) -> None:
        raise AssertionError("nobody can block this bot")


def typed_for(button: Button, text: str) -> str | None:
    """What a message says that is to be typed for a button: a number, a word with a number, or a command in words."""
    name = re.escape(button.line or button.label)
    numbered = re.search(rf"^(\d+)\. {name}$", text, re.MULTILINE)
    said = re.search(rf"^Gõ “([^”]+)”: {name}$", text, re.MULTILINE)
    found = said or numbered
    if found is not None:
        return found[1]
    alone = any(f"“{button.typed}”" in line for line in text.split("\n") if line.startswith("Gõ: "))
    alone = alone and fold_words(button.line or button.label) == fold_words(button.typed)
    return button.typed if button.typed and (alone or f"gõ: {button.typed}" in text) else None


@dataclass
class Bare:
    """What people do on it, and what they see there."""

    channel: BareChannel
    buttons: dict[str, list[Button]]
    """Those of the bot's cards so far, by label."""
    read: int = 0
    names: dict[str, str] = field(default_factory=dict)

    set_name = "bare"

    def phone(self, number: int, name: str) -> Phone:
        person = BarePerson(self.channel, str(number), name)
        self.channel.people.append(person)
        self.names[person.chat_id] = name
        return Typist(self.buttons, person)

    def crowd(self, count: int) -> Sequence[Phone]:
        crowd = [BarePerson(self.channel, f"crowd{at}", f"Người {at}") for at in range(count)]
        self.channel.people += crowd
        return [Typist(self.buttons, one) for one in crowd]

    async def hand_on(self, receive: Callable[[Incoming], Awaitable[None]], now: datetime) -> None:
        """Bring everything that people did to the bot."""
        while self.channel.waiting:
            await receive(self.channel.read(self.channel.waiting.pop(0).body))

    def seen(self) -> Iterator[Shown]:
        """What was to be seen since the last look, in order."""
        new = sorted(
            (int(number[1:]), person.chat_id, text)
            for person in self.channel.people
            for number, text in person.messages
            if person.chat_id in self.names and int(number[1:]) > self.read
        )
        for number, chat_id, text in new:
            self.read = number
            yield Shown(self.names[chat_id], "a message", text)

    async def forge(self, house: House, phone: Phone, data: str) -> Deed:
        """What types a number that a list gave long ago."""
        return await type_number(self.channel, house, phone, data)


async def type_number(channel: Channel, house: House, phone: Phone, data: str) -> Deed:
    """What types the number of a choice that a list gave long ago."""
    async with house.database.write() as transaction:
        viewer = await people.find_viewer(transaction, route_of(channel.name, channel.account), phone.chat_id)
        assert viewer is not None
        choices = await inbox.load_choices(transaction, viewer.address_id)
        choices, (number,) = choices.give([(data, "")], house.clock.now())
        await inbox.save_choices(transaction, viewer.address_id, choices)
    return Deed(f"types a number of an older list ({data})", lambda: phone.say(str(number)), str(number))
