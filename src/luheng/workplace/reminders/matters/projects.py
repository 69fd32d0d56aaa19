"""Projects whose end comes near or has passed, and those that lag behind or stand still."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from luheng.judgement.project_pace import Pace, Standing, last_day
from luheng.workplace.models import Document, Project, ProjectReport, Review, Role, User
from luheng.workplace.project_money import standings
from luheng.workplace.reminders.matters.matter import Matter
from luheng.workplace.reminders.people import Reachable

_BEHIND = frozenset({Pace.BEHIND, Pace.SUSPENDED})


def matters(people: Reachable, today: date) -> Iterator[Matter]:
    """Projects of plans in force that are not completed, for their lead units.

    The end is told by the schedule, without repeating after its last mark; a late start as a deadline
    that has passed; behind the even pace or standing still once for each report that says so.
    """
    known = _in_force()
    stand, reporters = standings(known, today), _reporters(known)
    for project in known:
        standing = stand[project.pk]
        due, at_once = _when(project, standing, today)
        if due is None and not at_once:
            continue
        reporter = reporters.get(project.pk)
        yield Matter(
            subject=project,
            people=people.first_of(reporter[0] if reporter else None, _leads(project)),
            zh=f"项目 {project}：{standing.reason.text('zh')}",
            en=f"Project {project}: {standing.reason.text('en')}",
            due=due,
            at_once=f"{at_once}-{reporter[1]:%Y%m%d}" if at_once and reporter else "",
            repeats=False,
        )


def _when(project: Project, standing: Standing, today: date) -> tuple[date | None, str]:
    """The day that counts for the project now, and what is told of it at once."""
    if standing.pace is Pace.COMPLETED:
        return None, ""
    end = last_day(project.end_ym or str(project.end or ""))
    if standing.pace is Pace.LATE_START and (end is None or today <= end):
        return last_day(project.start_ym or str(project.start or "")), ""
    return end, standing.pace.value if standing.pace in _BEHIND else ""


def _in_force() -> list[Project]:
    plans = Project.objects.filter(document__current=True, document__kind=Document.Kind.PLAN)
    accepted = plans.exclude(review=Review.REJECTED).defer("as_read", "columns")
    return list(accepted.prefetch_related("units").order_by("document", "position", "pk"))


def _leads(project: Project) -> Iterable[int]:
    return [one.unit_id for one in project.units.all() if one.role == Role.LEAD]


def _reporters(projects: list[Project]) -> dict[int, tuple[User | None, date]]:
    """Who last reported on each project, and as of which day."""
    reports = ProjectReport.objects.filter(project__in=projects).select_related("reported_by")
    return {one.project_id: (one.reported_by, one.as_of) for one in reports.order_by("as_of", "pk")}
