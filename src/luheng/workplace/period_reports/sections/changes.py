"""自上期报告以来的变化: values superseded, verdicts changed, targets added, re-read or gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luheng.workplace.period_reports.formulas import BEFORE, NOW, Row
from luheng.workplace.period_reports.layout import QUIET, Section, Sentence, Table, column
from luheng.workplace.period_reports.sections.pieces import demand, latest, named, unit, verdict
from luheng.workplace.period_reports.words import Pen, Words

_SAME_FIGURE = ("indicator_id", "indicator", "place", "period", "kind", "unit")
_DEMANDED = ("op", "value", "unit", "year", "demand")


def _write(pen: Pen) -> Mapping[str, Any]:
    if pen.facts.before is None:
        nothing = pen.plain(
            "这是本市第一期同类报告，没有上期可比；自下期起列明变化。",
            "This is the first report of its kind, so there is nothing to compare it with.",
        )
        return {"summary": nothing, "verdicts": [], "values": [], "targets": [], QUIET: True}
    day = pen.given(pen.facts.before["as_of"], "day")
    verdicts, values, targets = _verdicts(pen), _values(pen), _targets(pen)
    said = pen.say(
        "与上期报告（判定日{day}）相比，"
        + ("有下列变化，每项均列出原值、现值和来源。" if verdicts or values or targets else "各项事实没有变化。"),
        "Compared with the last report (as of {day}) "
        + ("the following changed, each with what stood before and stands now." if verdicts or values or targets else "nothing changed."),
        day=day,
    )  # fmt: skip
    quiet = not (verdicts or values or targets)
    return {
        "summary": said,
        "verdicts": verdicts,
        "values": values,
        "targets": targets,
        QUIET: quiet,
    }


def _pairs(pen: Pen) -> Iterator[tuple[Row, Row]]:
    for row in pen.rows("targets"):
        if before := pen.facts.row("targets", row["id"], BEFORE):
            yield before, row


def _verdicts(pen: Pen) -> list[dict[str, Words]]:
    return [
        {
            "what": named(pen, row, NOW),
            "before": (*verdict(pen, old, BEFORE), _comma(pen), *latest(pen, old, BEFORE)),
            "now": (*verdict(pen, row), _comma(pen), *latest(pen, row)),
        }
        for old, row in _pairs(pen)
        if old.get("verdict") != row.get("verdict")
    ]


def _comma(pen: Pen) -> str:
    """A comma between two parts."""
    return ", " if pen.language == "en" else "，"


def _values(pen: Pen) -> list[dict[str, Words]]:
    """Figures of the same thing and period that read differently now, or became final."""
    before = {_thing(row): row for row in pen.rows("observations", at=BEFORE)}
    found = []
    for row in pen.rows("observations"):
        old = before.get(_thing(row))
        if old and (old["value"], old["status"]) != (row["value"], row["status"]):
            found.append({
                "what": _figure_named(pen, row),
                "before": _figure(pen, old, BEFORE),
                "now": _figure(pen, row, NOW),
            })  # fmt: skip
    return found


def _thing(row: Row) -> tuple[Any, ...]:
    named = row.get("indicator_id") or row.get("indicator")
    return (named, *(row.get(name) for name in _SAME_FIGURE[2:]))


def _figure_named(pen: Pen, row: Row) -> Words:
    period = pen.cell("observations", row, "period", "period")
    name = pen.cell("observations", row, "indicator")
    return (
        name,
        "（" if pen.language == "zh" else " (",
        period,
        "）" if pen.language == "zh" else ")",
    )


def _figure(pen: Pen, row: Row, at: str) -> Words:
    value = pen.cell("observations", row, "value", "amount", at=at)
    early = pen.plain("（初步）", " (preliminary)") if row["status"] == "preliminary" else ()
    return (value, *unit(pen, "observations", row, "unit", at), *early)


def _targets(pen: Pen) -> list[dict[str, Words]]:
    now = pen.rows("targets")
    there = {row["id"] for row in now}
    old = {row["id"]: row for row in pen.rows("targets", at=BEFORE)}
    added, gone = (
        pen.plain("（新增）", "(added)"),
        pen.plain("（已不在清单）", "(no longer listed)"),
    )
    rows = [
        {"what": named(pen, row, NOW), "before": added, "now": demand(pen, row)}
        for row in now
        if row["id"] not in old
    ]
    rows += [
        {"what": named(pen, row, NOW), "before": demand(pen, before, BEFORE), "now": demand(pen, row)}
        for before, row in _pairs(pen)
        if any(before.get(name) != row.get(name) for name in _DEMANDED)
    ]  # fmt: skip
    return rows + [
        {"what": named(pen, row, BEFORE), "before": demand(pen, row, BEFORE), "now": gone}
        for pk, row in old.items()
        if pk not in there
    ]


def _table(key: str, zh: str, en: str, nothing_zh: str, nothing_en: str) -> Table:
    return Table(
        key=key, zh=zh, en=en, nothing_zh=nothing_zh, nothing_en=nothing_en,
        columns=(
            column("what", "事项", "What", 52),
            column("before", "上期", "Before", 46),
            column("now", "本期", "Now", 46),
        ),
    )  # fmt: skip


CHANGES = Section(
    key="changes",
    zh="自上期报告以来的变化",
    en="What changed since the last report",
    write=_write,
    blocks=(
        Sentence(key="summary"),
        _table("verdicts", "判定变化", "Verdicts changed", "判定没有变化。", "No verdict changed."),
        _table("values", "数据更新", "Values superseded", "没有被取代的数据。", "No value was superseded."),
        _table("targets", "目标增减和修订", "Targets added, read anew or gone",
               "目标没有增减或修订。", "No target was added, changed or removed."),
    ),
)  # fmt: skip
