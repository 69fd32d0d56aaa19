"""Which red targets have an order or a documented waiver, and which have neither."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from luheng.workplace.language import say
from luheng.workplace.models import ENDED_ORDERS, OrderState, Review, SupervisionOrder, Target
from luheng.workplace.supervision.lifecycle import red_verdicts

COVERAGE = {
    "none": say("未督办", "no order"),
    "order": say("督办中", "under an order"),
    "waiver": say("已豁免", "waived"),
}


def coverage_expression() -> Any:
    """The key of a target's coverage, for the database."""
    orders = SupervisionOrder.objects.filter(target=OuterRef("pk"))
    at_work = orders.exclude(state__in=[*ENDED_ORDERS, OrderState.WAIVED])
    return Case(
        When(Exists(orders.filter(state=OrderState.WAIVED)), then=Value("waiver")),
        When(Exists(at_work), then=Value("order")),
        default=Value("none"),
        output_field=CharField(),
    )


def red_targets() -> Any:
    """Targets in force that show red, each with its `coverage`."""
    in_force = Q(document__current=True) & ~Q(review=Review.REJECTED)
    red = Target.objects.filter(in_force, verdict__code__in=red_verdicts())
    return red.annotate(coverage=coverage_expression())


def uncovered_targets() -> models.QuerySet[Target]:
    """Red targets with neither an open order nor a waiver."""
    found = red_targets().filter(coverage="none").select_related("verdict__target", "clause")
    ordered: models.QuerySet[Target] = found.order_by("document_id", "position", "pk")
    return ordered
