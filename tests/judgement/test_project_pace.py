"""How a project stands against its years, worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luheng.judgement.project_pace import Built, Pace, standing

DAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("start", "end", "built", "pace"),
    [
        ("2026", "2027", None, Pace.NOT_REPORTED),
        ("2027", "2028", None, Pace.NOT_YET_DUE),
        ("2024", "2025", Built("building", Decimal(80), DAY), Pace.OVERDUE),
        ("2024", "2025", Built("completed", Decimal(100), date(2025, 12, 1)), Pace.COMPLETED),
        ("2026-03", "2027", Built("preparing", None, DAY), Pace.LATE_START),
        ("2026", "2027", Built("preparing", None, DAY), Pace.NOT_YET_DUE),
        ("2025", "2027", Built("suspended", Decimal(30), DAY), Pace.SUSPENDED),
        ("2025", "2026", Built("building", Decimal(70), DAY), Pace.ON_PACE),
        ("2025", "2026", Built("building", Decimal(60), DAY), Pace.BEHIND),
        ("2025", "", Built("building", Decimal(5), DAY), Pace.ON_PACE),
    ],
)
def test_a_project_stands_as_its_latest_report_says(
    start: str, end: str, built: Built | None, pace: Pace
) -> None:
    found = standing(start, end, built, DAY)
    assert found.pace is pace
    assert found.reason.text("zh") and found.reason.text("en")


def test_the_even_pace_is_the_share_of_days_gone() -> None:
    # 546 + 1 of the 730 days of 2025 and 2026 lie behind on 1 July 2026
    found = standing("2025", "2026", Built("building", Decimal(70), DAY), DAY)
    assert found.expected == Decimal("74.9")
    assert "74.9%" in found.reason.text("zh")
