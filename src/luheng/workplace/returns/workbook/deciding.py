"""A person says which column of a sheet means what, and which label is which field: remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from luheng.documents.sheets import MappedSheet, Meaning, SheetGrid
from luheng.documents.sheets import Mapping as SheetMeanings
from luheng.documents.sheets.mapped import MeaningRole, Relative
from luheng.workplace.language import say
from luheng.workplace.models import Return, SheetMapping, Unit, User
from luheng.workplace.permissions import Act, require
from luheng.workplace.returns.workbook.columns import Kind
from luheng.workplace.returns.workbook.foreign import wanted_columns

_SAMPLES = 3
_FIGURES: tuple[tuple[str, Any], ...] = (
    ("none", say("不取用", "not used")),
    ("name", say("指标名称", "name of the indicator")),
    ("unit", say("计量单位", "unit of measure")),
    ("place", say("地区", "place")),
    ("period", say("时间", "time")),
    ("value:value:asked", say("本期值", "value of this period")),
    ("value:value:year_before", say("上年同期", "same period of last year")),
    ("value:value:before", say("上期值", "value of the period before")),
    ("value:value:to_date", say("本年累计", "this year so far")),
)


@dataclass(frozen=True)
class SheetHead:
    """A column of a sheet as a person sees it, and what it was taken for."""

    column: int
    address: str
    head: str
    samples: tuple[str, ...]
    meaning: str  # one of the choices
    known: bool


def remembered(unit: Unit, kind: str) -> list[SheetMeanings]:
    """What people of the unit decided about sheets read for a kind of field."""
    kept = SheetMapping.objects.filter(unit=unit, signature__endswith=f":{kind}")
    return [SheetMeanings.from_json(one.decided) for one in kept]


def choices(kind: str) -> list[tuple[str, str]]:
    """What a column may mean: value and word."""
    fields = [(f"field:{one.key}", str(say(one.zh, one.en))) for one in wanted_columns(kind) if one.role == "field"]  # fmt: skip
    own = _FIGURES if kind == Kind.INDICATOR else _FIGURES[:1]
    return [*((value, str(word)) for value, word in own), *fields]


def heads(grid: SheetGrid, mapped: MappedSheet) -> list[SheetHead]:
    """The columns of a sheet in their order, with a few of their cells."""
    found = []
    for block in mapped.mapping.blocks[:1]:
        for column, meaning in sorted(block.meanings.items()):
            cells = (cell.text for cell in grid.column(column, block.last + 1, block.end))
            samples = tuple(text for text in cells if text.strip())[:_SAMPLES]
            if meaning.head or samples:
                found.append(SheetHead(column, meaning.address, meaning.head, samples, _said(meaning), meaning.known))  # fmt: skip
    return found


def _said(meaning: Meaning) -> str:
    if meaning.role == "value":
        return f"value:value:{meaning.relative or 'asked'}"
    return f"field:{meaning.key}" if meaning.role == "field" else meaning.role


@transaction.atomic
def decide(
    one: Return, kind: str, mapped: MappedSheet, columns: Mapping[int, str],
    names: Mapping[str, str], by: User,
) -> SheetMapping | None:  # fmt: skip
    """Remembers what a person said of a sheet; None where they changed nothing.

    `columns`: column → one of `choices`; `names`: label in the sheet → name of a field asked.
    """
    require(by, Act.FILE_RETURN, one)
    allowed = dict(choices(kind))
    before = {column: _said(meaning) for block in mapped.mapping.blocks for column, meaning in block.meanings.items()}  # fmt: skip
    meant = mapped.mapping
    for column, choice in columns.items():
        if choice in allowed and column in before and before[column] != choice:
            meant = meant.with_meaning(column, _meaning(choice))
    for label, name in names.items():
        meant = meant.with_name(label, name)
    if meant is mapped.mapping:
        return None
    signature = f"{meant.signature}:{kind}"
    standing = SheetMapping.objects.select_for_update().filter(unit=one.unit, signature=signature).first()  # fmt: skip
    kept = standing or SheetMapping(unit=one.unit, signature=signature)
    kept.decided, kept.decided_by = meant.to_json(), by
    kept._history_user = by  # type: ignore[attr-defined]
    kept.save()
    return kept


def _meaning(choice: str) -> Meaning:
    role, key, relative = [*choice.split(":"), "", ""][:3]
    return Meaning(role=_role(role), key=key, relative=_relative(relative))


def _role(text: str) -> MeaningRole:
    return text  # type: ignore[return-value]


def _relative(text: str) -> Relative:
    return text  # type: ignore[return-value]


def labels_open(mapped: MappedSheet, asked: Sequence[str]) -> list[tuple[str, str, str]]:
    """Labels of the sheet that no field was found for: address, label, the field it is near."""
    codes = ("sheet_row_unclear", "sheet_row_narrowed", "sheet_row_not_asked")
    found: dict[str, tuple[str, str, str]] = {}
    for trouble in mapped.troubles:
        if trouble.message.code in codes:
            label = str(trouble.message.values.get("text", ""))
            near = str(trouble.message.values.get("name", ""))
            found.setdefault(label, (trouble.address, label, near if near in asked else ""))
    return list(found.values())
