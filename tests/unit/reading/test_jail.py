"""Where bubblewrap works, what reads strangers' files has no network and sees no file but programs."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.reading.documents.door import read_document
from bot.reading.documents.jail import find_jailer, jailed

pytestmark = pytest.mark.skipif(find_jailer() is None, reason="bubblewrap is not installed, or may not be used here")


def inside(program: str) -> str:
    """What a program prints in the jail."""
    said = subprocess.run(jailed([sys.executable, "-c", program]), capture_output=True, text=True, check=False)
    return said.stdout + said.stderr


def test_a_jailed_child_reaches_nobody() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        assert "refused" in inside(f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)").lower()


def test_a_jailed_child_sees_no_settings_and_no_data_and_writes_nowhere(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    secret = tmp_path / ".env"
    secret.write_text("LOA_TELEGRAM__TOKEN=1:abc", encoding="utf-8")
    for path in (secret, root / ".env.example", root / "README.md", Path("/etc/passwd"), Path.home() / ".bashrc"):
        assert "No such file" in inside(f"open({str(path)!r}).read()"), path
    assert "Read-only" in inside(f"open({str(root / 'bot' / 'new.py')!r}, 'w')")


async def test_documents_are_read_in_the_jail_as_outside() -> None:
    text = "Thông báo cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026."
    assert (await read_document(text.encode())).text.strip() == text
