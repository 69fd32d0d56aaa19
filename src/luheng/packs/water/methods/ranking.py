"""The water quality index of cities and their ranking (环办监测〔2017〕51号)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from luheng.methods import Clause, Input, Need, Raw, Worked, method
from luheng.packs.water.methods.classes import BODY, LIMITS
from luheng.packs.water.methods.items import limits_in, named
from luheng.vocabulary.messages import LuhengError

RANKING = Clause("环办监测〔2017〕51号", "水质指数", mark="recalled")
_THIRD = 2  # place of class Ⅲ among the limits
_NEUTRAL = 7  # pH


def index_of(value, way, limits):
    """What one item adds: its concentration by the limit of class Ⅲ; oxygen turned round; pH by its distance from 7."""
    if way == "at_most":
        return value / limits[_THIRD]
    if way == "at_least":
        if np.any(value == 0):
            raise LuhengError("water_oxygen_zero")
        return limits[_THIRD] / value
    acid, base = _NEUTRAL - limits[0], limits[1] - _NEUTRAL
    if np.ndim(value):
        return np.where(value <= _NEUTRAL, (_NEUTRAL - value) / acid, (value - _NEUTRAL) / base)
    return (_NEUTRAL - value) / acid if value <= _NEUTRAL else (value - _NEUTRAL) / base


@method(
    id="water.cwqi_of_body",
    zh="水质指数（河流或湖库）",
    en="water quality index of rivers or lakes",
    source=RANKING,
    given={
        "means": Input(
            each="item", unit_of="limits", below="half", minimum=0,
            zh="各项目平均浓度", en="mean of each item", symbol="C",
        ),
        "body": BODY,
    },
    parameters={"limits": LIMITS, "evaluated": "water.evaluated_items"},
    formula="CWQI = {terms}",
    symbols={"terms": "ΣCWQIᵢ"},
)  # fmt: skip
def cwqi_of_body(means, body, limits, evaluated):
    """The sum over the 21 items of concentration by the limit of class Ⅲ.

    Dissolved oxygen counts the other way round, pH by (7 − pH) ÷ (7 − 6) or (pH − 7) ÷ (9 − 7). Given:
    means over the sections of the city; not detected is half its limit. Not rounded. Raises
    LuhengError `water_index_item_missing`, `water_oxygen_zero`.
    """
    if missing := [item for item in evaluated if means.get(item) is None]:
        raise LuhengError("water_index_item_missing", items=named(missing))
    each = {item: index_of(means[item], *limits_in(limits[item], body)) for item in evaluated}
    total = sum(each.values())
    if np.ndim(total):
        return total
    terms = " + ".join(f"{item} {float(one):.3f}" for item, one in each.items())
    return Worked(total, terms=terms)


@method(
    id="water.cwqi",
    zh="城市水质指数",
    en="water quality index of a city",
    source=RANKING,
    given={
        "river_sections": Input(minimum=0, zh="河流断面数", en="sections on rivers", symbol="M"),
        "lake_sections": Input(
            minimum=0, optional=True, zh="湖库点位数", en="points on lakes and reservoirs", symbol="N"
        ),
    },
    needs={
        "rivers": Need("water.cwqi_of_body", {"body": "river"}, {"means": "river_means"}, "CWQIr", True),
        "lakes": Need("water.cwqi_of_body", {"body": "lake"}, {"means": "lake_means"}, "CWQIl", True),
    },
    symbols={"terms": "ΣCWQI × 断面数", "total": "M + N"},
)  # fmt: skip
def cwqi(rivers, lakes, river_sections, lake_sections):
    """The index of rivers and that of lakes, weighted with the numbers of sections and points.

    A city without lakes has that of its rivers, and the other way round. Refused where the means of
    a kind of water that has sections are missing.
    """
    parts = [
        (rivers, river_sections, "river_means"),
        (lakes, 0 if lake_sections is None else lake_sections, "lake_means"),
    ]
    if np.ndim(river_sections) or np.ndim(lake_sections):
        return _cities(parts)
    for index, sections, name in parts:
        if sections and index is None:
            raise LuhengError("input_missing", name=name, label=name)
    there = [(index, sections) for index, sections, _ in parts if sections]
    if not there:
        raise LuhengError("water_no_sections")
    total = sum(sections for _, sections in there)
    if any(np.ndim(index) for index, _ in there):
        return sum(index * sections for index, sections in there) / total
    return Worked(
        sum(index * sections for index, sections in there) / total,
        formula="CWQI = ({terms}) ÷ {total}", total=total,
        terms=" + ".join(f"{float(index):.4f} × {sections}" for index, sections in there),
    )  # fmt: skip


def _cities(parts):
    """Arrays of cities; one without sections of a kind takes nothing from it."""
    weighted: Any = 0.0
    total: Any = 0.0
    for index, sections, _ in parts:
        known = np.nan if index is None else index
        counted = np.asarray(sections, dtype=np.float64)
        weighted = weighted + np.where(counted > 0, known * np.maximum(counted, 0), 0.0)
        total = total + counted
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, weighted / total, np.nan)


@method(
    id="water.cwqi_change",
    zh="城市水质指数变化",
    en="change of the water quality index",
    unit="%",
    source=Clause("环办监测〔2017〕51号", "变化程度排名", mark="recalled"),
    given={
        "now": Input(minimum=0, zh="本期水质指数", en="index now", symbol="CWQI"),
        "before": Input(minimum=0, zh="上年同期水质指数", en="index a year before", symbol="CWQI₀"),
    },
    formula="ΔCWQI = ({now} − {before}) ÷ {before} × 100%",
)
def cwqi_change(now, before):
    """The change in per cent; negative is better. Not rounded."""
    if np.any(before == 0):
        raise LuhengError("input_below_minimum", name="before", label="上年同期水质指数", value="0", bound="＞0", unit="")  # fmt: skip
    return (now - before) * 100 / before


@method(
    id="water.ranking",
    zh="城市水质排名",
    en="ranking of cities by their water",
    source=Clause("环办监测〔2017〕51号", "排名", mark="secondary"),
    given={
        "indices": Raw(
            zh="各城市的水质指数或其变化", en="index of each city, or its change", shape="pairs"
        ),
    },
)
def ranking(indices):
    """The place of each city, the smallest index first; equal ones share a place, a missing one has none.

    Given: a mapping from city to index (or to its change, where the greatest fall is first).
    """
    there = {city: _number(one) for city, one in indices.items() if one is not None}
    there = {city: one for city, one in there.items() if one is not None}
    ordered = sorted(there.values())
    places = {one: place for place, one in reversed(list(enumerate(ordered, start=1)))}
    return {city: places[there[city]] if city in there else None for city in indices}


def _number(given):
    if isinstance(given, float):
        return None if given != given else Fraction(repr(given))
    return Fraction(given)
