"""Rows of a table of projects, with their money and their years."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from luheng.documents.model import Project, Span
from luheng.documents.plan.findings import printed
from luheng.documents.plan.outline import PlanTable
from luheng.documents.plan.table_heads import Role, column_heads, column_roles
from luheng.documents.source import Cell, Source

_TOTAL = re.compile(
    r"^[（(]?[一二三四五六七八九十]?[）)、]?(?:合计|小计|总计|共计|总投资合计|项目合计|累计)"
)
_NUMBER = re.compile(r"\d+(?:[，,]\d{3})*(?:\.\d+)?")
_MONEY_UNIT = re.compile(r"(亿|万)元?")
_OPEN = re.compile(r"待定|待落实|谋划|未定|^[-—/\\]+$|另行")
_MOMENT = re.compile(
    r"((?:19|20)\d\d)(?:年|[./-](?=\d{1,2}(?!\d)))?(?:(\d{1,2})月?)?(底|末|年底|年末|上半年|下半年)?"
)
_SEPARATOR = re.compile(r"[-—~至到]+")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last year of a project, with months where they are printed."""

    start: int | None = None
    end: int | None = None
    start_ym: str | None = None
    end_ym: str | None = None


@dataclass(slots=True)
class TotalRow:
    """A row that adds up the rows before it."""

    words: str
    span: Span
    amount: Decimal
    over: list[Decimal]  # the amounts it should be the sum of
    part: bool  # 小计: of one group only


@dataclass(slots=True)
class ProjectTable:
    """The projects of one table and its totals, amounts in 亿元."""

    projects: list[Project] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    builder_column: bool = False


def read_projects(source: Source, placed: PlanTable, annex: str) -> ProjectTable:
    """The rows of a table of projects. Totals are kept apart; group headings are dropped."""
    table = placed.table
    roles, heads = column_roles(source, table), column_heads(source, table)
    found = ProjectTable(builder_column="builder" in roles)
    group: list[Decimal] = []
    everything: list[Decimal] = []
    for cells in table.rows[table.header_rows :]:
        row = _Row(source, cells, roles, heads, table.caption)
        if row.is_total:
            _add_total(found, row, group, everything)
            group = [] if row.is_part else group
        elif not row.is_project:
            group = []
        else:
            project = row.project(annex, len(found.projects) + 1)
            found.projects.append(project)
            if (amount := row.in_yi()) is not None:
                group = [*group, amount]
                everything.append(amount)
    return found


def _add_total(
    found: ProjectTable, row: _Row, group: list[Decimal], everything: list[Decimal]
) -> None:
    amount = row.in_yi()
    over = group if row.is_part else everything
    if amount is not None and over:
        found.totals.append(TotalRow(row.first, row.span, amount, list(over), row.is_part))


