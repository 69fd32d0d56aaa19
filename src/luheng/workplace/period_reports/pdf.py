"""A report as PDF, set by typst with the fonts that come along: the same report gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from luheng.vocabulary.messages import Language
from luheng.workplace.period_reports.layout import QUIET, SOURCE, Block, Chart, Each, Table
from luheng.workplace.period_reports.word_templates import NAMES_STAY
from luheng.workplace.period_reports.words import Series, Words, text_of
from luheng.workplace.period_reports.writing import Written
from luheng.workplace.reports.cited import spans
from luheng.workplace.reports.word import chinese_number

_TEMPLATE = Path(__file__).with_name("report.typ")


def pdf_of(written: Written, as_of: date) -> bytes:
    """The report as a PDF."""
    import pylopdf_fonts_zh_cn as fonts
    import typst

    made: bytes = typst.compile(  # type: ignore[misc]  # its stub leaves Input open without an output
        _TEMPLATE,
        font_paths=[str(fonts.sans_path().parent)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(_data(written), ensure_ascii=False)},
        timestamp=int(datetime.combine(as_of, time(), UTC).timestamp()),
    )
    return made


def _data(written: Written) -> dict[str, Any]:
    language = written.asked.language
    english = language == "en"
    return {
        "english": english,
        "cover": written.kind.months > 1,
        **{key: text_of(words) for key, words in written.front.items()},
        "labels": {
            "as_of": "As of" if english else "判定日",
            "contents": "Contents" if english else "目　录",
            "source": "Source" if english else "来源",
            "sources": _numbered(len(written.kind.sections) + 1, "Sources" if english else "数据来源", language),
            "names": NAMES_STAY if english else "",
            "snapshot": "Frozen scorecard" if english else "评估快照",
        },
        "sections": [
            {
                "title": _numbered(number, section.heading(language), language),
                "blocks": [
                    one
                    for block in section.blocks
                    for one in _blocks(block, written.sections[section.key], language)
                ],
            }
            for number, section in enumerate(written.kind.sections, 1)
        ],
        "sources": [text_of(one["line"]) for one in written.sources],
    }  # fmt: skip


def _numbered(number: int, heading: str, language: Language) -> str:
    return f"{number}. {heading}" if language == "en" else f"{chinese_number(number)}、{heading}"


def _blocks(block: Block, said: Mapping[str, Any], language: Language) -> list[dict[str, Any]]:
    value = said.get(block.key)
    if isinstance(block, Chart):
        return [_chart(value)] if isinstance(value, Series) else []
    if isinstance(block, Table):
        return [_table(block, value or [], language)] if value or not said.get(QUIET) else []
    if isinstance(block, Each):
        found = (
            [{"kind": "text", "pieces": _pieces((block.nothing(language),))}] if not value else []
        )
        for one in value or []:
            found.append({"kind": "heading", "text": text_of(one["title"])})
            found += [inner for part in block.blocks for inner in _blocks(part, one, language)]
        return found
    return [{"kind": "text", "pieces": _pieces(value or ())}]


def _table(table: Table, rows: list[Mapping[str, Words]], language: Language) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption(language),
        "nothing": table.nothing(language),
        "columns": [
            {"head": one.header(language), "mm": one.mm, "number": one.number} for one in table.columns
        ],
        "rows": [
            [*(text_of(row[one.key]) for one in table.columns), text_of(row[SOURCE])] for row in rows
        ],
    }  # fmt: skip


def _chart(series: Series) -> dict[str, Any]:
    numbers = [None if one.text == "—" else float(one.text) for one in series.values]
    return {
        "kind": "chart",
        "title": text_of(series.title),
        "names": [text_of(one) for one in series.names],
        "values": numbers,
        "shown": [one.text for one in series.values],
        "largest": max([one for one in numbers if one is not None], default=0) or 1,
    }


def _pieces(words: Words) -> list[dict[str, str]]:
    return [
        {"text": one, "refs": ""} if isinstance(one, str) else {"text": one.text, "refs": spans(one.refs)}
        for one in words
    ]  # fmt: skip
