"""The When-lines of a notice."""

from dataclasses import dataclass


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
