"""Places: full names only from the list, and words that are no places."""

import pytest

from luheng.vocabulary.places import full_name, is_division, is_region, province_of, provinces


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("湛江", "湛江市"),
        ("枣庄", "枣庄市"),
        ("广东", "广东省"),
        ("北京", "北京市"),
        ("内蒙古", "内蒙古自治区"),
        ("广西", "广西壮族自治区"),
        ("新疆", "新疆维吾尔自治区"),
        ("恩施", "恩施土家族苗族自治州"),
        ("西双版纳", "西双版纳傣族自治州"),
        ("凉山", "凉山彝族自治州"),
        ("香港", "香港特别行政区"),
        ("湛江市", "湛江市"),
    ],
)
def test_a_listed_short_name_becomes_full(short: str, full: str) -> None:
    assert full_name(short) == full


@pytest.mark.parametrize("name", ["徐闻", "全市", "吉林", "海南", "朝阳", "珠三角"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert full_name(name) == name


def test_a_city_knows_its_province() -> None:
    assert province_of("湛江") == "广东省"
    assert province_of("上海") == "上海市"
    assert province_of("徐闻县") is None


def test_the_list_has_every_province_and_no_division_twice() -> None:
    divisions = [division for names in provinces().values() for division in names]
    assert len(provinces()) == 34
    assert len(divisions) == len(set(divisions)) == 333


@pytest.mark.parametrize(
    "name",
    ["湛江市", "徐闻县", "赤坎区", "阿拉善左旗", "鄂州", "延边朝鲜族自治州"],
)
def test_names_of_divisions(name: str) -> None:
    assert is_division(name)


@pytest.mark.parametrize(
    "name", ["全市", "市区", "自然保护区", "经济开发区", "工业园区", "我省", "各县", "湿地公园区"]
)
def test_words_that_only_end_like_divisions(name: str) -> None:
    assert not is_division(name)


def test_regions_keep_their_name() -> None:
    assert is_region("珠三角")
    assert not is_region("湛江市")
