"""How fast targets are judged: 1,000 targets with 100 observations each, beside a plain loop.

The loop does the bare arithmetic in floats (pick the latest figure, expect a straight line,
compare) and explains nothing; the ratio is the price of the reasons. Run from the repository:
`python bench/bench_judgement.py`. Prints; asserts nothing.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from timing import seconds

from luheng.documents.model import Observation, Span, Target
from luheng.judgement import VerdictCounts, judge

TARGETS, OBSERVATIONS = 1_000, 100
TODAY = date(2024, 9, 1)
NOWHERE = Span(0, 0)


def target(number: int) -> Target:
    """A level, or every third time a fall from 2020, of an indicator of its own."""
    fields = {"indicator": f"指标{number}", "year": 2025, "quote": "", "span": NOWHERE}
    if number % 3 == 0:
        return Target(op="reduce_by", value=Decimal(14), unit="%", base_year=2020, **fields)
    return Target(
        op=">=", value=Decimal(60), unit="吨",
        baseline=Decimal(40), baseline_year=2020, **fields,
    )  # fmt: skip


def observations(number: int) -> list[Observation]:
    """A hundred: years, two places, preliminary and final, and a sixth of another indicator."""
    return [
        Observation(
            indicator=f"指标{number if i % 6 else number + 1}",
            place="某市" if i < 60 else "某县",
            period=str(2014 + i % 10),
            value=Decimal(30 + number % 20 + i % 10 * (2 if number % 3 else -1)),
            unit="吨",
            status="final" if i // 10 % 2 else "preliminary",
            quote=str(i),
            span=NOWHERE,
        )
        for i in range(OBSERVATIONS)
    ]


def plain(one: Target, seen: list[Observation]) -> str:
    """The bare arithmetic in floats: no units, no status, no reason."""
    latest: Observation | None = None
    for item in seen:
        if item.indicator != one.indicator or item.place != "某市":
            continue
        if latest is None or int(item.period) >= int(latest.period):
            latest = item
    if latest is None:
        return "insufficient_data"
    value, bar, base = float(latest.value), float(one.value or 0), 40.0
    expected = base + (bar - base) * (int(latest.period) - 2020) / 5
    if value >= bar:
        return "met"
    return "on_track" if value >= expected - 0.05 * abs(bar - base) else "behind"


def main() -> None:
    """Prints both times, targets a second, and the ratio."""
    cases = [(target(n), observations(n)) for n in range(TARGETS)]
    judged = [judge(one, seen, today=TODAY, place="某市") for one, seen in cases]
    with_reasons = seconds(
        lambda: [judge(one, seen, today=TODAY, place="某市") for one, seen in cases]
    )
    bare = seconds(lambda: [plain(one, seen) for one, seen in cases])
    print(f"judgement: {TARGETS:,} targets × {OBSERVATIONS} observations")
    print(f"  with reasons  {with_reasons:6.2f} s   {TARGETS / with_reasons:8,.0f} targets/s")
    print(f"  bare loop     {bare:6.3f} s   {TARGETS / bare:8,.0f} targets/s")
    print(f"  ratio         {with_reasons / bare:6.1f}")
    print(f"  {VerdictCounts.of(judged).sentence('zh')}")


if __name__ == "__main__":
    main()
