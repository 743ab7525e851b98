"""The When-lines of a notice."""

import re
from dataclasses import dataclass

_WARD_ITSELF = re.compile(r"(?:toàn )?(?:địa bàn )?(?:phường|xã|thị trấn)(?: [^\W_]+){0,5}")


@dataclass(frozen=True, slots=True)
class WhenLines:
    """What a notice says of when, where, who and what to do; every item is an exact piece of its text.

    `area` is where an interruption is felt ("khóm 3, hẻm 47"), `place` where people come to.
    """

    time: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.time or self.place or self.area or self.people or self.todo)


NO_LINES = WhenLines()


def is_ward(place: str) -> bool:
    """Whether a place names only the ward itself, which tells nobody where to go: "địa bàn phường Bình Trị"."""
    return bool(_WARD_ITSELF.fullmatch(" ".join(place.lower().split())))
