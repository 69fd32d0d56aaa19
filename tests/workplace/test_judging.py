"""Verdicts follow their inputs: judged anew when something they rest on changes, and only then."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.workplace.conftest import AddReading
from tests.workplace.reading_of import bulletin_reading, figure, forest, plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.judgement import Verdict as Word
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace import review
from luheng.workplace.candidates import candidates_for
from luheng.workplace.judging import judge_all, judge_if_the_day_changed
from luheng.workplace.mapping import map_indicator, unmapped
from luheng.workplace.models import Observation, Target, User, Verdict, VerdictCode
from luheng.workplace.progress import assign_value
from luheng.workplace.scorecard import scorecard
from luheng.workplace.snapshots import changes_since, take_snapshot

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)  # the figures of 2025 ought to be out


@pytest.fixture(autouse=True)
@set_up_once
def plan(add: AddReading) -> None:
    add(plan_reading())


def verdict(indicator: str = "森林覆盖率") -> Verdict:
    return Verdict.objects.get(target__indicator=indicator)


def test_the_words_of_the_site_are_those_of_judgement() -> None:
    assert [(code, str(label)) for code, label in VerdictCode.choices] == [
        (word.value, Message(f"verdict_{word.value}").text("zh")) for word in Word
    ]


def test_a_target_without_figures_has_insufficient_data() -> None:
    judge_all(TODAY)
    assert verdict().code == VerdictCode.INSUFFICIENT_DATA


def test_a_verdict_knows_its_number_its_sentence_and_its_figures(add: AddReading) -> None:
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "42.8")))
    judge_all(TODAY)
    judged = verdict()
    assert (judged.code, judged.latest_value, judged.latest_period) == (
        "met",
        Decimal("42.8"),
        "2025",
    )
    assert "42.8" in judged.reason_zh
    assert [one.value for one in judged.observations.all()] == [Decimal("42.8")]
    assert judged.numbers["used"] == [Observation.objects.get().pk]


def test_judging_again_with_nothing_new_writes_nothing() -> None:
    judge_all(TODAY)
    with CaptureQueriesContext(connection) as queries:
        assert judge_all(TODAY).changed == 0
    assert not [one for one in queries if one["sql"].startswith(("INSERT", "DELETE"))]


def test_a_new_day_is_noted_without_a_new_verdict() -> None:
    judge_all(TODAY)
    assert judge_all(date(2026, 9, 2)).changed == 0
    assert verdict().as_of == date(2026, 9, 2)


def test_verdicts_are_renewed_once_when_the_day_changed() -> None:
    judge_all(date(2020, 1, 1))
    assert judge_if_the_day_changed() is not None
    assert judge_if_the_day_changed() is None


def test_a_correction_of_a_target_judges_it_anew(add: AddReading, office: User) -> None:
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "42.8")))
    judge_all()
    review.correct(Target.objects.get(indicator="森林覆盖率"), {"value": "43"}, office, version=1)
    assert verdict().code != VerdictCode.MET


def test_a_rejected_figure_counts_no_more(add: AddReading, office: User) -> None:
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "42.8")))
    judge_all()
    review.reject(Observation.objects.get(), office)
    assert verdict().code == VerdictCode.INSUFFICIENT_DATA


def test_a_rejected_target_has_no_verdict(office: User) -> None:
    judge_all()
    review.reject(Target.objects.get(indicator="森林覆盖率"), office)
    assert not Verdict.objects.filter(target__indicator="森林覆盖率").exists()


def test_a_final_figure_takes_the_place_of_a_preliminary_one(add: AddReading) -> None:
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "42.4", status="preliminary")))
    add(
        bulletin_reading(
            "2025", figure("森林覆盖率", "2025", "42.8"), file="final.txt", issued_on="2026-09-01"
        )
    )
    first, last = Observation.objects.order_by("pk")
    assert (first.superseded_by, last.superseded_by) == (last, None)
    judge_all(date(2026, 10, 1))
    assert verdict().latest_value == Decimal("42.8")


def test_documents_of_one_day_that_differ_both_stand_and_the_verdict_says_so(
    add: AddReading,
) -> None:
    for name, value in (("a.txt", "42.8"), ("b.txt", "42.1")):
        add(bulletin_reading("2025", figure("森林覆盖率", "2025", value), file=name, issued_on="2026-03-01"))  # fmt: skip
    assert set(Observation.objects.values_list("superseded_by", flat=True)) == {None}
    judge_all(TODAY)
    assert verdict().latest_value == Decimal("42.1")  # the one that meets less
    assert "42.8" in str(verdict().numbers["notes"])


def test_figures_of_a_county_say_nothing_about_the_city(add: AddReading) -> None:
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "60", place="北河县")))
    judge_all(TODAY)
    assert verdict().code == VerdictCode.INSUFFICIENT_DATA


def test_an_assigned_value_lets_the_target_be_judged(add: AddReading, office: User) -> None:
    quote = "森林覆盖率达到42.5%"
    assigned = forest(op="meet_assigned", value=None, indicator="林地保有量", unit=None)
    reading = plan_reading(targets=[assigned])
    reading.sha256, reading.file, reading.title = "1" * 64, "second.txt", "另一个方案文件名称"
    add(reading)
    add(bulletin_reading("2025", figure("林地保有量", "2025", "31", unit="万公顷")))
    judge_all(TODAY)
    assert verdict("林地保有量").code == VerdictCode.CANNOT_BE_JUDGED
    target = Target.objects.get(indicator="林地保有量")
    assign_value(target, {"value": "30", "unit": "万公顷", "op": ">="}, office)
    assert verdict("林地保有量").code == VerdictCode.MET
    assert target.quote == quote


def test_a_name_mapped_once_counts_for_all_documents_to_come(add: AddReading, office: User) -> None:
    assert "森林覆盖率" in {one.printed for one in unmapped()}
    entry = next(iter(catalogue()))
    assert map_indicator("森林覆盖率", entry, office) == 1
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "42.8")))
    assert {one.indicator_id for one in Observation.objects.all()} == {entry}
    assert map_indicator("森林覆盖率", "", office) == 2
    assert {one.indicator_id for one in Observation.objects.all()} == {""}


def test_a_name_is_mapped_to_an_entry_of_the_catalogue_only(office: User) -> None:
    with pytest.raises(LuhengError, match="指标目录中没有"):
        map_indicator("森林覆盖率", "no_such_entry", office)


def test_one_target_is_judged_from_the_same_figures_as_all(add: AddReading) -> None:
    add(
        bulletin_reading(
            "2024",
            figure("单位地区生产总值能耗降低率", "2024", "3.1", kind="change_pct"),
            figure("单位地区生产总值能耗", "2024", "-3.1", kind="change_pct", quote="能耗下降3.1%"),
            figure("森林覆盖率", "2024", "42.0"),
        )
    )
    targets = list(Target.objects.select_related("document"))
    for target in targets:
        alone = candidates_for([target]).for_target(target)
        assert alone == candidates_for().for_target(target)


def test_the_scorecard_counts_by_verdict_chapter_and_unit(add: AddReading) -> None:
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "42.8")))
    judge_all(TODAY)
    card = scorecard()
    assert card.verdicts == {"met": 1, "insufficient_data": 1}
    assert card.sentence() == "2 项目标：达标 1，数据不足 1。"
    assert [(one.name, one.counts) for one in card.by_unit] == [("市林业局", {"met": 1})]
    assert [(one.name, one.total) for one in card.by_chapter] == [("一、主要目标", 2)]
    assert card.tasks == {"not_reported": 1, "overdue": 1}


def test_the_scorecard_asks_the_same_number_of_questions_at_any_size(add: AddReading) -> None:
    judge_all(TODAY)
    with CaptureQueriesContext(connection) as few:
        scorecard()
    many = [forest(indicator=f"指标{number}", lead=[f"单位{number}"]) for number in range(30)]
    reading = plan_reading(targets=many)
    reading.sha256, reading.file, reading.title = "2" * 64, "many.txt", "许多目标的一个方案"
    add(reading)
    with CaptureQueriesContext(connection) as more:
        assert scorecard().verdicts == {"insufficient_data": 32}
    assert len(few) == len(more)


def test_what_changed_since_a_snapshot(add: AddReading, office: User) -> None:
    judge_all(TODAY)
    first = take_snapshot(office, "三月")
    assert take_snapshot(office).sha256 == first.sha256
    assert changes_since(first) == []
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "42.8")))
    judge_all(TODAY)
    (change,) = changes_since(first)
    assert (change.indicator, change.kind) == ("森林覆盖率", "verdict")
    assert change.verdict == ("insufficient_data", "met")
    assert change.value == ("", "42.8")
