"""The protocol of every channel, what channels share, and what a channel's folder hands to the registry."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from pydantic import SecretStr

from bot.errors import ChannelDownError, DatabaseDownError, DeliveryError, ThrottledError
from bot.messages.capabilities import Capabilities, Check
from bot.messages.incoming import Incoming, Raw
from bot.messages.message import Menu, Outgoing
from bot.settings import Settings

Take = Callable[[Sequence[Raw]], Awaitable[None]]
"""Takes a batch of events in, none as well: then it only notes that some could have come.

Returns once they are committed, and only then may they be confirmed; raises DatabaseDownError to have them repeated.
"""

HEARTBEAT = 30.0
"""Seconds between two signs that a channel hears, where nothing comes."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a platform posts what happens: a path, the header that must hold the secret, and who takes the body.

    The secret is compared before `handle` sees the body; a body that it cannot read is counted and done with.
    """

    path: str
    header: str
    secret: SecretStr
    handle: Callable[[bytes, Take], Awaitable[None]]


class Channel(Protocol):
    """One account on one platform."""

    name: str
    account: str
    capabilities: Capabilities
    rate: float
    """Messages a second that the account may send."""

    @property
    def webhook(self) -> Webhook | None:
        """How events come in by HTTP; None where the channel asks for them itself."""
        ...

    @property
    def trouble(self) -> str:
        """Why it can neither hear nor send at this moment, as the reason of a DeliveryError; empty while it works."""
        ...

    def counts(self) -> Mapping[str, float]:
        """What the channel counted since it started, by the name of its metric."""
        ...

    async def listen(self, take: Take) -> None:
        """Hand every event to `take` in the order in which they came, and confirm none before it returned.

        Runs until cancelled. What is only nice to have, such as a menu of commands, is not waited for.
        """
        ...

    def read(self, body: str) -> Incoming | None:
        """What an event that was handed over says; None where nothing of it is for the bot."""
        ...

    async def send(self, message: Outgoing) -> str:
        """Deliver one message and return its id; raises a DeliveryError.

        Taking away a message that is not there is done; where the platform refuses it, RejectedError. A file whose `id`
        the platform does not know (any more) is a StaleFileError.
        """
        ...

    async def fetch(self, file_id: str) -> bytes:
        """Download a file that somebody sent, of up to MOST_FILE bytes; raises a DeliveryError.

        RejectedError where there is no such file (any more), with the reason "too-large" where it is larger.
        """
        ...

    async def is_group_admin(self, chat_id: str, member_id: str) -> bool:
        """Whether a member is an admin of a group, or may post in a channel; False where nobody can be asked."""
        ...

    async def who(self) -> str:
        """Ask the platform for the bot's name, changing nothing there; raises a DeliveryError. `link` may need it."""
        ...

    def link(self, start: str) -> str:
        """An address that opens the bot and says `start` to it, which may be nothing; empty where there is none."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


async def keep_hearing(take: Take) -> None:
    """Say now and then that events could come, for a channel that does not ask for them; runs until cancelled."""
    while True:
        with suppress(DatabaseDownError):
            await take([])
        await asyncio.sleep(HEARTBEAT)


@dataclass(frozen=True)
class Pauses:
    """How long a channel that asks its platform for events waits, in seconds.

    `poll` is how long the platform holds a poll open; failures wait from `first` to `most`, doubling; `revoked` is for
    a token that the platform refuses, which only people can end. `tries` bounds how often an event is repeated that
    our own code fails on.
    """

    poll: int = 30
    first: float = 0.5
    most: float = 30.0
    revoked: float = 60.0
    tries: int = 3

    def after(self, failures: int) -> float:
        """The wait after so many failures in a row, with jitter so that processes do not come back as one."""
        return min(self.most, self.first * 2.0 ** min(failures - 1, 20)) * random.uniform(0.5, 1)  # noqa: S311

    def after_error(self, error: DeliveryError, failures: int) -> float:
        """The wait that an error of the platform asks for."""
        if isinstance(error, ThrottledError):
            return error.retry_after
        return self.revoked if isinstance(error, ChannelDownError) else self.after(failures)


@dataclass(frozen=True, slots=True)
class Platform:
    """What a channel's folder hands to the registry, each from the settings.

    `build` gives the channel, or None where the settings leave it off. `secrets` are struck out of every log line.
    `check` gives its lines of `loa check`, changing nothing on the platform.
    """

    build: Callable[[Settings, Menu], Channel | None]
    secrets: Callable[[Settings], Iterable[SecretStr | None]]
    check: Callable[[Settings], Awaitable[list[Check]]]
