"""The rows of a return by program: read, and filled in with the same checks as on the page."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.api.doors import READERS, WRITERS, declared, person
from luheng.workplace.api.exports import audited
from luheng.workplace.api.schemas import Problem
from luheng.workplace.models import ReturnRow
from luheng.workplace.permissions import Act, Reach
from luheng.workplace.returns.access import only_contributes, return_of, rows_seen, whole_return_of
from luheng.workplace.returns.cells import CELLS, plain, value_of
from luheng.workplace.returns.merging import Entry, Merge, take

router = Router(tags=["returns"])
_PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
_LARGEST_ID = (1 << 62) - 1
_MOST_AT_ONCE = 2000


class RowIn(Schema):
    """What is said of one row. A cell that is left out stays; without `version`, so does a null one."""

    id: int = Field(ge=1, le=_LARGEST_ID, description="行的编号 id of the row")
    version: int | None = Field(None, ge=1, le=2**31 - 1, description="所见版本 the version seen")
    value: Decimal | str | None = Field(None, description="本期值，无数据填“—” value, or — where there is none")  # fmt: skip
    status: str | None = Field(None, max_length=20, description="口径 final or preliminary")
    state: str | None = Field(None, max_length=20, description="任务进展 progress of a task")
    percent: Decimal | None = Field(
        None, description="形象进度（%） physical progress of a project"
    )
    stage: str | None = Field(None, max_length=20, description="项目阶段 stage of a project")
    text: str | None = Field(None, max_length=8000, description="进展说明 progress note")
    note: str | None = Field(None, max_length=8000, description="备注 remark")


class Spoken(Schema):
    """A sentence in both languages."""

    zh: str
    en: str


class RowOut(Schema):
    """A row of a return; amounts are exact texts, missing is null."""

    id: int
    version: int
    kind: str
    name: str
    indicator_id: str
    task: int | None
    project: int | None
    place: str
    unit: str
    answer: str
    value: str | None
    status: str
    state: str
    percent: str | None
    stage: str
    text: str
    note: str
    warnings: list[Spoken]
    last_period: str
    last_value: str | None
    known: int | None
    review: str
    review_reason: str
    answered_at: datetime.datetime | None


class RowsTaken(Schema):
    """What became of the rows sent."""

    changed: int
    same: int
    rows: list[RowOut]


@router.get("/returns/{return_id}/rows", auth=READERS, summary="一张填报表的各行", response={200: list[RowOut], **_PROBLEMS}, openapi_extra=declared(Act.READ, Reach.SEEN))  # fmt: skip
def rows(request: HttpRequest, return_id: int) -> Any:
    """The rows of a return that the caller may see, in the order of the page."""
    caller = person(request, Act.READ)
    one = return_of(caller, return_id)
    own = not only_contributes(caller, one)
    found = rows_seen(caller, one).select_related("asked")
    ordered = found.order_by("asked__kind", "asked__position", "pk")
    answer = [row_out(row) if own else asked_out(row) for row in ordered]
    return audited(caller, f"returns/{return_id}/rows", answer)


@router.post("/returns/{return_id}/rows", auth=WRITERS, summary="填报各行，全部成功或全部不写", response={200: RowsTaken, **_PROBLEMS}, openapi_extra=declared(Act.FILE_RETURN, Reach.SEEN))  # fmt: skip
def fill_rows(request: HttpRequest, return_id: int, payload: list[RowIn]) -> Any:
    """Fills in rows, all or none; the same again changes nothing. Doubts come back as warnings."""
    caller = person(request, Act.FILE_RETURN)
    one = whole_return_of(caller, return_id)
    if len(payload) > _MOST_AT_ONCE:
        raise LuhengError("too_many_at_once", most=_MOST_AT_ONCE, count=len(payload))
    done = take(one, [_entry(row) for row in payload], caller, whole=True)
    return {"changed": len(done.changed), "same": done.same, "rows": _sent(done)}


def _sent(done: Merge) -> list[dict[str, Any]]:
    return [row_out(merged.row) for merged in done.rows]


def _entry(row: RowIn) -> Entry:
    given = row.dict(exclude_unset=True, exclude={"id", "version"})
    cells = {name: "" if value is None else str(value) for name, value in given.items()}
    return Entry(row.id, cells, row.version)


def row_out(row: ReturnRow) -> dict[str, Any]:
    """A row as JSON carries it; of its cells only those that its kind has."""
    cells = {name: value_of(row, name) for name in CELLS[row.asked.kind]}
    amounts = {
        name: None if cells.get(name) is None else plain(name, cells[name])
        for name in ("value", "percent")
    }
    words = {name: cells.get(name) or "" for name in ("status", "state", "stage", "text", "note")}
    last = row.last_value
    return {
        "id": row.pk, "version": row.version, "kind": row.asked.kind, "name": row.asked.name,
        "indicator_id": row.asked.indicator_id, "task": row.asked.task_id,
        "project": row.asked.project_id, "place": row.asked.place, "unit": row.asked.measure,
        "answer": row.answer, **amounts, **words,
        "warnings": [{"zh": one["zh"], "en": one["en"]} for one in row.warnings],
        "last_period": row.last_period, "last_value": None if last is None else plain("", last),
        "known": row.known_id, "review": row.review, "review_reason": row.review_reason,
        "answered_at": row.answered_at,
    }  # fmt: skip


def asked_out(row: ReturnRow) -> dict[str, Any]:
    """The row as a supporting unit sees it: what is asked, not what the lead unit says of it."""
    blank = ReturnRow(
        pk=row.pk, parent=row.parent, asked=row.asked, version=row.version, status="",
        last_period=row.last_period, last_value=row.last_value,
    )  # fmt: skip
    return row_out(blank)
