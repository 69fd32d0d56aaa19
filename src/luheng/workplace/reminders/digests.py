"""Digests: what a person is told outside the site, one a day and channel; an escalation goes at once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from luheng.workplace.models import (
    Channel,
    Delivery,
    DeliveryState,
    Notice,
    NoticePreference,
    User,
)

_RECENT = timedelta(days=14)


def put_into_digests(now: datetime) -> None:
    """Digests for everyone who chose a channel; one that waits still is brought up to date."""
    people = NoticePreference.objects.filter(user__is_active=True).select_related("user")
    for preference in people:
        for channel in channels_of(preference):
            _put_into_digests(preference, channel, now)


def channels_of(preference: NoticePreference) -> list[Channel]:
    """The channels a person chose and can be reached by."""
    chosen = []
    if preference.by_mail and preference.user.email:
        chosen.append(Channel.MAIL)
    if preference.by_webhook:
        chosen.append(Channel.WEBHOOK)
    return chosen


def _put_into_digests(preference: NoticePreference, channel: Channel, now: datetime) -> None:
    """What was not sent yet: an escalation goes at once, the rest in the digest of the day."""
    standing = Notice.objects.filter(user=preference.user_id, read_at=None, settled_at=None)
    unsent = standing.filter(at__gte=now - _RECENT).exclude(deliveries__channel=channel)
    new = list(unsent.order_by("at", "pk"))
    start = after_quiet(preference, now)
    if urgent := [one for one in new if one.urgent]:
        _written(
            Delivery(user=preference.user, channel=channel, not_before=start, urgent=True), urgent
        )
    with transaction.atomic():
        waiting = _waiting(preference.user, channel)
        held = waiting.notices.filter(read_at=None, settled_at=None) if waiting else ()
        _digest(
            waiting, preference, channel, start, [*held, *(one for one in new if not one.urgent)]
        )


def _waiting(person: User, channel: Channel) -> Delivery | None:
    """The usual digest that is not on its way yet: in quiet hours, or to be tried again."""
    usual = Delivery.objects.filter(user=person, channel=channel, urgent=False)
    return usual.select_for_update().filter(state=DeliveryState.PENDING).first()


def _digest(
    waiting: Delivery | None,
    preference: NoticePreference,
    channel: Channel,
    start: datetime,
    notices: list[Notice],
) -> None:
    """The one digest of the day, made or brought up to date; none where today's went out already."""
    if not notices:
        if waiting:
            waiting.delete()  # all was done or read meanwhile
        return
    person = preference.user
    delivery = waiting or Delivery(user=person, channel=channel, not_before=start)
    sent = Delivery.objects.filter(user=person, channel=channel, urgent=False).exclude(
        pk=delivery.pk
    )
    delivery.not_before = max(start, delivery.not_before)
    if sent.filter(day=timezone.localtime(delivery.not_before).date()).exists():
        if waiting is None:
            return  # these wait for tomorrow's
        delivery.not_before += timedelta(days=1)
    _written(delivery, notices)


def _written(delivery: Delivery, notices: list[Notice]) -> None:
    """The delivery saved with its words; not where another run was faster."""
    english = _reads_english(delivery.user)
    delivery.day = timezone.localtime(delivery.not_before).date()
    delivery.subject = _subject(len(notices), delivery.urgent, english)
    delivery.body = _body(notices, english)
    try:
        with transaction.atomic():
            delivery.save()
            delivery.notices.set(notices)
    except IntegrityError:
        return


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


def _reads_english(person: User) -> bool:
    return (person.language or settings.LANGUAGE_CODE).startswith("en")


def _subject(count: int, urgent: bool, english: bool) -> str:
    city = settings.LUHENG_CITY
    if english:
        said = f"[{(city.name_en or city.name) if city else ''}]"
        return f"{said} {'Escalated' if urgent else 'Waiting for you'}: {count}"
    return f"【{city.name if city else ''}】{'督办升级' if urgent else '待办提醒'} {count} 条"


def _body(notices: Iterable[Notice], english: bool) -> str:
    said = [one.text_en if english else one.text_zh for one in notices]
    lines = [f"{number}. {text}" for number, text in enumerate(said, 1)]
    if address := os.environ.get("LUHENG_ADDRESS", "").rstrip("/"):
        lines.append(f"{address}/notices/")
    return "\n".join(lines)
