"""Where the plan begins and ends in a file that holds more than the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from luheng.documents.plan.chrome import announces_original, without_chrome
from luheng.documents.plan.dates import DATE
from luheng.documents.plan.lines import Line, PlacedTable
from luheng.documents.plan.title_block import PlanTitle, find_titles

_ANNEX_MARK = re.compile(
    r"^附[件表录]\s*(?:[\d一二三四五六七八九十]{1,3}|：)?[：.、]?\s*[^。]{0,30}$"
)
_NAMES_ANNEX = re.compile(r"附[件表录]")
_MAJOR = ("chapter", "chinese", "bracketed", "part")
_ORGAN = re.compile(r"^[一-鿿（）]{2,24}(?:人民政府|办公室|办公厅|委员会|局|厅|领导小组|指挥部)$")
_CLOSING = re.compile(
    r"^(?:抄送|分送|主送)[：:]|印发$|^本(?:方案|规划|办法|意见)自.{0,20}(?:施行|实施)|^（此件.*）$|^（?联系人"
)


@dataclass(slots=True)
class Annex:
    """What stands under one annex mark."""

    no: str  # 附件1, 附件
    mark: Line
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Extent:
    """The plan's own lines, told apart from what surrounds them."""

    page: list[Line]  # everything
    lines: list[Line]  # without chrome, from the first line to the last of the plan
    title: PlanTitle | None
    body: list[Line]  # from the line after the title to the first annex
    body_at: int  # place of the first body line in `lines`
    annexes: list[Annex]
    announced: Line | None  # 附件：1.…: the line that names the annexes
    next_plan: Line | None  # where a second plan begins


def find_extent(page: list[Line], tables: list[PlacedTable]) -> Extent:
    """The plan among the lines of a file; the first one where there are several."""
    lines = without_chrome(page, tables)
    titles = _plan_titles(lines)
    title = titles[0] if titles else None
    start = title.last + 1 if title else _start_without_title(lines)
    end = titles[1].first if len(titles) > 1 else len(lines)
    body, annexes, announced = _annexes_apart(lines[start:end])
    return Extent(
        page, lines[:end], title, body, start, annexes, announced,
        lines[end] if end < len(lines) else None,
    )  # fmt: skip


def _plan_titles(lines: list[Line]) -> list[PlanTitle]:
    """The titles that a plan follows: the first, and any later one with an outline of its own."""
    titles = find_titles(lines)
    ends = [title.first for title in titles[1:]] + [len(lines)]
    weights = [
        _outline_weight(lines[title.last + 1 : end])
        for title, end in zip(titles, ends, strict=False)
    ]
    chosen: list[PlanTitle] = []
    for title, weight in zip(titles, weights, strict=True):
        above = lines[max(0, title.first - 2) : title.first]
        under_annex = any(_ANNEX_MARK.match(line.text) for line in above)
        if weight >= 3 and not (chosen and (under_annex or not _starts_anew(lines, title))):
            chosen.append(title)
    if not chosen and titles:
        first_number = next((at for at, line in enumerate(lines) if line.number), len(lines))
        before = [title for title in titles if title.last < first_number]
        chosen = before[-1:] or titles[:1]
    return chosen


def _outline_weight(lines: list[Line]) -> int:
    return sum(1 for line in lines if line.number and line.number.style in _MAJOR)


def _starts_anew(lines: list[Line], title: PlanTitle) -> bool:
    """Whether the first heading after a title counts from one again."""
    number = next((line.number for line in lines[title.last + 1 :] if line.number), None)
    return number is not None and number.value == 1 and number.style in ("chapter", "chinese")


def _start_without_title(lines: list[Line]) -> int:
    for place, line in enumerate(lines):
        if announces_original(line):
            return place + 1
    return next((at for at, line in enumerate(lines) if line.number), 0)


def _annexes_apart(lines: list[Line]) -> tuple[list[Line], list[Annex], Line | None]:
    body: list[Line] = []
    annexes: list[Annex] = []
    announcing, announced = False, None
    last = max((line.block for line in lines if _NAMES_ANNEX.match(line.text)), default=-1)
    for line in lines:
        mark = _ANNEX_MARK.match(line.text)
        if mark and not annexes and _is_announcement(line, last):
            announcing, announced = True, line
        elif mark:
            no = re.match(r"附[件表录][\d一二三四五六七八九十]*", line.text)
            annexes.append(Annex(no[0] if no else "附件", line))
        elif annexes:
            annexes[-1].lines.append(line)
        elif _CLOSING.search(line.text) and len(line.text) < 80:
            announcing = False
        elif announcing and len(line.text) <= 45 and "。" not in line.text:
            continue  # the list of annexes goes on: 2.重点项目建设表
        else:
            announcing = False
            body.append(line)
    return _without_signature(body), annexes, announced


def _without_signature(body: list[Line]) -> list[Line]:
    """The lines without the issuer's name and the date that sign the end."""
    end = len(body)
    while end and not body[end - 1].number and _signs(body[end - 1].text):
        end -= 1
    return body[:end]


def _signs(text: str) -> bool:
    return DATE.fullmatch(text) is not None or _ORGAN.match(text) is not None


def _is_announcement(line: Line, last: int) -> bool:
    """`附件：1.分工表` names the annexes; `附件1` opens one. `last`: the block that names one last."""
    if not re.match(r"^附件：?\s*(?:1[.、]|《|[一-鿿])", line.text) or re.match(
        r"^附件[\d一二]", line.text
    ):
        return False
    return last > line.block or "：" in line.text
