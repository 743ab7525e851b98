"""Column types that read back on both engines exactly what was written."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(value: datetime) -> int:
    """An aware moment as it is stored; a naive one is a mistake of ours and raises TypeError."""
    return (value - _EPOCH) // _MICROSECOND


class Instant(TypeDecorator[datetime]):
    """A moment as microseconds since 1970 UTC: SQLite has no time zones, and pace needs arithmetic."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Store an aware datetime; a naive one is a mistake of ours and raises TypeError."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Exact(TypeDecorator[Decimal]):
    """A decimal number as text: SQLite would round it to a float."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Store the digits."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Give the number back."""
        return None if value is None else Decimal(value)
