"""Many rows answered at once, from a workbook or a program, merged with what stands.

Looking and writing go through the same door: what was shown is what is written, or the person is
shown it again. Nothing is written twice, and what cannot be taken leaves the row as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from simple_history.utils import bulk_update_with_history

from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.audit.entries import audited_bulk
from luheng.workplace.models import Return, ReturnRow, SourceFile, User
from luheng.workplace.permissions import Act, require
from luheng.workplace.returns import cells as row_cells
from luheng.workplace.returns.agreeing import check_together
from luheng.workplace.returns.entering import answered, clash, is_open
from luheng.workplace.returns.known import History, histories

WRITTEN = (
    "answer", "value", "status", "state", "percent", "stage", "text", "note", "warnings",
    "answered_by", "answered_at", "review", "version", "source", "cell",
)  # fmt: skip
_AT_ONCE = 400


@dataclass(frozen=True)
class Entry:
    """What comes in for one row: its cells as typed, the version they were made from, their place."""

    row: int
    cells: Mapping[str, Any]
    version: int | None = None  # None: nobody knows; what is blank then changes nothing
    places: Mapping[str, str] = field(default_factory=dict)  # cell → 指标!H7

    def place(self, name: str = "") -> str:
        """Where a cell stands; of the row where the cell has no place."""
        return self.places.get(name) or next(iter(self.places.values()), "")


@dataclass(frozen=True)
class CellChange:
    """One cell before and after."""

    name: str
    old: Any
    new: Any
    place: str = ""

    @property
    def label(self) -> str:
        """What people call the cell."""
        return row_cells.label_of(self.name)

    @property
    def before(self) -> str:
        """What stood, as people read it."""
        return row_cells.plain(self.name, self.old)

    @property
    def after(self) -> str:
        """What comes, as people read it."""
        return row_cells.plain(self.name, self.new)


@dataclass
class Merged:
    """What becomes of one row."""

    row: ReturnRow  # with its new cells; not saved
    entry: Entry
    was_open: bool  # not answered before
    changes: list[CellChange] = field(default_factory=list)
    clashes: list[CellChange] = field(default_factory=list)  # old: stands, new: not taken
    refused: LuhengError | None = None
    at: str = ""  # the cell that is refused
    earlier: str = ""  # who answered the row before

    @property
    def is_new(self) -> bool:
        """Whether the row is answered for the first time."""
        return bool(self.changes) and self.was_open


@dataclass
class Merge:
    """What becomes of a return."""

    rows: list[Merged]
    touched: list[ReturnRow] = field(default_factory=list)  # other rows whose doubts are new

    @property
    def changed(self) -> list[Merged]:
        """Rows that are written."""
        return [one for one in self.rows if one.changes]

    @property
    def clashing(self) -> list[Merged]:
        """Rows of which somebody else changed a cell meanwhile."""
        return [one for one in self.rows if one.clashes]

    @property
    def refused(self) -> list[Merged]:
        """Rows that cannot be taken."""
        return [one for one in self.rows if one.refused]

    @property
    def same(self) -> int:
        """How many rows stay as they are."""
        return sum(not (one.changes or one.clashes or one.refused) for one in self.rows)

    def fingerprint(self) -> str:
        """Another one when anything else would be written, or over something else."""
        digest = hashlib.sha256()
        for one in self.rows:
            for change in (*one.changes, *one.clashes):
                said = (one.row.pk, change.name, change.before, change.after)
                digest.update(repr(said).encode())
        return digest.hexdigest()[:32]


def merge(
    one: Return, entries: Sequence[Entry], forced: frozenset[tuple[int, str]] = frozenset()
) -> Merge:
    """What the entries do to the return as it stands. Writes nothing.

    `forced` are cells (row, name) that overrule what somebody else wrote meanwhile. Raises
    `return_row_unknown`.
    """
    return _merge(one, entries, forced, ReturnRow.objects.all())


def _merge(
    one: Return, entries: Sequence[Entry], forced: frozenset[tuple[int, str]],
    records: QuerySet[ReturnRow],
) -> Merge:  # fmt: skip
    rows = _rows(one, entries, records)
    fields = [row.asked for row in rows.values()]
    known = histories(fields)
    seen = _as_seen(rows, entries)
    found = Merge([])
    for entry in entries:
        row = rows[entry.row]
        found.rows.append(_merge_row(row, seen.get(row.pk), entry, known.get(row.asked_id), forced))
    changed = [done.row for done in found.changed]
    touched = check_together(one, changed)
    found.touched = [row for row in touched if all(row.pk != other.pk for other in changed)]
    return found


def take(
    one: Return,
    entries: Sequence[Entry],
    by: User,
    *,
    forced: frozenset[tuple[int, str]] = frozenset(),
    shown: str = "",
    whole: bool = False,
    source: SourceFile | None = None,
) -> Merge:
    """Writes what the entries change, all in one transaction; refused and clashing cells stay.

    `shown` is the fingerprint of what the person saw; with `whole` nothing is written where one cell
    cannot be taken. Raises `not_allowed`, `return_changed_meanwhile`, `return_row_unknown`,
    `return_row_repeated`, `return_row_refused`.
    """
    require(by, Act.FILE_RETURN, one)
    with transaction.atomic():
        Return.objects.select_for_update().get(pk=one.pk)
        if shown and merge(one, entries).fingerprint() != shown:
            raise LuhengError("return_changed_meanwhile")
        locked = ReturnRow.objects.select_for_update(of=("self",))
        done = _merge(one, entries, forced, locked)
        if whole and (problem := next(_problems(done), None)):
            raise problem
        for merged in done.changed:
            answered(merged.row, by)
            merged.row.source, merged.row.cell = source, merged.entry.place(merged.changes[0].name)[:80]  # fmt: skip
        rows = [*(merged.row for merged in done.changed), *done.touched]
        if rows:
            bulk_update_with_history(rows, ReturnRow, WRITTEN, 200, default_user=by)
            audited_bulk(ReturnRow, rows, by, "return: answered together")
    return done


def _problems(done: Merge) -> Iterator[LuhengError]:
    """Why rows cannot be taken whole, each with its row."""
    for merged in done.rows:
        for message in why_not(merged):
            reason = LuhengError(message.code, **message.values)
            yield LuhengError("return_row_refused", row=merged.row.pk, field=merged.row.asked.name, problem=reason)  # fmt: skip


def _rows(
    one: Return, entries: Sequence[Entry], records: QuerySet[ReturnRow]
) -> dict[int, ReturnRow]:
    """The rows of the return. Raises `return_row_unknown` where one of another is spoken of."""
    own = records.filter(parent=one).select_related("asked", "answered_by")
    rows = {row.pk: row for row in own}
    for row in rows.values():
        row.parent = one
    if unknown := [entry.row for entry in entries if entry.row not in rows]:
        raise LuhengError("return_row_unknown", row=unknown[0])
    if len({entry.row for entry in entries}) < len(entries):
        raise LuhengError("return_row_repeated")
    return rows


def _as_seen(rows: Mapping[int, ReturnRow], entries: Iterable[Entry]) -> dict[int, Any]:
    """The rows as they were in the versions that the entries were made from."""
    older = {entry.row: entry.version for entry in entries if entry.version not in (None, rows[entry.row].version)}  # fmt: skip
    seen: dict[int, Any] = {pk: row for pk, row in rows.items() if pk not in older}
    history = ReturnRow.history.model.objects
    wanted = list(older)
    for start in range(0, len(wanted), _AT_ONCE):
        part = history.filter(id__in=wanted[start : start + _AT_ONCE]).order_by("history_id")
        for old in part:
            if old.version == older[old.id]:
                seen[old.id] = old
    return seen


def _merge_row(
    row: ReturnRow, seen: Any, entry: Entry, history: History | None,
    forced: frozenset[tuple[int, str]],
) -> Merged:  # fmt: skip
    done = Merged(row, entry, was_open=not row.answer, earlier=str(row.answered_by or ""))
    try:
        wanted = dict(_typed(row, entry, done))
    except LuhengError as problem:
        done.refused = problem
        return done
    if entry.version is None:
        wanted = {name: mine for name, mine in wanted.items() if mine not in (None, "")}
    change = row_cells.compare(row, seen, wanted)
    over = {name: wanted[name] for name in change.clashes if (row.pk, name) in forced}
    taken = {**change.taken, **over}
    before = {name: row_cells.value_of(row, name) for name in wanted}
    done.clashes = [
        CellChange(name, before[name], wanted[name], entry.place(name))
        for name in change.clashes
        if name not in over
    ]
    if not taken:
        return done
    if not is_open(row):
        done.refused = LuhengError("row_not_open", field=row.asked.name)
        done.at, done.clashes = entry.place(next(iter(taken))), []
        return done
    return _put(done, taken, before, history)


def _typed(row: ReturnRow, entry: Entry, done: Merged) -> Iterator[tuple[str, Any]]:
    for name, value in entry.cells.items():
        done.at = entry.place(name)
        yield name, row_cells.typed_cell(row.asked.kind, name, value)


def _put(
    done: Merged, taken: Mapping[str, Any], before: Mapping[str, Any], history: History | None
) -> Merged:
    row, entry = done.row, done.entry
    kept = (row.answer, row.warnings)
    try:
        row_cells.put(row, taken, history)
    except LuhengError as problem:
        for name, old in before.items():
            setattr(row, name, None if name == "value" and old == "no_figure" else old)
        row.answer, row.warnings = kept
        done.refused, done.at = problem, entry.place("value")
        return done
    done.changes = [CellChange(name, before[name], new, entry.place(name)) for name, new in taken.items()]  # fmt: skip
    return done


def why_not(done: Merged) -> list[Message]:
    """What the person is told of a row that was not taken whole."""
    told = [done.refused.message] if done.refused else []
    return told + [clash(done.row, one.name, one.after).message for one in done.clashes]
