"""Deliveries on their way: each taken by one run, tried again, given up after five tries.

What was being sent when a run died is not sent again: nobody can know whether it arrived.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import Delivery, DeliveryState
from luheng.workplace.reminders.channels import send

_TRIES = 5
_FIRST_WAIT = timedelta(minutes=5)  # doubled after each try
_LOST_AFTER = timedelta(minutes=15)


def send_what_is_due(now: datetime) -> list[bool | None]:
    """Whether each delivery was sent; None where another run has taken it."""
    return [_deliver(one, now) for one in _due_deliveries(now)]


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
