"""What README, docs and .env.example say is so: settings, commands, lines of the check, log events, examples, links."""

import ast
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from bot.__main__ import app as command_line
from bot.app import build_router
from bot.cards.names import DOUBTS
from bot.domain.attachments import Attachment, doubts_of_files
from bot.domain.figures import WarningCode
from bot.domain.people import Role
from bot.domain.posts import Audience, Kind, PostNumber
from bot.reading.documents.document import Document
from bot.reading.documents.letters import convert_old
from bot.reading.doubts.accents import unaccented
from bot.reading.doubts.days import past_of
from bot.reading.doubts.earlier import Published, doubts_beside
from bot.reading.doubts.notices import lacks_of
from bot.reading.doubts.personal import personal_of
from bot.reading.doubts.relative import relative_of
from bot.reading.doubts.source import with_source
from bot.reading.reader import read
from bot.settings import Settings, load_settings
from handlers.people import ROLE_WORDS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "van-hanh.md").read_text(encoding="utf-8")
OFFICIALS = (ROOT / "docs" / "officials.md").read_text(encoding="utf-8")
ENV = (ROOT / ".env.example").read_text(encoding="utf-8")
PAGES = {"README.md": README, "docs/van-hanh.md": OPERATIONS, "docs/officials.md": OFFICIALS}

COMMANDS = build_router().commands
WHO = {Role.RESIDENT: "everyone", Role.WRITER: "writers", Role.ADMIN: "admins"}
SUBCOMMANDS = {
    one.name or getattr(one.callback, "__name__", ""): one.callback for one in command_line.registered_commands
}


def rows(page: str, heading: str) -> dict[str, list[str]]:
    """The tables under a heading: each row's cells by its first cell."""
    part = re.split(rf"^#+ {re.escape(heading)}$", page, maxsplit=1, flags=re.MULTILINE)[1]
    part = re.split(r"^#+ ", part, maxsplit=1, flags=re.MULTILINE)[0]
    found = {}
    for line in part.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and not set(cells[0]) <= set("-: "):
            found[cells[0].strip("`")] = cells
    return found


def settings(model: type[BaseModel] = Settings, prefix: str = "LOA_") -> dict[str, Any]:
    """Every setting by its name in the environment, with its default."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        default = field.get_default(call_default_factory=True)
        if isinstance(default, BaseModel):
            found |= settings(type(default), f"{prefix}{name.upper()}__")
        else:
            found[f"{prefix}{name.upper()}"] = default
    return found


def written(value: object) -> str:
    """A default as people write it in .env."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


SETTINGS = {name: written(default) for name, default in settings().items()}


# --- settings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_every_setting_is_explained_with_its_default(name: str) -> None:
    _, default, meaning = rows(README, "Settings")[name]
    assert default == (f"`{SETTINGS[name]}`" if SETTINGS[name] else "empty")
    assert meaning


def test_the_settings_table_has_the_order_of_the_program() -> None:
    assert [name for name in rows(README, "Settings") if name != "Setting"] == list(SETTINGS)


def test_the_example_names_every_setting_with_a_comment_and_its_default() -> None:
    found = {}
    for remark, name, value in re.findall(r"^# (.+)\n(LOA_\w+)=(.*)$", ENV, flags=re.MULTILINE):
        found[name] = value
        assert f"(mặc định: {value or 'trống'})" in remark, name
    assert found == SETTINGS
    assert ENV.count("\nLOA_") == len(SETTINGS)


def test_the_example_can_be_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    assert load_settings(ROOT / ".env.example") == load_settings(None)


@pytest.mark.parametrize("page", [*PAGES, ".env.example"])
def test_no_setting_is_named_that_does_not_exist(page: str) -> None:
    text = PAGES.get(page, ENV)
    assert set(re.findall(r"\bLOA_[A-Z_]*[A-Z]\b", text)) <= set(SETTINGS)


# --- commands in the chat -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.names[0])
def test_every_command_is_listed_with_its_names_and_who_may(command: Any) -> None:
    cells = rows(README, "Commands in the chat")[f"/{command.names[0]}"]
    assert cells[1] == " ".join(f"`/{name}`" for name in command.names[1:])
    assert cells[2] == WHO[command.role]
    assert cells[3]


@pytest.mark.parametrize("page", PAGES)
def test_no_command_is_named_that_does_not_exist(page: str) -> None:
    names = {name for command in COMMANDS for name in command.names}
    # Addresses of this program, and a command of @BotFather.
    others = {"alive", "health", "metrics", "bot", "newbot"}
    named = set(re.findall(r"`/([a-z]+)(?=[\s`@])", PAGES[page]))
    assert named - others <= names


def test_the_roles_that_can_be_invited_are_named() -> None:
    roles = set(Role) - {Role.RESIDENT}
    assert set(re.findall(r"`(\w+)`", rows(README, "Commands in the chat")["/invite"][3])) == {
        one.code for one in roles
    }
    words = re.findall(r"^\| .+ \| `/moi ([a-z ]+)` \|", OFFICIALS, flags=re.MULTILINE)
    assert [ROLE_WORDS[word] for word in words] == sorted(roles)


# --- commands on the machine --------------------------------------------------------------------------------------


