"""The interval of a result from the intervals of what went in: analytic where linear, else drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import Any, Literal

import numpy as np

from luheng.methods.amounts import Amount
from luheng.methods.door import Entered
from luheng.methods.lineage import Result
from luheng.methods.packs import standards as all_standards
from luheng.methods.run import Run
from luheng.methods.standards import Standards
from luheng.vocabulary.messages import LuhengError


@dataclass(frozen=True, slots=True)
class Uncertain:
    """One input or official number that is known only within an interval, in the function's unit."""

    name: str
    value: Fraction
    low: Fraction
    high: Fraction
    shape: str
    confidence: int
    pool: str = ""  # an input: the name it was given under, its key where it is one of a mapping
    key: str = ""
    unit: str = ""
    digest: str = ""  # an official number: its version

    @property
    def deviation(self) -> float:
        """The standard deviation that its interval means."""
        width = float(self.high - self.low)
        if self.shape == "uniform":
            return width / math.sqrt(12)
        if self.shape == "triangular":
            a, b, c = float(self.low), float(self.high), float(self.value)
            return math.sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18)
        return width / 2 / _z(self.confidence)

    def draws(self, generator: np.random.Generator, count: int) -> np.ndarray:
        """So many values of it."""
        low, high, middle = float(self.low), float(self.high), float(self.value)
        if self.shape == "uniform":
            return generator.uniform(low, high, count)
        if self.shape == "triangular":
            return generator.triangular(low, middle, high, count)
        if self.shape == "lognormal":
            logs = math.log(low), math.log(high)
            sigma = (logs[1] - logs[0]) / 2 / _z(self.confidence)
            return generator.lognormal(sum(logs) / 2, sigma, count)
        return generator.normal(middle, self.deviation, count)


@dataclass(frozen=True, slots=True)
class Interval:
    """A result with the interval that holds it with a confidence in percent.

    `shares` says what part of the variance each source has, greatest first; `way` how the interval
    was found: analytic (linear in all sources), monte_carlo, or certain (no source has an interval).
    """

    result: Result
    low: float
    high: float
    confidence: int
    way: Literal["certain", "analytic", "monte_carlo"]
    shares: tuple[tuple[str, float], ...]
    draws: int = 0
    seed: int = 0

    @property
    def percent(self) -> float:
        """Half the width as a share of the value, the way inventories report it."""
        middle = abs(float(self.result.exact))
        return (self.high - self.low) / 2 / middle * 100 if middle else math.inf


def interval(
    id: str,
    *,
    confidence: int = 95,
    draws: int = 10_000,
    seed: int = 20260301,
    standards: Standards | None = None,
    **asked: Any,
) -> Interval:
    """The result of a method with its interval; `asked` is what `compute` takes.

    An official number used in several places is one source and moves in all of them together. The
    same seed gives the same interval. Raises LuhengError as `compute`, and `interval_no_number`.
    """
    house = standards or all_standards()
    result = house.compute(id, **asked)
    if not isinstance(result.exact, int | float | Fraction):
        raise LuhengError("interval_no_number", id=id)
    sources = list(_sources(result))
    if not sources:
        value = float(result.exact)
        return Interval(result, value, value, confidence, "certain", ())
    again = _evaluator(house, result, sources)
    slopes = _slopes(again, result, sources) if _normal_enough(sources) else None
    if slopes is not None:
        return _analytic(result, sources, slopes, confidence)
    return _drawn(again, result, sources, confidence, draws, seed)


