"""Every figure of the bulletins and of the Excel return is read, with place, period and status."""

from typing import Any

import pytest
from tests.examples.comparing import NONE, bare, differences, number, read
from tests.examples.labelled import labels

from luheng.documents.model import to_json
from luheng.vocabulary.indicators import canonical_name

BULLETINS = ("bulletin-2023", "bulletin-2024", "bulletin-2025")


def observation_key(row: dict[str, Any]) -> tuple:
    name, of = bare(canonical_name(row["indicator"])), bare(row["unit"])
    return name, row["place"], row["period"], number(row["value"]), of, row.get("status")


def kinds(row: dict[str, Any]) -> set[str]:
    return {row["kind"], row.get("alt_kind") or row["kind"]}


@pytest.mark.parametrize("name", [*BULLETINS, "returns"])
def test_every_figure_of_the_bulletins_and_the_return(name: str) -> None:
    document = labels(name)
    wanted = [{"status": document.get("status"), **row} for row in document["observations"]]
    found = to_json(read(name))["observations"]
    assert differences(map(observation_key, wanted), map(observation_key, found)) == NONE
    kind_of = {observation_key(row): row["kind"] for row in found}
    assert [row for row in wanted if kind_of[observation_key(row)] not in kinds(row)] == []


@pytest.mark.parametrize("name", BULLETINS)
def test_title_issuer_and_period_of_a_bulletin(name: str) -> None:
    for field in ("title", "issuer", "period", "status"):
        assert bare(getattr(read(name), field)) == bare(labels(name)[field]), field


def test_words_in_a_number_cell_are_reported_with_their_cell() -> None:
    cell = labels("returns")["findings"][0]["cell"]
    assert [f for f in read("returns").findings if cell in f.message.text("zh")]


def test_every_quote_is_exact_text_of_its_document() -> None:
    wrong = [
        item
        for reading in map(read, ("plan", "second-edition", *BULLETINS, "returns"))
        for item in reading.items()
        if reading.text[item.span.start : item.span.end] != item.quote
    ]
    assert wrong == []
