"""What a city may decide about judging, each with a default that is explained in the docs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

TrajectoryShape = Literal["linear", "compound"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementSettings:
    """Rules of judging that are a choice. Shares are of 1, not percent."""

    comparison: Literal["full_value", "rounded_value"] = "full_value"
    # GB/T 8170: 全数值比较法 compares the figure as it stands; 修约值比较法 rounds it first to the
    # digits of the target. 94.96 % against ≥ 95.0 % fails the first and passes the second.

    level_trajectory: TrajectoryShape = "linear"
    change_trajectory: TrajectoryShape = (
        "compound"  # yearly rates multiply, so equal rates compound
    )

    tolerance_share: Decimal = Decimal("0.05")  # of the whole way from base to target
    tolerance_absolute: Mapping[str, Decimal] = field(default_factory=dict)  # by unit; larger wins

    publication_lag_months: int = 6  # after the year's end; then a missing figure is missing
    stale_years: int = 2  # this much older than the newest expected figure: no basis any more
    approx_share: Decimal = Decimal("0.05")  # how far 左右 reaches
    approx_way: Decimal = Decimal(
        "0.5"
    )  # and no further back than this share of the way from the plan's base
    assume_five_year_base: bool = True  # "2025: -14 %" with no base printed counts from 2020
    year_when_unstated: int | None = None  # deadline for targets that print none
    part_year_figures: Literal["set_aside", "use"] = "set_aside"
    interval_level: Decimal = Decimal("0.80")  # of the projection
    projection_reach: int = 2  # projects no further than this many times the observed span