def intervals(
    id: str,
    *,
    confidence: int = 95,
    draws: int = 10_000,
    seed: int = 20260301,
    standards: Standards | None = None,
    **asked: Any,
) -> dict[str, Interval]:
    """The interval of every number of a result that is a mapping, by its path: ``scope.1``, ``all``.

    All numbers rest on the same draws, so that parts and totals belong together. A result that is one
    number has the path ``""``. Raises LuhengError as `compute`, and `interval_no_number`.
    """
    house = standards or all_standards()
    result = house.compute(id, **asked)
    if not isinstance(result.exact, Mapping):
        one = interval(id, confidence=confidence, draws=draws, seed=seed, standards=house, **asked)
        return {"": one}
    numbers = dict(_leaves(result.exact))
    if not numbers:
        raise LuhengError("interval_no_number", id=id)
    sources = list(_sources(result))
    if not sources:
        return {
            path: Interval(
                _part(result, value), float(value), float(value), confidence, "certain", ()
            )
            for path, value in numbers.items()
        }
    generator = np.random.default_rng(seed)
    drawn = [source.draws(generator, draws) for source in sources]
    values = _evaluated_leaves(_evaluator(house, result, sources), drawn, draws, list(numbers))
    return _intervals_of(result, numbers, sources, drawn, values, confidence, seed)


def _part(result: Result, value: Any) -> Result:
    """A number of a result, with the lineage of the whole."""
    return Result(value, result.unit, result.lineage, result.given)


