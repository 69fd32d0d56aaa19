"""各章目标进展: every target, chapter by chapter as the plans have them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from luheng.judgement.model import Verdict
from luheng.workplace.period_reports.formulas import Row
from luheng.workplace.period_reports.layout import Each, Section, Sentence, Table, column
from luheng.workplace.period_reports.sections.overview import pen_how
from luheng.workplace.period_reports.sections.pieces import (
    counted,
    demand,
    indicator,
    kinds_of,
    latest,
    lead,
    verdict,
)
from luheng.workplace.period_reports.words import Pen, Words
from luheng.workplace.reports.frozen import clause_text


def _write(pen: Pen) -> Mapping[str, Any]:
    titles = {
        (one["document"], one["chapter"]): one["title"]
        for one in pen.facts.contents().get("origins", {}).get("chapters", ())
    }
    order = list(titles)

    def place(row: Row) -> tuple[Any, str]:
        return row.get("document_id"), row.get("chapter") or row.get("chapter_no") or ""

    def rank(row: Row) -> int:
        return order.index(place(row)) if place(row) in titles else len(order)

    rows = sorted(pen.rows("targets"), key=rank)
    groups = [(key, list(found)) for key, found in groupby(rows, key=place)]
    several = len({document for (document, _), _ in groups}) > 1
    return {
        "chapters": [
            _chapter(pen, key, titles.get(key, ""), found, several=several) for key, found in groups
        ]
    }


def _chapter(
    pen: Pen, key: tuple[Any, str], title: str, rows: list[Row], *, several: bool
) -> dict[str, Any]:
    return {
        "title": _title(pen, key, title, several=several),
        "summary": _summary(pen, key, rows),
        "rows": [
            {
                "indicator": indicator(pen, row),
                "demand": demand(pen, row),
                "latest": latest(pen, row),
                "verdict": verdict(pen, row),
                "lead": lead(pen, "targets", row),
            }
            for row in rows
        ],
    }


def _title(pen: Pen, key: tuple[Any, str], title: str, *, several: bool) -> Words:
    document = pen.facts.row("documents", key[0])
    name = pen.given(title or clause_text(key[1]) or str(pen.plain("其他", "Other")[0]), "text")
    if not several or document is None:
        return (name,)
    return (pen.given(f"《{document['title']}》", "text"), name)


def _summary(pen: Pen, key: tuple[Any, str], rows: list[Row]) -> Words:
    where = (["document_id", "=", key[0]], ["chapter", "=", rows[0].get("chapter")])
    how = pen_how(pen, "本章", "of this chapter")
    parts = [
        (
            Verdict(code).text("zh"),
            Verdict(code).text("en"),
            pen.count("targets", *where, ["verdict", "=", code],
                      how=f"{how}{pen.citing.comma}{Verdict(code).text(pen.language)}"),
        )
        for code in kinds_of(rows, "verdict", [one.value for one in Verdict])
    ]  # fmt: skip
    return pen.say(
        "共{n}项：{parts}。", "{n} targets: {parts}.",
        n=pen.count("targets", *where, how=how), parts=counted(pen, *parts),
    )  # fmt: skip


TARGETS = Section(
    key="targets",
    zh="各章目标进展",
    en="Targets chapter by chapter",
    write=_write,
    blocks=(
        Each(
            key="chapters", name="chapter",
            nothing_zh="还没有读到目标。", nothing_en="No target has been read yet.",
            blocks=(
                Sentence(key="summary"),
                Table(
                    key="rows", zh="目标进展", en="Targets",
                    nothing_zh="本章没有目标。", nothing_en="This chapter has no target.",
                    columns=(
                        column("indicator", "指标", "Indicator", 34),
                        column("demand", "目标", "Target", 33),
                        column("latest", "最新数据", "Latest", 30),
                        column("verdict", "判定", "Verdict", 27),
                        column("lead", "牵头单位", "Lead unit", 20),
                    ),
                ),
            ),
        ),
    ),
)  # fmt: skip
