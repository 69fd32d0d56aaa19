"""Records move only as their lifecycle says, and every move leaves a step."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, models
from tests.workplace.conftest import person

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.workdays import after_workdays
from luheng.workplace.language import say
from luheng.workplace.lifecycles import Lifecycle, Move, Need
from luheng.workplace.models import Moving, User
from luheng.workplace.permissions import Act, RoleName


class Parcel(Moving):
    """A record that exists in these tests only."""

    unit_id = models.IntegerField(default=0)

    class Meta:
        app_label = "parcels"  # an app that is not installed: no migration knows it
        managed = False

    def __str__(self) -> str:
        return "parcel"

    def is_of_unit(self, unit_id: int) -> bool:
        return self.unit_id == unit_id


class State(models.TextChoices):
    DRAFTED = "drafted", say("已起草", "drafted")
    SENT = "sent", say("已下达", "sent")
    ANSWERED = "answered", say("已反馈", "answered")


MOVES = (
    Move(
        key="send", zh="下达", en="Send", sources=frozenset({"drafted"}), to="sent",
        act=Act.ISSUE_ORDER, needs=frozenset({Need.NOTE}), deadline=5,
    ),
    Move(
        key="answer", zh="反馈", en="Answer", sources=frozenset({"sent"}), to="answered",
        act=Act.ANSWER_ORDER,
    ),
    Move(
        key="expire", zh="到期", en="Expire", sources=frozenset({"sent"}), to="answered",
        act=Act.ISSUE_ORDER, by_rule=True, deadline="keep",
    ),
)  # fmt: skip
PARCELS = Lifecycle(key="parcels", model=Parcel, states=State, start="drafted", moves=MOVES)


@pytest.fixture
def parcel(transactional_db: None) -> Parcel:
    with connection.schema_editor() as editor:
        editor.create_model(Parcel)
    yield PARCELS.begin(Parcel())
    with connection.schema_editor() as editor:
        editor.delete_model(Parcel)


def _office() -> User:
    return person("office", RoleName.PLAN_OFFICE)


def test_a_move_changes_the_state_counts_working_days_and_leaves_a_step(parcel: Parcel) -> None:
    step = PARCELS.advance(parcel, "send", _office(), note="请按期反馈")
    assert parcel.state == "sent"
    assert parcel.due == after_workdays(step.at.date(), 5) == step.due
    assert [one.move for one in parcel.steps.all()] == ["begin", "send"]


def test_a_move_without_what_it_needs_is_refused_and_nothing_moves(parcel: Parcel) -> None:
    with pytest.raises(LuhengError) as refused:
        PARCELS.advance(parcel, "send", _office())
    assert refused.value.message.code == "move_needs"
    assert "说明" in str(refused.value)
    assert Parcel.objects.get(pk=parcel.pk).state == "drafted"


def test_the_second_of_two_people_is_told_the_state_it_is_in_now(parcel: Parcel) -> None:
    office, stale = _office(), Parcel.objects.get(pk=parcel.pk)
    PARCELS.advance(parcel, "send", office, note="一")
    with pytest.raises(LuhengError) as refused:
        PARCELS.advance(stale, "send", office, note="二")
    assert refused.value.message.code == "moved_meanwhile"
    assert "已下达" in str(refused.value)


def test_only_people_of_its_unit_may_answer(parcel: Parcel) -> None:
    PARCELS.advance(parcel, "send", _office(), note="一", due=date(2026, 12, 1))
    theirs = person("theirs", RoleName.UNIT_MEMBER, "市能源局")
    other = person("other", RoleName.UNIT_MEMBER, "市水务局")
    Parcel.objects.filter(pk=parcel.pk).update(unit_id=theirs.unit_id)
    parcel.refresh_from_db()
    assert [move.key for move in PARCELS.open_to(parcel, theirs)] == ["answer"]
    assert PARCELS.open_to(parcel, other) == []
    with pytest.raises(LuhengError):
        PARCELS.advance(parcel, "answer", other)


def test_a_rule_makes_only_the_moves_that_are_open_to_rules(parcel: Parcel) -> None:
    with pytest.raises(LuhengError):
        PARCELS.advance(parcel, "send", None, note="一")
    PARCELS.advance(parcel, "send", _office(), note="一", due=date(2026, 12, 1))
    step = PARCELS.advance(parcel, "expire", None)
    assert (step.by, step.due) == (None, date(2026, 12, 1))
