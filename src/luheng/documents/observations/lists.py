"""Ordered lists: SO2、NO2年均浓度依次为9、14微克/立方米.

Each item of the list gives one figure, in order. Where items and figures are not as many, nothing is
read: no figure is given to an item by guess.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from luheng.documents.observations.phrases import Piece, barest, piece
from luheng.documents.observations.quantities import Quantity
from luheng.documents.observations.subjects import head_of

IN_ORDER = re.compile(r"分别|依次|各自")
ALIKE = re.compile(
    r"(?<![平年月日])均(?!值|浓度|水平|降|G|增)(?=[^，。；：、]{0,3}$)|都(?=[^，。；：、]{0,3}$)"
)
_BETWEEN = re.compile(
    r"(?:[、和与及]|以及|持平|(?:为|达到?|至|约)|(?P<verb>上升|下降|增长|降低|提高|减少|增加|升高))*"
)
_JOINT = re.compile(r"、|以及|及(?!其|时|格|以上)|和(?!谐)|与|，")
_SAME = re.compile("持平")


@dataclass(frozen=True, slots=True)
class Ordered:
    """The figures of an ordered list; None stands for 持平, `verbs` for a figure's own word of change."""

    figures: list[Quantity | None]
    verbs: list[str | None]
    count: int  # how many figures of the sentence it takes


def following(text: str, figures: list[Quantity], place: int) -> Ordered:
    """The run of figures that begins at a place, divided only by 、 and 和."""
    run: list[Quantity | None] = [figures[place]]
    verbs: list[str | None] = [None]
    count = 1
    for before, after in zip(figures[place:], figures[place + 1 :], strict=False):
        between = _BETWEEN.fullmatch(text, before.end, after.start)
        if not between or not between[0] or (before.unit and before.unit != after.unit):
            break
        same = len(_SAME.findall(between[0]))
        run += [None] * same + [after]
        verbs += [None] * same + [between["verb"]]
        count += 1
    end = figures[place + count - 1].end
    trailing = re.match(r"(?:[、和与及]|以及)(?:基本)?持平", text[end : end + 8])
    if trailing:
        run.append(None)
        verbs.append(None)
    return Ordered(_with_units(run), verbs, count)


def _with_units(run: list[Quantity | None]) -> list[Quantity | None]:
    """9、14微克/立方米: a figure without a unit takes the next one's."""
    filled: list[Quantity | None] = []
    unit = ""
    for figure in reversed(run):
        unit = figure.unit or unit if figure else unit
        filled.append(replace(figure, unit=unit) if figure else None)
    return filled[::-1]


def items(bare: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of the items of an enumeration; none where it is no enumeration."""
    cuts = [(start, start), *(m.span() for m in _JOINT.finditer(bare, start, end)), (end, end)]
    return [(a[1], b[0]) for a, b in itertools.pairwise(cuts) if b[0] > a[1]]


_FIRST_SECOND = re.compile(r"(?:第|一|二|三){1,2}(?=产|$)|第?[一二三]次?产业|第?[一二三]")


def spelled_out(parts: list[Piece]) -> list[str]:
    """The words of the items: 第一、二、三产业增加值 as 第一产业, 第二产业, 第三产业增加值."""
    words = [barest(part).text for part in parts]
    if not words or not re.match(r"第?[一二三]次?产业", words[-1]):
        return words
    rest = re.sub(r"^第?[一二三]次?产业", "", words[-1])
    spelled = [re.sub(r"^第?([一二三])(?:次?产业)?", r"第\1产业", word) for word in words]
    return [word + rest if len(word) == len("第一产业") else word for word in spelled]


def shared_ends(word: str, first: str, last: str) -> Iterator[str]:
    """The item with what it shares with the first one (in front) and the last one (behind)."""
    head = head_of(last)
    if word != last and head and not head_of(word):
        yield word + head  # 二氧化硫、氨氮排放量: no concentration
    if word != first:
        yield from (first[:cut] + word for cut in range(len(first) - 1, 1, -1))
    yield word
    if word != last:
        yield from (word + last[cut:] for cut in range(1, len(last)))


def made_whole(word: str, last: str) -> str:
    """The item with what the last one says for all: 肉产量 of 猪、牛、禽肉产量."""
    head = head_of(last)
    if word == last or not head or head_of(word):
        return word
    return word + (last[1:] if len(word) == 1 else head)


def pieces_of(bare: str, stretches: list[tuple[int, int]]) -> list[Piece]:
    """The items without marks."""
    return [piece(bare, start, end) for start, end in stretches]
