"""What the labels say of the plan's title, outline, tasks, projects and mistakes is read, no more."""

from typing import Any

from tests.examples.comparing import NONE, bare, differences, read
from tests.examples.labelled import labels

from luheng.documents.model import to_json
from luheng.vocabulary.government_units import split_name


def unit(name: str) -> tuple[str, str]:
    """市发改委 and 市发展和改革委员会 are one unit."""
    taken_apart = split_name(name)
    return taken_apart.level, taken_apart.duty or taken_apart.name


def test_the_title_block_of_the_plan() -> None:
    for name in ("title", "issuer", "doc_no", "issued_on", "status", "implied_units_all_tasks"):
        assert getattr(read("plan"), name) == labels("plan")[name], name


def test_the_outline_of_the_plan() -> None:
    def key(section: dict[str, Any]) -> tuple:
        return tuple(bare(section[name]) for name in ("chapter", "no", "level", "title"))

    outline = to_json(read("plan"))["sections"]
    assert differences(map(key, labels("plan")["sections"]), map(key, outline)) == NONE


def test_every_task_with_its_lead_and_supporting_units() -> None:
    def key(task: dict[str, Any], first_words: str) -> tuple:
        units = [tuple(map(unit, task[role])) for role in ("lead", "support")]
        return bare(first_words).rstrip("。"), *units, task["due"]

    wanted = [key(task, task["title_or_first_clause"]) for task in labels("plan")["tasks"]]
    found = [
        key(task, task.get("title") or task["text"]) for task in to_json(read("plan"))["tasks"]
    ]
    assert differences(wanted, found) == NONE


def test_every_project_with_all_its_columns() -> None:
    names = (
        "no", "name", "start", "end", "start_ym", "end_ym", "investment_yi_yuan",
        "builder", "lead", "place",
    )  # fmt: skip

    def key(project: dict[str, Any]) -> tuple:
        return tuple(bare(project.get(name)) for name in names)

    found = to_json(read("plan"))["projects"]
    assert differences(map(key, labels("plan")["projects"]), map(key, found)) == NONE


def test_every_mistake_of_the_plan_is_found() -> None:
    found = [bare(finding.quote) for finding in read("plan").findings]
    missed = [
        row
        for row in labels("plan")["findings"]
        if not any(bare(row["quote"]) in quote or quote in bare(row["quote"]) for quote in found)
    ]
    assert missed == []


def test_tasks_and_units_of_the_second_edition() -> None:
    wanted = labels("second-edition")
    first, second = (
        {task.title: (task.lead, task.support) for task in read(name).tasks if task.title}
        for name in ("plan", "second-edition")
    )
    assert [title for title in second if title not in first] == wanted["added_tasks"]
    assert [title for title in first if second.get(title) != first[title]] == wanted[
        "tasks_with_other_units"
    ]
