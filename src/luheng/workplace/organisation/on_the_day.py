"""Which unit answered for a record on a day: the units of now, followed back through the reorganisations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from luheng.workplace.models import (
    Handover,
    Reorganisation,
    ReorganisationState,
    Return,
    Step,
    SupervisionOrder,
    TaskProgress,
    TaskState,
    Unit,
    WorkReport,
)

_DONE = ReorganisationState.CARRIED_OUT


class UnitsOn:
    """The units as they were responsible on one day; three queries, however many records."""

    def __init__(self, day: date) -> None:
        self.day = day
        rows = Handover.objects.filter(
            done=True, reorganisation__state=_DONE, successor__isnull=False
        )
        rows = rows.select_related("reorganisation", "unit", "successor", "content_type")
        self._rows: dict[tuple[str, int], list[Handover]] = defaultdict(list)
        for row in rows.order_by("-reorganisation__effective_on", "-pk"):
            self._rows[row.content_type.model, row.object_id].append(row)
        ended = Unit.objects.exclude(active=True, merged_into=None)
        self._names = {unit.pk: unit.name for unit in ended}
        self._merged = {
            unit.pk: unit.merged_into_id
            for unit in ended
            if unit.merged_into_id
            if unit.abolished_on is None or unit.abolished_on <= day
        }

    def unit_of(self, kind: str, pk: int, unit_id: int) -> int:
        """Id of the unit that answered on the day for a record that is this unit's now."""
        for row in self._rows.get((kind, pk), ()):
            if row.reorganisation.effective_on > self.day and _took(row) == unit_id:
                unit_id = row.unit_id
        return self.final(unit_id)

    def name_of(self, unit_id: int) -> str:
        """The name of a unit that ceased."""
        return self._names.get(unit_id, "")

    def final(self, unit_id: int) -> int:
        """The unit that stood on the day for one that had been merged by then."""
        seen: set[int] = set()
        while unit_id in self._merged and unit_id not in seen:
            seen.add(unit_id)
            unit_id = self._merged[unit_id] or unit_id
        return unit_id

    def taken_over(self, kind: str, pk: int, unit_id: int, since: date) -> Handover | None:
        """How the unit came by a record between `since` and the day; None where it always had it."""
        for row in self._rows.get((kind, pk), ()):
            if since <= row.reorganisation.effective_on <= self.day and _took(row) == unit_id:
                return row
        return None


def _took(row: Handover) -> int | None:
    return row.successor.unit_id if row.successor else None


@dataclass(frozen=True)
class Stretch:
    """A part of a year in which one unit stood, and what it did in it."""

    unit: Unit
    since: date
    until: date  # the last day
    why: Reorganisation | None  # by which the unit ceased or began
    reports: int
    filed: int
    steps: int
    done: int

    @property
    def former(self) -> bool:
        """Whether the unit is no more."""
        return not self.unit.active


def stretches(unit: Unit, year: int) -> list[Stretch]:
    """The year of a unit with those it took over from in that year, or that took over from it.

    Empty where nothing changed: there is one stretch then, the year.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    changes = Reorganisation.objects.filter(state=_DONE, effective_on__range=(first, last))
    found: list[Stretch] = []
    for one in changes.order_by("effective_on", "pk"):
        successors = [row.unit for row in one.successors.select_related("unit") if row.unit]
        if unit not in successors and unit not in one.units.all():
            continue
        before = date.fromordinal(one.effective_on.toordinal() - 1)
        found += [_stretch(old, first, before, one) for old in one.units.all()]
        mine = [unit] if unit in successors else successors
        found += [_stretch(new, one.effective_on, last, one) for new in mine]
    return [one for one in found if one.since <= one.until]


def _stretch(unit: Unit, since: date, until: date, why: Reorganisation) -> Stretch:
    """What the unit did in that year: one that ceased all of it, whenever it was entered."""
    first = since if unit.active else date(since.year, 1, 1)
    bounds = (_start(first), _start(date(since.year + 1, 1, 1)))
    said = {"unit": unit, "reported_at__gte": bounds[0], "reported_at__lt": bounds[1]}
    reports, work = TaskProgress.objects.filter(**said), WorkReport.objects.filter(**said)
    steps = Step.objects.filter(unit=unit, at__gte=bounds[0], at__lt=bounds[1])
    of_returns = ContentType.objects.get_for_model(Return)
    of_orders = ContentType.objects.get_for_model(SupervisionOrder)
    done = {"state": TaskState.DONE}
    return Stretch(
        unit,
        since,
        until,
        why,
        reports=reports.count() + work.count(),
        filed=steps.filter(content_type=of_returns, move="file").count(),
        steps=steps.filter(content_type=of_orders).exclude(move="hand_over").count(),
        done=reports.filter(**done).count() + work.filter(**done).count(),
    )


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
