"""Every line of the decision table, both sides of each boundary, worked by hand."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.judgement.short_form import seen, target

from luheng.judgement import Assigned, Judgement, JudgementSettings, Trajectory, judge

TABLE = yaml.safe_load((Path(__file__).parent / "decision_table.yaml").read_text("utf-8"))
CASES = [
    pytest.param(group, case, id=f"{group['group']}: {case['it']}")
    for group in TABLE
    for case in group["cases"]
]


def judged(group: dict[str, Any], case: dict[str, Any]) -> Judgement:
    given = {**group, **case}
    fields = {**group.get("target", {}), **case.get("target", {})}
    settings = {
        name: Decimal(value) if isinstance(value, str) and value[0].isdigit() else value
        for name, value in given.get("settings", {}).items()
    }
    if "tolerance_absolute" in settings:
        by_unit = settings["tolerance_absolute"]
        settings["tolerance_absolute"] = {unit: Decimal(str(v)) for unit, v in by_unit.items()}
    return judge(
        target(**fields),
        seen(given.get("seen", "")),
        today=given["day"],
        place=given.get("place"),
        settings=JudgementSettings(**settings),
        assigned=_assigned(given.get("assigned")),
        trajectory=_trajectory(given.get("trajectory")),
        direction=given.get("direction"),
    )


def _assigned(given: Any) -> Assigned | Decimal | None:
    if isinstance(given, dict):
        return Assigned(**{**given, "value": Decimal(str(given["value"]))})
    return None if given is None else Decimal(str(given))


def _trajectory(given: Any) -> Trajectory | None:
    if given is None:
        return None
    if isinstance(given, str):
        return Trajectory(given)  # type: ignore[arg-type]
    points = {year: Decimal(str(value)) for year, value in given["points"].items()}
    return Trajectory(given["shape"], points)


@pytest.mark.parametrize(("group", "case"), CASES)
def test_decision(group: dict[str, Any], case: dict[str, Any]) -> None:
    result = judged(group, case)
    expected_verdict, _, expected_rule = case["expect"].partition(" ")
    assert (result.verdict.value, result.rule) == (expected_verdict, expected_rule), result.zh
    assert result.provisional == case.get("provisional", False)
    if "expected" in case:
        assert result.expected is not None
        assert abs(result.expected - Decimal(str(case["expected"]))) < Decimal("0.005")
    if "figure" in case:
        assert result.figure is not None
        assert abs(result.figure.value - Decimal(str(case["figure"]))) < Decimal("0.005")
    assert result.verdict.zh in result.zh
    assert result.verdict.text("en") in result.en


def test_every_rule_stands_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "judgement.md").read_text("utf-8")
    reached = {case["expect"].partition(" ")[2] for group in TABLE for case in group["cases"]}
    assert not [rule for rule in sorted(reached) if f"`{rule}`" not in page]
    settings = [one.name for one in fields(JudgementSettings)]
    assert not [name for name in settings if f"`{name}`" not in page]


def test_the_table_is_complete() -> None:
    """Every rule that has a sentence is reached by a case, and the other way round."""
    from luheng.vocabulary.messages import _declared

    sentences = {code.removeprefix("rule_") for code in _declared() if code.startswith("rule_")}
    reached = {case["expect"].partition(" ")[2] for group in TABLE for case in group["cases"]}
    open_rules = {rule for rule in reached if rule.startswith("open.")}
    assert {rule.replace(".", "_") for rule in reached - open_rules} == {
        rule for rule in sentences if rule != "open" and not rule.startswith("open_")
    }
    assert len(CASES) >= 120
    assert isinstance(TABLE[0]["cases"][0]["day"], date)
