"""What is wrong in the city today: the causes that call for a supervision order. Writes nothing."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from luheng.vocabulary.periods import Period
from luheng.workplace.models import (
    Document,
    Proof,
    Return,
    Review,
    Role,
    RuleKey,
    Target,
    Task,
    TaskState,
    Unit,
    VerdictCode,
    WorkItem,
)
from luheng.workplace.returns.overdue import returns_overdue
from luheng.workplace.supervision_settings import RuleSetting
from luheng.workplace.yearly_work import overdue


@dataclass(frozen=True)
class Cause:
    """One thing that is wrong: which rule says so, of what, and who answers for it."""

    rule: RuleKey
    key: str  # of the trouble, not of the rule: a target that is first behind, then missed, has one
    title: str
    units: tuple[Unit, ...]  # lead units in the plan's order
    target: Target | None = None
    task: Task | None = None
    work: WorkItem | None = None  # of the year, or decided by a meeting
    missing: Return | None = None  # a return that did not come


_ANSWERED_FOR = (WorkItem.Kind.MEASURE, WorkItem.Kind.DECISION, WorkItem.Kind.DISTRICT)
Settings = Mapping[str, RuleSetting]
Item = TypeVar("Item", Target, Task)


def find_causes(rules: Settings, today: date) -> list[Cause]:
    """Everything the rules find on a day, whether they are switched on or not."""
    return [cause for find in _RULES for cause in find(rules, today)]


def _of_verdicts(rules: Settings, today: date) -> Iterator[Cause]:
    """Targets missed or behind, by their verdicts as they stand."""
    targets = _in_force(Target).filter(verdict__code__in=(VerdictCode.MISSED, VerdictCode.BEHIND))
    for target in targets.select_related("verdict", "clause", "document"):
        if target.verdict.provisional and not rules[target.verdict.code].provisional:
            continue
        yield verdict_cause(target)


def verdict_cause(target: Target) -> Cause:
    """The cause that a target missed or behind is. Raises ValueError for any other verdict."""
    rule = RuleKey(target.verdict.code)
    title = f"{target}：{rule.label}"
    return Cause(rule, f"verdict:{target.pk}", title, _leads(target), target=target)


def _of_deadlines(rules: Settings, today: date) -> Iterator[Cause]:
    """Tasks not done whose deadline has passed."""
    rule = RuleKey.OVERDUE_TASK
    last = today - timedelta(days=rules[rule].grace_days)
    tasks = _in_force(Task).exclude(state=TaskState.DONE).exclude(due="")
    for task in tasks.select_related("clause", "document"):
        ends = end_of(task.due)
        if ends is not None and ends < last:
            title = f"{_named(task)}：{rule.label}"
            yield Cause(rule, f"task:{task.pk}", title, _leads(task), task=task)


def _of_evidence(rules: Settings, today: date) -> Iterator[Cause]:
    """Targets claimed to be met and tasks reported done of which nothing on file is proof.

    A figure that was published in a bulletin claims nothing: it stands with its words.
    """
    rule = RuleKey.EVIDENCE_MISSING
    met = _in_force(Target).filter(verdict__code=VerdictCode.MET, verdict__early=False)
    published = Q(verdict__observations__document__kind=Document.Kind.BULLETIN)
    claimed = met.exclude(pk__in=Target.objects.filter(published).values("pk"))
    unproved = claimed.exclude(pk__in=_proved(Target)).select_related(
        "verdict", "clause", "document"
    )
    for target in unproved:
        title = f"{target}：{rule.label}"
        yield Cause(rule, f"evidence:target:{target.pk}", title, _leads(target), target=target)
    last = today - timedelta(days=rules[rule].grace_days)
    before = timezone.make_aware(datetime.combine(last + timedelta(days=1), time()))
    done = _in_force(Task).filter(state=TaskState.DONE, state_at__lt=before)
    for task in done.exclude(pk__in=_proved(Task)).select_related("clause", "document"):
        title = f"{_named(task)}：{rule.label}"
        yield Cause(rule, f"evidence:task:{task.pk}", title, _leads(task), task=task)


def _of_work(rules: Settings, today: date) -> Iterator[Cause]:
    """Work of the year and decisions of meetings whose day has passed.

    A measure whose task of the plan is late itself is left to the task: one trouble, one order.
    """
    rule = RuleKey.OVERDUE_TASK
    last = today - timedelta(days=rules[rule].grace_days)
    late = WorkItem.objects.filter(overdue(last), kind__in=_ANSWERED_FOR, lead__isnull=False)
    for item in late.select_related(
        "lead", "worklist", "meeting", "task__clause", "task__document"
    ):
        ends = end_of(item.task.due) if item.task else None
        if ends is not None and ends < last:
            continue
        title = f"{str(item).rstrip('。')}：{rule.label}"
        assert item.lead is not None
        yield Cause(rule, f"work:{item.pk}", title, (item.lead,), task=item.task, work=item)


def _of_returns(rules: Settings, today: date) -> Iterator[Cause]:
    """Returns that were not filed by their day."""
    rule = RuleKey.NO_RETURN
    for one in returns_overdue(today - timedelta(days=rules[rule].grace_days)):
        title = f"{one.form}（{Period.parse(one.period).label()}）：{rule.label}"
        yield Cause(rule, f"return:{one.pk}", title, (one.unit,), missing=one)


_RULES: tuple[Callable[[Settings, date], Iterator[Cause]], ...] = (
    _of_verdicts,
    _of_deadlines,
    _of_work,
    _of_returns,
    _of_evidence,
)


def end_of(due: str) -> date | None:
    """The last day of 2024, 2024-06 or 2024-06-30; None for anything else."""
    try:
        parts = [int(part) for part in due.split("-")]
        if len(parts) == 1:
            return date(parts[0], 12, 31)
        if len(parts) == 2:
            return date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
        return date(*parts)
    except (ValueError, TypeError, calendar.IllegalMonthError):
        return None


def _in_force(model: type[Item]) -> models.QuerySet[Item]:
    found = model._default_manager.filter(document__current=True).exclude(review=Review.REJECTED)
    return found.prefetch_related("units__unit").order_by("document_id", "position", "pk")


def _leads(item: Target | Task) -> tuple[Unit, ...]:
    return tuple(one.unit for one in item.units.all() if one.role == Role.LEAD)


def _named(task: Task) -> str:
    return f"{task.no} {task.title or task.text[:40]}".strip().rstrip("。")


def _proved(model: type[models.Model]) -> models.QuerySet[Proof, int]:
    kind = ContentType.objects.get_for_model(model)
    proofs = Proof.objects.filter(content_type=kind, evidence__withdrawn=False)
    return proofs.values_list("object_id", flat=True)
