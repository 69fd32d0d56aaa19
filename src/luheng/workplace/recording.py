"""A reading becomes records; a second reading of the same document meets what people made of them.

Three values of a field meet: what the reader said last time, what it says now, and what stands.
Where a person left the reader's value alone, the new one holds. Where a person changed it and the
reader did not, the person's holds. Where both changed, the person's holds and the reader's is shown
beside it as a conflict. An accepted item is a person's word in every field.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from simple_history.utils import bulk_update_with_history

from luheng.documents.model import Item, Reading, to_json
from luheng.workplace.audit import audited_bulk
from luheng.workplace.models import Clause, Document, IndicatorMapping, ReadItem, Review, User
from luheng.workplace.reading_shapes import SHAPES, Shape, in_field, keyed, plain, values_of
from luheng.workplace.references import is_referred_to
from luheng.workplace.unit_index import index_units

_BATCH = 500
_ALWAYS_NEW = ("quote", "span_start", "span_end", "clause_key", "position")


@dataclass
class Recorded:
    """What a reading did to one list of records."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: int = 0
    kept: int = 0  # no longer read, but a person had touched them
    removed: int = 0


@dataclass
class _Merge:
    shape: Shape
    document: Document
    clauses: dict[str, Clause]
    mappings: dict[str, str]
    result: Recorded = field(default_factory=Recorded)
    added: list[ReadItem] = field(default_factory=list)
    changed: list[ReadItem] = field(default_factory=list)
    gone: list[ReadItem] = field(default_factory=list)


@transaction.atomic
def record_reading(
    document: Document, reading: Reading, by: User | None = None
) -> dict[str, Recorded]:
    """What changed, list by list. All of it is recorded, or nothing."""
    clauses = _record_clauses(document, reading)
    mappings = dict(IndicatorMapping.objects.values_list("printed", "indicator_id"))
    results = {}
    for shape in SHAPES:
        merge = _Merge(shape, document, clauses, mappings)
        _merge_list(merge, getattr(reading, shape.name), by)
        results[shape.name] = merge.result
    return results


def _record_clauses(document: Document, reading: Reading) -> dict[str, Clause]:
    """The clauses of the document by key, those that stay keeping their identity."""
    standing = {clause.key: clause for clause in document.clauses.all()}
    read: dict[str, Clause] = {}
    for position, section in enumerate(reading.sections):
        key = section.clause or f"{section.chapter}/{section.no}"
        if key in read:
            key = f"{key}#{position}"
        clause = standing.get(key) or Clause(document=document, key=key)
        clause.no, clause.title = section.no[:20], section.title[:400]
        clause.level, clause.chapter, clause.position = section.level, section.chapter, position
        clause.span_start, clause.span_end = section.span.start, section.span.end
        body = section.body
        clause.body_start, clause.body_end = (body.start, body.end) if body else (None, None)
        read[key] = clause
    gone = [clause.pk for key, clause in standing.items() if key not in read]
    document.clauses.filter(pk__in=gone).delete()
    Clause.objects.bulk_create([clause for clause in read.values() if not clause.pk])
    written = ["no", "title", "level", "chapter", "position"]
    written += ["span_start", "span_end", "body_start", "body_end"]
    Clause.objects.bulk_update([read[key] for key in read if key in standing], written, _BATCH)
    return {clause.key: clause for clause in document.clauses.all()}


def _merge_list(merge: _Merge, items: list[Any], by: User | None) -> None:
    read = keyed(merge.shape, items)
    model = merge.shape.model
    standing = {
        record.key: record for record in model._default_manager.filter(document=merge.document)
    }
    pairs, unmatched = _matched(read, standing)
    for position, (key, item) in enumerate(read.items()):
        record = pairs.get(key)
        if record is None:
            merge.added.append(_new_record(merge, key, item, position))
        else:
            _meet(merge, record, key, item, position)
    for record in unmatched:
        _let_go(merge, record, by)
    _write(merge, by)


def _matched(
    read: dict[str, Item], standing: dict[str, ReadItem]
) -> tuple[dict[str, ReadItem], list[ReadItem]]:
    """Records by the key of the item they are, and the records that no item is.

    Same key and words first; then the same words, where they stand for one item only on each
    side (a renumbered task is the task it was); then the same key.
    """
    pairs = {
        key: standing[key]
        for key, item in read.items()
        if key in standing and standing[key].quote == item.quote
    }
    left = {key: record for key, record in standing.items() if key not in pairs}
    waiting = {key: item for key, item in read.items() if key not in pairs}
    old_by_words = _alone([(record.quote, key) for key, record in left.items()])
    for words, key in _alone([(item.quote, key) for key, item in waiting.items()]).items():
        if words in old_by_words:
            pairs[key] = left.pop(old_by_words[words])
            del waiting[key]
    for key in waiting.keys() & left.keys():
        pairs[key] = left.pop(key)
    return pairs, list(left.values())


