"""The columns of a return's workbook, one sheet for each kind of field. Said once, for out and in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from luheng.workplace.language import current_language, say
from luheng.workplace.models import Answer, AskedField, ReturnRow
from luheng.workplace.returns.cells import CELLS, WORDS

Kind = AskedField.Kind
Text = str | Promise


@dataclass(frozen=True)
class SheetColumn:
    """One column: a cell that is filled in, or something to be read beside it."""

    key: str  # of a cell that is filled in, the cell's name
    zh: str
    en: str
    width: int
    shows: Callable[[ReturnRow], Any]  # a Decimal, a text or None

    @property
    def label(self) -> Text:
        """The head."""
        return say(self.zh, self.en)

    @property
    def words(self) -> Mapping[str, Any]:
        """The few words that may be chosen; none where anything may be written."""
        return WORDS.get(self.key, {})


def columns_of(kind: str) -> tuple[SheetColumn, ...]:
    """The columns of a kind's sheet, in their order."""
    return _SHEETS[kind]


def is_written(kind: str, column: SheetColumn) -> bool:
    """Whether the column is filled in by the unit."""
    return column.key in CELLS[kind]


SHEET_NAMES: Mapping[str, Text] = {
    Kind.INDICATOR: say("指标", "Indicators"),
    Kind.TASK: say("任务", "Tasks"),
    Kind.PROJECT: say("项目", "Projects"),
}


def _value(row: ReturnRow) -> Any:
    return "—" if row.answer == Answer.NO_FIGURE else row.value


def _word(name: str) -> Callable[[ReturnRow], Any]:
    return lambda row: str(WORDS[name].get(getattr(row, name), ""))


def _known(row: ReturnRow) -> str:
    seen = row.known
    if seen is None:
        return ""
    source = seen.document.title if seen.document else ""
    figure = f"{Decimal(seen.value).normalize():f} {seen.unit}".strip()
    return f"{figure}（{source}）" if source else figure


def _told(row: ReturnRow) -> str:
    """Doubts, and why the row was sent back."""
    language = current_language()
    told = [warning.get(language, "") for warning in row.warnings]
    if row.review_reason:
        told.insert(0, str(say("退回：", "sent back: ")) + row.review_reason)
    return "；".join(told)


_NAME = SheetColumn("name", "填报项", "Field", 30, lambda row: row.asked.name)
_PLACE = SheetColumn("place", "地区", "Place", 12, lambda row: row.asked.place)
_MEASURE = SheetColumn("measure", "计量单位", "Unit", 12, lambda row: row.asked.measure)
_LAST_PERIOD = SheetColumn("last_period", "上期", "Last period", 10, lambda row: row.last_period)
_LAST = SheetColumn("last_value", "上期值", "Last value", 14, lambda row: row.last_value)
_NOTE = SheetColumn("note", "备注", "Remark", 24, lambda row: row.note)
_TEXT = SheetColumn("text", "进展说明", "Progress note", 44, lambda row: row.text)
_TOLD = SheetColumn("told", "疑点或退回原因", "Doubts, or why sent back", 30, _told)
_ANSWER = SheetColumn(
    "answer", "填报状态", "Answered", 10, lambda row: str(row.get_answer_display())
)

_SHEETS: Mapping[str, tuple[SheetColumn, ...]] = {
    Kind.INDICATOR: (
        _NAME, _PLACE, _MEASURE, _LAST_PERIOD, _LAST,
        SheetColumn("known", "已有数据", "Known already", 16, _known),
        SheetColumn("value", "本期值", "Value", 16, _value),
        SheetColumn("status", "口径", "Status", 10, _word("status")),
        _NOTE, _ANSWER, _TOLD,
    ),
    Kind.TASK: (
        _NAME, SheetColumn("state", "进展", "Progress", 10, _word("state")), _TEXT, _NOTE, _ANSWER,
        _TOLD,
    ),
    Kind.PROJECT: (
        _NAME, _PLACE, _MEASURE, _LAST_PERIOD, _LAST,
        SheetColumn("value", "本年累计完成投资", "Spent this year so far", 18, _value),
        SheetColumn("percent", "形象进度（%）", "Physical progress (%)", 14, lambda row: row.percent),
        SheetColumn("stage", "阶段", "Stage", 10, _word("stage")),
        _TEXT, _NOTE, _ANSWER, _TOLD,
    ),
}  # fmt: skip
