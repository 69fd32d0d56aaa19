"""What a dossier says: its indicators and tasks, the evidence of each, what is missing, by clause too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

from luheng.workplace.dossiers.selection import Selection, targets_of, tasks_of
from luheng.workplace.evidence.lacking import Holding
from luheng.workplace.models import Clause, Document, Evidence, Proof, Target, Task

_LONGEST_NAME = 60


@dataclass(frozen=True)
class Piece:
    """A piece of evidence in the dossier, with the place of its file."""

    evidence: Evidence
    number: int
    path: str  # in the archive


@dataclass(frozen=True)
class Proven:
    """What one piece proves of a subject."""

    piece: Piece
    note: str
    clause: Clause | None


@dataclass
class Entry:
    """One target or task with all that speaks for it."""

    subject: Target | Task
    holding: Holding
    proofs: list[Proven] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """target or task."""
        return str(self.subject._meta.model_name)

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"{self.kind}-{self.subject.pk}"

    @property
    def lacks(self) -> bool:
        """Whether nothing valid in the period proves it."""
        return self.holding is not Holding.HELD


@dataclass
class OfClause:
    """A clause of a plan with the entries that it asks for and the evidence bound to it."""

    document: Document
    clause: Clause | None  # None: what stands under no clause that was read
    entries: list[Entry] = field(default_factory=list)
    pieces: dict[int, Piece] = field(default_factory=dict)


@dataclass(frozen=True)
class Gathered:
    """The whole of a dossier, before it is written."""

    selection: Selection
    as_of: date
    targets: list[Entry]
    tasks: list[Entry]
    pieces: list[Piece]
    clauses: list[OfClause]

    @property
    def missing(self) -> list[Entry]:
        """What nothing valid in the period proves."""
        return [one for one in (*self.targets, *self.tasks) if one.lacks]


def gather(selection: Selection, as_of: date) -> Gathered:
    """Everything the dossier says. Six queries, however many targets. Raises `nothing_selected`."""
    targets = targets_of(selection)
    subjects: list[Target | Task] = [*targets, *tasks_of(selection, targets)]
    proofs = _proofs(subjects)
    pieces = _pieces(selection, [one for each in proofs.values() for one in each])
    entries = [_entry(one, proofs[_key(one)], pieces, selection) for one in subjects]
    return Gathered(
        selection=selection,
        as_of=as_of,
        targets=entries[: len(targets)],
        tasks=entries[len(targets) :],
        pieces=list(pieces.values()),
        clauses=_by_clause(entries),
    )


def holds(evidence: Evidence, start: date, end: date) -> Holding:
    """What a piece is worth for a period: held where it is valid on some day of it."""
    if evidence.withdrawn:
        return Holding.WITHDRAWN
    if evidence.valid_until and evidence.valid_until < start:
        return Holding.EXPIRED
    if evidence.valid_from and evidence.valid_from > end:
        return Holding.NOT_YET
    return Holding.HELD


def _key(subject: Target | Task) -> tuple[str, int]:
    return str(subject._meta.model_name), subject.pk


def _proofs(subjects: Iterable[Target | Task]) -> dict[tuple[str, int], list[Proof]]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for one in subjects:
        wanted[_key(one)[0]].append(one.pk)
    found: dict[tuple[str, int], list[Proof]] = defaultdict(list)
    for kind, keys in wanted.items():
        of_kind = Proof.objects.filter(
            content_type__app_label="workplace", content_type__model=kind, object_id__in=keys
        )
        records = of_kind.select_related("evidence__source", "evidence__unit", "clause__document")
        for proof in records.order_by("evidence_id", "pk"):
            found[kind, proof.object_id].append(proof)
    return found


def _pieces(selection: Selection, proofs: Iterable[Proof]) -> dict[int, Piece]:
    """The valid pieces by id, numbered in the order in which they came to the city."""
    valid = {
        proof.evidence_id: proof.evidence
        for proof in proofs
        if holds(proof.evidence, selection.start, selection.end) is Holding.HELD
    }
    return {
        pk: Piece(valid[pk], number, _path(valid[pk], number))
        for number, pk in enumerate(sorted(valid), 1)
    }


def _path(evidence: Evidence, number: int) -> str:
    """files/003-关于批复.pdf: readable, and allowed on every system."""
    kept = [
        letter if letter.isprintable() and letter not in '\\/:*?"<>|' else " "
        for letter in evidence.title
    ]
    title = " ".join("".join(kept).split())[:_LONGEST_NAME].rstrip(". ")
    ending = PurePath(evidence.source.name).suffix.lower()
    plain = ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 6
    return f"files/{number:03}-{title or '材料'}{ending if plain else '.bin'}"


def _entry(
    subject: Target | Task, proofs: Sequence[Proof], pieces: dict[int, Piece], selection: Selection
) -> Entry:
    standings = [holds(one.evidence, selection.start, selection.end) for one in proofs]
    best = next((one for one in Holding if one in standings), Holding.NONE)
    proven = [
        Proven(pieces[one.evidence_id], one.note, one.clause)
        for one in proofs
        if one.evidence_id in pieces
    ]
    return Entry(subject, best, proven)


def _by_clause(entries: Iterable[Entry]) -> list[OfClause]:
    """Clauses in the order of their plans. Evidence stands under the clause that it was bound to."""
    found: dict[tuple[int, int | None], OfClause] = {}

    def of(document: Document, clause: Clause | None) -> OfClause:
        key = (document.pk, clause.pk if clause else None)
        return found.setdefault(key, OfClause(document, clause))

    for entry in entries:
        of(entry.subject.document, entry.subject.clause).entries.append(entry)
        for proven in entry.proofs:
            clause = proven.clause or entry.subject.clause
            place = of(clause.document if clause else entry.subject.document, clause)
            place.pieces[proven.piece.evidence.pk] = proven.piece
    return sorted(found.values(), key=_order)


def _order(one: OfClause) -> tuple[Any, ...]:
    return one.document.pk, one.clause is None, one.clause.position if one.clause else 0
