"""Two packages from PyPI agree with us wherever they are right; where they are wrong is listed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.packs.air_oracle import by_fractions, reportable, table_of
from tests.packs.air_second_opinions import OPINIONS, PAGE, page, wrong

from luheng.methods import standards
from luheng.packs.air.methods.index import ITEMS


def test_the_list_of_where_they_are_wrong_is_true() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.packs.air_second_opinions"


@pytest.mark.parametrize("package", OPINIONS)
@pytest.mark.parametrize("item", ITEMS)
def test_where_a_package_is_right_we_say_the_same(package: str, item: str) -> None:
    edition, opinion, _ = OPINIONS[package]
    _, rows = wrong(package, item)
    off = {one for one, _, _ in rows}
    agreed = [one for one in reportable(item, table_of(item, edition)) if one not in off]
    assert agreed
    found = standards().compute(
        "air.iaqi", day="2026-06-01", using=edition, item=item,
        concentration=[float(one) for one in agreed],
    ).exact  # fmt: skip
    ours = [None if value != value else value for value in found.tolist()]
    assert ours == [opinion(item, one) for one in agreed]


def test_why_one_is_wrong_is_as_the_page_says() -> None:
    """SO2 24 h aside, aqi-hub is never off by more than the one that a float's hair adds."""
    for item in ITEMS:
        _, rows = wrong("aqi-hub", item)
        assert item == "so2_24h" or all(said == exact + 1 for _, exact, said in rows)
    table = table_of("pm2_5_24h", "HJ 633-2012")
    assert by_fractions(Fraction(36), table) == 52  # 50 + 1 ÷ 40 × 50, rounded up
    assert (Fraction(36), 52, 51) in wrong("python-aqi", "pm2_5_24h")[1]
