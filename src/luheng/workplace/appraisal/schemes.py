"""Which scheme holds: the city's own `appraisal.yaml`, else the one that comes with the software."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Q

from luheng.judgement.appraisal import Group, Scheme, read_scheme
from luheng.judgement.appraisal.scheme_file import scheme_text
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.models import Appraisal, Unit

FILE = "appraisal.yaml"


def scheme_words(city: City) -> tuple[str, str]:
    """Name and text of the scheme that a new appraisal takes. Raises `appraisal_scheme_…`."""
    own = city.folder / FILE
    if own.exists():
        return FILE, scheme_text(own)
    return "shipped_scheme.yaml", scheme_text()


@lru_cache(maxsize=8)
def _read(text: str, name: str) -> Scheme:
    return read_scheme(text, name)


def scheme_of(appraisal: Appraisal) -> Scheme:
    """The scheme that an appraisal keeps."""
    return _read(appraisal.scheme_text, appraisal.scheme_name)


def grouped_units(scheme: Scheme, with_facts: set[int]) -> list[tuple[Unit, Group]]:
    """The units that are appraised, in the order of the scheme, then by name; never by points.

    Units that a group names are listed whether anything is known of them or not; of the rest only
    those with something to score. Raises `appraisal_unit_unknown`.
    """
    standing = Q(active=True) | Q(pk__in=with_facts)  # one that ceased may have had its half
    units = {unit.name: unit for unit in Unit.objects.filter(standing)}
    known = set(Unit.objects.values_list("name", flat=True))
    for group in scheme.groups:
        if missing := next((name for name in group.units if name not in known), None):
            raise LuhengError(
                "appraisal_unit_unknown", file=scheme.file, line=group.line, name=missing
            )
    found = [(unit, scheme.group_of(unit.name, unit.kind)) for unit in units.values()]
    taken = [
        (unit, group)
        for unit, group in found
        if group and (unit.name in group.units or unit.pk in with_facts)
    ]
    return sorted(taken, key=lambda pair: _order(scheme, *pair))


def _order(scheme: Scheme, unit: Unit, group: Group) -> tuple[int, int, str]:
    named = group.units.index(unit.name) if unit.name in group.units else len(group.units)
    return scheme.groups.index(group), named, unit.name
