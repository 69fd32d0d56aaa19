"""The scorecard frozen: reports are made from it, and the next look is compared with it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

import luheng
from luheng.workplace.frozen_work import freeze_work
from luheng.workplace.models import Observation, ScorecardSnapshot, User, Verdict
from luheng.workplace.origins import origins
from luheng.workplace.permissions import Act, require
from luheng.workplace.registers import REGISTERS

LONG = ("contents", "sha256")  # of a snapshot: megabytes, and what a database stores behind them
_COMPARED = ("indicator", "year", "verdict", "latest_value")  # of the targets
_FROZEN = ("targets", "tasks", "projects", "milestones", "findings", "documents", "units")


@dataclass(frozen=True)
class TargetChange:
    """A target whose verdict or latest value is another than it was."""

    target_id: int
    indicator: str
    year: int | None
    verdict: tuple[str, str]  # before and now; "" where the target was not there
    value: tuple[str, str]

    @property
    def kind(self) -> str:
        """added, removed, verdict or value: what to say of it first."""
        if not self.verdict[0]:
            return "added"
        if not self.verdict[1]:
            return "removed"
        return "verdict" if self.verdict[0] != self.verdict[1] else "value"


@transaction.atomic
def take_snapshot(by: User | None = None, label: str = "") -> ScorecardSnapshot:
    """Freezes everything a report needs. The same state gives the same sha256."""
    if by is not None:
        require(by, Act.TAKE_SNAPSHOT)
    contents = json.loads(_as_text(freeze()))
    return ScorecardSnapshot.objects.create(
        taken_by=by,
        label=label[:120],
        as_of=timezone.localdate(),
        contents=contents,
        sha256=sha256_of(contents),
    )


def sha256_of(contents: Mapping[str, Any]) -> str:
    """The digest by which a report names what it froze."""
    return hashlib.sha256(_as_text(contents).encode()).hexdigest()


def _as_text(contents: Mapping[str, Any]) -> str:
    return json.dumps(contents, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)


def freeze() -> dict[str, Any]:
    """All lists in force as plain values, targets with their whole judgement and its figures."""
    lists = {key: _rows(key) for key in _FROZEN}
    judgements = {
        str(row["target_id"]): row
        for row in _verdicts().values(
            "target_id", "code", "rule", "reason_zh", "reason_en", "numbers", "lineage", "as_of"
        )
    }
    keys = {key for row in judgements.values() for key in row["numbers"].get("used", ())}
    return {
        "luheng": luheng.__version__,
        "city": _city(),
        "counts": dict(Counter(row["verdict"] or "" for row in lists["targets"])),
        **lists,
        "judgements": judgements,
        "observations": _observations(keys),
        **freeze_work(),
        "origins": origins({key: [row["id"] for row in rows] for key, rows in lists.items()}, keys),
    }


def changes_since(snapshot: ScorecardSnapshot | None = None) -> list[TargetChange]:
    """What is another than it was in a snapshot, by default the latest one."""
    snapshot = snapshot or ScorecardSnapshot.objects.defer(*LONG).first()
    if snapshot is None:
        return []
    return changes_between(_frozen_targets(snapshot), _rows("targets", _COMPARED))


def _frozen_targets(snapshot: ScorecardSnapshot) -> list[dict[str, Any]]:
    """What is compared of the targets of a snapshot. Kept: it never changes, and opening it is long."""
    key = f"frozen-targets:{snapshot.pk}:{snapshot.taken_at.timestamp()}"
    kept: list[dict[str, Any]] | None = cache.get(key)
    if kept is None:
        frozen = ScorecardSnapshot.objects.filter(pk=snapshot.pk).values_list("contents__targets")
        kept = [{name: row[name] for name in ("id", *_COMPARED)} for row in frozen.get()[0]]
        cache.set(key, kept, 86_400)
    return kept


def changes_between(
    earlier: Iterable[Mapping[str, Any]], later: Iterable[Mapping[str, Any]]
) -> list[TargetChange]:
    """What became of the targets of a snapshot, those still there in the order of the later one."""
    before = {row["id"]: row for row in earlier}
    now = {row["id"]: row for row in later}
    changes = [_change(before.get(pk), now.get(pk)) for pk in [*now, *(before.keys() - now.keys())]]
    return [one for one in changes if one is not None]


def _change(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> TargetChange | None:
    row = now or before or {}
    verdict = tuple((side or {}).get("verdict") or "" for side in (before, now))
    value = tuple((side or {}).get("latest_value") or "" for side in (before, now))
    if before and now and verdict[0] == verdict[1] and value[0] == value[1]:
        return None
    return TargetChange(row["id"], row["indicator"], row["year"], verdict, value)  # type: ignore[arg-type]


def _rows(key: str, wanted: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rows in force with the wanted columns, or all."""
    register = REGISTERS[key]
    columns = [register.column(name) for name in wanted] or list(register.columns)
    return [
        {"id": row.id, **{one.key: one.plain(row[one.key]) for one in columns}}
        for row in register.rows(register.select(), columns)
    ]


def _city() -> dict[str, Any]:
    city = settings.LUHENG_CITY
    return {
        "name": city.name if city else "",
        "name_en": city.name_en if city else "",
        "place": city.place if city else "",
        "invented": bool(city and city.invented),
        "lights": city.lights if city else "by_schedule",
    }


def _verdicts() -> Any:
    targets = REGISTERS["targets"].select().order_by().values("pk")
    return Verdict.objects.filter(target__in=targets).order_by("target_id")


def _observations(keys: set[int]) -> dict[str, dict[str, Any]]:
    register = REGISTERS["observations"]
    rows = register.rows(Observation.objects.filter(pk__in=keys).order_by("pk"))
    return {
        str(row.id): {one.key: one.plain(row[one.key]) for one in register.columns} for row in rows
    }
