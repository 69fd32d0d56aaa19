"""The outline of a plan: its chapters, sections and items, each a clause with a stable id."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from luheng.documents.model import Span
from luheng.documents.plan.lines import Line
from luheng.documents.source import Table

ClauseKind = Literal["front", "chapter", "section", "item", "point", "row"]
Purpose = Literal["general", "goals", "tasks", "safeguards", "schedule", "annex"]
TableKind = Literal["tasks", "projects", "indicators", "other"]


@dataclass(kw_only=True, slots=True)
class Clause:
    """One numbered stretch of a plan with its own text, or one row of a task table.

    The id is made of printed numbers ("二/(四)/3", "附件1/12"), never of offsets, so it survives
    small edits of the text.
    """

    id: str
    kind: ClauseKind
    no: str  # half-width, as sections print it: "二", "(四)", "3", "(1)"
    title: str
    level: int  # 1 chapter, 2 section, 3 item, 4 point; 0 the text before the first number
    chapter: str = ""  # number of its chapter
    section: str = ""  # number of its section
    label: str = ""  # what `Target.section` says: "(三)", "一(二)" where numbers restart, "13"
    purpose: Purpose = "tasks"
    heading: Span | None = None  # number and title
    body: list[Span] = field(default_factory=list)  # own text by paragraph, title in, number out
    duties: list[Span] = field(default_factory=list)  # parts of body that only name units
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    parent: Clause | None = field(default=None, repr=False)

    @property
    def span(self) -> Span:
        """From its number to the end of its own text."""
        ends = [part.end for part in self.body] + ([self.heading.end] if self.heading else [])
        start = self.heading.start if self.heading else self.body[0].start
        return Span(start, max(ends))


@dataclass(slots=True)
class PlanTable:
    """A table of the plan and what its header says it holds."""

    table: Table
    kind: TableKind
    clause: Clause | None  # the clause it stands under


@dataclass(slots=True)
class Box:
    """A box (专栏): its title and the lines that stand in it."""

    title: Line
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """The plan without page chrome: clauses in the order of the text, and its tables."""

    clauses: list[Clause] = field(default_factory=list)
    tables: list[PlanTable] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    of_projects: set[Span] = field(default_factory=set)  # lines of boxes that describe a project
    own_text: Span | None = None  # from the plan's title to its last word
