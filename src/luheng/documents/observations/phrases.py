"""What stands between two figures, cut to the name it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from luheng.documents.observations.marks import BLOT

_LEAD = re.compile(
    r"(?:个?城市(?=优良天|平均优良)|各(?:[县市区镇州]|地区?)+|其中|其次|并且|而且|同时|此外|另外|另有|另|以及|与此同时|初步核算|初步统计|数据显示|监测结果显示|结果表明|按现价计算|按可比价格?计算"
    r"|按不变价格?计算|按(?:常住|户籍)人口计算的?|名义|实际(?=$|[一-鿿]{0,2}$)|扣除价格因素(?:后|影响)?|同口径|自然口径|按?可比口径(?:计算)?|按?可比价格?|折合|截至|截止|来看|以来|期间|共有|共计|累计(?:建成|完成|实现)?|合计|总计|年平均|年均|平均|全部|今年|年度|末|底"
    r"|已建成|建成|现有|拥有|实现|完成(?!率)|达到|创建|全年|年末|期末|当月|当年|属于?|为|是|有(?!效|色|机|限|害)|共|的|在|到|至|于"
    r"|及其|及|与|和|并|且|而|里|内|间|中(?![度心央水小型等药草成部])|上(?![市级])|各|约|已|仍|也|达(?!标)|从|对|由|将|全(?!社|口|要|员|民|年)|份|：|“|”)"
)
_TAIL = re.compile(
    r"(?:平均值?为|年均值?为|分别|依次|各自|同比|高达|多达|低至|大约|约为|约|已经|已|仅有|仅为|仅|只有|只|均为|均达|均|都|也|为|是|达到了?|达成|达|到|至|等于|等|有|在|于|的"
    r"|占去|占到|占|共计|共有|共|合计|总计|累计|完成|实现|录得|保持在?|维持在?|稳定在?|折合|计|年均|月均|平均|数值|其中|去|更是|更|了|又|再|”|：|"
    r"突破|接近|上|内|中|里|建成|评价|水平|均值)$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence without marks; `places[i]` is where `text[i]` stands in it."""

    text: str
    places: tuple[int, ...]
    joined: bool = False  # by 、 to what stands before it

    def cut(self, start: int, end: int | None = None) -> Piece:
        """A part of the piece."""
        return Piece(self.text[start:end], self.places[start:end], self.joined)

    @property
    def start(self) -> int:
        """Where it begins in the sentence; -1 where nothing is left of it."""
        return self.places[0] if self.places else -1


def piece(bare: str, start: int, end: int) -> Piece:
    """What is left of a stretch of a blotted sentence; only its last 80 characters can hold a name."""
    start = max(start, end - 80)
    text, joined = bare[start:end], bare[start - 1 : start] == "、"
    if BLOT not in text and " " not in text:
        return Piece(text, tuple(range(start, end)), joined)
    kept = tuple([i for i in range(start, end) if bare[i] not in (BLOT, " ")])
    return Piece("".join([bare[i] for i in kept]), kept, joined)


def pieces(bare: str, start: int, end: int, marks: str = "，；：、") -> list[Piece]:
    """The stretch cut at punctuation."""
    within = enumerate(bare[start:end], start)
    cuts = [start - 1, *[i for i, mark in within if mark in marks], end]
    return [piece(bare, a + 1, b) for a, b in pairwise(cuts)]


def names_in(whole: Piece) -> Iterator[Piece]:
    """The piece with fewer and fewer of the words around a name, the barest last."""
    return (whole.cut(lead, tail) for lead, tail in _stretches(whole.text) if lead < tail)


def barest(whole: Piece) -> Piece:
    """The piece without any of the words around a name; empty where it holds no name."""
    return whole.cut(*_stretches(whole.text)[-1])


@lru_cache(maxsize=4096)  # a bulletin says the same words again and again
def _stretches(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of a text with fewer and fewer words around them, the barest last."""
    return tuple(
        (lead, tail) for tail in _shorter_tails(text) for lead in _shorter_leads(text[:tail])
    )


def _shorter_tails(text: str) -> Iterator[int]:
    end = len(text)
    yield end
    while found := _TAIL.search(text[:end]):
        end = found.start()
        yield end


def _shorter_leads(text: str) -> Iterator[int]:
    start = 0
    yield start
    while found := _LEAD.match(text, start):
        start = found.end()
        yield start
