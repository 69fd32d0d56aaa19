"""The cells of a row: which a field has, how what a person typed is read, and what their change means.

Two people who change one cell meet in a three-way merge. The version that a person saw says what the
row was then: a cell they left alone keeps what stands, a cell that only they changed takes theirs, and
where both changed it what stands holds and they are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.utils import translation

from luheng.judgement.plausibility import Entry, Known, check_entry
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import (
    Answer,
    AskedField,
    Observation,
    ProjectStage,
    ReturnRow,
    TaskState,
)
from luheng.workplace.returns.known import History

Kind = AskedField.Kind
NO_FIGURE = frozenset({"—", "－", "-", "/", "无"})
CELLS: Mapping[str, tuple[str, ...]] = {
    Kind.INDICATOR: ("value", "status", "note"),
    Kind.TASK: ("state", "text", "note"),
    Kind.PROJECT: ("value", "percent", "stage", "text", "note"),
}
WORDS: Mapping[str, Mapping[str, Any]] = {
    "status": dict(Observation.Status.choices),
    "state": {value: label for value, label in TaskState.choices if value != "not_reported"},
    "stage": dict(ProjectStage.choices),
}
"""Cells that hold one of a few words: what is stored and what people read."""
DIGITS = 15  # that a database file and a spreadsheet keep of a number
_LONGEST = 8000  # characters of a text


@dataclass(frozen=True)
class Change:
    """What a person's cells do to a row: what is taken, and where somebody else was faster."""

    taken: Mapping[str, Any]
    clashes: tuple[str, ...]


def label_of(name: str) -> str:
    """What people call a cell."""
    return str(ReturnRow._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def typed(kind: str, cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells as a row keeps them.

    Raises `cell_not_asked`, `not_a_number`, `percent_out_of_range`, `return_word_unknown`, `return_text_too_long`.
    """
    return {name: typed_cell(kind, name, value) for name, value in cells.items()}


def typed_cell(kind: str, name: str, value: Any) -> Any:
    """One cell as a row keeps it; of a blank figure None, of a dash `Answer.NO_FIGURE`."""
    if name not in CELLS[kind]:
        raise LuhengError("cell_not_asked", cell=name, cells="、".join(CELLS[kind]))
    text = _storable("" if value is None else str(value))
    if name in ("value", "percent"):
        return _figure(text) if name == "value" else _percent(text)
    if name in WORDS:
        return _word(name, text)
    if len(text) > _LONGEST:
        raise LuhengError(
            "return_text_too_long", cell=label_of(name), most=_LONGEST, count=len(text)
        )
    return text


def _storable(text: str) -> str:
    """A text without what no database keeps."""
    clean = text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    return clean.replace("\r\n", "\n").strip()


def _word(name: str, text: str) -> str:
    if text in WORDS[name] or (not text and name != "status"):
        return text
    found = _spellings(name).get(text.lower())
    if found is None:
        allowed = "、".join(str(label) for label in WORDS[name].values())
        raise LuhengError("return_word_unknown", cell=label_of(name), value=text, allowed=allowed)
    return found


@cache
def _spellings(name: str) -> Mapping[str, str]:
    """The words of a cell in both languages: a file may come back under another one."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found |= {str(label).lower(): value for value, label in WORDS[name].items()}
    return found


def _figure(text: str) -> Any:
    """A number, None for a blank, `Answer.NO_FIGURE` for a dash: neither of these is 0."""
    if not text:
        return None
    if text in NO_FIGURE:
        return Answer.NO_FIGURE
    number = _number(text)
    if abs(number) >= Decimal(10) ** 18:
        raise LuhengError("not_a_number", value=text)
    exact = number.quantize(Decimal("0.000001"))
    if len(exact.normalize().as_tuple().digits) > DIGITS:
        raise LuhengError("too_many_digits", value=text, most=DIGITS)
    return exact


def _percent(text: str) -> Decimal | None:
    if not text or text in NO_FIGURE:
        return None
    number = _number(text.rstrip("%％"))
    if not 0 <= number <= 100:
        raise LuhengError("percent_out_of_range", cell=label_of("percent"), value=text)
    return number.quantize(Decimal("0.01"))


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", "").replace("，", "").replace("_", "?"))
    except InvalidOperation as error:
        raise LuhengError("not_a_number", value=text) from error
    if not number.is_finite():
        raise LuhengError("not_a_number", value=text)
    return number


def compare(current: ReturnRow, seen: Any, wanted: Mapping[str, Any]) -> Change:
    """What wanted cells change; `seen` is the row as the person saw it, None where nobody knows."""
    taken: dict[str, Any] = {}
    clashes: list[str] = []
    for name, mine in wanted.items():
        stands = value_of(current, name)
        if mine == stands:
            continue
        before = None if seen is None else value_of(seen, name)
        if seen is not None and before == mine:
            continue  # left alone: what somebody else wrote meanwhile stands
        if seen is None or before != stands:
            clashes.append(name)
        else:
            taken[name] = mine
    return Change(taken, tuple(clashes))


def value_of(row: Any, name: str) -> Any:
    """What a cell holds: `Answer.NO_FIGURE` where the unit said that there is none."""
    no_figure = name == "value" and row.answer == Answer.NO_FIGURE
    return Answer.NO_FIGURE if no_figure else getattr(row, name)


def plain(name: str, value: Any) -> str:
    """What a cell holds, as people read it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if value == Answer.NO_FIGURE:
        return "—"
    return str(WORDS.get(name, {}).get(value, value) or "—")


def put(row: ReturnRow, taken: Mapping[str, Any], history: History | None = None) -> None:
    """Puts taken cells on a row, with the answer and the doubts that follow. Not saved.

    Raises the reason why no figure can be so.
    """
    for name, mine in taken.items():
        setattr(row, name, None if mine == Answer.NO_FIGURE else mine)
    row.answer = _answer(row, taken)
    check(row, history)


def _answer(row: ReturnRow, taken: Mapping[str, Any]) -> str:
    if taken.get("value") == Answer.NO_FIGURE:
        return Answer.NO_FIGURE
    if row.asked.kind == Kind.TASK:
        return Answer.GIVEN if row.state else Answer.OPEN
    if row.value is None:
        kept = row.answer == Answer.NO_FIGURE and "value" not in taken
        if row.asked.kind == Kind.PROJECT and not kept and (row.stage or row.percent is not None):
            return Answer.GIVEN
        return Answer.NO_FIGURE if kept else Answer.OPEN
    return Answer.GIVEN if "value" in taken or not row.answer else row.answer


def check(row: ReturnRow, history: History | None) -> None:
    """Puts the doubts about a figure on the row. Raises the reason why no figure can be so."""
    row.warnings = []
    if row.asked.kind == Kind.TASK or row.value is None:
        return
    period = row.parent.period
    entry = Entry(
        name=row.asked.name, value=row.value, unit=row.asked.measure, period=period,
        status="final" if row.status == "final" else "preliminary",
        indicator=catalogue().get(row.asked.indicator_id),
        history=tuple(
            Known(code, seen.value, seen.unit)
            for code, seen in (history or History()).by_period.items()
            if code != period
        ),
    )  # fmt: skip
    for doubt in check_entry(entry):
        if doubt.severity == "refused":
            raise LuhengError(doubt.code, **doubt.message.values)
        row.warnings.append({"zh": doubt.sentence("zh"), "en": doubt.sentence("en")})
