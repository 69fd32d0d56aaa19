"""The catalogue: complete, consistent, and never two indicators under one name."""

import re
from collections import Counter, defaultdict
from dataclasses import fields

import pytest

from luheng.vocabulary.indicators import (
    Indicator,
    canonical_name,
    catalogue,
    families,
    find,
    name_key,
    near_misprint,
    suggest,
)
from luheng.vocabulary.tables import table
from luheng.vocabulary.units_of_measure import canonical_unit, is_unit

# Canonical names that labelled documents use: renaming one breaks every reading compared with them.
NAMES_OF_RECORD = [
    "空气质量优良天数比例",
    "空气质量优天数",
    "空气质量良天数",
    "轻度污染天数",
    "SO2年均浓度",
    "NO2年均浓度",
    "PM10年均浓度",
    "CO日均95百分位",
    "PM2.5年均浓度",
    "O3日最大8小时90百分位",
    "年均降尘量",
    "降水pH年均值",
    "酸雨频率",
    "集中式饮用水水源地水质达标率",
    "Ⅱ类断面比例",
    "Ⅲ类断面比例",
    "Ⅳ类断面比例",
    "电源总装机容量",
    "清洁能源装机容量",
    "清洁能源装机比重",
    "海上风电装机容量",
    "单位地区生产总值能耗",
    "单位地区生产总值能耗降低率",
    "单位地区生产总值电耗",
    "地区生产总值",
    "地区生产总值增速",
    "第一产业增加值",
    "第二产业增加值",
    "第三产业增加值",
    "第三产业增加值占比",
    "民营经济增加值",
    "常住人口",
    "城镇常住人口",
    "常住人口城镇化率",
    "出生率",
    "死亡率",
    "人口自然增长率",
    "单位地区生产总值二氧化碳排放",
    "非化石能源装机比重",
    "中心城区污水处理率",
    "生活垃圾无害化处理率",
    "能源消费强度下降",
    "碳排放强度下降",
    "主要污染物减排",
    "工业固体废弃物综合利用率",
    "规模以上农业龙头企业数",
    "乡村休闲游示范村数",
    "省级、市级美丽乡村示范村数",
    "绿色供应链试点商贸企业数",
    "城镇污水处理率",
    "城乡生活垃圾焚烧处理率",
    "新建建筑绿色建筑标准执行比例",
    "新建建筑绿色建材应用比例",
]


def _entries() -> list[dict[str, str]]:
    return [entry for data in table("catalogue").values() for entry in data["indicators"]]


def test_ids_are_unique_and_begin_with_their_family() -> None:
    ids = [entry["id"] for entry in _entries()]
    assert [identifier for identifier, count in Counter(ids).items() if count > 1] == []
    assert [i.id for i in catalogue().values() if not i.id.startswith(f"{i.family}_")] == []
    assert [identifier for identifier in ids if not re.fullmatch("[a-z0-9_]+", identifier)] == []


def test_the_catalogue_covers_such_plans_and_bulletins() -> None:
    assert len(catalogue()) >= 260
    assert {i.family for i in catalogue().values()} == families().keys()


def test_every_entry_has_all_fields_and_no_other() -> None:
    known = {field.name for field in fields(Indicator)} - {"family"}
    needed = known - {"scope", "aliases"}
    for entry in _entries():
        assert needed <= entry.keys() <= known, entry["id"]
        assert all(entry[name] for name in needed - {"unit"}), entry["id"]


def test_no_name_belongs_to_two_indicators() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for indicator in catalogue().values():
        for name in (indicator.zh, *indicator.aliases):
            owners[name_key(name)].add(indicator.id)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_units_are_known_and_in_their_canonical_spelling() -> None:
    for indicator in catalogue().values():
        assert indicator.unit == "" or is_unit(indicator.unit), indicator.id
        assert canonical_unit(indicator.unit) == indicator.unit, indicator.id


