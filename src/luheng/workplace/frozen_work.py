"""The daily work of a city, frozen with the scorecard: yearly work, money, orders, returns, evidence.

Plain values only, so that a report of years ago is still counted from what stood then. A person is
never named here: units are.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from luheng.workplace.evidence.lacking import evidence_missing, valid_on
from luheng.workplace.models import (
    Appraisal,
    AppraisalState,
    OrderState,
    Project,
    ProjectFunding,
    ProjectReport,
    Proof,
    Return,
    ReturnState,
    Review,
    Step,
    SupervisionOrder,
    Target,
    WorkItem,
)
from luheng.workplace.project_money import standings
from luheng.workplace.returns.overdue import OPEN
from luheng.workplace.wording import plain_amount

_OPEN_DRAFTS = (OrderState.DRAFTED, OrderState.DROPPED)
_ENDED = {OrderState.CLOSED.value, OrderState.LAPSED.value, OrderState.WAIVED.value}


def freeze_work(today: date | None = None) -> dict[str, list[dict[str, Any]]]:
    """The lists of daily work by name, every row with its `id`; amounts as exact texts, days as ISO."""
    day = today or timezone.localdate()
    return {
        "work": _work(day),
        "funding": _funding(),
        "building": _building(day),
        "orders": _orders(day),
        "returns": _returns(day),
        "lacking": _lacking(day),
        "proofs": _proofs(day),
        "appraisal": _appraisal(),
    }


def _work(day: date) -> list[dict[str, Any]]:
    items = WorkItem.objects.filter(cancelled=False).select_related("worklist", "meeting", "lead")
    return [
        {
            "id": one.pk,
            "no": one.no,
            "text": one.text,
            "kind": one.kind,
            "year": one.worklist.year if one.worklist else None,
            "list": one.worklist.title if one.worklist else "",
            "list_no": one.worklist.document_no if one.worklist else "",
            "meeting": str(one.meeting or ""),
            "lead": one.lead.name if one.lead else "",
            "due": _day(one.due),
            "state": one.state,
            "overdue": bool(one.due and one.due < day and one.state != "done"),
            "percent": _amount(one.percent),
            "note": one.note,
            "reported_on": _moment(one.reported_at),
            "task": one.task_id,
        }
        for one in items.order_by("-worklist__year", "position", "pk")
    ]


def _funding() -> list[dict[str, Any]]:
    return [
        {
            "id": one.pk,
            "project": one.project_id,
            "year": one.year,
            "source": one.source,
            "planned_wan_yuan": _amount(one.planned_wan_yuan),
            "arranged_wan_yuan": _amount(one.arranged_wan_yuan),
            "spent_wan_yuan": _amount(one.spent_wan_yuan),
            "entered_on": _moment(one.entered_at),
        }
        for one in ProjectFunding.objects.filter(project__in=_projects()).order_by(
            "project__position", "year", "source", "pk"
        )
    ]


def _building(day: date) -> list[dict[str, Any]]:
    """How far each project in force is built; its id is that of the project."""
    projects = list(_projects().order_by("document_id", "position", "pk"))
    latest = {
        one.project_id: one
        for one in ProjectReport.objects.filter(project__in=projects).order_by("as_of", "pk")
    }
    rows = []
    for pk, standing in standings(projects, day).items():
        report = latest.get(pk)
        rows.append({
            "id": pk,
            "pace": standing.pace.value,
            "attention": standing.needs_attention,
            "reason_zh": standing.reason.text("zh"),
            "reason_en": standing.reason.text("en"),
            "stage": report.stage if report else "",
            "percent": _amount(report.percent) if report else None,
            "as_of": _day(report.as_of) if report else "",
        })  # fmt: skip
    return rows


def _projects() -> Any:
    return Project.objects.filter(document__current=True).exclude(review=Review.REJECTED)


def _orders(day: date) -> list[dict[str, Any]]:
    """Orders that were issued: a draft is nobody's yet."""
    orders = SupervisionOrder.objects.exclude(state__in=_OPEN_DRAFTS).select_related("unit")
    return [
        {
            "id": one.pk,
            "no": one.numbered,
            "title": one.title,
            "rule": one.rule,
            "unit": one.unit.name if one.unit else "",
            "state": one.state,
            "ended": one.state in _ENDED,
            "overdue": bool(one.due and one.due < day and one.state not in _ENDED),
            "due": _day(one.due),
            "rectify_by": _day(one.rectify_by),
            "issued_on": _day(one.issued_on),
            "closed_on": _moment(one.state_since) if one.state == OrderState.CLOSED else "",
            "waived_on": _moment(one.state_since) if one.state == OrderState.WAIVED else "",
            "escalation": one.escalation,
            "quote": one.quote,
            "source": one.source,
            "finding_no": one.finding_no,
            "run": one.run_id,
            "target": one.target_id,
        }
        for one in orders.order_by("issued_on", "pk")
    ]


