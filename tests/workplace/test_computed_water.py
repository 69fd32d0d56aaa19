"""Water and ecosystems computed in the city: what is kept becomes the figure of its indicator."""

from __future__ import annotations

import pytest

from luheng.workplace.computed.results import Asked, keep
from luheng.workplace.models import User


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "given", "indicator", "value"),
    [
        (
            "water.national_good_share",
            {"classes": {"甲断面": "Ⅱ", "乙断面": "Ⅳ", "丙断面": "Ⅲ", "丁断面": None}},
            "water_national_section_good_share",
            "66.7",
        ),
        (
            "water.sources_met_share",
            {"meets": [True, True, True, False]},
            "water_drinking_source_compliance_rate",
            "75",
        ),
        (
            "ecosystems.park_area_per_head",
            {"park_area": "1200 公顷", "population": "80 万人"},
            "ecology_urban_park_green_per_person",
            "15",
        ),
        (
            "ecosystems.forest_and_grass_cover",
            {"forest_area": "75 万亩", "grass_area": "100", "land_area": "1000"},
            "ecology_forest_grass_coverage",
            "60",
        ),
    ],
)
def test_a_kept_result_is_the_figure_of_its_indicator(
    office: User, method: str, given: dict[str, object], indicator: str, value: str
) -> None:
    kept = keep(Asked(method, "2024", "云川市", given), office)
    assert kept.observation is not None
    assert kept.observation.indicator_id == indicator
    assert f"{kept.observation.value.normalize():f}" == value
    assert kept.mark in ("secondary", "recalled")
