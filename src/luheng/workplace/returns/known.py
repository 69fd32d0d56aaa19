"""What the city knows already of a field: its figure of the period, the one before, its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.periods import Period
from luheng.workplace.models import AskedField, Observation, Review

_LEVELS = (Observation.Kind.LEVEL, Observation.Kind.COUNT)
_READ = ("indicator_id", "indicator", "place", "unit", "period", "value", "status")


@dataclass
class History:
    """The figures of one field's series that stand, by period; the later of two is the one kept."""

    by_period: dict[str, Observation] = field(default_factory=dict)

    def of(self, period: str) -> Observation | None:
        """The figure of a period."""
        return self.by_period.get(period)

    def before(self, period: Period) -> Observation | None:
        """The latest figure of an earlier period, of the same length where there is one."""
        earlier = [(one, seen) for code, seen in self.by_period.items() if (one := _parsed(code)) and one.last < period.first]  # fmt: skip
        alike = [pair for pair in earlier if pair[0].length_months == period.length_months]
        return max(alike or earlier, key=lambda pair: pair[0])[1] if earlier else None


def histories(fields: Iterable[AskedField]) -> Mapping[int, History]:
    """The history of each indicator field by its id: one query for all of them."""
    wanted = [one for one in fields if one.kind == AskedField.Kind.INDICATOR]
    found: dict[tuple[str, str, str], History] = defaultdict(History)
    figures = Observation.objects.filter(superseded_by=None, kind__in=_LEVELS).filter(
        Q(indicator_id__in={one.indicator_id for one in wanted} - {""})
        | Q(indicator__in={one.name for one in wanted})
    )
    for seen in figures.exclude(review=Review.REJECTED).order_by("pk").only(*_READ):
        for name in {seen.indicator_id, seen.indicator} - {""}:
            found[name, seen.place, seen.unit].by_period[seen.period] = seen
    empty = History()
    return {
        one.pk: found.get((one.indicator_id, one.place, one.measure))
        or found.get((one.name, one.place, one.measure))
        or empty
        for one in wanted
    }


def _parsed(code: str) -> Period | None:
    try:
        return Period.parse(code)
    except LuhengError:
        return None
