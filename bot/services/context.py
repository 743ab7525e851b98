"""What every service works with: one transaction, one moment, and who may do what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.people import Role, Viewer
from bot.domain.policy import Policy
from bot.errors import NotAllowedError, NotInGroupError, SpeakerUnknownError
from bot.messages.capabilities import Capabilities
from bot.settings import Settings
from bot.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Context:
    """One transaction at one moment, and what the ward and its channels have settled.

    `undo_seconds` is how long Đăng can be taken back, `admins` who is one before anybody was invited. `accounts` holds
    what each route can do.
    """

    transaction: Transaction
    now: datetime
    policy: Policy
    undo_seconds: int
    admins: tuple[str, ...]
    accounts: Mapping[str, "Account"]

    @property
    def editable(self) -> list[str]:
        """Routes whose messages can be edited."""
        return sorted(route for route, account in self.accounts.items() if account.capabilities.edit)

    @property
    def deletable_for(self) -> timedelta | None:
        """How long a message can be taken out of a chat, where a route ends that: by the shortest."""
        able = [account.capabilities for account in self.accounts.values() if account.capabilities.delete]
        return min((one.delete_window for one in able if one.delete_window is not None), default=None)


def require(viewer: Viewer, role: Role) -> None:
    """Let only `role` and above pass; raises NotInGroupError in a group, NotAllowedError elsewhere."""
    if viewer.group:
        raise NotInGroupError("group")
    if viewer.role < role:
        raise NotAllowedError("role", role=role.code)


def require_own(viewer: Viewer) -> None:
    """Let a person decide for themselves, and for a group only its admins; raises NotAllowedError.

    SpeakerUnknownError where it has to be asked first who speaks.
    """
    if viewer.group and viewer.group_admin is None:
        raise SpeakerUnknownError
    if viewer.group and not viewer.group_admin:
        raise NotAllowedError("group-admin")


@dataclass(frozen=True, slots=True)
class Account:
    """What is known about one channel account when an answer is stored."""

    capabilities: Capabilities
    rate: float
    link: Callable[[str], str] = lambda start: ""
    """An address that opens the bot there and says a word to it, or nothing."""

    def price(self, messages: int) -> int:
        """What so many messages cost at this pace."""
        price = self.capabilities.price
        return price.of(messages, self.rate) if price is not None else 0


def context_on(transaction: Transaction, now: datetime, settings: Settings, accounts: Mapping[str, Account]) -> Context:
    """What services work with, told of the settings no more than they need."""
    policy, undo_seconds, admins = settings.policy.value, settings.undo_seconds, settings.admins
    return Context(transaction, now, policy, undo_seconds, admins, accounts)
