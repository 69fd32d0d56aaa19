"""A matter: what waits, for whom, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from luheng.workplace.models import User


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing that waits for people. Without `due` it is told at once; `at_once` names what happened.

    `zh` and `en` say what it is and how it stands; the day is added to them.
    """

    subject: Model
    people: list[User]
    zh: str
    en: str
    due: date | None = None
    at_once: str = ""  # sent-back-7: told once whatever the day
    side: str = ""  # where one record waits for two units: which of them
    repeats: bool = True  # whether the schedule goes on after its last mark
