"""What a judgement tells beside its verdict: numbers, evidence, doubts, pace."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.judgement.short_form import seen, target

from luheng.judgement import Evidence, Judgement, JudgementSettings, VerdictCounts, judge
from luheng.judgement.json_form import judgement_json
from luheng.vocabulary.messages import Message

TODAY = date(2024, 9, 1)
SHARE = {
    "indicator": "示例指标", "op": ">=", "value": 60, "unit": "%", "year": 2025,
    "baseline": 40, "baseline_year": 2020, "clause": "二（一）",
}  # fmt: skip
FALL = {"op": "reduce_by", "value": 14, "unit": "%", "year": 2025, "base_year": 2020}


def judged(fields: dict, text: str, today: date = TODAY) -> Judgement:
    return judge(target(**fields), seen(text), today=today)


def codes(messages: tuple[Message, ...]) -> list[str]:
    return [message.code for message in messages]


def aside(result: Judgement) -> dict[str, str]:
    return {item.observation.period: item.reason.code for item in result.set_aside}


def test_the_sentence_says_figure_expectation_and_target() -> None:
    result = judged(SHARE, "2023 50%")
    assert result.zh == (
        "示例指标2023年为50%，按2020年起的线性轨迹当年应为52%，相差2个百分点，"
        "超过容差1个百分点，滞后；"
        "目标：2025年不低于60%"
    )
    assert result.en == (
        "示例指标 was 50% in 2023; by the linear trajectory from 2020 it should have been 52%, "
        "2 percentage points away and beyond the tolerance of 1 percentage points: behind; "
        "the target is at least 60% in 2025"
    )
    assert result.sentence("zh") == result.zh and result.sentence("en") == result.en


def test_the_sentence_of_a_fall_speaks_of_falling() -> None:
    result = judged(FALL, "2021/2025 -15.5% cumulative", date(2026, 3, 1))
    assert result.zh == "示例指标2025年比2020年下降15.5%，目标：2025年比2020年下降14%，达标"


def test_the_sentence_of_a_rise_where_a_fall_was_demanded_says_rise() -> None:
    result = judged(FALL, "2021/2025 2% cumulative", date(2026, 3, 1))
    assert "比2020年提高2%" in result.zh
    assert "a rise of 2%" in result.en


def test_the_sentence_names_the_years_that_are_missing() -> None:
    text = "2021 -3% change; 2022 -3% change; 2024 -3% change; 2025 -3% change"
    result = judged(FALL, text, date(2026, 9, 1))
    assert "缺2023年数据" in result.zh
    assert "note_missing_years" in codes(result.notes)


def test_a_figure_just_short_of_the_target_is_not_printed_as_the_target() -> None:
    result = judged(FALL, "2020 1吨; 2025 0.860000001吨", date(2026, 3, 1))
    assert result.verdict.value == "missed"
    assert "下降14%，目标" not in result.zh


def test_a_preliminary_verdict_is_marked_in_the_sentence() -> None:
    assert "达标（初步）" in judged(SHARE, "2025p 61%", date(2026, 3, 1)).zh
    assert "met (preliminary)" in judged(SHARE, "2025p 61%", date(2026, 3, 1)).en


def test_zeros_that_a_store_has_added_are_not_printed() -> None:
    stored = SHARE | {"value": "60.000000", "baseline": "40.000000", "quote": "达到60%"}
    result = judged(stored, "2023 50.500000%")
    assert result.zh.startswith("示例指标2023年为50.5%，")
    assert result.zh.endswith("目标：2025年不低于60%")


def test_digits_that_a_store_has_padded_are_read_from_the_quote() -> None:
    stored = target(**(SHARE | {"value": "95.000000", "quote": "到2025年达到９５.0%以上"}))
    rounded = JudgementSettings(comparison="rounded_value")
    result = judge(stored, seen("2025 94.900000%"), today=date(2026, 3, 1), settings=rounded)
    assert result.verdict.value == "missed"
    assert "不低于95.0%" in result.zh


def test_an_early_success_says_that_it_may_fall_back() -> None:
    result = judged(SHARE, "2023 61%")
    assert result.early
    assert "回落" in result.zh and "fall back" in result.en


def test_every_number_put_in_says_where_it_came_from() -> None:
    result = judged(SHARE, "2023 50%")
    told = [(i.name.code, i.value, i.unit, i.source.code) for i in result.inputs]
    assert told == [
        ("input_target", 60, "%", "source_clause"),
        ("input_base", 40, "%", "base_from_plan"),
        ("input_observation", 50, "%", "source_observation"),
        ("input_expected", 52, "%", "source_trajectory"),
        ("input_tolerance", 1, "%", "source_settings"),
    ]
    assert "二（一）" in result.inputs[0].source.text("zh")


def test_a_computed_figure_lists_the_observations_it_was_computed_from() -> None:
    result = judged(FALL, "2020 0.50吨; 2025 430千克", date(2026, 3, 1))
    told = [(i.name.code, i.value, i.unit) for i in result.inputs if "base" not in i.name.code]
    assert told == [
        ("input_target", 14, "%"),
        ("input_observation", Decimal("0.50"), "吨"),
        ("input_observation", 430, "千克"),
        ("input_figure", 14, "%"),
    ]


def test_observations_set_aside_say_why() -> None:
    text = (
        "2023 50%; 2022p 47%; 2022 48%; 2024-06 55%; 2021 44% name=另一指标;"
        "2020 40% @某县; 2019 1.2吨; 2018 3% change; 2026 70%; 上年 40%; 2017 30% on=2024-10-01"
    )
    result = judge(target(**SHARE), seen(text), today=TODAY, place="某市")
    assert [item.observation.value for item in result.set_aside if item.observation.period == "2022"] == [47]  # fmt: skip
    assert aside(result) == {
        "2022": "aside_superseded",
        "2024-06": "aside_part_of_year",
        "2021": "aside_other_indicator",
        "2020": "aside_other_place",
        "2019": "aside_other_unit",
        "2018": "aside_change_for_level",
        "2026": "aside_not_over",
        "上年": "aside_period_unknown",
        "2017": "aside_not_published",
    }
    assert sorted(one.observation.period for one in result.used) == ["2022", "2023"]


def test_a_figure_entered_in_anothers_place_counts_on_whatever_day_the_caller_knows() -> None:
    old, new = seen("2022 48%; 2022 44%")
    old, new = replace(old, key=1, superseded_by=2), replace(new, key=2)
    result = judge(target(**SHARE), [new, old], today=TODAY, place="某市")
    assert [one.observation.value for one in result.used] == [44]
    assert aside(result) == {"2022": "aside_replaced"}
    assert "note_revised" in codes(result.notes) and "note_disputed" not in codes(result.notes)


def test_a_figure_whose_successor_is_not_out_yet_still_counts() -> None:
    old, new = seen("2022 48%; 2022 44% on=2024-10-01")
    old, new = replace(old, key=1, superseded_by=2), replace(new, key=2)
    result = judge(target(**SHARE), [old, new], today=TODAY, place="某市")
    assert [one.observation.value for one in result.used] == [48]


def test_a_figure_after_the_targets_year_is_set_aside() -> None:
    assert aside(judged(SHARE, "2026 70%", date(2027, 9, 1))) == {"2026": "aside_after_due"}


def test_a_part_year_figure_is_mentioned() -> None:
    assert "note_part_year" in codes(judged(SHARE, "2023 50%; 2024-06 58%").notes)


def test_an_assumed_base_year_is_admitted() -> None:
    result = judged(FALL | {"base_year": None}, "2021/2023 -9% cumulative")
    assert "note_base_assumed" in codes(result.notes)
    assert result.path is not None and result.path.base_year == 2020


def test_a_base_taken_from_the_first_observation_is_admitted() -> None:
    text = "2021 40%; 2023 50%"
    assert "note_base_first" in codes(judged(SHARE | {"baseline": None}, text).notes)


def test_a_base_that_was_not_needed_is_not_excused() -> None:
    result = judged(SHARE | {"baseline": None}, "2021 40%; 2025 61%", date(2026, 3, 1))
    assert result.notes == ()


def test_a_late_figure_is_admitted() -> None:
    assert "note_old_figure" in codes(judged(SHARE, "2022 50%").notes)


def test_a_revision_is_told() -> None:
    result = judged(SHARE, "2023 50% on=2024-03-01; 2023 51% on=2024-08-01")
    assert "note_revised" in codes(result.notes)
    assert [item.reason.code for item in result.set_aside] == ["aside_revised"]


def test_an_unsettled_dispute_is_told() -> None:
    result = judged(SHARE, "2023 49%; 2023 50%")
    assert result.verdict.value == "behind"
    assert "note_disputed" in codes(result.notes)


def test_published_and_computed_changes_that_differ_are_told() -> None:
    text = "2020 0.50吨; 2025 0.40吨; 2021/2025 -13% cumulative"
    notes = judged(FALL, text, date(2026, 3, 1)).notes
    [note] = [note for note in notes if note.code == "note_sources_differ"]
    assert "13.00" in note.text("zh") and "20.00" in note.text("en")


def test_prices_in_a_level_weaken_a_computed_change() -> None:
    text = "2020 0.50吨/万元; 2025 0.40吨/万元"
    assert "note_price_basis" in codes(judged(FALL, text, date(2026, 3, 1)).notes)


def test_an_aspiration_is_judged_beside_the_firm_value() -> None:
    result = judged(SHARE | {"stretch": 65}, "2025 62%", date(2026, 3, 1))
    assert result.verdict.value == "met"
    assert result.stretch is not None and result.stretch.verdict.value == "missed"
    assert "note_stretch_only" in codes(result.stretch.notes)


def test_the_printed_floor_of_an_assigned_target_is_judged_beside() -> None:
    fields = SHARE | {"op": "meet_assigned", "bound": ">=", "assigned_by": "省"}
    result = judged(fields, "2025 59%", date(2026, 3, 1))
    assert result.verdict.value == "cannot_be_judged"
    assert "下达值尚未录入" in result.zh
    assert result.floor is not None and result.floor.verdict.value == "missed"


def test_a_part_of_another_target_says_so() -> None:
    assert "note_part_of" in codes(judged(SHARE | {"part_of": "总量"}, "2023 50%").notes)


def test_the_pace_says_what_would_fix_it() -> None:
    pace = judged(SHARE, "2023 50%").pace
    assert pace is not None
    # 10 points in two years; 10 points in three years so far.
    assert (pace.needed, round(pace.achieved or 0, 3), pace.unit) == (5, Decimal("3.333"), "%")


def test_the_pace_of_a_compound_fall_is_in_percent_of_the_year_before() -> None:
    pace = judged(FALL, "2021/2023 -8% cumulative").pace
    assert pace is not None and pace.compound
    # (0.86/0.92)^(1/2) = 0.96684; 0.92^(1/3) = 0.97259
    assert round(pace.needed or 0, 2) == Decimal("3.32")
    assert round(pace.achieved or 0, 2) == Decimal("2.74")


def test_the_pace_of_a_limit_is_positive_towards_it() -> None:
    fields = {"op": "<=", "value": 35, "unit": "吨", "year": 2025}
    pace = judged(fields | {"baseline": 45, "baseline_year": 2020}, "2023 41吨").pace
    assert pace is not None
    assert (pace.needed, round(pace.achieved or 0, 3)) == (3, Decimal("1.333"))


def test_nothing_more_is_needed_once_met() -> None:
    pace = judged(SHARE, "2023 61%").pace
    assert pace is not None and pace.needed is None


def test_progress_is_the_share_of_the_way() -> None:
    assert judged(SHARE, "2023 50%").progress == Decimal("0.5")
    assert judged(SHARE, "2023 35%").progress == Decimal("-0.25")
    assert judged(SHARE | {"baseline": None}, "2023 50%").progress == 0


def test_what_is_expected_today_lies_between_two_years() -> None:
    result = judged(SHARE, "2023 50%", date(2024, 7, 1))
    assert result.expected == 52
    # 2024 has 366 days and 1 July is its 183rd: half-way from 52 to 56.
    assert result.expected_today == 54


def test_settings_of_one_call_do_not_leak_into_the_next() -> None:
    loose = JudgementSettings(tolerance_share=Decimal(1))
    one = target(**SHARE)
    assert judge(one, seen("2023 50%"), today=TODAY, settings=loose).verdict.value == "on_track"
    assert judge(one, seen("2023 50%"), today=TODAY).verdict.value == "behind"


def test_the_callers_own_key_comes_back() -> None:
    [evidence] = seen("2023 50%")
    keyed = Evidence(evidence.observation, key=17, source="公报.txt")
    result = judge(target(**SHARE), [keyed], today=TODAY)
    assert result.figure is not None and result.figure.used[0].key == 17
    assert "公报.txt" in result.inputs[2].source.text("zh")


def test_a_judgement_is_plain_json() -> None:
    result = judged(SHARE | {"stretch": 65}, "2021 44%; 2022 47%; 2023 50%; 2020 1吨")
    data = json.loads(json.dumps(judgement_json(result), ensure_ascii=False))
    assert data["verdict"] == "behind"
    assert data["word"] == {"zh": "滞后", "en": "behind"}
    assert data["path"]["points"][0] == [2020, 40] and data["path"]["points"][-1] == [2025, 60]
    assert data["figure"]["used"][0]["period"] == "2023"
    assert data["set_aside"][0]["reason"]["code"] == "aside_other_unit"
    assert data["stretch"]["verdict"] == "behind"


def test_a_summary_counts_and_says_it_in_one_sentence() -> None:
    results = [judged(SHARE, text) for text in ("2023 61%", "2023 53%", "2023 53%", "")]
    counts = VerdictCounts.of(results)
    assert counts.total == 4
    assert counts.sentence("zh") == "4 项目标：达标 1，按序时推进 2，数据不足 1。"
    assert counts.sentence("en") == "4 targets: 1 met, 2 on track, 1 insufficient data."


def test_a_summary_of_one_and_of_none() -> None:
    one = VerdictCounts.of([judged(SHARE, "2023 61%")])
    assert one.sentence("en") == "1 target: 1 met."
    assert VerdictCounts.of([]).sentence("zh") == "没有目标。"
    assert VerdictCounts.of([]).sentence("en") == "No targets."


def test_the_english_sentence_names_indicator_unit_and_superior_in_english() -> None:
    fields = SHARE | {"indicator": "风电装机容量", "indicator_id": "energy_wind_installed_capacity", "unit": "万千瓦"}  # fmt: skip
    result = judge(target(**fields), [], today=TODAY)
    assert result.zh.startswith("风电装机容量")
    assert result.en == (
        "Installed capacity of wind power: there is no usable figure: insufficient data; "
        "the target is at least 60 ten thousand kW in 2025"
    )
    handed_down = fields | {"op": "meet_assigned", "value": None, "assigned_by": "省"}
    result = judge(target(**handed_down), [], today=TODAY)
    assert "上级（省）下达值尚未录入" in result.zh
    assert "the value assigned by the province has not been entered" in result.en
