"""Targets and figures of the city give verdicts; one is written only when what it rests on changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings as django_settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone

import luheng
from luheng.documents import model as read
from luheng.judgement import Assigned, Evidence, Judgement, JudgementSettings, judge
from luheng.judgement.indicator_names import same_indicator
from luheng.judgement.json_form import judgement_json
from luheng.workplace.candidates import Candidates, candidates_for
from luheng.workplace.models import (
    AssignedValue,
    Observation,
    ReadItem,
    Review,
    Target,
    Verdict,
)

verdicts_changed = Signal()  # sent in the transaction that writes them
_GATHERED: ContextVar[list[ReadItem] | None] = ContextVar("gathered", default=None)
_ITEM_FIELDS = ("quote", "span", "clause")


@dataclass(frozen=True)
class Judged:
    """What judging did."""

    targets: int
    changed: int


NOTHING_JUDGED = Judged(0, 0)


def judge_all(today: date | None = None) -> Judged:
    """Judges every target in force. Verdicts whose inputs and day are the same stay untouched."""
    return judge_targets(list(targets_in_force()), candidates_for(), today)


def judge_if_the_day_changed() -> Judged | None:
    """Judges all when the last judging was before today: verdicts age with the calendar."""
    last = Verdict.objects.aggregate(last=Max("as_of"))["last"]
    return judge_all() if last is not None and last < timezone.localdate() else None


@contextmanager
def judged_together() -> Iterator[None]:
    """Within, changes are gathered; what they bear on is judged once, at the end."""
    gathered: list[ReadItem] = []
    token = _GATHERED.set(gathered)
    try:
        yield
    finally:
        _GATHERED.reset(token)
    _judge_what_rests_on(gathered)


def judge_after_change(item: ReadItem) -> None:
    """Judges anew whatever the item bears on: a target itself, a figure's targets."""
    gathered = _GATHERED.get()
    if gathered is None:
        _judge_what_rests_on([item])
    else:
        gathered.append(item)


def _judge_what_rests_on(items: Sequence[ReadItem]) -> None:
    own = {item.pk for item in items if isinstance(item, Target)}
    seen = [_as_seen(item) for item in items if isinstance(item, Observation)]
    if not own and not seen:
        return
    Verdict.objects.filter(target__in=own, target__review=Review.REJECTED).delete()
    targets = [
        target
        for target in targets_in_force()
        if target.pk in own or any(same_indicator(demand(target), one) for one in seen)
    ]
    judge_targets(targets, candidates_for(targets))


@transaction.atomic
def judge_targets(
    targets: Sequence[Target], candidates: Candidates, today: date | None = None
) -> Judged:
    """Verdicts of these targets on a day, written where they differ from those there are."""
    today = today or timezone.localdate()
    rules = city_rules()
    standing = {one.target_id: one for one in Verdict.objects.filter(target__in=targets)}
    changed, same = [], []
    for target in targets:
        evidence = candidates.for_target(target)
        digest = _digest(target, evidence, rules)
        last = standing.get(target.pk)
        if last and last.inputs_digest == digest and last.as_of == today:
            continue
        verdict = _verdict(target, evidence, rules, today, digest)
        if last and _same(last, verdict):
            same.append(last.pk)
        else:
            verdict.pk = last.pk if last else None
            changed.append(verdict)
    Verdict.objects.filter(pk__in=same).update(as_of=today)
    _write(changed)
    if changed:
        verdicts_changed.send(sender=Verdict)
    return Judged(len(targets), len(changed))


def city_rules() -> JudgementSettings:
    """The rules of judging as the city has set them."""
    city = django_settings.LUHENG_CITY
    return JudgementSettings(tolerance_share=city.tolerance) if city else JudgementSettings()


def demand(target: Target) -> read.Target:
    """The target as judgement reads it: the fields in force over what the reader said besides."""
    values: dict[str, Any] = {}
    for one in fields(read.Target):
        if one.name in _ITEM_FIELDS:
            continue
        value = getattr(target, one.name, None)
        unset = value is None or value == ""
        values[one.name] = _unset(one) if unset else value
    span = read.Span(target.span_start or 0, target.span_end or 0)
    return read.Target(**values, quote=target.quote, span=span, clause=target.clause_key)


def _unset(one: Any) -> Any:
    if one.default is not MISSING:
        return one.default
    return one.default_factory() if one.default_factory is not MISSING else None


def targets_in_force() -> Any:
    """Targets of documents in force that nobody rejected."""
    targets = Target.objects.filter(document__current=True).exclude(review=Review.REJECTED)
    return targets.select_related("assigned", "document")


def _as_seen(observation: Observation) -> read.Observation:
    """As much of a figure as its name is compared by."""
    return read.Observation(
        indicator=observation.indicator,
        printed_indicator=observation.printed_indicator,
        indicator_id=observation.indicator_id or None,
        place=observation.place,
        period=observation.period,
        value=observation.value,
        unit=observation.unit,
        quote=observation.quote,
        span=read.Span(0, 0),
    )


