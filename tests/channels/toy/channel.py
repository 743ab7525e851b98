"""The channel: it fetches letters, and answers with plain texts."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict

from bot.channels.base import Take, Webhook
from bot.errors import ChannelDownError, DatabaseDownError, RejectedError, UnreachableError
from bot.messages.capabilities import Capabilities
from bot.messages.incoming import Incoming, Raw
from bot.messages.markup import plain
from bot.messages.message import Outgoing
from tests.channels.toy.exchange import EXCHANGES, LONGEST

TOY = Capabilities(
    edit=False,
    delete=False,
    buttons=False,
    markup=False,
    reply_to=False,
    files_out=False,
    files_in=False,
    photo_by_upload=False,
    photo_by_url=False,
    text_units=LONGEST,
)


class ToyChannel:
    """One bot at one exchange."""

    name = "toy"
    capabilities = TOY
    webhook: Webhook | None = None

    def __init__(self, address: str, key: str, rate: float) -> None:
        self.account, _, _ = key.partition("-")
        self.rate = rate
        self._address = address
        self._key = key
        self._taken = 0

    async def start(self) -> None:
        if EXCHANGES[self._address].key != self._key:
            raise ChannelDownError("wrong-key")

    async def listen(self, take: Take) -> None:
        exchange = EXCHANGES[self._address]
        while True:
            while exchange.letters:
                letter = exchange.letters[0]
                try:
                    await take([Raw(str(letter.id), letter.chat_id, json.dumps(asdict(letter)))])
                except DatabaseDownError:
                    await asyncio.sleep(0.01)
                    continue
                except RuntimeError:
                    pass  # our own code failed: it would fail for ever
                exchange.letters.remove(letter)
                self._taken += 1
            exchange.came.clear()
            await exchange.came.wait()

    def read(self, body: str) -> Incoming | None:
        letter = json.loads(body)
        return Incoming(
            self.name, self.account, str(letter["id"]), letter["chat_id"], letter["text"], name=letter["name"]
        )

    async def send(self, message: Outgoing) -> str:
        if message.buttons or message.file or message.delete or message.only_edit:
            raise RejectedError("not-here")
        try:
            return EXCHANGES[self._address].answer(message.chat_id, plain(message.text))
        except KeyError:
            raise UnreachableError("no-such-house") from None
        except ValueError:
            raise RejectedError("no-text") from None

    async def fetch(self, file_id: str) -> bytes:
        raise RejectedError("no-files")

    async def who(self) -> str:
        return self.name

    def link(self, start: str) -> str:
        return ""

    async def is_group_admin(self, chat_id: str, member_id: str) -> bool:
        return False

    @property
    def trouble(self) -> str:
        return ""

    def counts(self) -> Mapping[str, float]:
        return {"toy_letters": self._taken}

    async def close(self) -> None:
        return
