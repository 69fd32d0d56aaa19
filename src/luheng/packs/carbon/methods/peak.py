"""Whether emissions have peaked: a trend test, a break test, and the honest answer that it takes years."""

from __future__ import annotations

from collections import Counter
from math import erfc, exp, sqrt

from luheng.methods import Clause, Input, Worked, method
from luheng.methods.years import in_order

_YEARS_AFTER = 5  # fewer years behind the highest one prove nothing
_FEWEST = 8  # years in all that the normal approximation needs
_LEVEL = 0.05


@method(
    id="carbon.trend",
    zh="排放趋势（Mann–Kendall检验）",
    en="trend of emissions, Mann–Kendall",
    source=Clause("达峰检验", "Mann–Kendall", mark="recalled"),
    given={
        "series": Input(
            unit="万tCO2", each="year", minimum=0, zh="逐年排放", en="emissions by year"
        )
    },
)
def trend(series):
    """`{"s", "z", "p", "trend"}`: rising, falling, or none at five percent; two-sided, ties allowed for.

    Raises `year_unreadable`, `years_with_gaps`.
    """
    values = [value for _, value in in_order(series, "series")]
    return _trend(values)


def _trend(values):
    n = len(values)
    s = sum((b > a) - (b < a) for i, a in enumerate(values) for b in values[i + 1 :])
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    z = 0.0 if s == 0 or variance == 0 else (s - (1 if s > 0 else -1)) / sqrt(variance)
    p = erfc(abs(z) / sqrt(2))
    word = "none" if p > _LEVEL else "rising" if s > 0 else "falling"
    return {"s": s, "z": z, "p": p, "trend": word}


@method(
    id="carbon.break",
    zh="排放突变年（Pettitt检验）",
    en="year of a break in emissions, Pettitt",
    source=Clause("达峰检验", "Pettitt", mark="recalled"),
    given={
        "series": Input(
            unit="万tCO2", each="year", minimum=0, zh="逐年排放", en="emissions by year"
        )
    },
)
def break_year(series):
    """`{"after", "k", "p", "significant"}`: the last year before the level changed.

    Raises `year_unreadable`, `years_with_gaps`.
    """
    chain = in_order(series, "series")
    n, values = len(chain), [value for _, value in chain]
    sums = [
        sum((b < a) - (b > a) for a in values[: cut + 1] for b in values[cut + 1 :])
        for cut in range(n - 1)
    ]
    if not sums:
        return {"after": None, "k": 0, "p": 1.0, "significant": "no"}
    cut = max(range(n - 1), key=lambda one: abs(sums[one]))
    k = abs(sums[cut])
    p = min(1.0, 2 * exp(-6 * k**2 / (n**3 + n**2)))
    return {"after": chain[cut][0], "k": k, "p": p, "significant": "yes" if p <= _LEVEL else "no"}


@method(
    id="carbon.peak",
    zh="达峰判断",
    en="whether emissions have peaked",
    source=Clause("达峰检验", "综合判断", mark="recalled"),
    given={
        "series": Input(
            unit="万tCO2", each="year", minimum=0, zh="逐年排放", en="emissions by year"
        )
    },
    formula="{highest}",
)
def peak(series):
    """too_early, not_yet, plateau or peaked.

    Peaked: five years or more lie behind the highest one and they fall significantly. With fewer
    years behind it, or fewer than eight in all, nobody can say: too_early. A highest year that is
    the last is not_yet. Raises `year_unreadable`, `years_with_gaps`.
    """
    chain = in_order(series, "series")
    if not chain:
        return Worked("too_early", formula="—")
    highest = max(chain, key=lambda one: (one[1], one[0]))[0]
    after = [value for year, value in chain if year >= highest]
    if highest == chain[-1][0]:
        return Worked(
            "not_yet",
            highest=highest,
            note_zh="最高值就在最后一年",
            note_en="the last year is the highest",
        )
    if len(chain) < _FEWEST or len(after) - 1 < _YEARS_AFTER:
        return Worked(
            "too_early", highest=highest,
            note_zh=f"最高值之后只有{len(after) - 1}年，达峰要看多年", note_en="too few years lie behind the highest",
        )  # fmt: skip
    word = "peaked" if _trend(after)["trend"] == "falling" else "plateau"
    return Worked(word, highest=highest)
