"""What every channel has in common: the messages in and out, what it can do, and the protocol itself.

Texts are `markupsafe.Markup`: HTML with only <b>, <i> and <s>, in which everything that people wrote is
already escaped. A channel without markup strips it with `plain`.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.messages.capabilities import Capabilities
from bot.messages.incoming import Incoming
from bot.messages.message import Outgoing

Receive = Callable[[Incoming], Awaitable[None]]
"""Takes one event in; returns once it is committed. Raises DatabaseDownError when it must be repeated."""


class Channel(Protocol):
    """One account on one platform."""

    name: str
    account: str
    capabilities: Capabilities
    rate: float
    """Messages a second that the account may send."""

    async def start(self) -> None:
        """Connect and register what the platform shows about the bot; raises ChannelDownError."""
        ...

    async def listen(self, receive: Receive) -> None:
        """Hand every event to `receive`, acknowledging each only after it returned; runs until cancelled."""
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

    async def close(self) -> None:
        """Let go of connections."""
        ...
