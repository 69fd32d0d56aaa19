"""What the document around a sentence changes: its year, its section, whose plan it is."""

from tests.documents.targets.shown import reading, shown

from luheng.documents.sentences import clauses, flat


def test_a_deadline_holds_for_the_paragraph_until_the_next_one():
    text = (
        "到2025年，产业结构明显优化。城镇污水处理率达到95%。到2030年，再生水利用率达到30%。"
        "农膜回收率达到90%。"
    )
    assert [line.split()[1] for line in shown(text)] == ["2025", "2030", "2030"]


def test_a_date_mentioned_in_passing_sets_no_deadline():
    text = "到2025年，为实现2030年前碳达峰奠定基础。城镇污水处理率达到95%。"
    assert shown(text) == ["城镇污水处理率 2025 >= 95 %"]


def test_years_before_the_plan_was_written_are_past():
    text = "2021年，城镇污水处理率达到92%。"
    assert shown(text) == ["城镇污水处理率 2021 >= 92 %"]
    assert shown(text, written_year=2022) == []


def test_a_present_level_is_the_base_of_the_target_behind_it():
    text = "2021年，城镇污水处理率达到92%，到2025年达到96%。"
    assert shown(text, written_year=2022) == [
        "城镇污水处理率 2025 >= 96 % baseline=92 baseline_year=2021"
    ]


def test_sections_about_the_present_hold_no_targets():
    assert shown("城镇污水处理率达到92%，建成绿色工厂30家。", present=True) == []


def test_this_year_is_the_year_of_a_yearly_plan():
    text = "今年，完成造林2万亩。"
    assert shown(text, current_year=2024) == ["造林面积 2024 = 2 万亩"]
    assert shown(text) == ["造林面积 - = 2 万亩"]


def test_figures_of_the_province_are_not_those_of_its_city():
    text = "到2025年，全省建成绿色园区100个。"
    assert shown(text, own_level="市") == []
    assert shown(text, own_level="省") == ["绿色园区数 2025 = 100 个"]


def test_a_paragraph_takes_the_deadline_of_the_one_that_leads_in_to_it():
    assert shown("——农膜回收率达到90%。", lead_in_years=(2025,)) == ["农膜回收率 2025 >= 90 %"]


def test_a_bare_statement_is_a_demand_only_where_goals_are_stated():
    text = "农膜回收率为90%。"
    assert shown(text) == []
    assert shown(text, goals=True) == ["农膜回收率 - = 90 %"]


def test_misprints_are_corrected_and_the_printed_name_is_kept():
    right = "非化石能源消费比重"
    printed = right.replace("化石", "石化")
    (target,) = reading(f"到2025年，{printed}达到20%。").targets
    assert (target.indicator, target.printed_indicator) == (right, printed)


def test_names_stay_as_printed_and_the_catalogue_says_what_they_are():
    one, other = (
        reading(f"{name}达到90%。").targets[0] for name in ("优良天数比率", "空气质量优良天数比例")
    )
    assert (one.indicator, other.indicator) == ("优良天数比率", "空气质量优良天数比例")
    assert one.indicator_id == other.indicator_id == "air_good_days_share"


def test_the_quote_is_the_clause_and_no_more():
    text = "到2025年，再生水 利用率达到 25%以上，污泥处置率（全市）达到95%。"
    quotes = [target.quote for target in reading(text).targets]
    assert quotes == ["再生水 利用率达到 25%以上", "污泥处置率（全市）达到95%"]


def test_an_inherited_indicator_is_part_of_the_quote():
    (first, second) = reading("再生水利用率2025年达到25%，2030年达到35%。").targets
    assert second.quote == "再生水利用率2025年达到25%，2030年达到35%"
    assert first.series == second.series == "再生水利用率"


MILESTONES = {
    "到2025年，绿色低碳循环发展的经济体系初步形成。": [(2025, "到2025年，绿色低碳循环发展的经济体系初步形成")],
    "到2025年底基本建成垃圾分类处理系统，回收利用率达到35%。": [(2025, "到2025年底基本建成垃圾分类处理系统")],
    "到2025年，污水处理率达到95%，农村污水收集实现全覆盖。": [(2025, "农村污水收集实现全覆盖")],
    "实施绿色服务全覆盖工程，推进垃圾收运全覆盖。": [],
    "实现畜禽粪污资源化利用全覆盖。": [(None, "实现畜禽粪污资源化利用全覆盖")],
    "截至2022年，全市基本建成绿色交通体系。": [],
}  # fmt: skip


def test_dated_and_absolute_goals_without_a_number_are_milestones():
    for text, expected in MILESTONES.items():
        assert [(m.year, m.quote) for m in reading(text).milestones] == expected


def test_a_text_without_commas_is_cut_so_that_reading_stays_linear():
    line = flat(text := "推进绿色发展" * 500, 0, len(text))
    pieces = [clause.text for clause in clauses(line)]
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= 310
