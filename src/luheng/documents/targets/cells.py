"""What a cell of an indicator table demands: ≥95, 〔14〕, 完成省下达任务, 较2020年下降18%, 持平, —."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from luheng.documents.model import Operator
from luheng.documents.targets.assigned import assigned_demands, benchmark_demands, doubled_demand
from luheng.documents.targets.operators import before, behind, level_operator
from luheng.documents.targets.passage import Passage, ProseContext
from luheng.documents.targets.phrases import Phrase
from luheng.documents.targets.quantities import Quantity, quantities
from luheng.documents.targets.wording import CHANGE_NOUN, STRETCH
from luheng.documents.view import View
from luheng.vocabulary.numerals import parse_number

_EMPTY = re.compile(r"^[-—－–/\\无空~…\.·*]*$")
_LEVEL_KEPT = re.compile(
    r"^(?:与?(?:上年|基期|现状|\d{4}年)?(?:基本)?持平|不变|维持现状|保持不变|保持稳定不变)$"
)
_PLAIN = re.compile(
    r"^(?P<open>〔)?(?P<low>[+-]?[\d,]+(?:\.\d+)?)(?:(?P<mark>[-~—－–至]+)(?P<high>\d[\d,]*(?:\.\d+)?))?(?P<close>〕)?(?P<stars>[*※＊①-⑨]*)$"
)
_FALLS_IN_NAME = re.compile(
    r"(?:下降|降低|减少|削减|压减|降幅)(?:率|幅度|比例|量)?(?:〔[^〕]*〕|（[^）]*）)?$"
)


@dataclass(slots=True)
class CellDemand:
    """What one cell demands of the row's indicator. `goal` is set where it demands no number."""

    op: Operator | None = None
    value: Decimal | None = None
    unit: str | None = None  # printed in the cell itself
    goal: bool = False  # words of a milestone: 全覆盖, 持续改善
    same_as_base: bool = False  # 持平
    extras: dict[str, Any] = field(default_factory=dict)


def read_cell(text: str, indicator: str) -> CellDemand | None:
    """The demand of a target cell; None for an empty one."""
    plain = View.of(text).text.strip("，；。 ")
    if not plain or _EMPTY.match(plain):
        return None
    if _LEVEL_KEPT.match(plain):
        return CellDemand("=", same_as_base=True, extras={"note": plain})
    if found := _PLAIN.match(plain):
        return _plain_number(found, indicator)
    return _worded(plain, indicator) or CellDemand(goal=True)


def _plain_number(found: re.Match[str], indicator: str) -> CellDemand | None:
    value = parse_number(found["low"])
    if value is None:
        return None
    demand = CellDemand("=", value)
    if found["open"]:
        demand.extras["cumulative"] = True
    falls = _FALLS_IN_NAME.search(indicator) and not CHANGE_NOUN.search(indicator)
    if falls:
        demand.op, demand.value = "reduce_by", abs(value)
    if found["high"]:
        high = parse_number(found["high"])
        quantity = Quantity(0, 0, value, high=high)
        if falls:
            demand.extras["value_max"] = high
        else:
            demand.op, extras = level_operator(before(""), behind(""), quantity, indicator)
            demand.value = extras.pop("value", value)
            demand.extras |= extras
    return demand


def _worded(plain: str, indicator: str) -> CellDemand | None:
    """A cell with words: read as a clause whose subject is the row's indicator."""
    inner = plain.replace("〔", "").replace("〕", "")
    passage = Passage(ProseContext(), topic=indicator)
    phrase = Phrase.of(re.sub(r"，(?:且|并)", "且", inner), None)
    if numbered := _with_number(phrase, indicator, passage):
        if "〔" in plain:
            numbered.extras["cumulative"] = True
        return numbered
    if doubled := doubled_demand(phrase, passage):
        return CellDemand(doubled.op, doubled.value, doubled.unit, extras=doubled.extras)
    return None


def _with_number(phrase: Phrase, indicator: str, passage: Passage) -> CellDemand | None:
    numbers = list(quantities(phrase.text))
    against, rest = benchmark_demands(phrase, numbers, passage)
    if against:
        return CellDemand("meet_benchmark", extras=against[0].extras)
    assigned = assigned_demands(phrase, passage)
    if assigned or re.match(r"(?:完成|达到)(?:上级|国家|省|市|自治区)", phrase.text):
        return _assigned(phrase, rest, assigned)
    if not rest:
        return None
    demand = _numbered(phrase, rest[0], indicator)
    if len(rest) > 1 and any(wish in phrase.text for wish in STRETCH):
        demand.extras["stretch"] = rest[1].value
        demand.extras.pop("stretch_only", None)
    return demand


def _assigned(phrase: Phrase, numbers: list[Quantity], assigned: list) -> CellDemand:
    demand = CellDemand("meet_assigned")
    if assigned:
        demand.extras |= assigned[0].extras
    if numbers:
        first = before(phrase.text[: numbers[0].start])
        after = behind(phrase.text[numbers[0].end :])
        demand.value, demand.unit = numbers[0].value, numbers[0].unit
        ceiling = (after.op or first.op) == "<="
        demand.extras["bound"] = "<=" if ceiling else ">="
    return demand


def _numbered(phrase: Phrase, quantity: Quantity, indicator: str) -> CellDemand:
    first = before(phrase.lead(0, quantity.start))
    after = behind(phrase.text[quantity.end :])
    demand = CellDemand("=", quantity.value, quantity.unit)
    if first.kind == "change":
        demand.op = first.op
        if quantity.unit == "倍" and first.op == "increase_by":
            demand.op, demand.value = "multiply_by", quantity.value + 1
        if quantity.high is not None:
            demand.extras["value_max"] = quantity.high
    elif _FALLS_IN_NAME.search(indicator) and not CHANGE_NOUN.search(indicator):
        demand.op = "reduce_by"
        if quantity.high is not None:
            demand.extras["value_max"] = quantity.high
    else:
        demand.op, extras = level_operator(first, after, quantity, indicator)
        demand.value = extras.pop("value", demand.value)
        demand.extras |= extras
    if quantity.fraction:
        demand.extras["fraction"] = quantity.fraction
    if phrase.base_year:
        demand.extras["base_year"] = phrase.base_year
    if phrase.base:
        demand.extras["base"] = phrase.base
    if any(wish in phrase.text for wish in STRETCH):
        demand.extras["stretch_only"] = True
    return demand
