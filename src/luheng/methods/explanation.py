"""A calculation as an engineer writes it: formula, numbers put in, result, and where each is from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from luheng.methods.amounts import BelowLimit, number_text
from luheng.methods.door import Entered
from luheng.methods.lineage import Argument, Lineage, Step
from luheng.parameters.model import Version

Language = Literal["zh", "en"]
_NAME = re.compile(r"\{(\w+)\}")
_EACH = re.compile(r"Σ\[(.+?)\]")
_MOST_TERMS = 12
_MARKS = {
    "verified": ("已核实", "verified"),
    "secondary": ("转引", "secondary"),
    "recalled": ("凭记忆、未核实", "recalled, not verified"),
}
_KINDS = {"input": ("输入", "input"), "choice": ("选择", "choice"), "raw": ("输入", "input")}


def explain(lineage: Lineage, language: Language = "zh") -> str:
    """The whole calculation as text, its steps numbered."""
    context = lineage.context
    several = len(lineage.steps) > 1
    lines: list[str] = []
    for entry in explained(lineage):
        number = f"({entry['step']}) " if several else ""
        head = f"{number}{entry[language]}  [{entry['method']}]"
        lines += [head, f"  {_said('依据', 'by', language)} {entry['source']}"]
        lines += [f"  {line}" for line in _working(entry, language)]
        lines += [f"    {line}" for line in _where(entry, language)]
        lines.append("")
    days = "—".join(day.isoformat() for day in context.days)
    asked = [_said(f"日期 {days}", f"day {days}", language)]
    if context.place:
        asked.append(_said(f"地点 {context.place}", f"place {context.place}", language))
    if context.as_of:
        asked.append(_said(f"截至 {context.as_of} 所知", f"as known on {context.as_of}", language))
    if context.using:
        using = "、".join(context.using)
        asked.append(_said(f"按 {using}", f"using {using}", language))
    asked.append(_mark_said(lineage.mark, language))
    return "\n".join([*lines, _said("；", "; ", language).join(asked)])


def explained(lineage: Lineage) -> list[dict[str, Any]]:
    """The calculation as data: one entry a step, with its formula, numbers, value and origins."""
    numbers = {id(step): number for number, step in enumerate(lineage.steps, start=1)}
    return [_entry(step, numbers) for step in lineage.steps]


def _entry(step: Step, numbers: Mapping[int, int]) -> dict[str, Any]:
    method = step.method
    symbolic, numeric = _two_lines(step.formula or method.formula)
    return {
        "step": numbers[id(step)],
        "method": method.id,
        "version": method.version,
        "zh": method.zh,
        "en": method.en,
        "source": method.source.label(),
        "mark": method.source.mark,
        "formula": _symbolic(symbolic, step),
        "numbers": _numeric(numeric, step),
        "unrounded": short(step.numbers["unrounded"]) if "unrounded" in step.numbers else "",
        "value": short(step.value),
        "unit": step.unit,
        "note_zh": step.note_zh,
        "note_en": step.note_en,
        "where": [_origin(one, step, numbers) for one in step.arguments],
    }


def _two_lines(formula: str) -> tuple[str, str]:
    """What is written with symbols, and what with numbers put in.

    ``C = ΣC ÷ n = {total} ÷ {valid}`` has a part for each; other formulas are written twice.
    """
    parts = formula.split(" = ")
    if len(parts) < 3:
        return formula, formula
    return " = ".join(parts[:-1]), f"{parts[0]} = {parts[-1]}"


def _working(entry: Mapping[str, Any], language: Language) -> list[str]:
    result = f"{entry['value']} {entry['unit']}".strip()
    note = entry[f"note_{language}"]
    formula, numbers = entry["formula"], entry["numbers"]
    if not formula:
        return [f"= {result}" + (f"  ({note})" if note else "")]
    left, _, right = formula.partition(" = ")
    right_numbers = numbers.partition(" = ")[2]
    shift = " " * len(left)
    lines = [formula]
    unrounded = entry["unrounded"] if entry["unrounded"] != entry["value"] else ""
    said = f"{unrounded} → {result}" if unrounded else result
    if right_numbers and right_numbers not in (right, entry["value"]):
        lines.append(f"{shift} = {right_numbers} = {said}")
    else:
        lines.append(f"{shift} = {said}")
    return [*lines, *([note] if note else [])]


def _where(entry: Mapping[str, Any], language: Language) -> list[str]:
    return [_where_line(one, language) for one in entry["where"]]


def _where_line(one: Mapping[str, Any], language: Language) -> str:
    value = f"{one['value']} {one['unit']}".strip()
    label = one[language] if one[language] != one["symbol"] else ""
    said = f"{one['symbol']}{f' {label}' if label else ''}: {value}"
    if one["kind"] == "step":
        lacking = _said(f"缺 {one['lacking']}", f"{one['lacking']} missing", language)
        return f"{said}  ← ({one['step']})" if one["step"] else f"{one['symbol']}: —  ← {lacking}"
    if one["kind"] == "parameter":
        sources = "；".join(_versions_said(alike, language) for alike in _alike(one["versions"]))
        return f"{said}  ← {sources}"
    kind = _said(*_KINDS[one["kind"]], language)
    printed = f" {one['printed']}" if one["printed"] and one["printed"] != value else ""
    ids = f" #{', #'.join(one['ids'])}" if one["ids"] else ""
    return f"{said}  ← {kind}{printed}{ids}"


def _alike(versions: list[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Versions together that have all but their parameter in common, so that it is said once."""
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for one in versions:
        key = tuple(one[name] for name in ("source", "place", "from", "until", "mark"))
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _versions_said(alike: list[Mapping[str, Any]], language: Language) -> str:
    version = alike[0]
    days = _said(
        f"{version['from']} 起" + (f"、{version['until']} 前" if version["until"] else ""),
        f"from {version['from']}" + (f", before {version['until']}" if version["until"] else ""),
        language,
    )
    place = f"{version['place']} " if version["place"] else ""
    mark = _mark_said(version["mark"], language)
    ids = _said("、", ", ", language).join(one["parameter"] for one in alike)
    return f"{place}{version['source']} ({ids}; {days}; {mark})"


