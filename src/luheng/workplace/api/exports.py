"""Rows that a program fetched are an export: in the audit log once a day for the same rows."""

from __future__ import annotations

import hashlib
import json
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone

from luheng.workplace.audit import audited_export
from luheng.workplace.models import User

T = TypeVar("T")
_A_DAY = 86_400  # seconds


def audited(caller: User, what: str, answer: T) -> T:
    """An answer that is one record, as it is; with its entry like that of rows."""
    audited_answer(caller, what, "", json.dumps(answer, default=str, sort_keys=True))
    return answer


def audited_answer(caller: User, key: str, view: str, answer: str) -> None:
    """Writes the entry, unless this caller got the same rows of the same view today already.

    A screen that asks every minute would else bury the log under entries that say nothing new.
    """
    digest = hashlib.sha256(answer.encode()).hexdigest()
    asked = f"{caller.pk}|{key}|{view}|{digest}|{timezone.localdate()}".encode()
    if cache.add(f"api-export-{hashlib.sha256(asked).hexdigest()}", True, _A_DAY):
        audited_export("api", caller, key, digest, view=view)
