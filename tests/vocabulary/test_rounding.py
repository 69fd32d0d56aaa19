"""GB/T 8170-2008, worked by its rules."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luheng.vocabulary.rounding import (
    rounded,
    rounded_to_digits,
    rounded_to_fifth,
    rounded_to_half,
    rounded_up,
)


@pytest.mark.parametrize(
    ("value", "step", "result"),
    [
        ("12.1498", "1", "12"),  # 3.2.1: below five, dropped
        ("12.1498", "0.1", "12.1"),
        ("10.5002", "1", "11"),  # 3.2.2: five and more behind it
        ("1.050", "0.1", "1.0"),  # 3.2.4: exactly five, the digit before is even
        ("0.35", "0.1", "0.4"),  # exactly five, the digit before is odd
        ("2500", "1000", "2E+3"),
        ("3500", "1000", "4E+3"),
        ("-355", "10", "-36E+1"),  # 3.2.5: as the absolute value
        ("-325", "10", "-32E+1"),
        ("-0.0365", "0.001", "-0.036"),
        ("15.4546", "1", "15"),  # 3.3.1: once, not step by step (which would give 16)
    ],
)
def test_halves_go_to_the_even_neighbour(value: str, step: str, result: str) -> None:
    assert rounded(Decimal(value), Decimal(step)) == Decimal(result)


@pytest.mark.parametrize(
    ("value", "result"), [("60.25", "60"), ("60.38", "60.5"), ("-60.75", "-61")]
)
def test_rounding_to_half_a_unit(value: str, result: str) -> None:
    assert rounded_to_half(Decimal(value), Decimal(1)) == Decimal(result)


@pytest.mark.parametrize(("value", "result"), [("830", "840"), ("842", "840"), ("-930", "-920")])
def test_rounding_to_a_fifth_of_a_unit(value: str, result: str) -> None:
    assert rounded_to_fifth(Decimal(value), Decimal(100)) == Decimal(result)


@pytest.mark.parametrize(
    ("value", "digits", "result"), [("1268", 3, "1270"), ("0.0125", 2, "0.012"), ("0", 2, "0")]
)
def test_significant_digits(value: str, digits: int, result: str) -> None:
    assert rounded_to_digits(Decimal(value), digits) == Decimal(result)


def test_indices_are_rounded_up() -> None:
    assert [rounded_up(Decimal(text)) for text in ("100", "100.01", "99.2")] == [100, 101, 100]


def test_a_step_that_is_no_power_of_ten_is_refused() -> None:
    with pytest.raises(ValueError, match="power of ten"):
        rounded(Decimal(7), Decimal("0.5"))


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=4))
def test_rounding_moves_a_value_by_half_a_step_at_most(value: Decimal) -> None:
    result = rounded(value, Decimal("0.01"))
    assert abs(result - value) <= Decimal("0.005")
    assert rounded(result, Decimal("0.01")) == result
