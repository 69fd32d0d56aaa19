"""Returns that are missing at their due date."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from luheng.workplace.models import Return, ReturnState

OPEN = (ReturnState.ISSUED.value, ReturnState.RETURNED.value)


def is_overdue(today: date | None = None) -> Q:
    """Not filed, and the due date has passed."""
    return Q(state__in=OPEN, due__lt=today or timezone.localdate())


def returns_overdue(today: date | None = None) -> QuerySet[Return]:
    """The returns that are missing on a day, longest overdue first."""
    found = Return.objects.filter(is_overdue(today)).select_related("unit", "form")
    return found.order_by("due", "pk")
