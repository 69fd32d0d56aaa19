"""Tables of figures: every cell that holds a number is an observation of its row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from luheng.documents.model import Finding, ObservationKind, Span
from luheng.documents.observations.cells import is_missing, number_in, period_in
from luheng.documents.observations.changes import CHANGE
from luheng.documents.observations.columns import (
    Column,
    columns,
    head_start,
    header_height,
    seen,
    unit_in,
)
from luheng.documents.observations.figures import RATE_NAME, Figure, reported_change
from luheng.documents.observations.phrases import names_in, piece
from luheng.documents.observations.sentences import Setting
from luheng.documents.observations.subjects import (
    ANY_UNIT,
    COUNTED,
    Memory,
    Subject,
    completed,
    head_of,
    named,
    plain_measure,
    unit_of,
)
from luheng.documents.observations.times import UNKNOWN, annual, times, year_of
from luheng.documents.source import Cell, Source, Table
from luheng.vocabulary.messages import Message

Status = Literal["final", "preliminary"]

_NO_ROW = re.compile(
    r"目标|限值|标准(?!煤)|计划|任务|^注|^备注|^说明|^(?:合计|小计|总计)$|^数据来源|多年平均|全省|全国|^均值$"
)
_HERE = re.compile(r"^(?:全市|本市|我市|市域|全域)(?:平均|合计|总计|均值|总体)?$|^平均值?$")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d{1,2}[.、](?!\d)|#|[＊*]|其中[：、]?)+"
)
_ENTITY = re.compile(
    r"(?:断面|点位|测点|水库|湖库|河流|河段|水源地|企业|公司|单位|电厂|站点|监测站|水厂|行业|流域|水系|项目名称|测站)(?:名称)?$"
)


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A figure of a table with the words of its row."""

    figure: Figure
    span: Span
    cell: str | None
    status: Status | None  # where the row says so


@dataclass(slots=True)
class _Row:
    """What the cells before the figures say of a row."""

    cells: list[Cell]
    span: Span
    label: str = ""
    place: str | None = None
    period: str | None = None
    unit: str | None = None
    status: Status | None = None


