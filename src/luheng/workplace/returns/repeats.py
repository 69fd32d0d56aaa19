"""Nothing is asked twice: what a form asks that somebody else is asked, or that is known already."""

from __future__ import annotations

from dataclasses import dataclass

from luheng.vocabulary.messages import Message
from luheng.workplace.models import AskedField, ReturnForm
from luheng.workplace.returns.known import histories


@dataclass(frozen=True)
class Repeat:
    """A field that is asked elsewhere, or whose answer stands already."""

    field: AskedField
    message: Message
    observation: int | None = None  # the figure that stands already


def repeats(form: ReturnForm, period: str = "") -> list[Repeat]:
    """What the form asks again, in the order of its fields; with a period, also what is known of it."""
    fields = list(form.fields.filter(dropped=False).select_related("unit"))
    keys = {one.subject_key for one in fields}
    everywhere: dict[str, list[AskedField]] = {}
    asked = AskedField.objects.filter(dropped=False, form__active=True, subject_key__in=keys)
    for one in asked.select_related("unit", "form").order_by("pk"):
        everywhere.setdefault(one.subject_key, []).append(one)
    known = histories(fields) if period else {}
    found = []
    for one in fields:
        found += [_elsewhere(one, other) for other in everywhere[one.subject_key] if other.pk != one.pk]  # fmt: skip
        if one.pk in known and (seen := known[one.pk].of(period)):
            values = {"field": one.name, "period": period, "value": f"{seen.value.normalize():f}", "measure": seen.unit}  # fmt: skip
            found.append(Repeat(one, Message("field_known_already", values), seen.pk))
    return found


def _elsewhere(one: AskedField, other: AskedField) -> Repeat:
    values = {"field": one.name, "unit": str(other.unit), "form": other.form.title}
    code = "field_asked_of_two" if other.unit_id != one.unit_id else "field_asked_twice"
    return Repeat(one, Message(code, values))
