"""The HTTP server of this process."""

import contextlib
from collections.abc import Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route


class Server(uvicorn.Server):
    """uvicorn without its own signal handling: the process's one place for that is the command line."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def build_server(routes: Sequence[Route], *, grace: int = 2) -> Server:
    """A server for these routes, on a socket handed to `serve`; its end waits `grace` seconds for open answers."""
    config = uvicorn.Config(
        Starlette(routes=list(routes)),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=grace,
    )
    return Server(config)
