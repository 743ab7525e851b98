"""What a page is before HTTP: a template with its values, or bytes; and how long others may keep it."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.domain.text import normalise
from bot.domain.views import LONGEST_QUESTION, WardInfo
from bot.domain.words import first_words
from bot.messages.message import Drawing
from bot.services import Services
from bot.web.pages.addresses import Addresses

HTML = "text/html; charset=utf-8"

BRIEFLY = "public, max-age=0, s-maxage=1, must-revalidate"
"""Asked again each time; a proxy may answer for a second, so that a crowd is one question."""
FOR_EVER = "public, max-age=31536000, immutable"
"""What has its own hash in its address."""
NOT_KEPT = "no-store"

DEEPEST = 100
"""Pages of a list that can be turned to."""


@dataclass(frozen=True)
class Answer:
    """Bytes that answer a GET; with `ranges` also a part of them can be asked for.

    `version` names bytes that are named by something else than themselves; with `load` they are not here yet, and it
    gives them to who has no copy. Of those that are `large` only a few are sent at once. With a `drawing` they are what
    that shows, or while too many wait for theirs, what is shown `instead`.
    """

    body: bytes
    media_type: str = HTML
    status: int = 200
    cache: str = BRIEFLY
    headers: Mapping[str, str] = field(default_factory=dict)
    ranges: bool = False
    version: str = ""
    load: "View | None" = None
    large: bool = False
    drawing: Drawing | None = None
    instead: Drawing | None = None

    @cached_property
    def etag(self) -> str:
        """Names these bytes: whatever changed, a correction or the ward's name, changes it."""
        return f'"{self.version or hashlib.blake2b(self.body, digest_size=12).hexdigest()}"'


@dataclass(frozen=True, slots=True)
class Sheet:
    """A template's name and its values; the ward and the addresses are known to every template."""

    template: str
    values: Mapping[str, Any]
    status: int = 200
    media_type: str = HTML
    start: str = ""
    """What the bot is told by the links of this page that open it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a page, by nobody: what its address names, what is asked, and services on one transaction."""

    services: Services
    now: datetime
    ward: WardInfo
    at: Addresses
    path: str
    named: Mapping[str, str]
    asked: Mapping[str, str]

    @property
    def question(self) -> str:
        """What is looked for, on one line, without what nobody can see."""
        return first_words(" ".join(normalise(self.asked.get("q", "")).split()), LONGEST_QUESTION)

    @property
    def page(self) -> int:
        """Which page of a list, from 0; raises MissingPageError."""
        told = self.asked.get("trang", "1")
        if not (told.isascii() and told.isdigit() and len(told) <= len(str(DEEPEST)) and 1 <= int(told) <= DEEPEST):
            raise MissingPageError
        return int(told) - 1


Made = Answer | Sheet | Callable[[], Answer | Sheet]
"""A page, or what makes it of what was read: large texts, beside those who wait for the database."""

View = Callable[[Visit], Awaitable[Made]]
"""Reads what a page needs, and waits for nothing but the database."""


def redirect(path: str) -> Answer:
    """To the address under which the same stands; for now, since titles change."""
    return Answer(b"", "text/plain; charset=utf-8", 302, headers={"location": path})


class MissingPageError(Exception):
    """There is nothing here, or nothing that everybody may see: which of them is never told."""
