"""The appendices of a report in Excel: the frozen rows themselves, each with its number and its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

import xlsxwriter

from luheng.vocabulary.messages import Language
from luheng.vocabulary.units_of_measure import unit_behind
from luheng.workplace.models import PeriodReport
from luheng.workplace.period_reports.citing import LISTS, Citing
from luheng.workplace.period_reports.formulas import NOW, Row
from luheng.workplace.period_reports.recomputing import facts_of
from luheng.workplace.period_reports.showing import shown
from luheng.workplace.period_reports.words import text_of
from luheng.workplace.period_reports.writing import Written
from luheng.workplace.sheets.writing import formats_of, is_exact

_AMOUNT = {"as": "number"}
_SOURCE_WIDTH, _SOURCES_WIDTH = 60, 140
_LINE_POINTS, _HIGHEST_POINTS = 15, 409  # Excel makes no row higher


@dataclass(frozen=True)
class _Field:
    """One column: its field, its headers, how it is shown, its width."""

    key: str
    zh: str
    en: str
    how: Mapping[str, Any]
    width: int = 14


def _text(key: str, zh: str, en: str, width: int = 20) -> _Field:
    return _Field(key, zh, en, {"as": "text"}, width)


def _day(key: str, zh: str, en: str) -> _Field:
    return _Field(key, zh, en, {"as": "short_day"}, 12)


def _number(key: str, zh: str, en: str) -> _Field:
    return _Field(key, zh, en, _AMOUNT, 13)


def _word(key: str, zh: str, en: str, of: str) -> _Field:
    return _Field(key, zh, en, {"as": "word", "of": of}, 14)


def _names(key: str, zh: str, en: str) -> _Field:
    return _Field(key, zh, en, {"as": "names"}, 26)


_SHEETS: dict[str, tuple[_Field, ...]] = {
    "targets": (
        _text("indicator", "指标", "indicator", 30), _number("year", "目标年", "year"),
        _text("demand", "要求", "demand", 24), _number("latest_value", "最新值", "latest value"),
        _text("latest_unit", "单位", "unit", 12), _text("latest_period", "时期", "period", 12),
        _word("verdict", "判定", "verdict", "verdict"), _text("reason", "理由", "reason", 50),
        _names("lead", "牵头单位", "lead unit"),
    ),
    "tasks": (
        _text("no", "序号", "no.", 8), _text("title", "任务", "task", 40), _names("lead", "牵头单位", "lead unit"),
        _names("support", "配合单位", "supporting units"), _text("due", "完成时限", "due", 12),
        _word("standing", "状态", "standing", "standing"), _text("state_note", "进展说明", "progress note", 40),
    ),
    "work": (
        _number("year", "年度", "year"), _text("no", "序号", "no.", 8), _text("text", "工作内容", "work", 50),
        _word("kind", "类别", "kind", "work_kind"), _text("lead", "牵头单位", "lead unit"), _day("due", "时限", "due"),
        _word("state", "进展", "progress", "state"), _number("percent", "完成比例（%）", "share done (%)"),
        _text("note", "进展说明", "note", 40),
    ),
    "projects": (
        _text("no", "序号", "no.", 8), _text("name", "项目", "project", 40),
        _number("investment_yi_yuan", "总投资（亿元）", "investment (hundred million yuan)"),
        _number("start", "开工年", "start"), _number("end", "完工年", "end"), _text("lead", "责任单位", "lead unit"),
        _word("pace", "进度情况", "standing", "pace"), _number("percent", "进度（%）", "built (%)"),
        _day("as_of", "填报截至", "reported as of"),
    ),
    "funding": (
        _text("project_name", "项目", "project", 40), _number("year", "年度", "year"),
        _word("source", "资金来源", "source", "funding"), _number("planned_wan_yuan", "计划（万元）", "planned (ten thousand yuan)"),
        _number("arranged_wan_yuan", "到位（万元）", "arranged (ten thousand yuan)"),
        _number("spent_wan_yuan", "完成（万元）", "spent (ten thousand yuan)"), _day("entered_on", "填报日期", "entered on"),
    ),
    "orders": (
        _text("no", "文号", "no.", 18), _text("title", "督办事项", "subject", 40), _word("rule", "事由", "cause", "rule"),
        _text("unit", "责任单位", "unit"), _word("state", "状态", "state", "order"), _day("issued_on", "下达日期", "issued on"),
        _day("rectify_by", "整改期限", "rectify by"), _day("closed_on", "销号日期", "closed on"),
        _word("escalation", "升级", "escalation", "escalation"), _text("quote", "依据原文", "quoted text", 40),
    ),
    "returns": (
        _text("title", "填报表", "return", 30), _text("unit", "填报单位", "unit"), _text("period", "时期", "period", 12),
        _day("due", "限期", "due"), _day("filed_on", "报送日期", "filed on"), _word("standing", "情况", "standing", "filing"),
    ),
    "lacking": (
        _word("kind", "类别", "kind", "evidence_of"), _text("name", "名称", "name", 46), _number("year", "目标年", "year"),
        _word("holding", "佐证情况", "evidence", "holding"), _names("lead", "牵头单位", "lead unit"),
    ),
    "appraisal": (
        _text("unit", "单位", "unit", 26), _text("item", "考核内容", "item", 26), _number("points", "得分", "points"),
        _number("full", "满分", "full marks"), _text("statement", "得分说明", "how it came about", 60),
    ),
}  # fmt: skip


def appendix_of(written: Written, report: PeriodReport) -> bytes:
    """The workbook: a sheet for each list, then the sources of the report. The same report, the same bytes."""
    facts = facts_of(report.snapshot, report.compared_with)
    language = written.asked.language
    citing = Citing(facts, language)
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:  # fmt: skip
        made = datetime.combine(report.as_of, time(), UTC).replace(tzinfo=None)
        book.set_properties({"title": text_of(written.front["title"]), "created": made})
        formats = formats_of(book)
        for name, fields in _SHEETS.items():
            rows = [_with_more(row, name, facts, language) for row in facts.rows(name)]
            title = LISTS[name][language == "en"]
            _sheet(book, title, fields, rows, formats, language, partial(_source, citing, name))
        _sources(book, written, formats, language)
    return file.getvalue()


def _with_more(row: Row, name: str, facts: Any, language: Language) -> Row:
    """What other lists know of a row: a project's progress, the name of a project, words in the language."""
    if name == "projects":
        built = facts.row("building", row["id"]) or {}
        return {**row, **{key: built.get(key) for key in ("pace", "percent", "as_of")}}
    if name == "funding":
        return {**row, "project_name": (facts.row("projects", row["project"]) or {}).get("name")}
    if name == "targets":
        judged = facts.row("judgements", row["id"]) or {}
        unit = str(row.get("latest_unit") or "")
        said = row.get("demand_en") if language == "en" else row.get("demand")
        return {
            **row,
            "indicator": _indicator(row, language),
            "latest_unit": unit_behind(unit, language).strip(),
            "demand": said,
            "reason": judged.get(f"reason_{language}") or row.get("reason"),
        }
    if name == "lacking" and row["kind"] == "target":
        target = facts.row("targets", row["subject"])
        return {**row, "name": _indicator(target, language)} if target else row
    if name == "appraisal":
        return {**row, **{key: row[f"{key}_{language}"] for key in ("item", "statement")}}
    return row


