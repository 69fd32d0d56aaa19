"""People confirm what was read: with who and when, and never one over the other unseen."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from django.db import connections
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import forest, plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace import review
from luheng.workplace.models import Document, Finding, Review, Target, Task, TaskUnit, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.recording import record_reading


@pytest.fixture
@set_up_once
def plan(add: AddReading, db: None) -> Document:
    return add(plan_reading()).document


def target() -> Target:
    return Target.objects.get(indicator="森林覆盖率")


def test_a_correction_is_in_the_history_with_who_when_and_what_stood_before(
    plan: Document, office: User
) -> None:
    review.correct(target(), {"value": "43", "note": "以批复为准"}, office, version=1)
    read, corrected = target().history.order_by("history_id")
    assert (read.value, read.history_user, read.history_date) == (
        Decimal("42.5"), None, plan.read_at,
    )  # fmt: skip
    assert (corrected.value, corrected.history_user) == (Decimal(43), office)
    assert corrected.history_change_reason == "correct"
    assert (target().reviewed_by, target().review, target().version) == (office, "corrected", 2)


def test_the_second_of_two_people_is_told_and_shown_both_values(
    plan: Document, office: User
) -> None:
    seen_by_both = target()
    review.correct(seen_by_both, {"value": "43"}, office, version=seen_by_both.version)
    late = person("late", RoleName.PLAN_OFFICE)
    with pytest.raises(review.EditedMeanwhile, match="office") as told:
        review.correct(seen_by_both, {"value": "44"}, late, version=seen_by_both.version)
    assert told.value.differences == {"value": ("43", "44")}
    assert target().value == Decimal(43)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_saving_at_once_exactly_one_is_saved(add: AddReading) -> None:
    add(plan_reading())
    people = [person(name, RoleName.PLAN_OFFICE) for name in ("first", "second")]
    seen, start, outcomes = target(), threading.Barrier(2), []

    def save(by: User, value: str) -> None:
        try:
            start.wait()
            review.correct(seen, {"value": value}, by, version=1)
            outcomes.append("saved")
        except review.EditedMeanwhile as told:
            outcomes.append("told")
            assert told.differences
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=save, args=(by, value))
        for by, value in zip(people, ("43", "44"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "told"]
    assert target().version == 2


def test_a_corrected_unit_moves_the_task_to_that_unit(plan: Document, office: User) -> None:
    task = Task.objects.get(no="1")
    review.correct(task, {"lead": ["市水务局"]}, office, version=1)
    units = TaskUnit.objects.filter(item=task).values_list("role", "unit__name")
    assert set(units) == {("lead", "市水务局"), ("support", "市发展改革委")}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("value", "很多", "目标值"),
        ("op", "about", "要求"),
        ("year", "-1", "目标年"),
        ("review", "accepted", "review"),
        ("as_read", "{}", "as_read"),
    ],
)
def test_a_value_a_field_cannot_hold_is_refused_and_nothing_changes(
    plan: Document, office: User, field: str, value: str, said: str
) -> None:
    with pytest.raises(LuhengError, match=said):
        review.correct(target(), {field: value}, office, version=1)
    assert (target().version, target().review) == (1, Review.DRAFT)


def test_accepting_all_leaves_conflicts_and_findings_to_a_person(
    plan: Document, office: User
) -> None:
    review.correct(target(), {"value": "43"}, office, version=1)
    review.reopen(target(), office)
    record_reading(plan, plan_reading(targets=[forest(value=Decimal(44))]))
    Finding.objects.create(document=plan, key="f", code="c", severity="info", text_zh="问")
    assert review.accept_all(plan, office) == 3  # two tasks, one project
    assert target().review == Review.DRAFT
    assert Finding.objects.get().review == Review.DRAFT
    assert Task.history.filter(history_user=office, history_change_reason="accept_all").count() == 2


def test_accepting_keeps_the_mark_of_a_correction(plan: Document, office: User) -> None:
    corrected = review.correct(target(), {"value": "43"}, office, version=1)
    assert review.accept(corrected, office).review == Review.CORRECTED
    assert review.accept(Task.objects.get(no="1"), office).review == Review.ACCEPTED


@pytest.mark.parametrize("role", [RoleName.READER, RoleName.UNIT_MEMBER])
def test_only_the_plan_office_and_administrators_review(plan: Document, role: RoleName) -> None:
    someone = person("someone", role, "市林业局")
    with pytest.raises(LuhengError, match="没有权限"):
        review.accept(target(), someone)
    assert target().review == Review.DRAFT
