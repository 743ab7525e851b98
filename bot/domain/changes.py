"""What changed between two versions of a post, and whether it is more than a slip of typing.

A slip is corrected silently in every delivered copy; anything else rings phones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.attachments import Attachment
from bot.domain.posts import Post
from bot.domain.reading import Reading

LONGEST_PIECE = 120
"""Characters of a quoted piece; a longer one is cut between words."""


class What(StrEnum):
    """What sort of thing a change is about."""

    FIGURE = "figure"
    DATE = "date"
    TIME = "time"
    PLACE = "place"
    TITLE = "title"
    TEXT = "text"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Version:
    """One side of the comparison: a revision's title and text, what was read from them, and its files.

    A file is (mark, name): the mark tells its content.
    """

    title: str
    body: str
    reading: Reading
    files: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, post: Post, reading: Reading, files: Sequence[Attachment]) -> "Version":
        """A post's revision with what was read from it."""
        return cls(post.title, post.body, reading, tuple((one.mark, one.name) for one in files))


@dataclass(frozen=True, slots=True)
class Change:
    """One change: exact pieces of both texts (blanks folded), each at most LONGEST_PIECE characters."""

    what: What
    before: str
    after: str

    @property
    def told(self) -> str:
        """The change in one line."""
        if self.before and self.after:
            return f"{self.before} → {self.after}"
        return f"− {self.before}" if self.before else f"+ {self.after}"


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes, in the order of the text; `meaning` tells that people would do or believe something else."""

    lines: tuple[Change, ...]
    meaning: bool

    def told(self) -> list[str]:
        """Each change in one line: "103,8% → 103,9%", "+ what is new", "− what is gone"."""
        return [one.told for one in self.lines]
