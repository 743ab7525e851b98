"""What is wrong with a feature is said when the program starts, not by the wrong answer to somebody."""

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import pytest

from bot.app import FEATURES, build_router
from bot.chat.request import Request, action, command, job, step, timer
from bot.chat.router import Router
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services


async def answer(request: Request, services: Services) -> Reply:
    """Trả lời."""
    raise AssertionError("nobody asked")


async def finish(request: Request, services: Services, result: Any) -> Reply:
    raise AssertionError("nobody asked")


async def nobody(services: Services) -> Sequence[int]:
    return []


async def alarm(subject: int, services: Services) -> Sequence[Notice]:
    raise AssertionError("nobody asked")


def feature(name: str, *marked: Callable[..., Any]) -> ModuleType:
    """A module in which these functions stand."""
    module = ModuleType(name)
    for number, function in enumerate(marked):
        function.__module__ = name
        setattr(module, f"function_{number}", function)
    return module


def copied(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function once more, so that a mark on it does not change the first."""

    async def copy(*arguments: Any) -> Any:
        return await function(*arguments)

    copy.__doc__ = function.__doc__
    return copy


@pytest.mark.parametrize(
    ("mark", "function", "what"),
    [
        (command("weather", "thoitiet"), answer, "two commands are called weather"),
        (step("weather.where"), answer, "two steps are called weather.where"),
        (action("weather.more"), answer, "two actions are called weather.more"),
        (job("weather.fetch"), finish, "two jobs are called weather.fetch"),
        (timer("weather", nobody), alarm, "two timers are called weather"),
    ],
)
def test_two_of_one_name_are_an_error_at_start(mark: Any, function: Callable[..., Any], what: str) -> None:
    one, other = feature("one", mark(copied(function))), feature("other", mark(copied(function)))
    Router([one])
    with pytest.raises(ValueError, match=what):
        Router([one, other])


def test_a_command_that_one_feature_imports_from_another_is_an_error_at_start() -> None:
    weather = command("weather")(copied(answer))
    one, other = feature("one", weather), feature("other")
    vars(other)["weather"] = weather
    with pytest.raises(ValueError, match="other imports copy, which one answers"):
        Router([one, other])


def test_all_features_start_together() -> None:
    assert len(build_router().commands) >= len(FEATURES)