def _indicator(row: Row, language: Language) -> str:
    """As printed; in English by the catalogue, where it is in it."""
    known = row.get("indicator_id") if language == "en" else ""
    printed = str(row["indicator"])
    return (
        shown(known, {"as": "indicator", "capital": True, "language": language})
        if known
        else printed
    )


def _source(citing: Citing, name: str, row: Row) -> str:
    refs = citing.refs({"of": "cell", "list": name, "row": row["id"], "field": "id", "at": NOW})
    return "；".join(citing.sources.entries[ref - 1].text for ref in refs)


def _sheet(
    book: Any, title: str, fields: tuple[_Field, ...], rows: list[Row], formats: Any,
    language: Language, source: Callable[[Row], str],
) -> None:  # fmt: skip
    sheet = book.add_worksheet(title[:31])
    english = language == "en"
    widths = [*(one.width for one in fields), _SOURCE_WIDTH]
    heads = [
        "#",
        *((one.en if english else one.zh) for one in fields),
        "source" if english else "来源",
    ]
    sheet.write_row(0, 0, heads, formats["locked_head"])
    for at, row in enumerate(rows, 1):
        sheet.write_number(at, 0, int(row["id"]), formats["year"])
        said = [*_cells(fields, row, language), (None, source(row))]
        for place, (one, value) in enumerate(said, 1):
            if one is not None:
                sheet.write_number(at, place, one, formats["amount"])
            else:
                sheet.write_string(at, place, value[:32_767], formats["text"])
        sheet.set_row(at, _height([text for _, text in said], widths))
    if not rows:
        nothing = "none at the time of the report" if english else "报告时没有记录"
        sheet.write_string(1, 1, nothing, formats["text"])
    _finish(sheet, [6, *widths], len(rows))


def _height(texts: list[str], widths: list[int]) -> int:
    """How high a row must be for its longest text, in points: not every program works that out."""
    lines = [
        -(-sum(1 + (letter > "⺀") for letter in text) // width)
        for text, width in zip(texts, widths, strict=True)
    ]
    return min(max([1, *lines]) * _LINE_POINTS, _HIGHEST_POINTS)


def _cells(
    fields: tuple[_Field, ...], row: Row, language: Language
) -> Iterator[tuple[float | None, str]]:
    """A number that Excel holds exactly as a number, everything else as text; unknown is empty."""
    for one in fields:
        value = row.get(one.key)
        if value in (None, "", []):
            yield None, ""
        elif one.how is _AMOUNT and is_exact(Decimal(str(value))):
            yield float(str(value)), ""
        else:
            yield None, str(value) if one.how is _AMOUNT else shown(value, {**one.how, "language": language})  # fmt: skip


def _sources(book: Any, written: Written, formats: Any, language: Language) -> None:
    sheet = book.add_worksheet("Sources" if language == "en" else "数据来源")
    sheet.write_row(0, 0, ["Sources of the report" if language == "en" else "报告的数据来源"], formats["locked_head"])  # fmt: skip
    for at, one in enumerate(written.sources, 1):
        line = text_of(one["line"])
        sheet.write_string(at, 0, line[:32_767], formats["text"])
        sheet.set_row(at, _height([line], [_SOURCES_WIDTH]))
    _finish(sheet, [_SOURCES_WIDTH], len(written.sources))


def _finish(sheet: Any, widths: list[int], last: int) -> None:
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 2 if len(widths) > 1 else 0)
    if len(widths) > 1:
        sheet.autofilter(0, 0, max(last, 1), len(widths) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
