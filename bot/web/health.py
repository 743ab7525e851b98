"""Health and metrics for whoever watches the machine; never a person's data, never a secret."""

from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.errors import DatabaseDownError

Counts = Callable[[], Awaitable[Mapping[str, float]]]


def health_routes(counts: Counts) -> list[Route]:
    """`/health` answers 200 while the database answers, else 503; `/metrics` gives the counts to Prometheus."""

    async def health(request: Request) -> Response:
        try:
            await counts()
        except DatabaseDownError:
            return JSONResponse({"database": "down"}, status_code=503)
        return JSONResponse({"database": "ok"})

    async def metrics(request: Request) -> Response:
        registry = CollectorRegistry()
        try:
            for name, value in (await counts()).items():
                Gauge(f"loa_{name}", name.replace("_", " "), registry=registry).set(value)
        except DatabaseDownError:
            return Response(status_code=503)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/health", health), Route("/metrics", metrics)]
