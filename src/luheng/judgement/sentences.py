"""The one sentence that says why, in Chinese and in English, from the fragments of the table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from luheng.documents.model import Target
from luheng.judgement.attained import Attained
from luheng.judgement.demand import Demand, Open
from luheng.judgement.model import Figure, Verdict
from luheng.judgement.quantities import as_printed, digits_of
from luheng.judgement.rules import Decision
from luheng.judgement.trajectory import Path
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import Language, Message
from luheng.vocabulary.rounding import rounded
from luheng.vocabulary.units_of_measure import unit_behind


@dataclass(frozen=True, slots=True)
class Account:
    """What a sentence tells about."""

    target: Target
    demand: Demand
    attained: Attained
    decision: Decision
    path: Path | None


def sentence(account: Account, language: Language) -> str:
    """Why the verdict is what it is."""
    decision, demand = account.decision, account.demand
    values = {
        "indicator": called(account.target, language),
        "demand": demand_text(demand, language),
        "figure": _figure_text(demand, decision.figure, language),
        "word": decision.verdict.text(language),
        "due": demand.due or "",
        "missing": _missing_text(account.attained.missing, language),
        "path": _path_text(account.path, language),
        **_comparison(demand, decision, language),
    }
    if decision.figure is not None and decision.figure.provisional and _rests_on_figure(decision):
        values["word"] = _say("word_preliminary", language, word=values["word"])
    return _say("rule_" + decision.rule.replace(".", "_"), language, **values)


def rule_name(rule: str, language: Language) -> str:
    """A line of the decision table in words: `due.met` is 到期，目标年数据达到要求."""
    return _say("name_of_" + rule.replace(".", "_"), language)


def called(target: Target, language: Language) -> str:
    """What an indicator is called: in English by the catalogue, where it is in it.

    A sentence begins with it, hence the capital letter.
    """
    known = catalogue().get(target.indicator_id or "") if language == "en" else None
    return known.en[:1].upper() + known.en[1:] if known else target.indicator


def open_sentence(target: Target, reason: Open, language: Language) -> str:
    """Why a target cannot be compared with any figure."""
    values = {
        "indicator": called(target, language),
        "reason": reason.reason.text(language),
        "word": reason.verdict.text(language),
    }
    return _say("rule_open", language, **values)


def _rests_on_figure(decision: Decision) -> bool:
    return decision.verdict in (Verdict.MET, Verdict.MISSED, Verdict.ON_TRACK, Verdict.BEHIND)


def _say(code: str, language: Language, **values: object) -> str:
    return Message(code, values).text(language)


def _comparison(demand: Demand, decision: Decision, language: Language) -> dict[str, str]:
    if decision.expected is None or decision.figure is None:
        return {"expected": "", "tolerance": "", "gap": ""}
    gap = abs(decision.expected - decision.figure.value)
    points = _say("percentage_points", language) if demand.unit == "%" else None
    return {
        "expected": shown(decision.expected, demand, language),
        "tolerance": shown(
            decision.tolerance or Decimal(0), demand, language, quantity=False, unit=points
        ),
        "gap": shown(gap, demand, language, quantity=False, unit=points),
    }


# What is demanded


def demand_text(demand: Demand, language: Language) -> str:
    """The demand in words: 2025年比2020年下降14%."""
    what = _demanded(demand, language)
    if demand.due is None:
        return _say("demand_undated", language, what=what)
    return _say("demand_dated", language, due=demand.due, what=what)


def _demanded(demand: Demand, language: Language) -> str:
    if demand.op == "multiply_by":
        value = printed(demand.printed, "倍", language)
        return _say("demand_multiple", language, base=demand.base_year, value=value)
    if demand.measure == "change" or demand.yearly:
        code = "demand_fall" if demand.falls else "demand_rise"
        frame = "demand_mean_change" if demand.yearly else "demand_change"
        way = _say(code, language, value=shown(demand.bar, demand, language))
        span = _say("more_than", language) if demand.strict else ""
        return _say(frame, language, base=demand.base_year, way=way + span)
    bound = _bound(demand, language)
    if demand.measure == "level":
        return bound
    if demand.first_year is None:
        return _say("demand_running_total", language, bound=bound)
    return _say(f"demand_{demand.measure}", language, first=demand.first_year, bound=bound)


def _bound(demand: Demand, language: Language) -> str:
    value = printed(demand.printed, demand.unit, language)
    if demand.op == "=":
        if demand.low is not None and demand.high is not None and demand.low != demand.high:
            low, high = (
                shown(demand.low, demand, language, unit=""),
                shown(demand.high, demand, language),
            )
            return _say("bound_between", language, low=low, high=high)
        return _say("bound_equal", language, value=value)
    side = "least" if demand.low is not None else "most"
    return _say(f"bound_{side}{'_strict' if demand.strict else ''}", language, value=value)


# What was found


def _figure_text(demand: Demand, figure: Figure | None, language: Language) -> str:
    if figure is None:
        return ""
    if demand.measure == "level":
        value = _level_text(figure, demand, language)
        return _say("figure_level", language, year=figure.year, value=value)
    if demand.measure == "change" or demand.yearly:
        forwards = figure.value >= 0
        code = "demand_fall" if demand.falls == forwards else "demand_rise"
        way = _say(code, language, value=shown(abs(figure.value), demand, language))
        frame = "figure_mean_change" if demand.yearly else "figure_change"
        return _say(frame, language, year=figure.year, base=demand.base_year, way=way)
    value = shown(figure.value, demand, language)
    if demand.first_year is None:
        return _say("figure_running_total", language, year=figure.year, value=value)
    frame = f"figure_{demand.measure}"
    return _say(frame, language, first=demand.first_year, year=figure.year, value=value)


def _level_text(figure: Figure, demand: Demand, language: Language) -> str:
    """A level as published, where its unit was not converted."""
    seen = figure.used[0].observation
    if seen.value == figure.value:
        return printed(as_printed(seen.value, seen.quote), figure.unit, language)
    return shown(figure.value, demand, language)


def _missing_text(years: tuple[int, ...], language: Language) -> str:
    if not years:
        return ""
    listed = ("、" if language == "zh" else ", ").join(str(year) for year in years)
    return _say("missing_years", language, years=listed)


def _path_text(path: Path | None, language: Language) -> str:
    if path is None:
        return ""
    shape = _say(f"shape_{path.shape}", language)
    return _say("path", language, shape=shape, base=path.base_year)


# Numbers


def printed(value: Decimal, unit: str, language: Language) -> str:
    """A value as the document has it, with its unit."""
    return f"{value:f}{unit_behind(unit, language)}"


def shown(
    value: Decimal,
    demand: Demand,
    language: Language,
    *,
    quantity: bool = True,
    unit: str | None = None,
) -> str:
    """A value with its unit, long fractions cut to what the target makes readable.

    More digits are shown where rounding would make a figure look like the target it is not.
    """
    digits = digits_of(demand.printed) / 100
    cut = rounded(value, digits) if digits_of(value) < digits else value
    while quantity and cut != value and cut in (demand.low, demand.high):
        digits /= 100
        cut = rounded(value, digits)
    text = f"{cut:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}{unit_behind(demand.unit, language) if unit is None else unit}"
