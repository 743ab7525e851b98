"""What may not be done on the machine is one sentence, and never blamed on what is sound."""

from pathlib import Path

import psycopg
import pytest

from bot import check
from bot.errors import SetupError, Trouble
from bot.settings import BackupSettings
from bot.storage.backup import write_backup
from bot.storage.engine import Database
from bot.storage.postgres import trouble_of
from tests.ward import settings


def refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_a_database_that_belongs_to_another_refuses_and_is_not_broken() -> None:
    assert trouble_of(psycopg.errors.InsufficientPrivilege("permission denied for schema public")) is Trouble.REFUSED


def test_a_folder_of_backups_that_cannot_be_entered_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "list_backups", refuse)
    found = check._backups(settings(backup=BackupSettings(dir=tmp_path)))
    assert found.state == "bad"
    assert str(tmp_path) in found.found


async def test_a_backup_into_a_folder_that_cannot_be_entered_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite:///{tmp_path}/ward.db")
    try:
        await database.migrate()
        monkeypatch.setattr("bot.storage.backup.os.open", refuse)
        monkeypatch.setattr(Path, "unlink", refuse)
        with pytest.raises(SetupError, match="Không ghi được"):
            await write_backup(database, tmp_path / "loa.zip")
    finally:
        await database.close()
