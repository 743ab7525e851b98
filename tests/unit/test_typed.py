"""What a button's line says is to be typed does what the button does."""

import ast
import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app import build_router
from bot.cards import buttons
from bot.chat.request import Talk
from bot.domain.people import Role, Viewer
from bot.domain.words import fold
from bot.messages.incoming import Incoming
from bot.messages.message import Button
from tests.conftest import MORNING

ROUTER = build_router()
VIEWER = Viewer(1, 1, "bare:1", "1", Role.ADMIN)
CARDS = Path(buttons.__file__).parent

OF_THE_TALK = {"post.done", "post.stop", "mistake.stop", "target.stop", "target.write"}
"""What is typed for these answers what is open; the golden files show what comes of it."""
NEARBY = {"results.source": "read", "target.table": "target", "targets.template": "targets"}
"""What is typed is a command's: one that leads to the post, whose words the button marks too, or knows this word."""
POLITE = {"help": "không"}
"""A no to a question is answered as such, where the button in its place leads on."""


def typed_buttons() -> list[Button]:
    """Every button of the cards that has words, with 12 and CB-3 in place of what is filled in."""
    found: dict[tuple[str, str], Button] = {}
    for path in sorted(CARDS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Button"):
                continue
            typed = next((one.value for one in node.keywords if one.arg == "typed"), None)
            if not isinstance(typed, ast.Constant | ast.JoinedStr):
                # A choice of a form is typed as it stands there, and answers what is open.
                continue
            for number in ("12", "CB-3"):
                data, words = filled(node.args[1], number), filled(typed, number)
                found[data, words] = Button("Nút", data, typed=words)
    return list(found.values())


def filled(node: ast.expr, number: str) -> str:
    """A string as it reads with this number in each of its gaps."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr), ast.dump(node)
    return "".join(str(one.value) if isinstance(one, ast.Constant) else number for one in node.values)


BUTTONS = typed_buttons()


def test_the_cards_have_such_buttons() -> None:
    assert len(BUTTONS) > 30
    assert {buttons.LATEST.typed, "đọc 12", "tạm dừng CB-3"} <= {one.typed for one in BUTTONS}


@pytest.mark.parametrize("write", [str, fold, str.upper, str.capitalize], ids=["as said", "bare", "loud", "phone"])
@pytest.mark.parametrize("button", BUTTONS, ids=lambda one: one.typed)
def test_what_is_to_be_typed_reaches_the_same_handler_with_the_same_words(
    button: Button, write: Callable[[str], str]
) -> None:
    typed = write(button.typed)
    assert ROUTER.press(button.data) is not None, f"nothing answers {button.data}"
    name, _, rest = button.data.partition(" ")
    near = " ".join([NEARBY.get(name, ""), *rest.split()[:1]])
    pressed = ROUTER.press(near if name in NEARBY else button.data)
    assert pressed is not None
    found = ROUTER.route(Incoming("bare", "1", "1", "1", typed), VIEWER, Talk(), MORNING)
    if name in OF_THE_TALK or POLITE.get(name) == button.typed:
        assert found.handler is not pressed.handler
    else:
        assert found.handler is pressed.handler, f"“{typed}” is not understood as {button.data}"
        words = "request.text" in inspect.getsource(pressed.handler)
        assert not words or name in NEARBY or fold(found.text) == fold(pressed.text)
