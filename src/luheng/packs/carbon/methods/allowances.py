"""The national carbon market: allowances of generating units and of steel, cement and aluminium, by year."""

from __future__ import annotations

from math import exp

from luheng.methods import Choice, Clause, Input, Official, Worked, method
from luheng.vocabulary.messages import LuhengError

SUPPLY, GENERATION = "国环规气候〔2023〕1号", "国环规气候〔2024〕1号"
INDUSTRY, DRAFT = "国环规气候〔2025〕2号", "2025、2026年度发电配额方案（征求意见稿）"
COAL = ("coal_over_300", "coal_up_to_300", "coal_unconventional")
CLASSES = (*COAL, "gas")
_CONVENTIONAL = COAL[:2]
_CLASS = Choice(values=CLASSES, zh="机组类别", en="class of the unit")
_HEAT = Input(unit="GJ", optional=True, minimum=0, zh="供热量", en="heat supplied", symbol="Q_h")


@method(
    id="carbon.ets_power_allocation",
    zh="发电机组碳排放配额（供电量基准）",
    en="allowances of a generating unit, by power supplied",
    unit="tCO2",
    source=Clause(SUPPLY, "配额核定", mark="secondary"),
    since="2019-01-01",
    until="2023-01-01",
    given={
        "unit_class": _CLASS,
        "supplied": Input(unit="MWh", minimum=0, zh="供电量", en="power supplied", symbol="Q_e"),
        "heat_supplied": _HEAT,
        "share": Input(unit="%", optional=True, minimum=0, maximum=100, zh="供热比", en="share of heat supplied", symbol="a"),
        "load": Input(unit="%", optional=True, minimum=0, maximum=100, zh="负荷（出力）系数（可用修正的机组）", en="load factor, of units that may use it", symbol="F"),
        "cooling": Choice(values=("water", "air", "back_pressure"), default="water", zh="冷却方式", en="cooling"),
    },
    parameters={
        "benchmark": Official("carbon.ets_benchmark.{unit_class}", unit="tCO2/MWh", symbol="B_e"),
        "heat_benchmark": Official("carbon.ets_heat_benchmark.{unit_class}", unit="tCO2/GJ", symbol="B_h"),
        "cooled": Official("carbon.ets_cooling.{cooling}", symbol="F_l"),
        "less_by_heat": Official("carbon.ets_heat_correction.{unit_class}", symbol="b"),
    },
    formula="A = {supplied} × {benchmark} × {by_cooling} × {by_heat} × {by_load} + {heat} × {heat_benchmark}",
)  # fmt: skip
def by_supply(unit_class, supplied, heat_supplied, share, load, cooling, benchmark, heat_benchmark, cooled, less_by_heat):  # fmt: skip
    """Tonnes of CO2 allowed, 2019 to 2022. A gas unit is corrected for heat alone.

    Which units may use the load correction is not transcribed: it is made where a load is given.
    Raises `heat_share_missing` for heat without its share.
    """
    if heat_supplied and share is None:
        raise LuhengError("heat_share_missing")
    by_heat = 1 - less_by_heat * (share or 0) / 100
    by_cooling = 1 if unit_class == "gas" else cooled
    by_load = load_correction(load) if load is not None and unit_class in _CONVENTIONAL else 1
    heat = heat_supplied or 0
    return Worked(
        supplied * benchmark * by_cooling * by_heat * by_load + heat * heat_benchmark,
        by_cooling=by_cooling, by_heat=by_heat, by_load=by_load, heat=heat, **_load_note(unit_class, load),
    )  # fmt: skip


def load_correction(load):
    """What a conventional coal unit gets for its load, in percent, below 85: steps of 2019 to 2022."""
    if load >= 85:
        return 1
    if load >= 80:
        return 1 + (85 - load) * 14 / 10000
    if load >= 75:
        return (10070 + (80 - load) * 16) / 10000
    return float(1.015 ** float(16 - load / 5))


def _load_note(unit_class, load):
    if unit_class not in _CONVENTIONAL:
        return {
            "note_zh": "本类机组不作负荷修正",
            "note_en": "units of this class have no correction for load",
        }
    if load is None:
        return {
            "note_zh": "未给负荷系数，未作负荷修正",
            "note_en": "no load factor given: no correction for load",
        }
    return {
        "note_zh": "可用负荷修正的机组范围未转录，请自行核对",
        "note_en": "which units may use the load correction is not transcribed: check it",
    }


