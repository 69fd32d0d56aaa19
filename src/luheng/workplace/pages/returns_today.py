"""填报待办: the returns that wait for this person, each one click away."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from luheng.workplace.language import say
from luheng.workplace.models import Contribution, Return, ReturnState
from luheng.workplace.permissions import Act, Person, may, of_own_unit_only
from luheng.workplace.returns.overdue import OPEN, is_overdue
from luheng.workplace.supervision.deadlines import Lamp, lamp_of

_SHOWN = 5


@dataclass(frozen=True)
class Waiting:
    """One line: what waits, where to do it, and the lamp of what is overdue."""

    text: str
    url: str
    lamp: Lamp | None = None


def returns_today(person: Person) -> list[Waiting]:
    """What a unit has to file or was asked to add to; what the plan office has to review or chase."""
    unit_id = getattr(person, "unit_id", None)
    if of_own_unit_only(person):
        return [*_to_file(unit_id), *_to_add(unit_id)] if unit_id and may(person, Act.FILE_RETURN) else []  # fmt: skip
    return _of_office() if may(person, Act.REVIEW_RETURN) else []


def _to_file(unit_id: int) -> list[Waiting]:
    mine = Return.objects.filter(unit=unit_id, state__in=OPEN).select_related("form")
    counted = mine.annotate(n=Count("rows", filter=Q(rows__answer="")))
    today = timezone.localdate()
    return [
        Waiting(
            str(say(f"{one.form.title} {one.period}：未填 {one.n} 项", f"{one.form.title} {one.period}: {one.n} open"))
            + (str(say(f"，限期 {one.due:%Y-%m-%d}", f", due {one.due:%Y-%m-%d}")) if one.due else ""),
            reverse("return", args=[one.pk]),
            lamp_of("overdue") if one.due and one.due < today else None,
        )
        for one in counted.order_by("due", "pk")[:_SHOWN]
    ]  # fmt: skip


def _to_add(unit_id: int) -> list[Waiting]:
    asked = Contribution.objects.filter(unit=unit_id, given_at=None, row__parent__state__in=OPEN)
    per_return = asked.values("row__parent", "row__parent__form__title", "row__parent__period").order_by()  # fmt: skip
    return [
        Waiting(
            str(say(f"配合补充：{one['row__parent__form__title']} {one['row__parent__period']}，{one['n']} 项", f"to add to {one['row__parent__form__title']} {one['row__parent__period']}: {one['n']} rows")),
            reverse("return", args=[one["row__parent"]]),
        )
        for one in per_return.annotate(n=Count("pk"))[:_SHOWN]
    ]  # fmt: skip


def _of_office() -> list[Waiting]:
    counts = Return.objects.aggregate(
        filed=Count("pk", filter=Q(state=ReturnState.FILED)),
        overdue=Count("pk", filter=is_overdue()),
    )
    said = {
        "overdue": say("份填报表已逾期", "returns are overdue"),
        "filed": say("份填报表待审核", "returns to review"),
    }
    return [
        Waiting(
            f"{counts[key]} {words}",
            f"{reverse('returns')}?{urlencode({'standing': key})}",
            lamp_of("overdue") if key == "overdue" else None,
        )
        for key, words in said.items()
        if counts[key]
    ]
