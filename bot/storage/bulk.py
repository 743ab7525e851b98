"""Many rows handed to one statement as one parameter.

A statement that is executed once a row costs SQLAlchemy and the driver about 10 µs each time, PostgreSQL's server more.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, FromClause, Select, Text, bindparam, cast, func, select, type_coerce
from sqlalchemy.types import TypeEngine

from bot.storage.types import microseconds


def given(dialect: str, **columns: TypeEngine[Any]) -> FromClause:
    """A table of the rows in the parameter `given` (see `rows`), with these columns."""
    parameter = bindparam("given", type_=Text)
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import JSONB

        named = [Column(name, kind) for name, kind in columns.items()]
        made = func.jsonb_to_recordset(cast(parameter, JSONB)).table_valued(*named, name="given")
        return made.render_derived(with_types=True)
    each = func.json_each(parameter).table_valued("value", name="each_given")
    found = (
        type_coerce(func.json_extract(each.c.value, f"$.{name}"), kind).label(name) for name, kind in columns.items()
    )
    return select(*found).subquery("given")


def rows(many: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The parameter itself: a dictionary a row, of texts, numbers, moments, truths and None."""
    return {"given": json.dumps(many, default=_plain)}


def listed(dialect: str) -> Select[int]:
    """The ids in the same parameter (see `ids`): for an IN, whose text SQLAlchemy else writes anew for each number."""
    return select(given(dialect, id=BigInteger()).c.id)


def ids(many: Iterable[int]) -> dict[str, str]:
    """The parameter for `listed`."""
    return rows([{"id": one} for one in many])


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return microseconds(value)
    raise TypeError(f"no such value can be handed in: {type(value).__name__}")
