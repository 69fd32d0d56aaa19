"""Lists with 分别 or 依次: A、B、C分别达到90%、80%和70%; 2025年和2030年分别达到20%、25%."""

from __future__ import annotations

import re

from luheng.documents.targets.counts import counted_thing
from luheng.documents.targets.demand import Demand
from luheng.documents.targets.naming import name_of_amount, split_names
from luheng.documents.targets.operators import before, behind, level_operator
from luheng.documents.targets.passage import Passage
from luheng.documents.targets.phrases import Phrase
from luheng.documents.targets.quantities import Quantity

_EACH_ITS_OWN = re.compile(r"(?:各自)?(?:分别|依次)")


def is_list(text: str) -> bool:
    """Whether the clause gives its numbers one by one to the names or years before them."""
    return bool(_EACH_ITS_OWN.search(text))


def list_demands(
    phrase: Phrase, quantities: list[Quantity], passage: Passage
) -> list[Demand] | None:
    """One demand for each name or year and its number; None where they do not match in number."""
    found = _EACH_ITS_OWN.search(phrase.text)
    if not found:
        return None
    values = [quantity for quantity in quantities if quantity.start >= found.end()]
    if len(values) < 2:
        return None
    subject = phrase.subject(0, found.start()) or passage.topic
    if subject.startswith("占") and passage.topic:
        subject = passage.topic + subject
    years = _years(phrase, passage, len(values))
    if years and not subject:
        subject = counted_thing(phrase.text[found.end() : values[0].start], values[0])
    names = [subject] * len(values) if years else split_names(subject, len(values))
    if not subject or len(names) != len(values):
        return None
    return _demands(phrase, values, names, years, found.end(), passage)


def _years(phrase: Phrase, passage: Passage, count: int) -> list[int]:
    """As many years as values, from one list of years or from several time phrases."""
    goals = [time for time in phrase.goals if not time.relative]
    for time in goals:
        if len(time.years) == count:
            return list(time.years)
    single = [year for time in goals for year in time.years]
    if len(single) == count:
        return single
    return list(passage.years) if not goals and len(passage.years) == count else []


def _demands(
    phrase: Phrase, values: list[Quantity], names: list[str], years: list[int], begin: int,
    passage: Passage,
) -> list[Demand]:  # fmt: skip
    unit = values[-1].unit
    last = behind(phrase.text[values[-1].end :])
    first = before(phrase.text[begin : values[0].start])
    demands, place = [], begin
    for index, (quantity, name) in enumerate(zip(values, names, strict=True)):
        own = before(phrase.text[place : quantity.start])
        own = own if own.kind != "none" else first
        following = values[index + 1].start if index + 1 < len(values) else len(phrase.text)
        after = behind(phrase.text[quantity.end : following])
        after = after if after.length else last
        demand = _demand(phrase, quantity, name, unit, own, after, passage)
        demand.end = values[-1].end + last.length
        if years:
            demand.years = (years[index],)
        demands.append(demand)
        place = quantity.end
    return demands


def _demand(phrase, quantity, name, unit, own, after, passage) -> Demand:
    demand = Demand(0, 0, name, "=", quantity.value, quantity.unit or unit)
    if own.kind == "change":
        demand.op, demand.kind = own.op or "reduce_by", "change"
        if quantity.high is not None:
            demand.extras["value_max"] = quantity.high
        if own.approximate or after.approximate:
            demand.extras["approx"] = True
    else:
        demand.subject = name_of_amount(name, quantity)
        demand.op, extras = level_operator(own, after, quantity, name)
        demand.value = extras.pop("value", demand.value)
        demand.extras |= extras
    if quantity.unit == "倍" and demand.kind == "change" and demand.op == "increase_by":
        demand.op, demand.value, demand.kind = "multiply_by", quantity.value + 1, "multiple"
    for name_of, value in (("base_year", phrase.base_year or passage.base_year),
                           ("base", phrase.base or passage.base)):  # fmt: skip
        if value:
            demand.extras[name_of] = value
    if passage.stretch or re.search("力争|争取", phrase.text):
        demand.extras["stretch_only"] = True
    if re.search(r"年均(?!浓度|值)|每年", phrase.text):
        demand.extras["rate"] = "annual"
    if "累计" in phrase.text:
        demand.extras["cumulative"] = True
    return demand
