"""Files that go with a post: photos, and documents that people may want to keep."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.figures import Warning, WarningCode

MOST_FILES = 10
"""Files of one post: as many as a Telegram album holds."""
MOST_TOTAL = 40 * 2**20
"""Bytes of all files of one post."""
LONGEST_ALT = 200
"""Characters that say what a photo shows."""
MOST_PHOTO = 10 * 2**20
"""Bytes of a photo: what Telegram sends as one."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a revision, without its bytes.

    `mark` is the beginning of its hash: it names the file in buttons, and tells nothing of how many others there are.
    `position` sorts the files of a post. `read` says whether there was text to be read in it, `private` quotes what
    looks like personal data there. `source` marks the document that the post's own text was read from. `alt` says what
    a photo shows, for who cannot see it, where an official wrote that.
    """

    id: int
    mark: str
    name: str
    size: int
    photo: bool
    position: int
    read: bool = True
    private: tuple[str, ...] = ()
    source: bool = False
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has just come in; `words` are what search finds it by, None where nothing in it could be read.

    `file_id` is how the platform behind `route` names it, and will take it again.
    """

    content: bytes
    hash: str
    name: str
    photo: bool
    position: int
    words: str | None
    private: tuple[str, ...]
    route: str
    file_id: str
    source: bool = False


def photo_of(files: Sequence[Attachment]) -> Attachment | None:
    """The one that travels with a push: the first photo."""
    return next((one for one in files if one.photo), None)


def doubts_of_files(files: Sequence[Attachment]) -> list[Warning]:
    """Doubt documents that hold personal data, and those that nobody but a person can read.

    A photo is shown to its author as it goes out; a document is not.
    """
    doubts = [Warning(WarningCode.PERSONAL_DATA, one.private, f"trong tệp {one.name}") for one in files if one.private]
    unread = tuple(one.name for one in files if not one.read and not one.photo)
    return [*doubts, *([Warning(WarningCode.UNREAD_FILE, unread)] if unread else [])]
