"""Student's t for whole degrees of freedom: the quantile that prediction intervals need.

Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4: finite sums, so no
numerical library is needed. Floats: an interval is not compared with anything exactly.
"""

from __future__ import annotations

from functools import cache
from math import atan, cos, pi, sin, sqrt


def probability_within(t: float, freedom: int) -> float:
    """The probability that |T| ≤ t with `freedom` ≥ 1 degrees of freedom."""
    angle = atan(t / sqrt(freedom))
    cosine, even = cos(angle), freedom % 2 == 0
    if freedom == 1:
        return 2 * angle / pi
    term = 1.0 if even else cosine
    total = term
    for n in range(2 if even else 3, freedom - 1, 2):
        term *= (n - 1) / n * cosine**2
        total += term
    return sin(angle) * total if even else 2 / pi * (angle + sin(angle) * total)


@cache
def two_sided_quantile(level: float, freedom: int) -> float:
    """The t with `probability_within(t, freedom) == level`, for 0 < level < 1."""
    low, high = 0.0, 1.0
    while probability_within(high, freedom) < level:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if probability_within(middle, freedom) < level:
            low = middle
        else:
            high = middle
    return (low + high) / 2
