"""Points of one unit from the facts about it, each with the sentence that says how it came about.

Nothing is known of files, databases or the day. All sums are exact; each line is rounded once, as
GB/T 8170 says, and a total is the sum of its lines, so that a printed statement adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from luheng.judgement.appraisal.account import Account, sentence
from luheng.judgement.appraisal.facts import Fact
from luheng.judgement.appraisal.scheme import CAPPED, COUNTED, Group, Item, RuleKind, Scheme
from luheng.vocabulary.messages import Language


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one item gives a unit. `points` None: nothing to score, which is not zero."""

    item: Item
    weight: Decimal  # as the scheme has it
    full: Decimal  # what can be reached after weights were passed on
    points: Decimal | None
    facts: tuple[Fact, ...]  # counted
    set_aside: tuple[Fact, ...]  # of the same kind, but the scheme gives their outcome no points
    without_inputs: str  # what the scheme does with an item without inputs

    def statement(self, language: Language = "zh") -> str:
        """How the points came about, in one sentence."""
        account = Account(
            self.item, self.weight, self.full, self.points, self.facts, self.set_aside,
            self.without_inputs,
        )  # fmt: skip
        return sentence(account, language)


@dataclass(frozen=True)
class Statement:
    """All lines of one unit."""

    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal | None:
        """The sum of the lines; None where no line has points."""
        points = [line.points for line in self.lines if line.points is not None]
        return sum(points, Decimal(0)) if points else None

    @property
    def out_of(self) -> Decimal:
        """What could be reached: 100, less what is held for want of inputs."""
        return sum((line.full for line in self.lines if line.points is not None), Decimal(0))


def score(scheme: Scheme, group: Group, facts: Iterable[Fact]) -> Statement:
    """The statement of a unit of that group. The order of the facts does not matter."""
    known = sorted(facts, key=lambda fact: (fact.kind, fact.id))
    weighted = [item for item in scheme.items if group.weights.get(item.id)]
    counted = {item.id: _counted(item, known) for item in weighted}
    full = _full_marks(scheme, group, [item for item in weighted if counted[item.id]])
    lines = [
        _weighted_line(scheme, item, group.weights[item.id], full, counted[item.id], known)
        for item in weighted
    ]
    capped = [_capped_line(scheme, item, known) for item in scheme.items if item.rule in CAPPED]
    return Statement((*lines, *(line for line in capped if line.facts)))


def mark_limit(scheme: Scheme, group: Group, item: Item) -> Decimal:
    """The most points that a person may enter for an item; the least is 0."""
    return item.cap if item.rule in CAPPED else group.weights.get(item.id, Decimal(0))


def _counted(item: Item, facts: list[Fact]) -> tuple[Fact, ...]:
    if item.rule not in COUNTED:
        return tuple(fact for fact in facts if fact.item == item.id)
    return tuple(fact for fact in _of_kind(item, facts) if fact.outcome in item.points)


def _of_kind(item: Item, facts: list[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.kind == COUNTED[item.rule][0]]


def _weighted_line(
    scheme: Scheme,
    item: Item,
    weight: Decimal,
    full: Mapping[str, Decimal],
    counted: tuple[Fact, ...],
    facts: list[Fact],
) -> Line:
    reached = full.get(item.id, Decimal(0))
    points = (
        _rounded(Fraction(reached) * _share(item, weight, counted), scheme) if counted else None
    )
    aside = (
        tuple(fact for fact in _of_kind(item, facts) if fact.outcome not in item.points)
        if item.rule in COUNTED
        else ()
    )
    return Line(
        item=item, weight=weight, full=reached, points=points, facts=counted, set_aside=aside,
        without_inputs=scheme.without_inputs,
    )  # fmt: skip


def _share(item: Item, weight: Decimal, counted: tuple[Fact, ...]) -> Fraction:
    """The part of the full marks: the mean over the facts."""
    if item.rule is RuleKind.MANUAL:
        given = sum((Fraction(fact.points or 0) for fact in counted), Fraction(0))
        return given / len(counted) / Fraction(weight)
    shares = sum((Fraction(item.points[fact.outcome]) for fact in counted), Fraction(0))
    return shares / len(counted)


def _capped_line(scheme: Scheme, item: Item, facts: list[Fact]) -> Line:
    marks = tuple(fact for fact in facts if fact.item == item.id)
    given = min(sum((fact.points or Decimal(0) for fact in marks), Decimal(0)), item.cap)
    signed = given if item.rule is RuleKind.BONUS else -given
    return Line(
        item=item, weight=Decimal(0), full=Decimal(0), points=_rounded(Fraction(signed), scheme),
        facts=marks, set_aside=(), without_inputs=scheme.without_inputs,
    )  # fmt: skip


def _full_marks(scheme: Scheme, group: Group, scored: list[Item]) -> dict[str, Decimal]:
    """What each scored item can give. Passed-on weights are shared out so that they make 100.

    Each gets its exact part rounded down; the steps that are left go to the largest remainders.
    """
    weights = {item.id: group.weights[item.id] for item in scored}
    total = sum(weights.values(), Decimal(0))
    if scheme.without_inputs == "hold" or total in (0, 100):
        return weights
    scale = 10**scheme.digits
    exact = {
        item: Fraction(weight) * 100 * scale / Fraction(total) for item, weight in weights.items()
    }
    steps = {item: int(part) for item, part in exact.items()}
    left = 100 * scale - sum(steps.values())
    for item in sorted(exact, key=lambda item: steps[item] - exact[item])[:left]:
        steps[item] += 1
    return {item: Decimal(count).scaleb(-scheme.digits) for item, count in steps.items()}


def _rounded(value: Fraction, scheme: Scheme) -> Decimal:
    """Once, halves to the even neighbour (GB/T 8170, 3.2); exact, where a Decimal of 1/3 is not."""
    return Decimal(round(value * 10**scheme.digits)).scaleb(-scheme.digits)
