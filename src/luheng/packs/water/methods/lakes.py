"""The trophic state of lakes and reservoirs (环办〔2011〕22号)."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

import numpy as np

from luheng.methods import Choice, Clause, Input, Need, Official, Worked, method
from luheng.packs.water.methods.classes import EVALUATION
from luheng.vocabulary.messages import LuhengError

QUALITIES = {
    "chlorophyll_a": ("叶绿素a", "Chla"),
    "total_p": ("总磷", "TP"),
    "total_n": ("总氮", "TN"),
    "transparency": ("透明度", "SD"),
    "permanganate_index": ("高锰酸盐指数", "CODMn"),
}
STATE = Clause(EVALUATION, "湖泊、水库营养状态评价", mark="secondary")

_DIGITS = Context(prec=28)


def natural_logarithm(value):
    """ln to 28 digits, the same on every machine; of arrays in floats."""
    if isinstance(value, np.ndarray):
        return np.log(value)
    exact = Fraction(repr(value)) if isinstance(value, float) else value
    as_decimal = _DIGITS.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return Fraction(as_decimal.ln(_DIGITS))


@method(
    id="water.trophic_state_of",
    zh="单项营养状态指数",
    en="trophic state by one quality",
    source=STATE,
    given={
        "value": Input(
            unit_of="factors", below="half", minimum=0, zh="浓度或透明度", en="value", symbol="X"
        ),
        "quality": Choice(values=tuple(QUALITIES), zh="项目", en="quality of the water"),
    },
    parameters={"factors": Official("water.trophic_state.{quality}")},
    formula="TLI = 10 × ({constant} + {slope} × ln {value})",
    symbols={"constant": "a", "slope": "b"},
)
def trophic_state_of(value, quality, factors):
    """Ten times a line in the natural logarithm of the value. Not detected is half its limit.

    Chlorophyll a in mg/m³, phosphorus, nitrogen and permanganate index in mg/L, transparency in m.
    Raises LuhengError `water_logarithm_of_zero`.
    """
    if np.any(value == 0):
        raise LuhengError("water_logarithm_of_zero", label=QUALITIES[quality][0])
    constant, slope = factors["constant"], factors["slope"]
    index = 10 * (constant + slope * natural_logarithm(value))
    return Worked(index, constant=constant, slope=slope)


STATES = {
    f"state_{quality}": Need(
        "water.trophic_state_of", {"quality": quality}, {"value": quality}, f"TLI({symbol})"
    )
    for quality, (_, symbol) in QUALITIES.items()
}


@method(
    id="water.trophic_state",
    zh="综合营养状态指数",
    en="trophic state index",
    source=STATE,
    needs=STATES,
    parameters={
        f"factors_{quality}": Official(f"water.trophic_state.{quality}") for quality in QUALITIES
    },
    formula="TLI(Σ) = {terms}",
    symbols={"terms": "Σ(r² ÷ Σr² × TLI)"},
)
def trophic_state(
    state_chlorophyll_a, state_total_p, state_total_n, state_transparency, state_permanganate_index,
    factors_chlorophyll_a, factors_total_p, factors_total_n, factors_transparency,
    factors_permanganate_index,
):  # fmt: skip
    """The mean of the five indices, weighted with the squared correlation to chlorophyll a.

    All five are needed: a missing one is refused, not left out. Not rounded.
    """
    given = locals()
    squares = {name: given[f"factors_{name}"]["correlation"] ** 2 for name in QUALITIES}
    total = sum(squares.values())
    weights = {name: square / total for name, square in squares.items()}
    index = sum(weights[name] * given[f"state_{name}"] for name in QUALITIES)
    if isinstance(index, np.ndarray):
        return index
    terms = " + ".join(
        f"{float(weights[name]):.4f} × {float(given[f'state_{name}']):.2f}" for name in QUALITIES
    )
    return Worked(index, terms=terms)


@method(
    id="water.trophic_grade",
    zh="营养状态分级",
    en="grade of the trophic state",
    source=Clause(EVALUATION, "湖泊、水库营养状态评价", mark="recalled"),
    needs={"index": Need("water.trophic_state", symbol="TLI(Σ)")},
    parameters={"grades": "water.trophic_grades"},
)
def trophic_grade(index, grades):
    """{grade, zh, en}, from 1 oligotrophic to 5 heavily eutrophic; 30 and 50 are mesotrophic.

    Of arrays: the numbers of the grades, 0 where the index is missing.
    """
    if isinstance(index, np.ndarray):
        number = 2 + np.searchsorted(np.array(grades["up_to"]), index, side="left")
        number = np.where(index < grades["oligotrophic_below"], 1, number)
        return np.where(np.isnan(index), 0, number)
    if index < grades["oligotrophic_below"]:
        place = 0
    else:
        place = 1 + sum(index > top for top in grades["up_to"])
    return {"grade": place + 1, "zh": grades["zh"][place], "en": grades["en"][place]}
