"""Trajectories: linear, compound, steps, given points, and none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luheng.judgement.trajectory import Base, Path, Trajectory, lay, moment_of
from luheng.vocabulary.messages import LuhengError, Message

BASE = Base(2020, Decimal(40), Message("base_from_plan"))


def laid(trajectory: Trajectory, base: Base | None = BASE, rising: int = 0) -> Path:
    path = lay(trajectory, base, Decimal(60), 2025, rising)
    assert path is not None
    return path


@pytest.mark.parametrize(
    ("moment", "value"), [(2019, 40), (2020, 40), (2021, 44), (2022.5, 50), (2025, 60), (2030, 60)]
)
def test_a_linear_path_is_straight_and_level_outside_its_years(moment: float, value: int) -> None:
    assert laid(Trajectory("linear")).at(Decimal(str(moment))) == value


def test_a_compound_path_grows_by_the_same_share_each_year() -> None:
    path = laid(Trajectory("compound"))
    rates = {round(path.at(year + 1) / path.at(year), 12) for year in range(2020, 2025)}
    assert len(rates) == 1
    assert path.at(2025) == 60


def test_a_compound_fall_multiplies_what_is_left() -> None:
    # 19 % in two years is 10 % each: 0.9 · 0.9 = 0.81.
    base = Base(2020, Decimal(0), Message("base_from_base_year"))
    path = lay(Trajectory("compound"), base, Decimal(19), 2022, -1)
    assert path is not None and round(path.at(2021), 12) == 10


def test_a_compound_rise_multiplies_what_is_there() -> None:
    base = Base(2020, Decimal(0), Message("base_from_base_year"))
    path = lay(Trajectory("compound"), base, Decimal(21), 2022, 1)
    assert path is not None and round(path.at(2021), 12) == 10


def test_where_no_factor_joins_the_ends_a_compound_path_is_straight() -> None:
    base = Base(2020, Decimal(0), Message("base_from_plan"))
    path = lay(Trajectory("compound"), base, Decimal(60), 2025, 0)
    assert path is not None and path.shape == "linear"


def test_steps_start_at_the_base_and_end_at_the_target() -> None:
    path = laid(Trajectory("steps", {2022: Decimal(45), 2023: Decimal(50)}))
    assert [path.at(year) for year in range(2020, 2026)] == [40, 40, 45, 50, 50, 60]


def test_given_points_are_joined_straight() -> None:
    path = laid(Trajectory("points", {2021: Decimal(50), 2024: Decimal(56)}))
    assert [path.at(year) for year in range(2020, 2026)] == [40, 50, 52, 54, 56, 60]


def test_given_points_need_no_base() -> None:
    path = laid(Trajectory("points", {2021: Decimal(50)}), base=None)
    assert path.base_from.code == "base_from_trajectory"


def test_without_a_base_there_is_no_path() -> None:
    assert lay(Trajectory(), None, Decimal(60), 2025, 0) is None


def test_a_base_in_the_targets_year_leads_nowhere() -> None:
    base = Base(2025, Decimal(40), Message("base_from_plan"))
    assert lay(Trajectory(), base, Decimal(60), 2025, 0) is None


@pytest.mark.parametrize("shape", ["steps", "points"])
def test_steps_without_years_are_refused(shape) -> None:
    with pytest.raises(LuhengError) as caught:
        Trajectory(shape)
    assert caught.value.message.code == "trajectory_without_points"


def test_the_end_of_a_year_is_that_year_and_leap_years_have_a_day_more() -> None:
    assert moment_of(date(2024, 12, 31)) == 2024
    assert moment_of(date(2024, 7, 1)) == Decimal("2023.5")
    assert Decimal(2024) < moment_of(date(2025, 1, 1)) < Decimal("2024.003")
