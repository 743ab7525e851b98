"""What somebody means: the kind of thing they want, and what belongs to it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.posts import PostNumber


class Meaning(StrEnum):
    """What somebody wants. A word that is no wish of another kind is a question, and is searched for."""

    QUESTION = "question"
    EMERGENCY = "emergency"
    STOP = "stop"
    START = "start"
    PRIVACY = "privacy"
    CONTACTS = "contacts"
    GUIDES = "guides"
    UPCOMING = "upcoming"
    LATEST = "latest"
    TARGETS = "targets"
    VERIFY = "verify"
    CHART = "chart"
    OPEN = "open"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    MISTAKE = "mistake"
    TOPICS = "topics"
    AREAS = "areas"
    HELP = "help"
    CANCEL = "cancel"
    GREETING = "greeting"
    THANKS = "thanks"
    ACK = "ack"
    ABUSE = "abuse"
    APPROVE = "approve"
    NOTHING = "nothing"


class Ask(StrEnum):
    """What a question asks for, which its answer shows first."""

    WHEN = "when"
    WHERE = "where"
    HOW = "how"
    NUMBER = "number"
    YES_NO = "yesno"


class Span(StrEnum):
    """The days that somebody speaks of."""

    YESTERDAY = "yesterday"
    TODAY = "today"
    TOMORROW = "tomorrow"
    DAY_AFTER = "day-after"
    WEEKEND = "weekend"
    WEEK = "week"
    NEXT_WEEK = "next-week"
    MONTH = "month"
    NEXT_MONTH = "next-month"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as people name one: of the week (0 is Monday), or of a month, which may be left out."""

    weekday: int | None = None
    next_week: bool = False
    day: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """What one message means.

    `words` are what to search for, as typed, without the words that only ask, please or name a day: of a question, of
    the post to open or to withdraw where no `number` was said, of the guide, of whom to call. `asks` stands in the
    order in which it was asked. `calls` are the numbers of an emergency, the likeliest first, and `place` the words
    that tell where it is; a question about an ambulance station names 115 as well. No row of nine digits or more is in
    any of them, and `personal` tells that the message held one. `span` and `on` are the days that were named. `halts`
    tells that it says no more than to stop, as one does who has just pressed the wrong button; `complains` that
    somebody is unhappy about the state of things; `cheated` that the emergency is money lost to a fraud or, with no
    `calls`, one that is under way.
    """

    meaning: Meaning
    words: str = ""
    asks: tuple[Ask, ...] = ()
    number: PostNumber | None = None
    span: Span | None = None
    on: Day | None = None
    calls: tuple[str, ...] = ()
    place: str = ""
    personal: bool = False
    halts: bool = False
    complains: bool = False
    cheated: bool = False
