"""Health and metrics for whoever watches the machine; never a person's data, never a secret."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.domain.sample import Sample
from bot.errors import DatabaseDownError

Measure = Callable[[], Awaitable[Sequence[Sample]]]
Troubles = Callable[[], Mapping[str, str]]


def health_routes(measure: Measure, troubles: Troubles) -> list[Route]:
    """`/alive`: the process answers. `/health`: 200 while it can work, else 503 with what keeps it from that.

    `/metrics` is for Prometheus, and tells whether it can work also where the database cannot be asked.
    """

    async def alive(request: Request) -> Response:
        return JSONResponse({"alive": True})

    async def health(request: Request) -> Response:
        found = dict(troubles())
        return JSONResponse({"ready": not found, "troubles": found}, status_code=503 if found else 200)

    async def metrics(request: Request) -> Response:
        found = dict(troubles())
        samples = [Sample("trouble", 1, (("of", of), ("cause", cause))) for of, cause in found.items()]
        try:
            samples += await measure()
        except DatabaseDownError as error:
            found["database"] = error.trouble
        text = _exposition([Sample("ready", not found), *samples])
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return [Route("/alive", alive), Route("/health", health), Route("/metrics", metrics)]


def _exposition(samples: Sequence[Sample]) -> bytes:
    """Prometheus' text: samples of one name are one metric."""
    registry = CollectorRegistry()
    metrics: dict[str, Gauge | Counter] = {}
    for one in samples:
        if one.name not in metrics:
            kind, labels = Counter if one.total else Gauge, [label for label, _ in one.of]
            metrics[one.name] = kind(f"loa_{one.name}", one.name.replace("_", " "), labels, registry=registry)
        metric = metrics[one.name]
        child = metric.labels(**dict(one.of)) if one.of else metric
        child.inc(one.value)
    return generate_latest(registry)
