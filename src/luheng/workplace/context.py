"""What every template knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def city(request: HttpRequest) -> dict[str, object]:
    """The city whose site this is, as `city`."""
    return {"city": settings.LUHENG_CITY}
