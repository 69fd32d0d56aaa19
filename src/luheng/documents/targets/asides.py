"""What stands in brackets behind a target: its base, its change, or a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luheng.documents.sentences import Line, clauses
from luheng.documents.targets.demand import Demand
from luheng.documents.targets.numeric import NumberReader
from luheng.documents.targets.operators import before
from luheng.documents.targets.passage import Passage
from luheng.documents.targets.phrases import Phrase
from luheng.documents.targets.quantities import quantities

_UNITS = re.compile(r"(?:责任|牵头|配合|参与|负责|完成时限|单位)")
_BASE = re.compile(r"^(?:现状|目前|基期|基准)?(?:值)?(?:约|为|是|达到)?$")


def read_aside(
    aside: Line, last: Demand | None, passage: Passage
) -> Iterator[tuple[Demand, Phrase, Line]]:
    """Demands on parts (其中2024年淘汰6000辆); a base or a change goes to the demand before."""
    if _UNITS.search(aside.text) or len(aside.text) > 200:
        return
    passage.part = False
    for clause in clauses(aside):
        phrase = Phrase.of(clause.text, passage.context.current_year)
        numbers = list(quantities(clause.text))
        if not numbers:
            _note_base(phrase, passage)
            continue
        if clause.text.startswith("其中") or passage.part:
            passage.part = True
            yield from _parts(phrase, clause, numbers, passage)
        elif last is not None and len(numbers) == 1:
            _note(phrase, last, numbers[0], passage)


def _note_base(phrase: Phrase, passage: Passage) -> None:
    """以2020年为基数 behind several changes is the base of each."""
    for demand in passage.demands:
        if phrase.base_year and demand.kind == "change":
            demand.extras.setdefault("base_year", phrase.base_year)


def _parts(phrase, clause, numbers, passage) -> Iterator[tuple[Demand, Phrase, Line]]:
    for demand in NumberReader(phrase, numbers, passage).demands():
        yield demand, phrase, clause


def _note(phrase: Phrase, last: Demand, number, passage: Passage) -> None:
    """2020年为15%: its base; 较2020年提高5个百分点: its change."""
    first = before(phrase.text[: number.start])
    if first.kind == "change" and phrase.base_year and last.kind == "level":
        last.extras["change"] = -number.value if first.op == "reduce_by" else number.value
        last.extras["change_unit"] = number.unit
        last.extras["base_year"] = phrase.base_year
        return
    years = [time.year for time in phrase.times if time.year]
    words = phrase.words(0, number.start)
    written = passage.context.written_year
    early = bool(years) and (years[0] < (written or passage.year or 0))
    if (
        number.unit == last.unit
        and _BASE.match(words)
        and (early or "现状" in words or "目前" in words)
    ):
        last.extras["baseline"] = number.value
        if years:
            last.extras["baseline_year"] = years[0]
