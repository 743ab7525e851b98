"""A start without what libraries load and this program never uses: a third of its imports' processor time."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_TRIED = ("rich", "click", "pygments")
"""What structlog and httpx draw tracebacks and a command line with where it is installed; else they do without."""

_ORM = ("sqlalchemy.ext.asyncio.session", "sqlalchemy.ext.asyncio.scoping")
"""What SQLAlchemy's asyncio package imports its whole ORM for; this program writes its own statements."""


class _Unused(ModuleType):
    """Stands where a module would be; each of its names is None."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


@contextmanager
def lean_imports() -> Iterator[None]:
    """Import in this block what a process runs on; what it makes lives as long as the process, and is no garbage.

    Modules that were loaded before stay, and all can be imported as ever afterwards.
    """
    absent: dict[str, ModuleType | None] = {name: None for name in _TRIED if name not in sys.modules}
    absent |= {name: _Unused(name) for name in _ORM if "sqlalchemy" not in sys.modules}
    sys.modules.update(absent)  # type: ignore[arg-type]  # None is how a module is said to be absent
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        for name in absent:
            del sys.modules[name]
