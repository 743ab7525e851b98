"""The rules of the house: who imports whom, quiet imports, reasons where a rule is bent. Each rule is also broken."""

import ast
import io
import json
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FLOORS: tuple[frozenset[str], ...] = tuple(
    frozenset(floor.split())
    for floor in (
        "errors lean",
        "clock service",
        "domain",
        "settings",
        "logs messages",
        "cards channels.base reading storage understanding",
        "services",
        "delivery",
        "backups chat pulse",
        "channels handlers ward web",
        "channels.registry",
        "app",
        "check demo",
        "console",
        "__main__",
    )
)
"""From the ground up: a room imports from the floors below its own, never from its neighbours."""

HANDLERS_MAY = {"handlers", "chat", "services", "cards", "messages", "domain", "errors"}
NEVER_RENDER = {"reading", "storage", "understanding", "services"}

OWNED = {
    "telegram": ("bot.channels.telegram",),
    "sqlalchemy": ("bot.storage",),
    "alembic": ("bot.storage",),
    "aiosqlite": ("bot.storage",),
    "psycopg": ("bot.storage",),
    "httpx": ("bot.channels", "bot.reading.documents"),
    "pyreqwest": ("bot.channels",),
    "typst": ("bot.cards.charts",),
}
"""Libraries that only one corner of the house may know."""

LONGEST = 400


@cache
def parsed(source: str) -> ast.Module:
    """The tree of a source, which several rules look at."""
    return ast.parse(source)


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in python_files("bot", "handlers")}


# --- who imports whom ---------------------------------------------------------------------------------------------


def imported(module: str, source: str) -> Iterator[str]:
    """Every module that a source imports, at the top or inside a function."""
    package = module if MODULES.get(module, Path()).name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            # `from bot import cards` imports the room; `from bot.errors import LoaError` only a name of it.
            yield from (f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names)


def room_of(module: str) -> str:
    """`bot.domain.posts` is in the room `domain`; every channel is a room of its own."""
    parts = module.split(".")
    if parts[0] == "handlers":
        return "handlers"
    return ".".join(parts[1:3] if parts[1:2] == ["channels"] else parts[1:2])


def floor_of(room: str) -> int | None:
    for number, floor in enumerate(FLOORS):
        if room in floor:
            return number
    return floor_of("channels") if room.startswith("channels.") else None


def import_problems(module: str, source: str) -> list[str]:
    """What a module imports that it may not."""
    room = room_of(module)
    own = floor_of(room)
    if own is None:
        return [] if not room else [f"{module}: the room {room} has no floor in test_house.py"]
    problems = []
    for other in imported(module, source):
        top = other.partition(".")[0]
        allowed = OWNED.get(top)
        if allowed and not any(module == place or module.startswith(f"{place}.") for place in allowed):
            problems.append(f"{module} imports {top}, which belongs to {' and '.join(allowed)}")
        if top not in ("bot", "handlers") or room_of(other) in ("", room):
            continue
        target = floor_of(room_of(other))
        if target is None or target >= own:
            problems.append(f"{module} imports {other}, which is not below it")
        elif room == "handlers" and room_of(other) not in HANDLERS_MAY:
            problems.append(f"{module} imports {other}, but a handler knows only {', '.join(sorted(HANDLERS_MAY))}")
        elif room in NEVER_RENDER and room_of(other) == "cards":
            problems.append(f"{module} imports {other}, but only what is above services renders")
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in ("import_module", "__import__"):
                problems.append(f"{module} imports by a name that only the running program knows")
    return problems


