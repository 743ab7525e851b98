"""What of the faults' ward these tests use."""

from tests.faults.conftest import impatient, short_logs, tg, ward

__all__ = ["impatient", "short_logs", "tg", "ward"]