def _mark_said(mark: str, language: Language) -> str:
    return _said(*_MARKS[mark], language)


def _said(zh: str, en: str, language: Language) -> str:
    return zh if language == "zh" else en


def _origin(argument: Argument, step: Step, numbers: Mapping[int, int]) -> dict[str, Any]:
    method, name = step.method, argument.name
    declared = method.given.get(name)
    zh, en = getattr(declared, "zh", ""), getattr(declared, "en", "")
    if argument.kind == "step" and argument.step is not None:
        zh, en = argument.step.method.zh, argument.step.method.en
    entered = argument.entered if isinstance(argument.entered, Entered) else None
    many = argument.entered if isinstance(argument.entered, Mapping) else {}
    return {
        "name": name,
        "symbol": method.symbol(name),
        "zh": zh or name,
        "en": en or name,
        "kind": argument.kind,
        "value": short(argument.value),
        "unit": argument.unit,
        "printed": entered.printed if entered and not _is_array(entered.value) else "",
        "ids": [one.id for one in ([entered] if entered else many.values()) if one.id],
        "step": numbers.get(id(argument.step)) if argument.step else None,
        "lacking": argument.pool if argument.kind == "step" and not argument.step else "",
        "versions": [_version_data(version) for version in argument.versions],
    }


def _version_data(version: Version) -> dict[str, Any]:
    return {
        "parameter": version.parameter,
        "edition": version.edition,
        "from": version.first.isoformat(),
        "until": version.until.isoformat() if version.until else None,
        "place": version.place,
        "value": short(version.value),
        "unit": version.unit,
        "source": version.source.label(),
        "mark": version.source.mark,
        "digest": version.digest,
        "file": f"{version.file}:{version.line}",
    }


def _symbolic(formula: str, step: Step) -> str:
    text = _EACH.sub(lambda found: f"Σ({found[1]})", formula)
    return _NAME.sub(lambda found: step.method.symbol(found[1]), text)


def _numeric(formula: str, step: Step) -> str:
    values: dict[str, Any] = {one.name: one.value for one in step.arguments} | dict(step.numbers)
    text = _EACH.sub(lambda found: _terms(found[1], values), formula)
    return _filled(text, values)


def _filled(template: str, values: Mapping[str, Any]) -> str:
    return _NAME.sub(lambda found: _put_in(values.get(found[1])), template)


def _terms(template: str, values: Mapping[str, Any]) -> str:
    """Σ[…] written out: a term for each key that its mappings share."""
    names = _NAME.findall(template)
    mappings = [values[name] for name in names if isinstance(values.get(name), Mapping)]
    if not mappings:
        return template
    keys = [key for key in mappings[0] if all(key in one for one in mappings)]
    terms = [
        _filled(template, {name: _at(one, key) for name, one in values.items()})
        for key in keys[:_MOST_TERMS]
    ]
    more = f" + … ({len(keys)})" if len(keys) > _MOST_TERMS else ""
    return " + ".join(terms) + more


def _at(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else value


def _put_in(value: Any) -> str:
    text = short(value)
    return f"({text})" if text.startswith("-") else text


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def short(value: Any) -> str:
    """A value in a line: numbers as written, long lists by their ends, arrays by their shape."""
    if _is_array(value):
        return f"[{' × '.join(str(n) for n in value.shape)}]"
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Mapping):
        shown = [f"{key} {short(one)}" for key, one in list(value.items())[:_MOST_TERMS]]
        return "，".join(shown) + (" …" if len(value) > _MOST_TERMS else "")
    if isinstance(value, list | tuple):
        shown = [short(one) for one in value[:_MOST_TERMS]]
        return "、".join(shown) + (" …" if len(value) > _MOST_TERMS else "")
    if isinstance(value, Fraction | float | int | str | BelowLimit) or value is None:
        return number_text(value)
    return str(value)