def _alone(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Words to key, of words that stand for one item only."""
    count = Counter(words for words, _ in pairs)
    return {words: key for words, key in pairs if words and count[words] == 1}


def _new_record(merge: _Merge, key: str, item: Item, position: int) -> ReadItem:
    values = values_of(merge.shape, item)
    record = merge.shape.model(document=merge.document, key=key)
    _place(merge, record, item, position)
    for name, value in values.items():
        setattr(record, name, in_field(merge.shape.model, name, value))
    record.as_read = _as_read(item, values)
    _apply_mapping(merge, record, values)
    return record


def _as_read(item: Item, values: dict[str, Any]) -> dict[str, Any]:
    extras = {name: part for name, part in to_json(item).items() if name not in values}
    return {**extras, **values}


def _heading_over(key: str, clauses: dict[str, Clause]) -> Clause | None:
    """The clause of a key; of a numbered point without a heading of its own, the one it stands in."""
    while key and key not in clauses:
        key = key.rpartition("/")[0]
    return clauses.get(key)


def _place(merge: _Merge, record: ReadItem, item: Item, position: int) -> None:
    record.quote, record.position = item.quote, position
    record.span_start, record.span_end = item.span.start, item.span.end
    record.clause_key = item.clause[:80]
    record.clause = _heading_over(item.clause, merge.clauses)


def _apply_mapping(merge: _Merge, record: ReadItem, values: dict[str, Any]) -> None:
    """A name that a person mapped counts wherever the reader itself knows no entry."""
    if "indicator_id" in values and not values["indicator_id"]:
        record.indicator_id = merge.mappings.get(values["indicator"], record.indicator_id)  # type: ignore[attr-defined]


def _meet(merge: _Merge, record: ReadItem, key: str, item: Item, position: int) -> None:
    before = _comparable(merge.shape, record)
    values = values_of(merge.shape, item)
    _merge_fields(merge.shape, record, values)
    _apply_mapping(merge, record, values)
    _place(merge, record, item, position)
    record.key, record.vanished = key, False
    record.as_read = _as_read(item, values)
    merge.result.conflicts += bool(record.conflict)
    if before == _comparable(merge.shape, record):
        merge.result.unchanged += 1
    else:
        merge.result.changed += 1
        merge.changed.append(record)


def _comparable(shape: Shape, record: ReadItem) -> list[Any]:
    fields = [plain(getattr(record, name)) for name in shape.fields]
    return [*fields, *(getattr(record, name) for name in _ALWAYS_NEW), record.clause_id,
            record.key, record.vanished, dict(record.as_read), dict(record.conflict)]  # fmt: skip


def _merge_fields(shape: Shape, record: ReadItem, values: dict[str, Any]) -> None:
    conflict: dict[str, Any] = {}
    for name, new in values.items():
        old, mine = record.as_read.get(name, new), plain(getattr(record, name))
        if mine == new:
            continue
        if new == old and name not in record.conflict:
            continue
        if _left_to_reader(record, name, mine == old):
            setattr(record, name, in_field(shape.model, name, new))
        elif name != "indicator_id" or new:
            conflict[name] = new
    record.conflict = conflict


def _left_to_reader(record: ReadItem, name: str, untouched: bool) -> bool:
    return untouched and record.review != Review.ACCEPTED


def _let_go(merge: _Merge, record: ReadItem, by: User | None) -> None:
    if _touched(record):
        merge.result.kept += 1
        if not record.vanished:
            record.vanished = True
            merge.changed.append(record)
        return
    record._history_user = by  # type: ignore[attr-defined]
    record._change_reason = "reading"  # type: ignore[attr-defined]
    record.audited_together = True  # type: ignore[attr-defined]
    merge.gone.append(record)
    merge.result.removed += 1


def _touched(record: ReadItem) -> bool:
    """Whether anything of a person's hangs on the record."""
    return record.review != Review.DRAFT or record.version > 1 or is_referred_to(record)


def _write(merge: _Merge, by: User | None) -> None:
    model, changed = merge.shape.model, merge.changed
    audited_bulk(model, merge.gone, by, "reading: removed")
    for record in merge.gone:
        record.delete()
    _set_keys_aside(model, changed)
    model._default_manager.bulk_create(merge.added, _BATCH)
    merge.result.added = len(merge.added)
    audited_bulk(model, merge.added, by, "reading: added")
    for record in changed:
        record.version += 1
    written = [*merge.shape.fields, *_ALWAYS_NEW, "clause", "key", "as_read", "conflict"]
    bulk_update_with_history(
        changed, model, [*written, "vanished", "version"], _BATCH,
        default_user=by, default_change_reason="reading",
    )  # fmt: skip
    audited_bulk(model, changed, by, "reading: changed")
    index_units(merge.added + changed)


def _set_keys_aside(model: type[ReadItem], changed: list[ReadItem]) -> None:
    """Two items may have exchanged their keys: all give up theirs before any takes a new one."""
    model._default_manager.filter(pk__in=[record.pk for record in changed]).update(
        key=Concat(Value("~"), Cast("pk", CharField()))
    )
