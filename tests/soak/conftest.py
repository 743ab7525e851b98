"""What of the faults' ward these tests use."""

from tests.faults.conftest import impatient, tg, ward

__all__ = ["impatient", "tg", "ward"]
