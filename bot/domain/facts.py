"""What the ward keeps beside its posts: lines of the directory (danh bạ), reviewed answers (hỏi đáp)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

REVIEWED_FOR = timedelta(days=180)
"""How long an answer is sure where its author does not say until when."""


class FactKind(StrEnum):
    """The two sorts of facts that officials write."""

    CONTACT = "contact"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Contact:
    """A line of the ward's directory: whom to call, where and when they are there, and for what; what is not known is
    empty."""

    id: int
    name: str
    phone: str = ""
    address: str = ""
    hours: str = ""
    matters: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A short answer to a common question, with its source; `words` are other ways to ask it, parted by commas.

    It is sure up to and with the day of `reviewed_until`; then its author is asked, and until they answer it says that
    it is looked at again.
    """

    id: int
    question: str
    words: str
    text: str
    source: str
    reviewed_until: date
    author_id: int | None = None

    def is_sure(self, today: date) -> bool:
        """Whether the day up to which it was reviewed is not over."""
        return today <= self.reviewed_until


Fields = Mapping[str, str]
"""The fields of a contact or an answer by their names in this file, as text; a day as YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants to write: `entries`, whole and by their names; or these fields of the fact with `subject_id`;
    or to take that away where there are none."""

    id: int
    kind: FactKind
    subject_id: int | None
    entries: tuple[Fields, ...]
    asked_by: int | None
    asked_at: datetime
    decided_at: datetime | None = None
    agreed: bool | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a file that is not taken, and why."""

    begins: str
    reason: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Written:
    """What came of writing facts: their names; with `proposal` they wait for another person's yes.

    `bad` are the rows of a file that could not be taken: what they begin with, the reason, and what fills its sentence.
    """

    kind: FactKind
    names: tuple[str, ...]
    proposal: Proposal | None = None
    removed: bool = False
    bad: tuple[BadRow, ...] = ()
