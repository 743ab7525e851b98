"""Programs of the system that read what no library of ours reads, where they are installed; never needed to run."""

import os
import shutil
import subprocess

from bot.errors import DocumentError

OCR, OLD_WORD = "tesseract", "antiword"
LANGUAGE = "vie"
PACKAGES = {OCR: "tesseract-ocr, tesseract-ocr-vie", OLD_WORD: "antiword"}
"""Debian's names."""
_ASKING = 10.0
_NOWHERE = "/nonexistent"


def has_old_word() -> bool:
    """Whether antiword is there, which reads .doc."""
    return shutil.which(OLD_WORD) is not None


def has_ocr() -> bool:
    """Whether tesseract is there and knows Vietnamese."""
    if shutil.which(OCR) is None:
        return False
    try:
        said = subprocess.run([OCR, "--list-langs"], capture_output=True, timeout=_ASKING, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in said.stdout.decode(errors="replace").split()


def output_of(command: list[str], data: bytes, within: float) -> bytes | None:
    """What a program makes of its input, None when it fails; raises DocumentError when it takes too long.

    It inherits the limits of this process, which are those of a document's child.
    """
    environment = {**os.environ, "HOME": _NOWHERE}  # where nobody's settings lie
    try:
        said = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=within, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        raise DocumentError("document-slow") from None
    except OSError:
        return None
    return said.stdout if said.returncode == 0 else None