@dataclass(slots=True)
class TableReader:
    """Reads one table. `findings` are the cells it could not read."""

    source: Source
    table: Table
    setting: Setting
    memory: Memory
    findings: list[Finding] = field(default_factory=list)
    caption: str = ""
    caption_unit: str | None = None
    caption_period: str | None = None
    heads: list[Column] = field(default_factory=list)

    def read(self) -> list[CellFigure]:
        """The figures of the table, row by row; none of a table whose head says nothing known."""
        height = header_height(self.table)
        if not height:
            return []
        self._read_caption()
        start = head_start(self.table)
        around = self.caption_period or self.setting.period
        self.heads = self._sorted_out(columns(self.table, start, height, around), height)
        if not self.heads:
            return []
        rows = (self._row(cells) for cells in self.table.rows[height:])
        return [figure for row in rows if row for figure in self._figures(row)]

    def _read_caption(self) -> None:
        above = " ".join(
            cell.text for row in self.table.rows[: head_start(self.table)] for cell in row[:1]
        )
        text = seen(f"{self.table.caption} {above}")
        text = re.sub(r"^(?:附?[表图]\d*(?:[-.—]\d+)*|附件\d*)[：、.]?", "", text)
        self.caption, self.caption_unit = unit_in(text)
        for when in times(self.caption, self.setting.period):
            if when.period and when.period != UNKNOWN and not when.window:
                self.caption_period = when.period

    def _sorted_out(self, heads: list[Column], height: int) -> list[Column]:
        """The columns with the first one told from its cells, where its head does not tell."""
        first, others = heads[0], heads[1:]
        if first.head and _ENTITY.search(first.head) and first.role not in ("place", "indicator"):
            return []
        roles = {column.role for column in heads}
        if "indicator" in roles or first.role == "place":
            return heads
        dated = [c for c in others if c.role == "value" and c.period and not c.head]
        if first.role in ("period", "value") and dated:
            return [replace(first, role="indicator"), *others]
        if first.role == "value":
            words = [seen(row[0].text) for row in self.table.rows[height:]]
            if all(period_in(word, None) for word in words if word):
                return [replace(first, role="period"), *others]
            if any(number_in(word) for word in words):
                return []
            return [replace(first, role="place" if not first.head else "none"), *others]
        return heads

    def _row(self, cells: list[Cell]) -> _Row | None:
        own = [cell for cell in cells if not cell.merged and cell.span.end > cell.span.start]
        if not own:
            return None
        span = Span(min(c.span.start for c in own), max(c.span.end for c in own))
        row = _Row(cells, span)
        for column, cell in zip(self.heads, cells, strict=True):
            word = seen(cell.text)
            if column.role == "indicator" and word:
                row.label = word
            elif column.role == "place":
                row.place = self._place(word)
                if row.place is None:
                    return None
            elif column.role == "period":
                row.period = period_in(word, self.setting.period)
                if row.period is None:
                    return None
            elif column.role == "unit" and word:
                row.unit = unit_in(f"（{word}）")[1]
            elif column.role == "status":
                row.status = _status(word)
        return None if _NO_ROW.search(row.label) else row

    def _place(self, word: str) -> str | None:
        if _HERE.match(word):
            return self.setting.gazetteer.home
        if not word or _NO_ROW.search(word) or number_in(word):
            return None
        return self.setting.gazetteer.full(word)

    def _figures(self, row: _Row) -> Iterator[CellFigure]:
        for column, cell in zip(self.heads, row.cells, strict=True):
            if (
                column.role != "value"
                or (cell.merged and not cell.reference)
                or is_missing(cell.text)
            ):
                continue
            number = number_in(cell.text)
            if number is None:
                self._unreadable(cell, row)
                continue
            if figure := self._figure(row, column, cell, *number):
                yield CellFigure(figure, row.span, cell.reference or None, row.status)

    def _figure(
        self, row: _Row, column: Column, cell: Cell, value: Decimal, own_unit: str | None
    ) -> Figure | None:
        period = row.period or column.period or self._latest() or self.setting.period
        if period == UNKNOWN or (not row.period and self._is_ahead(period)):
            return None
        label, label_unit = unit_in(_NUMBERING.sub("", column.head or row.label or self.caption))
        change = column.change or self._is_change(label, period)
        if change and not column.change and CHANGE.fullmatch(label) and self.memory.subject:
            label = self.memory.subject.printed  # 增长速度（%）: of the row above
        unit = own_unit or label_unit or row.unit or column.unit or self.caption_unit
        if column.change:
            label = (
                _NUMBERING.sub("", unit_in(row.label or self.caption)[0])
                if not column.head
                else label
            )
            unit = "百分点" if column.points else own_unit or "%"
        if column.since and annual(period) and column.since < year_of(period) - 1:
            period = f"{column.since + 1}/{period}"
        subject = self._subject(label, ANY_UNIT if change else unit, period, change=change)
        if subject is None:
            return None
        if unit is None:
            if not (subject.indicator and subject.indicator.unit == ""):
                self._without_unit(cell, row)
                return None
            unit = ""
        return self._made(subject, row, period, value, unit, change=change)

    def _is_ahead(self, period: str) -> bool:
        """A column of a year to come holds plans; a row's own time is what someone reports."""
        return bool(self.setting.last_year) and year_of(period) > self.setting.last_year

    def _latest(self) -> str | None:
        """The time a column without one is about: the caption's, else the latest of the heads."""
        dated = [c.period for c in self.heads if c.period and c.role == "value"]
        return self.caption_period or max(dated, key=year_of, default=None)

    def _is_change(self, label: str, period: str) -> bool:
        found = CHANGE.search(label)
        return bool(found and not named(label, "%", Memory(), annual=annual(period)))

    def _subject(
        self, label: str, unit: str | None, period: str, *, change: bool
    ) -> Subject | None:
        if (
            change
            and (found := CHANGE.search(label))
            and not named(label, "%", Memory(), annual=True)
        ):
            label = re.sub(r"(?:同比|比上年)$", "", label[: found.start()])
        whole = piece(label, 0, len(label))
        wanted = ANY_UNIT if unit is None else unit
        for part in names_in(whole):
            if part.text and (s := named(part.text, wanted, self.memory, annual=annual(period))):
                return self._remembered(s, part.text)
        if subject := completed(label, wanted, self.memory):
            return self._remembered(subject, label)
        if head_of(self.caption) and not plain_measure(label):
            label += head_of(self.caption)  # 农业 in a table of 用水量
        if not 2 <= len(label) <= 40 or not re.search("[一-鿿A-Za-z]", label):
            return None
        return self._remembered(Subject(label), label)

    def _remembered(self, subject: Subject, printed: str) -> Subject:
        self.memory.subjects = [replace(subject, printed=printed)]
        return self.memory.subjects[0]

    def _made(
        self, subject: Subject, row: _Row, period: str, value: Decimal, unit: str, *, change: bool
    ) -> Figure:
        kind: ObservationKind = "level"
        if change:
            runs = "/" in period and "-" not in period
            kind = "cumulative_change_pct" if runs else "change_pct"
            kind = "change_pp" if unit == "百分点" else kind
            subject, sign = reported_change(subject)
            value *= sign
        elif RATE_NAME.search(subject.name):
            kind = "change_pct"
        elif unit in COUNTED | {"天"}:
            kind = "count"
        unit = unit_of(subject.indicator, subject.name, unit)
        place = row.place or self.setting.place
        return Figure(subject, place, period, value, unit, kind, row.span.start, row.span.end)

    # --- what could not be read -------------------------------------------------------------------

    def _unreadable(self, cell: Cell, row: _Row) -> None:
        self._find("observation_cell_no_number", cell, row)

    def _without_unit(self, cell: Cell, row: _Row) -> None:
        self._find("observation_unit_missing", cell, row)

    def _find(self, code: str, cell: Cell, row: _Row) -> None:
        if cell.span.end <= cell.span.start:
            return
        quote = self.source.text[cell.span.start : cell.span.end]
        where = cell.reference or row.label or row.place or ""
        message = Message(code, {"file": self.source.file, "cell": where, "text": quote.strip()})
        self.findings.append(Finding(quote=quote, span=cell.span, message=message))


def _status(word: str) -> Status | None:
    if re.search(r"初步|快报|预计|暂定|未审", word):
        return "preliminary"
    return "final" if re.search(r"最终|正式|核定|年报|核实|终审|已审", word) else None
