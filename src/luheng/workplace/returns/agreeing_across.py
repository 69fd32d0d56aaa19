"""Sums and shares across the units that answer one return: the plan office sees them at review.

A unit is not told: it would be told another unit's figures before they were accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from luheng.judgement.plausibility import check_identities
from luheng.vocabulary.messages import Message
from luheng.workplace.language import current_language
from luheng.workplace.models import AskedField, FieldIdentity, Return, ReturnRow, ReturnState
from luheng.workplace.returns.agreeing import fields_of, filled, is_of_several_units


@dataclass(frozen=True)
class Side:
    """One figure of an identity, and whose return holds it; no return: none was issued."""

    field: AskedField
    row: ReturnRow | None

    @property
    def value(self) -> Decimal | None:
        """The figure as it was given; None where it was not."""
        return self.row.value if self.row else None


@dataclass(frozen=True)
class Compared:
    """An identity across units in one period: its sides, and what does not agree in both languages."""

    identity: FieldIdentity
    sides: list[Side]
    doubts: list[Message]

    @property
    def agrees(self) -> bool:
        """Whether every figure is there and they agree."""
        return not self.doubts and not self.waits_for

    @property
    def words(self) -> list[str]:
        """What does not agree, in the language of the reader."""
        return [doubt.text(current_language()) for doubt in self.doubts]

    @property
    def waits_for(self) -> list[str]:
        """The units whose figures are not there yet."""
        return list(
            dict.fromkeys(str(side.field.unit) for side in self.sides if side.value is None)
        )


def compared(one: Return) -> list[Compared]:
    """What must agree between this return and those of other units of its form and period."""
    identities = list(_across(one))
    if not identities:
        return []
    returns = Return.objects.filter(form=one.form_id, period=one.period)
    standing = returns.exclude(state=ReturnState.WITHDRAWN)
    rows = ReturnRow.objects.filter(parent__in=standing).select_related("asked", "parent__unit")
    by_field = {row.asked_id: row for row in rows}
    return [
        Compared(
            identity,
            [Side(field, by_field.get(field.pk)) for field in fields_of(identity)],
            [doubt.message for doubt in check_identities([filled(identity, by_field, units=True)])],
        )
        for identity in identities
    ]


def _across(one: Return) -> Iterator[FieldIdentity]:
    known = FieldIdentity.objects.filter(form=one.form_id, dropped=False)
    known = known.select_related("first__unit", "whole__unit").prefetch_related("parts__unit")
    for identity in known:
        units = {field.unit_id for field in fields_of(identity)}
        if is_of_several_units(identity) and one.unit_id in units:
            yield identity
