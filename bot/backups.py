"""Backups that happen: once a day, in a process of their own, read through, and no more of them than are to be kept."""

import asyncio
import os
import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from time import time

import structlog

from bot import cards
from bot.clock import Clock, in_vietnam
from bot.delivery.failing import Failing
from bot.delivery.tell import Teller
from bot.domain.people import Role
from bot.errors import DatabaseDownError, os_words
from bot.messages.notice import Notice
from bot.settings import BackupSettings
from bot.storage.engine import Database

LOOK_SECONDS = 60.0
LEFT_SECONDS = 3600.0
WEEKS = 4
"""Together with the dailies no backup is older than a month: what was erased is gone from all of them by then."""

_NAME = re.compile(r"loa-(\d{4})-(\d\d)-(\d\d)\.zip")


def list_backups(folder: Path) -> dict[date, Path]:
    """The backups of a folder by their day."""
    found: dict[date, Path] = {}
    for file in folder.glob("loa-*.zip"):
        if named := _NAME.fullmatch(file.name):
            try:
                found[date(*map(int, named.groups()))] = file
            except ValueError:
                continue
    return found


def outdated(days: Iterable[date], keep: int) -> set[date]:
    """Which backups are not kept: all but the newest `keep`, and the first of each of the last four weeks."""
    newest_first = sorted(days, reverse=True)
    first_of_week: dict[tuple[int, int], date] = {}
    for day in newest_first:
        first_of_week[day.isocalendar()[:2]] = day
    kept = {*newest_first[:keep], *sorted(first_of_week.values(), reverse=True)[:WEEKS]}
    return set(newest_first) - kept


class Backups:
    """Makes the day's backup once its hour has come, and tells the admins where one failed."""

    def __init__(self, settings: BackupSettings, *, url: str, database: Database, clock: Clock, teller: Teller) -> None:
        self._settings = settings
        self._url = url
        self._database = database
        self._clock = clock
        self._teller = teller
        self._failed: date | None = None
        self._log = structlog.get_logger("backups")
        self._failing = Failing(clock, lambda what: self._log.exception("backups_failed", subject=what))

    async def run(self) -> None:
        """Look every minute whether one is due, until cancelled; without a folder there is nothing to do."""
        while self._settings.dir is not None:
            try:
                with self._failing.guard("round"):
                    await self.run_once()
            except DatabaseDownError:
                self._log.warning("database_down", doing="backup")
            await asyncio.sleep(LOOK_SECONDS)

    async def run_once(self) -> bool:
        """Make today's backup where it is due and not there; returns whether it was made."""
        folder, now = self._settings.dir, in_vietnam(self._clock.now())
        today = now.date()
        if folder is None or now.hour < self._settings.hour or self._failed == today:
            return False
        try:
            if today in await asyncio.to_thread(list_backups, folder):
                return False
            why = await self._make(folder, today)
            if not why:
                await asyncio.to_thread(self._tidy, folder)
                return True
        except OSError as error:
            # A folder that may not be looked into, a disk that is gone, no room for a process.
            why = f"Thư mục sao lưu ({folder}): {os_words(error)}"
        self._log.error("backup_failed", why=why)
        async with self._database.write() as transaction:
            notice = Notice(cards.health.no_backup(why, await asyncio.to_thread(self.age)), role=Role.ADMIN)
            await self._teller.notify(transaction, notice, self._clock.now())
        # Once a day: a disk that is full stays so, and the admins know.
        self._failed = today
        return False

    async def _make(self, folder: Path, today: date) -> str:
        """Write it by `loa backup`, whose work then holds up nobody here; returns why it failed, or nothing."""
        await asyncio.to_thread(folder.mkdir, 0o700, parents=True, exist_ok=True)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "backup", str(folder / f"loa-{today}.zip")),
            env={**os.environ, "LOA_DATABASE_URL": self._url},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            _, said = await process.communicate()
        finally:
            if process.returncode is None:
                # It takes away what it has begun.
                process.terminate()
        if process.returncode == 0:
            return ""
        return (said.decode(errors="replace").strip().rpartition("\n")[2] or "?").removeprefix("Lỗi: ")

    def _tidy(self, folder: Path) -> None:
        files = list_backups(folder)
        for day in outdated(files, self._settings.keep):
            files[day].unlink(missing_ok=True)
        for left in folder.glob("loa-*.part"):
            # Of a backup that was killed, an hour ago or more: it holds people's data too.
            if time() - left.stat().st_mtime > LEFT_SECONDS:
                left.unlink(missing_ok=True)

    def age(self) -> float | None:
        """Seconds since the newest backup was written; None where there is none, or none is to be made."""
        if self._settings.dir is None:
            return None
        try:
            files = list_backups(self._settings.dir)
            newest = files[max(files)].stat().st_mtime if files else None
        except OSError:
            return None
        return None if newest is None else max(0.0, time() - newest)
