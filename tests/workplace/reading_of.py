"""Readings written out by hand: what a perfect reader would say of a short invented text."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from luheng.documents.model import (
    Milestone,
    Observation,
    Project,
    Reading,
    Section,
    Span,
    Target,
    Task,
)

TITLE = "云川市绿色低碳循环发展实施方案"
PLAN = """云川市绿色低碳循环发展实施方案
一、主要目标
到2025年，森林覆盖率达到42.5%。到2025年，单位地区生产总值能耗较2020年下降14%。
二、重点任务
1.推进工业节能。实施节能改造。（市工业和信息化局牵头，市发展改革委配合）
2.建设绿色园区。（市发展改革委）
云川河生态修复工程 总投资2.5亿元 市水务局
"""


def at(text: str, quote: str) -> dict[str, Any]:
    """Quote and span of a stretch of the text."""
    start = text.index(quote)
    return {"quote": quote, "span": Span(start, start + len(quote))}


def plan_reading(text: str = PLAN, title: str = TITLE, **changes: Any) -> Reading:
    """The plan above, read; keyword arguments replace whole lists."""
    sections = [
        Section(
            no="一",
            title="主要目标",
            level=1,
            chapter="一",
            clause="一",
            **at(text, "一、主要目标"),
        ),
        Section(
            no="二",
            title="重点任务",
            level=1,
            chapter="二",
            clause="二",
            **at(text, "二、重点任务"),
        ),
    ]
    usual: dict[str, Any] = {
        "sections": lambda: sections,
        "targets": lambda: [forest(text), energy(text)],
        "tasks": lambda: [saving(text), park(text)],
        "projects": lambda: [river(text)],
    }
    lists = {name: make() for name, make in usual.items() if name not in changes} | changes
    return Reading(
        file="plan.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        text=text,
        kind="plan",
        title=title,
        **lists,
    )


def forest(text: str = PLAN, words: str = "森林覆盖率达到42.5%", **changes: Any) -> Target:
    values: dict[str, Any] = {
        "indicator": "森林覆盖率",
        "year": 2025,
        "op": ">=",
        "value": Decimal("42.5"),
        "unit": "%",
        "clause": "一",
        "lead": ["市林业局"],
    }
    return Target(**{**values, **at(text, words), **changes})


def energy(text: str = PLAN, **changes: Any) -> Target:
    values: dict[str, Any] = {
        "indicator": "单位地区生产总值能耗",
        "year": 2025,
        "op": "reduce_by",
        "value": Decimal(14),
        "unit": "%",
        "base_year": 2020,
        "clause": "一",
    }
    return Target(**{**values, **at(text, "单位地区生产总值能耗较2020年下降14%"), **changes})


def saving(text: str = PLAN, **changes: Any) -> Task:
    values: dict[str, Any] = {
        "no": 1,
        "title": "推进工业节能",
        "text": "推进工业节能。实施节能改造。",
        "lead": ["市工业和信息化局"],
        "support": ["市发展改革委"],
        "clause": "二",
    }
    return Task(**{**values, **at(text, "推进工业节能。实施节能改造。"), **changes})


def park(text: str = PLAN, **changes: Any) -> Task:
    values: dict[str, Any] = {
        "no": 2,
        "title": "建设绿色园区",
        "text": "建设绿色园区。",
        "lead": ["市发展改革委"],
        "due": "2024",
        "clause": "二",
    }
    return Task(**{**values, **at(text, "建设绿色园区。"), **changes})


def river(text: str = PLAN, **changes: Any) -> Project:
    values: dict[str, Any] = {
        "no": 1,
        "name": "云川河生态修复工程",
        "investment_yi_yuan": Decimal("2.5"),
        "lead": "市水务局",
        "start": 2022,
        "end": 2024,
    }
    return Project(**{**values, **at(text, "云川河生态修复工程 总投资2.5亿元 市水务局"), **changes})


def goal(text: str, quote: str, **changes: Any) -> Milestone:
    return Milestone(**{"year": 2025, **at(text, quote), **changes})


def figure(indicator: str, period: str, value: str, unit: str = "%", **changes: Any) -> Observation:
    values: dict[str, Any] = {
        "indicator": indicator,
        "place": "云川市",
        "period": period,
        "value": Decimal(value),
        "unit": unit,
        "quote": f"{indicator}{value}{unit}",
        "span": Span(0, len(f"{indicator}{value}{unit}")),
    }
    return Observation(**{**values, **changes})


def bulletin_reading(year: str, *figures: Observation, **changes: Any) -> Reading:
    text = "".join(one.quote + "。" for one in figures)
    for one in figures:
        start = text.index(one.quote)
        one.span = Span(start, start + len(one.quote))
    values: dict[str, Any] = {
        "file": f"{year}.txt",
        "sha256": hashlib.sha256(f"{year}{text}{changes}".encode()).hexdigest(),
        "media_type": "text/plain",
        "text": text,
        "kind": "bulletin",
        "title": f"云川市{year}年公报",
        "issued_on": f"{int(year) + 1}-04-01",
        "period": year,
        "observations": list(figures),
    }
    return Reading(**{**values, **changes})
