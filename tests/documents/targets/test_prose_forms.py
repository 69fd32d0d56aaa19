"""Every row of the label conventions, in sentences made up for the test."""

import pytest
from tests.documents.targets.shown import shown

LEVELS = [
    ("到2025年，再生水利用率达到25%以上。", ["再生水利用率 2025 >= 25 %"]),
]


@pytest.mark.parametrize(("text", "expected"), LEVELS, ids=lambda case: str(case)[:30])
def test_a_level_is_read_with_its_operator(text, expected):
    assert shown(text) == expected
