"""Guessing is slowed down: after a few wrong tries nothing is compared for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from luheng.workplace.models import Guessable

TRIES = 5
REST = timedelta(minutes=15)


def rests_until(thing: Guessable) -> datetime | None:
    """Until when no try counts; None where one may try."""
    until = thing.rests_until
    return until if until and until > timezone.now() else None


def wrong(thing: Guessable) -> None:
    """Counts a wrong try; the last of them starts the rest. Called with the row locked."""
    thing.failures += 1
    if thing.failures >= TRIES:
        thing.failures, thing.rests_until = 0, timezone.now() + REST
    _keep(thing)


def right(thing: Guessable) -> None:
    """Forgets wrong tries. Called with the row locked."""
    if thing.failures or thing.rests_until:
        thing.failures, thing.rests_until = 0, None
        _keep(thing)


def _keep(thing: Guessable) -> None:
    """Not as a change of the record: a failed sign-in has an audit entry of its own."""
    type(thing)._default_manager.filter(pk=thing.pk).update(
        failures=thing.failures, rests_until=thing.rests_until
    )
