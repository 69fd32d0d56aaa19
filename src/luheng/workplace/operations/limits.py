"""How much a request may send: decided by its head, before a byte of its body is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from luheng.workplace.city import City
from luheng.workplace.pages.troubles import refused

_FILES_AT_ONCE = 3  # of the largest size; more of smaller ones


class BodyLimit:
    """Refuses a body that is larger than the site takes: 413, in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or a refusal that leaves the body unread."""
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            size = 0  # Django reads nothing of a body without a length
        if size > largest_body(request.content_type):
            response = refused(request, RequestDataTooBig())
            response.headers["Connection"] = "close"
            return response
        return self.get_response(request)


def largest_body(content_type: str | None) -> int:
    """Bytes: some whole files for a form with files, what Django takes for any other."""
    if content_type != "multipart/form-data":
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if settings.LUHENG_BODY_LIMIT_MB:
        return int(settings.LUHENG_BODY_LIMIT_MB) * 1_000_000
    city: City | None = settings.LUHENG_CITY
    return _FILES_AT_ONCE * (city.file_limit_mb if city else City.file_limit_mb) * 1_000_000
