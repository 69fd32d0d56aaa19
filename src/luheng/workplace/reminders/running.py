"""A run of the reminders: who is to be told of what, put into digests, and sent.

May run as often as one likes and twice at once: a person is told of each mark once, gets one digest
a day and channel, and a delivery is taken by one run only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from luheng.workplace.models import Delivery, DeliveryState
from luheng.workplace.reminders.digests import put_into_digests
from luheng.workplace.reminders.matters import matters_of
from luheng.workplace.reminders.notices import note, settle
from luheng.workplace.reminders.people import Reachable
from luheng.workplace.reminders.sending import send_what_is_due


@dataclass(frozen=True)
class Reminded:
    """What a run did."""

    noted: int  # new notices in the site
    sent: int
    failed: int  # tries that failed; they are made again until there were five
    waiting: int  # quiet hours, or the next try is still to come
    settled: int = 0  # notices that no longer hold


def remind(now: datetime | None = None) -> Reminded:
    """Tells everyone whose turn it is, and sends what is due."""
    now = now or timezone.now()
    matters = matters_of(timezone.localtime(now).date(), Reachable.now())
    settled = settle(matters, now)
    noted = note(matters, now)
    put_into_digests(now)
    outcomes = send_what_is_due(now)
    waiting = Delivery.objects.filter(state=DeliveryState.PENDING).count()
    return Reminded(noted, outcomes.count(True), outcomes.count(False), waiting, settled)