@method(
    id="carbon.ets_power_allocation",
    zh="发电机组碳排放配额（发电量基准）",
    en="allowances of a generating unit, by power generated",
    unit="tCO2",
    source=Clause(GENERATION, "配额核定", mark="secondary"),
    since="2023-01-01",
    given={
        "unit_class": _CLASS,
        "generated": Input(unit="MWh", minimum=0, zh="发电量", en="power generated", symbol="Q_e"),
        "heat_supplied": _HEAT,
        "load": Input(unit="%", optional=True, minimum=0, maximum=100, zh="负荷（出力）系数", en="load factor", symbol="F"),
    },
    parameters={
        "benchmark": Official("carbon.ets_benchmark.{unit_class}", unit="tCO2/MWh", symbol="B_e"),
        "heat_benchmark": Official("carbon.ets_heat_benchmark.{unit_class}", unit="tCO2/GJ", symbol="B_h"),
        "peak_shaving": Official("carbon.ets_peak_shaving"),
    },
    formula="A = {generated} × {benchmark} × {by_load} + {heat} × {heat_benchmark}",
)  # fmt: skip
def by_generation(unit_class, generated, heat_supplied, load, benchmark, heat_benchmark, peak_shaving):  # fmt: skip
    """Tonnes of CO2 allowed, from 2023: one factor for shaving peaks, for coal units below the threshold.

    The factor jumps at the threshold, as the source has it.
    Raises `input_missing` for a conventional coal unit without a load.
    """
    conventional = unit_class in _CONVENTIONAL
    if conventional and load is None:
        raise LuhengError("input_missing", name="load", label="负荷（出力）系数")
    by_load = 1
    if conventional and load < peak_shaving["below"]:
        by_load = float(peak_shaving["base"]) ** float(16 - load / 5)
    heat = heat_supplied or 0
    return Worked(
        generated * benchmark * by_load + heat * heat_benchmark, by_load=by_load, heat=heat
    )


@method(
    id="carbon.ets_power_draft",
    zh="发电机组碳排放配额试算（2025、2026年征求意见稿）",
    en="allowances of a generating unit by the draft of 2025 and 2026, for trial",
    unit="tCO2",
    source=Clause(DRAFT, "表1", mark="secondary"),
    given={
        "unit_class": _CLASS,
        "year": Choice(values=("2025", "2026"), zh="履约年度", en="year"),
        "generated": Input(unit="MWh", minimum=0, zh="发电量", en="power generated", symbol="Q_e"),
        "heat_supplied": _HEAT,
        "load": Input(unit="%", optional=True, minimum=0, maximum=100, zh="负荷（出力）系数", en="load factor", symbol="F"),
    },
    parameters={
        "benchmark": Official("carbon.ets_draft_{year}.{unit_class}", unit="tCO2/MWh", symbol="B_e"),
        "heat_benchmark": Official("carbon.ets_draft_heat_{year}.{unit_class}", unit="tCO2/GJ", symbol="B_h"),
    },
    formula="A = {generated} × {benchmark} × {by_load} + {heat} × {heat_benchmark}",
)  # fmt: skip
def by_draft(unit_class, year, generated, heat_supplied, load, benchmark, heat_benchmark):
    """Tonnes of CO2 by a draft whose final text is not seen: for trial, never for surrender.

    Raises `input_missing` for a conventional coal unit without a load.
    """
    conventional = unit_class in _CONVENTIONAL
    if conventional and load is None:
        raise LuhengError("input_missing", name="load", label="负荷（出力）系数")
    by_load = draft_correction(load) if conventional else 1
    heat = heat_supplied or 0
    return Worked(
        generated * benchmark * by_load + heat * heat_benchmark, by_load=by_load, heat=heat,
        note_zh="征求意见稿，正式文本未见，不能用于履约",
        note_en="a draft; the final text is not seen: not for surrender",
    )  # fmt: skip


def draft_correction(load):
    """The draft's factor for a load in percent: above 1 below a load of 50, else 1."""
    if load >= 50:
        return 1
    f = float(load)
    return 7.254 - 0.633 * (1 - exp(-f / 29.822)) - 5.643 * (1 - exp(-f / 6.871))


