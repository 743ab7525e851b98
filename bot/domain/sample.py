"""One measured number, as whoever watches the machine gets it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """A metric's name without its prefix, its value, and what it is of, as pairs of label and value.

    `total` says that it only grows, since the process began.
    """

    name: str
    value: float
    of: tuple[tuple[str, str], ...] = ()
    total: bool = False
