"""A release is one wheel: installed from it alone, far from this tree, the demo runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with an environment that knows nothing of this tree and of anybody's settings."""
    ours = ("LOA_", "PYTHON", "VIRTUAL_ENV", "PYTEST", "COVERAGE", "UV_PROJECT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_demo_runs_from_the_wheel_alone(tmp_path: Path) -> None:
    uv = shutil.which("uv")
    assert uv is not None, "uv builds and installs it"
    built = run(uv, "build", "--wheel", "--out-dir", str(tmp_path / "dist"), str(ROOT), folder=tmp_path)
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    run(uv, "venv", "--quiet", "--python", sys.executable, str(tmp_path / "env"), folder=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    pins = ROOT / "requirements.lock"
    installed = run(
        *(uv, "pip", "install", "--quiet", "--python", str(python), "--constraint", str(pins), str(wheel)),
        folder=tmp_path,
    )
    assert installed.returncode == 0, installed.stderr
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    told = run(str(python.parent / "loa"), "demo", "--once", folder=elsewhere)
    assert told.returncode == 0, told.stderr
    assert "Mỹ Bình" in told.stdout
    assert list(elsewhere.iterdir()) == []
