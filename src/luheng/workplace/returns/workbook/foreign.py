"""Sheets that are not ours, or lost their marks: mapped by what they say, corrected by a person.

Figures of indicators are found as in any return somebody made; tasks and projects as a register, one
record a row, named as asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from luheng.documents.sheets import (
    MappedCell,
    MappedSheet,
    SheetGrid,
    Trouble,
    WantedColumn,
    WantedRow,
    map_workbook,
)
from luheng.documents.sheets import (
    Mapping as SheetMeanings,
)
from luheng.documents.sheets.names import label_of
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import Return, ReturnRow
from luheng.workplace.returns.cells import typed_cell
from luheng.workplace.returns.merging import Entry
from luheng.workplace.returns.workbook.columns import Kind
from luheng.workplace.returns.workbook.own import Gathered, stored

_STATUS = WantedColumn("status", "口径", "Status", ("数据口径", "数据状态", "数据性质"))
_NOTE = WantedColumn("note", "备注", "Remark", ("说明", "填报备注", "备注说明", "note", "remarks"))
_FIGURES = (
    WantedColumn("value", "本期值", "Value", ("数值", "实际值"), role="value"), _STATUS, _NOTE,
)  # fmt: skip
_NAME_HEADS = (
    "名称",
    "任务",
    "任务名称",
    "工作任务",
    "重点任务",
    "任务内容",
    "项目",
    "项目名称",
    "事项",
)
_TEXT = WantedColumn(
    "text",
    "进展说明",
    "Progress note",
    ("进展情况", "工作进展", "完成情况", "进展情况说明", "推进情况"),
)
_RECORDS: Mapping[str, tuple[WantedColumn, ...]] = {
    Kind.TASK: (
        WantedColumn("name", "填报项", "Field", (*_NAME_HEADS, "task"), required=True),
        WantedColumn("state", "进展", "Progress", ("状态", "完成状态", "进展状态", "state")), _TEXT,
        replace(_NOTE, synonyms=("填报备注", "备注说明", "note", "remarks")),
    ),
    Kind.PROJECT: (
        WantedColumn("name", "填报项", "Field", (*_NAME_HEADS, "project"), required=True),
        WantedColumn("value", "本年累计完成投资", "Spent this year so far", ("本年完成投资", "年度完成投资", "完成投资"), type="amount"),
        WantedColumn("percent", "形象进度", "Physical progress", ("工程进度", "进度"), type="amount", unit="%"),
        WantedColumn("stage", "阶段", "Stage", ("建设阶段", "项目阶段")), _TEXT, _NOTE,
    ),
}  # fmt: skip


def wanted_columns(kind: str) -> tuple[WantedColumn, ...]:
    """What is looked for in a sheet of a kind of field."""
    return _FIGURES if kind == Kind.INDICATOR else _RECORDS[kind]


@dataclass
class Foreign(Gathered):
    """What a file says by its own heads, and how its sheets were read."""

    read: list[tuple[SheetGrid, MappedSheet, str]] = field(default_factory=list)  # … and the kind


def gather_foreign(
    one: Return,
    grids: Sequence[SheetGrid],
    rows: Sequence[ReturnRow],
    remembered: Callable[[str], Sequence[SheetMeanings]] = lambda kind: (),
) -> Foreign:
    """What the sheets say of the rows of the return, and every trouble with its cell.

    `remembered` gives what was decided about sheets read for a kind of field.
    """
    found = Foreign()
    figures = [row for row in rows if row.asked.kind == Kind.INDICATOR]
    if figures:
        grid, mapped = map_workbook(grids, _FIGURES, [_wanted(one, row) for row in figures], remembered(Kind.INDICATOR))  # fmt: skip
        found.read.append((grid, mapped, Kind.INDICATOR))
        _take_figures(found, mapped, {str(row.pk): row for row in figures})
    for kind, columns in _RECORDS.items():
        own = [row for row in rows if row.asked.kind == kind]
        if own:
            _records(found, kind, columns, grids, own, remembered(kind))
    return found


def _wanted(one: Return, row: ReturnRow) -> WantedRow:
    asked = row.asked
    entry = catalogue().get(asked.indicator_id)
    return WantedRow(
        str(row.pk), asked.name, entry.en if entry else "", entry.aliases if entry else (),
        unit=asked.measure, period=one.period, place=asked.place, required=not row.answer,
    )  # fmt: skip


def _take_figures(found: Foreign, mapped: MappedSheet, rows: Mapping[str, ReturnRow]) -> None:
    found.troubles += mapped.troubles
    for key, cells in mapped.rows().items():
        _keep(found, rows[key], cells)


def _keep(found: Foreign, row: ReturnRow, cells: Mapping[str, MappedCell]) -> None:
    taken: dict[str, Any] = {}
    for name, cell in cells.items():
        try:
            taken[name] = typed_cell(row.asked.kind, name, _plain(cell))
        except LuhengError as problem:
            found.troubles.append(Trouble(cell.address, problem.message))
    value = cells.get("value")
    if value is not None and value.preliminary is not None and "status" not in taken:
        taken["status"] = "preliminary" if value.preliminary else "final"
    places = {name: cell.address for name, cell in cells.items()}
    found.entries[row.pk] = Entry(row.pk, taken, None, places)


def _plain(cell: MappedCell) -> Any:
    if cell.state == "missing":
        return "—" if cell.column in ("value", "percent") else ""
    if isinstance(cell.value, Decimal):
        return f"{stored(cell.value):f}"
    return cell.value


def _records(
    found: Foreign, kind: str, columns: tuple[WantedColumn, ...], grids: Sequence[SheetGrid],
    rows: Sequence[ReturnRow], remembered: Sequence[SheetMeanings],
) -> None:  # fmt: skip
    wanted = columns
    if kind == Kind.PROJECT:
        measure = rows[0].asked.measure
        wanted = tuple(replace(one, unit=measure) if one.key == "value" else one for one in columns)
    named: dict[str, ReturnRow | None] = {}
    for row in rows:
        for key in {_bare(row.asked.name), _bare(label_of(row.asked.name).words)}:
            named[key] = None if key in named and named[key] is not row else row
    read = [map_workbook([grid], wanted, (), remembered) for grid in grids]
    answered = [_take_records(found, mapped, named) for _, mapped in read]
    for (grid, mapped), matched in zip(read, answered, strict=True):
        if matched or not (any(answered) or found.read):
            found.read.append((grid, mapped, kind))
            found.troubles += mapped.troubles


def _take_records(
    found: Foreign, mapped: MappedSheet, named: Mapping[str, ReturnRow | None]
) -> int:
    """How many records of a sheet are rows of the return."""
    matched = 0
    for line in mapped.rows().values():
        row = _of_name(line.get("name"), named, mapped)
        if row is not None:
            matched += 1
            _keep(found, row, {name: cell for name, cell in line.items() if name != "name"})
    return matched


def _of_name(
    cell: MappedCell | None, named: Mapping[str, ReturnRow | None], mapped: MappedSheet
) -> ReturnRow | None:
    if cell is None or not cell.value:
        return None
    decided = {_bare(label): name for label, name in mapped.mapping.names.items()}
    text = str(cell.value)
    text = decided.get(_bare(text), text)
    return named.get(_bare(text)) or named.get(_bare(label_of(text).words))


def _bare(text: str) -> str:
    return "".join(text.split())
