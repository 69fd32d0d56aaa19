"""Indicator tables of plans, with the ways their cells speak."""

import pytest
from tests.documents.targets.shown import line
from tests.documents.targets.tables_of import table_reading


def lines(*drawn, **context):
    return [line(target) for target in table_reading(*drawn, **context).targets]


def test_base_unit_binding_and_units_are_taken_from_their_columns():
    found = table_reading("""
        序号|指标名称|单位|2020年|2025年|指标属性|责任单位
        1|森林覆盖率|%|45.2|46.5|约束性|市林业局
        2|新能源汽车保有量|万辆|2.1|10以上|预期性|市工业和信息化局、商务局
    """).targets
    assert [line(target) for target in found] == [
        "森林覆盖率 2025 = 46.5 % baseline=45.2 baseline_year=2020 binding=约束性",
        "新能源汽车保有量 2025 >= 10 万辆 baseline=2.1 baseline_year=2020 binding=预期性",
    ]
    assert found[1].lead == ["市工业和信息化局", "市商务局"]


CELLS = [
    ("森林覆盖率", "%", "46.5", "森林覆盖率 2025 = 46.5 %"),
    ("森林覆盖率", "%", "≥46.5", "森林覆盖率 2025 >= 46.5 %"),
    ("森林覆盖率", "%", "＞46", "森林覆盖率 2025 >= 46 % strict=True"),
    ("森林覆盖率（%）", "", "46", "森林覆盖率 2025 = 46 %"),
    ("PM2.5年均浓度", "微克/立方米", "控制在26以内", "PM2.5年均浓度 2025 <= 26 μg/m³"),
    ("PM2.5年均浓度", "微克/立方米", "24-26", "PM2.5年均浓度 2025 <= 26 μg/m³ range=True value_min=24"),
    ("绿色工厂数", "家", "30—40", "绿色工厂数 2025 >= 30 家 value_max=40"),
    ("非化石能源消费比重", "%", "18左右", "非化石能源消费比重 2025 = 18 % approx=True"),
    ("单位地区生产总值能耗降低", "%", "14.5", "单位地区生产总值能耗 2025 reduce_by 14.5 %"),
    ("单位地区生产总值能耗降低", "%", "〔14.5〕", "单位地区生产总值能耗 2025 reduce_by 14.5 % cumulative=True"),
    ("单位产品能耗", "千克标准煤/吨", "较基数下降3%", "单位产品能耗 2025 reduce_by 3 %"),
    ("绿色产业产值", "万元", "２．１亿元", "绿色产业产值 2025 = 2.1 亿元"),
    ("再生铝产量", "万吨", "比2020年翻一番", "再生铝产量 2025 multiply_by 2 倍 base_year=2020"),
    ("快递包装回收率", "%", "力争达到80", "快递包装回收率 2025 >= 80 % stretch_only=True"),
    ("用水总量", "亿立方米", "完成省下达任务", "用水总量 2025 meet_assigned - - assigned_by=省"),
    ("优良天数比例", "%", "完成上级考核任务，且≥90或持续提高",
     "优良天数比例 2025 meet_assigned 90 % assigned_by=上级 bound=>="),
    ("城镇化率", "%", "高于全省平均水平2个百分点",
     "城镇化率 2025 meet_benchmark - % benchmark=全省平均水平 bound=>= offset=2 offset_unit=个百分点"),
    ("煤炭消费比重下降到", "%", "50", "煤炭消费比重 2025 <= 50 %"),
    ("重要生态空间面积占比", "%", "三分之一以上", "重要生态空间面积占比 2025 >= 33.33 % fraction=三分之一"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "unit", "cell", "expected"), CELLS, ids=lambda part: part[:14])
def test_a_cell_says_what_it_demands(name, unit, cell, expected):
    assert lines(f"指标|单位|2025年目标值\n{name}|{unit}|{cell}") == [expected]


@pytest.mark.parametrize("cell", ["—", "－", "/", ""])
def test_an_empty_cell_demands_nothing(cell):
    found = table_reading(f"指标|单位|2025年目标值\n森林覆盖率|%|{cell}")
    assert (found.targets, found.milestones) == ([], [])


