"""Official methods by program: compute, and keep what came out as the page does."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from luheng.workplace.api.doors import READERS, WRITERS, declared, person
from luheng.workplace.api.schemas import Problem
from luheng.workplace.computed.results import Asked, compute, keep
from luheng.workplace.models import Computed
from luheng.workplace.permissions import Act, Reach

router = Router(tags=["methods"])
_PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class AskedIn(Schema):
    """What is to be computed."""

    method: str = Field(max_length=120, description="方法编号 id of the method")
    period: str = Field(max_length=20, description="时期，如2025 the period")
    place: str = Field(max_length=120, description="地区 the place")
    inputs: dict[str, Any] = Field(default_factory=dict, description="输入 inputs by name")
    using: str = Field("", max_length=200, description="指定版本 an edition")


class WorkingOut(Schema):
    """A result that is not kept: value and the calculation written out."""

    value: str
    unit: str
    mark: str
    zh: str
    en: str


class KeptOut(Schema):
    """A kept result."""

    id: int
    value: str
    unit: str
    mark: str
    digest: str
    observation: int | None
    computed_at: datetime.datetime


@router.post("/compute", auth=READERS, summary="按官方方法计算（不保存）", response={200: WorkingOut, **_PROBLEMS}, openapi_extra=declared(Act.READ, Reach.EVERY))  # fmt: skip
def compute_only(request: HttpRequest, payload: AskedIn) -> Any:
    """Computes and writes out the calculation; nothing is kept."""
    person(request, Act.READ)
    result = compute(_asked(payload))
    return WorkingOut(
        value=str(result.value), unit=result.unit, mark=result.mark,
        zh=result.explain("zh"), en=result.explain("en"),
    )  # fmt: skip


@router.post("/compute/kept", auth=WRITERS, summary="按官方方法计算并保存", response={200: KeptOut, **_PROBLEMS}, openapi_extra=declared(Act.ENTER_OBSERVATION, Reach.EVERY))  # fmt: skip
def compute_and_keep(request: HttpRequest, payload: AskedIn) -> Any:
    """Computes and keeps; the same inputs again give the result that is there."""
    return _said(keep(_asked(payload), person(request, Act.ENTER_OBSERVATION)))


def _asked(payload: AskedIn) -> Asked:
    return Asked(payload.method, payload.period, payload.place, payload.inputs, payload.using)


def _said(one: Computed) -> KeptOut:
    return KeptOut(
        id=one.pk, value=one.words, unit=one.unit, mark=one.mark, digest=one.digest,
        observation=one.observation_id, computed_at=one.computed_at,
    )  # fmt: skip
