"""Periods: written, printed, ordered, contained."""

import pytest

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.periods import Period, five_year_plan, read_period


@pytest.mark.parametrize(
    "code", ["2019", "2025-08", "2015-01/2015-06", "2011/2014", "2023-11/2024-02"]
)
def test_the_written_form_is_read_and_written_back(code: str) -> None:
    assert str(Period.parse(code)) == code


@pytest.mark.parametrize(
    "code", ["", "19", "2019-13", "2019-00", "2014/2011", "2019-01/2020", "2020/2021-03", "?"]
)
def test_an_unreadable_period_is_refused(code: str) -> None:
    with pytest.raises(LuhengError) as refused:
        Period.parse(code)
    assert refused.value.message.code == "period_unreadable"


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("2019年", "2019"),
        ("2019年度", "2019"),
        ("2023年末", "2023"),
        ("2023", "2023"),
        ("2025年8月", "2025-08"),
        ("8月份", "2024-08"),
        ("1-8月", "2024-01/2024-08"),
        ("2015年1—6月", "2015-01/2015-06"),
        ("上半年", "2024-01/2024-06"),
        ("2023年下半年", "2023-07/2023-12"),
        ("前三季度", "2024-01/2024-09"),
        ("一季度", "2024-01/2024-03"),
        ("第四季度", "2024-10/2024-12"),
        ("前十一个月", "2024-01/2024-11"),
        ("1—12月", "2024"),
        ("“十二五”头4年", "2011/2014"),
        ("“十四五”期间", "2021/2025"),
        ("十三五时期", "2016/2020"),
        ("2021—2023年", "2021/2023"),
    ],
)
def test_a_printed_period_is_read_with_the_year_around_it(printed: str, code: str) -> None:
    assert str(read_period(printed, year=2024)) == code


@pytest.mark.parametrize(
    "printed", ["三年", "13月", "8-1月", "2025—2023年", "近年来", "目标值", "上半年"]
)
def test_what_names_no_period_gives_none(printed: str) -> None:
    assert read_period(printed) is None


def test_periods_are_ordered_by_their_end() -> None:
    codes = ["2024-01/2024-06", "2023", "2024", "2024-03", "2021/2025"]
    assert [str(p) for p in sorted(map(Period.parse, codes))] == [
        "2023", "2024-03", "2024-01/2024-06", "2024", "2021/2025",
    ]  # fmt: skip


def test_a_period_contains_what_lies_inside_it() -> None:
    plan = five_year_plan("十四")
    assert plan.contains(Period.parse("2023-08"))
    assert plan.contains(plan)
    assert not plan.contains(Period.parse("2020/2022"))
    assert (plan.year, plan.length_months, plan.is_year) == (2025, 60, False)
    assert Period.parse("2019").is_year
    assert not Period.parse("2019-01/2019-11").is_year


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("2019", "2019年", "2019"),
        ("2025-08", "2025年8月", "August 2025"),
        ("2015-01/2015-06", "2015年1—6月", "January–June 2015"),
        ("2011/2014", "2011—2014年", "2011–2014"),
        ("2023-11/2024-02", "2023年11月—2024年2月", "November 2023 – February 2024"),
    ],
)
def test_a_period_is_shown_in_both_languages(code: str, zh: str, en: str) -> None:
    assert (Period.parse(code).label("zh"), Period.parse(code).label("en")) == (zh, en)
