"""Forest cover, forest and grass cover, and park area per head."""

from __future__ import annotations

import numpy as np

from luheng.methods import Clause, Input, Worked, method
from luheng.vocabulary.messages import LuhengError

LAND = Input(unit="km²", minimum=0, zh="土地面积", en="land area", symbol="A")
FOREST = Input(unit="km²", minimum=0, zh="森林面积", en="forest area", symbol="F")


def _share(parts, land, what):
    """Per cent of the land. Refuses land of nothing, and parts greater than it."""
    if np.any(land == 0):
        raise LuhengError("ecosystems_region_zero", name="land_area", label=LAND.zh)
    total = sum(parts)
    if np.any(total > land):
        raise LuhengError(
            "ecosystems_areas_exceed",
            parts=what, total=f"{float(np.max(total)):g}", region=f"{float(np.min(land)):g}",
        )  # fmt: skip
    return total * 100 / land


@method(
    id="ecosystems.forest_cover",
    zh="森林覆盖率",
    en="forest cover",
    unit="%",
    source=Clause("GB/T 26424", "森林覆盖率", mark="recalled"),
    given={"forest_area": FOREST, "land_area": LAND},
    formula="R = {forest_area} ÷ {land_area} × 100%",
)
def forest_cover(forest_area, land_area):
    """Forest, as the forest survey defines it, per hundred of the land. Not rounded."""
    return _share([forest_area], land_area, FOREST.zh)


@method(
    id="ecosystems.forest_and_grass_cover",
    zh="林草覆盖率",
    en="forest and grass cover",
    unit="%",
    source=Clause("环生态〔2019〕76号", "林草覆盖率", mark="recalled"),
    given={
        "forest_area": FOREST,
        "shrub_area": Input(unit="km²", optional=True, minimum=0, zh="未计入森林面积的灌木林面积", en="shrubland that forest does not include", symbol="B"),
        "grass_area": Input(unit="km²", minimum=0, zh="草地面积", en="grassland", symbol="G"),
        "land_area": LAND,
    },
    formula="R = ({forest_area} + {shrub_area} + {grass_area}) ÷ {land_area} × 100%",
)  # fmt: skip
def forest_and_grass_cover(forest_area, shrub_area, grass_area, land_area):
    """Forest, shrubland and grassland per hundred of the land. Not rounded.

    Shrubland may be left out where forest includes it; that is said in the working. Parts that are
    together greater than the land are refused, as something counts twice.
    """
    if shrub_area is not None:
        return _share([forest_area, shrub_area, grass_area], land_area, "林草")
    return Worked(
        _share([forest_area, grass_area], land_area, "林草"),
        formula="R = ({forest_area} + {grass_area}) ÷ {land_area} × 100%",
        note_zh="没有单列灌木林", note_en="no shrubland beside forest",
    )  # fmt: skip


@method(
    id="ecosystems.park_area_per_head",
    zh="人均公园绿地面积",
    en="park area per head",
    unit="m²/人",
    source=Clause("城市（县城）建设统计调查制度", "人均公园绿地面积", mark="recalled"),
    given={
        "park_area": Input(unit="m²", minimum=0, zh="公园绿地面积", en="park area", symbol="S"),
        "population": Input(unit="人", minimum=0, zh="城镇（城区）人口", en="urban population", symbol="N"),
    },
    formula="S̄ = {park_area} ÷ {population}",
)  # fmt: skip
def park_area_per_head(park_area, population):
    """Square metres of park for each urban resident. Not rounded.

    Area and people must be of the same bounds: the built-up city, or city and county towns.
    """
    if np.any(population == 0):
        raise LuhengError("ecosystems_region_zero", name="population", label="人口")
    return park_area / population
