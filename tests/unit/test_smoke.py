"""What the quick run does on PostgreSQL is named; a name that leads nowhere would quietly do less."""

import ast
from pathlib import Path

from tests.smoke import EXHAUSTIVE, QUICK, SMOKE

TESTS = Path(__file__).parents[1]


def test_every_test_of_the_smoke_set_is_there() -> None:
    gone = [
        f"{file}::{name}"
        for file, names in (*SMOKE.items(), *QUICK.items(), *EXHAUSTIVE.items())
        for name in names
        if name not in defined(TESTS / file)
    ]
    assert not gone, "renamed or taken away: say in tests/smoke.py what takes their place"


def defined(path: Path) -> set[str]:
    """The functions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
