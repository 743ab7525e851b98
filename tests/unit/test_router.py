"""What is wrong with a feature is said when the program starts, not by the wrong answer to somebody."""

from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import pytest

from bot.app import FEATURES, build_router
from bot.cards.people import KEYS, OFFICIAL_KEYS
from bot.chat.request import Request, Talk, action, command, job, step, timer
from bot.chat.router import Router
from bot.domain.people import Role, Viewer
from bot.messages.incoming import Incoming
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from tests.conftest import MORNING


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


ROUTER = build_router()
OPEN = [name for name, one in ROUTER.steps.items() if one.takes is None]
KEYS_OF = [(Role.RESIDENT, key) for key in KEYS] + [(Role.WRITER, key) for key in OFFICIAL_KEYS]


@pytest.mark.parametrize("step", OPEN)
@pytest.mark.parametrize(("role", "key"), KEYS_OF)
def test_a_large_key_does_its_own_within_every_step_and_leaves_it_open(step: str, role: Role, key: str) -> None:
    viewer, talk = Viewer(1, 1, "telegram:1", "1", role), Talk(step, {"parts": ["Phần một"]})
    alone = ROUTER.route(Incoming("telegram", "1", "e", "1", text=key), viewer, Talk(), MORNING)
    for typed in (key, key.lower(), f" {key} "):
        found = ROUTER.route(Incoming("telegram", "1", "e", "1", text=typed), viewer, talk, MORNING)
        assert found.handler is alone.handler
        assert found.handler is not ROUTER.steps[step].handler
    assert (talk.step, talk.data) == (step, {"parts": ["Phần một"]})


def test_a_step_that_waits_for_certain_words_has_them_although_a_key_says_the_same() -> None:
    viewer, talk = Viewer(1, 1, "telegram:1", "1", Role.WRITER), Talk("post.offer", {"text": "Thông báo"})
    found = ROUTER.route(Incoming("telegram", "1", "e", "1", text="Đăng tin"), viewer, talk, MORNING)
    assert found.handler is ROUTER.steps["post.offer"].handler
