"""What an order quotes: clause, words, demand, verdict and numbers as they were that day."""

from __future__ import annotations

from typing import Any

from luheng.documents.wording import demand
from luheng.vocabulary.periods import Period
from luheng.workplace.models import (
    Document,
    Return,
    ReturnState,
    Target,
    Task,
    Verdict,
    WorkItem,
)
from luheng.workplace.supervision.causes import Cause


def frozen(cause: Cause) -> dict[str, Any]:
    """A copy that stays as it is, whatever becomes of the plan and its figures."""
    if cause.missing:
        return _of_return(cause.missing)
    if cause.work:
        return _of_work(cause.work)
    item = cause.target or cause.task
    assert item is not None
    said = _of_item(item)
    if cause.target:
        return said | _of_target(cause.target)
    return said | _of_task(item)  # type: ignore[arg-type]


def _of_item(item: Target | Task) -> dict[str, Any]:
    """What every item of a plan has: document, clause and words."""
    return {
        "document": _document(item.document),
        "clause": str(item.clause or item.clause_key),
        "quote": item.quote,
        "item_version": item.version,
        "lead": item.lead,
        "support": item.support,
    }


def _of_return(one: Return) -> dict[str, Any]:
    period = Period.parse(one.period)
    state = "退回后未再报送" if one.state == ReturnState.RETURNED else "至今未报送"
    return {
        "quote": f"《{one.form}》{period.label()}应于{one.due}前报送，{state}。",
        "due": str(one.due or ""),
        "record": {"page": "return", "id": one.pk, "zh": "填报表", "en": "return"},
        "period": one.period,
        "state": one.state,
        "fields": one.rows.count(),
    }


def _of_work(item: WorkItem) -> dict[str, Any]:
    """What the year's list or the meeting says; the clause of the plan where it comes from one."""
    said = _of_item(item.task) if item.task else {}
    owner = str(item.worklist or item.meeting)
    return said | {
        "quote": f"{owner}：{item.text}" if not item.task else item.task.quote,
        "due": str(item.due or ""),
        "record": {"page": "work-item", "id": item.pk, "zh": owner, "en": owner},
        "state": item.state,
        "state_note": item.note,
    }


def _document(document: Document) -> dict[str, Any]:
    names = ("id", "title", "issuer", "doc_no", "issued_on")
    return {name: getattr(document, name) for name in names}


def _of_target(target: Target) -> dict[str, Any]:
    return {
        "indicator": target.indicator,
        "year": target.year,
        "demand_zh": demand(target, "zh"),
        "demand_en": demand(target, "en"),
        "verdict": _of_verdict(target.verdict),
    }


def _of_verdict(verdict: Verdict) -> dict[str, Any]:
    names = (
        "code", "rule", "reason_zh", "reason_en", "latest_value", "latest_unit", "latest_period",
        "provisional", "early", "as_of", "inputs_digest", "numbers", "lineage",
    )  # fmt: skip
    return {name: getattr(verdict, name) for name in names}


def _of_task(task: Task) -> dict[str, Any]:
    return {
        "no": task.no,
        "text": task.text,
        "due": task.due,
        "state": task.state,
        "state_note": task.state_note,
    }
