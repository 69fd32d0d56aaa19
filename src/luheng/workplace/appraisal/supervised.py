"""Returns and supervision orders as facts of an appraisal: what came in time, what did not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Max, Min, Q
from django.utils import timezone

from luheng.judgement.appraisal import Fact
from luheng.vocabulary.periods import Period
from luheng.workplace.models import OrderState, Return, ReturnState, SupervisionOrder

OfUnit = tuple[int, Fact]
_NOT_THEIRS = (OrderState.DRAFTED, OrderState.DROPPED, OrderState.WAIVED, OrderState.LAPSED)


def returns_of(year: int) -> Iterator[OfUnit]:
    """Returns due in that year: one that is open and not due yet says nothing."""
    day = _last_day(year)
    asked = Return.objects.filter(due__year=year).exclude(state=ReturnState.WITHDRAWN)
    dated = asked.select_related("form").annotate(
        filed_at=Min("steps__at", filter=Q(steps__move="file")),
        sent_back_at=Max("steps__at", filter=Q(steps__move="send_back")),
    )
    for one in dated.order_by("due", "pk"):
        outcome = _of_return(one, day)
        if outcome:
            filed = one.filed_at and timezone.localtime(one.filed_at).date()
            note = f"限期 {one.due}，{f'{filed} 报送' if filed else '未报送'}"
            note_en = f"due {one.due}, {f'filed {filed}' if filed else 'not filed'}"
            label = f"{one.form} {Period.parse(one.period).label()}"
            yield one.unit_id, Fact(
                kind="return", id=str(one.pk), label=label, outcome=outcome, note=note, note_en=note_en
            )  # fmt: skip


def _of_return(one: Return, day: date) -> str:
    assert one.due is not None
    filed = one.filed_at and timezone.localtime(one.filed_at).date()  # type: ignore[attr-defined]
    if filed is None:
        return "missing" if one.due < day else ""
    if filed > one.due or (one.state == ReturnState.RETURNED and one.due < day):
        return "late"
    return "corrected" if one.sent_back_at else "in_time"  # type: ignore[attr-defined]


def orders_of(year: int) -> Iterator[OfUnit]:
    """Orders issued in that year to the unit that answers for them; waivers do not count."""
    day = _last_day(year)
    issued = SupervisionOrder.objects.filter(issued_on__year=year, unit__isnull=False)
    dated = issued.exclude(state__in=_NOT_THEIRS).annotate(
        closed_at=Max("steps__at", filter=Q(steps__state_to=OrderState.CLOSED))
    )
    for one in dated.order_by("number", "pk"):
        closed = one.closed_at and timezone.localtime(one.closed_at).date()
        late = one.rectify_by is not None and (closed or day) > one.rectify_by
        if one.state == OrderState.CLOSED:
            outcome = "closed_late" if late else "closed"
        else:
            outcome = "order_overdue" if late else "rectifying"
        until = one.rectify_by or "—"
        note = f"整改期限 {until}" + (f"，{closed} 销号" if closed else "")
        note_en = f"to be rectified by {until}" + (f", closed {closed}" if closed else "")
        yield one.unit_id or 0, Fact(
            kind="order", id=str(one.pk), label=str(one), outcome=outcome, note=note, note_en=note_en
        )  # fmt: skip


def _last_day(year: int) -> date:
    """Today, or the first day after that year: what happens later belongs to the next appraisal."""
    return min(timezone.localdate(), date(year + 1, 1, 1))
