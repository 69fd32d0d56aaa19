"""Projects in boxes (专栏): a line with a name, what is built and the money for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from luheng.documents.model import Project
from luheng.documents.plan.findings import printed
from luheng.documents.plan.lines import Line
from luheng.documents.plan.outline import Box
from luheng.documents.plan.projects import read_period
from luheng.documents.source import Source

_BOX_NO = re.compile(r"专[栏列]\d+|专[栏列][一二三四五六七八九十]{1,3}")
_PROJECTS = re.compile(r"工程|项目")
_NAME = re.compile(
    r"^(?P<name>[^，。；：]{2,50}?(?:项目|工程|基地|中心|厂|站|园|园区|线|通道|管网))"
    r"(?:（[^（）]*）)?[：。，](?P<content>.{4,})$"
)
_MONEY = re.compile(
    r"(?:计划|估算|预计)?总?投资(?:总额|额|规模)?(?:约|为|达|共|估算)*(?P<amount>\d+(?:\.\d+)?)(?P<unit>亿|万)元"
)
_PERIOD = re.compile(
    r"20\d\d年?(?:\d{1,2}月)?[-—~至到]+20\d\d年?(?:\d{1,2}月)?|20\d\d年(?:\d{1,2}月|底|末)?(?:前)?(?:建成|完工|竣工|投产|投运|开工)"
)


def box_projects(source: Source, boxes: list[Box]) -> list[Project]:
    """The projects of all boxes of projects; a line that prints no money is no project."""
    found: list[Project] = []
    taken: Counter[str] = Counter()
    for box in boxes:
        if not _PROJECTS.search(box.title.text):
            continue
        named = _BOX_NO.search(box.title.text)
        name = named[0] if named else "专栏"
        taken[name] += 1
        found += _projects(source, box, f"{name}~{taken[name]}" if taken[name] > 1 else name)
    return found


def _projects(source: Source, box: Box, name: str) -> Iterator[Project]:
    running = 0
    for line in box.lines:
        words = line.rest()
        found, money = _NAME.match(words), _MONEY.search(words)
        if found and money:
            running += 1
            yield _project(source, line, found, money, name, running)


def _project(
    source: Source, line: Line, found: re.Match[str], money: re.Match[str], box: str, running: int
) -> Project:
    offset = line.number.length if line.number else 0
    no = line.number.value if line.number else running
    amount = Decimal(money["amount"])
    printed_period = _PERIOD.search(found.string)
    period = read_period(printed_period[0] if printed_period else "")

    def as_printed(part: re.Match[str], group: str | int = 0) -> str:
        start, end = part.span(group)
        return printed(source, line.part(offset + start, offset + end))

    return Project(
        quote=source.text[line.span.start : line.span.end],
        span=line.span,
        clause=f"{box}/{running}",
        no=no,
        name=as_printed(found, "name"),
        content=as_printed(found, "content"),
        start=period.start,
        end=period.end,
        start_ym=period.start_ym,
        end_ym=period.end_ym,
        period_raw=as_printed(printed_period) if printed_period else "",
        investment_yi_yuan=amount if money["unit"] == "亿" else amount / 10000,
        investment_wan_yuan=amount if money["unit"] == "万" else None,
        investment_raw=as_printed(money),
    )
