"""What Prometheus asks for: requests by page, jobs, verdicts, the database.

Several processes answer as one where `PROMETHEUS_MULTIPROC_DIR` names a folder they share; `luheng
serve` makes one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from django.db import connection
from django.db.models import Count
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

import luheng
from luheng.workplace.models import Job, Verdict
from luheng.workplace.operations.logs import view_of

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30)
_REQUESTS = Counter("luheng_requests", "Requests answered", ["view", "method", "status"])
_LATENCY = Histogram(
    "luheng_request_seconds", "Time to answer a request", ["view"], buckets=_SECONDS
)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Measured:
    """Counts each request by its page and status, and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, counted."""
        began = time.perf_counter()
        response = self.get_response(request)
        view = view_of(request)
        method = request.method if request.method in _METHODS else "other"
        _REQUESTS.labels(view, method, str(response.status_code)).inc()
        _LATENCY.labels(view).observe(time.perf_counter() - began)
        return response


class _Records(Collector):
    """What the database itself says when asked."""

    def collect(self) -> Iterator[Metric]:
        began = time.perf_counter()
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        taken = time.perf_counter() - began
        yield GaugeMetricFamily(
            "luheng_database_seconds", "Time the database takes to answer", taken
        )
        jobs = GaugeMetricFamily("luheng_jobs", "Background jobs", labels=["kind", "state"])
        rows = Job.objects.order_by().values_list("kind", "state").annotate(count=Count("pk"))
        for kind, state, count in rows:
            jobs.add_metric([kind, state], count)
        yield jobs
        verdicts = GaugeMetricFamily("luheng_verdicts", "Targets by verdict", labels=["verdict"])
        for code, count in (
            Verdict.objects.order_by().values_list("code").annotate(count=Count("pk"))
        ):
            verdicts.add_metric([code], count)
        yield verdicts
        info = GaugeMetricFamily(
            "luheng_info", "The version that runs", labels=["version", "database"]
        )
        info.add_metric([luheng.__version__, connection.vendor], 1)
        yield info


def exposition() -> bytes:
    """The measures of all processes of the site, as Prometheus reads them."""
    records = CollectorRegistry()
    records.register(_Records())
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest(REGISTRY) + generate_latest(records)
    shared = CollectorRegistry()
    MultiProcessCollector(shared)
    return generate_latest(shared) + generate_latest(records)
