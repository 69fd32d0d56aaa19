"""/health, /ready and /metrics: for machines, before sign-in, sessions and pages."""

from __future__ import annotations

import hmac
import shutil
from collections.abc import Callable
from functools import cache
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from luheng.workplace.city import City
from luheng.workplace.operations.measures import exposition

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Probes:
    """Answers the probes; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to a probe, or that of the site."""
        answer = {"/health": live, "/ready": ready, "/metrics": metrics}.get(request.path)
        return answer(request) if answer else self.get_response(request)


def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all; asks nothing else."""
    return _plain({"status": "ok"}, 200)


def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, has every migration, and the disk has room; else 503 and which has not."""
    checks = {"database": _database, "migrations": _migrations, "disk": _disk}
    found = {}
    for name, check in checks.items():
        try:
            found[name] = "ok" if check() else "failed"
        except (DatabaseError, OSError):
            found[name] = "failed"
    good = set(found.values()) == {"ok"}
    return _plain({"status": "ok" if good else "failed", **found}, 200 if good else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """The measures, for addresses and tokens that were configured; for others there is no such page."""
    if not _may_measure(request):
        return HttpResponse(status=404)
    return HttpResponse(exposition(), content_type=_TEXT)


def _plain(said: dict[str, str], status: int) -> HttpResponse:
    return JsonResponse(said, status=status, headers={"Cache-Control": "no-store"})


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    return _last_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _disk() -> bool:
    city: City | None = settings.LUHENG_CITY
    free = shutil.disk_usage(city.folder).free if city else 0
    return free >= settings.LUHENG_LEAST_FREE_MB * 1_000_000


def _may_measure(request: HttpRequest) -> bool:
    """By token; or by address, unless a proxy stands between, behind which all have the same one."""
    token, given = settings.LUHENG_METRICS_TOKEN, request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    if "X-Forwarded-For" in request.headers:
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", "").split("%")[0])
    except ValueError:
        return False
    return any(address in ip_network(one) for one in settings.LUHENG_METRICS_FROM)
