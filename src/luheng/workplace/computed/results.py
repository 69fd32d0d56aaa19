"""Computes for the city and keeps what came out, with its lineage; enters it where it is an indicator."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction

from luheng.methods import Result, standards
from luheng.methods.amounts import decimal_of
from luheng.methods.packs import indicators_given
from luheng.methods.restatement import Restated, numbers_entry, restate
from luheng.methods.uncertainty import Interval, intervals
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.periods import Period
from luheng.vocabulary.units_of_measure import conversion_factor, convertible
from luheng.workplace.models import Computed, User
from luheng.workplace.permissions import Act, require
from luheng.workplace.progress import enter_observation

_PLACES = Decimal("0.000001")  # of what is kept as a number; the record keeps the exact one
_GREATEST = Decimal(10) ** 18


@dataclass(frozen=True)
class Asked:
    """What is to be computed: a method, for a place and a period, by an edition where one is named."""

    method: str
    period: str
    place: str
    given: Mapping[str, Any]
    using: str = ""


def compute(asked: Asked) -> Result:
    """The result, not kept.

    Raises LuhengError as `luheng.compute`, `period_unreadable`, and `inputs_do_not_fit` where inputs
    of a program are of a form that the method cannot work with.
    """
    try:
        return standards().compute(
            asked.method, period=Period.parse(asked.period), place=asked.place,
            using=(asked.using,) if asked.using else (), **asked.given,
        )  # fmt: skip
    except (TypeError, ValueError, KeyError, ArithmeticError) as error:
        raise LuhengError("inputs_do_not_fit", method=asked.method, problem=error) from error


def spread(asked: Asked, digest: str = "") -> dict[str, Interval]:
    """The intervals of a result's numbers by their paths; none where nothing that went in has one.

    digest: of a kept result, which has them only as long as it comes out the same today.
    """
    try:
        if digest and compute(asked).lineage.digest != digest:
            return {}
        return intervals(
            asked.method, period=Period.parse(asked.period), place=asked.place,
            using=(asked.using,) if asked.using else (), **asked.given,
        )  # fmt: skip
    except LuhengError:
        return {}


@transaction.atomic
def keep(asked: Asked, by: User, *, note: str = "") -> Computed:
    """The result, kept; the same lineage again is the result that is there.

    One for the same method, period, place and edition supersedes the one before, which stays to be
    seen. Where the method gives an indicator, the figure is entered and targets are judged.
    Raises `not_allowed` and as `compute`.
    """
    require(by, Act.ENTER_OBSERVATION)
    result = compute(asked)
    place = place_name(asked.place)
    same = Computed.objects.select_for_update().filter(
        method=asked.method, period=str(Period.parse(asked.period)), place=place, using=asked.using
    )
    digest = result.lineage.digest
    there = same.filter(digest=digest).first()
    if there is not None and there.superseded_by_id is None:
        return there
    made = there or Computed(
        method=asked.method, period=str(Period.parse(asked.period)), place=place, using=asked.using,
        given=json.loads(json.dumps(asked.given, default=str)), record=result.record(), working={"zh": result.explain("zh"), "en": result.explain("en")},
        value=_number(result.exact), words=_words(result), unit=result.unit, mark=result.mark,
        digest=digest, computed_by=by,
    )  # fmt: skip
    made.superseded_by = None
    if not asked.using:
        made.observation = _enter(made, by)
    made.save()
    same.filter(superseded_by=None).exclude(pk=made.pk).update(superseded_by=made)
    return made


def _enter(made: Computed, by: User) -> Any:
    """The figure of the indicator that the method gives; None where it gives none."""
    entry = catalogue().get(indicators_given().get(made.method, ""))
    if entry is None or made.value is None:
        return None
    wanted = entry.unit or made.unit
    if made.unit != wanted and not convertible(made.unit, wanted):
        return None
    value = Fraction(made.value) * (
        conversion_factor(made.unit, wanted) if made.unit != wanted else 1
    )
    observation = enter_observation(
        {
            "indicator": entry.zh, "indicator_id": entry.id, "place": made.place,
            "period": made.period, "value": decimal_of(value).quantize(_PLACES), "unit": wanted,
            "quote": f"{made.method}（{made.record['lineage']['steps'][-1]['standard']}）",
        },
        by,
    )  # fmt: skip
    Computed.objects.filter(observation=observation).update(observation=None)
    return observation


def place_name(place: str) -> str:
    """The place itself of a chain that leads to it: 广东省/湛江市 is 湛江市."""
    return place.rpartition("/")[2]


def given_again(one: Computed) -> Asked:
    """What a kept result was computed from."""
    return Asked(one.method, one.period, one.record["lineage"]["place"], one.given, one.using)


def restated(one: Computed, using: str = "") -> Restated:
    """A kept result beside what it is by today's numbers, or by an edition. Raises as `compute`."""
    before = compute(given_again(one))
    return restate(before, using=(using,) if using else ())


