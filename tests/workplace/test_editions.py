"""A second edition beside the first: what was added, taken out, changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.workplace.conftest import AddReading
from tests.workplace.reading_of import PLAN, energy, forest, park, plan_reading, saving
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.editions import Comparison, compare, difference
from luheng.workplace.intake import Added, set_edition
from luheng.workplace.models import AssignedValue, Document, TaskProgress, User
from luheng.workplace.progress import assign_value, report_progress
from luheng.workplace.review import correct

pytestmark = pytest.mark.django_db

SECOND = PLAN.replace("森林覆盖率达到42.5%", "森林覆盖率达到43.0%").replace(
    "2.建设绿色园区。", "2.创建绿色园区。"
)
LATER = PLAN + "（修订）\n"


@pytest.fixture
@set_up_once
def editions(add: AddReading) -> tuple[Document, Document]:
    first = add(plan_reading()).document
    reading = plan_reading(
        SECOND,
        targets=[forest(SECOND, "森林覆盖率达到43.0%", value=Decimal("43.0"))],
        tasks=[saving(SECOND)],
        projects=[],
    )
    reading.file = "second.txt"
    return first, add(reading).document


def compared(editions: tuple[Document, Document]) -> Comparison:
    return compare(*editions)


def test_a_later_edition_is_known_by_its_title_and_takes_the_place_of_the_first(
    editions: tuple[Document, Document],
) -> None:
    first, second = (Document.objects.get(pk=one.pk) for one in editions)
    assert (second.replaces, first.current, second.current) == (first, False, True)


def test_an_edition_can_be_replaced_once_only(
    editions: tuple[Document, Document], add: AddReading
) -> None:
    third = plan_reading(title="云川市另一个行动计划")
    third.sha256, third.file = "3" * 64, "third.txt"
    document = add(third).document
    with pytest.raises(LuhengError, match="已有新版"):
        set_edition(document, Document.objects.get(pk=editions[0].pk))


def test_taking_an_edition_back_puts_the_first_in_force_again(
    editions: tuple[Document, Document],
) -> None:
    set_edition(Document.objects.get(pk=editions[1].pk), None)
    assert Document.objects.get(pk=editions[0].pk).current


def test_items_are_compared_field_by_field(editions: tuple[Document, Document]) -> None:
    items = compared(editions).items
    forest_pair, energy_pair = items["targets"]
    assert (forest_pair.change, forest_pair.fields) == ("changed", {"value": ("42.5", "43")})
    assert (energy_pair.change, energy_pair.after) == ("removed", None)
    assert [one.change for one in items["tasks"]] == ["same", "removed"]
    assert [one.change for one in items["projects"]] == ["removed"]


def test_clauses_show_the_words_and_whole_numbers_that_changed(
    editions: tuple[Document, Document],
) -> None:
    first, second = compared(editions).clauses
    assert (first.change, second.change) == ("same", "same")  # headings alone: no body was read
    pieces = difference(
        "到2025年，达到42.5%。其余不变。", "到2025年，达到43.0%。其余不变。新增一句。"
    )
    assert [(p.before, p.after) for p in pieces if not p.same] == [
        ("42.5", "43.0"), ("", "新增一句。"),
    ]  # fmt: skip
    assert "".join(p.before for p in pieces) == "到2025年，达到42.5%。其余不变。"


def test_a_renumbered_clause_is_the_clause_it_was(add: AddReading) -> None:
    first = add(plan_reading()).document
    moved = plan_reading(targets=[energy()], tasks=[park()])
    moved.sections = moved.sections[::-1]
    moved.sections[0].no, moved.sections[0].clause = "三", "三"
    moved.sha256, moved.file, moved.title = "4" * 64, "moved.txt", "云川市别的题目"
    later = add(moved).document
    pairs = [(one.before and one.before.title, one.after and one.after.title)
             for one in compare(first, later).clauses]  # fmt: skip
    assert pairs == [("重点任务", "重点任务"), ("主要目标", "主要目标")]


@pytest.fixture
@set_up_once
def entered(add: AddReading, office: User) -> Document:
    """A first edition for which people entered what it asked for."""
    assigned = energy(op="meet_assigned", value=None)
    first = add(plan_reading(targets=[forest(), assigned])).document
    target = first.targets.get(indicator="单位地区生产总值能耗")
    assign_value(target, {"value": "14.5", "document_no": "云发〔2021〕3号"}, office)
    report_progress(first.tasks.get(title="推进工业节能"), "under_way", "完成两家", office)
    report_progress(first.tasks.get(title="建设绿色园区"), "done", "", office)
    seen = first.targets.get(indicator="森林覆盖率")
    correct(seen, {"lead": ["市自然资源局"]}, office, seen.version)
    return first


def later_edition(add: AddReading, text: str = LATER, **changes: Any) -> Added:
    assigned = energy(text, op="meet_assigned", value=None)
    reworded = park(text)
    reworded.text = reworded.title = "创建绿色园区。"
    tasks = [saving(text, no=7), reworded]
    lists: dict[str, Any] = {"targets": [assigned], "tasks": tasks, "projects": []}
    reading = plan_reading(text, **(lists | changes))
    reading.file = "later.txt"
    return add(reading)


def test_what_people_entered_is_copied_where_both_editions_say_the_same(
    entered: Document, add: AddReading
) -> None:
    added = later_edition(add)
    assert (added.carried.assigned, added.carried.progress) == (1, 1)
    copy = AssignedValue.objects.get(target__document=added.document)
    assert (copy.value, copy.document_no) == (Decimal("14.5"), "云发〔2021〕3号")
    assert "沿用自《云川市绿色低碳循环发展实施方案》" in copy.note
    assert copy.history.get().history_change_reason == "carried_over"
    renumbered, reworded = added.document.tasks.order_by("position")
    assert (renumbered.state, renumbered.progress.get().note[:4]) == ("under_way", "完成两家")
    assert "沿用自" in renumbered.state_note
    assert (reworded.state, reworded.progress.count()) == ("not_reported", 0)


def test_the_earlier_edition_keeps_what_was_entered_for_it(
    entered: Document, add: AddReading
) -> None:
    later_edition(add)
    assert AssignedValue.objects.get(target__document=entered).note == ""
    assert [task.state for task in entered.tasks.order_by("position")] == ["under_way", "done"]


def test_a_demand_that_changed_takes_no_assigned_value_over(
    entered: Document, add: AddReading
) -> None:
    changed = energy(LATER, op="meet_assigned", value=None, year=2030)
    added = later_edition(add, targets=[changed])
    assert added.carried.assigned == 0
    assert not AssignedValue.objects.filter(target__document=added.document).exists()


def test_a_correction_goes_on_where_the_same_words_were_read_the_same_way(
    entered: Document, add: AddReading
) -> None:
    added = later_edition(add, targets=[forest(LATER)], tasks=[])
    copied = added.document.targets.get()
    assert (added.carried.corrected, copied.lead) == (1, ["市自然资源局"])
    assert (copied.review, copied.as_read["lead"]) == ("draft", ["市林业局"])
    assert copied.history.first().history_change_reason == "carried_over"


def test_linking_again_copies_nothing_twice(
    entered: Document, add: AddReading, office: User
) -> None:
    later = later_edition(add).document
    set_edition(later, None)
    earlier = Document.objects.get(pk=entered.pk)
    assert not set_edition(Document.objects.get(pk=later.pk), earlier, office)
    assert TaskProgress.objects.filter(task__document=later).count() == 1


def test_numbers_that_moved_on_are_no_change_and_names_read_as_names(add: AddReading) -> None:
    first = add(plan_reading()).document
    tasks = [saving(LATER, no=7), park(LATER, lead=["市财政局", "市商务局"])]
    later = later_edition(add, tasks=tasks).document
    renumbered, given = compare(first, later).items["tasks"]
    assert renumbered.change == "same"
    ((name, (piece,)),) = given.differences
    assert (name, piece.before, piece.after) == ("lead", "市发展改革委", "市财政局、市商务局")
