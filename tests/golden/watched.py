"""The bot's cards: which there are, and what each of them says while a scene is played."""

import functools
import importlib
import inspect
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

import bot.cards
from bot.messages.message import Button, Reply


def all_cards() -> dict[str, Callable[..., Any]]:
    """Every public function of bot.cards that makes messages, by its name; with its module's where two have one."""
    modules = [
        importlib.import_module(one.name) for one in pkgutil.walk_packages(bot.cards.__path__, f"{bot.cards.__name__}.")
    ]
    found: dict[str, list[Callable[..., Any]]] = defaultdict(list)
    for module in modules:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            if function.__annotations__.get("return") in (Reply, list[Reply]):
                found[name].append(function)
    named: dict[str, Callable[..., Any]] = {}
    for name, functions in found.items():
        for one in functions:
            module_name = one.__module__.rpartition(".")[2]
            named[name if len(functions) == 1 else f"{name}_of_{module_name}"] = one
    return named


@dataclass
class Watched:
    """What the cards made: what each said, by its name, and every button by its label, oldest first."""

    said: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, list[Button]] = field(default_factory=dict)

    def note(self, name: str, reply: Reply) -> None:
        self.said.setdefault(name, []).append(str(reply.text))
        for row in reply.buttons:
            for one in row:
                self.buttons.setdefault(one.label, []).append(one)


def watch(patch: pytest.MonkeyPatch, made: Watched) -> None:
    """Let every card note in `made` what it says, wherever the bot has it by name."""
    names = {function: name for name, function in all_cards().items()}
    for module in [one for name, one in sys.modules.items() if name.partition(".")[0] in ("bot", "handlers")]:
        for attribute, value in list(vars(module).items()):
            if inspect.isfunction(value) and value in names:
                patch.setattr(module, attribute, _noting(value, names[value], made))


def _noting(card: Callable[..., Any], name: str, made: Watched) -> Callable[..., Any]:
    @functools.wraps(card)
    def noted(*given: Any, **named: Any) -> Any:
        said = card(*given, **named)
        for one in said if isinstance(said, list) else [said]:
            made.note(name, one)
        return said

    return noted
