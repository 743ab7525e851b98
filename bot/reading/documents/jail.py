"""A jail for what reads strangers' files: no network, no files but programs, where bubblewrap is installed."""

import asyncio
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

JAILER = "bwrap"
_PACKAGE = Path(__file__).resolve().parents[2]
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts")


def jailed(command: list[str], jailer: str = JAILER) -> list[str]:
    """The command as bubblewrap runs it, alone with the system's programs, Python and this package, all read-only."""
    places = [*_SYSTEM, *_pythons(), str(_PACKAGE)]
    binds = [word for place in places if os.path.exists(place) for word in ("--ro-bind", place, place)]
    links = ["--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev"]  # noqa: S108 - the jail's own
    return [
        jailer,
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
        *links,
        *binds,
        *command,
    ]


def _pythons() -> list[str]:
    """Where this Python lives; an environment may stand beside secrets, so only what it is made of."""
    prefixes = dict.fromkeys((sys.base_prefix, sys.prefix))
    return [*prefixes, str(Path(sys.executable).resolve().parent)]


@cache
def find_jailer() -> str | None:
    """Where bubblewrap is, if it may make a jail: a container, or a strict service, can forbid it."""
    jailer = shutil.which(JAILER)
    if jailer is None:
        return None
    try:
        # As long as it takes: a machine that is busy at this moment must not read without a jail until the next start.
        tried = subprocess.run(  # noqa: S603 - a command of ours, with nothing of a stranger's in it
            jailed([sys.executable, "-c", "pass"], jailer), capture_output=True, check=False
        )
    except OSError:
        return None
    return jailer if tried.returncode == 0 else None


async def in_jail(command: list[str]) -> list[str]:
    """The command, jailed where that works."""
    jailer = await asyncio.to_thread(find_jailer)
    return command if jailer is None else jailed(command, jailer)
