"""The first page of the day: where the targets stand, what needs a person, what changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luheng.workplace.pages.doors import page


@page()
def home(request: HttpRequest) -> HttpResponse:
    """Lights by chapter and by unit, what waits, what changed since last time."""
    return render(request, "luheng/home.html", {})
