"""A run of the reminders: who is to be told of what, put into digests, and sent.

May run as often as one likes and twice at once: a person is told of each mark once, gets one digest
a day and channel, and a delivery is taken by one run only. What was being sent when a run died is
not sent again: nobody can know whether it arrived.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import (
    ENDED_ORDERS,
    Channel,
    Delivery,
    DeliveryState,
    Notice,
    NoticePreference,
    OrderState,
    SupervisionOrder,
)
from luheng.workplace.supervision.channels import send
from luheng.workplace.supervision.lifecycle import ORDERS
from luheng.workplace.supervision.schedule import Mark, reached
from luheng.workplace.supervision.telling import in_language, told, whom_to_tell
from luheng.workplace.supervision_settings import ReminderSettings

_TRIES = 5
_FIRST_WAIT = timedelta(minutes=5)  # doubled after each try
_LOST_AFTER = timedelta(minutes=15)
_RECENT = timedelta(days=14)


@dataclass(frozen=True)
class Reminded:
    """What a run did."""

    noted: int  # new notices in the site
    sent: int
    failed: int  # tries that failed; they are made again until there were five
    waiting: int  # quiet hours, or the next try is still to come


def remind(now: datetime | None = None) -> Reminded:
    """Tells everyone whose turn it is, and sends what is due."""
    now = now or timezone.now()
    noted = _note_deadlines(now)
    for preference in NoticePreference.objects.filter(user__is_active=True).select_related("user"):
        _put_into_digests(preference, now)
    outcomes = [_deliver(one, now) for one in _due_deliveries(now)]
    waiting = Delivery.objects.filter(state=DeliveryState.PENDING).count()
    return Reminded(noted, outcomes.count(True), outcomes.count(False), waiting)


# who is told of what


def _note_deadlines(now: datetime) -> int:
    """Notices of deadlines that came near or passed since the last run."""
    today, schedule = timezone.localtime(now).date(), _schedule()
    before = Notice.objects.count()
    orders = SupervisionOrder.objects.exclude(due=None)
    working = orders.exclude(state__in=[*ENDED_ORDERS, OrderState.DRAFTED, OrderState.WAIVED])
    for order in working.select_related("unit", "contact").order_by("pk"):
        assert order.due is not None
        if mark := reached(today, order.due, schedule):
            _tell(order, mark)
    return Notice.objects.count() - before


def _tell(order: SupervisionOrder, mark: Mark) -> None:
    state = ORDERS.states(order.state)
    zh = f"{order}：{in_language(state, 'zh-hans')}，限期 {order.due}，{mark.zh}"
    en = f"{order}: {in_language(state, 'en')}, due {order.due}, {mark.en}"
    for person in whom_to_tell(order):
        told(person, order, mark.key, zh, en)


def _schedule() -> ReminderSettings:
    city = settings.LUHENG_CITY
    return city.reminders if city else ReminderSettings()


# digests


def channels_of(preference: NoticePreference) -> list[Channel]:
    """The channels a person chose and can be reached by."""
    chosen = []
    if preference.by_mail and preference.user.email:
        chosen.append(Channel.MAIL)
    if preference.by_webhook:
        chosen.append(Channel.WEBHOOK)
    return chosen


def _put_into_digests(preference: NoticePreference, now: datetime) -> None:
    """One digest a day and channel of what was not sent yet; an escalation goes at once."""
    unread = Notice.objects.filter(user=preference.user_id, read_at=None, at__gte=now - _RECENT)
    for channel in channels_of(preference):
        new = list(unread.exclude(deliveries__channel=channel).order_by("at", "pk"))
        for urgent in (True, False):
            if notices := [one for one in new if one.urgent is urgent]:
                _digest(preference, channel, notices, now, urgent)


def _digest(
    preference: NoticePreference, channel: Channel, notices: list[Notice], now: datetime, urgent: bool
) -> None:  # fmt: skip
    start = after_quiet(preference, now)
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                user=preference.user,
                channel=channel,
                day=timezone.localtime(start).date(),
                urgent=urgent,
                subject=_subject(notices, urgent),
                body=_body(notices),
                not_before=start,
            )
            delivery.notices.set(notices)
    except IntegrityError:
        return  # had today's already: these wait for tomorrow's


def after_quiet(preference: NoticePreference, now: datetime) -> datetime:
    """Now, or the end of the person's quiet hours."""
    local = timezone.localtime(now)
    start, end = preference.quiet_from, preference.quiet_until
    if start == end or not _within(local.time(), start, end):
        return now
    ends = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return ends if ends > local else ends + timedelta(days=1)


def _within(clock: time, start: time, end: time) -> bool:
    return start <= clock < end if start < end else clock >= start or clock < end


def _english() -> bool:
    return settings.LANGUAGE_CODE.startswith("en")


def _subject(notices: list[Notice], urgent: bool) -> str:
    city = settings.LUHENG_CITY.name if settings.LUHENG_CITY else ""
    if _english():
        return f"[{city}] {'Escalated: ' if urgent else ''}{len(notices)} supervision reminders"
    return f"【{city}】{'督办升级' if urgent else '督办提醒'} {len(notices)} 条"


def _body(notices: Iterable[Notice]) -> str:
    lines = [f"{number}. {one.text_en if _english() else one.text_zh}" for number, one in enumerate(notices, 1)]  # fmt: skip
    address = os.environ.get("LUHENG_ADDRESS", "").rstrip("/")
    if address:
        lines.append(f"{address}/notices/")
    return "\n".join(lines)


# sending


def _due_deliveries(now: datetime) -> list[Delivery]:
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, tried_at__lt=now - _LOST_AFTER)
    lost.update(state=DeliveryState.FAILED, problem="发送中断，是否送达不明，未重发")
    due = Delivery.objects.filter(state=DeliveryState.PENDING, not_before__lte=now)
    return list(due.select_related("user__notice_preference").order_by("pk"))


def _deliver(delivery: Delivery, now: datetime) -> bool | None:
    """Whether it was sent; None where another run has taken it."""
    taken = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.PENDING)
    attempt = delivery.attempts + 1
    if not taken.update(state=DeliveryState.SENDING, attempts=attempt, tried_at=now):
        return None
    delivery.attempts, delivery.tried_at = attempt, now
    try:
        send(delivery)
    except (LuhengError, OSError, ValueError) as problem:
        last = attempt >= _TRIES
        delivery.state = DeliveryState.FAILED if last else DeliveryState.PENDING
        delivery.not_before = now + _FIRST_WAIT * 2 ** (attempt - 1)
        delivery.problem = str(problem)[:400]
    else:
        delivery.state, delivery.sent_at, delivery.problem = DeliveryState.SENT, now, ""
    delivery.save()
    return delivery.state == DeliveryState.SENT
