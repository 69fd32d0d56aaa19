"""What a careful reader notices in a plan: misprints, lost marks, sums, counts, broken ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from luheng.documents.model import Finding, Project, Span
from luheng.documents.plan.duties import names_units_or_time
from luheng.documents.plan.findings import finding
from luheng.documents.plan.lines import Line
from luheng.documents.plan.numbering import chinese_value
from luheng.documents.plan.projects import ProjectTable
from luheng.documents.source import Source
from luheng.documents.view import View
from luheng.vocabulary.confusions import find_confusions

_LOST_RANGE = re.compile(r"(?<![\d？])(\d+(?:\.\d+)?)？(\d+(?:\.\d+)?)(?=[一-鿿%])")
_LOST_MARK = re.compile(r"(?<=[一-鿿）])？(?=[一-鿿（])")
_AMOUNT = re.compile(
    r"(\d+(?:\.\d+)?)(平方公里|公里|万?平方米|亿元|万元|万千瓦|万吨|吨|亩|公顷|万亩|座|台|个|辆)"
)
_PARTS = re.compile(r"其中[:：]?")
_COUNTED = re.compile(r"([二两三四五六七八九十]{1,2})(?:大|个)?([一-鿿]{2,4})(?=[、”，])")
_SENTENCE_END = "。！？；：”）》〕…"
_NEAR = Decimal("0.1")  # parts that miss their total by less than a tenth were meant to add up


def check_words(source: Source, span: Span, clause: str) -> Iterator[Finding]:
    """Probable misprints and lost marks in a stretch of text."""
    view = source.view(span)
    for one in find_confusions(view.text):
        where = view.span(one.start, one.end)
        yield finding("plan_probable_misprint", source, where, clause=clause,
                      suggestion=one.meant, meant=one.meant)  # fmt: skip
    for lost in _LOST_RANGE.finditer(view.text):
        meant = f"{lost[1]}~{lost[2]}"
        yield finding("plan_range_mark_lost", source, view.span(*lost.span()), clause=clause,
                      suggestion=meant, meant=meant)  # fmt: skip
    marks = [lost.start() for lost in _LOST_MARK.finditer(view.text)]
    if marks:
        first, last = max(marks[0] - 4, 0), min(marks[-1] + 5, len(view.text))
        where = view.span(marks[0], marks[0] + 1) if last - first > 60 else view.span(first, last)
        yield finding("plan_mark_lost", source, where, clause=clause)


def check_sums(source: Source, span: Span, clause: str) -> Iterator[Finding]:
    """Totals of a sentence that its parts, named after 其中, miss by little."""
    view = source.view(span)
    for sentence in re.finditer(r"[^。]+", view.text):
        found = _PARTS.search(view.text, *sentence.span())
        if not found:
            continue
        totals = list(_AMOUNT.finditer(view.text, sentence.start(), found.start()))
        parts = list(_AMOUNT.finditer(view.text, found.end(), sentence.end()))
        if not totals:
            continue
        total = totals[-1]
        same = [Decimal(part[1]) for part in parts if part[2] == total[2]]
        if len(same) < 2 or len(same) != len(parts):
            continue
        if _misses(Decimal(total[1]), sum(same)):
            where = view.span(total.start(), sentence.end())
            yield finding("plan_sum_differs", source, where, clause=clause, stated=total[0],
                          added=f"{sum(same)}{total[2]}")  # fmt: skip


def _misses(stated: Decimal, added: Decimal | int) -> bool:
    gap = abs(stated - added)
    return gap != 0 and (added > stated or gap < stated * _NEAR)


def check_counts(source: Source, span: Span, clause: str) -> Iterator[Finding]:
    """Items listed twice, and lists shorter or longer than the number said of them."""
    view = source.view(span)
    items = _listed(view)
    for name, places in items.items():
        if len(places) > 1:
            yield finding("plan_item_listed_twice", source, view.span(*places[1]), clause=clause,
                          item=name)  # fmt: skip
    for said in _COUNTED.finditer(view.text):
        number = chinese_value(said[1].replace("两", "二")) or 0
        after = [
            name for name, places in items.items()
            for at in places if at[0] > said.end() and re.sub(r"（.*", "", name).endswith(said[2])
        ]  # fmt: skip
        if len(after) > 2 and len(after) != number and abs(len(after) - number) <= 2:
            yield finding("plan_count_differs", source, view.span(*said.span()), clause=clause,
                          said=said[0], counted=len(after))  # fmt: skip


def _listed(view: View) -> dict[str, list[tuple[int, int]]]:
    """Names set off by 、 in lists of four or more, with their places."""
    items: dict[str, list[tuple[int, int]]] = {}
    for sentence in re.finditer(r"[^。；：]+", view.text):
        names = list(re.finditer(r"[^、，]+", sentence[0]))
        if sentence[0].count("、") < 4:
            continue
        for name in names:
            if len(name[0]) >= 5:
                at = sentence.start() + name.start()
                items.setdefault(name[0], []).append((at, at + len(name[0])))
    return items


def check_projects(source: Source, table: ProjectTable) -> Iterator[Finding]:
    """Missing builders, totals that do not add up, amounts that the text gives otherwise."""
    for project in table.projects:
        name = _find(source, project)
        if table.builder_column and project.builder is None:
            yield finding("plan_builder_missing", source, name, clause=project.clause,
                          no=project.no, name=project.name)  # fmt: skip
        if stated := _stated_investment(project):
            yield finding("plan_investment_differs", source, name, clause=project.clause,
                          no=project.no, stated=stated, column=project.investment_raw)  # fmt: skip
    for total in table.totals:
        added = sum(total.over, Decimal(0))
        places = max((-int(one.as_tuple().exponent) for one in total.over), default=0)
        allowed = Decimal(1).scaleb(-places) / 2 * len(total.over) if places else Decimal(0)
        if abs(added - total.amount) > allowed:
            yield finding("plan_total_differs", source, total.span, words_of_total=total.words,
                          stated=total.amount, added=added)  # fmt: skip
    numbers = Counter(project.no for project in table.projects)
    for project in table.projects:
        if numbers[project.no] > 1:
            numbers[project.no] = 0
            yield finding("plan_row_number_repeated", source, _find(source, project),
                          clause=project.clause, no=project.no)  # fmt: skip


def _find(source: Source, project: Project) -> Span:
    """Where the name of a project stands, so that a finding points at it."""
    view = source.view(project.span)
    name = View.of(project.name).text
    at = view.text.find(name)
    return view.span(at, at + len(name)) if at >= 0 and name else project.span


def _stated_investment(project: Project) -> str | None:
    """The total investment that the text gives, where the column says another."""
    found = re.search(
        r"总投资(?:额)?(?:约|为|达)*(\d+(?:\.\d+)?)(亿|万)元", View.of(project.content).text
    )
    if not found or project.investment_yi_yuan is None:
        return None
    stated = Decimal(found[1]) / (1 if found[2] == "亿" else 10000)
    differs = abs(stated - project.investment_yi_yuan) > Decimal("0.05") * max(
        stated, Decimal("0.01")
    )
    return f"{found[1]}{found[2]}元" if differs else None


def check_end(source: Source, body: list[Line], goes_on: bool) -> Iterator[Finding]:
    """A plan whose last sentence breaks off, or whose last heading has no text."""
    if not body or goes_on:
        return
    last = body[-1]
    words = last.text.rstrip()
    if names_units_or_time(words):
        return
    if words[-1] not in _SENTENCE_END and (len(words) > 12 or last.number):
        where = last.part(max(0, len(words) - 20), len(words))
        yield finding("plan_cut_off", source, where, severity="error")
