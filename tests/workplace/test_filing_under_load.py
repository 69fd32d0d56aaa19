"""People filing at once, with a web process and the database killed in the middle: nothing acknowledged is lost.

The whole load (200 people, ten minutes) is bench/bench_filing.py; this is a short one of it.
"""

from __future__ import annotations

import pytest
from bench.bench_filing import filed
from bench.filing import Person, lost

PEOPLE, SHARE, SECONDS, RATE = 4, 0.02, 20, 12


def person(*sent: tuple[str, bool], filed: bool = False) -> Person:
    """Somebody with one row, who sent values of which some were acknowledged."""
    return Person("session", 7, {"70": 1}, {"70": list(sent)}, filed)


def written(*past: str, stands: str, state: str = "draft") -> dict[str, object]:
    """What the database holds of that row and return."""
    return {"past": {"70": list(past)}, "stands": {"70": stands}, "states": {"7": state}}


def test_an_acknowledged_value_that_is_nowhere_is_found() -> None:
    assert lost([person(("1", True), ("2", True))], written("2", stands="2")) == ["70: 1"]


def test_a_value_overtaken_by_one_that_was_never_sent_is_found() -> None:
    found = lost([person(("1", True))], written("1", stands="9"))
    assert found == ["70 holds 9"]


def test_a_return_acknowledged_as_filed_that_is_a_draft_is_found() -> None:
    found = lost([person(("1", True), filed=True)], written("1", stands="1"))
    assert found == ["return 7 was filed"]


@pytest.mark.parametrize("stands", ["1", "2"])
def test_a_value_whose_answer_never_came_may_stand_or_not(stands: str) -> None:
    past = ("1",) if stands == "1" else ("1", "2")
    assert lost([person(("1", True), ("2", False))], written(*past, stands=stands)) == []


@pytest.mark.slow
@pytest.mark.postgres
def test_nothing_acknowledged_is_lost_when_a_web_process_and_the_database_are_killed() -> None:
    load, missing = filed(PEOPLE, SHARE, SECONDS, RATE, disturbed=True)
    acknowledged = sum(
        answered for who in load.people for sent in who.sent.values() for _, answered in sent
    )
    assert missing == []
    assert acknowledged > PEOPLE
    assert all(who.filed for who in load.people)
