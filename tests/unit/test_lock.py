"""The pins that `uv run` follows and the pins with hashes are the same, and name no index."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries() -> dict[str, list[str]]:
    """Each pinned requirement of the lock with its hashes."""
    found: dict[str, list[str]] = {}
    for entry in LOCK.replace("\\\n", " ").splitlines():
        requirement, *hashes = entry.split("--hash=")
        found[requirement.strip()] = hashes
    return found


def name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def asked_for() -> list[str]:
    groups = PROJECT["dependency-groups"].values()
    return [*PROJECT["project"]["dependencies"], *(one for group in groups for one in group)]


def test_the_constraints_are_the_pins_of_the_lock() -> None:
    constraints = PROJECT["tool"]["uv"]["constraint-dependencies"]
    assert sorted(constraints) == sorted(entries()), "run: uv run scripts/lock"
    assert constraints == sorted(constraints, key=lambda pin: (name(pin), pin))


def test_every_pin_is_one_version_with_its_hashes() -> None:
    for requirement, hashes in entries().items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][^\s;]*( ; .+)?", requirement), requirement
        assert hashes, requirement
    assert len(HASH.findall(LOCK)) == LOCK.count("--hash=")


@pytest.mark.parametrize("mark", ["://", "--index", "--extra-index", "--find-links", " @ ", "#"])
def test_the_lock_names_no_place(mark: str) -> None:
    assert mark not in LOCK


def test_everything_that_the_project_asks_for_is_pinned() -> None:
    pinned = {name(requirement) for requirement in entries()}
    assert {name(one) for one in asked_for()} <= pinned, "run: uv run scripts/lock"


def test_no_index_is_named_in_the_project() -> None:
    assert not {"index", "index-url", "extra-index-url", "find-links", "sources"} & set(PROJECT["tool"]["uv"])
