"""A lifecycle, declared once: the states of a record, the moves between them, who may make each.

Pages offer the moves that are open to the reader, the API takes the same, and each move leaves a
step that nobody edits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.workdays import after_workdays
from luheng.workplace.language import say
from luheng.workplace.models import Evidence, Moving, Step, User
from luheng.workplace.permissions import Act, Person, may, require

Record = TypeVar("Record", bound=Moving)


class Need(StrEnum):
    """What a move asks for."""

    NOTE = "note"
    DOCUMENT = "document"
    DATE = "date"


_NEED_WORDS = {
    Need.NOTE: say("说明", "a note"),
    Need.DOCUMENT: say("依据文件", "a document"),
    Need.DATE: say("限期", "a date"),
}

STEPS_APART: dict[str, str | Promise] = {  # steps that are no move of a person
    "begin": say("起草", "Draft"),
    "hand_over": say("移交承接单位", "Handed over"),
    "take_back": say("退回原单位", "Given back"),
}


@dataclass(frozen=True)
class Given:
    """What a person gave with a move; `by` None: a rule of the house."""

    by: User | None
    note: str
    document: Evidence | None
    due: date | None
    standing: date | None  # the deadline until now


@dataclass(frozen=True, kw_only=True)
class Move:
    """One move: its verb, from which states to which, whose it is, what it needs."""

    key: str
    zh: str
    en: str
    sources: frozenset[str]
    to: str  # empty: it stays in its state
    act: Act
    needs: frozenset[Need] = frozenset()
    deadline: int | Literal["keep", "clear"] = "clear"  # working days for the step after it
    when: Callable[[Any], bool] | None = None  # open only while this holds for the record
    prepare: Callable[[Any, Given], None] | None = (
        None  # sets more of it, or refuses, before saving
    )
    by_rule: bool = False  # the house may make it without a person
    effect: Callable[[Any, Step], None] | None = None  # what else happens, in the same transaction

    @property
    def label(self) -> str | Promise:
        """The verb on the button."""
        return say(self.zh, self.en)

    def is_open(self, record: Moving) -> bool:
        """Whether the record is where this move starts."""
        return record.state in self.sources and (self.when is None or self.when(record))


@dataclass(frozen=True, kw_only=True)
class Lifecycle:
    """The states and moves of one kind of record."""

    key: str
    model: type[Moving]
    states: Any  # TextChoices
    start: str
    moves: tuple[Move, ...]
    ended: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def _by_key(self) -> dict[str, Move]:
        return {move.key: move for move in self.moves}

    def move(self, key: str) -> Move:
        """A move by its key. Raises `move_unknown`."""
        try:
            return self._by_key[key]
        except KeyError:
            raise LuhengError("move_unknown", move=key) from None

    def label(self, state: str) -> str:
        """The word of a state in the language of the reader."""
        return str(self.states(state).label)

    def open_to(self, record: Moving, person: Person) -> list[Move]:
        """The moves that this person may make now."""
        return [
            move for move in self.moves if move.is_open(record) and may(person, move.act, record)
        ]

    def begin(self, record: Record, by: User | None = None, note: str = "") -> Record:
        """A new record in its first state, saved with its first step."""
        record.state, record.state_since = self.start, timezone.now()
        with transaction.atomic():
            _save(record, by)
            self._step(record, "begin", "", by, note)
        return record

    @transaction.atomic
    def advance(
        self,
        record: Record,
        key: str,
        by: User | None,
        *,
        note: str = "",
        document: Evidence | None = None,
        due: date | None = None,
        version: int | None = None,
    ) -> Step:
        """The step taken; `record` is brought up to date.

        `by` None: a rule of the house makes the move. Raises `not_allowed`, `moved_meanwhile` when
        the state or version is not what was seen, `move_needs` naming what is missing.
        """
        move = self.move(key)
        current = type(record)._default_manager.select_for_update().get(pk=record.pk)
        _require(move, by, current)
        self._still(move, record, current, version)
        _has_needed(move, note, document, due)
        before = current.state
        standing = current.due
        current.due = _due(move, standing, due)
        current.state, current.state_since = move.to or before, timezone.now()
        current.version += 1
        if move.prepare:
            move.prepare(current, Given(by, note.strip(), document, due, standing))
        _save(current, by)
        step = self._step(current, key, before, by, note, document)
        if move.effect:
            move.effect(current, step)
        record.refresh_from_db()
        return step

    def note_step(self, record: Moving, key: str, by: User | None, note: str) -> Step:
        """A step that moves nothing, as where another unit takes the record over."""
        return self._step(record, key, record.state, by, note, at=timezone.now())

    def step_label(self, key: str) -> str | Promise:
        """The word for what a step did."""
        if key in STEPS_APART:
            return STEPS_APART[key]
        return self._by_key[key].label if key in self._by_key else key

    def _still(self, move: Move, seen: Moving, now: Moving, version: int | None) -> None:
        meanwhile = version is not None and version != now.version
        if meanwhile or not move.is_open(now):
            raise LuhengError(
                "moved_meanwhile",
                item=str(now),
                state=self.label(now.state),
                move=str(move.label),
            )

    def _step(
        self,
        record: Moving,
        key: str,
        before: str,
        by: User | None,
        note: str,
        document: Evidence | None = None,
        at: datetime | None = None,
    ) -> Step:
        return Step.objects.create(
            subject=record,
            move=key,
            state_from=before,
            state_to=record.state,
            note=note.strip(),
            document=document,
            due=record.due,
            by=by,
            unit=by.unit if by else None,
            at=at or record.state_since,
        )


def _require(move: Move, by: User | None, record: Moving) -> None:
    if by is not None:
        require(by, move.act, record)
    elif not move.by_rule:
        raise LuhengError("not_allowed", person="—", act=move.act.value)


def _has_needed(move: Move, note: str, document: Evidence | None, due: date | None) -> None:
    given = {Need.NOTE: note.strip(), Need.DOCUMENT: document, Need.DATE: due}
    missing: Iterable[Need] = [need for need in Need if need in move.needs and not given[need]]
    if missing:
        words = "、".join(str(_NEED_WORDS[need]) for need in missing)
        raise LuhengError("move_needs", move=str(move.label), needs=words)


def _due(move: Move, standing: date | None, given: date | None) -> date | None:
    if given is not None:
        return given
    if move.deadline == "keep":
        return standing
    if move.deadline == "clear":
        return None
    return after_workdays(timezone.localdate(), move.deadline)


def _save(record: Moving, by: User | None) -> None:
    record._history_user = by  # type: ignore[attr-defined]
    record.save()
