"""The line through the figures, its interval, and when it keeps silent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.judgement.short_form import seen, target

from luheng.judgement import Judgement, JudgementSettings, judge
from luheng.judgement.projection import fitted
from luheng.judgement.student import probability_within, two_sided_quantile

TODAY = date(2024, 9, 1)
SHARE = {"op": ">=", "value": 60, "unit": "%", "year": 2025}


def judged(text: str, today: date = TODAY, **fields: object) -> Judgement:
    return judge(target(**(SHARE | fields)), seen(text), today=today)


@pytest.mark.parametrize(
    ("level", "freedom", "published"),
    [
        # Percentage points of Student's t as printed in any table, three decimals.
        (0.80, 1, 3.078), (0.80, 2, 1.886), (0.80, 3, 1.638), (0.90, 9, 1.833),
        (0.95, 1, 12.706), (0.95, 2, 4.303), (0.95, 5, 2.571), (0.95, 10, 2.228),
        (0.99, 30, 2.750), (0.95, 120, 1.980),
    ],
)  # fmt: skip
def test_quantiles_are_those_of_the_printed_tables(
    level: float, freedom: int, published: float
) -> None:
    assert round(two_sided_quantile(level, freedom), 3) == published
    assert probability_within(two_sided_quantile(level, freedom), freedom) == pytest.approx(level)


def test_the_line_is_the_published_one_of_anscombes_first_set() -> None:
    x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    y = ["8.04", "6.95", "7.58", "8.81", "8.33", "9.96", "7.24", "4.26", "10.84", "4.82", "5.68"]
    line = fitted([(year, Decimal(value)) for year, value in zip(x, y, strict=True)])
    assert round(line.slope, 2) == Decimal("0.50")
    assert round(line.at(0), 2) == Decimal("3.00")
    assert round(line.spread, 3) == Decimal("1.237")
    # A second program (SciPy 1.17) gives 3.331341 for the half width at x = 15.
    assert round(line.half_width(15, Decimal("0.95")), 6) == Decimal("3.331341")


def test_four_figures_are_carried_to_the_targets_year_with_an_interval() -> None:
    projection = judged("2020 40%; 2021 44%; 2022 48%; 2023 53%").projection
    assert projection is not None
    assert (projection.year, projection.points, projection.level) == (2025, 4, Decimal("0.80"))
    assert round(projection.value, 2) == Decimal("61.30")
    # SciPy 1.17: half width 1.404754
    assert round(projection.high - projection.value, 6) == Decimal("1.404754")
    assert projection.outlook == "open"


def test_an_interval_wholly_beyond_the_target_says_so() -> None:
    rising = "2020 40%; 2021 47%; 2022 53%; 2023 58.9%"
    assert judged(rising).projection.outlook == "reached"  # type: ignore[union-attr]
    assert judged(rising, value=75).projection.outlook == "short"  # type: ignore[union-attr]


def test_a_share_is_never_projected_beyond_a_hundred_percent() -> None:
    projection = judged("2021 88%; 2022 95%; 2023 97%", value=98).projection
    assert projection is not None
    assert (projection.value, projection.high) == (100, 100)
    assert projection.low < 100


def test_a_share_is_never_projected_below_zero() -> None:
    projection = judged("2021 9%; 2022 5%; 2023 1%", op="<=", value=2).projection
    assert projection is not None
    assert (projection.value, projection.low) == (0, 0)


def test_a_share_that_has_been_above_a_hundred_is_no_share_to_bound() -> None:
    projection = judged("2021 90%; 2022 101%; 2023 112%", value=98).projection
    assert projection is not None and projection.high > 130


def test_an_amount_has_no_bounds() -> None:
    projection = judged("2021 9吨; 2022 5吨; 2023 1吨", op="<=", value=2, unit="吨").projection
    assert projection is not None and projection.value == -7


@pytest.mark.parametrize(
    ("text", "fields", "reason"),
    [
        ("2022 48%; 2023 53%", {}, "no_projection_few"),
        ("", {}, "no_projection_few"),
        ("2020 40%; 2021 44%; 2023 53%", {"year": None}, "no_projection_no_year"),
        ("2021 40%; 2022 44%; 2023 53%", {"year": 2023}, "no_projection_past"),
        ("2021 40%; 2022 44%; 2023 53%", {"year": 2028}, "no_projection_far"),
    ],
)
def test_silence_has_a_reason(text: str, fields: dict, reason: str) -> None:
    result = judged(text, **fields)
    assert result.projection is None
    assert result.no_projection is not None and result.no_projection.code == reason


def test_the_furthest_year_that_is_projected_is_twice_the_span_away() -> None:
    assert judged("2021 40%; 2022 44%; 2023 53%", year=2027).projection is not None


def test_figures_before_the_base_year_are_not_part_of_the_line() -> None:
    text = "2016 5%; 2017 90%; 2021 44%; 2022 48%; 2023 52%"
    projection = judged(text, baseline=40, baseline_year=2020).projection
    assert projection is not None
    assert (projection.points, projection.value) == (3, 60)


def test_a_missing_year_is_a_gap_and_not_a_zero() -> None:
    projection = judged("2020 40%; 2021 44%; 2023 52%").projection
    assert projection is not None
    assert (projection.value, projection.outlook) == (60, "reached")


def test_the_probability_of_the_interval_is_a_setting() -> None:
    wide = JudgementSettings(interval_level=Decimal("0.95"))
    text = "2020 40%; 2021 44%; 2022 48%; 2023 53%"
    narrow = judged(text).projection
    wider = judge(target(**SHARE), seen(text), today=TODAY, settings=wide).projection
    assert narrow is not None and wider is not None
    assert wider.high - wider.low > 2 * (narrow.high - narrow.low)
