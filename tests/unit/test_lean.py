"""A start loads what it needs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
STARTS = """
import sys
from bot.lean import lean_imports

with lean_imports():
    from bot.app import build_ward
needless = {"rich", "pygments", "click", "sqlalchemy.orm", "alembic", "uvicorn", "prometheus_client", "rapidfuzz",
            "sqlalchemy.dialects.postgresql", "bot.reading.reader", "psycopg"}
print(sorted(needless & set(sys.modules)))
"""
AFTERWARDS = """
import asyncio
from bot.lean import lean_imports

with lean_imports():
    import bot.app
import click, rich.console
from sqlalchemy.ext.asyncio.session import AsyncSession
from sqlalchemy.orm import Session
assert issubclass(Session, object) and issubclass(AsyncSession, object)
import bot.reading.reader
print(bot.reading.reader.read("Thông báo").title)
"""
WITHIN = """
import sys
import sqlalchemy.ext.asyncio.session
import click
from bot.lean import lean_imports

with lean_imports():
    import click as within
assert within is click and sys.modules["click"] is click
assert sqlalchemy.ext.asyncio.session.AsyncSession is not None
print("as before")
"""


def run(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_start_loads_nothing_that_no_ward_runs_on() -> None:
    assert run(STARTS) == "[]"


def test_what_a_start_left_out_can_be_imported_afterwards() -> None:
    assert run(AFTERWARDS) == "Thông báo"


def test_what_was_loaded_before_stays_what_it_was() -> None:
    assert run(WITHIN) == "as before"
