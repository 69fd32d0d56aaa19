"""A scheme as a city writes it, `appraisal.yaml`: read whole, or refused with its line and remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import yaml

from luheng.judgement.appraisal.scheme import (
    CAPPED,
    COUNTED,
    OPEN_OUTCOMES,
    Group,
    Item,
    RuleKind,
    Scheme,
    WithoutInputs,
)
from luheng.vocabulary.messages import LuhengError

T = TypeVar("T")
_SHIPPED = Path(__file__).parent / "shipped_scheme.yaml"


@cache
def shipped_scheme() -> Scheme:
    """The scheme that comes with the software, for a city that has none of its own."""
    return load_scheme(_SHIPPED)


def load_scheme(path: Path) -> Scheme:
    """The scheme in a file. Raises what `read_scheme` raises."""
    return read_scheme(scheme_text(path), path.name)


def scheme_text(path: Path = _SHIPPED) -> str:
    """The words of a scheme's file. Raises `appraisal_scheme_unreadable`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LuhengError(
            "appraisal_scheme_unreadable", file=path.name, line=1, problem=error
        ) from error


def read_scheme(text: str, file: str) -> Scheme:
    """The scheme that a text says.

    Raises `appraisal_scheme_…` errors that name file, line, place and what is allowed there.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        line = mark.line + 1 if mark else 1
        raise LuhengError(
            "appraisal_scheme_unreadable", file=file, line=line, problem=problem
        ) from error
    return _scheme(_Entry(root or yaml.MappingNode("", [], _START, _START), file, "—"))


_START = yaml.Mark("", 0, 0, 0, None, 0)


@dataclass(frozen=True)
class _Entry:
    """A value of the file that knows its place."""

    node: Any
    file: str
    place: str

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    def problem(self, code: str, **values: Any) -> LuhengError:
        """An error of the scheme that stands here."""
        return LuhengError(
            f"appraisal_scheme_{code}", file=self.file, line=self.line, place=self.place, **values
        )

    def refused(self, allowed: str) -> LuhengError:
        """That the value is not allowed here."""
        value = self.node.value if isinstance(self.node, yaml.ScalarNode) else "…"
        return self.problem("value_refused", value=value, allowed=allowed)

    def entries(self) -> dict[str, _Entry]:
        """The parts of a mapping by their key."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refused("key: value")
        found: dict[str, _Entry] = {}
        for key_node, node in self.node.value:
            key = str(key_node.value)
            part = _Entry(node, self.file, key if self.place == "—" else f"{self.place}.{key}")
            if key in found:
                raise part.problem("twice", name=key)
            found[key] = part
        return found

    def known(self, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, _Entry]:
        """The parts, all that are needed and none that is unknown."""
        found = self.entries()
        allowed = "、".join((*needed, *optional))
        for key, part in found.items():
            if key not in needed and key not in optional:
                raise part.problem("entry_unknown", name=key, allowed=allowed)
        for key in needed:
            if key not in found:
                raise self.problem("entry_missing", name=key)
        return found

    def list(self) -> list[_Entry]:
        """The parts of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refused("- …")
        return [
            _Entry(node, self.file, f"{self.place}[{number}]")
            for number, node in enumerate(self.node.value, 1)
        ]

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.node, yaml.ScalarNode) or not str(self.node.value).strip():
            raise self.refused("文字 text")
        return str(self.node.value).strip()

    def number(self, low: int, high: int) -> Decimal:
        """An exact number within bounds."""
        try:
            value = Decimal(self.text())
        except InvalidOperation:
            raise self.refused(f"{low}–{high}") from None
        if not value.is_finite() or not low <= value <= high:
            raise self.refused(f"{low}–{high}")
        return value

    def whole(self, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = self.number(low, high)
        if value != int(value):
            raise self.refused(f"{low}–{high}")
        return int(value)

    def one_of(self, allowed: tuple[str, ...]) -> str:
        """One of some words."""
        if (value := self.text()) not in allowed:
            raise self.refused("、".join(allowed))
        return value


def _scheme(root: _Entry) -> Scheme:
    parts = root.known(
        ("zh", "en", "items", "groups"),
        ("digits", "without_inputs", "objection_workdays", "eco_civilisation_share", "share_basis"),
    )

    def given(name: str, read: Callable[[_Entry], T], default: T) -> T:
        return read(parts[name]) if name in parts else default

    item_entries, group_entries = parts["items"].list(), parts["groups"].list()
    items = tuple(_item(entry) for entry in item_entries)
    _once([(entry, item.id) for entry, item in zip(item_entries, items, strict=True)])
    groups = tuple(_group(entry, items) for entry in group_entries)
    _check_groups(list(zip(group_entries, groups, strict=True)))
    return Scheme(
        zh=parts["zh"].text(),
        en=parts["en"].text(),
        items=items,
        groups=groups,
        file=root.file,
        digits=given("digits", lambda one: one.whole(0, 4), 2),
        without_inputs=given("without_inputs", _without_inputs, "redistribute"),
        objection_workdays=given("objection_workdays", lambda one: one.whole(1, 60), 5),
        eco_civilisation_share=given("eco_civilisation_share", lambda one: one.number(0, 100), None),
        share_basis=given("share_basis", lambda one: one.text(), ""),
    )  # fmt: skip


def _without_inputs(entry: _Entry) -> WithoutInputs:
    return "hold" if entry.one_of(("redistribute", "hold")) == "hold" else "redistribute"


def _item(entry: _Entry) -> Item:
    parts = entry.known(("id", "zh", "en", "rule"), ("points", "cap"))
    rule = RuleKind(parts["rule"].one_of(tuple(RuleKind)))
    needs = {"cap"} if rule in CAPPED else {"points"} if rule in COUNTED else set()
    for name in ("points", "cap"):
        if name in needs and name not in parts:
            raise entry.problem("entry_missing", name=name)
        if name not in needs and name in parts:
            raise parts[name].problem(
                "entry_unknown", name=name, allowed="、".join(["id", "zh", "en", "rule", *needs])
            )
    return Item(
        id=parts["id"].text(),
        zh=parts["zh"].text(),
        en=parts["en"].text(),
        rule=rule,
        line=entry.line,
        points=_points(parts["points"], rule) if "points" in parts else {},
        cap=parts["cap"].number(0, 100) if "cap" in parts else Decimal(0),
    )


def _points(entry: _Entry, rule: RuleKind) -> dict[str, Decimal]:
    """Shares by outcome; a better outcome never gives less than a worse one."""
    ordered = COUNTED[rule][1]
    parts = entry.known((), (*ordered, *OPEN_OUTCOMES.get(rule, ())))
    shares = {outcome: part.number(0, 1) for outcome, part in parts.items()}
    for better, worse in pairwise([outcome for outcome in ordered if outcome in shares]):
        if shares[better] < shares[worse]:
            raise parts[better].problem("points_order", better=better, worse=worse)
    if not shares:
        raise entry.problem("entry_missing", name=ordered[0])
    return shares


def _group(entry: _Entry, items: tuple[Item, ...]) -> Group:
    parts = entry.known(("id", "zh", "en", "weights"), ("units", "kinds", "rest"))
    weighted = tuple(item.id for item in items if item.rule not in CAPPED)
    given = parts["weights"].known((), weighted)
    weights = {item: part.number(0, 100) for item, part in given.items()}
    if (total := sum(weights.values(), Decimal(0))) != 100:
        raise parts["weights"].problem("weights", total=total)
    rest = "rest" in parts and parts["rest"].one_of(("true", "false")) == "true"
    if not rest and not {"units", "kinds"} & parts.keys():
        raise entry.problem("entry_missing", name="units")
    return Group(
        id=parts["id"].text(),
        zh=parts["zh"].text(),
        en=parts["en"].text(),
        weights=weights,
        units=_names(parts.get("units")),
        kinds=_names(parts.get("kinds")),
        rest=rest,
        line=entry.line,
    )


def _names(entry: _Entry | None) -> tuple[str, ...]:
    return tuple(one.text() for one in entry.list()) if entry else ()


def _check_groups(groups: list[tuple[_Entry, Group]]) -> None:
    """Every unit and kind belongs to one group only, and one group at most takes the rest."""
    _once([(entry, group.id) for entry, group in groups])
    _once([(entry, name) for entry, group in groups for name in group.units])
    _once([(entry, kind) for entry, group in groups for kind in group.kinds])
    _once([(entry, "rest") for entry, group in groups if group.rest])


def _once(named: list[tuple[_Entry, str]]) -> None:
    """Raises `appraisal_scheme_twice` at the second place of a name."""
    seen: set[str] = set()
    for entry, name in named:
        if name in seen:
            raise entry.problem("twice", name=name)
        seen.add(name)
