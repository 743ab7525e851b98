"""Large answers go out in pieces, as fast as they are taken: who takes them slowly has no copy of them in memory."""

import asyncio
import contextlib

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PIECE = 65_536
"""Bytes."""
LONGEST = 600.0
"""Seconds for one answer: 20 MB at 35 kB a second. A fetcher that was cut off asks for the rest."""


class Pieces(Response):
    """A response whose body is handed on when the piece before it was taken."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; what has not gone out by then is left, and the server closes the connection."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                for at in range(0, max(len(self.body), 1), PIECE):
                    more = at + PIECE < len(self.body)
                    body = bytes(self.body[at : at + PIECE])
                    await send({"type": "http.response.body", "body": body, "more_body": more})
