"""Every package that comes along is licensed so that a ward may use, change and hand it on."""

import re
from importlib import metadata
from pathlib import Path

import pytest

LOCK = (Path(__file__).resolve().parents[2] / "requirements.lock").read_text(encoding="utf-8")
NAMES = re.findall(r"^([A-Za-z0-9][\w.-]*)", LOCK, re.MULTILINE)

# OFL is the licence of letters: they may be used, embedded and handed on with whatever is written in them.
GOOD = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|LGPL|Mozilla Public|CNRI-Python|Unlicense|Zlib|OFL)\b"
)
BAD = re.compile(r"\b(AGPL|GPL|Affero|GNU General Public)\b")

SILENT = {"pyreqwest": "Apache License", "axe-playwright-python": "MIT License"}
"""Packages whose metadata says nothing, with what their licence file says."""


def choices(name: str) -> list[str]:
    """What may be chosen between, in the package's own words."""
    told = metadata.metadata(name)
    said = next(iter(told.get_all("License-Expression") or []), "")
    if not said:
        classified = [
            one.rpartition("::")[2].strip() for one in told.get_all("Classifier") or [] if "License ::" in one
        ]
        said = " OR ".join(classified) or next(iter(told.get_all("License") or []), "").partition("\n")[0]
    return re.split(r"\s+OR\s+", said) if said else []


@pytest.mark.parametrize("name", NAMES)
def test_a_package_may_be_used_changed_and_handed_on(name: str) -> None:
    try:
        found = choices(name)
    except metadata.PackageNotFoundError:
        pytest.skip("only for another system")
    if not found:
        assert name in SILENT, f"{name} does not say how it is licensed"
        files = [one for one in metadata.files(name) or [] if "licen" in one.name.lower()]
        assert any(SILENT[name] in one.read_text(encoding="utf-8") for one in files)
        return
    assert any(GOOD.search(one) and not BAD.search(one) for one in found), found


@pytest.mark.parametrize(
    "said", ["GPL-3.0-only", "AGPL-3.0-or-later", "GNU General Public License v2 (GPLv2)", "Proprietary"]
)
def test_a_licence_that_binds_is_found_out(said: str) -> None:
    assert not GOOD.search(said) or BAD.search(said)
