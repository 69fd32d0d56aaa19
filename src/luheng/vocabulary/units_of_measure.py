"""Units of measure: one spelling for each, the pattern that finds them, exact conversion.

The units stand in ``units.yaml``. A unit may carry a multiplier (万千瓦, 亿元) and stand over others
(吨标准煤/万元, 吨/(平方千米·月)).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from luheng.vocabulary.messages import Language, LuhengError
from luheng.vocabulary.numerals import multiplier
from luheng.vocabulary.tables import table

_MULTIPLES_IN_ENGLISH = {
    "十": "ten", "百": "hundred", "千": "thousand", "万": "ten thousand", "十万": "hundred thousand",
    "百万": "million", "千万": "ten million", "亿": "hundred million", "十亿": "billion",
    "百亿": "ten billion", "千亿": "hundred billion", "万亿": "trillion",
}  # fmt: skip
_MULTIPLES = "万亿|千亿|百亿|十亿|千万|百万|十万|万|亿|千|百|十"


@dataclass(frozen=True, slots=True)
class _Part:
    """One simple unit of a compound: 万 + 元, 30 + 天."""

    base: str
    multiple: str = ""
    number: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.multiple}{self.base}"


@dataclass(frozen=True, slots=True)
class _Unit:
    over: _Part
    under: tuple[_Part, ...] = ()

    def __str__(self) -> str:
        if not self.under:
            return str(self.over)
        below = "·".join(str(part) for part in self.under)
        return f"{self.over}/({below})" if len(self.under) > 1 else f"{self.over}/{below}"


def canonical_unit(text: str) -> str:
    """The one spelling of a printed unit: ``ug/m3`` → ``μg/m³``, ``亿m3`` → ``亿立方米``.

    An unknown unit comes back as printed, without blanks and with half-width marks; `is_unit` tells.
    The empty unit stays empty.
    """
    parsed = _parse(text)
    if parsed is None:
        return _normalised(text)
    spelled = str(parsed)
    return _compounds().get(spelled, spelled)


def is_unit(text: str) -> bool:
    """Whether the text is a unit this module knows, in any of its spellings."""
    return _parse(text) is not None


@cache
def convertible(from_unit: str, to_unit: str) -> bool:
    """Whether both units are known and measure the same quantity."""
    try:
        convert(Decimal(1), from_unit, to_unit)
    except LuhengError:
        return False
    return True


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """The value in another unit of the same quantity, exact wherever a decimal can be.

    Results that do not end (1 亩 in 公顷) are given with 28 significant digits. Percent and
    percentage point, tonnes of coal and of standard coal, 家 and 个, days and years are different
    quantities. Raises LuhengError `measure_unknown` or `units_not_convertible`.
    """
    if canonical_unit(from_unit) == canonical_unit(to_unit):
        return value
    result = Fraction(value) * conversion_factor(from_unit, to_unit)
    return Decimal(result.numerator) / Decimal(result.denominator)


@cache
def conversion_factor(from_unit: str, to_unit: str) -> Fraction:
    """What a value in the one unit is multiplied by to be in the other, exactly.

    Raises LuhengError `measure_unknown` or `units_not_convertible`.
    """
    if canonical_unit(from_unit) == canonical_unit(to_unit):
        return Fraction(1)
    source, target = _quantity(from_unit), _quantity(to_unit)
    if source.dimensionality != target.dimensionality:
        raise LuhengError("units_not_convertible", from_unit=from_unit, to_unit=to_unit)
    return Fraction((source / target).to_root_units().magnitude)


def unit_above(unit: str) -> str:
    """What stands above the stroke of a unit: 千克标准煤/千克 gives 千克标准煤."""
    parsed = _parse(unit)
    return str(parsed.over) if parsed else unit


def unit_below(unit: str) -> str:
    """What stands below the stroke of a unit: 千克标准煤/千克 gives 千克; empty where none does."""
    parsed = _parse(unit)
    if parsed is None or not parsed.under:
        return ""
    return "·".join(str(part) for part in parsed.under)


def unit_behind(unit: str, language: Language) -> str:
    """A unit as it stands behind a number: 31万千瓦; 31 ten thousand kW. Chinese stays as printed.

    >>> [unit_behind(one, "en") for one in ("万千瓦", "立方米/万元", "升/(人·日)", "家", "%")]
    [' ten thousand kW', ' m³ per 10,000 yuan', ' L/(person·day)', '', '%']
    """
    said = unit if language == "zh" else _english(unit)
    return said if language == "zh" or said in ("", "%", "‰") else f" {said}"


@cache
def _english(unit: str) -> str:
    parsed = _parse(unit)
    if parsed is None:
        return unit
    over = _english_part(parsed.over, "english")
    if not parsed.under:
        return over
    below = [_english_part(part, "under_the_stroke") for part in parsed.under]
    if len(below) > 1:
        return f"{over}/({'·'.join(below)})"
    counted = any(part.multiple or part.number for part in parsed.under)
    return f"{over} per {below[0]}".strip() if counted or not over else f"{over}/{below[0]}"


def _english_part(part: _Part, where: str) -> str:
    several = where == "english" or part.multiple or part.number
    word = _table()["english" if several else where].get(
        part.base, _table()["english"].get(part.base)
    )
    if word is None:
        marks = _table()["measured"].get(part.base, {}).get("marks", ())
        word = "" if part.base in _table()["counted"] else [*marks, part.base][0]
    if where == "under_the_stroke":
        many = f"{multiplier(part.multiple):,}" if part.multiple else part.number
    else:
        many = _MULTIPLES_IN_ENGLISH.get(part.multiple, "")
    return " ".join(filter(None, (many, word)))


def _quantity(text: str) -> Any:
    parsed = _parse(text)
    if parsed is None:
        raise LuhengError("measure_unknown", unit=text)
    quantity = _part_quantity(parsed.over)
    for part in parsed.under:
        quantity = quantity / _part_quantity(part)
    return quantity


def _part_quantity(part: _Part) -> Any:
    amount = Fraction(multiplier(part.multiple)) * int(part.number or 1)
    return _registry().Quantity(amount, _pint_name(part.base))


@cache
def _registry() -> Any:
    """One empty pint registry holding only the units of the table, in exact fractions."""
    import pint  # 0.2 s to load; reading a document converts nothing

    registry: Any = pint.UnitRegistry(None, non_int_type=Fraction)
    for name, entry in _table()["measured"].items():
        definition = _pint_definition(entry["is"])
        registry.define(f"{_pint_name(name)} = {definition}")
    for noun in _table()["counted"]:
        registry.define(f"{_pint_name(noun)} = [counted_{noun}]")
    return registry


def _pint_definition(definition: str) -> str:
    factor, _, name = definition.partition(" ")
    if not name:
        return definition
    base, _, power = name.partition("**")
    return f"{factor} * {_pint_name(base)}" + (f" ** {power}" if power else "")


def _pint_name(name: str) -> str:
    return {"%": "percent", "‰": "permille", "℃": "celsius"}.get(name, name)


def _table() -> dict[str, Any]:
    return table("units")


@cache
def _compounds() -> Mapping[str, str]:
    return _table()["compounds"]


@cache
def _spellings() -> Mapping[str, str]:
    """Every known spelling of a simple unit, symbols in lower case, with its canonical one."""
    spellings: dict[str, str] = {noun: noun for noun in _table()["counted"]}
    for name, entry in _table()["measured"].items():
        canonical = entry.get("canonical", name)
        for spelling in [name, *entry.get("also", ())]:
            spellings[_normalised(spelling)] = canonical
        for mark in entry.get("marks", ()):
            spellings[_normalised(mark).lower()] = canonical
    return spellings


_SUPERSCRIPTS = str.maketrans({"²": "2", "³": "3", "（": "(", "）": ")"})


_POWERS_OF_TEN = (("10⁴", "万"), ("10^4", "万"), ("10⁸", "亿"), ("10^8", "亿"))


def _normalised(text: str) -> str:
    text = text.replace("℃", "摄氏度")
    for printed, multiple in _POWERS_OF_TEN:  # before ⁴ becomes a 4: 10⁴t is 万吨, not 104 t
        text = text.replace(printed, multiple)
    half_width = unicodedata.normalize("NFKC", text)
    marks = re.sub(r"[・•∙⋅]", "·", half_width)
    return re.sub(r"\s+", "", marks).translate(_SUPERSCRIPTS).replace("µ", "μ")


@cache
def _parse(text: str) -> _Unit | None:
    normalised = _normalised(text)
    normalised = {spelled.lower(): zh for zh, spelled in _marked_compounds()}.get(
        normalised.lower(), normalised
    )
    whole = _part(normalised)
    if whole:
        return _Unit(whole)
    over_text, _, under_text = re.sub(r"每|per", "/", normalised).partition("/")
    over = _part(over_text)
    below = [_part(part) for part in re.sub(r"[()]", "", under_text).split("·")]
    if over is None or not under_text or any(part is None for part in below):
        return None
    return _Unit(over, tuple(part for part in below if part))


@cache
def _marked_compounds() -> tuple[tuple[str, str], ...]:
    return tuple((zh, _normalised(marks)) for zh, marks in _compounds().items())


def _part(text: str) -> _Part | None:
    if base := _base(text):
        return _Part(base)
    found = re.fullmatch(rf"(\d*)((?:{_MULTIPLES})?)(.+)", text)
    if found and (base := _base(found[3])):
        return _Part(base, found[2], found[1])
    return None


def _base(text: str) -> str | None:
    return _spellings().get(text) or _spellings().get(text.lower())


def _unit_pattern() -> str:
    many = f"(?:{_MULTIPLES})"
    below = rf"(?:\d{{0,3}}{many}?(?:{_alternatives(_table()['under'])}))"
    per = rf"(?:[/／](?:{below}(?:[·・]{below})?|[（(]{below}(?:[·・.]{below})*[)）]))"
    marks = rf"(?i:{_alternatives(_marks('behind'))})(?![A-Za-z])"
    only_rate = rf"(?:克|(?:{_alternatives(_marks('rate'))}))(?={per})"
    only_multiple = rf"{many}(?:{_alternatives(_measures('multiple'))})"
    spoken = r"[微毫]克每(?:立方米|升)|(?:吨标准?煤|千瓦时)每万元"
    usual = rf"{many}?(?:{_guarded_words()}|{marks}|{only_rate})"
    return rf"(?:{spoken}|(?:{only_multiple}|{usual}){per}?)"


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


def _guarded_words() -> str:
    """Units behind a number, longest first, each refused where its `not_before` follows."""
    measured = _table()["measured"]
    guards = {
        word: measured.get(_spellings()[_normalised(word)], {}).get("not_before", "")
        for word in _measures("behind")
    } | _table()["counted"]
    ordered = sorted(guards, key=lambda word: (-len(word), guards[word] != "", word))
    return "|".join(
        re.escape(word) + (f"(?![{guards[word]}])" if guards[word] else "") for word in ordered
    )


def _measures(place: str) -> list[str]:
    """Spellings of measures that count as a unit only at a place; `behind` is any number."""
    return [
        spelling
        for name, entry in _table()["measured"].items()
        for spelling in [name, *entry.get("also", ())]
        if entry.get("only", "behind") == place
    ]


def _marks(place: str) -> list[str]:
    return [
        mark
        for entry in _table()["measured"].values()
        for mark in entry.get("marks", ())
        if entry.get("only_marks", entry.get("only", "behind")) == place
    ]


UNIT = _unit_pattern()
"""Pattern of a unit as it stands behind a number, longest first, without groups of its own.

Written for texts in the view's form. Bare 年, 月, 日 are dates there and never match as units.
"""
