"""The invented city's units: their kinds, one that was merged, a split being drafted, what people said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from luheng.workplace.comments.speaking import comment
from luheng.workplace.example.clock import before, lived
from luheng.workplace.example.people import post_of
from luheng.workplace.models import Role, Task, Unit, UnitKind, User
from luheng.workplace.organisation.carrying_out import carry_out
from luheng.workplace.organisation.drafting import draft, read_takes
from luheng.workplace.organisation.tree import save_unit

_MERGED, _SAID = 150, 12  # days ago
_AHEAD = timedelta(days=45)
_KINDS = {
    "公司": UnitKind.STATE_COMPANY, "管委会": UnitKind.PARK, "中心": UnitKind.INSTITUTION,
    "局": UnitKind.MUNICIPAL, "委": UnitKind.MUNICIPAL,
}  # fmt: skip


def make_organisation(about: dict[str, Any], office: User) -> None:
    """Kinds by the last word of each name, the unit below another, the merger and the draft."""
    for unit in Unit.objects.filter(kind=""):
        kind = next((kind for end, kind in _KINDS.items() if unit.name.endswith(end)), "")
        if kind:
            save_unit(unit.pk, None, {"kind": kind}, office)
    _merge(about["merged"], office)
    _draft(about["drafted"], office)
    _talk(about["said"], office)


def _merge(about: dict[str, str], office: User) -> None:
    """A unit that the plan does not name and that stands no more."""
    day = before(timezone.localdate(), _MERGED)
    with lived(day):
        values = {
            "name": about["unit"],
            "kind": UnitKind.OFFICE,
            "founded_on": day - timedelta(days=2000),
        }
        old = save_unit(None, None, values, office)
        one = draft(
            "merge", [old], read_takes(about["into"]), day, office,
            document_no=about["document_no"], reason=about["reason"],
        )  # fmt: skip
        carry_out(one, office)


def _draft(about: dict[str, str], office: User) -> None:
    draft(
        "split", [Unit.objects.get(name=about["unit"])], read_takes(about["takes"]),
        timezone.localdate() + _AHEAD, office,
        document_no=about["document_no"], reason=about["reason"],
    )  # fmt: skip


def _talk(about: dict[str, str], office: User) -> None:
    """A question of the plan office on a task of several units, and the answer."""
    tasks = Task.objects.filter(document__current=True, units__role=Role.SUPPORT)
    task = tasks.order_by("position").first()
    if task is None:
        return
    unit = task.units.filter(role=Role.SUPPORT).order_by("position")[0].unit
    with lived(before(timezone.localdate(), _SAID)):
        asked = comment(task, about["asked"].format(unit=unit), office)
        comment(task, about["answered"], post_of(unit), asked)
