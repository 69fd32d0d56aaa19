"""What nothing valid proves is found: none, expired, not begun, only withdrawn."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.workplace.evidence.conftest import Take

from luheng.workplace.evidence.binding import withdraw
from luheng.workplace.evidence.lacking import Holding, evidence_missing
from luheng.workplace.models import Evidence, Review, Target, Task, User

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 1)


def holding(target: Target) -> Holding | None:
    """Of the target on that day; None where it lacks nothing."""
    found = {one.subject: one.holding for one in evidence_missing(DAY)}
    return found.get(target)


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        ({}, None),
        ({"valid_from": DAY, "valid_until": DAY}, None),
        ({"valid_until": date(2025, 5, 31)}, Holding.EXPIRED),
        ({"valid_from": date(2025, 6, 2)}, Holding.NOT_YET),
    ],
)
def test_the_period_of_evidence_decides_on_its_first_and_last_day(
    forest: Target, take: Take, period: dict[str, date], wanted: Holding | None
) -> None:
    assert holding(forest) is Holding.NONE
    take(subject=forest, **period)
    assert holding(forest) is wanted


def test_the_best_piece_counts_and_a_withdrawn_one_does_not(
    forest: Target, take: Take, office: User
) -> None:
    good = take(subject=forest).evidence
    take(b"old", "old.txt", subject=forest, valid_until=date(2024, 1, 1))
    assert holding(forest) is None
    withdraw(good, office, "有误")
    assert holding(forest) is Holding.EXPIRED
    for evidence in Evidence.objects.filter(withdrawn=False):
        withdraw(evidence, office, "有误")
    assert holding(forest) is Holding.WITHDRAWN


def test_tasks_are_looked_at_too_and_rejected_ones_are_not(forest: Target) -> None:
    Task.objects.filter(no="2").update(review=Review.REJECTED)
    with CaptureQueriesContext(connection) as queries:
        found = evidence_missing(DAY)
        named = [(type(one.subject).__name__, str(one.subject.clause)) for one in found]
    assert len(queries) == 2
    assert [kind for kind, _ in named] == ["Target", "Target", "Task"]
    assert {one.indicator_id for one in evidence_missing(DAY, [Task])} == {""}
    assert found[0].indicator_id == forest.indicator_id
