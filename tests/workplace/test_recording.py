"""A second reading meets what people made of the first: three values of a field, one that stands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.workplace.conftest import AddReading
from tests.workplace.reading_of import energy, forest, park, plan_reading, river, saving
from tests.workplace.set_up_once import set_up_once

from luheng.workplace import review
from luheng.workplace.models import Document, Review, Target, Task, Unit, User
from luheng.workplace.recording import record_reading

pytestmark = pytest.mark.django_db


@pytest.fixture
@set_up_once
def plan(add: AddReading) -> Document:
    return add(plan_reading()).document


def target(name: str = "森林覆盖率") -> Target:
    return Target.objects.get(indicator=name)


def test_everything_read_is_recorded_with_its_words_and_its_place(plan: Document) -> None:
    text = plan.body.text
    for item in [*Target.objects.all(), *Task.objects.all()]:
        assert text[item.span_start : item.span_end] == item.quote
        assert item.review == Review.DRAFT
    assert target().clause.title == "主要目标"
    assert target().value == Decimal("42.5")
    assert target().as_read["value"] == "42.5"


def test_units_are_known_by_their_role(plan: Document) -> None:
    unit = Unit.objects.get(name="市发展改革委")
    roles = {(row.item.no, row.role) for row in unit.taskunits.all()}
    assert roles == {("1", "support"), ("2", "lead")}


def test_reading_again_without_news_changes_nothing(plan: Document) -> None:
    before = list(Target.objects.values()) + list(Task.objects.values())
    results = record_reading(plan, plan_reading())
    assert {(result.added, result.changed, result.removed) for result in results.values()} == {
        (0, 0, 0)
    }
    assert list(Target.objects.values()) + list(Task.objects.values()) == before


def test_a_better_reading_replaces_what_nobody_touched(plan: Document) -> None:
    record_reading(plan, plan_reading(targets=[forest(value=Decimal("42.6")), energy()]))
    assert (target().value, target().review) == (Decimal("42.6"), Review.DRAFT)


def test_a_correction_stays_when_the_reader_says_the_same_again(
    plan: Document, office: User
) -> None:
    review.correct(target(), {"value": "43"}, office, version=1)
    record_reading(plan, plan_reading())
    assert (target().value, target().conflict) == (Decimal(43), {})


def test_fields_nobody_corrected_still_take_the_new_reading(plan: Document, office: User) -> None:
    review.correct(target(), {"value": "43"}, office, version=1)
    record_reading(plan, plan_reading(targets=[forest(binding="约束性"), energy()]))
    assert (target().value, target().binding) == (Decimal(43), "约束性")
    assert target().review == Review.CORRECTED


def test_a_field_that_both_changed_keeps_the_persons_value_and_shows_the_other(
    plan: Document, office: User
) -> None:
    review.correct(target(), {"value": "43"}, office, version=1)
    record_reading(plan, plan_reading(targets=[forest(value=Decimal("42.6")), energy()]))
    assert (target().value, target().conflict) == (Decimal(43), {"value": "42.6"})
    record_reading(plan, plan_reading(targets=[forest(value=Decimal("42.6")), energy()]))
    assert target().conflict == {"value": "42.6"}


def test_a_conflict_goes_when_the_reader_comes_round_to_the_persons_value(
    plan: Document, office: User
) -> None:
    review.correct(target(), {"value": "43"}, office, version=1)
    record_reading(plan, plan_reading(targets=[forest(value=Decimal("42.6")), energy()]))
    record_reading(plan, plan_reading(targets=[forest(value=Decimal("43.0")), energy()]))
    assert (target().value, target().conflict) == (Decimal(43), {})


@pytest.mark.parametrize(("take_reading", "stands"), [(True, "42.6"), (False, "43")])
def test_a_person_settles_a_conflict(
    plan: Document, office: User, take_reading: bool, stands: str
) -> None:
    review.correct(target(), {"value": "43"}, office, version=1)
    again = plan_reading(targets=[forest(value=Decimal("42.6")), energy()])
    record_reading(plan, again)
    version = target().version
    review.settle_conflict(target(), "value", take_reading=take_reading, by=office, version=version)
    record_reading(plan, again)
    assert (target().value, target().conflict) == (Decimal(stands), {})


def test_an_accepted_item_is_not_changed_behind_the_persons_back(
    plan: Document, office: User
) -> None:
    review.accept(target(), office)
    record_reading(plan, plan_reading(targets=[forest(value=Decimal("42.6")), energy()]))
    assert (target().value, target().conflict) == (Decimal("42.5"), {"value": "42.6"})


def test_an_item_no_longer_read_goes_unless_a_person_touched_it(
    plan: Document, office: User
) -> None:
    review.accept(Task.objects.get(no="1"), office)
    results = record_reading(plan, plan_reading(tasks=[]))
    assert (results["tasks"].kept, results["tasks"].removed) == (1, 1)
    assert [(task.no, task.vanished) for task in Task.objects.all()] == [("1", True)]
    assert Task.history.filter(no="2", history_type="-").exists()


def test_an_item_read_again_after_it_vanished_is_whole_again(plan: Document, office: User) -> None:
    review.accept(Task.objects.get(no="1"), office)
    record_reading(plan, plan_reading(tasks=[park()]))
    record_reading(plan, plan_reading())
    assert not Task.objects.get(no="1").vanished


def test_an_item_is_found_again_by_its_words_when_its_number_changed(
    plan: Document, office: User
) -> None:
    kept = review.correct(Task.objects.get(no="1"), {"due": "2025"}, office, version=1)
    record_reading(plan, plan_reading(tasks=[saving(no=2), park(no=1)]))
    moved = Task.objects.get(title="推进工业节能")
    assert (moved.pk, moved.due) == (kept.pk, "2025")


def test_two_targets_of_the_same_name_and_year_stay_two(plan: Document) -> None:
    twice = plan_reading(targets=[forest(), forest(value=Decimal(45)), energy()])
    record_reading(plan, twice)
    assert Target.objects.filter(indicator="森林覆盖率").count() == 2
    assert record_reading(plan, twice)["targets"].unchanged == 3


def test_a_reading_that_fails_half_way_leaves_the_records_as_they_were(plan: Document) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        record_reading(plan, plan_reading(targets=[], projects=[river(start=-1)]))
    assert Target.objects.count() == 2


def test_a_numbered_point_stands_under_the_heading_above_it(add: AddReading) -> None:
    add(plan_reading(targets=[forest(clause="二/3")]))
    target = Target.objects.get()
    assert (target.clause_key, target.clause.key) == ("二/3", "二")