@dataclass(frozen=True)
class Moved:
    """A kept result that would come out otherwise today."""

    result: Computed
    before: str
    after: str
    unit: str
    numbers: tuple[str, ...]  # ids of official numbers that are other ones now


def moved() -> list[Moved]:
    """The current results that today's methods and numbers move, with both values.

    A result that today's door refuses is listed with the reason in place of a value.
    """
    return [found for one in _current() if (found := _moved(one)) is not None]


def movements(why: str) -> str:
    """The entry of a changelog for the results that today's methods and numbers move.

    What today's door refuses has no new value: it stands at the end, with the reason.
    """
    found, refused = [], []
    for one in _current():
        try:
            found.append(_against_today(one))
        except LuhengError as problem:
            refused.append(f"  - {one.method}, {one.place}, {one.period}: {problem.message.text('en')}\n")  # fmt: skip
    return numbers_entry(found, why=why) + "".join(refused)


def _against_today(one: Computed) -> Restated:
    """A kept result beside what its inputs give by today's methods and numbers."""
    kept, after = one.record["value"], compute(given_again(one))
    with suppress(ValueError, TypeError):
        kept = Fraction(kept)
    before = {id: version["digest"] for id, version in one.numbers.items()}
    return Restated(one.method, one.unit, kept, after, before)


def _current() -> Iterable[Computed]:
    return Computed.objects.filter(superseded_by=None).order_by("method", "place", "period")


def _moved(one: Computed) -> Moved | None:
    try:
        now = compute(given_again(one))
    except LuhengError as problem:
        return Moved(one, one.words, problem.message.text("zh"), one.unit, ())
    if now.lineage.digest == one.digest:
        return None
    digests = {version.parameter: version.digest for version in now.lineage.versions}
    before = {id: version["digest"] for id, version in one.numbers.items()}
    changed = sorted(id for id in digests if digests[id] != before.get(id))
    return Moved(one, one.words, _words(now), one.unit, tuple(changed))


def results_by(parameter: str) -> list[Computed]:
    """The current results that depend on an official number."""
    return [one for one in _current() if parameter in one.numbers]


def _number(exact: Any) -> Decimal | None:
    if isinstance(exact, bool) or not isinstance(exact, int | float | Fraction):
        exact = getattr(exact, "item", lambda: None)() if getattr(exact, "ndim", 1) == 0 else None
    if not isinstance(exact, int | float | Fraction) or exact != exact:
        return None
    number = decimal_of(Fraction(exact)).quantize(_PLACES)
    return number if abs(number) < _GREATEST else None


def _words(result: Result) -> str:
    value = result.value
    if value is None:
        return "—"
    if isinstance(value, Mapping):
        alone = {key: item for key, item in value.items() if not isinstance(item, Mapping)}
        text = "，".join(f"{key} {_short(item)}" for key, item in (alone or value).items())
    else:
        text = _short(value)
    return text[:399] + "…" if len(text) > 400 else text


def _short(value: Any) -> str:
    if isinstance(value, Decimal):
        rounded = value.quantize(_PLACES) if abs(value) < _GREATEST else value
        return f"{rounded.normalize():f}"
    return str(value)
