"""Numbers as official texts print them."""

import re
from decimal import Decimal

import pytest

from luheng.vocabulary.numerals import (
    MULTIPLE_WORDS,
    NUMBER,
    SHARE_WORDS,
    Share,
    parse_multiple_words,
    parse_number,
    parse_percent_words,
)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("98.9", "98.9"),
        ("1,234.5", "1234.5"),
        ("１２３４．５", "1234.5"),
        ("1 314.6", "1314.6"),
        ("-3.75", "-3.75"),
        ("−0.26", "-0.26"),
        ("3.5万", "35000"),
        ("2亿", "200000000"),
        ("5千", "5000"),
        ("1.2万亿", "1200000000000"),
        ("二十五", "25"),
        ("十", "10"),
        ("十二", "12"),
        ("一百零五", "105"),
        ("一百一十", "110"),
        ("一百二", "120"),
        ("二千零一十", "2010"),
        ("一千零五十", "1050"),
        ("一万二千", "12000"),
        ("三万五", "35000"),
        ("一亿二千万", "120000000"),
        ("三万亿", "3000000000000"),
        ("两", "2"),
        ("两千", "2000"),
        ("千", "1000"),
        ("〇", "0"),
        ("二〇二五", "2025"),
        ("二零三〇", "2030"),
        ("一点五", "1.5"),
        ("三点二五", "3.25"),
        ("零点五", "0.5"),
        ("一点五万", "15000"),
        ("负三", "-3"),
        ("叁拾", "30"),
    ],
)
def test_a_printed_number_is_read(printed: str, value: str) -> None:
    assert parse_number(printed) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "点", "一点", "达到", "12,34", "1.2.3", "三三十", "五个", "—", "PM2.5"]
)
def test_what_is_no_number_gives_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("装机达到60万千瓦", ["60"]),
        ("装机达到三十六万千瓦", ["三十六"]),
        ("5千瓦和3千户", ["5", "3千"]),
        ("五千瓦", ["五"]),
        ("1,234.5亿元", ["1,234.5"]),
        ("PM2.5浓度降到23", ["23"]),
        ("CO2排放和O3浓度", []),
        ("见1.2.3节", []),
        ("55-58", ["55", "58"]),
        ("700~800", ["700", "800"]),
        ("一万二千户", ["一万二千"]),
        ("千户示范户", ["千"]),
        ("提高一点五倍", ["一点五"]),
        ("建成两个", ["两"]),
        ("第三产业", []),
        ("十余个", ["十"]),
    ],
)
def test_the_pattern_finds_numbers_and_leaves_units_and_names_alone(
    text: str, numbers: list[str]
) -> None:
    found = re.findall(NUMBER, text)
    assert found == numbers
    assert all(parse_number(number) is not None for number in found)


@pytest.mark.parametrize(
    ("printed", "share"),
    [
        ("百分之八十", Share(Decimal(80))),
        ("百分之九十八点五", Share(Decimal("98.5"))),
        ("百分之80", Share(Decimal(80))),
        ("千分之五", Share(Decimal("0.5"))),
        ("三成", Share(Decimal(30))),
        ("两成", Share(Decimal(20))),
        ("九成以上", Share(Decimal(90))),
        ("八成五", Share(Decimal(85))),
        ("七成半", Share(Decimal(75))),
        ("过半", Share(Decimal(50), more_than=True)),
        ("一半", Share(Decimal(50))),
        ("三分之二", Share(Decimal("66.67"), fraction="三分之二")),
        ("五分之一", Share(Decimal(20), fraction="五分之一")),
        ("3分之1", Share(Decimal("33.33"), fraction="3分之1")),
    ],
)
def test_a_share_in_words_is_read(printed: str, share: Share) -> None:
    assert parse_percent_words(printed) == share
    assert re.match(SHARE_WORDS, printed)


@pytest.mark.parametrize("text", ["成", "三成员", "八十", "零分之一", "二分之三", "一成立"])
def test_what_is_no_share_gives_none(text: str) -> None:
    assert parse_percent_words(text) is None


def test_the_share_pattern_takes_the_whole_phrase() -> None:
    text = "回收率达到百分之八十五，约三分之二的村和近九成企业，成员一半，委员会三成立"
    assert re.findall(SHARE_WORDS, text) == ["百分之八十五", "三分之二", "九成", "一半"]


@pytest.mark.parametrize(
    ("printed", "times"),
    [("翻一番", 2), ("翻番", 2), ("翻两番", 4), ("增长一倍", 2), ("扩大两倍", 3)],
)
def test_growth_in_words_is_times_the_base(printed: str, times: int) -> None:
    assert parse_multiple_words(printed) == times
    assert re.fullmatch(MULTIPLE_WORDS, printed)


def test_half_a_year_is_no_share() -> None:
    assert re.findall(SHARE_WORDS, "超过半年的项目过半，装机占比超半数") == ["过半", "超半数"]
