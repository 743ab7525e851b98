"""What may be typed in a chat without buttons: numbers, each of which means one thing until it expires.

Numbers run on through all lists of a chat that are still alive. A list that is shown again keeps its numbers, so that
"2" still ticks the second box after the first was ticked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.domain.words import fold_words

ALIVE = timedelta(days=3)
"""How long a number means what it meant: over a weekend, so that an approver who reads it on Monday can answer."""

MOST = 300
"""Numbers kept a chat, the newest: with more, those of the oldest list expire early."""

HIGHEST = 999
KEPT = -1
"""In place of a number: what a button asks for whose data no channel has room for. Nobody can type it."""
_KEPT_MARK = "~"
EMERGENCIES = range(111, 116)
"""Never given away: whoever types 113, 114 or 115 may mean the police, the fire brigade or an ambulance."""

_TYPED = re.compile(r"\s*([^\W\d_][^\d]*?|)[\s:.]*([0-9]{1,3})[\s.)]*(?:ạ|a|nhé|nhe|nha|đi|di)?[\s.!]*", re.IGNORECASE)
_SAYS_NO_MORE = ("", "so", "chon", "chon so", "bam", "bam so", "go", "go so")
"""Words before a number that say only that it is one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be typed: its number, what it asks for, and the word without which that is not done.

    `word` is empty where the number alone will do; `at` is when it was shown last.
    """

    number: int
    data: str
    word: str
    at: datetime

    def is_alive(self, now: datetime) -> bool:
        """Whether it still means what it meant."""
        return now - self.at < ALIVE


@dataclass(frozen=True, slots=True)
class Typed:
    """What a typed text says of a choice: it names it, it names what has expired, or it lacks the word."""

    choice: Choice
    expired: bool = False
    lacks_word: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """All numbers of one chat, in the order in which they were shown; expired ones are known until they are needed."""

    given: tuple[Choice, ...] = ()

    def give(self, wanted: Sequence[tuple[str, str]], now: datetime) -> tuple["Choices", list[int]]:
        """Number a list of (data, word); returns all numbers of the chat, and the list's own in its order."""
        if not wanted:
            return self, []
        alive = [one for one in self.given if one.is_alive(now) and one.number != KEPT]
        again = _run_of(alive, wanted)
        if again is None:
            again = [
                Choice(number, data, word, now)
                for number, (data, word) in zip(_free(alive, len(wanted)), wanted, strict=True)
            ]
        numbers = {one.number for one in again}
        kept = [one for one in self.given if one.number not in numbers]
        kept += [replace(one, at=now) for one in again]
        return Choices(tuple(kept[-max(MOST, len(wanted)) :])), [one.number for one in again]

    def keep(self, data: str, now: datetime) -> tuple["Choices", str]:
        """Keep what is too long for a button, as long as a number lives; returns the button's own data."""
        others = [one for one in self.given if one.number != KEPT or (one.data != data and one.is_alive(now))]
        return Choices((*others, Choice(KEPT, data, "", now))[-MOST:]), _KEPT_MARK + _digest(data)

    def kept(self, pressed: str, now: datetime) -> str | None:
        """What a pressed button asks for whose data was kept; None where it is none of those, or too old."""
        every = (one for one in self.given if one.number == KEPT and one.is_alive(now))
        return next((one.data for one in every if pressed == _KEPT_MARK + _digest(one.data)), None)

    def typed(self, text: str, now: datetime, since: datetime | None) -> Typed | None:
        """What a typed text chooses, or None where it chooses nothing.

        While a question is open since a moment, a bare number that is older than it answers the question.
        """
        match = _TYPED.fullmatch(text) if len(text) <= 60 else None
        choice = next((one for one in self.given if match and one.number == int(match[2])), None)
        if match is None or choice is None:
            return None
        word = fold_words(match[1])
        if word not in _SAYS_NO_MORE:
            right = bool(choice.word) and word in (fold_words(choice.word), f"{fold_words(choice.word)} so")
            return Typed(choice, expired=not choice.is_alive(now)) if right else None
        if since is not None and choice.at < since:
            return None
        return Typed(choice, expired=not choice.is_alive(now), lacks_word=bool(choice.word))


NO_CHOICES = Choices()


def _digest(data: str) -> str:
    """A name for data: a button of an old message must never ask for something else."""
    return blake2b(data.encode(), digest_size=12).hexdigest()


def _run_of(alive: Sequence[Choice], wanted: Sequence[tuple[str, str]]) -> list[Choice] | None:
    """The list as it was shown before, if all of it is still alive."""
    size = len(wanted)
    for start in range(len(alive) - size + 1):
        run = alive[start : start + size]
        if [(one.data, one.word) for one in run] == list(wanted):
            return list(run)
    return None


def _free(alive: Sequence[Choice], count: int) -> list[int]:
    """The next numbers; after the highest they begin again at 1, where those that are alive are left out."""
    taken = {one.number for one in alive[-(HIGHEST - len(EMERGENCIES) - count) :]} | set(EMERGENCIES)
    highest = max((one.number for one in alive), default=0)
    order = [*range(highest + 1, HIGHEST + 1), *range(1, highest + 1)]
    return [number for number in order if number not in taken][:count]
