"""What a reader gets out of a document. Field names are those of the printed JSON.

Amounts are `Decimal` exactly as printed; a missing value is None, never zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Literal

from luheng.vocabulary.messages import Message


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters in the text of the source."""

    start: int
    end: int


Operator = Literal[
    ">=", "<=", "=", "reduce_by", "increase_by", "multiply_by", "meet_assigned", "meet_benchmark"
]
ObservationKind = Literal["level", "count", "change_pct", "change_pp", "cumulative_change_pct"]


@dataclass(kw_only=True, slots=True)
class Item:
    """Anything read from a document: its exact words and where they stand."""

    quote: str
    span: Span
    clause: str = ""  # id of the clause the words stand in: Section.clause or a task number


@dataclass(kw_only=True, slots=True)
class Section(Item):
    """A heading of the outline. (chapter, no) is its key: numbers may restart in each chapter."""

    no: str  # half-width: "一", "(三)", "1"
    title: str
    level: int
    chapter: str  # number of the level-1 heading it stands under
    body: Span | None = None  # its own text, heading included, up to the next heading


@dataclass(kw_only=True, slots=True)
class Target(Item):
    """One indicator, one year, one demand."""

    indicator: str  # short canonical name, errors corrected, scope kept
    printed_indicator: str = ""  # as the document has it
    indicator_id: str | None = None  # catalogue id; None: unmapped
    year: int | None
    op: Operator
    value: Decimal | None
    unit: str | None
    section: str = ""
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    strict: bool = False
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    range: bool = False
    approx: bool = False
    bound: Operator | None = None  # of what is handed down; "<=" beside 达到: meant as a ceiling
    assigned_by: str | None = None
    benchmark: str | None = None
    offset: Decimal | None = None
    offset_unit: str | None = None
    base: str | None = None  # 同比
    base_year: int | None = None
    baseline: Decimal | None = None
    baseline_year: int | None = None
    change: Decimal | None = None
    change_unit: str | None = None
    rate: Literal["annual"] | None = None
    cumulative: bool = False
    year_from: int | None = None
    period_years: int | None = None
    stretch: Decimal | None = None  # 力争 value beside a firm one
    stretch_only: bool = False
    wording: str = ""  # 力争, 确保, 努力 … as printed
    binding: Literal["约束性", "预期性"] | None = None
    series: str | None = None
    part_of: str | None = None
    places: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    fraction: str | None = None
    quote_alt: str | None = None
    conflict_with: str | None = None
    note: str | None = None


@dataclass(kw_only=True, slots=True)
class Task(Item):
    """A duty with the units that lead and support it."""

    no: int | str  # running number, or the section number where tasks have none of their own
    item: str = ""  # section + number where numbering restarts
    section: str = ""
    section_no: str = ""
    chapter: str = ""
    chapter_no: str = ""
    title: str = ""
    text: str
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    units_raw: str = ""
    due: str | None = None  # YYYY or YYYY-MM


@dataclass(kw_only=True, slots=True)
class Project(Item):
    """A row of a project annex; every column of the table is kept in `columns`."""

    no: int | str
    name: str
    content: str = ""
    start: int | None = None
    end: int | None = None
    start_ym: str | None = None
    end_ym: str | None = None
    period_raw: str = ""
    investment_yi_yuan: Decimal | None = None
    investment_wan_yuan: Decimal | None = None
    investment_raw: str = ""
    builder: str | None = None
    lead: str | None = None
    place: str | None = None
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class Milestone(Item):
    """A dated or absolute goal without a number."""

    year: int | None
    section: str = ""


@dataclass(kw_only=True, slots=True)
class Observation(Item):
    """What a bulletin says an indicator was."""

    indicator: str
    printed_indicator: str = ""
    indicator_id: str | None = None
    place: str
    period: str  # 2019 · 2025-08 · 2015-01/2015-06 · 2011/2014
    value: Decimal
    unit: str
    kind: ObservationKind = "level"
    alt_kind: ObservationKind | None = None
    status: Literal["final", "preliminary"] = "final"
    cell: str | None = None  # sheet and cell, when it came from a workbook


@dataclass(kw_only=True, slots=True)
class Finding(Item):
    """What the document itself gets wrong, or what the reader could not settle. Drops no row."""

    message: Message
    severity: Literal["error", "warning", "info"] = "warning"
    suggestion: str | None = None


@dataclass(kw_only=True, slots=True)
class Reading:
    """All that was read from one document. `text[span.start:span.end] == quote` for every item."""

    file: str
    sha256: str
    media_type: str
    text: str
    kind: Literal["plan", "bulletin", "unknown"] = "unknown"
    title: str | None = None
    title_as_printed: str | None = None
    issuer: str | None = None
    doc_no: str | None = None
    issued_on: str | None = None
    published_on: str | None = None
    status: str | None = None  # plans: draft | issued; bulletins: final | preliminary
    period: str | None = None  # bulletins
    implied_units_all_tasks: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def items(self) -> Iterator[Item]:
        """Every item in the order of its list."""
        for name in ITEM_LISTS:
            yield from getattr(self, name)


ITEM_LISTS = (
    "sections", "targets", "tasks", "projects", "milestones", "observations", "findings",
)  # fmt: skip


def to_json(value: Any) -> Any:
    """Plain JSON data of a reading or any part of it.

    Whole decimals become integers, others floats; unset extras of a target are left out.
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Message):
        return {
            "code": value.code,
            "zh": value.text("zh"),
            "en": value.text("en"),
            "remedy_zh": value.remedy("zh"),
            "remedy_en": value.remedy("en"),
        }
    if isinstance(value, Reading | Item):
        pairs = ((f.name, getattr(value, f.name)) for f in fields(value))
        return {name: to_json(part) for name, part in pairs if not _unset_extra(name, part)}
    if isinstance(value, list | tuple):
        return [to_json(part) for part in value]
    if isinstance(value, dict):
        return {key: to_json(part) for key, part in value.items()}
    return value


_ALWAYS_PRINTED = frozenset(
    [
        "year",
        "op",
        "value",
        "unit",
        "indicator",
        "indicator_id",
        "quote",
        "span",
        "clause",
        "section",
        "lead",
        "support",
        "no",
        "title",
        "issuer",
        "doc_no",
        "issued_on",
        "status",
        "start",
        "end",
        "builder",
        "place",
        "period",
        "kind",
        "due",
        "text",
        "implied_units_all_tasks",
    ]
) | frozenset(ITEM_LISTS)


def _unset_extra(name: str, part: Any) -> bool:
    return name not in _ALWAYS_PRINTED and (part is None or part is False or part in ("", [], {}))