def test_every_subcommand_is_listed_and_no_other() -> None:
    listed = [name for name in rows(README, "Commands on the machine") if name.startswith("loa ")]
    assert listed == [f"loa {name}" for name in SUBCOMMANDS]


@pytest.mark.parametrize("page", PAGES)
def test_no_subcommand_is_named_that_does_not_exist(page: str) -> None:
    shells = re.findall(r"^```\n(.*?)^```", PAGES[page], flags=re.MULTILINE | re.DOTALL)
    code = [*re.findall(r"`([^`\n]+)`", PAGES[page]), *shells]
    named = {name for piece in code for name in re.findall(r"(?:^|uv run |bin/)loa ([a-z]+)", piece)}
    assert named <= set(SUBCOMMANDS)


def test_the_two_commands_are_there_word_for_word() -> None:
    for command in ("pip install uv && uv run --no-dev loa demo", "pip install uv && uv run pytest"):
        assert f"```\n{command}\n```" in README


# --- operations ---------------------------------------------------------------------------------------------------


@cache
def all_calls(file: str) -> list[ast.Call]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def calls(file: str, name: str) -> list[ast.Call]:
    """The calls of a function or method in a source file."""
    return [node for node in all_calls(file) if name in (getattr(node.func, "attr", ""), getattr(node.func, "id", ""))]


def texts(found: list[ast.Call]) -> set[str]:
    """The first argument of each call, where it is written out."""
    constants = [node.args[0] for node in found if node.args and isinstance(node.args[0], ast.Constant)]
    return {str(constant.value) for constant in constants}


def test_every_line_of_the_check_is_explained() -> None:
    explained = set(rows(OPERATIONS, "Mỗi dòng của `loa check`")) - {"Dòng"}
    sources = [
        "bot/check.py",
        *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "bot" / "channels").glob("*/check.py"))),
    ]
    assert set().union(*(texts(calls(source, "Check")) for source in sources)) == explained


def test_every_warning_of_the_log_is_explained() -> None:
    sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "bot").rglob("*.py"))]
    warned = {text for source in sources for level in ("warning", "error") for text in texts(calls(source, level))}
    failed = {text for source in sources for text in texts(calls(source, "exception"))}
    noted = {text for source in sources for text in texts(calls(source, "info"))}
    explained = set(rows(OPERATIONS, "Nhật ký")) - {"Việc"}
    assert warned | failed <= explained
    assert explained <= warned | failed | noted


# --- officials ----------------------------------------------------------------------------------------------------

DOUBT_ROWS = rows(OFFICIALS, "Bot hay hỏi lại những gì")
OPENING = "Hội nghị sơ kết công tác phường Tân Lộc\n\nUBND phường Tân Lộc tổ chức hội nghị sơ kết. "


def test_every_doubt_is_explained() -> None:
    assert set(DOUBT_ROWS) - {"Chỗ đáng ngờ"} == set(DOUBTS.values())


def raised(example: str) -> set[WarningCode]:
    """The doubts about an example, alone or after what an earlier post says ("Tin trước: … Tin mới: …")."""
    # A page shows the marks that nobody sees by their numbers.
    example = re.sub(r"⟨U\+([0-9A-F]{4})⟩", lambda mark: chr(int(mark[1], 16)), example)
    before, parted, now = example.rpartition(" Tin mới: ")
    reading = read(OPENING + now)
    earlier = read(OPENING + before.removeprefix("Tin trước: ")) if parted else None
    number, posted = PostNumber(Audience.EVERYONE, 3), date(2026, 11, 1)
    published = [Published(one, number, earlier.title, posted) for one in earlier.figures] if earlier else []
    files = [Attachment(1, "a", now, 1, photo=False, position=0, read=False)] if now.endswith(".pdf") else []
    beside = (*doubts_beside(reading, published, posted), *doubts_of_files(files))
    if now.startswith("Tệp: "):
        text, encoding = convert_old(now.removeprefix("Tệp: "))
        reading = with_source(reading, Document(text, encoding=encoding))
    reading = with_source(reading, Document(now, scanned=now.startswith("Bản quét: ")))
    # Whether a text is out already, the posts tell; the page only shows the same text twice.
    again = {WarningCode.SAID_ALREADY} if before.removeprefix("Tin trước: ") == now else set()
    days = (*past_of(now, posted), *relative_of(now, Kind.ANNOUNCEMENT, posted))
    found = (*reading.warnings, *lacks_of(now, Kind.ANNOUNCEMENT), *days, *beside)
    return again | {one.code for one in (*found, *unaccented(now), personal_of(now)) if one}


@pytest.mark.parametrize("code", DOUBTS, ids=str)
def test_the_example_of_a_doubt_raises_it(code: WarningCode) -> None:
    assert code in raised(DOUBT_ROWS[DOUBTS[code]][1])


# --- links --------------------------------------------------------------------------------------------------------


def anchor(heading: str) -> str:
    """How the pages of code hosts name a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", PAGES[page]):
        if target.startswith("https://"):
            continue
        name, _, place = target.partition("#")
        file = (ROOT / page).parent / name if name else ROOT / page
        assert file.exists(), target
        if place:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
            assert place in {anchor(heading) for heading in headings}, target


def test_the_pictures_are_small() -> None:
    for name in ("page.png", "page-phone.png", "scoreboard.png"):
        assert (ROOT / "docs" / name).stat().st_size < 200_000
