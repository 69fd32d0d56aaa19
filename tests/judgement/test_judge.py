"""The door of the room: what every judgement carries."""

import doctest

import luheng.judgement


def test_the_room_explains_itself_by_a_worked_example():
    assert doctest.testmod(luheng.judgement).failed == 0
