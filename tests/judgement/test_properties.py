"""What must hold for every target and every set of observations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.judgement.short_form import INDICATOR, NOWHERE, PLACE, target

from luheng.documents.model import Observation, Target
from luheng.judgement import JudgementSettings, Verdict, judge

RANK = {Verdict.MISSED: 0, Verdict.BEHIND: 1, Verdict.ON_TRACK: 2, Verdict.MET: 3}
NEEDS_DATA = set(RANK)

amounts = st.integers(1, 2000).map(lambda tenths: Decimal(tenths) / 10)
years = st.integers(2018, 2026)
days = st.dates(date(2021, 6, 1), date(2027, 12, 31))


def level(year: int, value: Decimal, **fields: object) -> Observation:
    given_fields = {"unit": "吨", "kind": "level", "status": "final", **fields}
    return Observation(
        indicator=INDICATOR, place=PLACE, period=str(year), value=value,
        quote="", span=NOWHERE, **given_fields,  # type: ignore[arg-type]
    )  # fmt: skip


@st.composite
def targets(draw: st.DrawFn) -> Target:
    """Targets of every measure over one amount in tonnes."""
    op = draw(st.sampled_from([">=", "<=", "reduce_by", "increase_by", "multiply_by"]))
    relative = op in ("reduce_by", "increase_by")
    fields = {"op": op, "value": draw(amounts), "year": draw(st.integers(2021, 2026))}
    fields["unit"] = "倍" if op == "multiply_by" else "%" if relative else "吨"
    fields["strict"] = draw(st.booleans())
    if relative or op == "multiply_by":
        fields["base_year"] = 2020
    elif draw(st.booleans()):
        fields |= {"year_from": 2020, "cumulative": True}
    elif draw(st.booleans()):
        fields |= {"baseline": draw(amounts), "baseline_year": 2019}
    return target(**fields)


series = st.dictionaries(years, amounts, min_size=2, max_size=9).map(
    lambda values: [level(year, value) for year, value in values.items()]
)
mixed = st.lists(
    st.builds(
        level, years, amounts,
        status=st.sampled_from(["final", "preliminary"]), unit=st.sampled_from(["吨", "千克", "%"]),
    ),
    max_size=12,
)  # fmt: skip


unbroken = st.lists(amounts, min_size=2, max_size=7).map(
    lambda values: [level(2020 + i, value) for i, value in enumerate(values)]
)


def better_is_more(one: Target) -> bool:
    return one.op not in ("<=", "reduce_by")


@given(targets(), unbroken, amounts)
@settings(max_examples=150, deadline=None)
def test_more_progress_never_worsens_a_verdict(
    one: Target, seen: list[Observation], more: Decimal
) -> None:
    latest = seen[-1]
    today = date(int(latest.period) + 1, 9, 1)
    moved = latest.value + more if better_is_more(one) else latest.value - more
    before = judge(one, seen, today=today)
    after = judge(one, [*seen[:-1], replace(latest, value=moved)], today=today)
    if before.verdict in RANK:
        assert RANK[after.verdict] >= RANK[before.verdict], (before.zh, after.zh)


@given(targets(), mixed, days)
@settings(max_examples=150, deadline=None)
def test_without_usable_data_nothing_is_judged_met(
    one: Target, seen: list[Observation], today: date
) -> None:
    result = judge(one, seen, today=today)
    assert (result.verdict in NEEDS_DATA) <= (result.figure is not None)
    foreign = [replace(item, indicator="另一指标") for item in seen]
    assert judge(one, foreign, today=today).verdict not in NEEDS_DATA


@given(targets(), series, days, st.integers(0, 8))
@settings(max_examples=150, deadline=None)
def test_taking_a_figure_away_never_makes_a_past_target_met(
    one: Target, seen: list[Observation], today: date, index: int
) -> None:
    if index >= len(seen) or one.year is None or today <= date(one.year, 12, 31):
        return
    whole = judge(one, seen, today=today)
    less = judge(one, seen[:index] + seen[index + 1 :], today=today)
    if whole.verdict is not Verdict.MET:
        assert less.verdict is not Verdict.MET


@given(targets(), mixed, days, st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_observations_changes_nothing(
    one: Target, seen: list[Observation], today: date, random
) -> None:
    shuffled = list(seen)
    random.shuffle(shuffled)
    first, second = judge(one, seen, today=today), judge(one, shuffled, today=today)
    assert (first.verdict, first.rule, first.zh, first.en) == (
        second.verdict, second.rule, second.zh, second.en
    )  # fmt: skip
    assert first.figures == second.figures
    assert first.inputs == second.inputs


@given(targets(), series, days, st.sampled_from([("千克", 1000), ("万吨", Decimal("0.0001"))]))
@settings(max_examples=100, deadline=None)
def test_another_unit_changes_no_verdict(
    one: Target, seen: list[Observation], today: date, scale: tuple[str, Decimal]
) -> None:
    unit, factor = scale
    scaled = [replace(item, unit=unit, value=item.value * factor) for item in seen]
    first, second = judge(one, seen, today=today), judge(one, scaled, today=today)
    assert (first.verdict, first.rule) == (second.verdict, second.rule)


@given(targets(), mixed, days)
@settings(max_examples=100, deadline=None)
def test_every_observation_is_either_used_or_set_aside(
    one: Target, seen: list[Observation], today: date
) -> None:
    result = judge(one, seen, today=today)
    used = [evidence.observation for evidence in result.used]
    aside = [item.observation for item in result.set_aside]
    assert sorted(map(id, used + aside)) == sorted(map(id, seen))


@given(targets(), series, days)
@settings(max_examples=100, deadline=None)
def test_a_wider_tolerance_never_worsens_a_verdict(
    one: Target, seen: list[Observation], today: date
) -> None:
    narrow = judge(one, seen, today=today, settings=JudgementSettings(tolerance_share=Decimal(0)))
    wide = judge(one, seen, today=today, settings=JudgementSettings(tolerance_share=Decimal(1)))
    assert RANK.get(wide.verdict, -1) >= RANK.get(narrow.verdict, -1)
