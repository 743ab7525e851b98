"""What an IT person does with a ward's database while nobody uses the chat: look at it, back it up, restore it."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from bot.domain.posts import Post
from bot.storage import approvals, drafts, roles
from bot.storage.backup import read_backup, write_backup
from bot.storage.engine import Database, database_url, latest_revision

MOST_UNSEEN = 20


@dataclass(frozen=True, slots=True)
class Officials:
    """How many may invite and approve, and the first posts that went out before anybody agreed."""

    admins: int
    approvers: int
    unseen: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a database stands; `revision` is None without tables, `officials` unless it is at the `newest` one."""

    there: bool
    revision: str | None
    newest: str
    officials: Officials | None = None


def shown_url(url: str) -> str:
    """The address of a database without its password."""
    return database_url(url).render_as_string(hide_password=True)


async def look_at(url: str) -> Standing:
    """Look at a database without changing anything; raises DatabaseDownError."""
    address, newest = database_url(url), latest_revision()
    if address.get_backend_name() == "sqlite" and not await asyncio.to_thread(Path(address.database or "").exists):
        # Connecting would already create the file.
        return Standing(there=False, revision=None, newest=newest)
    database = Database(url)
    try:
        async with database.read() as transaction:
            revision = await database.current_revision(transaction)
            if revision != newest:
                return Standing(there=True, revision=revision, newest=newest)
            admins, approvers = await roles.count_admins(transaction), await approvals.count_approvers(transaction)
            unseen = await drafts.list_review_due(transaction, MOST_UNSEEN)
            return Standing(True, revision, newest, Officials(admins, approvers, tuple(unseen)))
    finally:
        await database.close()


async def back_up(url: str, file: Path) -> int:
    """Write the whole database into a file, of one moment; returns how many rows."""
    database = Database(url)
    try:
        return await write_backup(database, file)
    finally:
        await database.close()


async def restore(url: str, file: Path) -> tuple[int, int]:
    """Fill an empty database from a backup; returns how many rows, and how many pushes are paused now."""
    database = Database(url)
    try:
        return await read_backup(database, file)
    finally:
        await database.close()