def test_directions_and_marks_are_of_the_known_kinds() -> None:
    assert {i.direction for i in catalogue().values()} <= {"higher", "lower", "neutral"}
    assert {i.mark for i in catalogue().values()} <= {"verified", "secondary", "recalled"}


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("万元GDP能耗", "单位地区生产总值能耗"),
        ("单位 GDP 能耗（吨标煤/万元）", "单位地区生产总值能耗"),
        ("单位地区生产总值能源消耗降低（累计）（%）", "单位地区生产总值能耗降低率"),
        ("细颗粒物（PM2.5）年均浓度", "PM2.5年均浓度"),
        ("ＰＭ２．５年均值", "PM2.5年均浓度"),
        ("PM₂.₅浓度", "PM2.5年均浓度"),
        ("一氧化碳浓度", "CO日均95百分位"),
        ("臭氧日最大8小时平均第90百分位数", "O3日最大8小时90百分位"),
        ("环境空气优良天数占比", "空气质量优良天数比例"),
        ("全市常住人口城镇化率", "常住人口城镇化率"),
        ("三产占比", "第三产业增加值占比"),
        ("清洁能源装机占电源总装机的比重", "清洁能源装机比重"),
        ("地表水达到或优于Ⅲ类水体比例", "地表水水质优良比例"),
        ("国家级绿色工厂", "国家级绿色工厂数"),
        ("国家级绿色工厂数量", "国家级绿色工厂数"),
        ("化学需氧量（COD）重点工程减排量", "COD重点工程减排量"),
        ("每万元地区生产总值用水量（立方米/万元）", "单位地区生产总值用水量"),
        ("城市建成区绿化覆盖率", "建成区绿化覆盖率"),
    ],
)
def test_spellings_of_one_name_find_the_same_indicator(printed: str, name: str) -> None:
    assert canonical_name(printed) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("清洁能源装机比重", "非化石能源装机比重"),
        ("中心城区污水处理率", "城镇污水处理率"),
        ("Ⅱ类断面比例", "Ⅲ类断面比例"),
        ("单位地区生产总值能耗", "单位地区生产总值电耗"),
        ("PM2.5年均浓度", "PM10年均浓度"),
        ("国考断面水质优良比例", "水质优良比例"),
        ("规模以上工业增加值", "全部工业增加值"),
        ("市区空气质量优良天数比例", "空气质量优良天数比例"),
        ("城市污水处理率", "农村污水处理率"),
        ("户籍人口城镇化率", "常住人口城镇化率"),
        ("单位GDP能耗", "单位工业增加值能耗"),
        ("规模以上工业单位增加值能耗", "单位工业增加值能耗"),
        ("城镇污水处理率", "城镇生活污水处理率"),
        ("县级以上集中式饮用水水源地水质达标率", "县级集中式饮用水水源地水质达标率"),
        ("国考断面水质优良比例", "省考断面水质优良比例"),
        ("省级绿色工厂", "国家级绿色工厂"),
        ("新增绿道", "绿道"),
        ("农膜回收率", "地膜回收率"),
        ("危险废物利用处置率", "工业危险废物利用处置率"),
    ],
)
def test_names_that_are_only_near_stay_apart(one: str, other: str) -> None:
    assert canonical_name(one) != canonical_name(other)


def test_an_unknown_name_stays_as_printed() -> None:
    assert find("古树名木挂牌率") is None
    assert canonical_name("古树名木 挂牌率（%）") == "古树名木挂牌率"


@pytest.mark.parametrize(
    ("misprint", "name"),
    [
        ("非石化能源装机比重", "非化石能源装机比重"),
        ("空气质量优良天数比列", None),
        ("生活垃圾无害化处理律", "生活垃圾无害化处理率"),
        ("二氧化炭排放强度", "单位地区生产总值二氧化碳排放"),
        ("非化石能源装机比重", None),
        ("非化石能源装机比重", None),
        ("清洁能源装机比重", None),
    ],
)
def test_one_slip_is_offered_as_a_misprint(misprint: str, name: str | None) -> None:
    assert near_misprint(misprint) == name


def test_near_names_are_offered_for_a_person_to_choose_from() -> None:
    offered = [indicator.zh for indicator in suggest("清洁能源发电装机规模占比", 3)]
    assert "清洁能源装机比重" in offered
    assert len(offered) <= 3
    assert suggest("古琴") == []


@pytest.mark.parametrize("name", NAMES_OF_RECORD)
def test_a_name_of_record_is_its_own_canonical_name(name: str) -> None:
    assert find(name) is not None
    assert canonical_name(name) == name
