"""What is read from sentences in the official style; the sentences stand in sentences.yaml."""

from pathlib import Path

import pytest
import yaml
from tests.documents.targets.shown import reading, shown

SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SENTENCES["demands"], ids=lambda case: case["text"][:24])
def test_demands_are_read(case):
    assert shown(case["text"]) == case["targets"]


@pytest.mark.parametrize("case", SENTENCES["variations"], ids=lambda case: case["text"][:24])
def test_variations_in_wording_and_print_are_read(case):
    assert shown(case["text"]) == case["targets"]


@pytest.mark.parametrize("text", SENTENCES["no_demands"], ids=lambda text: text[:24])
def test_numbers_that_demand_nothing_are_left_alone(text):
    assert shown(text) == []


@pytest.mark.parametrize("case", SENTENCES["demands"] + SENTENCES["variations"],
                         ids=lambda case: case["text"][:24])  # fmt: skip
def test_no_value_is_invented(case):
    """Every whole number of a target stands in its quote, but for sums the words spell out."""
    for target in reading(case["text"]).targets:
        digits = "" if target.value is None else f"{target.value:f}".rstrip("0").rstrip(".")
        spelled = any(
            character in target.quote for character in "一二三四五六七八九十两百千半成番倍"
        )
        assert spelled or digits in target.quote.replace(" ", "").translate(_HALF_WIDTH)


_HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
