"""The light of a stored verdict: colour by the city's setting, always with its word and shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from luheng.judgement.lights import SCHEMES, Light, LightScheme
from luheng.judgement.model import Verdict as Judged
from luheng.workplace.models import Verdict


@dataclass(frozen=True)
class _Dated:
    """As much of a judgement as a light depends on."""

    verdict: Judged
    today: date
    due_on: date | None


def scheme() -> LightScheme:
    """The scheme the city has chosen."""
    city = settings.LUHENG_CITY
    return SCHEMES[city.lights if city else "by_schedule"]


def light_of(verdict: Verdict) -> Light:
    """The light of a stored verdict."""
    return light_of_code(verdict.code, verdict.as_of, verdict.target.year)


def light_of_code(code: str, today: date, year: int | None) -> Light:
    """The light of a verdict by its code; `year` is its target's, for lights near a deadline."""
    due = date(year, 12, 31) if year else None
    return scheme().light(_Dated(Judged(code), today, due))  # type: ignore[arg-type]


def lights_in_order() -> list[tuple[str, Light]]:
    """One light for each verdict, in the order of every summary."""
    return [(code.value, Light(code, scheme().colours[code])) for code in Judged]
