"""Orders by program: the same moves as on the page, and the steps taken so far."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from luheng.workplace.api.doors import READERS, WRITERS, declared, person
from luheng.workplace.api.exports import audited
from luheng.workplace.api.schemas import Problem
from luheng.workplace.models import Evidence, Step, SupervisionOrder, User
from luheng.workplace.permissions import Act, Reach
from luheng.workplace.supervision.lifecycle import ORDERS
from luheng.workplace.supervision.orders import may_see, move_order

router = Router(tags=["orders"])
_PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
_LARGEST_ID = (1 << 62) - 1


class MoveIn(Schema):
    """What comes with a move."""

    note: str = Field("", max_length=8000, description="说明 note")
    due: datetime.date | None = Field(None, description="限期 deadline or, of a waiver, its end")
    evidence: int | None = Field(None, ge=1, le=_LARGEST_ID, description="依据文件 id of evidence")
    version: int | None = Field(None, ge=1, le=2**31 - 1, description="所见版本 the version seen")


class StepOut(Schema):
    """One step of an order."""

    move: str
    state_from: str
    state_to: str
    note: str
    evidence: int | None
    due: datetime.date | None
    by: str
    unit: str
    at: datetime.datetime


@router.get("/orders/{order_id}/steps", auth=READERS, summary="一件督办单的办理记录", response={200: list[StepOut], **_PROBLEMS}, openapi_extra=declared(Act.READ, Reach.SEEN))  # fmt: skip
def steps(request: HttpRequest, order_id: int) -> Any:
    """The steps an order took, earliest first."""
    caller = person(request, Act.READ)
    found = _order(order_id, caller)
    rows = [_said(step) for step in found.steps.select_related("by", "unit")]
    return audited(caller, f"orders/{order_id}/steps", rows)


@router.post("/orders/{order_id}/moves/{move}", auth=WRITERS, summary="办理督办单", response={200: StepOut, **_PROBLEMS}, openapi_extra=declared(Act.READ, Reach.SEEN, **{"x-moves": ORDERS.key}))  # fmt: skip
def make_move(request: HttpRequest, order_id: int, move: str, payload: MoveIn) -> Any:
    """Takes an order a step on; answers with the step."""
    caller = person(request, Act.READ)
    found = _order(order_id, caller)
    person(request, ORDERS.move(move).act, found)
    paper = _paper(payload.evidence) if payload.evidence else None
    step = move_order(
        found, move, caller, note=payload.note, document=paper, due=payload.due,
        version=payload.version,
    )  # fmt: skip
    return _said(step)


def _order(order_id: int, caller: User) -> SupervisionOrder:
    found = (
        SupervisionOrder.objects.filter(pk=order_id).first() if order_id <= _LARGEST_ID else None
    )
    if found is None or not may_see(caller, found):
        raise Http404(f"order {order_id}")
    return found


def _paper(evidence_id: int) -> Evidence:
    found = Evidence.objects.filter(pk=evidence_id, withdrawn=False).first()
    if found is None:
        raise Http404(f"evidence {evidence_id}")
    return found


def _said(step: Step) -> dict[str, Any]:
    return {
        "move": step.move, "state_from": step.state_from, "state_to": step.state_to,
        "note": step.note, "evidence": step.document_id, "due": step.due, "by": str(step.by or ""),
        "unit": str(step.unit or ""), "at": step.at,
    }  # fmt: skip
