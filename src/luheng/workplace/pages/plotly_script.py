"""The charts' library, served from the installed package: nothing comes from outside."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page


@gzip_page
@cache_control(public=True, max_age=31_536_000, immutable=True)
def plotly(request: HttpRequest, version: str) -> HttpResponse:
    """plotly.min.js of the installed version; its address carries the version."""
    return HttpResponse(_script(), content_type="text/javascript")


@cache
def _script() -> bytes:
    return (files("plotly") / "package_data" / "plotly.min.js").read_bytes()
