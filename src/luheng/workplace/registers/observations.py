"""数据清单: what the indicators were, from bulletins, returns and by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When

from luheng.workplace import review
from luheng.workplace.models import Observation, Review, Target, User, Verdict
from luheng.workplace.progress import enter_observation
from luheng.workplace.registers.column import EVERY_WRITER, OFFICE, Column
from luheng.workplace.registers.register import Register
from luheng.workplace.registers.shared_columns import (
    DOCUMENT,
    PUBLISHED,
    QUOTE,
    REVIEW,
    in_force,
)


def _superseded(values: list[str]) -> Q:
    wanted = values[-1].lower() in ("true", "1", "是")
    return Q(superseded_by__isnull=not wanted)


def _where_published(path: str) -> Case:
    """What of a figure stands in a document that everyone may read; nothing of a unit's workbook."""
    printed = When(document__kind__in=PUBLISHED, then=F(path))
    return Case(printed, default=Value(""), output_field=CharField())


def _published_in() -> Case:
    return _where_published("document__title")


def _published_quote() -> Case:
    return _where_published("quote")


def _public_rows() -> Q:
    """Figures of published documents, and those on which a public verdict rests."""
    targets = Target.objects.filter(in_force())
    used = Verdict.observations.through.objects.filter(verdict__target__in=targets)
    printed = Q(document__kind__in=PUBLISHED, document__current=True)
    return (printed | Q(pk__in=used.values("observation_id"))) & ~Q(review=Review.REJECTED)


def _save(
    row_id: int | None, version: int | None, values: Mapping[str, Any], by: User
) -> models.Model:
    if row_id is None:
        return enter_observation(values, by)
    item = Observation.objects.get(pk=row_id)
    return review.correct(item, values, by, item.version if version is None else version)


def _entered(key: str, zh: str, en: str, **options: Any) -> Column:
    return Column(key=key, zh=zh, en=en, writers=EVERY_WRITER, **options)


OBSERVATIONS = Register(
    key="observations",
    zh="数据清单",
    en="Observations",
    model=Observation,
    order=("-period", "pk"),
    defaults={"review": ~Q(review=Review.REJECTED)},
    public_rows=_public_rows,
    detail="observation",
    save=_save,
    creates=True,
    empty_zh="没有符合条件的数据：放宽筛选，或导入公报、填报表",
    empty_en="No figure matches: widen the filters, or add a bulletin or a return",
    columns=(
        _entered("indicator", "指标", "indicator", searchable=True, required=True, public=True,
                 synonyms=("指标名称", "主要指标", "统计指标", "指标项")),
        _entered("place", "地区", "place", filter="distinct", required=True, public=True,
                 synonyms=("县区", "县（市、区）", "区域", "行政区", "行政区划", "所在地区")),
        _entered("period", "时期", "period", filter="distinct", required=True, is_period=True, public=True,
                 synonyms=("时间", "年份", "年度", "报告期", "统计时间", "统计年份")),
        _entered("value", "数值", "value", type="amount", unit_column="unit", required=True, public=True,
                 synonyms=("完成值", "实际值", "实际完成", "完成数", "统计值", "指标值", "数据")),
        _entered("unit", "计量单位", "unit", filter="distinct", required=True, public=True, synonyms=("单位",)),
        _entered("kind", "类型", "kind", type="choice", choices=dict(Observation.Kind.choices), public=True),
        _entered(
            "status", "口径", "status", type="choice", choices=dict(Observation.Status.choices),
            public=True,
        ),
        DOCUMENT,
        Column(
            key="published_in", zh="公布文件", en="published in", expression=_published_in,
            filter="", shown=False, public=True,
        ),
        Column(
            key="published_quote", zh="公布原文", en="published words", filter="",
            expression=_published_quote, sortable=False, shown=False, public=True,
        ),
        Column(key="cell", zh="单元格", en="cell", shown=False),
        Column(
            key="indicator_id", zh="指标目录编号", en="catalogue id", filter="distinct",
            shown=False, writers=OFFICE,
        ),
        Column(
            key="superseded", zh="已被替代", en="superseded", path="superseded_by",
            filter="flag", condition=_superseded, shown=False, sortable=False,
        ),
        QUOTE,
        REVIEW,
    ),
)  # fmt: skip
