"""Packages of others agree with us on potentials and decay; where one is wrong is shown and explained."""

from __future__ import annotations

import pytest
from tests.packs.carbon_second_opinions import (
    PAGE,
    decays,
    defaults,
    in_order,
    page,
    potentials,
    recorded,
)


def test_the_page_of_second_opinions_on_carbon_is_true() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "python -m tests.packs.carbon_second_opinions"
    )


@pytest.mark.parametrize(("edition", "gas", "ours", "theirs"), potentials())
def test_a_warming_potential_is_what_the_reports_say(
    edition: str, gas: str, ours: float, theirs: float | None
) -> None:
    assert theirs is None or ours == theirs, f"{edition} {gas}"


def test_most_potentials_are_compared() -> None:
    assert sum(theirs is not None for _, _, _, theirs in potentials()) >= 48


def test_decay_by_their_equations_is_decay_by_ours() -> None:
    compared = decays()
    assert len(compared) == 48
    for run, ours in compared:
        assert ours == pytest.approx(run["emitted_gg"] * 1000, rel=1e-12), run


@pytest.mark.parametrize(("name", "ours", "theirs"), defaults())
def test_a_default_of_landfills_is_what_they_have(name: str, ours: float, theirs: float) -> None:
    assert ours == theirs, name


def test_their_sequence_takes_the_years_backwards() -> None:
    sequence = recorded()["sequence"]
    backwards = {**sequence, "buried_gg": sequence["buried_gg"][::-1]}
    assert sequence["decomposed_gg"] == pytest.approx(in_order(backwards), rel=1e-12)
    assert sequence["decomposed_gg"] > 1.5 * in_order(sequence)
