"""The table of methods the fake answers, and what a method's function gets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.fakes.telegram_params import Upload
from tests.fakes.telegram_world import Json, World


class Params:
    """Parameters in their own types; those the caller left out read as None, "" or False."""

    def __init__(self, values: Json) -> None:
        self.values = values

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        """A string, "" where absent."""
        return str(self.values.get(name, ""))

    def number(self, name: str, default: int = 0) -> int:
        """An integer."""
        return int(self.values.get(name, default))

    def flag(self, name: str) -> bool:
        """A boolean, False where absent."""
        return bool(self.values.get(name, False))

    def object(self, name: str) -> Json | None:
        """A JSON object."""
        value = self.values.get(name)
        return value if isinstance(value, dict) else None

    def items(self, name: str) -> list[Any] | None:
        """A JSON array."""
        value = self.values.get(name)
        return value if isinstance(value, list) else None

    def chat(self) -> int | str | None:
        """chat_id as it was given: a number or @name."""
        value = self.values.get("chat_id")
        return value if isinstance(value, int | str) else None

    def file(self, name: str) -> Upload | str:
        """A file: uploaded, or the id of one."""
        value = self.values.get(name, "")
        return value if isinstance(value, Upload) else str(value)


Run = Callable[[World, Params], Any]
RunT = TypeVar("RunT", bound=Run)


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its name, the parameters the fake models, and the function that answers."""

    name: str
    takes: frozenset[str]
    run: Run


METHODS: dict[str, Method] = {}


def method(name: str, takes: str = "") -> Callable[[RunT], RunT]:
    """Register the function for a Bot API method; `takes` lists the parameters it understands."""

    def register(run: RunT) -> RunT:
        METHODS[name.lower()] = Method(name, frozenset(takes.split()), run)
        return run

    return register
