"""Nothing that is kept names a place of one machine, or an index of packages."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Put together here, so that this file does not hold them itself.
FOREIGN = re.compile(
    r"(?<![\w.-])/(?:work|root|farm)/"
    r"|" + re.escape("." * 2 + "/" + "shared") + r"|" + re.escape("pypi" + ".org") + r"|" + "python" + "hosted",
    re.IGNORECASE,
)


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: which files belong to the project is not known")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def foreign_lines(text: str) -> list[str]:
    return [line.strip()[:120] for line in text.splitlines() if FOREIGN.search(line)]


def test_no_file_names_a_place_of_one_machine_or_an_index() -> None:
    found = {
        str(path.relative_to(ROOT)): foreign_lines(path.read_bytes().decode("utf-8", "replace")) for path in tracked()
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "open('/" + "work/main/x')",
        "see ." + "./shared/DESIGN.md",
        "--index-url https://" + "pypi" + ".org/simple",
        "https://files.python" + "hosted.org/packages",
        "/" + "root/.cache",
    ],
)
def test_a_place_of_one_machine_is_seen(line: str) -> None:
    assert foreign_lines(line) == [line]
    assert foreign_lines("https://example.vn/network/work/1 homework/ chroot/") == []
