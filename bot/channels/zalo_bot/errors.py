"""What went wrong on the wire, as the decision that it forces: the only such mapping of this channel.

| answer                          | what it means here                                                      |
|---------------------------------|-------------------------------------------------------------------------|
| 401                             | the token was reset by its owner: nothing can be sent                   |
| 403                             | "internal server error", never "blocked": it is tried again             |
| 404 that names the chat or user | that person cannot be reached; any other 404 is a refused content       |
| 408, 504, no JSON in a 200      | nobody knows whether the message went out                               |
| 429                             | too fast, or the month's messages are used up: it never says which      |
| 500 and above                   | not accepted: it is tried again                                         |
| anything else                   | the content is refused                                                  |
"""

import math
from dataclasses import dataclass

from bot.errors import (
    ChannelDownError,
    DeliveryError,
    MaybeSentError,
    NeverSentError,
    RejectedError,
    ThrottledError,
    UnreachableError,
)

UNSAID_WAIT = 60.0
"""Seconds to wait where a 429 does not say: it may be the quota of the month, which no haste brings back."""
MOST_WAIT = 3600.0
NO_NEWS = 408
"""Of getUpdates: nothing came while it waited."""
NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is no success: its number, what it says, and the seconds it asks to wait, if it does."""

    code: int
    said: str = ""
    wait: float | None = None

    @property
    def means_no_news(self) -> bool:
        """Whether a poll just ended, of which Zalo speaks as of an error, and not always with its number."""
        return self.code == NO_NEWS or "timeout" in self.said.casefold()

    @property
    def means_none_set(self) -> bool:
        """Whether it is the answer of getWebhookInfo where there is no webhook."""
        return self.code == NOT_FOUND


def delivery_error(refusal: Refusal) -> DeliveryError:
    """What an answer forces us to do; the reason holds no URL, token or content."""
    said = refusal.said.casefold()
    match refusal.code:
        case 401:
            return ChannelDownError("token-refused")
        case 403:
            return NeverSentError("server-error")
        case 404 if any(word in said for word in ("chat", "user", "recipient")):
            return UnreachableError("chat-not-found")
        case 408 | 504:
            return MaybeSentError("gateway-timeout")
        case 429:
            return ThrottledError(clamped(refusal.wait))
        case code if code >= 500:
            return NeverSentError("server-error")
    return RejectedError("too-long" if "too long" in said else "refused")


def clamped(wait: float | None) -> float:
    """A wait that can be kept: 1 second to an hour."""
    if wait is None or math.isnan(wait):
        return UNSAID_WAIT
    return min(max(wait, 1.0), MOST_WAIT)
