"""Gives account of a decision: numbers put in, what was used, what qualifies it, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from luheng.documents.model import Target
from luheng.judgement.evidence import Sifted
from luheng.judgement.model import (
    Evidence,
    Figure,
    Input,
    Judgement,
    Projection,
    SetAside,
    Verdict,
)
from luheng.judgement.pace import pace_of
from luheng.judgement.projection import project
from luheng.judgement.rules import Case, Decision, meets, newest_expected_year
from luheng.judgement.sentences import Account, sentence
from luheng.judgement.trajectory import moment_of
from luheng.vocabulary.messages import Message


@dataclass(frozen=True, slots=True)
class Findings:
    """A decided case with the evidence it was decided on."""

    target: Target
    case: Case
    sifted: Sifted
    decision: Decision


_ON_A_FIGURE = (Verdict.MET, Verdict.ON_TRACK, Verdict.BEHIND, Verdict.MISSED)


def judgement_of(findings: Findings) -> Judgement:
    """The judgement with everything that led to it."""
    target, case, decision = findings.target, findings.case, findings.decision
    demand, path, figure = case.demand, case.path, decision.figure
    account = Account(target, demand, case.attained, decision, path)
    since = path.base_year if path is not None else None
    projected = project(target.indicator, demand, case.attained, since, case.settings)
    met = figure is not None and meets(figure.value, demand, case.settings)
    used, unneeded = _used(findings)
    return Judgement(
        verdict=decision.verdict,
        rule=decision.rule,
        zh=sentence(account, "zh"),
        en=sentence(account, "en"),
        provisional=_is_provisional(decision),
        early=decision.rule.startswith("early."),
        due=demand.due,
        today=case.today,
        figure=figure,
        figures=tuple(f for _, f in sorted(case.attained.figures.items())),
        path=path,
        expected=decision.expected,
        expected_today=path.at(moment_of(case.today)) if path is not None else None,
        tolerance=decision.tolerance,
        progress=_progress(case, figure),
        pace=pace_of(demand, figure, path, met) if figure is not None else None,
        projection=projected if isinstance(projected, Projection) else None,
        no_projection=projected if isinstance(projected, Message) else None,
        inputs=_inputs(findings),
        used=used,
        set_aside=(*findings.sifted.set_aside, *unneeded),
        notes=_notes(findings),
    )


def _is_provisional(decision: Decision) -> bool:
    figure = decision.figure
    return figure is not None and figure.provisional and decision.verdict in _ON_A_FIGURE


def _progress(case: Case, figure: Figure | None) -> Decimal | None:
    """Share of the way from the trajectory's base to the target."""
    if figure is None or case.path is None or case.path.base_from.code == "base_from_trajectory":
        return None
    start, end = case.path.base, case.path.points[-1][1]
    return None if start == end else (figure.value - start) / (end - start)


def _used(findings: Findings) -> tuple[tuple[Evidence, ...], tuple[SetAside, ...]]:
    """Evidence behind any figure of the series, and facts that no figure needed."""
    used: dict[int, Evidence] = {}
    for figure in findings.case.attained.figures.values():
        used.update((id(evidence), evidence) for evidence in figure.used)
    unneeded = [
        SetAside(fact.evidence, Message("aside_not_needed"))
        for facts in findings.sifted.facts.values()
        for fact in facts.values()
        if id(fact.evidence) not in used
    ]
    return tuple(used.values()), tuple(unneeded)


# Numbers put in


def _inputs(findings: Findings) -> tuple[Input, ...]:
    demand, path, decision = findings.case.demand, findings.case.path, findings.decision
    unit = "倍" if demand.op == "multiply_by" else demand.unit
    inputs = [Input(Message("input_target"), demand.printed, unit, demand.source)]
    if path is not None:
        inputs.append(Input(Message("input_base"), path.base, demand.unit, path.base_from))
    inputs += _figure_inputs(findings)
    if decision.expected is not None:
        source = Message("source_trajectory")
        inputs.append(Input(Message("input_expected"), decision.expected, demand.unit, source))
    if decision.tolerance is not None:
        source = Message("source_settings")
        inputs.append(Input(Message("input_tolerance"), decision.tolerance, demand.unit, source))
    return tuple(inputs)


def _figure_inputs(findings: Findings) -> list[Input]:
    figure = findings.decision.figure
    if figure is None:
        return []
    inputs = [_observed(evidence) for evidence in figure.used]
    only = inputs[0] if len(inputs) == 1 else None
    if only is None or (only.value, only.unit) != (figure.value, figure.unit):
        source = Message("source_computed")
        inputs.append(Input(Message("input_figure"), figure.value, figure.unit, source))
    return inputs


def _observed(evidence: Evidence) -> Input:
    seen = evidence.observation
    values = {"place": seen.place, "period": seen.period, "source": evidence.source or seen.quote}
    source = Message("source_observation", values)
    return Input(Message("input_observation"), seen.value, seen.unit, source, seen)


# What qualifies the verdict


def _notes(findings: Findings) -> tuple[Message, ...]:
    case, decision = findings.case, findings.decision
    notes = [*case.demand.notes, *findings.sifted.notes, *case.attained.notes]
    if _is_provisional(decision):
        notes.append(Message("note_provisional"))
    notes += _base_note(case, decision)
    if case.attained.missing:
        years = "、".join(str(year) for year in case.attained.missing)
        notes.append(Message("note_missing_years", {"years": years}))
    return (*notes, *_age_note(case, decision), *_part_year_note(findings))


def _base_note(case: Case, decision: Decision) -> list[Message]:
    """Where the trajectory decided, and only its first observation gave it a beginning."""
    if case.path is None or decision.tolerance is None:
        return []
    if case.path.base_from.code != "base_from_first":
        return []
    return [Message("note_base_first", {"year": case.path.base_year})]


def _age_note(case: Case, decision: Decision) -> list[Message]:
    if decision.figure is None or not decision.rule.startswith(("early.", "undated.")):
        return []
    expected = newest_expected_year(case.today, case.settings)
    if decision.figure.year >= expected:
        return []
    values = {"year": decision.figure.year, "expected": expected}
    return [Message("note_old_figure", values)]


def _part_year_note(findings: Findings) -> list[Message]:
    periods = [
        aside.observation.period
        for aside in findings.sifted.set_aside
        if aside.reason.code == "aside_part_of_year"
    ]
    return [Message("note_part_year", {"period": max(periods)})] if periods else []
