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
class Intent:
    """What one message means.

    `words` are what to search for, as typed, without the words that only ask, please or name a day: of a question, of
    the post to open or to withdraw where no `number` was said, of the guide, of whom to call. `asks` stands in the
    order in which it was asked. `calls` are the numbers of an emergency, the likeliest first, and `place` the words
    that tell where it is; a question about an ambulance station names 115 as well. No row of nine digits or more is in
    any of them, and `personal` tells that the message held one.
    """

    meaning: Meaning
    words: str = ""
    asks: tuple[Ask, ...] = ()
    number: PostNumber | None = None
    span: Span | None = None
    calls: tuple[str, ...] = ()
    place: str = ""
    personal: bool = False
