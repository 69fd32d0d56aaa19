"""Inputs of a method by workbook: a template from its declaration, and the rows that come back."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from luheng.methods import Method
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.computed.fields import Field, fields_of, inputs_from
from luheng.workplace.computed.results import Asked, keep
from luheng.workplace.models import Computed, User
from luheng.workplace.sheets.reading import opened

_FIRST = ("period", "place")
_NAMES = {"period": "时期 period", "place": "地区 place"}
_KEY_ROW, _HEAD_ROW, _MOST_ROWS = 1, 2, 5000
_ROW = "row"
_HEAD = PatternFill("solid", fgColor="E8F1EC")


@dataclass(frozen=True)
class Filled:
    """One row of a workbook and what became of it: a result, or the reason why there is none."""

    row: int
    given: dict[str, str]
    kept: Computed | None = None
    problem: LuhengError | None = None


def template_of(method: Method, place: str) -> bytes:
    """A workbook with a column for each input; kinds of an input have a column each."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "填写"
    columns = _columns(method)
    for number, (key, title, hint) in enumerate(columns, start=1):
        sheet.cell(_KEY_ROW, number, key)
        heading = sheet.cell(_HEAD_ROW, number, title)
        heading.font, heading.fill = Font(bold=True), _HEAD
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        if hint:
            heading.comment = Comment(hint, "luheng")
        sheet.column_dimensions[get_column_letter(number)].width = max(12, min(28, len(title) * 2))
    sheet.row_dimensions[_KEY_ROW].hidden = True
    sheet.cell(_HEAD_ROW + 1, 2, place)
    _offer_choices(sheet, method, [key for key, _, _ in columns])
    for field in fields_of(method):
        if field.columned:
            _add_table(book, field)
    sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
    book.properties.title = method.id
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _add_table(book: Workbook, field: Field) -> None:
    """A sheet of its own for an input that is a table; its first column says for which row it is."""
    sheet = book.create_sheet(field.zh[:28].replace("/", "、"))
    row = (_ROW, "填写表第几行 row of the first sheet", "不填为第一行")
    for number, (key, title, hint) in enumerate([row, *field.columned], start=1):
        sheet.cell(_KEY_ROW, number, f"{field.name}:{key}")
        heading = sheet.cell(_HEAD_ROW, number, title)
        heading.font, heading.fill = Font(bold=True), _HEAD
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        heading.comment = Comment(hint, "luheng") if hint else None
        sheet.column_dimensions[get_column_letter(number)].width = 18
    sheet.row_dimensions[_KEY_ROW].hidden = True
    sheet.freeze_panes = f"B{_HEAD_ROW + 1}"


def _tables(book: Workbook, fields: list[Field]) -> dict[int, dict[str, str]]:
    """What the other sheets hold: for each row of the first, tables as text by the name of the input."""
    found: dict[int, dict[str, list[str]]] = {}
    known = {field.name: field for field in fields if field.columned}
    for sheet in book.worksheets[1:]:
        keys = [str(cell.value or "").partition(":")[::2] for cell in sheet[_KEY_ROW]]
        if not keys or keys[0][0] not in known or keys[0][1] != _ROW:
            continue
        field = known[keys[0][0]]
        for row in sheet.iter_rows(min_row=_HEAD_ROW + 1, values_only=True):
            cells = [_text(cell) for cell in row[1 : len(keys)]]
            if any(cells):
                at = int(_text(row[0]) or 1) if (_text(row[0]) or "1").isdecimal() else 1
                lines = found.setdefault(at, {}).setdefault(field.name, [])
                lines.append(field.line_of([key for _, key in keys[1:]], cells, first=not lines))
    return {
        at: {name: "\n".join(lines) for name, lines in tables.items()}
        for at, tables in found.items()
    }


def _columns(method: Method) -> list[tuple[str, str, str]]:
    """Key, title and hint of each column."""
    found = [(name, _NAMES[name], "2025、2025-06、2025-01/2025-06" if name == "period" else "") for name in _FIRST]  # fmt: skip
    for field in fields_of(method):
        unit = f"（{field.unit}）" if field.unit else ""
        need = "" if field.needed else "，可空"
        if field.kind == "mapping" and field.choices:
            found += [
                (f"{field.name}.{key}", f"{field.zh}·{zh}", f"{field.en}: {key}{need}")
                for key, zh in field.choices
            ]
            continue
        hint = field.how
        found.append((field.name, f"{field.zh}{unit}", f"{field.en}{need} {hint}".strip()))
    return found


def _offer_choices(sheet: Any, method: Method, keys: list[str]) -> None:
    for field in fields_of(method):
        words = ",".join(word for word, _ in field.choices)
        if field.kind == "choice" and words and len(words) < 255:
            offered = DataValidation("list", formula1=f'"{words}"', allow_blank=True)
            letter = get_column_letter(keys.index(field.name) + 1)
            offered.add(f"{letter}{_HEAD_ROW + 1}:{letter}{_MOST_ROWS}")
            sheet.add_data_validation(offered)


def rows_of(method: Method, content: bytes, name: str) -> list[Filled]:
    """The filled rows of a workbook. Raises `sheet_of_other_method`, `sheet_not_readable`."""
    book = opened(name, content)
    sheet = book.worksheets[0]
    keys = [str(cell.value or "") for cell in sheet[_KEY_ROW]]
    known = {key for key, _, _ in _columns(method)}
    unknown = [key for key in keys if key and key not in known]
    if unknown or not set(_FIRST) <= set(keys):
        raise LuhengError(
            "sheet_of_other_method", file=name, method=method.id, columns="、".join(unknown) or "period、place",
        )  # fmt: skip
    filled, tables = [], _tables(book, fields_of(method))
    for number, row in enumerate(sheet.iter_rows(min_row=_HEAD_ROW + 1), start=_HEAD_ROW + 1):
        given = {
            key: _text(cell.value)
            for key, cell in zip(keys, row, strict=False)
            if key and _text(cell.value)
        }
        tabled = tables.get(number - _HEAD_ROW, {})
        if set(given) - {"place"} or tabled:  # the place is filled in beforehand
            filled.append(Filled(number, {**given, **tabled}))
    return filled


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def keep_rows(method: Method, rows: list[Filled], by: User) -> list[Filled]:
    """Each row computed and kept by itself: one that is refused stops no other."""
    fields = fields_of(method)
    return [_kept(method, fields, one, by) for one in rows]


def _kept(method: Method, fields: list[Field], one: Filled, by: User) -> Filled:
    try:
        for name in _FIRST:
            if not one.given.get(name):
                raise LuhengError("field_missing", fields=_NAMES[name])
        given = inputs_from(fields, _joined(fields, one.given))
        asked = Asked(method.id, one.given["period"], one.given["place"], given)
        return Filled(one.row, one.given, keep(asked, by))
    except LuhengError as problem:
        return Filled(one.row, one.given, problem=problem)


def _joined(fields: list[Field], given: dict[str, str]) -> dict[str, str]:
    """Columns of the kinds of an input, as the lines of its one field."""
    joined = {key: text for key, text in given.items() if "." not in key}
    for field in fields:
        lines = [
            f"{key.partition('.')[2]} = {text}"
            for key, text in given.items()
            if key.startswith(f"{field.name}.")
        ]
        if lines:
            joined[field.name] = "\n".join(lines)
    return joined
