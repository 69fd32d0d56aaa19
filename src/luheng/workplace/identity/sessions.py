"""Sessions that know whose they are, so that a person sees and ends their own."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from luheng.workplace.audit import record
from luheng.workplace.models import AuditAct, SiteSession, User

BEGAN, SEEN, DEVICE, DOOR = "began", "seen", "device", "door"
_BROWSERS = (
    ("MicroMessenger", "微信 WeChat"), ("DingTalk", "钉钉 DingTalk"), ("Edg", "Edge"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


class SessionStore(DatabaseStore):
    """The sessions of the site: rows with the account, the device and when they were seen."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The model of the rows."""
        return SiteSession

    def create_model_instance(self, data: dict[str, Any]) -> SiteSession:
        """A row of the session's data, with whose it is."""
        row = super().create_model_instance(data)
        assert isinstance(row, SiteSession)
        row.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.began_at, row.seen_at = _moment(data, BEGAN), _moment(data, SEEN)
        row.device, row.door = data.get(DEVICE, ""), data.get(DOOR, "")
        return row


def note_beginning(request: HttpRequest, door: str) -> None:
    """Puts into a session that has just begun when, with what and by which door it did.

    Sessions that have run out are cleared away then: nothing else would.
    """
    SessionStore.clear_expired()
    now = timezone.now().isoformat()
    request.session[BEGAN] = request.session[SEEN] = now
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    request.session[DOOR] = door


def device_of(agent: str) -> str:
    """Browser and system of a User-Agent header: `Firefox · Windows`; nothing finer is kept."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part)


def handle_of(session: SiteSession) -> str:
    """What a page calls a session: its key must not be shown, it is the session."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:24]


def sessions_of(user: User) -> list[SiteSession]:
    """The sessions a person has open, seen last first."""
    rows = SiteSession.objects.filter(account=user, expire_date__gt=timezone.now())
    return list(rows.order_by("-seen_at", "-expire_date"))


def end_session(user: User, handle: str, by: User) -> bool:
    """Whether there was such a session of the person; it is over now."""
    found = [one for one in sessions_of(user) if handle_of(one) == handle]
    return end_sessions(user, by, only=[one.session_key for one in found]) > 0


def end_sessions(
    user: User, by: User | None, *, but: str | None = None, only: list[str] | None = None
) -> int:
    """How many sessions of a person were ended: all, all but the one of a key, or only some."""
    rows = SiteSession.objects.filter(account=user).exclude(session_key=but or "")
    if only is not None:
        rows = rows.filter(session_key__in=only)
    count, _ = rows.delete()
    if count:
        record(AuditAct.SIGN_OUT, "user", user.pk, by=by, details={"sessions_ended": count})
    return count


def is_signed_in(request: HttpRequest) -> bool:
    """Whether the session says so; the account may have been closed since."""
    return SESSION_KEY in request.session and BACKEND_SESSION_KEY in request.session


def _moment(data: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(data[name]) if data.get(name) else None