@pytest.mark.parametrize("cell", ["全覆盖", "持续改善", "制定实施", "有效保障"])
def test_a_cell_of_words_is_a_milestone(cell):
    found = table_reading(f"指标|单位|2025年目标值\n垃圾分类|%|{cell}")
    assert found.targets == []
    assert [goal.year for goal in found.milestones] == [2025]


def test_year_columns_under_one_head_are_a_series():
    found = table_reading(
        """
        类别|指标|单位|2022年现状值|目标值|<|<
        ^|^|^|^|2023年|2024年|2025年
        生态环境|农村生活污水治理率|%|30|35|40|45以上
        ^|水质达标率|%|100|持平|100|100
        """,
        2,
    ).targets
    assert [(t.indicator, t.year, t.op, t.value, t.series) for t in found] == [
        ("农村生活污水治理率", 2023, "=", 35, "农村生活污水治理率"),
        ("农村生活污水治理率", 2024, "=", 40, "农村生活污水治理率"),
        ("农村生活污水治理率", 2025, ">=", 45, "农村生活污水治理率"),
        ("水质达标率", 2023, "=", 100, "水质达标率"),
        ("水质达标率", 2024, "=", 100, "水质达标率"),
        ("水质达标率", 2025, "=", 100, "水质达标率"),
    ]
    assert (found[3].note, found[0].baseline, found[0].baseline_year) == ("持平", 30, 2022)


def test_years_before_the_plan_are_bases_and_later_ones_targets():
    drawn = "指标|单位|2025年|2030年\n光伏装机|万千瓦|100|200"
    assert lines(drawn, written_year=2023) == [
        "光伏装机 2025 = 100 万千瓦",
        "光伏装机 2030 = 200 万千瓦",
    ]
    drawn = "指标|单位|2021年|2022年|2025年\n光伏装机|万千瓦|60|70|100"
    (target,) = table_reading(drawn, written_year=2023).targets
    assert (target.year, target.value) == (2025, 100)


def test_the_standard_of_the_state_is_the_target_only_where_the_city_sets_none():
    drawn = "指标名称|单位|指标值|2022年现状值|2025年目标值\n林草覆盖率|%|≥60|61|65"
    assert lines(drawn) == ["林草覆盖率 2025 = 65 % baseline=61 baseline_year=2022"]
    assert lines("指标名称|单位|指标值|指标属性\n林草覆盖率|%|≥60|参考性") == [
        "林草覆盖率 - >= 60 %"
    ]


def test_rows_of_places_carry_their_place_and_totals_are_left_out():
    drawn = """
        县区|2023年|2024年|合计
        东山县|1200|1500|2700
        西河区|800|—|800
        合计|2000|1500|3500
    """
    found = table_reading(drawn, 1, "表2 各县区造林任务分解表 单位：亩").targets
    assert [(t.indicator, t.places, t.year, t.value, t.unit) for t in found] == [
        ("造林面积", ["东山县"], 2023, 1200, "亩"),
        ("造林面积", ["东山县"], 2024, 1500, "亩"),
        ("造林面积", ["西河区"], 2023, 800, "亩"),
    ]


def test_heads_of_a_place_table_may_name_the_indicators():
    drawn = "县（市、区）|绿色工厂（家）|绿色园区（个）\n东山县|5|1\n全市合计|13|3"
    assert lines(drawn, 1, "2025年绿色制造培育目标分解表") == [
        "绿色工厂数 2025 = 5 家 places=['东山县']",
        "绿色园区数 2025 = 1 个 places=['东山县']",
    ]


def test_fields_from_merged_cells_are_marked():
    drawn = "指标|单位|2024年|2025年\n屋顶光伏覆盖率|%|50|<"
    found = table_reading(drawn, written_year=2023).targets
    assert [target.merged for target in found] == [[], ["2025年"]]


def test_a_table_of_projects_holds_no_targets():
    drawn = "项目名称|建设内容|总投资（亿元）|2025年目标\n再生水厂|日处理5万吨|3.2|1.1"
    assert lines(drawn) == []


def test_a_column_of_names_needs_no_head_that_says_so():
    drawn = "序号|目标任务|2025年目标|牵头单位\n1|固废综合利用率（%）|85|市工信局\n2|秸秆利用率（%）|90|市农业农村局"
    assert lines(drawn) == ["固废综合利用率 2025 = 85 %", "秸秆利用率 2025 = 90 %"]