@dataclass(slots=True)
class _Row:
    source: Source
    cells: list[Cell]
    roles: list[Role | None]
    heads: list[str]
    caption: str

    def cell(self, role: Role) -> Cell | None:
        """The cell of a role; None where the column is missing or the cell is empty."""
        for cell, own in zip(self.cells, self.roles, strict=True):
            if own == role and cell.text.strip():
                return cell
        return None

    def words(self, role: Role) -> str:
        """What a cell says, as printed without white space; empty where it says nothing."""
        cell = self.cell(role)
        return printed(self.source, cell.span) if cell else ""

    def view(self, role: Role) -> str:
        cell = self.cell(role)
        return self.source.view(cell.span).text if cell else ""

    @property
    def first(self) -> str:
        return next((re.sub(r"\s", "", cell.text) for cell in self.cells if cell.text.strip()), "")

    @property
    def is_total(self) -> bool:
        own = [cell.text for cell in self.cells if cell.text.strip() and not cell.merged][:3]
        return any(_TOTAL.match(re.sub(r"\s", "", text)) for text in [*own, self.words("name")])

    @property
    def is_part(self) -> bool:
        return "小计" in "".join(cell.text for cell in self.cells[:3])

    @property
    def is_project(self) -> bool:
        distinct = {cell.text for cell in self.cells if cell.text.strip()}
        return bool(self.words("name")) and len(distinct) > 1 and not self._is_heading()

    def _is_heading(self) -> bool:
        number = self.view("no")
        filled = {cell.text for cell in self.cells if cell.text.strip()}
        return (
            bool(re.match(r"^[（(]?[一二三四五六七八九十]+[）)、]?$", number)) and len(filled) <= 3
        )

    @property
    def span(self) -> Span:
        own = [c.span for c in self.cells if not c.merged and c.span.end > c.span.start]
        own = own or [cell.span for cell in self.cells]
        return Span(min(span.start for span in own), max(span.end for span in own))

    def amount(self) -> Decimal | None:
        """The investment in the unit that the table uses."""
        words = self.view("investment")
        found = _NUMBER.search(words)
        if not found or _OPEN.search(words):
            return None
        return Decimal(re.sub("[，,]", "", found[0]))

    def in_yi(self) -> Decimal | None:
        """The investment in 亿元; None where the table does not say in which unit it is."""
        amount, unit = self.amount(), self.money_unit()
        return None if amount is None or unit is None else amount / (1 if unit == "亿" else 10000)

    def money_unit(self) -> str | None:
        """亿 or 万: printed in the cell, else in the head, else above the table."""
        head = next(
            (
                head
                for head, role in zip(self.heads, self.roles, strict=True)
                if role == "investment"
            ),
            "",
        )
        for words in (self.view("investment"), head, self.caption):
            if found := _MONEY_UNIT.search(words):
                return found[1]
        return None

    def project(self, annex: str, running: int) -> Project:
        unit = self.money_unit()
        period = self.period()
        number = self.view("no")
        no: int | str = int(number) if number.isdigit() else number or running
        span = self.span
        return Project(
            quote=self.source.text[span.start : span.end], span=span, clause=f"{annex}/{no}",
            no=no, name=self.words("name"), content=self.words("content"),
            start=period.start, end=period.end, start_ym=period.start_ym, end_ym=period.end_ym,
            period_raw=self.words("period"), investment_yi_yuan=self.in_yi(),
            investment_wan_yuan=self.amount() if unit == "万" else None,
            investment_raw=self.words("investment"), builder=self.words("builder") or None,
            lead=self.words("lead") or None, place=self.words("place") or None,
            columns={
                head: printed(self.source, cell.span)
                for head, cell in zip(self.heads, self.cells, strict=True)
                if head and cell.text.strip()
            },
        )  # fmt: skip

    def period(self) -> Period:
        if words := self.view("period"):
            return read_period(words)
        start, end = read_period(self.view("start")), read_period(self.view("end"))
        return Period(start.start, end.end, start.start_ym, end.end_ym)


def read_period(text: str) -> Period:
    """Years of 2023-2025, 2023.03-2024.12, 2023年3月—2025年底; open ends are None."""
    moments = [found for found in _MOMENT.finditer(text) if found[0]]
    if not moments:
        return Period()
    first, last = moments[0], moments[-1]
    if len(moments) == 1:
        return _one_moment(text, first)
    return Period(int(first[1]), int(last[1]), _month(first), _month(last))


def _one_moment(text: str, moment: re.Match[str]) -> Period:
    year, month = int(moment[1]), _month(moment)
    after, before = text[moment.end() :], text[: moment.start()]
    same_year = re.match(r"[-—~至到]+(\d{1,2})月", after)
    if same_year and month:
        return Period(year, year, month, f"{year}-{int(same_year[1]):02d}")
    if re.match(r"年?(?:起|开工|启动|开始)", after) or _SEPARATOR.match(after):
        return Period(start=year, start_ym=month)
    if re.match(r"年?\D{0,2}(?:前|完工|建成|竣工|完成|投产)", after) or _SEPARATOR.search(before):
        return Period(end=year, end_ym=month)
    return Period(year, year, month, month)


def _month(moment: re.Match[str]) -> str | None:
    if moment[2] and 1 <= int(moment[2]) <= 12:
        return f"{moment[1]}-{int(moment[2]):02d}"
    if moment[3]:
        return f"{moment[1]}-{'06' if moment[3] == '上半年' else '12'}"
    return None
