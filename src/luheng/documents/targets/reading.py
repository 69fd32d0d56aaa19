"""All targets and milestones of a plan: its clauses as prose, its indicator tables, merged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from luheng.documents.model import Finding, Milestone, Span, Target
from luheng.documents.plan.outline import Clause, Outline
from luheng.documents.source import Source
from luheng.documents.targets.deadlines import FIVE_YEAR_PLANS
from luheng.documents.targets.merging import merge
from luheng.documents.targets.passage import ProseContext
from luheng.documents.targets.prose import read_prose
from luheng.documents.targets.tables import read_table
from luheng.documents.targets.wording import PRESENT_TITLE

_CITED_YEAR = re.compile(r"[〔\[（(［](20\d\d)[〕\]）)］]\s*\d+\s*号")
_FIVE_YEARS = re.compile(rf"“?({'|'.join(FIVE_YEAR_PLANS)})五(?!年)")
_LIST_ITEM = re.compile(
    r"^(?:—|－|-|●|■|▲|◆|·|[（(]?\d{1,2}[）).．、]|[①-⑳]|[一二三四五六七八九]是)"
)


def read_targets(
    source: Source, outline: Outline, *, written_year: int | None = None, title: str = ""
) -> tuple[list[Target], list[Milestone], list[Finding]]:
    """Targets, milestones and findings of a plan.

    `written_year` is the year of issue, where the title block gives it; years before it are past.
    A title that names one year (2024年工作要点) says what 今年 means.
    """
    reader = _Reader(source, outline, written_year or _earliest_possible(source, outline), title)
    return reader.read()


def _earliest_possible(source: Source, outline: Outline) -> int | None:
    """A plan is not older than the newest document it cites, nor than its own five-year plan."""
    own = outline.own_text or Span(0, len(source.text))
    years = [int(found[1]) for found in _CITED_YEAR.finditer(source.text, own.start, own.end)]
    plans = Counter(found[1] for found in _FIVE_YEARS.finditer(source.text, own.start, own.end))
    if plans:
        years.append(FIVE_YEAR_PLANS[plans.most_common(1)[0][0]])
    return max(years, default=None)


class _Reader:
    def __init__(self, source: Source, outline: Outline, written: int | None, title: str) -> None:
        self.source, self.outline, self.written = source, outline, written
        yearly = re.search(r"(20\d\d)年", title)
        self.current = (
            int(yearly[1]) if yearly and not re.search(r"20\d\d年?[-—~至]", title) else None
        )
        self.level = (
            "省"
            if re.search(r"省(?!.*[市县区])|自治区(?!.*[市县旗])", title)
            else ("市" if title else "")
        )
        self.body: list[Target] = []
        self.rows: list[Target] = []
        self.milestones: list[Milestone] = []
        self.lead_ins: dict[str, tuple[int, ...]] = {}

    def read(self) -> tuple[list[Target], list[Milestone], list[Finding]]:
        """All of the plan, body before tables."""
        for clause in self.outline.clauses:
            self._clause(clause)
        for placed in self.outline.tables:
            if placed.kind != "projects":
                context = self._context(placed.clause) if placed.clause else self._bare_context()
                found = read_table(
                    self.source, placed.table, context, only_values=placed.kind == "tasks"
                )
                self.rows += found.targets
                self.milestones += found.milestones
        targets, findings = merge(self.body, self.rows)
        return targets, _once(self.milestones), findings

    def _clause(self, clause: Clause) -> None:
        years = self.lead_ins.get(clause.parent.id, ()) if clause.parent else ()
        context = self._context(clause)
        goes_on = bool(years)
        for part in clause.body:
            if part in self.outline.of_projects:
                continue
            if any(duty.start <= part.start and part.end <= duty.end for duty in clause.duties):
                continue
            view = self.source.view(part)
            led = years if goes_on or _LIST_ITEM.match(view.text) else ()
            reading = read_prose(self.source.text, view, context.led_by(led))
            (self.rows if clause.kind == "row" else self.body).extend(reading.targets)
            self.milestones += reading.milestones
            ends_open = view.text.endswith(("：", "。", "；", "，")) and reading.years
            years = reading.years if ends_open else years
            goes_on = view.text.endswith("：") and bool(reading.years)
        if goes_on:
            self.lead_ins[clause.id] = years

    def _bare_context(self) -> ProseContext:
        return ProseContext(written_year=self.written, current_year=self.current)

    def _context(self, clause: Clause) -> ProseContext:
        titles = [above.title for above in _upwards(clause)]
        return ProseContext(
            clause=clause.id,
            section=clause.label,
            lead=tuple(clause.lead),
            support=tuple(clause.support),
            goals=clause.purpose == "goals",
            present=any(PRESENT_TITLE.search(title) and len(title) < 20 for title in titles),
            written_year=self.written,
            current_year=self.current,
            own_level=self.level,
        )


def _upwards(clause: Clause | None) -> Iterator[Clause]:
    while clause is not None:
        yield clause
        clause = clause.parent


def _once(milestones: list[Milestone]) -> list[Milestone]:
    seen: set[tuple[int, int]] = set()
    kept = []
    for milestone in milestones:
        place = (milestone.span.start, milestone.span.end)
        if place not in seen:
            seen.add(place)
            kept.append(milestone)
    return kept
