"""An appraisal is drawn up and computed anew as often as needed, until it is announced."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from luheng.judgement.appraisal import Fact, Group, Line, Statement, mark_limit, score
from luheng.judgement.appraisal.scheme import MARKED
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.appraisal.facts import facts_by_unit
from luheng.workplace.appraisal.schemes import grouped_units, scheme_of, scheme_words
from luheng.workplace.appraisal.stages import APPRAISALS
from luheng.workplace.city import City
from luheng.workplace.language import say
from luheng.workplace.models import (
    Appraisal,
    AppraisalLine,
    AppraisalMark,
    AppraisalState,
    Evidence,
    Unit,
    User,
)
from luheng.workplace.permissions import Act, require


@transaction.atomic
def begin_appraisal(city: City, year: int, title: str, by: User) -> Appraisal:
    """A new appraisal with its lines. Raises `appraisal_exists` and what reading a scheme raises."""
    require(by, Act.APPRAISE)
    title = title.strip()
    if not title:
        raise LuhengError("appraisal_needs", what=str(say("名称", "title")))
    same = Appraisal.objects.filter(year=year, title=title)
    if same.exclude(state=AppraisalState.VOID).exists():
        raise LuhengError("appraisal_exists", year=year, title=title)
    made = Appraisal(year=year, title=title)
    _freeze_scheme(made, city)
    APPRAISALS.begin(made, by)
    _compute(made)
    return made


@transaction.atomic
def recompute(city: City, appraisal: Appraisal, by: User) -> Appraisal:
    """The appraisal by the scheme and the records as they are now. Raises `appraisal_not_open`."""
    require(by, Act.APPRAISE, appraisal)
    current = drafted(appraisal, str(say("重新计分", "compute it anew")))
    _freeze_scheme(current, city)
    current.version += 1
    current._history_user = by  # type: ignore[attr-defined]
    current.save()
    _compute(current)
    return current


@transaction.atomic
def enter_mark(
    appraisal: Appraisal,
    unit: Unit,
    item_id: str,
    points: Decimal,
    reason: str,
    document: Evidence | None,
    by: User,
) -> AppraisalMark:
    """A manual score, bonus or deduction with its document; a new manual score replaces the last.

    Raises `appraisal_points_refused`, `appraisal_needs`, `appraisal_not_open`.
    """
    require(by, Act.APPRAISE, appraisal)
    current = drafted(appraisal, str(say("评分", "enter marks")))
    scheme = scheme_of(current)
    item = next((one for one in scheme.items if one.id == item_id and one.rule in MARKED), None)
    group = scheme.group_of(unit.name, unit.kind)
    if item is None or group is None:
        raise LuhengError("appraisal_needs", what=str(say("考核内容", "item")))
    _check_points(points, Decimal(0), mark_limit(scheme, group, item), item.zh)
    _check_given(reason, document)
    if item.rule == "manual":
        _withdraw(list(current.marks.filter(unit=unit, item=item_id, withdrawn=False)), by)
    mark = AppraisalMark(
        appraisal=current, unit=unit, item=item_id, points=points, reason=reason.strip(),
        document=document, entered_by=by, entered_at=timezone.now(),
    )  # fmt: skip
    mark._history_user = by  # type: ignore[attr-defined]
    mark.save()
    _compute(current)
    return mark


@transaction.atomic
def withdraw_mark(mark: AppraisalMark, by: User) -> None:
    """Takes a mark out of the points; it stays in the records."""
    require(by, Act.APPRAISE, mark.appraisal)
    current = drafted(mark.appraisal, str(say("撤回评分", "withdraw marks")))
    _withdraw([mark], by)
    _compute(current)


def drafted(appraisal: Appraisal, what: str) -> Appraisal:
    """The appraisal, locked, while it may be computed anew. Raises `appraisal_not_open`."""
    current = Appraisal.objects.select_for_update().get(pk=appraisal.pk)
    if current.state != AppraisalState.DRAFTED:
        state = APPRAISALS.label(current.state)
        raise LuhengError("appraisal_not_open", title=current.title, state=state, what=what)
    return current


def _withdraw(marks: list[AppraisalMark], by: User) -> None:
    for mark in marks:
        mark.withdrawn = True
        mark._history_user = by  # type: ignore[attr-defined]
        mark.save()


def _check_points(points: Decimal, low: Decimal, high: Decimal, item: str) -> None:
    if not points.is_finite() or not low <= points <= high:
        raise LuhengError("appraisal_points_refused", item=item, value=points, low=low, high=high)


def _check_given(reason: str, document: Evidence | None) -> None:
    if not reason.strip():
        raise LuhengError("appraisal_needs", what=str(say("事由", "reason")))
    if document is None:
        raise LuhengError("appraisal_needs", what=str(say("依据文件", "document")))


def _freeze_scheme(appraisal: Appraisal, city: City) -> None:
    appraisal.scheme_name, appraisal.scheme_text = scheme_words(city)
    appraisal.scheme_sha256 = hashlib.sha256(appraisal.scheme_text.encode()).hexdigest()
    appraisal.computed_at = timezone.now()
    scheme_of(appraisal)  # a scheme that cannot be read is refused here, not at the first look


def _compute(appraisal: Appraisal) -> None:
    """Puts computed lines in place of those before: no person has touched a line yet."""
    scheme = scheme_of(appraisal)
    marks = appraisal.marks.filter(withdrawn=False).select_related("document")
    facts = facts_by_unit(appraisal.year, marks)
    appraisal.lines.all().delete()
    lines: list[AppraisalLine] = []
    for position, (unit, group) in enumerate(grouped_units(scheme, set(facts))):
        statement = score(scheme, group, facts.get(unit.pk, []))
        lines += _lines(appraisal, unit, group, position, statement)
    AppraisalLine.objects.bulk_create(lines, 500)


def _lines(
    appraisal: Appraisal, unit: Unit, group: Group, position: int, statement: Statement
) -> list[AppraisalLine]:
    return [
        AppraisalLine(
            appraisal=appraisal, unit=unit, position=position, item_position=number,
            group=group.id, group_zh=group.zh, group_en=group.en,
            item=line.item.id, item_zh=line.item.zh, item_en=line.item.en,
            rule=line.item.rule, rule_line=line.item.line,
            weight=line.weight, full=line.full, points=line.points,
            statement_zh=line.statement("zh"), statement_en=line.statement("en"),
            inputs=_inputs(line), made_at=appraisal.computed_at,
        )
        for number, line in enumerate(statement.lines)
    ]  # fmt: skip


def _inputs(line: Line) -> list[dict[str, object]]:
    def plain(fact: Fact, counted: bool) -> dict[str, object]:
        return {**asdict(fact), "counted": counted}

    return [plain(fact, True) for fact in line.facts] + [
        plain(fact, False) for fact in line.set_aside
    ]
