"""The ward's own facts: name, hotline, topics, areas; changed by admins in the chat."""

from collections.abc import Sequence
from typing import Any

from bot.domain.audit import Action
from bot.domain.hours import NEVER, QuietHours
from bot.domain.people import Choice, Role, Viewer
from bot.domain.views import WardInfo
from bot.domain.words import fold_words
from bot.errors import InvalidError, MissingError
from bot.services.context import Context, require
from bot.storage import audit as audit_storage
from bot.storage import ward as storage

NAME_LENGTH = 60
MOST_TOPICS = 8
MOST_AREAS = 60
WELCOME_LENGTH = 400
NO_NIGHT = ("tat", "khong", "bo", "off")


def _checked(name: str) -> str:
    cleaned = " ".join(name.split())
    if not fold_words(cleaned) or len(cleaned) > NAME_LENGTH:
        raise InvalidError("name", most=NAME_LENGTH)
    return cleaned


class Ward:
    """Name, hotline, topics and areas."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def info(self) -> WardInfo:
        """The name and the number to call."""
        return await storage.load_ward(self._transaction)

    async def rename(self, viewer: Viewer, name: str) -> None:
        """Change the ward's name."""
        require(viewer, Role.ADMIN)
        await storage.update_ward(self._transaction, name=_checked(name))
        await self._audit(viewer, Action.WARD_RENAMED, name=name)

    async def set_hotline(self, viewer: Viewer, hotline: str) -> None:
        """Change the number to call."""
        require(viewer, Role.ADMIN)
        await storage.update_ward(self._transaction, hotline=_checked(hotline))
        await self._audit(viewer, Action.HOTLINE_CHANGED, hotline=hotline)

    async def set_quiet(self, viewer: Viewer, words: str) -> str:
        """Change when phones are let be, "21:30-6:00", or that they never are; returns it in words."""
        require(viewer, Role.ADMIN)
        quiet = NEVER if fold_words(words) in NO_NIGHT else QuietHours.parse(words)
        if quiet is None:
            raise InvalidError("quiet")
        await storage.update_ward(self._transaction, quiet=str(quiet))
        await self._audit(viewer, Action.QUIET_CHANGED, name=str(quiet) or "-")
        return str(quiet)

    async def set_welcome(self, viewer: Viewer, words: str) -> str:
        """Change the ward's own first words; none of its own where they are taken back."""
        require(viewer, Role.ADMIN)
        welcome = "" if fold_words(words) in NO_NIGHT else " ".join(words.split())
        if len(welcome) > WELCOME_LENGTH:
            raise InvalidError("words-long", most=WELCOME_LENGTH)
        await storage.update_ward(self._transaction, welcome=welcome)
        await self._audit(viewer, Action.WELCOME_CHANGED, name=welcome[:NAME_LENGTH])
        return welcome

    async def topics(self) -> list[Choice]:
        """Topics in use; `chosen` tells which new subscribers start with."""
        return [Choice(row.id, row.name, row.preselected) for row in await storage.list_topics(self._transaction)]

    async def add_topic(self, viewer: Viewer, name: str) -> str:
        """Add a topic; at most eight fit on a phone."""
        require(viewer, Role.ADMIN)
        name = _checked(name)
        if len(await storage.list_topics(self._transaction)) >= MOST_TOPICS:
            raise InvalidError("topics-full", most=MOST_TOPICS)
        await storage.upsert_topic(self._transaction, name)
        await self._audit(viewer, Action.TOPIC_ADDED, name=name)
        return name

    async def retire_topic(self, viewer: Viewer, name: str) -> str:
        """Take a topic out of use."""
        require(viewer, Role.ADMIN)
        row = _named(await storage.list_topics(self._transaction), name, "topic")
        await storage.retire_topic(self._transaction, row.id)
        await self._audit(viewer, Action.TOPIC_RETIRED, name=row.name)
        return str(row.name)

    async def areas(self) -> list[tuple[str, tuple[str, ...]]]:
        """Areas in use, each with the old names people still know it by."""
        return [(row.name, tuple(row.aliases)) for row in await storage.list_areas(self._transaction)]

    async def add_area(self, viewer: Viewer, name: str, aliases: Sequence[str]) -> str:
        """Add an area, or give one that exists other old names."""
        require(viewer, Role.ADMIN)
        name = _checked(name)
        if len(await storage.list_areas(self._transaction)) >= MOST_AREAS:
            raise InvalidError("areas-full", most=MOST_AREAS)
        await storage.upsert_area(self._transaction, name, [_checked(alias) for alias in aliases])
        await self._audit(viewer, Action.AREA_ADDED, name=name)
        return name

    async def retire_area(self, viewer: Viewer, name: str) -> str:
        """Take an area out of use."""
        require(viewer, Role.ADMIN)
        row = _named(await storage.list_areas(self._transaction), name, "area")
        await storage.retire_area(self._transaction, row.id)
        await self._audit(viewer, Action.AREA_RETIRED, name=row.name)
        return str(row.name)

    async def _audit(self, viewer: Viewer, action: Action, **detail: str) -> None:
        await audit_storage.insert_audit(
            self._transaction, at=self._context.now, person_id=viewer.person_id, action=action, detail=detail
        )


def _named(rows: Sequence[Any], name: str, what: str) -> Any:
    folded = fold_words(name)
    for row in rows:
        if row.folded == folded:
            return row
    raise MissingError(what, name=name[:NAME_LENGTH])
