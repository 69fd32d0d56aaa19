"""Sentences of bulletins: the figures they hold and the figures they only seem to hold.

The sentences stand in ``cases/``, each followed by what it gives: ``indicator=value unit``, then ``n`` for a
count, ``%``, ``pp`` or ``cum`` for a change, and place and period where they are not 云汐市 and 2023.
"""

from pathlib import Path

import pytest
from tests.documents.observations.forms import read

CASES = Path(__file__).parent / "cases"


def _stated() -> list[tuple[str, list[str]]]:
    lines = [
        line
        for file in sorted(CASES.glob("*.txt"))
        if file.stem != "nothing"
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return [
        (text, given.strip().split(" | "))
        for text, given in zip(lines[::2], lines[1::2], strict=True)
    ]


@pytest.mark.parametrize(("text", "expected"), _stated())
def test_a_sentence_gives_the_figures_it_states(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", (CASES / "nothing.txt").read_text(encoding="utf-8").splitlines())
def test_limits_targets_ranges_and_other_peoples_figures_are_left_alone(text: str) -> None:
    assert read(text) == []


def test_all_of_the_city_in_the_bulletin_of_a_county_is_not_the_county() -> None:
    given = read(
        "全市优良天数比例为95.1%；全县优良天数比例为97.3%。",
        title="溪山县2023年生态环境状况公报",
        issuer="溪山县生态环境局",
    )
    assert given == ["空气质量优良天数比例=97.3% 溪山县"]
