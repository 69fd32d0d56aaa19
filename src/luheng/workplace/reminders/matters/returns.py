"""Returns to file, to file again, or to add to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max, Q, QuerySet

from luheng.vocabulary.periods import Period
from luheng.workplace.models import Contribution, Return, ReturnRow, ReturnState, Step, User
from luheng.workplace.reminders.matters.matter import Matter
from luheng.workplace.reminders.matters.orders import causes_with_an_order
from luheng.workplace.reminders.people import Reachable
from luheng.workplace.returns.overdue import OPEN


def matters(people: Reachable, today: date) -> Iterator[Matter]:
    """Returns that units have not filed, and what supporting units were asked to add."""
    open_now = Return.objects.filter(state__in=OPEN)
    yield from to_file(open_now, people)
    yield from to_add(open_now, people)


def to_file(returns: QuerySet[Return], people: Reachable) -> Iterator[Matter]:
    """Of the unit that files: until the day, after it, and at once where it was sent back.

    Once a supervision order was issued about a return, the order's own deadlines are told instead.
    """
    counted = returns.annotate(open_rows=Count("rows", filter=Q(rows__answer="")))
    known = list(counted.select_related("form", "unit").order_by("due", "pk"))
    contacts, reasons, ordered = _contacts(known), _sent_back(known), causes_with_an_order()
    for one in known:
        name, name_en = _named(one)
        zh, en = (
            f"填报 {name}：未填 {one.open_rows} 项",
            f"To file {name_en}: {one.open_rows} fields open",
        )
        at_once = ""
        if one.state == ReturnState.RETURNED and (step := reasons.get(one.pk)):
            at_once = f"sent-back-{step.pk}"
            zh, en = (
                f"填报 {name}：已退回，{step.note}",
                f"To file again {name_en}: sent back, {step.note}",
            )
        yield Matter(
            subject=one,
            people=people.first_of(contacts.get(one.pk), [one.unit_id]),
            zh=zh,
            en=en,
            due=None if f"return:{one.pk}" in ordered else one.due,
            at_once=at_once,
        )  # fmt: skip


def to_add(returns: QuerySet[Return], people: Reachable) -> Iterator[Matter]:
    """Of each supporting unit that was asked and has not said anything yet: one line a return."""
    asked = Contribution.objects.filter(row__parent__in=returns).values("row__parent", "unit")
    counted = asked.annotate(n=Count("pk", filter=Q(given_at=None)), last=Max("pk"))
    rows = list(counted.filter(n__gt=0).order_by("row__parent", "unit"))
    known = Return.objects.select_related("form", "unit").in_bulk({row["row__parent"] for row in rows})  # fmt: skip
    for row in rows:
        one, unit, n = known[row["row__parent"]], row["unit"], row["n"]
        name, name_en = _named(one)
        yield Matter(
            subject=one,
            people=people.first_of(None, [unit]),
            zh=f"配合补充 {name}：{n} 项，由{one.unit}填报",
            en=f"To add to {name_en}: {n} rows, filed by {one.unit}",
            due=one.due,
            at_once=f"asked-{row['last']}",
            side=f"unit{unit}-",
        )


def _named(one: Return) -> tuple[str, str]:
    period = Period.parse(one.period)
    return f"{one.form.title}（{period.label('zh')}）", f"{one.form.title} ({period.label('en')})"


def _contacts(returns: Sequence[Return]) -> dict[int, User]:
    """Who last answered a row of the return; before anybody did, who filed the one before it."""
    forms = {one.form_id for one in returns}
    filed = Step.objects.filter(
        content_type=ContentType.objects.get_for_model(Return),
        move="file",
        object_id__in=Return.objects.filter(form__in=forms).values("pk"),
    )
    owner = {pk: (form, unit) for pk, form, unit in Return.objects.filter(form__in=forms).values_list("pk", "form", "unit")}  # fmt: skip
    last_filer = {owner[pk]: by for pk, by in filed.order_by("at", "pk").values_list("object_id", "by")}  # fmt: skip
    answered = ReturnRow.objects.filter(parent__in=returns).exclude(answered_by=None)
    last = dict(answered.order_by("answered_at", "pk").values_list("parent", "answered_by"))
    chosen = {one.pk: last.get(one.pk) or last_filer.get((one.form_id, one.unit_id)) for one in returns}  # fmt: skip
    people = User.objects.in_bulk({by for by in chosen.values() if by})
    return {pk: people[by] for pk, by in chosen.items() if by}


def _sent_back(returns: Sequence[Return]) -> dict[int, Step]:
    """The last step that sent each of them back, with its reason."""
    back = [one.pk for one in returns if one.state == ReturnState.RETURNED]
    steps = Step.objects.filter(
        content_type=ContentType.objects.get_for_model(Return), move="send_back", object_id__in=back
    )
    return {step.object_id: step for step in steps.order_by("at", "pk")}
