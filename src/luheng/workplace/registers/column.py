"""One column of a register: what it is called, where it comes from, who may write it.

Lists, filters, workbooks, the API and reports all follow from it; none of them names a field.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import current_language, say
from luheng.workplace.permissions import OF_ONE_UNIT, RoleName

if TYPE_CHECKING:
    from luheng.workplace.registers.query import Query

ColumnType = Literal["text", "amount", "year", "choice", "units", "names", "flag", "date", "moment"]
FilterKind = Literal["", "text", "choice", "range", "unit", "flag", "distinct"]

_FILTER_OF: dict[ColumnType, FilterKind] = {
    "amount": "range",
    "year": "choice",
    "choice": "choice",
    "units": "unit",
    "flag": "flag",
    "date": "range",
    "moment": "range",
}
_YES = {"是", "有", "yes", "true", "1", "√", "y"}
_NO = {"否", "无", "no", "false", "0", "×", "n", ""}
OFFICE = frozenset({RoleName.ADMINISTRATOR, RoleName.PLAN_OFFICE})
EVERY_WRITER = OFFICE | OF_ONE_UNIT


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """A column. `path` is where the value lies for the database; `expression` computes it there."""

    key: str  # in the address, in the API, in the hidden row of a workbook
    zh: str
    en: str
    type: ColumnType = "text"
    path: str = ""  # default: the key
    path_en: str = ""  # where the English text lies, for texts kept in both languages
    expression: Callable[[], Any] | None = None
    within: Callable[[Query], Any] | None = None  # computed there for the view that is asked
    unit: str = ""  # of the whole column, shown in its header
    unit_column: str = ""  # key of the column that has the unit of each row
    choices: Mapping[str, Any] = field(default_factory=dict)  # stored value → label
    filter: FilterKind | None = None  # None: what suits the type
    condition: Callable[[list[str]], Q] | None = None  # a filter of its own
    offers: Callable[[], list[tuple[str, str]]] | None = None  # what that filter offers
    typed: Any = ""  # where readers type what to filter by: an example, in their language
    sortable: bool = True
    searchable: bool = False
    shown: bool = True  # unless the reader chose otherwise
    writers: frozenset[RoleName] = frozenset()  # empty: nobody writes it
    required: bool = False  # for a new row
    words: Callable[[str], str] | None = None  # how a value is told, where its type is not enough
    public: bool = False  # whether everyone may see it; who forgets to say keeps it inside
    synonyms: tuple[str, ...] = ()  # other heads it goes under in sheets of one's own
    is_period: bool = False  # 2025年1—6月 is read as 2025-01/2025-06
    lamp: bool = False  # shown as a light: a shape and a colour beside the word

    @property
    def label(self) -> str | Promise:
        """The header in the language of the reader, without the unit."""
        return say(self.zh, self.en)

    @property
    def header(self) -> str:
        """The header with its unit: 总投资（亿元）."""
        if not self.unit:
            return str(self.label)
        return f"{self.label} ({self.unit})" if _english() else f"{self.label}（{self.unit}）"

    @property
    def source(self) -> str:
        """Name of the value in a row of the database."""
        if self.computed:
            return f"computed_{self.key}"
        return self.path_en if self.path_en and _english() else self.path or self.key

    @property
    def computed(self) -> bool:
        """Whether the database works it out."""
        return self.expression is not None or self.within is not None

    def worked_out(self, query: Query) -> Any:
        """How the database works it out for a view; None for what is simply read."""
        if self.within is not None:
            return self.within(query)
        return self.expression() if self.expression is not None else None

    @property
    def filtered_by(self) -> FilterKind:
        """How the column is filtered; empty: not at all."""
        return _FILTER_OF.get(self.type, "") if self.filter is None else self.filter

    @property
    def importable(self) -> bool:
        """Whether somebody may write it."""
        return bool(self.writers)

    @property
    def right_aligned(self) -> bool:
        """Whether it holds figures to be compared down the column."""
        return self.type == "amount"

    def text(self, value: Any) -> str:
        """A value as a person reads it; missing is an empty text, never 0."""
        if value is None or value == "":
            return ""
        if self.words is not None:
            return self.words(str(value))
        return _SHOWN.get(self.type, _as_text)(self, value)

    def plain(self, value: Any) -> Any:
        """A value as JSON carries it; amounts as exact texts."""
        if isinstance(value, Decimal):
            return _shortest(value)
        return value.isoformat() if isinstance(value, datetime.date) else value

    def parse(self, raw: Any) -> Any:
        """What a person typed, as the record keeps it. Raises `cell_refused` with the reason."""
        text = "" if raw is None else str(raw).strip()
        try:
            return _PARSED.get(self.type, _from_text)(self, text)
        except (ValueError, InvalidOperation) as error:
            raise LuhengError(
                "cell_refused", column=self.header, value=text, wanted=self.wanted()
            ) from error

    def wanted(self) -> str:
        """What may be written into the column, for a message or a note in a workbook."""
        if self.choices:
            return "、".join(str(label) for label in self.choices.values())
        return str(_WANTED.get(self.type, say("文字", "text")))


def _english() -> bool:
    return current_language() == "en"


# --- shown ---


def _shortest(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


def _as_text(column: Column, value: Any) -> str:
    return str(value)


def _amount_text(column: Column, value: Any) -> str:
    number = _shortest(Decimal(value))
    whole, point, part = number.partition(".")
    return f"{int(whole):,}{point}{part}" if whole not in ("-0",) else number


def _choice_text(column: Column, value: Any) -> str:
    return str(column.choices.get(str(value), value))


def _names_text(column: Column, value: Any) -> str:
    return (", " if _english() else "、").join(value)


def _flag_text(column: Column, value: Any) -> str:
    return str(say("是", "yes") if value else say("否", "no"))


def _moment_text(column: Column, value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


_SHOWN: dict[ColumnType, Callable[[Column, Any], str]] = {
    "amount": _amount_text,
    "choice": _choice_text,
    "units": _names_text,
    "names": _names_text,
    "flag": _flag_text,
    "moment": _moment_text,
}

# --- parsed ---


def _from_text(column: Column, text: str) -> str:
    return text


def _amount(column: Column, text: str) -> Decimal | None:
    if not text:
        return None
    number = Decimal(text.replace(",", "").replace("，", ""))
    if not number.is_finite():
        raise ValueError(text)
    return number


def _year(column: Column, text: str) -> int | None:
    if not text:
        return None
    found = re.fullmatch(r"((?:19|20|21)\d\d)(?:\.0+)?年?", text)
    if not found:
        raise ValueError(text)
    return int(found[1])


def _choice(column: Column, text: str) -> str:
    if text in column.choices:
        return text
    for value, label in column.choices.items():
        if text in _both(label):
            return value
    raise ValueError(text)


def _both(label: Any) -> set[str]:
    from django.utils import translation

    texts = set()
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts.add(str(label))
    return texts


def _names(column: Column, text: str) -> list[str]:
    return [part for part in re.split(r"[、，,；;\n\s]+", text) if part]


def _flag(column: Column, text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(text)


def _date(column: Column, text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text[:10]) if text else None


_PARSED: dict[ColumnType, Callable[[Column, str], Any]] = {
    "amount": _amount,
    "year": _year,
    "choice": _choice,
    "units": _names,
    "names": _names,
    "flag": _flag,
    "date": _date,
}
_WANTED: dict[ColumnType, Any] = {
    "amount": say("数字", "a number"),
    "year": say("四位年份，如 2025", "a year, such as 2025"),
    "units": say("单位名称，用顿号分隔", "names of units, divided by 、"),
    "names": say("名称，用顿号分隔", "names, divided by 、"),
    "flag": say("是 或 否", "yes or no"),
    "date": say("日期，如 2025-06-30", "a date, such as 2025-06-30"),
}
