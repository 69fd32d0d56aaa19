"""What a report says, before it is laid out: the same snapshot always gives the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luheng.workplace.reports.cited import Cited
from luheng.workplace.reports.sources import Source

INVENTED = "示例城市：城市、企业与数字均为虚构"


@dataclass(frozen=True, slots=True)
class Light:
    """A verdict as it is shown: shape and word together, a colour beside."""

    code: str
    shape: str
    word: str
    hex: str


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many targets have a verdict, and what it means."""

    light: Light
    count: Cited
    preliminary: Cited
    meaning: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target in a table."""

    no: str
    indicator: Cited
    demand: Cited
    latest: Cited
    light: Light
    lead: str


@dataclass(frozen=True, slots=True)
class ChapterTargets:
    """The targets of one chapter or annex."""

    title: str
    summary: Cited
    targets: list[TargetLine]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A target whose verdict or figure is another than in the report before."""

    indicator: Cited
    year: str
    before: Cited
    now: Cited


@dataclass(frozen=True, slots=True)
class Trouble:
    """A target that is behind or missed: why, who leads it, what would mend it, its words."""

    no: str
    name: Cited
    light: Light
    reason: Cited
    remedy: Cited
    lead: str
    quote: Cited


@dataclass(frozen=True, slots=True)
class OpenTarget:
    """A target that cannot be judged yet, and what it waits for."""

    indicator: Cited
    year: str
    light: Light
    reason: Cited
    lead: str


@dataclass(frozen=True, slots=True)
class UnitTasks:
    """The tasks of one unit."""

    unit: str
    lead: Cited
    done: Cited
    under_way: Cited
    overdue: Cited
    not_reported: Cited
    support: Cited


@dataclass(frozen=True, slots=True)
class ReportedTask:
    """A task on which a unit reported, or that is overdue."""

    title: Cited
    lead: str
    standing: str
    note: Cited


@dataclass(frozen=True, slots=True)
class UnitMoney:
    """The projects of one lead unit."""

    unit: str
    count: Cited
    money: Cited


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in a table."""

    no: str
    name: Cited
    money: Cited
    years: str
    lead: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What a document itself gets wrong."""

    place: str
    problem: Cited
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report."""

    city: str
    invented: bool
    title: str
    as_of: date
    snapshot: str  # which snapshot it was made from, with the digest of what it froze
    summary: Cited
    plans: list[Cited]
    counts: list[VerdictCount]
    change_summary: Cited
    changes: list[ChangeLine]
    chapters: list[ChapterTargets]
    troubles: list[Trouble]
    trouble_summary: Cited
    unknown: list[OpenTarget]
    unassigned: list[OpenTarget]
    task_summary: Cited
    unit_tasks: list[UnitTasks]
    reported_tasks: list[ReportedTask]
    project_summary: Cited
    unit_money: list[UnitMoney]
    projects: list[ProjectLine]
    findings: list[FindingLine]
    sources: list[Source]
