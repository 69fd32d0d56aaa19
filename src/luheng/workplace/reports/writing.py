"""Writes what a report says, from a snapshot and the one before it."""

from __future__ import annotations

from django.utils import translation

from luheng.judgement.model import Verdict
from luheng.workplace.models import ScorecardSnapshot
from luheng.workplace.reports import duties, standings
from luheng.workplace.reports.cited import Cited, cited, plain
from luheng.workplace.reports.frozen import Frozen
from luheng.workplace.reports.report import Report
from luheng.workplace.reports.sources import SourceList


def write_report(snapshot: ScorecardSnapshot, earlier: ScorecardSnapshot | None) -> Report:
    """The report of a snapshot; `earlier` is what it is compared with."""
    with translation.override("zh-hans"):
        return _written(snapshot, earlier)


def _written(snapshot: ScorecardSnapshot, earlier: ScorecardSnapshot | None) -> Report:
    sources = SourceList()
    frozen = Frozen(snapshot.contents, sources)
    before = Frozen(earlier.contents, sources) if earlier else None
    city = snapshot.contents.get("city", {})
    return Report(
        city=city.get("name", ""),
        invented=city.get("invented", False),
        title=_title(frozen, city.get("name", "")),
        as_of=snapshot.as_of,
        snapshot=f"{snapshot.pk}（{snapshot.sha256[:12]}）",
        summary=standings.summary(frozen),
        plans=_plans(frozen),
        counts=standings.verdict_counts(frozen),
        change_summary=standings.change_summary(frozen, before, _named(earlier)),
        changes=standings.changes(frozen, before),
        chapters=standings.by_chapter(frozen),
        troubles=standings.troubles(frozen),
        trouble_summary=standings.trouble_summary(frozen),
        unknown=standings.open_targets(frozen, Verdict.INSUFFICIENT_DATA),
        unassigned=standings.open_targets(frozen, Verdict.CANNOT_BE_JUDGED),
        task_summary=duties.task_summary(frozen),
        unit_tasks=duties.unit_tasks(frozen),
        reported_tasks=duties.reported_tasks(frozen),
        project_summary=duties.project_summary(frozen),
        unit_money=duties.unit_money(frozen),
        projects=duties.projects(frozen),
        findings=duties.findings(frozen),
        sources=sources.entries,
    )


def _title(frozen: Frozen, city: str) -> str:
    plans = [row["title"] for row in frozen.rows("documents") if _in_force(row)]
    if len(plans) == 1:
        return f"《{plans[0]}》实施情况评估报告"
    return f"{city}绿色低碳循环发展目标评估报告"


def _plans(frozen: Frozen) -> list[Cited]:
    """The documents the report rests on."""
    return [
        cited(f"《{row['title']}》", ()) + plain(_issued(row))
        for row in sorted(frozen.rows("documents"), key=lambda row: row["issued_on"] or "")
        if row.get("current")
    ]


def _issued(row: dict[str, str]) -> str:
    said = "，".join(filter(None, (row.get("issuer"), row.get("doc_no"), row.get("issued_on"))))
    return f"（{said}）" if said else ""


def _in_force(row: dict[str, object]) -> bool:
    return row.get("kind") == "plan" and bool(row.get("current"))


def _named(snapshot: ScorecardSnapshot | None) -> str:
    if snapshot is None:
        return ""
    day = f"{snapshot.as_of.year}年{snapshot.as_of.month}月{snapshot.as_of.day}日"
    return f"“{snapshot.label}”（{day}）" if snapshot.label else day
