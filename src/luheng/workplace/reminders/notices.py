"""Notices: what stands in the site for a person, once for each mark; what no longer holds is settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from luheng.workplace.audit.entries import audited_bulk
from luheng.workplace.models import Notice, User
from luheng.workplace.reminders.matters.matter import Matter
from luheng.workplace.reminders.schedule import reached
from luheng.workplace.supervision_settings import ReminderSettings

_Key = tuple[int, int, int, date | None, str]  # person, kind of record, record, due, mark
STEP = "step-"  # of an order: happened, and stays told


@dataclass(frozen=True)
class _Said:
    key: _Key
    zh: str
    en: str


def note(matters: Iterable[Matter], now: datetime) -> int:
    """How many notices are new: of each matter its last mark, and what happened at once."""
    today = timezone.localtime(now).date()
    said = {one.key: one for matter in matters for one in _said(matter, today, _schedule())}
    with transaction.atomic():
        known = _known(said)
        again = [pk for key in said if (pk := known.get(key))]  # settled, and holds once more
        Notice.objects.filter(pk__in=again).update(settled_at=None)
        new = [_notice(one, now) for key, one in said.items() if key not in known]
        Notice.objects.bulk_create(new, 500, ignore_conflicts=True)  # another run may be faster
        audited_bulk(Notice, new, None, "reminders")
    return len(new)


def settle(matters: Iterable[Matter], now: datetime) -> int:
    """How many notices no longer hold: another mark came, it is done, or another's turn.

    `matters` are all that there are. Steps of orders stay: they happened.
    """
    today = timezone.localtime(now).date()
    live = {one.key for matter in matters for one in _said(matter, today, _schedule())}
    standing = Notice.objects.filter(settled_at=None).exclude(mark__startswith=STEP)
    keys = standing.values_list("pk", "user", "content_type", "object_id", "due", "mark")
    gone = [pk for pk, *key in keys.iterator(chunk_size=2000) if tuple(key) not in live]
    for start in range(0, len(gone), 500):
        Notice.objects.filter(pk__in=gone[start : start + 500]).update(settled_at=now)
    return len(gone)


def told(
    person: User, subject: Model, mark: str, zh: str, en: str, *, due: date | None, urgent: bool = False
) -> Notice:  # fmt: skip
    """The notice of one event; the one there is where the person was told of this mark before."""
    found, _ = Notice.objects.get_or_create(
        user=person,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        due=due,
        mark=mark,
        defaults={"text_zh": zh, "text_en": en, "urgent": urgent, "at": timezone.now()},
    )
    return found


def _said(matter: Matter, today: date, schedule: ReminderSettings) -> Iterator[_Said]:
    """What is told of a matter on a day, to each of its people."""
    kind = ContentType.objects.get_for_model(matter.subject).pk
    marks: list[tuple[date | None, str, str, str]] = []
    if matter.at_once:
        marks.append((None, matter.at_once, "", ""))
    if matter.due is not None:
        used = schedule if matter.repeats else replace(schedule, every=0)
        if mark := reached(today, matter.due, used):
            day = matter.due
            marks.append((day, mark.key, f"，限期 {day}，{mark.zh}", f", due {day}, {mark.en}"))
    for due, name, zh, en in marks:
        for person in matter.people:
            key = (person.pk, kind, matter.subject.pk, due, f"{matter.side}{name}")
            yield _Said(key, matter.zh + zh, matter.en + en)


def _known(said: Mapping[_Key, _Said]) -> dict[_Key, int | None]:
    """What these people were told already: its notice where that is settled, else None."""
    people = {key[0] for key in said}
    rows = Notice.objects.filter(user__in=people).exclude(mark__startswith=STEP)
    told = rows.values_list("user", "content_type", "object_id", "due", "mark", "settled_at", "pk")
    return {(user, kind, record, due, mark): pk if settled else None
            for user, kind, record, due, mark, settled, pk in told}  # fmt: skip


def _notice(one: _Said, now: datetime) -> Notice:
    user, kind, pk, due, mark = one.key
    return Notice(
        user_id=user, content_type_id=kind, object_id=pk, due=due, mark=mark, text_zh=one.zh,
        text_en=one.en, at=now,
    )  # fmt: skip


def _schedule() -> ReminderSettings:
    city = settings.LUHENG_CITY
    return city.reminders if city else ReminderSettings()
