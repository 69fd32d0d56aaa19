"""The chain: each entry holds the hash of the one before it, so a change anywhere shows.

Entries wait unlinked until their transaction is committed, and are then linked (see `linking`) by a
short transaction of their own that one process makes at a time. Linking inside the transaction of the
act would make every writer wait for every other, and could lock two of them for ever.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from django.db import connection, transaction

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import AuditEntry

_LOCK = 0x4C75_6865_6E67  # one number for all processes of a city's database
_LINK = "UPDATE workplace_auditentry SET sequence = %s, previous = %s, hash = %s WHERE id = %s"
BEGINNING = hashlib.sha256(b"luheng audit log").hexdigest()


@dataclass(frozen=True)
class Verified:
    """What a verification saw."""

    entries: int
    head: str


def link_waiting() -> int:
    """How many committed entries were linked: those of this process and of any that stopped."""
    with transaction.atomic():
        _one_at_a_time()
        waiting = list(AuditEntry.objects.filter(sequence=None).order_by("pk"))
        if not waiting:
            return 0
        linked = AuditEntry.objects.exclude(sequence=None).order_by("-sequence")
        last = linked.values_list("sequence", "hash").first()
        sequence, previous = last or (0, BEGINNING)
        links = []
        for entry in waiting:
            sequence = (sequence or 0) + 1
            entry.sequence, entry.previous = sequence, previous
            previous = hash_of(entry)
            links.append((sequence, entry.previous, previous, entry.pk))
        with connection.cursor() as cursor:  # the ORM takes longer over one row than all the rest
            cursor.executemany(_LINK, links)
    return len(waiting)


def head() -> str:
    """The hash of the latest entry: kept elsewhere, it proves later that nothing before it moved."""
    link_waiting()
    last = AuditEntry.objects.exclude(sequence=None).order_by("-sequence").first()
    return last.hash if last else BEGINNING


def verify(since_head: str = "") -> Verified:
    """What was checked. Raises `audit_broken` naming the first entry that does not fit.

    `since_head`: a hash that was kept elsewhere. The chain must still hold it, else
    `audit_head_unknown`; the entries from it on are checked.
    """
    link_waiting()
    sequence, previous = 0, BEGINNING
    entries = AuditEntry.objects.exclude(sequence=None).order_by("sequence")
    if since_head and since_head != BEGINNING:
        anchor = entries.filter(hash=since_head).first()
        if anchor is None or hash_of(anchor) != since_head:
            raise LuhengError("audit_head_unknown", head=since_head)
        sequence, previous = anchor.sequence or 0, anchor.hash
        entries = entries.filter(sequence__gt=sequence)
    count = 0
    for entry in entries.iterator(2000):
        count, sequence = count + 1, sequence + 1
        _check(entry, sequence, previous)
        previous = entry.hash
    return Verified(count, previous)


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 of everything an entry says and of the hash before it."""
    said = [
        entry.sequence, entry.at.astimezone(UTC).isoformat(), entry.actor_id, str(entry.act),
        entry.subject_kind, entry.subject_id, entry.before, entry.after, entry.details,
        entry.previous,
    ]  # fmt: skip
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _check(entry: AuditEntry, sequence: int, previous: str) -> None:
    problem = ""
    if entry.sequence != sequence:
        problem = f"{sequence}–{(entry.sequence or 0) - 1} ?"
    elif entry.previous != previous:
        problem = "previous"
    elif entry.hash != hash_of(entry):
        problem = "hash"
    if problem:
        when = f"{entry.at:%Y-%m-%d %H:%M:%S}"
        raise LuhengError("audit_broken", sequence=entry.sequence, time=when, problem=problem)


def _one_at_a_time() -> None:
    """SQLite lets one transaction write at a time as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
