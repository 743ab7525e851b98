"""Health and metrics for whoever watches the machine; never a person's data, never a secret."""

from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.errors import DatabaseDownError

Counts = Callable[[], Awaitable[Mapping[str, float]]]
Troubles = Callable[[], Mapping[str, str]]


def health_routes(counts: Counts, troubles: Troubles) -> list[Route]:
    """`/alive`: the process answers. `/health`: 200 while it can work, else 503 with what keeps it from that.

    `/metrics` gives the counts to Prometheus, also whether it can work where the database cannot be asked.
    """

    async def alive(request: Request) -> Response:
        return JSONResponse({"alive": True})

    async def health(request: Request) -> Response:
        found = dict(troubles())
        return JSONResponse({"ready": not found, "troubles": found}, status_code=503 if found else 200)

    async def metrics(request: Request) -> Response:
        registry = CollectorRegistry()
        told: dict[str, float] = {"ready": not troubles()}
        try:
            told |= await counts()
        except DatabaseDownError:
            told["ready"] = False
        for name, value in told.items():
            Gauge(f"loa_{name}", name.replace("_", " "), registry=registry).set(value)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/alive", alive), Route("/health", health), Route("/metrics", metrics)]
