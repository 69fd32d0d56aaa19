"""What a scheme of appraisal consists of: items with their rules, groups with their weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from luheng.judgement.model import Verdict

WithoutInputs = Literal["redistribute", "hold"]


class RuleKind(StrEnum):
    """How an item gives points."""

    VERDICT_POINTS = "verdict_points"  # by the verdicts of the targets a unit leads
    TASK_POINTS = "task_points"  # by how far its tasks of the plan have come
    WORK_POINTS = "work_points"  # by how far its items of the yearly work have come
    EVIDENCE_PRESENT = "evidence_present"  # by whether what is claimed is proved
    RETURN_POINTS = "return_points"  # by whether its returns came in time
    ORDER_POINTS = "order_points"  # by whether its supervision orders were closed in time
    MANUAL = "manual"  # a score that a person gives with its document
    BONUS = "bonus"  # points on top, up to a cap
    DEDUCTION = "deduction"  # points off, up to a cap


_PROGRESS = ("done", "under_way", "blocked", "not_started", "not_reported", "overdue")
# The kind of fact that a rule counts, and the outcomes from best to worst.
COUNTED: Mapping[RuleKind, tuple[str, tuple[str, ...]]] = {
    RuleKind.VERDICT_POINTS: (
        "target",
        (Verdict.MET, Verdict.ON_TRACK, Verdict.BEHIND, Verdict.MISSED),
    ),
    RuleKind.TASK_POINTS: ("task", _PROGRESS),
    RuleKind.WORK_POINTS: ("work", _PROGRESS),
    RuleKind.EVIDENCE_PRESENT: ("evidence", ("present", "lacking")),
    RuleKind.RETURN_POINTS: ("return", ("in_time", "corrected", "late", "missing")),
    RuleKind.ORDER_POINTS: ("order", ("closed", "rectifying", "closed_late", "order_overdue")),
}
# Outcomes that say nothing good or bad; a scheme that is silent about them leaves them out.
OPEN_OUTCOMES: Mapping[RuleKind, tuple[str, ...]] = {
    RuleKind.VERDICT_POINTS: (
        Verdict.INSUFFICIENT_DATA,
        Verdict.NOT_YET_DUE,
        Verdict.CANNOT_BE_JUDGED,
    ),
}
CAPPED = frozenset({RuleKind.BONUS, RuleKind.DEDUCTION})
MARKED = CAPPED | {RuleKind.MANUAL}  # people enter these


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that is scored. `line` is where the scheme's file declares it."""

    id: str
    zh: str
    en: str
    rule: RuleKind
    line: int
    points: Mapping[str, Decimal] = field(default_factory=dict)  # outcome → share, 0 to 1
    cap: Decimal = Decimal(0)  # of a bonus or deduction


@dataclass(frozen=True, kw_only=True)
class Group:
    """Units that are scored by the same weights, such as districts of one function."""

    id: str
    zh: str
    en: str
    weights: Mapping[str, Decimal]  # item → points, 100 in all
    units: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    rest: bool = False  # takes every unit that no other group names
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """The rules of one appraisal."""

    zh: str
    en: str
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    file: str
    digits: int = 2  # decimals of published points
    without_inputs: WithoutInputs = "redistribute"
    objection_workdays: int = 5
    eco_civilisation_share: Decimal | None = None  # %, of all performance appraisal
    share_basis: str = ""  # the document that sets the share

    def item(self, item_id: str) -> Item:
        """An item by its id. Raises KeyError."""
        return {item.id: item for item in self.items}[item_id]

    def group_of(self, name: str, kind: str = "") -> Group | None:
        """The group of a unit: by its name, else by its kind, else the rest; None: not appraised."""
        tests = (
            lambda group: name in group.units,
            lambda group: bool(kind) and kind in group.kinds,
            lambda group: group.rest,
        )
        for test in tests:
            if found := next((group for group in self.groups if test(group)), None):
                return found
        return None
