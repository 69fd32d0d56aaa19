"""The one door of this room: a target and its observations in, a judgement out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

from luheng.documents.model import Observation, Target
from luheng.judgement.account import Findings, judgement_of
from luheng.judgement.attained import Attained, attained_of
from luheng.judgement.demand import Demand, Open, demand_of
from luheng.judgement.evidence import Preference, sift
from luheng.judgement.indicator_names import same_indicator
from luheng.judgement.model import Assigned, Evidence, Judgement, Verdict
from luheng.judgement.rules import Case, Decision, decide
from luheng.judgement.sentences import open_sentence
from luheng.judgement.settings import JudgementSettings
from luheng.judgement.trajectory import Base, Path, Trajectory, lay
from luheng.vocabulary.indicators import Direction
from luheng.vocabulary.messages import LuhengError, Message

DEFAULT_SETTINGS = JudgementSettings()


def judge(
    target: Target,
    observations: Sequence[Observation | Evidence],
    *,
    today: date,
    place: str | None = None,
    settings: JudgementSettings = DEFAULT_SETTINGS,
    assigned: Assigned | Decimal | None = None,
    trajectory: Trajectory | None = None,
    direction: Direction | None = None,
) -> Judgement:
    """Where the target stands on a day, and why.

    place: whose figures count; without it the target's own place, or the only one that occurs.
    assigned: the value handed down, or of the benchmark, for targets that print none.
    trajectory: on the target's scale; without it the settings' shape from the base.
    direction: which way is better, for bare values; without it the plan's base or the catalogue.
    Reads no clock and no file. The order of the observations changes nothing.
    Raises LuhengError `direction_word_unknown`.
    """
    if direction is not None and direction not in get_args(Direction):
        allowed = ", ".join(get_args(Direction))
        raise LuhengError("direction_word_unknown", direction=direction, allowed=allowed)
    entered = Assigned(assigned) if isinstance(assigned, Decimal) else assigned
    evidence = [one if isinstance(one, Evidence) else Evidence(one) for one in observations]
    demand = demand_of(target, entered, direction, settings)
    if isinstance(demand, Open):
        judged = _undecided(target, demand, today)
    else:
        judged = _judged(target, demand, evidence, today, place, settings, trajectory)

    def beside(other: Target) -> Judgement:
        return judge(
            other, evidence, today=today, place=place, settings=settings, direction=direction
        )

    return _with_beside(judged, target, entered, beside)


def _undecided(target: Target, reason: Open, today: date) -> Judgement:
    zh = open_sentence(target, reason, "zh")
    en = open_sentence(target, reason, "en")
    return Judgement(
        verdict=reason.verdict,
        rule=reason.rule,
        zh=zh,
        en=en,
        due=target.year,
        today=today,
        no_projection=Message("no_projection_open"),
        notes=(reason.reason,),
    )


def _with_beside(
    judged: Judgement,
    target: Target,
    entered: Assigned | None,
    beside: Callable[[Target], Judgement],
) -> Judgement:
    """The 力争 value and the printed floor of an assigned target, each judged as its own target."""
    if target.stretch is not None:
        aspiration = replace(target, value=target.stretch, stretch=None, stretch_only=True)
        judged = replace(judged, stretch=beside(aspiration))
    if target.op == "meet_assigned" and entered is None and target.value is not None:
        floor = replace(target, op=target.bound or ">=", stretch=None)
        judged = replace(judged, floor=beside(floor))
    return judged


def _judged(
    target: Target,
    demand: Demand,
    evidence: list[Evidence],
    today: date,
    place: str | None,
    settings: JudgementSettings,
    trajectory: Trajectory | None,
) -> Judgement:
    counted = place or (target.places[0] if len(target.places) == 1 else None)
    if counted is None:
        places = _places(target, evidence)
        if len(places) > 1:
            return _undecided(target, _several_places(places), today)

    def found(prefer: Preference) -> Findings:
        sifted = sift(
            target, demand, evidence, place=counted, today=today, settings=settings, prefer=prefer
        )
        attained = attained_of(demand, sifted)
        path = _path(demand, attained, trajectory, settings)
        case = Case(demand, attained, path, today, settings)
        return Findings(target, case, sifted, decide(case))

    findings = found("lowest")
    if findings.sifted.disputed:
        others = [found("highest"), found("rising"), found("falling")]
        findings = _least_favourable([findings, *others])
    return judgement_of(findings)


def _places(target: Target, evidence: Iterable[Evidence]) -> list[str]:
    seen = (one.observation for one in evidence)
    return sorted({one.place for one in seen if same_indicator(target, one)})


def _several_places(places: list[str]) -> Open:
    reason = Message("open_place_unknown", {"places": "、".join(places)})
    return Open(Verdict.INSUFFICIENT_DATA, "open.place_unknown", reason)


def _path(
    demand: Demand,
    attained: Attained,
    trajectory: Trajectory | None,
    settings: JudgementSettings,
) -> Path | None:
    if demand.measure in ("mean", "each"):
        return None
    if trajectory is None:
        by_change = demand.measure == "change" and demand.relative
        shape = settings.change_trajectory if by_change else settings.level_trajectory
        trajectory = Trajectory("linear" if demand.measure == "sum" else shape)
    base = attained.base
    return lay(trajectory, base, _end(demand, base), demand.due, demand.rising)


def _end(demand: Demand, base: Base | None) -> Decimal:
    """The nearer end of a band, seen from the base."""
    if base is not None and demand.high is not None and base.value > demand.high:
        return demand.high
    return demand.bar


_FAVOUR = {Verdict.MISSED: 0, Verdict.BEHIND: 1, Verdict.ON_TRACK: 2, Verdict.MET: 3}


def _least_favourable(readings: list[Findings]) -> Findings:
    """Of the readings of disputed figures: the worst where all agree, no verdict where not."""
    worse = min(readings, key=_favour)
    if len({reading.decision.verdict for reading in readings}) == 1:
        return worse
    figure = worse.decision.figure
    undecided = Decision(Verdict.INSUFFICIENT_DATA, "conflict.figures", figure)
    return replace(worse, decision=undecided)


def _favour(findings: Findings) -> tuple[int, Decimal]:
    decision, demand = findings.decision, findings.case.demand
    value = decision.figure.value if decision.figure else Decimal(0)
    towards = value if demand.direction == "higher" else -value
    return _FAVOUR.get(decision.verdict, -1), towards
