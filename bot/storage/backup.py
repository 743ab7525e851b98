"""Backup and restore in a form that both engines read: a zip with one JSON line a row, under a line of column names.

So a backup of SQLite restores into PostgreSQL and the other way round, and an old one into a newer program:
rows are loaded into the schema they came from, which is then brought up to date.
"""

import base64
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from sqlalchemy import JSON, Connection, LargeBinary, MetaData, Table, func, inspect, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.life import VISIBLE
from bot.errors import NewerSchemaError, SetupError, os_words
from bot.storage import postgres, search, sqlite
from bot.storage.engine import Database, latest_revision
from bot.storage.push import digests, dispatches
from bot.storage.tables import metadata, post, revision

FORMAT = 1
MANIFEST = "loa.json"
BATCH = 2000
PIECE = 1 << 20


# What a damaged archive, and rows that contradict one another, look like.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError)


Progress = Callable[[int, int], object]
"""Is told how much is done, and of how much."""


@dataclass
class _Work:
    """How much of something is done, for who watches."""

    progress: Progress | None
    of: int = 0
    done: int = 0

    def add(self, more: int) -> None:
        """So much more is done."""
        self.done += more
        if self.progress is not None:
            self.progress(self.done, self.of)


async def write_backup(database: Database, file: Path, progress: Progress | None = None) -> int:
    """Write every row as of one moment; returns how many. The file appears only when it is complete."""
    # Its own, whoever else writes the same backup at this moment.
    partial = file.with_name(f"{file.name}.{os.getpid()}.part")
    work = _Work(progress)
    try:
        async with database.snapshot() as transaction:
            at = await database.current_revision(transaction)
            if at is None:
                raise SetupError("Cơ sở dữ liệu còn trống, chưa có gì để sao lưu.")
            if at > latest_revision():
                raise NewerSchemaError(at, latest_revision())
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with (
                os.fdopen(descriptor, "wb") as opened,
                # Rows compress as well at the quickest level, in a third of the time.
                zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
            ):
                archive.writestr(MANIFEST, json.dumps({"format": FORMAT, "revision": at}))
                tables = (await transaction.run_sync(_reflect)).sorted_tables
                for table in tables if progress is not None else ():
                    work.of += await transaction.scalar(select(func.count()).select_from(table)) or 0
                for table in tables:
                    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as out:
                        # Named, because a column added later stands in another place in a database that grew.
                        out.write(json.dumps([column.name for column in table.columns]).encode() + b"\n")
                        await transaction.run_sync(_write_rows, table, out, work)
        partial.replace(file)
    except OSError as error:
        raise SetupError(f"Không ghi được {file}: {os_words(error)}.") from error
    finally:
        # A folder that cannot be entered has nothing of ours, and was named above.
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return work.done


def _write_rows(connection: Connection, table: Table, out: IO[bytes], work: _Work) -> None:
    if _binary(table):
        _write_files(connection, table, out, work)
        return
    # The engine makes the lines itself: as objects of Python the rows would take three times as long.
    line = _dialect(connection).json_line(list(table.columns))
    for part in connection.execution_options(yield_per=BATCH).scalars(select(line)).partitions():
        out.write(("\n".join(part) + "\n").encode())
        work.add(len(part))


def _write_files(connection: Connection, table: Table, out: IO[bytes], work: _Work) -> None:
    """Rows that hold files, a few at a time: each may be 20 MB."""
    encode = json.JSONEncoder(ensure_ascii=False, default=_letters).encode
    for row in connection.execution_options(yield_per=2).execute(select(table)):
        out.write(encode(tuple(row)).encode() + b"\n")
        work.add(1)


def verify_backup(file: Path, expected: int | None = None) -> int:
    """Read a backup from beginning to end without loading it anywhere; returns how many rows are in it.

    Raises SetupError where it is damaged, is none, or does not hold the rows that are `expected`.
    """
    rows = 0
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest.get("format") != FORMAT or str(manifest["revision"]) > latest_revision():
                raise SetupError(f"{file} do bản mới hơn tạo ra. Hãy nâng cấp loa rồi thử lại.")
            for name in archive.namelist():
                if name == MANIFEST:
                    continue
                # Read to its end, where its checksum is compared: a row is a line, under that of the columns.
                with archive.open(name) as opened:
                    rows += sum(piece.count(b"\n") for piece in iter(lambda: opened.read(PIECE), b"")) - 1
    except FileNotFoundError:
        raise SetupError(f"Không thấy tệp {file}.") from None
    except (*_UNREADABLE, AttributeError, StopIteration, TypeError) as error:
        raise SetupError(f"{file} không phải tệp sao lưu của loa, hoặc đã hỏng.") from error
    if expected not in (None, rows):
        raise SetupError(f"{file}: ghi {expected} dòng mà đọc lại được {rows}. Đĩa có thể đã hỏng.")
    return rows


