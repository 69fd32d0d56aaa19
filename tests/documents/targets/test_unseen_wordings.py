"""Wordings met in plans that nobody had read before, in sentences made up for the test."""

import pytest
from tests.documents.targets.shown import reading, shown


def test_a_note_that_units_are_not_repeated_is_no_milestone() -> None:
    text = "各区人民政府负责落实，以下不再列出。新区不再新建燃煤锅炉。"
    assert [goal.quote for goal in reading(text).milestones] == ["新区不再新建燃煤锅炉"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年，新材料产业、软件产业占服务业增加值比重分别提高至8%、12%。",
         ["新材料产业占服务业增加值比重 2025 >= 8 %", "软件产业占服务业增加值比重 2025 >= 12 %"]),
        ("到2025年，主要污染物化学需氧量、氨氮重点工程减排量分别达到12吨、3吨。",
         ["化学需氧量重点工程减排量 2025 >= 12 吨", "氨氮重点工程减排量 2025 >= 3 吨"]),
        ("到2025年，二氧化硫和氮氧化物等主要污染物排放总量分别下降7%和9%。",
         ["二氧化硫排放总量 2025 reduce_by 7 %", "氮氧化物排放总量 2025 reduce_by 9 %"]),
        ("到2025年，完成省下达的化学需氧量和氨氮等主要污染物减排任务。",
         ["化学需氧量减排 2025 meet_assigned - - assigned_by=省", "氨氮减排 2025 meet_assigned - - assigned_by=省"]),
        ("到2025年，细颗粒物年均浓度达到27微克/立方米。", ["细颗粒物年均浓度 2025 >= 27 μg/m³ bound=<="]),
        ("到2025年，污水集中收集率达到71%或比2020年提高6个百分点以上。",
         ["污水集中收集率 2025 >= 71 %"]),
        ("到2025年，设区市建成区雨污分流比例达到88%，县级市建成区达到41%。",
         ["设区市建成区雨污分流比例 2025 >= 88 %", "县级市建成区雨污分流比例 2025 >= 41 %"]),
        ("到2025年，培育省级以上绿色示范单位45家（其中国家级9家）。",
         ["省级以上绿色示范单位数 2025 = 45 家", "国家级绿色示范单位数 2025 = 9 家 part_of=省级以上绿色示范单位数"]),
        ("到2025年，污水处理费征收率达到96%。", ["污水处理费征收率 2025 >= 96 %"]),
        ("到2025年，共享单车日均骑行量稳定在12万人次。", ["共享单车日均骑行量 2025 = 12 万人次"]),
        ("到2027年，再生水利用率达到22%，缺水城市达到31%以上。",
         ["再生水利用率 2027 >= 22 %", "缺水城市再生水利用率 2027 >= 31 %"]),
        ("到2025年，绿电消纳责任权重达到19%以上。", ["绿电消纳责任权重 2025 >= 19 %"]),
        ("到2025年，卫生厕所普及率巩固在97%以上。", ["卫生厕所普及率 2025 >= 97 %"]),
        ("到2025年，环保产业总产值达320亿元，年均增长9%以上。",
         ["环保产业总产值 2025 >= 320 亿元", "环保产业总产值 2025 increase_by 9 % rate=annual"]),
        ("到2025年，碳排放强度较2020年下降17%以上，完成省下达任务。",
         ["碳排放强度 2025 reduce_by 17 % base_year=2020"]),
        ("到2025年，绿色信贷占各项贷款比重提高到11%，年均增速不低于14%。",
         ["绿色信贷占各项贷款比重 2025 >= 11 %"]),
    ],
)  # fmt: skip
def test_each_number_goes_to_the_indicator_it_measures(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "为深入贯彻落实党中央、国务院关于节能的战略决策部署和省委、省政府工作要求，制定本方案。",
        "设立绿色产业基金，对单个项目投资不超过3000万元。",
        "2019年PM2.5平均浓度超过60微克/立方米的东山镇、西河镇平均浓度均下降至60微克/立方米及以下。",
    ],
)
def test_reasons_and_conditions_are_no_targets(text: str) -> None:
    assert shown(text, goals=True) == []


def test_amounts_may_have_to_meet_what_the_province_demands() -> None:
    assert shown("到2025年，氮氧化物、氨氮重点工程减排量达到省要求。") == [
        "氮氧化物重点工程减排量 2025 meet_assigned - - assigned_by=省",
        "氨氮重点工程减排量 2025 meet_assigned - - assigned_by=省",
    ]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("到2025年，在来水保持优良的情况下，库区水质总体优良。", ["到2025年，在来水保持优良的情况下，库区水质总体优良"]),
        ("到2025年，通过实施改造行动，节能率达到12%。", []),
        ("到2025年，绿色生产体系基本形成。", ["到2025年，绿色生产体系基本形成"]),
    ],
)  # fmt: skip
def test_a_goal_says_what_shall_be_and_not_by_what_means(text: str, goals: list[str]) -> None:
    assert [goal.quote for goal in reading(text).milestones] == goals
