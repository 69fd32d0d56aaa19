"""Lines become clauses: levels from the styles of their numbers, text from the lines between."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from luheng.documents.model import Finding, Span
from luheng.documents.plan.findings import finding, printed
from luheng.documents.plan.lines import Line
from luheng.documents.plan.outline import Box, Clause, ClauseKind, Purpose
from luheng.documents.source import Source
from luheng.documents.view import View

_RANK: dict[str, float] = {
    "chapter": 1, "part": 2, "chinese": 3, "article": 4, "bracketed": 5,
    "arabic": 6, "decimal": 7, "subdecimal": 8, "round": 9, "circled": 10,
}  # fmt: skip
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-4])", re.IGNORECASE)
_TITLE_END = re.compile(r"[。：；!?]")
_TITLE_LONGEST = 60
_PURPOSES: tuple[tuple[Purpose, re.Pattern[str]], ...] = (
    ("goals", re.compile(r"目标(?!责任|考核|管理|体系|导向)|^(?:主要|创建|考核|建设)?指标(?:体系)?$")),
    ("general", re.compile(
        r"总体要求|总体思路|总体部署|指导思想|基本原则|工作原则|工作思路|形势|背景|^现状|现状$|工作基础|发展基础|"
        r"^基础|重要意义|重大意义|总则|编制|(?:适用|实施|规划|创建|建设|工作)范围|基本情况|发展环境|前言|^总论"
    )),
    ("schedule", re.compile(r"步骤|进度安排|时间安排|阶段安排|工作阶段|实施阶段")),
    ("safeguards", re.compile(
        r"保障|组织实施|组织领导|组织落实|落实措施|工作要求|监督考核|考核评价|附则|抓好落实"
    )),
)  # fmt: skip
_BOX = re.compile(r"^[〔（]?专[栏列][\d一二三四五六七八九十：:]")
_BOX_STYLES = ("arabic", "round", "circled")
_DUTY_END = re.compile(
    r"(?:负责|配合|参与|落实|单位：[^。（）]*)[）〕]。?$|^(?:责任|牵头|配合)单位："
)
_DUTY_IN_TITLE = re.compile(r"[（〔][^（）〔〕]*(?:单位|部门|牵头|负责)[^（〔]*$")


@dataclass(slots=True)
class ClauseReader:
    """Builds the clauses of one run of lines; `prefix` sets the ids of an annex apart."""

    source: Source
    prefix: str = ""
    purpose: Purpose = "tasks"
    clauses: list[Clause] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    _open: list[Clause] = field(default_factory=list)
    _last: dict[int, tuple[int, str]] = field(default_factory=dict)
    _taken: Counter[str] = field(default_factory=Counter)
    _decimals: bool = False
    _box: int = 0  # the number that the next line of a box would bear; 0 outside

    def read(self, lines: list[Line]) -> list[Clause]:
        """The clauses of the lines, in order."""
        levels = _levels(lines)
        self._decimals = "decimal" in levels
        styled = not any(line.number and levels.get(line.number.style) == 1 for line in lines)
        for line in lines:
            level = levels.get(line.number.style) if line.number else None
            if self._in_box(line, level):
                level = None
            elif level is None and styled and (found := _HEADING_STYLE.match(line.style)):
                level = int(found[1])
            if level is None:
                self._continue(line)
            else:
                self._begin(line, level)
        _close(self.clauses, lines)
        label(self.clauses)
        return self.clauses

    def open_annex(self, no: str, mark: Line) -> None:
        """Begin with a clause for the annex itself; what has no number of its own goes there."""
        front = Clause(
            id=no, kind="front", no="", title="", level=0, label=no, purpose="annex",
            heading=mark.span,
        )  # fmt: skip
        self.clauses.append(front)
        self._open = [front]

    def _in_box(self, line: Line, level: int | None) -> bool:
        """Whether a line stands in a box (专栏); its numbers are not those of the plan."""
        if _BOX.match(line.text):
            self._box = 1
            self.boxes.append(Box(line))
            return True
        if self._box and level is not None and line.number:
            if line.number.value == self._box and line.number.style in _BOX_STYLES:
                self._box += 1
            else:
                self._box = 0
        if self._box:
            self.boxes[-1].lines.append(line)
        return self._box > 0

    def _continue(self, line: Line) -> None:
        if not self._open:
            front = Clause(
                id=f"{self.prefix}前言", kind="front", no="", title="", level=0, purpose="general"
            )
            self.clauses.append(front)
            self._open = [front]
        self._open[-1].body.append(line.span)

    def _begin(self, line: Line, level: int) -> None:
        while self._open and (self._open[-1].level >= level or self._open[-1].level == 0):
            self._open.pop()
        parent = self._open[-1] if self._open else None
        words, length = _title(line)
        kind = _kind(line, level, self._decimals)
        start = line.number.length if line.number else 0
        title = printed(self.source, line.part(start, start + length)) if length else ""
        clause = Clause(
            id="", kind=kind, no=line.number.printed if line.number else "", title=title,
            level=level, parent=parent,
            heading=line.part(0, max(start + length, 1)),
            body=[line.part(start, len(line.text))] if len(line.text) > start else [],
        )  # fmt: skip
        clause.chapter = clause.no if level == 1 else (parent.chapter if parent else "")
        clause.section = clause.no if kind == "section" else (parent.section if parent else "")
        above = View.of(parent.title).text if parent else ""
        clause.purpose = purpose_of(words, parent.purpose if parent else self.purpose, above)
        clause.id = self._identify(clause)
        self._check_sequence(line, level, parent)
        self.clauses.append(clause)
        self._open.append(clause)

    def _identify(self, clause: Clause) -> str:
        own = clause.no or clause.title[:12]
        identity = f"{clause.parent.id}/{own}" if clause.parent else f"{self.prefix}{own}"
        self._taken[identity] += 1
        return identity if self._taken[identity] == 1 else f"{identity}~{self._taken[identity]}"

    def _check_sequence(self, line: Line, level: int, parent: Clause | None) -> None:
        if line.number is None:
            return
        value, home = line.number.value, parent.id if parent else ""
        last, last_home = self._last.get(level, (0, ""))
        self._last[level] = (value, home)
        starts_anew = value == 1 and (home != last_home or level >= 4)
        if value == last + 1 or starts_anew or (last == 0 and not self.clauses):
            return
        code = "plan_number_repeated" if value == last else "plan_numbering_jump"
        self.findings.append(
            finding(code, self.source, line.part(0, line.number.length), clause=home,
                    no=line.number.printed, previous=last)
        )  # fmt: skip


def _levels(lines: list[Line]) -> dict[str, int]:
    """Level of each style of number: the styles that occur, in their usual order."""
    counts = Counter(line.number.style for line in lines if line.number)
    if counts["chinese"] + counts["bracketed"] > 2:
        for stray in ("chapter", "part", "article"):  # one by itself is a word of the text
            if counts[stray] == 1:
                del counts[stray]
    ranks = _RANK | ({"part": _RANK["chinese"] + 0.5} if _parts_stand_below(lines) else {})
    present = sorted({ranks[style] for style in counts})
    return {style: present.index(rank) + 1 for style, rank in ranks.items() if style in counts}


def _parts_stand_below(lines: list[Line]) -> bool:
    """Whether 第一节 divides a chapter 二、 and not the other way round."""
    order = [line.number.style for line in lines if line.number]
    if "chapter" in order or "part" not in order or "chinese" not in order:
        return False
    return order.index("chinese") < order.index("part")


def _kind(line: Line, level: int, decimals: bool) -> ClauseKind:
    style = line.number.style if line.number else "chapter"
    if style == "circled" or (style == "round" and level > 1):
        return "point"
    if level > 1 and ((style == "arabic" and not decimals) or style == "subdecimal"):
        return "item"
    if style == "decimal" and level > 2:
        return "item"
    if level == 1:
        return "chapter"
    return "section"


def _title(line: Line) -> tuple[str, int]:
    """Title of a heading and how many characters of the view it takes after the number."""
    rest = line.rest()
    end = found.start() if (found := _TITLE_END.search(rest)) else len(rest)
    if end > _TITLE_LONGEST and (comma := rest.find("，")) > 0:
        end = min(end, comma)
    if found := _DUTY_IN_TITLE.search(rest[:end]):
        end = found.start()
    return rest[:end], end


def purpose_of(title: str, inherited: Purpose, above: str = "") -> Purpose:
    """What a heading says its text is for; the heading above decides where it says nothing."""
    if len(title) <= 20:
        for purpose, pattern in _PURPOSES:
            if pattern.search(title):
                return purpose
    both = re.search(r"任务|行动|工程|措施", above)  # 目标和任务: what stands below may be either
    return "tasks" if inherited == "goals" and both else inherited


def _close(clauses: list[Clause], lines: list[Line]) -> None:
    """Set the last words of a plan apart from an item whose duty was already complete."""
    if not clauses or clauses[-1].level == 0:
        return
    last, texts = clauses[-1], {line.span.end: line.text for line in lines}
    led = [at for at, part in enumerate(last.body) if _DUTY_END.search(texts.get(part.end, ""))]
    if led and led[-1] + 1 < len(last.body):
        words = last.body[led[-1] + 1 :]
        clauses.append(
            Clause(id="结语", kind="front", no="", title="", level=0, purpose="safeguards",
                   body=words)
        )  # fmt: skip
        del last.body[led[-1] + 1 :]


def label(clauses: list[Clause]) -> None:
    """Set the short name by which a target says where it stands."""
    restart = {
        kind for kind in ("section", "item")
        if len(numbers := [clause.no for clause in clauses if clause.kind == kind]) != len({*numbers})
    }  # fmt: skip
    for clause in clauses:
        if clause.kind == "section":
            clause.label = clause.chapter + clause.no if "section" in restart else clause.no
        elif clause.kind == "item":
            place = clause.section or clause.chapter
            clause.label = place + clause.no if "item" in restart else clause.no
        elif clause.kind == "point" and clause.parent:
            clause.label = clause.parent.label
        elif clause.kind != "front":
            clause.label = clause.no


def whole(clauses: list[Clause], clause: Clause) -> Span:
    """From a clause's number to the end of the last clause under it."""
    at, end = clauses.index(clause), clause.span.end
    for below in clauses[at + 1 :]:
        if below.level <= clause.level:
            break
        end = max(end, below.span.end)
    return Span(clause.span.start, end)
