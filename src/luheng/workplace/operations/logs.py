"""One line of JSON for each event, without anything a person entered.

A line is put together from what is known to be harmless: the constant text of the program's own
messages, never the values put into it; of an error its type and the places in the code, never its
words. So nothing has to be found and taken out afterwards.
"""

from __future__ import annotations

import hmac
import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

_REQUEST: ContextVar[str] = ContextVar("request", default="")
_FIELDS = ("view", "method", "status", "ms", "from_", "job", "kind", "state", "error")
_GIVEN_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_log = logging.getLogger("luheng.requests")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: when, how grave, what, in which request, and fields that are no one's data."""
        own = record.name.startswith("luheng.")
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.msg if own else f"{record.module}.{record.funcName}",
        }
        if request := _REQUEST.get():
            line["request"] = request
        for name in _FIELDS if own else ("status_code",):
            if (value := getattr(record, name, None)) is not None:
                line[name.rstrip("_")] = value
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["at"] = [
                f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ][-12:]
        return json.dumps(line, ensure_ascii=False)


class RequestLog:
    """Logs each request by the name of its page, and gives it an id that the answer carries too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with its X-Request-ID."""
        given = request.headers.get("X-Request-ID", "")
        name = given if _GIVEN_ID.fullmatch(given) else uuid4().hex
        token = _REQUEST.set(name)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = name
            _log.info("request", extra={
                "view": view_of(request),
                "method": request.method,
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
                "from_": sender(request),
            })  # fmt: skip
            return response
        finally:
            _REQUEST.reset(token)


def view_of(request: HttpRequest) -> str:
    """The name of the page that was asked for, never its address; `-` where there is none."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "-"


def sender(request: HttpRequest) -> str:
    """A mark of the sender that is another each day: enough to see that requests belong together."""
    address = f"{timezone.localdate()} {request.META.get('REMOTE_ADDR', '')}"
    return hmac.digest(settings.SECRET_KEY.encode(), address.encode(), "sha256").hex()[:12]
