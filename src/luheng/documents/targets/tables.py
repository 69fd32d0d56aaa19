"""Targets in tables: a row for each indicator, or a row for each county or town."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from luheng.documents.model import Milestone, Span, Target
from luheng.documents.plan.units import read_units
from luheng.documents.source import Cell, Source, Table
from luheng.documents.targets.cells import CellDemand, read_cell
from luheng.documents.targets.columns import Column, columns_of, is_worded, of_kind
from luheng.documents.targets.indicators import indicator_of
from luheng.documents.targets.making import mark_series
from luheng.documents.targets.naming import name_of_amount
from luheng.documents.targets.passage import ProseContext
from luheng.documents.targets.quantities import Quantity, quantities
from luheng.documents.view import View
from luheng.vocabulary.units_of_measure import canonical_unit, is_unit

_TOTAL = re.compile(r"^(?:合计|小计|总计|共计|全市合计|全市|全县|总数|合\s*计)$")
_BINDING = {"约束": "约束性", "预期": "预期性"}
_UNIT_IN_HEAD = re.compile(
    r"(?:单位)?[：:]?（(?:单位[：:]?)?([^（）]{1,12})）|单位[：:]\s*([^\s，；。）)]{1,12})"
)
_CHANGE_IN_NAME = re.compile(
    r"(?:累计)?(?:下降|降低|减少|削减|降幅|压减)(?:率|幅度|比例)?(?:（累计）|〔[^〕]*〕)?$"
)
_OPERATOR_IN_NAME = re.compile(
    r"(?:(?P<low>下降到|降低到|降到|降至|控制在|控制到|不超过|不高于|低于|≤)|(?:达到|提高到|不低于|不少于|≥))$"
)
_ADDED_IN_NAME = re.compile(r"(?:较|比)(20\d\d)年.{0,3}$")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.、．]|（?[一二三四五六七八九十]{1,3}[）、]|[①-⑳]|[*※])")
_GROWTH = re.compile(r"增速|增长率|年均增长|累计(?:增长|变化)|增幅|变化幅度")


@dataclass(slots=True)
class TableReading:
    """What was read from a table."""

    targets: list[Target] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)


def read_table(
    source: Source, table: Table, context: ProseContext, *, only_values: bool = False
) -> TableReading:
    """Targets and milestones of an indicator table; nothing for a table of another kind.

    `only_values` is for tables of tasks, whose worded cells are read as prose.
    """
    if len(table.rows) <= table.header_rows:
        return TableReading()
    columns = columns_of(table, context.written_year)
    if any(of_kind(columns, "money")):
        return TableReading()
    targets = list(of_kind(columns, "target")) or list(of_kind(columns, "standard"))
    names = list(of_kind(columns, "indicator"))
    if only_values:
        targets = [c for c in targets if not is_worded(table, c)]
        names = [c for c in names if is_worded(table, c)]
        if not targets or not names:
            return TableReading()
    if targets and names:
        return _IndicatorTable(source, table, columns, names, targets, context).read()
    return _PlaceTable(source, table, columns, context).read()


class _IndicatorTable:
    """Rows are indicators, columns the years."""

    def __init__(self, source: Source, table: Table, columns: list[Column], names: list[Column],
                 targets: list[Column], context: ProseContext) -> None:  # fmt: skip
        self.source, self.table, self.context = source, table, context
        self.names, self.targets, self.columns = names, targets, columns
        self.caption_unit = _unit_of_caption(table.caption)
        self.caption_year = _year_of_caption(table.caption)
        self.reading = TableReading()

    def read(self) -> TableReading:
        for row in self.table.rows[self.table.header_rows :]:
            self._row(row)
        return self.reading

    def _row(self, row: list[Cell]) -> None:
        printed, name_cell = self._name(row)
        if not printed or _TOTAL.match(printed):
            return
        base = self._base(row)
        found: list[Target] = []
        for column in self.targets:
            cell = row[column.index]
            if cell.span == name_cell.span:
                continue
            demand = read_cell(cell.text, printed)
            if demand and demand.goal:
                self._milestone(row, name_cell, cell, column)
            elif demand:
                target = self._target(row, printed, name_cell, cell, column, demand, base)
                if not _GROWTH.search(column.head) or not self._is_growth(target, column, found):
                    found.append(target)
        mark_series(found)
        self.reading.targets += found

    def _is_growth(self, target: Target, column: Column, levels: list[Target]) -> bool:
        """Read a cell of 年均增速〔累计〕; True where it only says by how much a level changes."""
        target.year = target.year or max((c.year or 0 for c in self.targets), default=0) or None
        target.baseline = target.baseline_year = None
        bracketed = (
            target.quote.rstrip("％% ").endswith(("]", "］", "〕")) or "年均" not in column.head
        )
        target.cumulative = bracketed
        if target.op != "=" or target.value is None:
            return False
        if bracketed and levels:
            levels[-1].change, levels[-1].change_unit = target.value, target.unit
            return True
        target.op = "increase_by" if target.value >= 0 else "reduce_by"
        target.value, target.rate = abs(target.value), None if bracketed else "annual"
        return False

    def _name(self, row: list[Cell]) -> tuple[str, Cell]:
        """The indicator; where there are several name columns, the last with text (an upper one
        before it where the last says only part: 其中: 城区)."""
        cells = [row[column.index] for column in self.names if row[column.index].text]
        if not cells:
            return "", row[0]
        text = View.of(cells[-1].text).text
        return _NUMBERING.sub("", text), cells[-1]

    def _base(self, row: list[Cell]) -> tuple[Decimal | None, int | None]:
        for column in of_kind(self.columns, "base"):
            numbers = list(quantities(View.of(row[column.index].text).text))
            plain = re.fullmatch(r"[\d,.]+", row[column.index].text.strip())
            if numbers and (plain or len(numbers) == 1):
                return numbers[0].value, column.year
        return None, None

    def _unit(self, row: list[Cell], printed: str) -> str | None:
        for column in of_kind(self.columns, "unit"):
            text = row[column.index].text.strip()
            if text and not re.fullmatch(r"[-—－/]+", text):
                return canonical_unit(text)
        found = _UNIT_IN_HEAD.search(View.of(printed).text)
        if found and is_unit(found[1] or found[2]):
            return canonical_unit(found[1] or found[2])
        return self.caption_unit

    def _target(self, row: list[Cell], printed: str, name_cell: Cell, cell: Cell, column: Column,
                demand: CellDemand, base: tuple[Decimal | None, int | None]) -> Target:  # fmt: skip
        span = _span_of([name_cell, cell])
        name = _bare_name(printed)
        cut = _CHANGE_IN_NAME.sub("", name) if demand.op == "reduce_by" else name
        if demand.op == "=" and (led := _OPERATOR_IN_NAME.search(cut)):
            cut = cut[: led.start()]
            demand.op = "<=" if led["low"] else ">="
        named = indicator_of(_without_base(cut) or name)
        target = Target(
            quote=self.source.text[span.start : span.end],
            span=span,
            clause=self.context.clause,
            indicator=named.name,
            printed_indicator=printed if printed != named.name else "",
            indicator_id=named.id,
            year=column.year or self.caption_year,
            op=demand.op or "=",
            value=base[0] if demand.same_as_base else demand.value,
            unit=demand.unit or self._unit(row, printed),
            section=self.context.section,
            lead=self._units(row, "lead") or list(self.context.lead),
            support=self._units(row, "support") or list(self.context.support),
            year_from=column.year_from,
            cumulative=column.cumulative or "累计" in printed,
            binding=self._binding(row, printed),
            merged=[c.head for c in (*self.names, column) if row[c.index].merged],
        )
        for key, value in demand.extras.items():
            setattr(target, key, value)
        if target.op == "meet_assigned" and target.value is None:
            target.unit = None
        if base[0] is not None:
            target.baseline, target.baseline_year = base
        if (added := _ADDED_IN_NAME.search(cut)) and target.op == "reduce_by":
            target.base_year = int(added[1])
        return target

    def _units(self, row: list[Cell], kind: Literal["lead", "support"]) -> list[str]:
        columns = of_kind(self.columns, kind)
        return [unit for c in columns for unit in read_units(View.of(row[c.index].text).text)]

    def _binding(self, row: list[Cell], printed: str):
        for column in of_kind(self.columns, "binding"):
            for word, meaning in _BINDING.items():
                if word in row[column.index].text:
                    return meaning
        return next(
            (m for w, m in _BINDING.items() if f"（{m}）" in printed or f"（{w}）" in printed), None
        )

    def _milestone(self, row: list[Cell], name_cell: Cell, cell: Cell, column: Column) -> None:
        if len(cell.text) > 60 or not re.search(r"[一-鿿]", cell.text):
            return
        span = _span_of([name_cell, cell])
        self.reading.milestones.append(
            Milestone(
                quote=self.source.text[span.start : span.end],
                span=span,
                clause=self.context.clause,
                year=column.year or self.caption_year,
                section=self.context.section,
            )
        )


class _PlaceTable:
    """Rows are places; the columns are years of one indicator, or indicators."""

    def __init__(
        self, source: Source, table: Table, columns: list[Column], context: ProseContext
    ) -> None:
        self.source, self.table, self.columns, self.context = source, table, columns, context
        self.caption = View.of(table.caption).text
        self.unit = _unit_of_caption(table.caption)
        self.year = _year_of_caption(table.caption)

    def read(self) -> TableReading:
        places = list(of_kind(self.columns, "place"))
        reading = TableReading()
        if not places:
            return reading
        values = [c for c in self.columns if c.index > places[0].index and c.kind in ("target", "other", "category", "indicator")
                  and not re.search(r"备注|说明|合计|小计|总计", c.head)]  # fmt: skip
        for row in self.table.rows[self.table.header_rows :]:
            place = View.of(row[places[-1].index].text).text
            if not place or _TOTAL.match(place):
                continue
            found = [t for column in values if (t := self._target(row, place, places[-1], column))]
            mark_series(found)
            reading.targets += found
        return reading

    def _target(
        self, row: list[Cell], place: str, place_column: Column, column: Column
    ) -> Target | None:
        cell = row[column.index]
        name = self._name(column)
        demand = read_cell(cell.text, name) if name else None
        if demand is None or demand.goal:
            return None
        span = _span_of([row[place_column.index], cell])
        unit = demand.unit or _unit_of_caption(column.head) or self.unit
        named = indicator_of(name_of_amount(name, Quantity(0, 0, Decimal(0), unit=unit)))
        target = Target(
            quote=self.source.text[span.start : span.end], span=span, clause=self.context.clause,
            indicator=named.name, indicator_id=named.id, year=column.year or self.year,
            op=demand.op or "=", value=demand.value, unit=unit, section=self.context.section,
            lead=list(self.context.lead), support=list(self.context.support), places=[place],
            merged=[place_column.head] if row[place_column.index].merged else [],
        )  # fmt: skip
        for key, value in demand.extras.items():
            setattr(target, key, value)
        return target

    def _name(self, column: Column) -> str:
        """The head's own indicator, else the caption's: 各县区造林任务分解表."""
        head = _UNIT_IN_HEAD.sub("", column.head)
        head = re.sub(r"20\d\d年?|目标值?|任务数?|计划数?|指标值?|年度|（|）", "", head)
        if len(head) >= 2:
            return head
        caption = re.sub(
            r"^附?[表件]\s*\d*[-—.]?\d*|单位[：:].*$|（.*）|20\d\d[-—~年]*(?:20\d\d年)?",
            "",
            self.caption,
        )
        found = re.search(
            r"各(?:县区|县市区|区县|县|区|地|乡镇|镇街|县（市、区）)(.+?)(?:年度)?(?:目标)?(?:任务)?(?:目标)?(?:分解|分配|计划|安排)?表?$",
            caption,
        )
        return found[1] if found else ""


def _span_of(cells: list[Cell]) -> Span:
    return Span(min(c.span.start for c in cells), max(c.span.end for c in cells))


def _bare_name(printed: str) -> str:
    """The name without its unit in brackets, marks of footnotes and numbering."""
    name = re.sub(
        r"（[^（）]*）|〔[^〕]*〕", lambda m: "" if _is_remark(m[0][1:-1]) else m[0], printed
    )
    name = re.sub(r"（(PM ?[\d.]+|[A-Z][A-Za-z]{0,5}\d?)）", r"(\1)", name)
    return re.sub(r"[*※＊①-⑨]+$|^其中[：，]?", "", name).strip("：，")


def _is_remark(text: str) -> bool:
    return bool(
        is_unit(text) or re.search(r"^(?:累计|约束性|预期性|%|单位|[a-z0-9.]+)$|比20|较20", text)
    )


def _without_base(name: str) -> str:
    return re.sub(r"(?:较|比)(?:20\d\d年|上年|“?十[一二三四]五”?末)(?:累计)?$|累计$", "", name)


def _unit_of_caption(caption: str) -> str | None:
    for found in _UNIT_IN_HEAD.finditer(View.of(caption).text):
        text = found[1] or found[2]
        if is_unit(text):
            return canonical_unit(text)
    return None


def _year_of_caption(caption: str) -> int | None:
    years = re.findall(r"20\d\d", caption)
    return int(years[-1]) if years else None
