"""Health and metrics for whoever watches the machine; never a person's data, never a secret."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.domain.sample import Measured, Sample, Spread
from bot.errors import DatabaseDownError

Measure = Callable[[], Awaitable[Sequence[Measured]]]
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
        samples: list[Measured] = [Sample("trouble", 1, (("of", of), ("cause", cause))) for of, cause in found.items()]
        try:
            samples += await measure()
        except DatabaseDownError as error:
            found["database"] = error.trouble
        text = _exposition([Sample("ready", not found), *samples])
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return [Route("/alive", alive), Route("/health", health), Route("/metrics", metrics)]


class _Measured(Collector):
    """What was measured, as prometheus_client collects it: what has one name is one metric."""

    def __init__(self, measured: Sequence[Measured]) -> None:
        self._measured = measured

    def collect(self) -> Iterable[Metric]:
        found: dict[str, list[Measured]] = {}
        for one in self._measured:
            found.setdefault(one.name, []).append(one)
        return [_family(name, many) for name, many in found.items()]


def _family(name: str, many: Sequence[Measured]) -> Metric:
    named = f"loa_{name}", name.replace("_", " ")
    labels = [label for label, _ in many[0].of]
    if isinstance(many[0], Spread):
        spread = HistogramMetricFamily(*named, labels=labels)
        for one in many:
            if isinstance(one, Spread):
                spread.add_metric([value for _, value in one.of], one.up_to, one.total)
        return spread
    family = CounterMetricFamily(*named, labels=labels) if many[0].total else GaugeMetricFamily(*named, labels=labels)
    for one in many:
        if isinstance(one, Sample):
            family.add_metric([value for _, value in one.of], one.value)
    return family


def _exposition(measured: Sequence[Measured]) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Measured(measured))
    return generate_latest(registry)