def judged_by(
    target: Target, evidence: list[Evidence], today: date, rules: JudgementSettings | None = None
) -> Judgement:
    """The judgement of a target by these figures, by the rules of the city. Nothing is written."""
    return judge(
        demand(target),
        evidence,
        today=today,
        place=None if target.places else target.document.place or _city_place(),
        settings=rules or city_rules(),
        assigned=_assigned(target),
    )


def _verdict(
    target: Target, evidence: list[Evidence], rules: JudgementSettings, today: date, digest: str
) -> Verdict:
    judged = judged_by(target, evidence, today, rules)
    figure = judged.figure
    return Verdict(
        target=target,
        code=judged.verdict.value,
        rule=judged.rule,
        reason_zh=judged.zh,
        reason_en=judged.en,
        latest_value=_fitting(figure.value) if figure else None,
        latest_period=str(figure.year) if figure else "",
        latest_unit=figure.unit if figure else "",
        provisional=judged.provisional,
        early=judged.early,
        due=judged.due,
        progress=_fitting(judged.progress),
        numbers=_numbers(judged, evidence),
        lineage=_lineage(target, rules),
        as_of=today,
        inputs_digest=digest,
    )


def _city_place() -> str | None:
    city = django_settings.LUHENG_CITY
    return (city.place or city.name) if city else None


def _assigned(target: Target) -> Assigned | None:
    entered: AssignedValue | None = getattr(target, "assigned", None)
    if entered is None:
        return None
    op: Any = entered.op or None
    return Assigned(
        value=entered.value,
        op=op,
        unit=entered.unit or None,
        base_year=entered.base_year,
        source=entered.document_no,
    )


def _fitting(value: Decimal | None) -> Decimal | None:
    """To the six places that the database keeps."""
    return None if value is None else value.quantize(Decimal("0.000001"))


def _numbers(judged: Judgement, evidence: list[Evidence]) -> dict[str, Any]:
    """The judgement as JSON, each figure by the id of its record instead of its words."""
    keys = {id(one.observation): one.key for one in evidence}
    used = sorted({int(one.key) for one in judged.used if one.key is not None})
    aside = [
        {"key": keys.get(id(one.observation)), "reason": judgement_message(one.reason)}
        for one in judged.set_aside
    ]
    figures = tuple(replace(one, used=()) for one in judged.figures)
    figure = replace(judged.figure, used=()) if judged.figure else None
    inputs = [keys.get(id(one.observation)) if one.observation else None for one in judged.inputs]
    bare = replace(
        judged,
        used=(),
        set_aside=(),
        figures=figures,
        figure=figure,
        inputs=tuple(replace(one, observation=None) for one in judged.inputs),
    )
    data = judgement_json(bare)
    for one, key in zip(data["inputs"], inputs, strict=True):
        one["key"] = key
    return {**data, "used": used, "set_aside": aside}


def judgement_message(message: Any) -> dict[str, Any]:
    """A message in both languages, as JSON."""
    said: dict[str, Any] = read.to_json(message)
    return {"zh": said["zh"], "en": said["en"]}


def _lineage(target: Target, rules: JudgementSettings) -> dict[str, Any]:
    return {
        "luheng": luheng.__version__,
        "document": target.document_id,
        "sha256": target.document.source_id,
        "clause": target.clause_key,
        "span": [target.span_start, target.span_end],
        "target_version": target.version,
        "settings": {
            "tolerance_share": str(rules.tolerance_share),
            "comparison": rules.comparison,
            "level_trajectory": rules.level_trajectory,
            "change_trajectory": rules.change_trajectory,
        },
    }


def _digest(target: Target, evidence: Iterable[Evidence], rules: JudgementSettings) -> str:
    assigned = _assigned(target)
    parts = [
        read.to_json(demand(target)),
        [_input_of(one) for one in evidence],
        repr(assigned),
        [target.document.place, _city_place(), luheng.__version__, repr(rules)],
    ]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def _input_of(one: Evidence) -> list[Any]:
    said = [one.key, str(one.published_on), _identity(one.observation)]
    return [*said, one.superseded_by] if one.superseded_by else said


def _identity(seen: read.Observation) -> list[str]:
    return [
        seen.indicator, seen.printed_indicator, seen.indicator_id or "", seen.place, seen.period,
        format(seen.value.normalize(), "f"), seen.unit, seen.kind, seen.alt_kind or "", seen.status,
    ]  # fmt: skip


_COMPARED = (
    "code", "rule", "reason_zh", "reason_en", "latest_value", "latest_period", "latest_unit",
    "provisional", "early", "due", "progress", "inputs_digest",
)  # fmt: skip


def _same(last: Verdict, new: Verdict) -> bool:
    return all(getattr(last, name) == getattr(new, name) for name in _COMPARED)


def _write(changed: list[Verdict]) -> None:
    names = [*_COMPARED, "numbers", "lineage", "as_of"]
    Verdict.objects.bulk_update([one for one in changed if one.pk], names, 200)
    Verdict.objects.bulk_create([one for one in changed if not one.pk], 200)
    through = Verdict.observations.through
    through.objects.filter(verdict__in=[one.pk for one in changed]).delete()
    through.objects.bulk_create(
        [
            through(verdict_id=one.pk, observation_id=key)
            for one in changed
            for key in one.numbers["used"]
        ],
        1000,
    )
