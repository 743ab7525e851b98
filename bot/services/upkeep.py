"""What an IT person does with a ward's database while nobody uses the chat: look at it, back it up, restore it."""

import asyncio
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import disk_usage

from bot.domain.posts import Post
from bot.errors import DatabaseDownError, SetupError, Trouble
from bot.storage import approvals, drafts, inbox, roles
from bot.storage import ward as ward_storage
from bot.storage.backup import Progress, read_backup, verify_backup, write_backup
from bot.storage.engine import Database, database_url, latest_revision
from bot.storage.sqlite import quick_check

MOST_UNSEEN = 20


@dataclass(frozen=True, slots=True)
class Officials:
    """How many may invite and approve, and the first posts that went out before anybody agreed."""

    admins: int
    approvers: int
    unseen: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What the ward is called in its own database."""

    name: str
    hotline: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a database stands; `revision` is None without tables, the rest unless it is at the `newest` one.

    `life_at` is when a `loa run` last gave a sign of life.
    """

    there: bool
    revision: str | None
    newest: str
    officials: Officials | None = None
    ward: Named | None = None
    life_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Disk:
    """A database's file: bytes that it takes and that are free beside it, and whether it is sound.

    None where there was no time to look at all of it.
    """

    size: int
    free: int
    sound: bool | None


def shown_url(url: str) -> str:
    """The address of a database as the pages write it, without its password; hints at how that is escaped."""
    address = database_url(url)
    backend = address.get_backend_name()
    if backend == "sqlite":
        return address.set(drivername=backend).render_as_string(hide_password=True)
    # By the last "@", whatever the parser made of it: of a password with an "@" it takes the rest for a host.
    login, at, place = url.partition("://")[2].rpartition("@")
    user, colon, password = login.partition(":")
    # What follows the "?" may be a password too.
    shown = f"{backend}://{user}{':***' if colon else ''}{at}{place.partition('?')[0]}"
    unescaped = "@" in password or "/" in password
    return f"{shown} (trong mật khẩu, viết @ thành %40, / thành %2F)" if unescaped else shown


async def look_at(url: str) -> Standing:
    """Look at a database, and at whether it can be written; raises DatabaseDownError."""
    file, newest = _file(url), latest_revision()
    if file is not None and not await asyncio.to_thread(file.exists):
        # Connecting would already create it.
        if not await asyncio.to_thread(_may_be_made, file):
            raise DatabaseDownError(Trouble.READ_ONLY)
        return Standing(there=False, revision=None, newest=newest)
    database = Database(url)
    try:
        async with database.read() as transaction:
            revision = await database.current_revision(transaction)
            if revision != newest:
                return Standing(there=True, revision=revision, newest=newest)
            admins, approvers = await roles.count_admins(transaction), await approvals.count_approvers(transaction)
            unseen = await drafts.list_review_due(transaction, MOST_UNSEEN)
            officials = Officials(admins, approvers, tuple(unseen))
            ward = await ward_storage.load_ward(transaction)
            named = Named(ward.name, ward.hotline)
            life_at = await inbox.find_life(transaction)
        await database.probe()
        return Standing(True, revision, newest, officials, named, life_at)
    finally:
        await database.close()


async def look_at_disk(url: str, within: float) -> Disk | None:
    """Look through a database's file for at most so many seconds; None where there is no file here."""
    file = _file(url)
    return await asyncio.to_thread(_disk, file, within) if file is not None else None


def _disk(file: Path, within: float) -> Disk | None:
    if not file.exists():
        return None
    size = sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*"))
    broken = quick_check(file, within)
    return Disk(size, disk_usage(file.parent).free, None if broken is None else not broken)


def _may_be_made(file: Path) -> bool:
    there = next((one for one in file.absolute().parents if one.exists()), None)
    return there is not None and os.access(there, os.W_OK | os.X_OK)


def _file(url: str) -> Path | None:
    address = database_url(url)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


async def back_up(url: str, file: Path, progress: Progress | None = None) -> int:
    """Write the whole database into a file, of one moment, and read that through; returns how many rows."""
    database = Database(url)
    try:
        rows = await write_backup(database, file, progress)
    finally:
        await database.close()
    try:
        await asyncio.to_thread(verify_backup, file, rows)
    except SetupError:
        # One that cannot be restored must not stand there as if it could.
        await asyncio.to_thread(file.unlink, missing_ok=True)
        raise
    return rows


async def check_backup(file: Path) -> int:
    """Read a backup through without touching any database; returns how many rows are in it."""
    return await asyncio.to_thread(verify_backup, file)


async def restore(url: str, file: Path, progress: Progress | None = None) -> tuple[int, int]:
    """Fill an empty database from a backup; returns how many rows, and how many pushes are paused now."""
    database = Database(url)
    try:
        return await read_backup(database, file, progress)
    finally:
        await database.close()
