"""A report as a PDF scorecard of a few pages, set by typst with a font that comes along."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from luheng.workplace.reports.cited import Piece, spans
from luheng.workplace.reports.report import INVENTED, Report
from luheng.workplace.reports.sources import Source

_TEMPLATE = Path(__file__).with_name("scorecard.typ")
_SHOWN = ("city", "title", "as_of", "snapshot", "summary", "counts", "change_summary", "troubles",
          "chapters")  # fmt: skip
_UNSHOWN = {("Trouble", "quote"), ("Trouble", "name")}


def pdf_of(report: Report) -> bytes:
    """The scorecard as a PDF; the same report gives the same bytes, whatever fonts a machine has."""
    import pylopdf_fonts_zh_cn as fonts
    import typst

    shown: dict[str, Any] = {name: _shown(getattr(report, name)) for name in _SHOWN}
    shown["header"] = INVENTED if report.invented else report.city
    shown["sources"] = [_shown(one) for one in _cited_sources(report)]
    made: bytes = typst.compile(  # type: ignore[misc]  # its stub leaves Input open without an output
        _TEMPLATE,
        font_paths=[str(fonts.sans_path().parent)],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(shown, ensure_ascii=False)},
        timestamp=int(datetime.combine(report.as_of, time(), UTC).timestamp()),
    )
    return made


def _shown(value: Any) -> Any:
    if isinstance(value, tuple):
        return [{"text": piece.text, "refs": spans(piece.refs)} for piece in value]
    if isinstance(value, list):
        return [_shown(one) for one in value]
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if is_dataclass(value):
        return {name: _shown(inner) for name, inner in _parts(value)}
    return value


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        if (type(value).__name__, field.name) not in _UNSHOWN:
            yield field.name, getattr(value, field.name)


def _cited_sources(report: Report) -> list[Source]:
    """The entries that the scorecard cites, and those they were computed from."""
    wanted = {ref for name in _SHOWN for ref in _refs(getattr(report, name))}
    for source in reversed(report.sources):
        if source.number in wanted:
            wanted |= set(_within(source.text))
    return [one for one in report.sources if one.number in wanted]


def _refs(value: Any) -> Iterator[int]:
    if isinstance(value, Piece):
        yield from value.refs
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _refs(one)
    elif is_dataclass(value):
        for _, one in _parts(value):
            yield from _refs(one)


def _within(text: str) -> Iterator[int]:
    """The references inside a computed entry, runs spelt out."""
    if not text.startswith("由["):
        return
    for first, last in re.findall(r"\[(\d+)\](?:–\[(\d+)\])?", text):
        yield from range(int(first), int(last or first) + 1)
