"""What goes wrong with one subject of many: it is logged once, left alone for a while, and holds up nobody else."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.errors import DatabaseDownError

Subject = tuple[Hashable, ...]
AFTER_FAILURE = timedelta(minutes=1)


class Failing:
    """The subjects that failed when they were last tried; `log` gets each once, until it works again."""

    def __init__(self, clock: Clock, log: Callable[[Subject], object]) -> None:
        self._clock = clock
        self._log = log
        self._failed_at: dict[Subject, datetime] = {}

    def rests(self, *subject: Hashable) -> bool:
        """Whether a subject failed a moment ago, and is left alone."""
        failed_at = self._failed_at.get(subject)
        return failed_at is not None and timedelta() <= self._clock.now() - failed_at < AFTER_FAILURE

    @contextmanager
    def guard(self, *subject: Hashable) -> Iterator[None]:
        """Let nothing that goes wrong with a subject in this block out of it, but that the database is down."""
        try:
            yield
        except DatabaseDownError:
            raise
        except Exception:
            # Whatever it is; it will be tried again.
            if subject not in self._failed_at:
                self._log(subject)
            self._failed_at[subject] = self._clock.now()
        else:
            self._failed_at.pop(subject, None)