def _returns(day: date) -> list[dict[str, Any]]:
    asked = Return.objects.exclude(state=ReturnState.WITHDRAWN).select_related("form", "unit")
    filed = _first_steps(Return, "file")
    rows = []
    for one in asked.order_by("due", "pk"):
        on = filed.get(one.pk)
        rows.append({
            "id": one.pk,
            "title": one.form.title,
            "unit": one.unit.name,
            "period": one.period,
            "due": _day(one.due),
            "state": one.state,
            "filed_on": _day(on),
            "standing": _standing(one, on, day),
        })  # fmt: skip
    return rows


def _standing(asked: Return, filed: date | None, day: date) -> str:
    """in_time, late, overdue or open; what was sent back and not filed again is open or overdue."""
    if asked.state in OPEN:
        return "overdue" if asked.due and asked.due < day else "open"
    return "late" if filed and asked.due and filed > asked.due else "in_time"


def _first_steps(model: type[Model], move: str) -> dict[int, date]:
    kind = ContentType.objects.get_for_model(model)
    steps = Step.objects.filter(content_type=kind, move=move).order_by("-at", "-pk")
    return {pk: timezone.localtime(at).date() for pk, at in steps.values_list("object_id", "at")}


def _lacking(day: date) -> list[dict[str, Any]]:
    return [
        {
            "id": number,
            "kind": str(one.subject._meta.model_name),
            "subject": one.subject.pk,
            "name": one.subject.indicator if isinstance(one.subject, Target) else str(one.subject),
            "year": getattr(one.subject, "year", None),
            "holding": one.holding.value,
            "lead": list(one.subject.lead),
        }
        for number, one in enumerate(evidence_missing(day), 1)
    ]


def _proofs(day: date) -> list[dict[str, Any]]:
    """What proves each target on the day."""
    kind = ContentType.objects.get_for_model(Target)
    held = Proof.objects.filter(valid_on(day, "evidence__"), content_type=kind)
    return [
        {
            "id": one.pk,
            "target": one.object_id,
            "title": one.evidence.title,
            "document_no": one.evidence.document_no,
            "sha256": one.evidence.source.sha256,
        }
        for one in held.select_related("evidence__source").order_by("object_id", "pk")
    ]


def _appraisal() -> list[dict[str, Any]]:
    """Lines that hold of the latest appraisal that was published, and of no other."""
    published = Appraisal.objects.filter(state=AppraisalState.PUBLISHED).first()
    if published is None:
        return []
    lines = published.lines.filter(corrected_by=None).select_related("unit")
    return [
        {
            "id": one.pk,
            "year": published.year,
            "title": published.title,
            "group_zh": one.group_zh,
            "group_en": one.group_en,
            "unit": one.unit.name,
            "item_zh": one.item_zh,
            "item_en": one.item_en,
            "full": _amount(one.full),
            "points": _amount(one.points),
            "statement_zh": one.statement_zh,
            "statement_en": one.statement_en,
        }
        for one in lines.order_by("position", "item_position", "pk")
    ]


def _amount(value: Any) -> str | None:
    return None if value is None else plain_amount(value)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(at: Any) -> str:
    return timezone.localtime(at).date().isoformat() if at else ""
