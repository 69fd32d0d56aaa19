"""A whole report in words, from frozen facts: the same facts give the same words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from luheng.vocabulary.messages import Language
from luheng.workplace.period_reports.formulas import Facts
from luheng.workplace.period_reports.kinds import kind_of
from luheng.workplace.period_reports.layout import QUIET, SOURCE, Kind
from luheng.workplace.period_reports.spans_of_time import days_of
from luheng.workplace.period_reports.words import Pen, Series, Traced, Words, text_of, traced_in
from luheng.workplace.reports.cited import spans
from luheng.workplace.reports.report import INVENTED

_INVENTED_EN = "An example: the city, its firms and its figures are invented"


@dataclass(frozen=True)
class Asked:
    """What report is asked for."""

    kind: str
    period: str
    language: Language = "zh"
    documents: tuple[int, ...] = ()


@dataclass(frozen=True)
class Written:
    """A report before it is laid out."""

    asked: Asked
    kind: Kind
    front: Mapping[str, Words]
    sections: Mapping[str, Mapping[str, Any]]
    sources: list[dict[str, Words]]


def title_of(asked: Asked, facts: Facts) -> str:
    """What the report is called in the language that is asked. Raises what `write` raises."""
    return text_of(_front(_pen(asked, facts), kind_of(asked.kind))["title"])


def write(asked: Asked, facts: Facts) -> Written:
    """The report. Raises `report_kind_unknown`, `period_unreadable`."""
    kind = kind_of(asked.kind)
    pen = _pen(asked, facts)
    sections = {
        one.key: {QUIET: False, **_with_sources(pen, one.write(pen))} for one in kind.sections
    }
    return Written(asked, kind, _front(pen, kind), sections, _sources(pen))


def _pen(asked: Asked, facts: Facts) -> Pen:
    first, last = days_of(asked.period)
    return Pen(facts, asked.language, asked.period, first, last, asked.documents)


def _front(pen: Pen, kind: Kind) -> dict[str, Words]:
    city = pen.facts.now.get("city", {})
    english = pen.language == "en"
    name = (english and city.get("name_en")) or city.get("name", "")
    period = pen.given(pen.period, "period")
    said: dict[str, Words | Traced] = {"period": period, "kind": (kind.in_title(pen.language),)}
    called = pen.say("{period}{kind}", "{kind}, {period}", **said)
    title = pen.say(
        "{city}{period}{kind}", "{kind} in {city}, {period}", city=pen.given(name, "text"), **said
    )
    invented = _INVENTED_EN if english else INVENTED
    header: Words = (invented,) if city.get("invented") else title
    return {
        "title": title,
        "name": called,
        "city": (pen.given(name, "text"),),
        "period": (period,),
        "kind": (kind.label(pen.language),),
        "as_of": (pen.given(pen.facts.now["as_of"], "day"),),
        "snapshot": (pen.given(pen.facts.now["sha256"][:12], "text"),),
        "header": header,
    }


def _with_sources(pen: Pen, section: Mapping[str, Any]) -> dict[str, Any]:
    """Every row gets its references as a column of its own; prose has them where they belong."""
    return {
        key: [_row(pen, one) for one in value] if isinstance(value, list) else value
        for key, value in section.items()
    }


def _row(pen: Pen, row: Mapping[str, Any]) -> dict[str, Any]:
    if any(isinstance(value, list) for value in row.values()):
        return _with_sources(pen, row)
    refs = sorted({ref for piece in traced_in(row) for ref in piece.refs})
    bare = {key: _bare(value) for key, value in row.items()}
    said: Words = (pen.given(spans(refs), "text"),) if refs else ("—",)
    return {**bare, SOURCE: said}


def _bare(words: Words) -> Words:
    return tuple(
        Traced(one.text, one.formula, one.showing) if isinstance(one, Traced) else one
        for one in words
    )


def _sources(pen: Pen) -> list[dict[str, Words]]:
    return [
        {"line": (pen.given(f"[{one.number}] {one.text}", "text"),)}
        for one in pen.citing.sources.entries
    ]


def pieces_of(written: Written) -> dict[str, Traced]:
    """Every piece with a formula by its mark."""
    found: dict[str, Traced] = {}
    for piece in traced_in([written.front, written.sections, written.sources]):
        if piece.refs or piece.mark not in found:  # in tables references stand in their own column
            found[piece.mark] = piece
    return found


def charts_of(written: Written) -> dict[str, Series]:
    """The charts by their path: overview.chart."""
    return {
        f"{section}.{key}": value
        for section, blocks in written.sections.items()
        for key, value in blocks.items()
        if isinstance(value, Series)
    }