async def read_backup(database: Database, file: Path, progress: Progress | None = None) -> tuple[int, int]:
    """Load a backup into an empty database; returns (rows, pushes that were paused).

    All or nothing: a broken file leaves the database empty.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if not isinstance(manifest, dict):
                raise ValueError("no manifest")  # noqa: TRY004 - caught below with the rest
            if manifest.get("format") != FORMAT or str(manifest["revision"]) > latest_revision():
                raise SetupError(f"{file} do bản mới hơn tạo ra. Hãy nâng cấp loa rồi thử lại.")
            await database.make()
            await _refuse_if_used(database)
            await database.migrate(str(manifest["revision"]))
            async with database.write() as transaction:
                rows = await _load(transaction, archive, progress)
                await database.migrate_within(transaction)
                await _index(transaction)
                await digests.let_go(transaction)
                paused = await dispatches.pause_running(transaction, "restored")
    except FileNotFoundError:
        raise SetupError(f"Không thấy tệp {file}.") from None
    except (*_UNREADABLE, StatementError) as error:
        raise SetupError(f"{file} không phải tệp sao lưu của loa, hoặc đã hỏng.") from error
    return rows, paused


async def _refuse_if_used(database: Database) -> None:
    async with database.read() as transaction:
        if await database.current_revision(transaction) is None:
            return
        if await transaction.scalar(select(func.count()).select_from(metadata.tables["ward"])):
            raise SetupError("Cơ sở dữ liệu đã có dữ liệu. Hãy khôi phục vào một cơ sở dữ liệu mới, còn trống.")


def _reflect(connection: Connection) -> MetaData:
    """The tables as they are in this database, without the search index and Alembic's own."""
    reflected = MetaData()
    names = set(inspect(connection).get_table_names())
    reflected.reflect(connection, only=[name for name in names if name in metadata.tables])
    return reflected


async def _load(transaction: AsyncConnection, archive: zipfile.ZipFile, progress: Progress | None) -> int:
    reflected = await transaction.run_sync(_reflect)
    total = 0
    # By bytes: how many rows there are nobody knows before they are read.
    work = _Work(progress, sum(one.file_size for one in archive.infolist()))
    for table in reflected.sorted_tables:
        with archive.open(f"{table.name}.jsonl") as lines:
            columns = json.loads(next(lines, b"[]"))
            if not isinstance(columns, list) or not set(columns) <= set(table.columns.keys()):
                raise ValueError("columns that the table does not have")
            rows = _rows(lines, table, columns, work)
            if columns:
                total += await _dialect(transaction).load_rows(transaction, table.name, columns, rows)
            elif next(rows, None) is not None:
                raise ValueError("rows of no columns")
        if transaction.dialect.name == "postgresql" and "id" in table.columns:
            await transaction.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608 - our own table names
                    f" coalesce((SELECT max(id) FROM {table.name}), 1))"
                )
            )
    return total


def _dialect(connection: Connection | AsyncConnection) -> ModuleType:
    return postgres if connection.dialect.name == "postgresql" else sqlite


def _rows(lines: IO[bytes], table: Table, columns: Sequence[str], work: _Work) -> Iterator[list[Any]]:
    """Rows as drivers take them, without SQLAlchemy's types between: those take most of the time."""
    kinds = [table.columns[name].type for name in columns]
    written = [place for place, kind in enumerate(kinds) if isinstance(kind, JSON)]
    binary = [place for place, kind in enumerate(kinds) if isinstance(kind, LargeBinary)]
    decode = json.JSONDecoder().decode
    read = 0
    for line in lines:
        row = decode(line.decode())
        read += len(line)
        if read > PIECE:
            work.add(read)
            read = 0
        if not isinstance(row, list) or len(row) != len(columns):
            raise ValueError("a row of another width")
        for place in written:
            if row[place] is not None:
                row[place] = json.dumps(row[place])
        for place in binary:
            row[place] = base64.b64decode(row[place])
        yield row
    work.add(read)


def _binary(table: Table) -> list[str]:
    """The columns that hold bytes."""
    return [column.name for column in table.columns if isinstance(column.type, LargeBinary)]


def _letters(value: object) -> str:
    """Bytes as JSON takes them."""
    if not isinstance(value, bytes):
        raise TypeError(type(value).__name__)
    return base64.b64encode(value).decode("ascii")


async def _index(transaction: AsyncConnection) -> None:
    """Make the search index anew: each engine keeps it in its own form."""
    rows = await transaction.execute(
        select(post.c.id, post.c.revision_id, revision.c.title, revision.c.body)
        .join(revision, revision.c.id == post.c.revision_id)
        .where(post.c.state.in_(VISIBLE))
    )
    for row in rows.all():
        await search.index_post(transaction, row.id, row.revision_id, f"{row.title}\n{row.body}")
