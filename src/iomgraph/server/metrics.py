"""Figures of the running server for Prometheus.

Names: <https://prometheus.io/docs/practices/naming/>; format: <https://prometheus.io/docs/instrumenting/exposition_formats/>
"""

from collections.abc import Iterator
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, exposition
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from starlette.requests import Request
from starlette.responses import Response

from iomgraph.server.observation import Seen
from iomgraph.server.site import Site

# What a client makes up is one name, or it could make up names without end.
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"))
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one site."""

    def __init__(self, site: Site) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "iomgraph_http_requests", "Requests that have been answered.", ["route", "method", "status"],
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "iomgraph_http_request_duration_seconds", "From the request to the end of its answer.", ["route"],
            buckets=_SECONDS, registry=self._registry,
        )  # fmt: skip
        self._cache = Counter(
            "iomgraph_cache_requests", "Requests for which a cache was asked.", ["result"], registry=self._registry
        )
        self._registry.register(_SiteFigures(site))
        # The library looks a figure up by its labels far slower than it counts.
        self._requests_of = cache(self._requests.labels)
        self._seconds_of = cache(self._seconds.labels)
        self._cache_with = cache(self._cache.labels)

    def __call__(self, seen: Seen) -> None:
        """Count one request."""
        method = seen.method if seen.method in _METHODS else "other"
        self._requests_of(seen.route, method, f"{seen.status // 100}xx").inc()
        self._seconds_of(seen.route).observe(seen.seconds)
        if seen.cache:
            self._cache_with(seen.cache).inc()

    async def page(self, _: Request) -> Response:
        """All figures as text."""
        body = exposition.generate_latest(self._registry)
        return Response(body, headers={"Content-Type": exposition.CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})


class _SiteFigures:
    """What is looked up when it is asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def collect(self) -> Iterator[Metric]:
        queries = CounterMetricFamily("iomgraph_queries", "Queries by what became of them.", labels=["outcome"])
        for outcome, count in self._site.query_answers.outcomes.items():
            queries.add_metric([outcome], count)
        yield queries
        killed = CounterMetricFamily("iomgraph_workers_killed", "Workers that were ended by force.", labels=["reason"])
        for reason, count in self._site.killed.by_reason().items():
            killed.add_metric([reason], count)
        yield killed
        release = self._site.current.loaded
        if release is None:
            return
        yield InfoMetricFamily("iomgraph_release", "The release that is served.", {"release": release.name})
        pool = release.store
        yield GaugeMetricFamily("iomgraph_workers_limit", "Queries that are answered at a time.", pool.limits.workers)
        yield GaugeMetricFamily("iomgraph_workers_busy", "Queries that are being answered.", pool.slots.busy)
        yield GaugeMetricFamily("iomgraph_queries_waiting", "Queries that wait for a worker.", pool.slots.waiting)
