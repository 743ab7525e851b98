"""The HTTP server of this process."""

import contextlib
import socket
from collections.abc import Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from bot.errors import SetupError


class Server(uvicorn.Server):
    """uvicorn without its own signal handling: the process's one place for that is the command line."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


def bind(host: str, port: int) -> socket.socket:
    """Open the listening socket; raises SetupError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # Listening from here on: whoever comes before the server is up waits in the backlog.
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise SetupError(
            f"Không mở được cổng {port} trên {host} ({error.strerror}). Hãy đổi LOA_WEB__PORT hoặc --port."
        ) from error
    return listening


def build_server(routes: Sequence[Route]) -> Server:
    """A server for these routes; it serves on a socket handed to `serve`."""
    config = uvicorn.Config(
        Starlette(routes=list(routes)),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    return Server(config)
