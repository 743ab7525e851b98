"""What can be scripted to go wrong, and for whom.

tg.script("sendMessage", times=3, then=Fault.server_error())
tg.script(1001, then=Fault.blocked())                        # one chat, once
tg.script(lambda call: "tin" in call.params.get("text", ""), times=None, then=Fault.too_many(1e18))
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.fakes.telegram_errors import BLOCKED, CHAT_NOT_FOUND, DEACTIVATED, MIGRATED, PREFIXES, error_body
from tests.fakes.telegram_wire import Ending

MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong with a call.

    applied: the call takes effect before the fault shows; else nothing happened on Telegram's side.
    """

    name: str
    applied: bool = False
    ending: Ending = Ending.WRITE
    status: int = 200
    body: bytes | None = None
    kind: str = "application/json"
    delay: float = 0.0
    unread: bool = False

    @classmethod
    def refusal(cls, code: int, description: str, parameters: dict[str, Any] | None = None) -> "Fault":
        """Any refusal in the Bot API's JSON; `description` without its "Bad Request: "."""
        text = PREFIXES.get(code, "") + description
        return cls(f"{code} {text}", status=code, body=json.dumps(error_body(code, text, parameters)).encode())

    @classmethod
    def server_error(cls, code: int = 500) -> "Fault":
        """500 as the Bot API words it."""
        return cls.refusal(code, "Internal Server Error")

    @classmethod
    def bad_gateway(cls, code: int = 502) -> "Fault":
        """An HTML page of the proxy in front, not JSON."""
        return cls.raw(code, b"<html><head><title>502 Bad Gateway</title></head></html>\r\n", "text/html")

    @classmethod
    def raw(cls, status: int, body: bytes, kind: str = "application/json") -> "Fault":
        """Any status and body."""
        return cls(f"raw {status}", status=status, body=body, kind=kind)

    @classmethod
    def reset_unread(cls) -> "Fault":
        """The connection is reset before the request is read; matches the next connections, whatever they carry."""
        return cls("reset unread", unread=True)

    @classmethod
    def reset(cls, *, applied: bool = False) -> "Fault":
        """The request is read, then the connection is reset."""
        return cls("reset", applied=applied, ending=Ending.RESET)

    @classmethod
    def hang(cls, *, applied: bool = True) -> "Fault":
        """The request is read (and takes effect), and no answer ever comes."""
        return cls("hang", applied=applied, ending=Ending.HANG)

    @classmethod
    def close(cls, *, applied: bool = True) -> "Fault":
        """The request is read (and takes effect), then the connection closes without an answer."""
        return cls("close", applied=applied, ending=Ending.CLOSE)

    @classmethod
    def truncated(cls, *, applied: bool = True) -> "Fault":
        """Half of the answer's body, then the connection closes."""
        return cls("truncated", applied=applied, ending=Ending.TRUNCATE)

    @classmethod
    def slow(cls, seconds: float) -> "Fault":
        """Takes effect at once; the answer comes `seconds` later."""
        return cls("", applied=True, delay=seconds)

    @classmethod
    def blocked(cls) -> "Fault":
        """403: the person blocked the bot."""
        return cls.refusal(403, BLOCKED)

    @classmethod
    def deactivated(cls) -> "Fault":
        """403: the account is gone."""
        return cls.refusal(403, DEACTIVATED)

    @classmethod
    def kicked(cls, kind: str = "supergroup") -> "Fault":
        """403: the bot was thrown out of the group."""
        return cls.refusal(403, f"bot was kicked from the {kind} chat")

    @classmethod
    def chat_not_found(cls) -> "Fault":
        """400: no such chat, or the person never wrote to the bot."""
        return cls.refusal(400, CHAT_NOT_FOUND)

    @classmethod
    def migrated(cls, new_chat_id: int) -> "Fault":
        """400 with migrate_to_chat_id."""
        return cls.refusal(400, MIGRATED, {"migrate_to_chat_id": new_chat_id})

    @classmethod
    def unauthorized(cls) -> "Fault":
        """401: the token was revoked (see also tg.revoke())."""
        return cls.refusal(401, "Unauthorized")

    @classmethod
    def too_many(cls, retry_after: object = MISSING) -> "Fault":
        """429 with whatever retry_after the test wants: a number, text, negative, 1e18; or none at all."""
        if retry_after is MISSING:
            return cls.refusal(429, "Too Many Requests")
        return cls.refusal(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


@dataclass(frozen=True, slots=True)
class Call:
    """What a script's match looks at."""

    method: str
    params: dict[str, Any]
    chat_id: int | None


Match = Callable[[Call], bool] | str | int | None


@dataclass(slots=True)
class Script:
    """One scripted fault: for whom, how often, and how often it has struck."""

    match: Match
    then: Fault
    times: int | None = 1
    skip: int = 0
    fired: int = 0

    def cancel(self) -> None:
        """Strike no more."""
        self.times = self.fired

    @property
    def spent(self) -> bool:
        """Whether it has struck as often as it should."""
        return self.times is not None and self.fired >= self.times

    def suits(self, call: Call) -> bool:
        """Whether it means this call."""
        if callable(self.match):
            return self.match(call)
        if isinstance(self.match, str):
            return self.match.lower() == call.method.lower()
        return self.match is None or self.match == call.chat_id


@dataclass(slots=True)
class Scripts:
    """The scripted faults in the order they were given; the first that suits strikes."""

    waiting: list[Script] = field(default_factory=list)

    def add(self, script: Script) -> Script:
        """Put one at the end."""
        if script.then.unread and script.match is not None:
            raise ValueError("an unread request has no method and no chat: script reset_unread without a match")
        self.waiting.append(script)
        return script

    def pick(self, call: Call) -> Fault | None:
        """The fault that strikes this call."""
        return self._strike(lambda script: not script.then.unread and script.suits(call))

    def pick_unread(self) -> bool:
        """Whether the next request is reset before it is read."""
        return self._strike(lambda script: script.then.unread) is not None

    def _strike(self, suits: Callable[[Script], bool]) -> Fault | None:
        for script in self.waiting:
            if not script.spent and suits(script):
                if script.skip:
                    script.skip -= 1
                    continue
                script.fired += 1
                if script.spent:
                    self.waiting = [other for other in self.waiting if not other.spent]
                return script.then
        return None
