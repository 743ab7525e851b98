"""What is measured, as whoever watches the machine gets it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Sample:
    """A metric's name without its prefix, its value, and what it is of, as pairs of label and value.

    `total` says that it only grows, since the process began.
    """

    name: str
    value: float
    of: tuple[tuple[str, str], ...] = ()
    total: bool = False


@dataclass(slots=True)
class Spread:
    """How many values were at most so large, since the process began; the last bound is none.

    `of` names what it is of, as in a sample.
    """

    name: str
    bounds: Sequence[float]
    of: tuple[tuple[str, str], ...] = ()
    total: float = 0.0
    _counts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._counts = [0] * (len(self.bounds) + 1)

    def add(self, value: float) -> None:
        """Count a value."""
        self._counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    @property
    def up_to(self) -> list[tuple[str, int]]:
        """Each bound, as Prometheus writes it, with how many values were at most that."""
        names = [*map(str, map(float, self.bounds)), "+Inf"]
        return list(zip(names, accumulate(self._counts), strict=True))


Measured = Sample | Spread
