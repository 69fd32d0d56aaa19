"""Which targets, tasks and projects nothing proves, or only what has expired or was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from luheng.workplace.language import say
from luheng.workplace.models import Proof, Review, Target, Task


class Holding(models.TextChoices):
    """What evidence a record has on a day; the best of it counts."""

    HELD = "held", say("有效", "held")
    NOT_YET = "not_yet", say("未到有效期", "not yet valid")
    EXPIRED = "expired", say("已过期", "expired")
    WITHDRAWN = "withdrawn", say("仅有已撤回", "only withdrawn")
    NONE = "none", say("缺佐证", "no evidence")


@dataclass(frozen=True)
class MissingEvidence:
    """A target or task in force that nothing valid proves on a day."""

    subject: Target | Task
    holding: Holding  # never HELD

    @property
    def indicator_id(self) -> str:
        """The catalogue's indicator of a target; empty for tasks and names not mapped yet."""
        return getattr(self.subject, "indicator_id", "")


def valid_on(day: date, of: str = "") -> Q:
    """Evidence that stands and holds on that day; `of` leads to the evidence: "evidence__"."""
    return _begun(day, of) & _not_ended(day, of) & Q(**{f"{of}withdrawn": False})


def holding_on(day: date, kind: str) -> Case:
    """What a record of that kind has, for a database to compute: `Task.objects.annotate(holding=…)`."""
    proofs = Proof.objects.filter(
        content_type__app_label="workplace", content_type__model=kind, object_id=OuterRef("pk")
    )
    stands = Q(evidence__withdrawn=False)
    return Case(
        When(Exists(proofs.filter(valid_on(day, "evidence__"))), then=Value(Holding.HELD)),
        When(
            Exists(proofs.filter(stands & ~_begun(day, "evidence__"))), then=Value(Holding.NOT_YET)
        ),
        When(Exists(proofs.filter(stands)), then=Value(Holding.EXPIRED)),
        When(Exists(proofs), then=Value(Holding.WITHDRAWN)),
        default=Value(Holding.NONE),
        output_field=CharField(),
    )


def evidence_missing(
    day: date, kinds: Iterable[type[Target] | type[Task]] = (Target, Task)
) -> list[MissingEvidence]:
    """The targets, then the tasks, of plans in force that nothing valid proves on that day.

    One query a kind. Rejected items and those of replaced plans are left out.
    """
    found = []
    for model in kinds:
        in_force = model._default_manager.filter(document__current=True)
        rows: Any = in_force.exclude(review=Review.REJECTED).annotate(
            holding=holding_on(day, str(model._meta.model_name))
        )
        lacking = rows.exclude(holding=Holding.HELD).select_related("clause", "document")
        found += [MissingEvidence(one, Holding(one.holding)) for one in lacking]
    return found


def _begun(day: date, of: str) -> Q:
    return Q(**{f"{of}valid_from": None}) | Q(**{f"{of}valid_from__lte": day})


def _not_ended(day: date, of: str) -> Q:
    return Q(**{f"{of}valid_until": None}) | Q(**{f"{of}valid_until__gte": day})
