"""What the records say of each unit that leads something: the facts that scores rest on.

All is as the records stand when asked, up to the end of the year that is appraised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone

from luheng.judgement.appraisal import Fact
from luheng.workplace.appraisal.supervised import orders_of, returns_of
from luheng.workplace.models import (
    AppraisalMark,
    Proof,
    Review,
    Role,
    Target,
    TargetUnit,
    Task,
    TaskState,
    TaskUnit,
    VerdictCode,
    WorkItem,
)
from luheng.workplace.organisation.on_the_day import UnitsOn

OfUnit = tuple[int, Fact]


def facts_by_unit(year: int, marks: Iterable[AppraisalMark] = ()) -> dict[int, list[Fact]]:
    """The facts of each unit by its id, of the unit that was responsible on the last day appraised.

    What a merged unit led counts for its successor; a duty that was taken over says from whom.
    """
    then = UnitsOn(min(timezone.localdate(), date(year, 12, 31)))
    targets = _then(then, "target", _targets(year), year)
    tasks = _then(then, "task", _tasks(year), year)
    work = _then(then, "workitem", _work(year), year)
    found: dict[int, dict[tuple[str, str], Fact]] = defaultdict(dict)
    supervised = [*returns_of(year), *orders_of(year)]
    proved = _evidence(Target, targets, VerdictCode.MET, year)
    proved += _evidence(Task, tasks, TaskState.DONE, year)
    proved += _evidence(WorkItem, work, TaskState.DONE, year)
    given = [(then.final(unit), fact) for unit, fact in (*supervised, *map(_mark, marks))]
    for unit, fact in (*targets, *tasks, *work, *proved, *given):
        found[unit][fact.kind, fact.id] = fact
    return {unit: list(facts.values()) for unit, facts in found.items()}


def _then(then: UnitsOn, kind: str, facts: Iterable[OfUnit], year: int) -> list[OfUnit]:
    """The facts with the unit that was responsible then, and whose duty it was before in that year."""
    return [_of_then(then, kind, unit, fact, date(year, 1, 1)) for unit, fact in facts]


def _of_then(then: UnitsOn, kind: str, unit: int, fact: Fact, since: date) -> OfUnit:
    responsible = then.unit_of(kind, int(fact.id), unit)
    taken = then.taken_over(kind, int(fact.id), responsible, since)
    if taken is not None:
        day = taken.reorganisation.effective_on
        return responsible, _prefixed(
            fact, f"{day} 前由原{taken.unit}负责", f"{taken.unit} before {day}"
        )
    if responsible != unit:
        former = then.name_of(unit)
        return responsible, _prefixed(fact, f"原{former}办理", f"by {former}")
    return responsible, fact


def _prefixed(fact: Fact, zh: str, en: str) -> Fact:
    note_en = fact.note_en or fact.note
    return replace(
        fact,
        note="；".join(part for part in (zh, fact.note) if part),
        note_en="; ".join(part for part in (en, note_en) if part),
    )


def _led(index: QuerySet) -> QuerySet:
    in_force = Q(role=Role.LEAD, item__document__current=True, item__vanished=False)
    return index.filter(in_force).exclude(item__review=Review.REJECTED).select_related("item")


def _targets(year: int) -> Iterator[OfUnit]:
    """Judged targets of that year or later; those due before belong to earlier appraisals."""
    led = _led(TargetUnit.objects.all()).filter(item__verdict__isnull=False)
    for row in led.exclude(item__year__lt=year).select_related("item__verdict"):
        verdict, target = row.item.verdict, row.item
        label = f"{target.indicator}（{target.year}）" if target.year else target.indicator
        yield (
            row.unit_id,
            Fact(
                kind="target",
                id=str(target.pk),
                label=label,
                outcome=verdict.code,
                note=verdict.reason_zh,
                note_en=verdict.reason_en,
            ),
        )


def _tasks(year: int) -> Iterator[OfUnit]:
    """Tasks of the plans in force, without those that were done before the year began."""
    day = min(timezone.localdate(), date(year + 1, 1, 1))
    done_before = Q(item__state=TaskState.DONE, item__state_at__year__lt=year)
    for row in _led(TaskUnit.objects.all()).exclude(done_before):
        task = row.item
        late = task.state != TaskState.DONE and is_past(task.due, day)
        outcome = "overdue" if late else task.state
        limits = (f"限期 {task.due}", f"due {task.due}") if task.due else ("", "")
        note, note_en = ("；".join(filter(None, (task.state_note, limit))) for limit in limits)
        yield (
            row.unit_id,
            Fact(
                kind="task",
                id=str(task.pk),
                label=str(task),
                outcome=outcome,
                note=note,
                note_en=note_en,
            ),
        )


def _work(year: int) -> Iterator[OfUnit]:
    """Items of that year's work list and what meetings of that year decided."""
    of_year = Q(worklist__year=year) | Q(meeting__held_on__year=year)
    items = WorkItem.objects.filter(of_year, cancelled=False, lead__isnull=False)
    day = min(timezone.localdate(), date(year + 1, 1, 1))
    for item in items.order_by("pk"):
        late = item.state != TaskState.DONE and item.due is not None and item.due < day
        outcome = "overdue" if late else item.state
        yield (
            item.lead_id or 0,
            Fact(kind="work", id=str(item.pk), label=str(item), outcome=outcome, note=item.note),
        )


def is_past(due: str, day: date) -> bool:
    """Whether a year or month as tasks print it (2025, 2025-06) is over on that day."""
    return bool(due) and due < day.isoformat()[: len(due)]


def _evidence(
    model: type[Target | Task | WorkItem], facts: list[OfUnit], claimed: str, year: int
) -> list[OfUnit]:
    """Whether each target met and each task done has a proof that holds in that year."""
    lapsed = Q(evidence__valid_until__lt=date(year, 1, 1))
    proofs = Proof.objects.filter(
        content_type=ContentType.objects.get_for_model(model), evidence__withdrawn=False
    ).exclude(lapsed)
    titles = {row[0]: row[1] for row in proofs.values_list("object_id", "evidence__title")}
    return [
        (
            unit,
            Fact(
                kind="evidence",
                id=f"{fact.kind}/{fact.id}",
                label=fact.label,
                outcome="present" if int(fact.id) in titles else "lacking",
                note=titles.get(int(fact.id), ""),
            ),
        )
        for unit, fact in facts
        if fact.outcome == claimed
    ]


def _mark(mark: AppraisalMark) -> OfUnit:
    document = str(mark.document) if mark.document else ""
    fact = Fact(
        kind="mark",
        id=str(mark.pk),
        label=mark.reason,
        item=mark.item,
        points=mark.points,
        note=document,
    )
    return mark.unit_id, fact
