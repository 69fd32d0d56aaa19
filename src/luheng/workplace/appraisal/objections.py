"""A unit objects to a line before publishing; the plan office answers, and corrects by a new line."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from luheng.judgement.appraisal import RuleKind
from luheng.judgement.appraisal.account import plain
from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.appraisal.schemes import scheme_of
from luheng.workplace.appraisal.stages import APPRAISALS
from luheng.workplace.language import say
from luheng.workplace.models import (
    Appraisal,
    AppraisalLine,
    AppraisalState,
    Evidence,
    Objection,
    User,
)
from luheng.workplace.permissions import Act, require

_COPIED = (
    "appraisal_id", "unit_id", "group", "group_zh", "group_en", "item", "item_zh", "item_en",
    "rule", "rule_line", "position", "item_position", "weight",
)  # fmt: skip


@transaction.atomic
def object_to(line: AppraisalLine, text: str, by: User, document: Evidence | None = None) -> Objection:  # fmt: skip
    """The objection of the line's unit. Raises `not_allowed`, `appraisal_period_over` and others."""
    require(by, Act.OBJECT, line)
    appraisal = _announced(line, str(say("提出异议", "object")))
    _standing(line)
    if appraisal.due and timezone.localdate() > appraisal.due:
        raise LuhengError("appraisal_period_over", due=appraisal.due)
    _given(text, say("异议理由", "what you object to"))
    objection = Objection(
        line=line, text=text.strip(), document=document, raised_by=by, raised_at=timezone.now()
    )
    return _saved(objection, by)


@transaction.atomic
def reject(objection: Objection, answer: str, by: User) -> Objection:
    """The objection, answered with the reason why the points stand."""
    return _answered(objection, Objection.Outcome.REJECTED, answer, by)


@transaction.atomic
def uphold(
    objection: Objection, answer: str, points: Decimal | None, document: Evidence | None, by: User
) -> AppraisalLine:
    """The corrected line that an accepted objection led to; the old line stays beside it."""
    _answered(objection, Objection.Outcome.ACCEPTED, answer, by)
    return correct_points(objection.line, points, answer, document, by)


@transaction.atomic
def correct_points(
    line: AppraisalLine, points: Decimal | None, reason: str, document: Evidence | None, by: User
) -> AppraisalLine:
    """A new line with other points, their reason and document, in place of one that stays visible.

    Raises `appraisal_points_refused`, `appraisal_needs`, `appraisal_corrected_meanwhile`.
    """
    require(by, Act.APPRAISE, line)
    appraisal = _announced(line, str(say("更正得分", "correct points")))
    _standing(line)
    _given(reason, say("更正原因", "why corrected"))
    if document is None:
        raise LuhengError("appraisal_needs", what=str(say("依据文件", "document")))
    low, high = limits(appraisal, line)
    if points is None or not points.is_finite() or not low <= points <= high:
        raise LuhengError(
            "appraisal_points_refused", item=line.item_zh, value=points, low=low, high=high
        )
    full = line.full if line.weight == 0 else high  # a held weight becomes reachable
    return AppraisalLine.objects.create(
        **{name: getattr(line, name) for name in _COPIED},
        full=full,
        points=points,
        corrects=line,
        reason=reason.strip(),
        document=document,
        made_by=by,
        made_at=timezone.now(),
        inputs=line.inputs,
        **_statements(line, points, reason.strip(), document),
    )


def limits(appraisal: Appraisal, line: AppraisalLine) -> tuple[Decimal, Decimal]:
    """The least and the most points that a correction of the line may give."""
    scheme = scheme_of(appraisal)
    item = scheme.item(line.item)
    if item.rule is RuleKind.DEDUCTION:
        return -item.cap, Decimal(0)
    if item.rule is RuleKind.BONUS:
        return Decimal(0), item.cap
    held = scheme.without_inputs == "hold" and line.points is None
    return Decimal(0), line.weight if held else line.full


def _statements(
    line: AppraisalLine, points: Decimal, reason: str, document: Evidence
) -> dict[str, str]:
    values = {
        "points": plain(points),
        "before": "—" if line.points is None else plain(line.points),
        "reason": reason,
        "document": document.title,
    }
    message = Message("appraisal_corrected", values)
    return {"statement_zh": message.text("zh"), "statement_en": message.text("en")}


def _answered(objection: Objection, outcome: str, answer: str, by: User) -> Objection:
    require(by, Act.APPRAISE, objection)
    _announced(objection.line, str(say("答复异议", "answer objections")))
    current = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if current.outcome != Objection.Outcome.OPEN:
        raise LuhengError("appraisal_answered", person=str(current.answered_by))
    _given(answer, say("答复", "answer"))
    current.outcome, current.answer = outcome, answer.strip()
    current.answered_by, current.answered_at = by, timezone.now()
    return _saved(current, by)


def _announced(line: AppraisalLine, what: str) -> Appraisal:
    appraisal = Appraisal.objects.select_for_update().get(pk=line.appraisal_id)
    if appraisal.state != AppraisalState.ANNOUNCED:
        state = APPRAISALS.label(appraisal.state)
        raise LuhengError("appraisal_not_open", title=appraisal.title, state=state, what=what)
    return appraisal


def _standing(line: AppraisalLine) -> None:
    """Called with the appraisal locked, so that two corrections cannot meet."""
    if AppraisalLine.objects.filter(corrects=line).exists():
        raise LuhengError("appraisal_corrected_meanwhile", item=str(line))


def _given(text: str, what: object) -> None:
    if not text.strip():
        raise LuhengError("appraisal_needs", what=str(what))


def _saved(objection: Objection, by: User) -> Objection:
    objection._history_user = by  # type: ignore[attr-defined]
    objection.save()
    return objection
