"""Every record of the house writes its audit entry when it is saved or deleted.

A new model is audited without being named here. What is not audited is named with its reason.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save
from simple_history.models import HistoricalRecords

from luheng.workplace.audit.entries import digest_of, record
from luheng.workplace.models import AuditAct, AuditEntry, User

NOT_AUDITED = {  # model name → why it has no entries of its own
    "auditentry": "it is the log",
    "clause": "follows from the reading of its document",
    "documenttext": "follows from the reading of its document",
    "targetunit": "an index of the units named in the item",
    "taskunit": "an index of the units named in the item",
    "projectunit": "an index of the units named in the item",
    "job": "the work that it does writes entries, its own counter need not",
    "sitesession": "signing in and out have entries of their own",
    "verdict": "computed from the target and its figures",
}
_NO_CHANGE = {"last_login"}  # of an account: the sign-in has an entry of its own


def connect() -> None:
    """Listens to every audited model, to sign-ins and to changes of roles."""
    for model in audited_models():
        uid = f"audit {model._meta.label}"
        post_save.connect(_saved, sender=model, dispatch_uid=uid)
        post_delete.connect(_deleted, sender=model, dispatch_uid=uid)
    m2m_changed.connect(_roles_changed, sender=User.groups.through, dispatch_uid="audit roles")
    user_logged_in.connect(_signed_in, dispatch_uid="audit sign-in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit sign-out")
    user_login_failed.connect(_sign_in_failed, dispatch_uid="audit sign-in failed")


def audited_models() -> list[type[models.Model]]:
    """The models whose every change has an entry; histories are not: their record's change has one."""
    return [
        model
        for model in apps.get_app_config("workplace").get_models()
        if model._meta.model_name not in NOT_AUDITED and not hasattr(model, "history_object")
    ]


def actor_of(instance: models.Model | None = None) -> User | None:
    """Who is acting: as the service said, else the person of the request, else nobody."""
    if (said := getattr(instance, "_history_user", None)) is not None:
        return said if isinstance(said, User) else None
    request = getattr(HistoricalRecords.context, "request", None)
    for person in (getattr(request, "auth", None), getattr(request, "user", None)):
        if isinstance(person, User) and person.is_authenticated:
            return person
    return None


def _saved(sender: Any, instance: Any, created: bool, raw: bool, **rest: Any) -> None:
    written = set(rest.get("update_fields") or ())
    if raw or (written and written <= _NO_CHANGE):
        return
    before = "" if created else _last_digest(instance)
    act = AuditAct.CREATE if created else AuditAct.CHANGE
    details = {"fields": sorted(written)} if written else {}
    _record(act, instance, before=before, after=digest_of(instance), details=details)


def _deleted(sender: Any, instance: Any, **rest: Any) -> None:
    if not getattr(instance, "audited_together", False):
        _record(AuditAct.REMOVE, instance, before=digest_of(instance))


def _record(act: AuditAct, instance: Any, details: Any = None, **digests: str) -> None:
    details = dict(details or {})
    if reason := getattr(instance, "_change_reason", ""):
        details["reason"] = str(reason)[:100]
    kind, by = instance._meta.model_name, actor_of(instance)
    record(act, kind, instance.pk, by=by, details=details, **digests)


def _last_digest(instance: Any) -> str:
    """What the log last knew of a record; empty where it came in bulk."""
    known = AuditEntry.objects.filter(subject_kind=instance._meta.model_name)
    known = known.filter(subject_id=str(instance.pk)).order_by("-pk")
    return known.values_list("after", flat=True).first() or ""


def _roles_changed(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **rest: Any
) -> None:
    if not action.startswith("post_") or reverse:
        return
    roles = sorted(instance.groups.values_list("name", flat=True))
    details = {"change": action.removeprefix("post_"), "roles": roles}
    record(AuditAct.PERMISSION, "user", instance.pk, by=actor_of(), details=details)


def _signed_in(sender: Any, user: User, **rest: Any) -> None:
    record(AuditAct.SIGN_IN, "user", user.pk, by=user)


def _signed_out(sender: Any, user: User | None, **rest: Any) -> None:
    if user is not None:
        record(AuditAct.SIGN_OUT, "user", user.pk, by=user)


def _sign_in_failed(sender: Any, credentials: dict[str, Any], **rest: Any) -> None:
    """Of an account that is there, its id; a name that is none may be a password typed too early."""
    name = str(credentials.get("username") or "")
    known = User.objects.filter(username=name).first() if name else None
    record(AuditAct.SIGN_IN_FAILED, "user", known.pk if known else "")