@method(
    id="carbon.ets_obligation",
    zh="发电企业应清缴配额",
    en="allowances a generating enterprise must surrender",
    unit="tCO2",
    source=Clause(GENERATION, "履约缺口上限", mark="secondary"),
    given={
        "unit_kind": Choice(values=("coal", "gas"), default="coal", zh="机组类型", en="kind of unit"),
        "verified": Input(unit="tCO2", minimum=0, zh="经核查排放量", en="verified emissions", symbol="E"),
        "allocated": Input(unit="tCO2", minimum=0, zh="核定配额", en="allowances allocated", symbol="A"),
    },
    parameters={"most_gap": Official("carbon.ets_gap_cap", unit="%", symbol="g")},
    formula="O = min({verified}, {allocated} + {verified} × {most_gap}%)",
)  # fmt: skip
def obligation(unit_kind, verified, allocated, most_gap):
    """Tonnes of CO2 to surrender: a gap counts up to a share of emissions; of a gas unit not at all."""
    if unit_kind == "gas":
        return Worked(
            min(verified, allocated), formula="O = min({verified}, {allocated})",
            note_zh="燃气机组的缺口豁免", note_en="the gap of a gas unit is waived",
        )  # fmt: skip
    return min(verified, allocated + verified * most_gap / 100)


@method(
    id="carbon.ets_carry_over",
    zh="可结转配额上限",
    en="most allowances that may be carried over",
    unit="tCO2",
    source=Clause(GENERATION, "结转", mark="secondary"),
    given={
        "held": Input(unit="tCO2", minimum=0, zh="持有的2019—2024年度配额", en="allowances of 2019 to 2024 held", symbol="H"),
        "net_sold": Input(unit="tCO2", zh="净卖出量（2024-01-01至2025-12-31，净买入为负）", en="net sales from 2024 to 2025, bought negative", symbol="S"),
    },
    parameters={"rule": Official("carbon.ets_carry_over")},
    formula="C = min({held}, {base} + {times} × {sold})",
)  # fmt: skip
def carry_over(held, net_sold, rule):
    """Tonnes of CO2 that may be turned into allowances of 2025; what is above them lapses."""
    sold = max(net_sold, 0)
    return Worked(min(held, rule["base"] + rule["times"] * sold), sold=sold, **rule)


@method(
    id="carbon.ets_industry_allocation",
    zh="钢铁、水泥、铝冶炼企业碳排放配额（2024年度）",
    en="allowances of steel, cement and aluminium for 2024",
    unit="tCO2",
    source=Clause(INDUSTRY, "2024年度配额", mark="secondary"),
    since="2024-01-01",
    until="2025-01-01",
    given={
        "verified": Input(unit="tCO2", minimum=0, zh="经核查排放量", en="verified emissions", symbol="E"),
    },
    formula="A = {verified}",
)  # fmt: skip
def industry_as_emitted(verified):
    """Tonnes of CO2 allowed for 2024: just what was emitted."""
    return verified


@method(
    id="carbon.ets_industry_allocation",
    zh="钢铁、水泥、铝冶炼企业碳排放配额",
    en="allowances of steel, cement and aluminium",
    unit="tCO2",
    source=Clause(INDUSTRY, "2025年度配额", mark="secondary"),
    since="2025-01-01",
    given={
        "verified": Input(unit="tCO2", minimum=0, zh="经核查排放量", en="verified emissions", symbol="E"),
        "own_intensity": Input(unit="tCO2/t", minimum=0, zh="本企业碳排放强度", en="own intensity", symbol="I"),
        "balance": Input(unit="tCO2/t", minimum=0, zh="盈亏平衡值", en="intensity of balance", symbol="I₀"),
    },
    parameters={"rule": Official("carbon.ets_industry_rule")},
    formula="A = {verified} × (1 + {moved})",
)  # fmt: skip
def industry_by_intensity(verified, own_intensity, balance, rule):
    """Tonnes of CO2 allowed: a little more than emitted for those below the balance, less above it.

    Raises `balance_is_zero`.
    """
    if not balance:
        raise LuhengError("balance_is_zero")
    apart = (balance - own_intensity) / balance
    most = rule["most"] if apart > 0 else -rule["most"]
    moved = rule["slope"] * apart if abs(apart) < rule["reach"] else most
    return Worked(verified * (1 + moved), moved=moved)
