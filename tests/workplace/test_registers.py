"""A register is declared once: what a list shows, filters, sorts and takes follows from its columns."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import bulletin_reading, figure, forest, plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace import review
from luheng.workplace.models import Observation, Target, Task, TaskState, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.registers import REGISTERS, Column, Register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
@set_up_once
def documents(add: AddReading) -> None:
    add(plan_reading())
    add(bulletin_reading("2023", figure("森林覆盖率", "2023", "41.8")))


def found(register: str, address: dict[str, list[str]], key: str) -> list[object]:
    declared = REGISTERS[register]
    return [row[key] for row in declared.page(declared.query(address)).rows]


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_every_register_reads_a_page_in_two_queries(register: Register) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = register.page(register.query({}))
        text = [[column.text(row[column.key]) for column in register.columns] for row in page.rows]
    assert len(queries) == 2
    assert len(text) == min(page.total, 50)


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_every_column_sorts_and_filters_as_it_says(register: Register) -> None:
    for column in register.columns:
        if column.sortable:
            register.page(register.query({"sort": [f"-{column.key}"]}))
        if column.filtered_by:
            for value, label in register.options(column)[:3]:
                register.page(register.query({column.key: [value]}))
                assert label


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_a_register_is_complete_in_both_languages(register: Register) -> None:
    keys = [column.key for column in register.columns]
    assert len(set(keys)) == len(keys)
    for language, chinese in (("zh-hans", True), ("en", False)):
        with translation.override(language):
            for label in [register.label, *(column.label for column in register.columns)]:
                assert any("一" <= letter <= "鿿" for letter in str(label)) is chinese, label


def test_a_view_is_what_its_address_says() -> None:
    assert found("targets", {"year": ["2025"], "op": ["reduce_by"]}, "indicator") == [
        "单位地区生产总值能耗"
    ]
    assert found("targets", {"q": ["森林 覆盖"]}, "indicator") == ["森林覆盖率"]
    assert found("targets", {"value_from": ["20"]}, "value") == [Decimal("42.5")]
    assert found("targets", {"sort": ["-value"]}, "value") == [Decimal("42.5"), Decimal(14)]
    assert found("tasks", {"lead": ["市发展改革委"]}, "no") == ["2"]
    assert found("tasks", {"support": ["市发展改革委"]}, "no") == ["1"]


def test_a_view_keeps_its_address() -> None:
    register = REGISTERS["targets"]
    query = register.query({"year": ["2025", "2030"], "sort": ["-value"], "page": ["2"]})
    assert query.address(page=1) == "year=2025&year=2030&sort=-value"
    assert query.sorted_by("value") == "year=2025&year=2030&sort=value"
    assert query.without("year") == "sort=-value"


@pytest.mark.parametrize(
    "address", [{"colour": ["red"]}, {"year": ["soon"]}, {"sort": ["quote"]}, {"value_from": ["x"]}]
)
def test_a_view_that_cannot_be_is_refused(address: dict[str, list[str]]) -> None:
    with pytest.raises(LuhengError):
        REGISTERS["targets"].query(address)


def test_rejected_items_are_shown_only_when_asked_for(office: User) -> None:
    review.reject(Target.objects.get(indicator="森林覆盖率"), office)
    assert "森林覆盖率" not in found("targets", {}, "indicator")
    assert found("targets", {"review": ["rejected"]}, "indicator") == ["森林覆盖率"]


def test_a_task_past_its_deadline_is_overdue_until_it_is_done(office: User) -> None:
    register = REGISTERS["tasks"]
    assert found("tasks", {"standing": ["overdue"]}, "no") == ["2"]
    task = Task.objects.get(no="2")
    register.write(task.pk, task.version, {"state": TaskState.DONE, "state_note": "已验收"}, office)
    assert found("tasks", {"standing": ["overdue"]}, "no") == []
    assert found("tasks", {"standing": ["done"]}, "state_note") == ["已验收"]


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        (Column(key="a", zh="甲", en="a", type="amount"), " 1,234.50 ", Decimal("1234.50")),
        (Column(key="a", zh="甲", en="a", type="amount"), "", None),
        (Column(key="a", zh="甲", en="a", type="year"), "2025年", 2025),
        (Column(key="a", zh="甲", en="a", type="year"), "2025.0", 2025),
        (Column(key="a", zh="甲", en="a", type="flag"), "是", True),
        (
            Column(key="a", zh="甲", en="a", type="units"),
            "市林业局、市水务局",
            ["市林业局", "市水务局"],
        ),
        (REGISTERS["tasks"].column("state"), "推进中", "under_way"),
        (REGISTERS["tasks"].column("state"), "under way", "under_way"),
    ],
)
def test_what_a_person_types_becomes_what_is_kept(column: Column, typed: str, kept: object) -> None:
    assert column.parse(typed) == kept


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        (Column(key="a", zh="甲", en="a", type="amount"), "约三成"),
        (Column(key="a", zh="甲", en="a", type="amount"), "NaN"),
        (Column(key="a", zh="甲", en="a", type="year"), "45000"),
        (REGISTERS["tasks"].column("state"), "差不多了"),
    ],
)
def test_what_a_column_cannot_hold_is_refused_with_what_it_can(column: Column, typed: str) -> None:
    with pytest.raises(LuhengError, match="可填"):
        column.parse(typed)


def test_missing_is_shown_as_nothing_and_zero_as_zero() -> None:
    column = Column(key="a", zh="甲", en="a", type="amount")
    assert (column.text(None), column.text(Decimal("0.000000"))) == ("", "0")
    assert column.text(Decimal("1234567.500000")) == "1,234,567.5"


def test_a_unit_member_writes_progress_of_their_own_tasks_only() -> None:
    member = person("member", RoleName.UNIT_MEMBER, "市工业和信息化局")
    tasks = REGISTERS["tasks"]
    own, other = Task.objects.get(no="1"), Task.objects.get(no="2")
    tasks.write(own.pk, own.version, {"state": "under_way"}, member)
    with pytest.raises(LuhengError, match="没有权限"):
        tasks.write(other.pk, other.version, {"state": "done"}, member)
    with pytest.raises(LuhengError, match="不能修改"):
        tasks.write(own.pk, own.version, {"title": "另一题目"}, member)


def test_a_figure_typed_in_supersedes_the_one_before_and_keeps_it(office: User) -> None:
    values = {
        "indicator": "森林覆盖率", "place": "云川市", "period": "2023", "value": "41.9", "unit": "%",
    }  # fmt: skip
    register = REGISTERS["observations"]
    register.write(None, None, values, office)
    register.write(None, None, values, office)
    assert found("observations", {"superseded": ["false"]}, "value") == [Decimal("41.9")]
    assert found("observations", {"superseded": ["true"]}, "value") == [Decimal("41.8")]
    assert Observation.objects.count() == 2


def test_a_list_that_takes_no_new_rows_says_so(office: User) -> None:
    with pytest.raises(LuhengError, match="不能新增行"):
        REGISTERS["targets"].write(None, None, {"year": 2030}, office)


def test_a_plan_that_was_replaced_leaves_the_lists(add: AddReading) -> None:
    second = plan_reading(targets=[forest(value=Decimal(45))])
    second.sha256, second.file = "0" * 64, "second.txt"
    added = add(second)
    assert added.replaces is not None
    assert found("targets", {}, "value") == [Decimal(45)]
    earlier = str(added.replaces.pk)
    assert len(found("targets", {"document": [earlier]}, "value")) == 2
