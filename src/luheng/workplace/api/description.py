"""The page that describes the API: tokens, an example to copy, every operation. Loads nothing from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from luheng.workplace.api.routes import api
from luheng.workplace.language import say
from luheng.workplace.pages.doors import PageRequest, page


@dataclass(frozen=True)
class Operation:
    """One operation as the description of the API has it."""

    method: str
    path: str
    said: str
    parameters: tuple[str, ...]


@page()
def description(request: PageRequest) -> HttpResponse:
    """What programs may ask and tell, from the same description as openapi.json."""
    return render(request, "luheng/api.html", {
        "address": request.build_absolute_uri("/").rstrip("/"),
        "schema_url": reverse("api:openapi-json"),
        "operations": operations(api.get_openapi_schema()),
    })  # fmt: skip


def operations(schema: dict[str, Any]) -> list[Operation]:
    """The operations of a description, in its order."""
    return [
        Operation(method.upper(), path, _said(operation), _parameters(operation))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _said(operation: dict[str, Any]) -> str:
    zh, _, en = operation.get("summary", "").partition(" ")
    return str(say(zh, operation.get("description") or en))


def _parameters(operation: dict[str, Any]) -> tuple[str, ...]:
    return tuple(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")
