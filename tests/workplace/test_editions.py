"""A second edition beside the first: what was added, taken out, changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.workplace.conftest import AddReading
from tests.workplace.reading_of import PLAN, energy, forest, park, plan_reading, saving

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.editions import Comparison, compare, difference
from luheng.workplace.intake import set_edition
from luheng.workplace.models import Document

pytestmark = pytest.mark.django_db

SECOND = PLAN.replace("森林覆盖率达到42.5%", "森林覆盖率达到43.0%").replace(
    "2.建设绿色园区。", "2.创建绿色园区。"
)


@pytest.fixture
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


def test_clauses_show_the_characters_that_changed(editions: tuple[Document, Document]) -> None:
    first, second = compared(editions).clauses
    assert (first.change, second.change) == ("same", "same")  # headings alone: no body was read
    pieces = difference(
        "到2025年，达到42.5%。其余不变。", "到2025年，达到43.0%。其余不变。新增一句。"
    )
    assert [(p.before, p.after) for p in pieces if not p.same] == [
        ("2", "3"), ("5", "0"), ("", "新增一句。"),
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
