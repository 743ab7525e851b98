"""The HTTP server of this process."""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute


class Server(uvicorn.Server):
    """uvicorn without its own signal handling, which is the command line's, and without its haste."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def main_loop(self) -> None:
        """Tick once a second, for the date that answers carry: uvicorn's own ten ticks wake an idle process."""
        while not await self.on_tick(0):  # noqa: ASYNC110 - for a second, not for an event
            await asyncio.sleep(1)


def build_server(routes: Sequence[BaseRoute], *, grace: int = 2) -> Server:
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
