"""Every target and milestone of the plan is read, with base years, ranges and all, and no other."""

from collections import Counter
from typing import Any

from tests.examples.comparing import NONE, bare, differences, number, read
from tests.examples.labelled import labels

from luheng.documents.model import to_json
from luheng.vocabulary.indicators import canonical_name
from luheng.vocabulary.units_of_measure import canonical_unit


def target_key(target: dict[str, Any]) -> tuple:
    op = ">=" if target["op"] == "=" and not target.get("approx") else target["op"]
    name, of = bare(canonical_name(target["indicator"])), canonical_unit(target["unit"] or "")
    return name, target["year"], op, number(target["value"]), of


EXTRAS = (
    "strict", "range", "approx", "stretch_only", "cumulative", "rate", "benchmark", "bound",
    "assigned_by", "base_year", "year_from", "binding", "fraction",
)  # fmt: skip
AMOUNTS = ("value_min", "value_max", "stretch", "offset", "baseline", "change")


def extras_of(target: dict[str, Any]) -> tuple:
    asked = [name for name in EXTRAS if not (name == "year_from" and target.get("part_of"))]
    words = tuple(target.get(name) or None for name in asked)  # a part prints no first year
    return (*target_key(target), *words, *(number(target.get(name)) for name in AMOUNTS))


def test_every_target_of_the_plan() -> None:
    found = to_json(read("plan"))["targets"]
    assert differences(map(target_key, labels("plan")["targets"]), map(target_key, found)) == NONE


def test_base_years_ranges_and_other_extras_of_the_targets() -> None:
    found = to_json(read("plan"))["targets"]
    assert differences(map(extras_of, labels("plan")["targets"]), map(extras_of, found)) == NONE


def test_milestones_have_no_number_but_a_quote_and_a_year() -> None:
    found = [(milestone.year, bare(milestone.quote)) for milestone in read("plan").milestones]
    missed = [
        row["quote"]
        for row in labels("plan")["milestones"]
        if not any(row["year"] == year and bare(row["quote"]) in quote for year, quote in found)
    ]
    assert missed == []


def test_the_second_edition_differs_where_its_sources_say_so() -> None:
    wanted = labels("second-edition")
    for name in ("title", "issuer", "doc_no", "issued_on", "status"):
        assert getattr(read("second-edition"), name) == wanted[name], name
    issued = int(wanted["issued_on"][:4])

    def demanded(targets: list[dict[str, Any]]) -> Counter:
        """A column of a year before the edition's own says what was, not what is to be."""
        return Counter(target_key(one) for one in targets if (one["year"] or issued) >= issued)

    first = demanded(to_json(read("plan"))["targets"])
    second = demanded(to_json(read("second-edition"))["targets"])
    assert demanded(wanted["removed_targets"]) == first - second
    assert demanded(wanted["added_targets"]) == second - first
    assert [finding.quote for finding in read("second-edition").findings] == []
