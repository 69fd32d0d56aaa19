"""The form of a parameter file, checked entry by entry: every refusal names file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from luheng.parameters.lined_yaml import Entries, read_lined
from luheng.parameters.model import (
    ENDED,
    EXPECTED,
    MARKS,
    WIDER,
    Parameter,
    Source,
    Uncertainty,
    Version,
)
from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.units_of_measure import is_unit

_PARAMETER = {"id", "zh", "en", "unit", "note", "versions", "labels"}
_VERSION = {
    "from", "until", "known", "edition", "place", "unit", "value", "rows", "source", "note",
    "uncertainty", "revisions",
}  # fmt: skip
_REVISION = {"known", "value", "source", "note", "uncertainty"}
_SOURCE = {"standard", "clause", "mark", "title", "url", "seen"}
_ROW = {"value", "unit", "mark", "clause", "note", "uncertainty", "standard"}
_LABEL = {"zh", "en", "unit", "note"}
_UNCERTAINTY = {"percent", "low", "high", "shape", "confidence"}
_SHAPES = ("normal", "uniform", "triangular", "lognormal")
_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+(?:\.\{[a-z_]+\})?(?:\.[a-z0-9_]+)*")


def read_parameters(text: str, file: str) -> list[Parameter]:
    """The parameters of one file, each with its versions checked.

    The file is a list. An id with a place to fill, ``energy.coefficient.{fuel}``, is a family: each
    of its versions has `rows` from key to value, and gives a parameter for each key.
    Raises LuhengError with file and line.
    """
    data = read_lined(text, file)
    if not isinstance(data, list):
        raise LuhengError("parameters_no_list", file=file)
    found: list[Parameter] = []
    for entry in data:
        if not isinstance(entry, Entries):
            raise LuhengError("parameters_no_list", file=file)
        found.extend(_parameters(_Form(entry, file)))
    return found


class _Form:
    """One mapping of a file while it is checked."""

    def __init__(self, entry: Any, file: str, line: int = 0) -> None:
        if not isinstance(entry, Entries):
            raise LuhengError("parameters_no_mapping", file=file, line=line)
        self.entry, self.file = entry, file

    def line(self, name: str = "") -> int:
        return self.entry.lines.get(name, self.entry.line)

    def only(self, allowed: set[str]) -> None:
        for name in self.entry.keys() - allowed:
            raise LuhengError(
                "parameters_entry_unknown", file=self.file, line=self.line(name),
                name=name, allowed="、".join(sorted(allowed)),
            )  # fmt: skip

    def get(self, name: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        value = self.entry.get(name, default)
        if value is ...:
            raise LuhengError(
                "parameters_entry_missing", file=self.file, line=self.line(), name=name
            )
        if value is not default and (not isinstance(value, kind) or isinstance(value, bool)):
            self.refuse(name, "date" if kind is date else "text" if kind is str else "mapping")
        return value

    def refuse(self, name: str, allowed: str) -> None:
        raise LuhengError(
            "parameters_value_refused", file=self.file, line=self.line(name),
            name=name, value=self.entry.get(name), allowed=allowed,
        )  # fmt: skip

    def inner(self, name: str) -> _Form:
        return _Form(self.get(name, dict), self.file, self.line(name))

    def unit(self, default: Any = ...) -> str:
        unit = self.get("unit", (str, int), default)
        text = "" if str(unit) == "1" else str(unit)
        if text and not is_unit(text):
            self.refuse("unit", "vocabulary/units.yaml")
        return text


def _parameters(form: _Form) -> Iterator[Parameter]:
    form.only(_PARAMETER)
    id = form.get("id", str)
    if not _ID.fullmatch(id):
        form.refuse("id", "pack.name, pack.name.{key}")
    versions = [
        _Form(entry, form.file, form.line("versions")) for entry in form.get("versions", list)
    ]
    if "{" in id:
        yield from _family(form, id, versions)
        return
    unit = form.unit()
    read = [one for version in versions for one in _versions(version, id, unit)]
    yield _whole(form, id, form.get("zh", str), form.get("en", str), unit, read)


def _family(form: _Form, id: str, versions: list[_Form]) -> Iterator[Parameter]:
    unit, labels = form.unit(""), form.entry.get("labels") or {}
    rows: dict[str, list[Version]] = {}
    label_units = {key: _label(form, labels, key).unit(unit) for key in labels}
    for version in versions:
        for key in version.get("rows", dict):
            row_unit = label_units.get(key, unit)
            rows.setdefault(key, []).extend(_versions(version, _filled(id, key), row_unit, key))
    for key, read in rows.items():
        label = _label(form, labels, key) if key in labels else None
        zh = label.get("zh", str, key) if label else key
        en = label.get("en", str, key) if label else key
        unit_of_row = label_units.get(key, unit)
        yield _whole(
            form, _filled(id, key), f"{form.get('zh', str)}·{zh}", f"{form.get('en', str)}: {en}",
            unit_of_row, read,
        )  # fmt: skip


def _filled(id: str, key: str) -> str:
    return re.sub(r"\{[a-z_]+\}", key, id)


def _label(form: _Form, labels: Any, key: str) -> _Form:
    label = _Form(labels[key], form.file, form.line("labels"))
    label.only(_LABEL)
    return label


def _versions(form: _Form, id: str, unit: str, row: str = "") -> Iterator[Version]:
    """A version and its later revisions; of a family, those of one row."""
    form.only(_VERSION)
    first = form.get("from", date)
    until = form.get("until", date, None)
    if until is not None and until <= first:
        form.refuse("until", f"> {first}")
    value, fields = _value(form, row)
    source = _source(form, fields)
    yield _version(form, id, fields, row_unit(fields, form, unit), value, source, 0)
    for number, entry in enumerate(form.get("revisions", list, ()), start=1):
        revision = _Form(entry, form.file, form.line("revisions"))
        revision.only(_REVISION)
        merged = _Form(form.entry, form.file)
        yield _version(
            merged, id, revision, row_unit(fields, form, unit),
            revision.entry.get("value"), _source(revision, revision), number,
        )  # fmt: skip


def row_unit(fields: _Form, form: _Form, unit: str) -> str:
    """The unit of a row, else of its version, else of the parameter."""
    return fields.unit(form.unit(unit))


def _value(form: _Form, row: str) -> tuple[Any, _Form]:
    """The value and the mapping that may say more about it: the row's own, or the version's."""
    if not row:
        if "value" not in form.entry:
            raise LuhengError(
                "parameters_entry_missing", file=form.file, line=form.line(), name="value"
            )
        return form.entry["value"], form
    rows = form.inner("rows")
    if not isinstance(rows.entry[row], Entries) or not set(rows.entry[row]) <= _ROW:
        return rows.entry[row], form
    fields = rows.inner(row)
    return fields.get("value", object), fields


def _version(
    form: _Form, id: str, fields: _Form, unit: str, value: Any, source: Source, revision: int
) -> Version:
    first = form.get("from", date)
    known_of = fields if revision else form
    if value is None:
        fields.refuse("value", f"number, list, mapping, {EXPECTED}, {ENDED}, {WIDER}")
    return Version(
        parameter=id,
        first=first,
        until=form.get("until", date, None),
        known=known_of.get("known", date) if revision else form.get("known", date, first),
        edition=str(form.entry.get("edition") or source.standard),
        place=form.get("place", str, ""),
        unit=unit,
        printed=value,
        source=source,
        uncertainty=_uncertainty(fields, value),
        note=fields.get("note", str, "") or form.get("note", str, ""),
        revision=revision,
        file=form.file,
        line=fields.entry.line,
    )


def _source(form: _Form, fields: _Form) -> Source:
    source = form.inner("source")
    source.only(_SOURCE)
    of_row = fields.entry if fields is not form else {}
    mark = str(of_row.get("mark") or source.get("mark", str))
    if mark not in MARKS:
        (fields if "mark" in of_row else source).refuse("mark", "、".join(MARKS))
    return Source(
        standard=str(of_row.get("standard") or source.get("standard", str)),
        clause=str(of_row.get("clause") or source.entry.get("clause") or ""),
        mark=mark,
        title=source.get("title", str, ""),
        url=source.get("url", str, ""),
        seen=source.get("seen", str, ""),
    )


def _uncertainty(form: _Form, value: Any) -> Uncertainty | None:
    if "uncertainty" not in form.entry:
        return None
    inner = form.inner("uncertainty")
    inner.only(_UNCERTAINTY)
    shape, confidence = inner.get("shape", str, "normal"), inner.get("confidence", int, 95)
    if shape not in _SHAPES:
        inner.refuse("shape", "、".join(_SHAPES))
    if "percent" in inner.entry:
        part = abs(Fraction(value)) * Fraction(inner.get("percent", (int, Decimal))) / 100
        return Uncertainty(Fraction(value) - part, Fraction(value) + part, shape, confidence)
    low, high = inner.get("low", (int, Decimal)), inner.get("high", (int, Decimal))
    if not low <= value <= high:
        inner.refuse("low", f"low ≤ {value} ≤ high")
    return Uncertainty(Fraction(low), Fraction(high), shape, confidence)


def _whole(form: _Form, id: str, zh: str, en: str, unit: str, versions: list[Version]) -> Parameter:
    ordered = sorted(versions, key=lambda v: (v.place, v.first, v.revision))
    _no_overlap_no_gap(ordered)
    note = form.get("note", str, "")
    return Parameter(id, zh, en, unit, tuple(ordered), note, form.file, form.line())


def _no_overlap_no_gap(versions: list[Version]) -> None:
    """Each version of a place begins on the very day the one before it ends."""
    by_place: dict[str, list[Version]] = {}
    for version in versions:
        by_place.setdefault(version.place, [])
        if version.revision == 0:
            by_place[version.place].append(version)
    for chain in by_place.values():
        for earlier, later in pairwise(chain):
            if earlier.until == later.first:
                continue
            gap = earlier.until is not None and earlier.until < later.first
            raise LuhengError(
                "parameters_gap" if gap else "parameters_overlap",
                file=later.file, line=later.line, id=later.parameter,
                earlier=f"{earlier.first}…{earlier.until or ''} ({earlier.file}:{earlier.line})",
                later=f"{later.first}…{later.until or ''}", until=earlier.until, first=later.first,
            )  # fmt: skip
