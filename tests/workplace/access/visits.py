"""How each page and operation is asked: the record in its address, and a form that would pass.

A page or operation that is not named here, though its address has a place for a record, fails the
test: whoever adds one says how to ask it, and the matrix says who may.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.workplace.access.world import World
from tests.workplace.evidence.evidence_files import PDF

from luheng.workplace.models import Return, ReturnRow
from luheng.workplace.registers import REGISTERS

# page -> kind of the record in its address
RECORDS: dict[str, str] = {
    "target": "target", "target-figures": "target", "explain-verdict": "target",
    "assign-value": "target", "public-target": "target", "draft-order": "target",
    "task": "task", "task-progress": "task",
    "project": "project", "enter-funding": "project", "report-project": "project",
    "place-project": "project", "project-of-funding": "funding",
    "work-item": "work", "report-item": "work", "add-part": "work", "expand-item": "work",
    "cancel-item": "work", "worklist": "worklist", "derive-again": "worklist",
    "add-measure": "worklist", "move-worklist": "worklist", "meeting": "meeting",
    "add-decision": "meeting", "observation": "observation", "finding": "finding",
    "order": "order", "order-sheet": "order", "move-order": "order", "edit-order": "draft",
    "unit": "unit", "appraisal-line": "published_line", "appraisal": "appraisal",
    "compute-appraisal": "appraisal", "move-appraisal": "appraisal", "add-mark": "appraisal",
    "confirm-share": "published", "appraisal-statement": "announced", "withdraw-mark": "mark",
    "add-objection": "line", "answer-objection": "objection", "return-form": "form",
    "issue-form": "form", "drop-field": "field", "return": "return", "confirm-rest": "return",
    "move-return": "return", "return-row": "row", "confirm-row": "row", "review-row": "row",
    "report": "snapshot", "job": "job", "cancel-job": "job", "retry-job": "job",
    "job-file": "job", "evidence-item": "evidence", "correct-evidence": "evidence",
    "withdraw-evidence": "evidence", "evidence-file": "evidence", "evidence-preview": "evidence",
    "upload-for": "target", "choose-evidence": "target", "bind-evidence": "target",
    "unbind-evidence": "proof", "dossier": "dossier", "dossier-file": "dossier",
    "document": "document", "accept-all": "document", "reread": "document",
    "raw-file": "document", "editions": "document", "item-card": "target",
    "correct-item": "target", "item-history": "target", "settle": "target",
    "review-item": "target", "end-token": "token", "person": "person", "place-person": "person",
    "invite-person": "person", "sign-out-person": "person", "reset-second-factor": "person",
    "close-person": "person", "reopen-person": "person", "share": "share", "correct-line": "line", "computed-result": "computed", "compute-again": "computed", "readiness-item": "readiness_item", "restatement": "days", "period-report": "period_report", "period-report-file": "period_report",
    "public-report": "open_report", "public-report-file": "open_report",
    "move-period-report": "period_report", "upload-report-word": "period_report", "add-field": "form", "add-identity": "form", "drop-identity": "identity",
    "ask-supporters": "return", "contribution": "contribution", "edit-unit": "unit",
    "reorganisation": "reorganisation", "redraft-reorganisation": "reorganisation",
    "decide-duties": "reorganisation", "move-reorganisation": "reorganisation",
    "add-comment": "target", "correct-comment": "comment", "withdraw-comment": "comment",
    "computed-export": "computed", "revoke-share": "share", "return-excel": "return", "return-upload": "return",
}  # fmt: skip
PARAMETER = "energy.electricity.calorific"  # any dated number will do
# page -> what else stands in its address
PARTS: dict[str, dict[str, str]] = {
    "project-figures": {"key": "gantt"}, "order-sheet": {"form": "docx"},
    "report": {"form": "docx"}, "evidence-preview": {"key": "1"},
    "add-comment": {"kind": "target"}, "upload-for": {"kind": "target"}, "choose-evidence": {"kind": "target"},
    "bind-evidence": {"kind": "target"}, "item-card": {"kind": "target"},
    "correct-item": {"kind": "target"}, "item-history": {"kind": "target"},
    "settle": {"kind": "target"}, "review-item": {"kind": "target", "act": "accept"},
    "period-report-file": {"language": "zh", "form": "docx"}, "public-report-file": {"language": "zh", "form": "docx"}, "upload-report-word": {"language": "zh"},
    "report-template": {"kind": "monthly", "language": "zh"},
    "upload-report-template": {"kind": "monthly", "language": "zh"},
    "restatement-sheet": {"id": "air.good_days"}, "method": {"id": "energy.intensity"}, "method-template": {"id": "energy.intensity"},
    "method-sheet": {"id": "energy.intensity"}, "parameter": {"id": PARAMETER},
    "public-data": {"form": "csv"}, "computed-export": {"form": "gpc"}, "plotly": {"version": "1"}, "shared": {"key": "no-such-key"},
    "shared-file": {"key": "no-such-key"}, "invitation": {"uidb64": "x", "token": "y"},
}  # fmt: skip
MOVE_NAMED = {
    "move-period-report": "key",
    "move-return": "key",
    "move-appraisal": "key",
}  # else `move`


def _row(world: World, mine: bool) -> dict[str, Any]:
    row = ReturnRow.objects.get(pk=world.pk("row", mine))
    return {"version": row.version, "value": "41", "state": "done", "review": "accepted"}


def _bound(world: World, mine: bool) -> dict[str, Any]:
    return {"evidence": world.pk("evidence", mine)}


def _corrected(world: World, mine: bool) -> dict[str, Any]:
    piece = world.records["evidence"][0 if mine else 1]
    return {"version": piece.version, "title": "新名称", "kind": "data", "visibility": "internal"}


def _shared(world: World, mine: bool) -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=7)
    return {"kind": "target", "of": world.pk("target", mine), "title": "一", "until": until}


def _files(world: World, mine: bool) -> dict[str, Any]:
    return {"files": SimpleUploadedFile("f.pdf", PDF + b"new"), "kind": "data"}


def _return_units(world: World, mine: bool) -> dict[str, Any]:
    unit = Return.objects.get(pk=world.pk("return", mine)).unit_id
    return {"title": "又一张", "frequency": "yearly", "unit": [unit], "kind": ["task"]}


# page -> a form that would pass, or what makes it; none: an empty form shows whether it is let in
FORMS: dict[str, Mapping[str, Any] | Callable[[World, bool], Mapping[str, Any]]] = {
    "task-progress": {"state": "done", "note": "完成"},
    "enter-funding": {"year": "2027", "source": "city", "planned_wan_yuan": "5"},
    "report-project": {"as_of": "2026-01-01", "percent": "10", "stage": "under_construction", "note": "开工"},
    "place-project": {"longitude": "110", "latitude": "30"},
    "report-item": {"state": "done"},
    "cancel-item": {"why": "重复"},
    "meetings": {"held_on": "2026-05-01", "title": "又一次"},
    "add-decision": {"text": "办", "due": "2026-09-30"},
    "add-measure": {"text": "办", "due": "2026-09-30"},
    "add-part": {"text": "办", "due": "2026-09-30", "kind": "subtask"},
    "new-observation": {"indicator": "森林覆盖率", "place": "云川市", "period": "2022", "value": "4",
                        "unit": "%", "kind": "level", "status": "final"},
    "notice-preference": {"by_webhook": ""},
    "new-finding": {"source": "督察", "finding_no": "77", "quote": "问题"},
    "edit-order": {"title": "改", "requirement": "改", "days": "10", "version": "1"},
    "move-order": {"note": "说明", "version": "2"},
    "move-return": {"note": "说明"},
    "map-name": {"printed": "单位地区生产总值能耗", "indicator": ""},
    "begin-year": {"year": "2027"},
    "set-districts": {"names": "东县"},
    "begin-appraisal": {"year": "2023", "title": "一"},
    "add-objection": {"text": "不妥"},
    "answer-objection": {"answer": "数据未变", "outcome": "rejected"},
    "compose-return": _return_units,
    "add-field": lambda world, mine: {"unit": world.pk("unit", mine), "kind": "indicator", "name": "绿地率"},
    "issue-form": {"period": "2024", "due": "2027-01-08"},
    "return-row": _row,
    "review-row": _row,
    "upload-evidence": _files,
    "upload-for": _files,
    "bind-evidence": _bound,
    "correct-evidence": _corrected,
    "withdraw-evidence": {"why": "有误"},
    "unbind-evidence": {"why": "有误"},
    "assign-value": {"value": "40", "unit": "%", "op": ">="},
    "settle": {"field": "value", "take": "reading", "version": "1"},
    "review-item": {"version": "1"},
    "correct-item": {"version": "1"},
    "make-report": {"form": "docx"},
    "readiness-area": {"level": "city", "terrain": "hill", "size": "large"},
    "new-share": _shared,
    "add-comment": {"text": "意见"},
    "correct-comment": {"text": "另一条意见"},
    "make-dossier": {"title": "一", "start": "2025-01-01", "end": "2025-12-31"},
}  # fmt: skip

_COMPUTED = {
    "method": "energy.intensity", "period": "2022", "place": "云川市",
    "inputs": {"consumption": "556.2", "base_gdp": "1000", "indices": {"2021": "108", "2022": "103"}},
}  # fmt: skip
# operation -> what it is given
BODIES: dict[str, Any] = {
    "luheng_workplace_api_routes_add_observations": [
        {"indicator": "森林覆盖率", "place": "云川市", "period": "2021", "value": "4", "unit": "%"}
    ],
    "luheng_workplace_api_routes_add_progress": {"state": "done", "note": "完成"},
    "luheng_workplace_api_orders_make_move": {"note": "说明"},
    "luheng_workplace_api_returns_fill_rows": [],
    "luheng_workplace_api_comments_add_comment": {"text": "意见"},
    "luheng_workplace_api_comments_correct_comment": {"text": "另一条意见"},
    "luheng_workplace_api_comments_withdraw_comment": {},
    "luheng_workplace_api_computed_compute_only": _COMPUTED,
    "luheng_workplace_api_computed_compute_and_keep": _COMPUTED,
}
# register -> kind of the record in `/{register}/{item_id}`; None: it has no row of its own to ask
ROWS: dict[str, str | None] = {
    "targets": "target", "tasks": "task", "projects": "project", "milestones": "milestone",
    "observations": "observation", "units": "unit", "findings": "finding",
    "documents": "document", "appraisal-lines": "published_line", "evidence": "evidence",
    "target-evidence": "target", "task-evidence": "task", "dossiers": "dossier", "audit": None,
    "work": "work", "funding": "funding", "orders": "order", "deliveries": None,
    "returns": "return", "period-reports": "open_report", "burden": "field", "organisation": "unit",
    "reorganisations": "reorganisation", "handovers": None,
    # and addresses that are no list
    "comments": "target", "comment": "comment", "computed": "computed", "compute": None,
}  # fmt: skip


def first_row(key: str) -> int:
    """Some row of a list."""
    row = REGISTERS[key].model._default_manager.first()
    assert row is not None, key
    return int(row.pk)
