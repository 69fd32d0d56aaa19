"""Links are made, opened, counted and revoked. The key is shown once and kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import record
from luheng.workplace.identity import guessing
from luheng.workplace.models import AuditAct, Share, User
from luheng.workplace.permissions import Act, may, require
from luheng.workplace.sharing.subjects import Subject, subject_of

USUAL_DAYS = 30
MOST_DAYS = 366
LEAST_PASSWORD = 6
_TICKET_S = 3600
_SALT = "luheng shared file"


@dataclass(frozen=True)
class Opened:
    """What came of an opening."""

    share: Share | None = None
    subject: Subject | None = None
    asks: Literal["", "password"] = ""
    rests_until: datetime | None = None


def make_share(
    maker: User,
    kind: str,
    object_id: int | None = None,
    view: str = "",
    *,
    title: str = "",
    until: date,
    password: str = "",
    public_only: bool = False,
) -> tuple[Share, str]:
    """The link and its key, which cannot be shown again.

    `until` is the last day on which it opens. Raises `not_allowed`, `share_subject_unknown`,
    `share_days_wrong`, `share_password_short`, `share_has_no_public_parts`.
    """  # fmt: skip
    require(maker, Act.SHARE)
    subject = subject_of(maker, kind, object_id, view, public=public_only)
    if public_only and not subject.has_public_parts:
        raise LuhengError("share_has_no_public_parts")
    if not timezone.localdate() <= until <= timezone.localdate() + timedelta(days=MOST_DAYS):
        raise LuhengError("share_days_wrong", most=MOST_DAYS)
    if password and len(password) < LEAST_PASSWORD:
        raise LuhengError("share_password_short", least=LEAST_PASSWORD)
    key = secrets.token_urlsafe(32)
    share = Share(
        maker=maker, kind=subject.kind, object_id=object_id, view=view,
        title=(title.strip() or subject.title)[:200], digest=_digest(key), public_only=public_only,
        password=make_password(password) if password else "",
        expires_at=timezone.make_aware(datetime.combine(until, time.max)),
    )  # fmt: skip
    share.save()
    return share, key


def revoke(share: Share) -> None:
    """Ends a link; one that has ended stays as it is."""
    if share.revoked_at is None:
        share.revoked_at = timezone.now()
        share.save(update_fields=["revoked_at"])


def open_share(key: str, password: str | None = None) -> Opened:
    """What the link of a key shows; an empty answer for one that is unknown, over or withdrawn.

    Whether there ever was such a link is not told. A wrong password is counted.
    """
    share = _live(key)
    if share is None:
        return Opened()
    if share.password:
        if password is None:
            return Opened(share, asks="password")
        good, rests = _password_is(share, password)
        if not good:
            return Opened(share, asks="password", rests_until=rests)
    subject = _subject(share)
    if subject is None:
        return Opened()
    _count(share, "page")
    return Opened(share, subject)


def ticket_for(share: Share) -> str:
    """What the page of a link holds so that its files may be fetched for an hour."""
    return signing.dumps(share.pk, salt=_SALT)


def file_of_share(key: str, ticket: str) -> Opened:
    """As `open_share`, for who has opened the page within the last hour."""
    share = _live(key)
    try:
        opened = signing.loads(ticket, salt=_SALT, max_age=_TICKET_S)
    except signing.BadSignature:
        return Opened(share, asks="password") if share else Opened()
    subject = _subject(share) if share and share.pk == opened else None
    if share is None or subject is None:
        return Opened()
    _count(share, "file")
    return Opened(share, subject)


def _live(key: str) -> Share | None:
    share = Share.objects.select_related("maker__unit").filter(digest=_digest(key)).first()
    return share if share and share.is_live and may(share.maker, Act.SHARE) else None


def _subject(share: Share) -> Subject | None:
    """What the maker may still see of it; None where it is gone."""
    try:
        subject = subject_of(
            share.maker, share.kind, share.object_id, share.view, public=share.public_only
        )
    except LuhengError:
        return None
    return subject if subject.has_public_parts or not share.public_only else None


@transaction.atomic
def _password_is(share: Share, password: str) -> tuple[bool, datetime | None]:
    locked = Share.objects.select_for_update().get(pk=share.pk)
    if until := guessing.rests_until(locked):
        return False, until
    if check_password(password, locked.password):
        guessing.right(locked)
        return True, None
    guessing.wrong(locked)
    return False, guessing.rests_until(locked)


def _count(share: Share, what: str) -> None:
    """One entry of the log for each opening; the count is not a change of the link."""
    with transaction.atomic():
        counted = {"openings": F("openings") + 1} if what == "page" else {}
        Share.objects.filter(pk=share.pk).update(last_opened_at=timezone.now(), **counted)
        record(AuditAct.SHARE_USED, "share", share.pk, details={"what": what})


def _digest(key: str) -> str:
    """SHA-256: the key is 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(key.encode()).hexdigest()