def test_imports_run_one_way() -> None:
    found = {name: import_problems(name, path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("bot.domain.posts", "from bot.storage import posts"),
        ("bot.domain.posts", "from bot import cards"),
        ("bot.domain.life", "from bot.settings import Settings"),
        ("bot.cards.posts", "from bot.channels.base import Channel"),
        ("bot.ward", "from bot.channels.registry import build_channels"),
        ("bot.ward", "import handlers.latest"),
        ("bot.domain.posts", "from ..services import answers"),
        ("bot.domain.posts", "def late() -> None:\n    from bot.settings import Settings\n    import bot.services"),
        ("bot.storage.posts", "from bot.reading.reader import read"),
        ("bot.services.answers", "from bot import cards"),
        ("bot.services.answers", "from bot.delivery import pace"),
        ("bot.delivery.worker", "from bot.channels.telegram.channel import TelegramChannel"),
        ("bot.chat.receive", "import handlers.latest"),
        ("bot.channels.tryout", "from bot.channels.telegram.channel import TelegramChannel"),
        ("bot.messages.split", "from bot.channels.base import Channel"),
        ("bot.channels.telegram.channel", "from bot.web.server import bind"),
        ("bot.app", "from bot.check import check_all"),
        ("handlers.latest", "from bot.storage import posts"),
        ("bot.web.health", "from telegram import Bot"),
        ("handlers.latest", "import sqlalchemy as sa"),
        ("bot.services.answers", "from sqlalchemy.ext.asyncio import AsyncConnection"),
        ("bot.reading.reader", "import httpx"),
        ("bot.attic.old", "import json"),
        ("bot.domain.posts", "import importlib\nimportlib.import_module('bot.storage')"),
    ],
)
def test_a_wrong_import_is_seen(module: str, source: str) -> None:
    assert import_problems(module, source) != []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("bot.chat.receive", "from bot.delivery import pace\nfrom bot import cards"),
        ("bot.cards.posts", "from bot.messages.message import Reply\nfrom bot.cards.format import day"),
        ("handlers.latest", "from bot import cards\nfrom bot.chat.request import command\nimport regex"),
        ("bot.channels.zalo", "import httpx\nfrom bot.messages.split import split"),
        ("bot.reading.documents", "import httpx"),
        ("bot.__main__", "from bot.console import print_checks\nfrom bot.channels.tryout import TryoutChannel"),
    ],
)
def test_a_right_import_passes(module: str, source: str) -> None:
    assert import_problems(module, source) == []


# --- nothing happens at import ------------------------------------------------------------------------------------

LISTEN = r"""
import importlib, json, os, sys

heard = []
readers = {"bot", "handlers", "noisy", "pydantic_settings"}
LOUD = ("socket.", "subprocess.", "sqlite3.", "tempfile.", "shutil.", "os.system", "os.exec", "os.fork", "os.spawn",
        "os.posix_spawn", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate")
QUIET = ("socket.__new__", "socket.gethostname")

def hook(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        writes = bool(set(mode or "") & set("wax+")) or bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if writes or os.path.basename(str(path)) == ".env":
            heard.append(f"opened {path} ({mode or flags})")
    elif event.startswith(LOUD) and event not in QUIET:
        heard.append(f"{event} {arguments}")

class Watched(type(os.environ)):
    def __getitem__(self, key):
        caller = sys._getframe(1)
        while caller.f_globals.get("__name__") in ("os", "collections.abc", "_collections_abc"):
            caller = caller.f_back
        reader = caller.f_globals.get("__name__", "")
        # Some libraries copy the whole environment; settings are read by pydantic-settings, or by ourselves.
        if str(key).startswith("LOA_") and reader.partition(".")[0] in readers:
            heard.append(f"{reader} read {key}")
        return super().__getitem__(key)

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
os.environ.__class__ = Watched
sys.addaudithook(hook)
for name in sys.argv[2:]:
    before = len(heard)
    importlib.import_module(name)
    heard[before:] = [f"{name}: {one}" for one in heard[before:]]
print(json.dumps(heard))
"""


def noises(root: Path, modules: list[str], folder: Path) -> list[str]:
    """What the modules do besides defining things, when a fresh process with an empty environment imports them."""
    (folder / ".env").write_text("LOA_WEB__PORT=1\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", LISTEN, str(root), *modules],
        cwd=folder,
        env={"LOA_WEB__PORT": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = [f"made {path.name}" for path in folder.iterdir() if path.name != ".env"]
    printed = [f"printed {line}" for line in (done.stdout.splitlines()[:-1] + done.stderr.splitlines())]
    return [*json.loads(done.stdout.splitlines()[-1]), *printed, *made]


def test_importing_everything_does_nothing(tmp_path: Path) -> None:
    # Alembic runs the migrations' own environment; outside of a migration it cannot be imported.
    modules = sorted(name for name in MODULES if ".migrations." not in name)
    assert len(modules) > 50
    assert noises(ROOT, modules, tmp_path) == []


@pytest.mark.parametrize(
    "source",
    [
        "open('left-behind', 'w').close()",
        "import pathlib\npathlib.Path('folder').mkdir()",
        "import sqlite3\nsqlite3.connect('loa.db')",
        "import socket\nsocket.socket().bind(('127.0.0.1', 0))",
        "import socket\nsocket.getaddrinfo('127.0.0.1', 80)",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])",
        "import os\nos.environ.get('LOA_WEB__PORT')",
        "from bot.settings import Settings\nSettings()",
        "open('.env').close()",
        "print('hello')",
    ],
)
def test_a_noisy_import_is_heard(source: str, tmp_path: Path) -> None:
    root, folder = tmp_path / "root", tmp_path / "folder"
    root.mkdir()
    folder.mkdir()
    (root / "noisy.py").write_text(f"import sys\nsys.path.append({str(ROOT)!r})\n{source}\n", encoding="utf-8")
    assert noises(root, ["noisy"], folder) != []


