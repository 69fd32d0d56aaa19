"""Tasks of a plan: the clauses that are duties, or the rows of its table of tasks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from luheng.documents.model import Span, Task
from luheng.documents.plan.assignments import Assignment, Duties, PlacedDuty
from luheng.documents.plan.duties import read_due
from luheng.documents.plan.findings import printed
from luheng.documents.plan.outline import Clause
from luheng.documents.source import Source

_NUMBERED = ("item", "point")
_ONLY_A_HEADING = re.compile(  # 三、重点任务: what it heads may be cut off; it is no duty itself
    r"^(?:主要|重点|工作|具体|目标|各项)*(?:任务|工作|措施|举措|内容)(?:及?(?:分工|安排|措施))?$"
)


@dataclass(slots=True)
class TaskClause:
    """A clause that is a task, with the clauses under it that belong to its text."""

    clause: Clause
    below: list[Clause] = field(default_factory=list)

    @property
    def all(self) -> list[Clause]:
        """The clause and what is under it."""
        return [self.clause, *self.below]


def body_tasks(source: Source, clauses: list[Clause], duties: Duties) -> list[Task]:
    """The tasks that the numbered text itself states."""
    chosen = choose(clauses, duties)
    numbers = Counter(one.clause.no for one in chosen if one.clause.kind in _NUMBERED)
    restart = any(count > 1 for count in numbers.values())
    tasks: list[Task] = []
    for one in chosen:
        running = len(tasks) + 1 if restart else None
        tasks += _tasks_of(source, one, duties, running)
        assigned = duties.of(one.all)
        for clause in one.all:  # points without units of their own share those of their task
            if not duties.by_clause.get(clause.id):
                clause.lead, clause.support = assigned.lead, assigned.support
    return tasks


def choose(clauses: list[Clause], duties: Duties) -> list[TaskClause]:
    """The clauses that are tasks: the lowest numbered ones that are more than points of a list."""
    below: dict[str, list[Clause]] = {}
    for clause in clauses:
        if clause.parent:
            below.setdefault(clause.parent.id, []).append(clause)
    roots = [clause for clause in clauses if clause.parent is None and clause.kind != "front"]
    found = [task for root in roots for task in _visit(root, below, duties)]
    return _like_the_others(found, duties)


def _visit(clause: Clause, below: dict[str, list[Clause]], duties: Duties) -> list[TaskClause]:
    children = below.get(clause.id, [])
    under = _descendants(clause, below)
    led_below = [one for one in under if duties.by_clause.get(one.id)]
    own = bool(duties.by_clause.get(clause.id))
    only_points = all(child.kind == "point" for child in children)
    if not children or (not led_below and (own or only_points)):
        return [TaskClause(clause, under)]
    return [task for child in children for task in _visit(child, below, duties)]


def _descendants(clause: Clause, below: dict[str, list[Clause]]) -> list[Clause]:
    found: list[Clause] = []
    for child in below.get(clause.id, []):
        found += [child, *_descendants(child, below)]
    return found


def _like_the_others(found: list[TaskClause], duties: Duties) -> list[TaskClause]:
    """Leave out aims, principles and safeguards: clauses that name no unit where others do."""

    def led(one: TaskClause) -> bool:
        return any(duties.by_clause.get(clause.id) for clause in one.all)

    plain = [one for one in found if one.clause.purpose == "tasks"]
    kinds = Counter(one.clause.kind for one in plain or found)
    usual = kinds.most_common(1)[0][0] if kinds else "section"
    any_led = any(led(one) for one in found)

    def accepted(one: TaskClause) -> bool:
        purpose = one.clause.purpose
        if purpose in ("goals", "annex"):
            return False
        if led(one):
            return True
        if _ONLY_A_HEADING.match(one.clause.title):
            return False
        if purpose == "safeguards":
            return not any_led and one.clause.kind == usual
        return purpose == "tasks" and (one.clause.kind != "chapter" or usual == "chapter")

    return [one for one in found if accepted(one)]


def _tasks_of(source: Source, one: TaskClause, duties: Duties, running: int | None) -> list[Task]:
    """One task; several where each paragraph of an undivided clause names its own units."""
    clause = one.clause
    parts = [] if one.below else led_parts(source, clause, duties.by_clause.get(clause.id, []))
    if len(parts) < 2:
        spans = list(clause.body) or [clause.span]
        spans += [under.span for under in one.below]
        return [_task(source, clause, running, spans, duties.of(one.all), duties.spans(one.all))]
    tasks = []
    for count, part in enumerate(parts, 1):
        assigned = duties.assign(part.duties)
        named = [placed.span for placed in part.duties]
        task = _task(source, clause, running, part.spans, assigned, named)
        task.item = f"{clause.label}-{count}"
        tasks.append(task)
    return tasks


@dataclass(slots=True)
class LedPart:
    """Paragraphs of a clause with the duties that close them."""

    spans: list[Span] = field(default_factory=list)
    duties: list[PlacedDuty] = field(default_factory=list)
    worded: bool = False  # whether the paragraphs say more than who does it


def led_parts(source: Source, clause: Clause, placed: list[PlacedDuty]) -> list[LedPart]:
    """The clause cut after each paragraph that closes with units; empty where words are left.

    A line that only names units belongs to the paragraph above it.
    """
    parts: list[LedPart] = []
    open_part = LedPart()
    placed = sorted(placed, key=lambda one: one.span)
    starts = [one.span.start for one in placed]
    for paragraph in clause.body:
        inside = placed[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)]
        words = _words(source, [paragraph], [one.span for one in inside]).strip("。；")
        if not words and parts and not open_part.spans:
            parts[-1].spans.append(paragraph)
            parts[-1].duties += inside
            continue
        open_part.spans.append(paragraph)
        open_part.duties += inside
        open_part.worded = open_part.worded or bool(words and words != clause.title)
        if inside:
            parts.append(open_part)
            open_part = LedPart()
    whole = not open_part.spans and all(part.worded for part in parts)
    return parts if whole else []


def _task(
    source: Source,
    clause: Clause,
    running: int | None,
    spans: list[Span],
    assigned: Assignment,
    named: list[Span],
) -> Task:
    """The task that some stretches of a clause state; `named` are the parts that only name units."""
    whole = Span(spans[0].start, max(span.end for span in spans))
    is_item = clause.kind in _NUMBERED
    section = clause.section or (clause.no if clause.kind == "section" else "")
    number: int | str = int(clause.no) if is_item and clause.no.isdigit() else clause.no
    return Task(
        quote=source.text[whole.start : whole.end],
        span=whole,
        clause=clause.id,
        no=running if is_item and running is not None else number,
        item=_path(clause) if is_item and running is not None else "",
        section=section,
        section_no=section,
        chapter=clause.chapter,
        chapter_no=clause.chapter,
        title=clause.title,
        text=_words(source, spans, named),
        lead=assigned.lead,
        support=assigned.support,
        units_raw=assigned.raw,
        due=read_due(assigned.due) if assigned.due else None,
    )


def _path(clause: Clause) -> str:
    """The numbers that lead to a clause, its chapter's only where nothing lies between."""
    above = clause.parent
    if above is None:
        return clause.no
    if above.level == 1:
        return above.no + clause.no
    return (above.no if above.kind == "section" else _path(above)) + clause.no


def _words(source: Source, spans: list[Span], duties: list[Span]) -> str:
    """The printed words of some spans without white space and without the naming of units."""
    ordered = sorted(duties)
    starts = [duty.start for duty in ordered]
    words: list[str] = []
    for span in spans:
        start = span.start
        inside = slice(bisect_left(starts, span.start), bisect_left(starts, span.end))
        for duty in ordered[inside]:
            words.append(printed(source, Span(start, duty.start)))
            start = duty.end
        words.append(printed(source, Span(start, max(start, span.end))))
    return "".join(words)
