"""The pages for those who carry the project on are held against the code."""

import re
import subprocess
import sys
from pathlib import Path

from bot.app import FEATURES
from bot.channels.base import Channel
from tests.unit.test_house import MODULES, room_of

ROOT = Path(__file__).resolve().parents[2]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CHANNELS = (ROOT / "bot" / "channels" / "README.md").read_text(encoding="utf-8")
HANDLERS = (ROOT / "handlers" / "README.md").read_text(encoding="utf-8")
PAGES = ("docs/architecture.md", "bot/channels/README.md", "handlers/README.md", "CONTRIBUTING.md", "SECURITY.md")


def first_cells(page: str, heading: str) -> list[str]:
    """The first cell of each row of the table under a heading, without its marks."""
    part = re.split(rf"^#+ {re.escape(heading)}$", page, maxsplit=1, flags=re.MULTILINE)[1]
    part = re.split(r"^#+ ", part, maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"^\| `([\w.]+)`", part, flags=re.MULTILINE)


def test_the_picture_is_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/draw", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_page_about_the_house_names_every_room_once() -> None:
    rooms = sorted({room_of(module) for module in MODULES} - {""})
    assert sorted(first_cells(ARCHITECTURE, "The rooms")) == rooms


def test_the_recipe_of_a_channel_names_every_member_of_the_protocol() -> None:
    members = {name for name in {*vars(Channel), *Channel.__annotations__} if not name.startswith("_")}
    assert set(first_cells(CHANNELS, "2. The protocol")) == members


def test_the_recipe_of_a_command_names_what_exists() -> None:
    code = re.search(r"```python\n(.*?)```", HANDLERS, flags=re.DOTALL)
    assert code is not None
    example: dict[str, object] = {"__name__": "handlers.weather"}
    exec(compile(code[1], "recipe", "exec"), example)  # noqa: S102 - our own page, so that it cannot grow stale
    assert "weather" in example
    assert "FEATURES" in HANDLERS
    assert FEATURES


def test_every_file_that_a_page_names_is_there() -> None:
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for name in re.findall(r"`((?:bot|handlers|tests|docs|scripts)/[\w./]*)`", text):
            assert (ROOT / name.rstrip("/")).exists(), f"{page} names {name}"
