"""As a service: what systemd is told, and how little the unit lets the bot do."""

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from bot.service import tell_service

UNIT = Path(__file__).resolve().parents[2] / "docs" / "loa.service"


@pytest.mark.parametrize("abstract", [False, True])
def test_the_service_manager_hears_that_the_bot_is_ready(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, abstract: bool
) -> None:
    name = f"loa-test-{tmp_path.name}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + name if abstract else name)
        manager.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", "@" + name if abstract else name)
        tell_service("READY=1\nWATCHDOG=1")
        assert manager.recv(100) == b"READY=1\nWATCHDOG=1"


@pytest.mark.parametrize("address", [None, "", "nonsense", "/nowhere/notify"])
def test_without_a_service_manager_nothing_happens(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    if address is None:
        monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    else:
        monkeypatch.setenv("NOTIFY_SOCKET", address)
    tell_service("WATCHDOG=1")


def test_the_unit_lets_the_bot_do_little_else() -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    # Ten times the exposure: at most 2.0 of 10.
    rated = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=20", str(UNIT)],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unrecognized option" in rated.stderr or "bus" in rated.stderr:
        pytest.skip("this systemd-analyze does not look at files")
    assert rated.returncode == 0, rated.stdout[-500:]