# --- long files and wide nets need a reason -----------------------------------------------------------------------


def is_too_long(source: str) -> bool:
    """Over 400 lines, and the docstring does not say why it is so long."""
    docstring = ast.get_docstring(parsed(source)) or ""
    return len(source.splitlines()) > LONGEST and not re.search(r"\b400\s+lines\b|\bis longer than other\b", docstring)


LONGEST_FUNCTION = 60


def long_functions(source: str) -> list[str]:
    """Functions that nobody reads in one look; what they do goes into others, by name."""
    functions = (node for node in ast.walk(parsed(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [one.name for one in functions if (one.end_lineno or 0) - one.lineno >= LONGEST_FUNCTION]


def test_functions_are_read_in_one_look() -> None:
    # A migration tells one story from its beginning to its end.
    found = {name: long_functions(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
    assert {name: long for name, long in found.items() if long and ".migrations." not in name} == {}
    assert long_functions("def f():\n" + "    x = 1\n" * 60) == ["f"]
    assert long_functions("def f():\n" + "    x = 1\n" * 59) == []


WIDE = {"Exception", "BaseException"}


def _names_wide(node: ast.expr | None) -> bool:
    if node is None:
        return True
    names = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(isinstance(name, ast.Name) and name.id in WIDE for name in names)


def unexplained_nets(source: str) -> list[int]:
    """Lines that catch everything without a comment right there; a handler that re-raises hides nothing."""
    if not re.search(r"\bexcept\b.*(Exception\b|:$)|\bsuppress\(", source, re.MULTILINE):
        return []
    remarks = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT and not re.match(r"#\s*(noqa|type:)\S*( [A-Z0-9, ]+)?$", token.string)
    }
    found = []
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.ExceptHandler) and _names_wide(node.type):
            last = node.body[-1]
            raises = isinstance(last, ast.Raise) and last.exc is None
            if not raises and not remarks & set(range(node.lineno, node.body[0].lineno + 1)):
                found.append(node.lineno)
        elif isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                call = item.context_expr
                if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("suppress"):
                    near = set(range(node.lineno - 1, node.body[0].lineno + 1))
                    if any(_names_wide(argument) for argument in call.args) and not remarks & near:
                        found.append(node.lineno)
    return found


SOURCES = python_files("bot", "handlers", "tests")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_long_files_say_why() -> None:
    assert [named(path) for path in SOURCES if is_too_long(path.read_text(encoding="utf-8"))] == []


def test_everything_is_caught_only_for_a_reason() -> None:
    found = {named(path): unexplained_nets(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_long_file_without_a_reason_is_seen() -> None:
    assert is_too_long('"""Many things."""\n' + "x = 1\n" * 400)
    assert not is_too_long('"""Many things. Over 400 lines: they share one table."""\n' + "x = 1\n" * 400)
    assert is_too_long('"""Many things, by long polling. Its lines are many."""\n' + "x = 1\n" * 400)
    assert not is_too_long('"""Few things."""\n' + "x = 1\n" * 399)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("try:\n    f()\nexcept Exception:\n    pass\n", [3]),
        ("try:\n    f()\nexcept:\n    pass\n", [3]),
        ("try:\n    f()\nexcept (ValueError, BaseException) as error:\n    g(error)\n", [3]),
        ("try:\n    f()\nexcept Exception:  # noqa: BLE001\n    pass\n", [3]),
        ("try:\n    f()\nexcept Exception:\n    pass\n    # too late to be read\n", [3]),
        ("with contextlib.suppress(Exception):\n    f()\n", [1]),
        ("try:\n    f()\nexcept Exception:\n    # One broken row must not stop the others.\n    pass\n", []),
        ("try:\n    f()\nexcept BaseException:\n    g()\n    raise\n", []),
        ("try:\n    f()\nexcept ValueError:\n    pass\n", []),
    ],
)
def test_a_net_without_a_reason_is_seen(source: str, lines: list[int]) -> None:
    assert unexplained_nets(source) == lines