def _leaves(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The numbers of a mapping by their paths; words, keys and what is missing are none."""
    for key, one in value.items():
        path = f"{before}{key}"
        if isinstance(one, Mapping):
            yield from _leaves(one, f"{path}.")
        elif isinstance(one, int | float | Fraction | np.ndarray) and not isinstance(one, bool):
            yield path, one


def _evaluated_leaves(
    again: Evaluator, drawn: list[np.ndarray], draws: int, paths: list[str]
) -> np.ndarray:
    """A row for each number; one by one where a method decides by comparing numbers."""
    try:
        found = dict(_leaves(again(drawn)))
        rows = [
            np.broadcast_to(np.asarray(found[path], dtype=np.float64), (draws,)) for path in paths
        ]
        return np.stack(rows)
    except (ValueError, TypeError):
        every = [
            dict(_leaves(again([Fraction(float(one[i])) for one in drawn]))) for i in range(draws)
        ]
        return np.array([[float(one[path]) for one in every] for path in paths])


def _intervals_of(
    result: Result, numbers: Mapping[str, Any], sources: list[Uncertain],
    drawn: list[np.ndarray], values: np.ndarray, confidence: int, seed: int,
) -> dict[str, Interval]:  # fmt: skip
    tail = (100 - confidence) / 2
    lows, highs = np.percentile(values, [tail, 100 - tail], axis=1)
    shares = _standardised(values) @ _standardised(np.stack(drawn)).T / values.shape[1]
    found = {}
    for row, (path, value) in enumerate(numbers.items()):
        parts = {source.name: float(shares[row, n] ** 2) for n, source in enumerate(sources)}
        way: Literal["certain", "monte_carlo"] = "monte_carlo" if values[row].std() else "certain"
        found[path] = Interval(
            _part(result, value), float(lows[row]), float(highs[row]), confidence, way,
            _shares(parts) if way == "monte_carlo" else (), values.shape[1], seed,
        )  # fmt: skip
    return found


def _standardised(rows: np.ndarray) -> np.ndarray:
    """Each row about zero with deviation one; a row that does not move stays zero."""
    spread = rows.std(axis=1, keepdims=True)
    centred = rows - rows.mean(axis=1, keepdims=True)
    return np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0)


def _sources(result: Result) -> Iterator[Uncertain]:
    seen: set[str] = set()
    for step in result.lineage.steps:
        for argument in step.arguments:
            many = (
                argument.entered
                if isinstance(argument.entered, Mapping)
                else {"": argument.entered}
            )
            for key, one in many.items():
                name = f"{argument.pool}.{key}" if key else argument.pool
                if one is not None and one.low is not None and name not in seen:
                    seen.add(name)
                    yield _of_input(name, argument.pool, key, one)
            for version in argument.versions:
                if version.uncertainty and version.digest not in seen:
                    seen.add(version.digest)
                    known = version.uncertainty
                    yield Uncertain(
                        version.parameter, version.value, known.low, known.high, known.shape,
                        known.confidence, digest=version.digest,
                    )  # fmt: skip


def _of_input(name: str, pool: str, key: str, one: Entered) -> Uncertain:
    assert one.low is not None and one.high is not None
    return Uncertain(
        name, one.value, one.low, one.high, one.shape, one.confidence, pool, key, one.unit
    )


Evaluator = Callable[[list[Any]], Any]


def _evaluator(house: Standards, result: Result, sources: list[Uncertain]) -> Evaluator:
    """The method as a function of the uncertain values alone."""
    context, method = result.lineage.context, result.method
    raw = house._raw_inputs(method.id)

    def again(values: list[Any]) -> Any:
        given: dict[str, Any] = dict(result.given)
        replaced = {}
        for source, value in zip(sources, values, strict=True):
            if source.digest:
                replaced[source.digest] = value
            elif source.key:
                given[source.pool] = {**given[source.pool], source.key: Amount(value, source.unit)}
            else:
                given[source.pool] = Amount(value, source.unit)
        return Run(house, context, given, raw=raw, replaced=replaced).step(method, {}, {}).value

    return again


def _slopes(again: Evaluator, result: Result, sources: list[Uncertain]) -> list[float] | None:
    """How much the result moves for each source; None where it is not linear in all together.

    On a straight line both ways of an uneven step cancel; a product or a quotient leaves its curve.
    """
    middle = [source.value for source in sources]
    steps = [(source.high - source.low) / 2 or Fraction(1) for source in sources]
    base = float(result.exact)
    for seed in (1, 2):
        shares = [w * s for w, s in zip(_weights(len(sources), seed), steps, strict=True)]
        there = again([m + s for m, s in zip(middle, shares, strict=True)])
        back = again([m - s for m, s in zip(middle, shares, strict=True)])
        if not math.isclose(float(there + back), 2 * base, rel_tol=1e-12, abs_tol=1e-300):
            return None
    moved = [np.full(len(sources), float(value)) for value in middle]
    for place, step in enumerate(steps):
        moved[place][place] += float(step)
    values = _evaluated(again, moved, len(sources))
    return [(value - base) / float(step) for value, step in zip(values, steps, strict=True)]


def _weights(count: int, seed: int) -> list[Fraction]:
    """Uneven steps of 1.2 to 2.4 half widths: curves do not cancel by chance, kinks are reached."""
    return [Fraction((5 * seed * i) % 7 + 6, 5) for i in range(count)]


def _normal_enough(sources: list[Uncertain]) -> bool:
    return all(source.shape == "normal" for source in sources)


def _analytic(
    result: Result, sources: list[Uncertain], slopes: list[float], confidence: int
) -> Interval:
    parts = {
        source.name: (slope * source.deviation) ** 2
        for source, slope in zip(sources, slopes, strict=True)
    }
    half = _z(confidence) * math.sqrt(sum(parts.values()))
    middle = float(result.exact)
    shares = _shares(parts)
    return Interval(result, middle - half, middle + half, confidence, "analytic", shares)


def _drawn(
    again: Evaluator,
    result: Result,
    sources: list[Uncertain],
    confidence: int,
    draws: int,
    seed: int,
) -> Interval:
    generator = np.random.default_rng(seed)
    drawn = [source.draws(generator, draws) for source in sources]
    values = _evaluated(again, drawn, draws)
    tail = (100 - confidence) / 2
    low, high = np.percentile(values, [tail, 100 - tail])
    parts = {
        source.name: float(np.corrcoef(one, values)[0, 1] ** 2)
        if one.std() and values.std()
        else 0.0
        for source, one in zip(sources, drawn, strict=True)
    }
    return Interval(
        result, float(low), float(high), confidence, "monte_carlo", _shares(parts), draws, seed
    )


def _evaluated(again: Evaluator, drawn: list[np.ndarray], draws: int) -> np.ndarray:
    """All draws at once; one by one where a method decides by comparing numbers."""
    try:
        values = np.asarray(again(drawn), dtype=np.float64)
    except (ValueError, TypeError):
        values = np.array(
            [float(again([Fraction(float(one[i])) for one in drawn])) for i in range(draws)]
        )
    return np.broadcast_to(values, (draws,))


def _shares(parts: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    whole = sum(parts.values()) or 1.0
    ordered = sorted(parts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name, part / whole) for name, part in ordered)


def _z(confidence: int) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 200)
