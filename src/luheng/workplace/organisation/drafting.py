"""A reorganisation is drafted, its successors named with what they take, its open questions decided."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import say
from luheng.workplace.models import (
    Evidence,
    Handover,
    Reorganisation,
    ReorganisationKind,
    ReorganisationState,
    Successor,
    Unit,
    User,
)
from luheng.workplace.organisation.lifecycle import REORGANISATIONS
from luheng.workplace.organisation.preview import Preview, preview
from luheng.workplace.permissions import Act, require

_REST = ("其余", "其他", "rest", "*")


@dataclass(frozen=True)
class Takes:
    """A successor as a person writes it: its name, its kind, what it takes."""

    name: str
    lines: tuple[str, ...] = ()
    rest: bool = False
    kind: str = ""


def read_takes(text: str) -> list[Takes]:
    """Successors from lines such as `市能源局：节能、12` or `市发展改革委：其余`; a name alone takes nothing said."""
    found = []
    for line in text.splitlines():
        name, _, said = re.sub(r"[：:]", "：", line.strip(), count=1).partition("：")
        if not name.strip():
            continue
        words = [word for word in re.split(r"[、，,；;\s]+", said) if word]
        lines = tuple(word for word in words if word not in _REST)
        found.append(Takes(name.strip()[:120], lines, rest=len(lines) < len(words)))
    return found


@transaction.atomic
def draft(
    kind: str,
    units: Sequence[Unit],
    successors: Sequence[Takes],
    effective_on: date,
    by: User,
    *,
    document: Evidence | None = None,
    document_no: str = "",
    reason: str = "",
    new_name: str = "",
    filed_since_stays: bool = False,
) -> Reorganisation:
    """The draft. Raises `not_allowed`, `reorganisation_incomplete`, `unit_succeeds_itself`."""
    require(by, Act.REORGANISE)
    _require_complete(kind, units, successors, new_name)
    made = Reorganisation(
        kind=kind, effective_on=effective_on, document=document, document_no=document_no.strip()[:120],
        reason=reason.strip(), new_name=new_name.strip()[:120], filed_since_stays=filed_since_stays,
    )  # fmt: skip
    REORGANISATIONS.begin(made, by)
    made.units.set(units)
    _set_successors(made, successors, by)
    return made


@transaction.atomic
def redraft(
    one: Reorganisation, values: Mapping[str, Any], successors: Sequence[Takes], by: User
) -> Reorganisation:
    """The draft with other words, day or successors; decisions for successors that stay are kept."""
    require(by, Act.REORGANISE)
    current = _open(one)
    for name in ("effective_on", "document_no", "reason", "new_name", "filed_since_stays"):
        if name in values:
            setattr(current, name, values[name])
    _require_complete(current.kind, list(current.units.all()), successors, current.new_name)
    current.version += 1
    current._history_user = by  # type: ignore[attr-defined]
    current.save()
    _set_successors(current, successors, by)
    return current


@transaction.atomic
def say_who(one: Reorganisation, chosen: Mapping[tuple[str, int, int], str], by: User) -> Preview:
    """The preview after a person decided duties; key: kind, id of the record, id of the unit.

    An empty name takes the decision back. Raises `successor_unknown`, `reorganisation_not_open`.
    """
    require(by, Act.REORGANISE)
    current = _open(one)
    by_name = {successor.name: successor for successor in current.successors.all()}
    duties = {
        (*each.duty.key, each.duty.unit.pk): each.duty for each in preview(current).assignments
    }
    for key, name in chosen.items():
        if name and name not in by_name:
            raise LuhengError("successor_unknown", name=name)
        if key not in duties:
            continue
        duty = duties[key]
        standing = current.handovers.filter(
            duty=duty.kind, object_id=duty.record.pk, unit=duty.unit
        )
        standing.delete()
        if name:
            Handover.objects.create(
                reorganisation=current, duty=duty.kind, object_id=duty.record.pk, unit=duty.unit,
                content_type=ContentType.objects.get_for_model(type(duty.record)),
                label=duty.label[:400], successor=by_name[name], decided_by=by,
            )  # fmt: skip
    return preview(current)


def _open(one: Reorganisation) -> Reorganisation:
    """The reorganisation, locked, while it may be changed. Raises `reorganisation_not_open`."""
    current = Reorganisation.objects.select_for_update().get(pk=one.pk)
    if current.state not in (ReorganisationState.DRAFTED, ReorganisationState.APPROVED):
        state = REORGANISATIONS.label(current.state)
        raise LuhengError("reorganisation_not_open", what=str(current), state=state)
    return current


def _require_complete(
    kind: str, units: Sequence[Unit], successors: Sequence[Takes], new_name: str
) -> None:
    missing = []
    if kind not in ReorganisationKind.values:
        missing.append(say("方式", "kind"))
    if not units or (kind == ReorganisationKind.RENAME and len(units) != 1):
        missing.append(say("原单位", "units"))
    if kind == ReorganisationKind.RENAME and not new_name.strip():
        missing.append(say("新名称", "new name"))
    fewest = 0 if kind == ReorganisationKind.RENAME else 1
    fewest = 2 if kind == ReorganisationKind.SPLIT else fewest
    most = 1 if kind == ReorganisationKind.MERGE else 99
    names = {one.name for one in successors}
    if not fewest <= len(names) <= most:
        missing.append(say("承接单位", "successors"))
    if missing:
        raise LuhengError("reorganisation_incomplete", what="、".join(str(one) for one in missing))
    if own := names & {unit.name for unit in units}:
        raise LuhengError("unit_succeeds_itself", unit="、".join(sorted(own)))


def _set_successors(made: Reorganisation, successors: Sequence[Takes], by: User) -> None:
    named = {one.name: one for one in successors}
    for gone in made.successors.exclude(name__in=named):
        made.handovers.filter(successor=gone).delete()
        gone._history_user = by  # type: ignore[attr-defined]
        gone.delete()
    for position, one in enumerate(named.values()):
        row = made.successors.filter(name=one.name).first()
        row = row or Successor(reorganisation=made, name=one.name)
        row.unit = Unit.objects.filter(name=one.name).first()
        row.kind, row.takes, row.takes_rest = one.kind, list(one.lines), one.rest
        row.position = position
        row._history_user = by  # type: ignore[attr-defined]
        row.save()
