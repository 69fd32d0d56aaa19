"""Who sees which returns: a unit its own and those it contributes to, others all."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from luheng.workplace.models import Return, ReturnRow
from luheng.workplace.permissions import Act, Person, may, of_own_unit_only
from luheng.workplace.returns.overdue import OPEN


def returns_of_unit(unit_id: int) -> Q:
    """The returns a unit files, and those it contributes to."""
    contributed = ReturnRow.objects.filter(contributions__unit=unit_id).values("parent")
    return Q(unit=unit_id) | Q(pk__in=contributed)


def fields_of_unit(unit_id: int) -> Q:
    """The fields asked of a unit."""
    return Q(unit=unit_id)


def return_of(person: Person, pk: int) -> Return:
    """The return, if the person may see it. Raises Http404 otherwise: not even its name is told."""
    known = Return.objects.select_related("form", "unit")
    if of_own_unit_only(person):
        known = known.filter(returns_of_unit(getattr(person, "unit_id", None) or 0))
    found = known.filter(pk=pk).first() if pk < 1 << 62 else None
    if found is None:
        raise Http404(f"return {pk}")
    return found


def whole_return_of(person: Person, pk: int) -> Return:
    """The return, if the person may see all of it. Raises Http404 else, for supporting units too."""
    one = return_of(person, pk)
    if only_contributes(person, one):
        raise Http404(f"return {pk}")
    return one


def row_of(person: Person, pk: int) -> ReturnRow:
    """A row of a return of which the person may see all. Raises Http404 else: it is not there."""
    rows = ReturnRow.objects.select_related("parent", "asked")
    if of_own_unit_only(person):
        rows = rows.filter(parent__unit=getattr(person, "unit_id", None) or 0)
    return get_object_or_404(rows, pk=pk)


def rows_seen(person: Person, one: Return) -> QuerySet[ReturnRow]:
    """The rows of a return that a person sees: people of a supporting unit those they contribute to."""
    if only_contributes(person, one):
        return one.rows.filter(contributions__unit=getattr(person, "unit_id", None) or 0)
    return one.rows.all()


def only_contributes(person: Person, one: Return) -> bool:
    """Whether a person sees of the return only what their unit was asked to add."""
    return of_own_unit_only(person) and getattr(person, "unit_id", None) != one.unit_id


def may_fill(person: Person, one: Return) -> bool:
    """Whether the person may write into the return now."""
    return one.state in OPEN and may(person, Act.FILE_RETURN, one)
