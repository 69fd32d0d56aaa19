"""Wordings met in plans that nobody had read before, in sentences made up for the test."""

from tests.documents.targets.shown import reading


def test_a_note_that_units_are_not_repeated_is_no_milestone() -> None:
    text = "各区人民政府负责落实，以下不再列出。新区不再新建燃煤锅炉。"
    assert [goal.quote for goal in reading(text).milestones] == ["新区不再新建燃煤锅炉"]
