"""A later edition of a plan beside the earlier one: clause by clause, target by target."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from luheng.documents.model import Span
from luheng.documents.view import View
from luheng.workplace.models import Clause, Document, ReadItem
from luheng.workplace.reading_shapes import SHAPE_OF, plain

Change = Literal["added", "removed", "changed", "same"]
_ALIKE = 0.6  # clauses without a common title or number are the same from here on
_NOT_CONTENT = {
    "no",
    "item",
    "section",
    "section_no",
    "chapter_no",
    "printed_indicator",
    "columns",
    "units_raw",
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a clause: what stood before and what stands now; equal where nothing changed."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True)
class ClausePair:
    """One clause in both editions."""

    change: Change
    before: Clause | None
    after: Clause | None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class ItemPair:
    """One target, task or project in both editions; `fields` are those that differ."""

    change: Change
    before: ReadItem | None
    after: ReadItem | None
    fields: dict[str, tuple[Any, Any]]

    @property
    def differences(self) -> list[tuple[str, tuple[Piece, ...]]]:
        """Field by field what a person reads: lists of names in a row, long words in stretches."""
        return [
            (name, _as_pieces(_in_words(before), _in_words(after)))
            for name, (before, after) in self.fields.items()
        ]


@dataclass(frozen=True)
class Comparison:
    """Two editions of a plan."""

    earlier: Document
    later: Document
    clauses: list[ClausePair]
    items: dict[str, list[ItemPair]]  # "targets", "tasks", "projects"


def compare(earlier: Document, later: Document) -> Comparison:
    """All clauses and items of both, in the order of the later one, removed ones at the end."""
    return Comparison(earlier, later, _clauses(earlier, later), compare_items(earlier, later))


def compare_items(earlier: Document, later: Document) -> dict[str, list[ItemPair]]:
    """Targets, tasks and projects of both, list by list; those set aside are left out."""
    items = {}
    for name, key in _ITEM_KEYS.items():
        before, after = (list(getattr(one, name).exclude(review="rejected")) for one in
                         (earlier, later))  # fmt: skip
        pairs = _pair(before, after, (key,), lambda item: _normal(item.quote))
        items[name] = [_item_pair(one, two) for one, two in pairs]
    return items


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def _as_pieces(before: str, after: str) -> tuple[Piece, ...]:
    long = min(len(before), len(after)) > 20
    return difference(before, after) if long else (Piece(before or "—", after or "—"),)


_ITEM_KEYS: dict[str, Callable[[Any], Hashable]] = {
    "targets": lambda item: (item.indicator, item.year, tuple(item.places), item.part_of),
    "tasks": lambda item: item.title or item.text[:30],
    "projects": lambda item: item.name,
}


def _clauses(earlier: Document, later: Document) -> list[ClausePair]:
    texts = {**_texts(earlier), **_texts(later)}
    keys = (lambda clause: (clause.level, clause.title), lambda clause: clause.key)
    pairs = _pair(
        list(earlier.clauses.all()),
        list(later.clauses.all()),
        keys,
        lambda clause: texts[clause.pk],
    )
    return [_clause_pair(before, after, texts) for before, after in pairs]


def _texts(document: Document) -> dict[int, str]:
    """The words of each clause as the grammar reads them, so that layout makes no difference."""
    text = document.body.text
    return {
        clause.pk: _NUMBER.sub("", View.of(text, _span(clause)).text)
        for clause in document.clauses.all()
    }


# Its number is no content: one clause put in would change every clause after it.
_NUMBER = re.compile(
    r"^(?:第[零一二三四五六七八九十百\d]+[章节条]|[（(]?[零一二三四五六七八九十百\d]+[）)、.．])"
)


def _span(clause: Clause) -> Span:
    if clause.body_start is None or clause.body_end is None:
        return Span(clause.span_start, clause.span_end)
    return Span(clause.body_start, clause.body_end)


def _clause_pair(before: Clause | None, after: Clause | None, texts: dict[int, str]) -> ClausePair:
    if before is None or after is None:
        return ClausePair("added" if after else "removed", before, after)
    pieces = difference(texts[before.pk], texts[after.pk])
    return ClausePair(_changed(not all(p.same for p in pieces)), before, after, pieces)


def _item_pair(before: ReadItem | None, after: ReadItem | None) -> ItemPair:
    if before is None or after is None:
        return ItemPair("added" if after else "removed", before, after, {})
    names = [name for name in SHAPE_OF[type(after)].fields if name not in _NOT_CONTENT]
    values = {name: (plain(getattr(before, name)), plain(getattr(after, name))) for name in names}
    fields = {name: pair for name, pair in values.items() if pair[0] != pair[1]}
    return ItemPair(_changed(bool(fields)), before, after, fields)


def _changed(changed: bool) -> Change:
    return "changed" if changed else "same"


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in stretches; sentences first, characters only inside sentences that differ."""
    if before == after:
        return (Piece(before, after),)
    one, two = _sentences(before), _sentences(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        old, new = "".join(one[a:b]), "".join(two[c:d])
        pieces.extend(_characters(old, new) if tag == "replace" else [Piece(old, new)])
    return tuple(pieces)


def _characters(before: str, after: str) -> Iterable[Piece]:
    one, two = _NUMBERS_WHOLE.findall(before), _NUMBERS_WHOLE.findall(after)
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    if max(len(one), len(two)) > 4_000 or matcher.ratio() < 0.5:
        return [Piece(before, after)]
    return [Piece("".join(one[a:b]), "".join(two[c:d])) for _, a, b, c, d in matcher.get_opcodes()]


_NUMBERS_WHOLE = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)  # 2027 → 2028, never 202 7 → 8


def _sentences(text: str) -> list[str]:
    return re.findall(r"[^。；]*[。；]|[^。；]+$", text)


def _pair(
    before: Sequence[Any],
    after: Sequence[Any],
    keys: Iterable[Callable[[Any], Hashable]],
    words: Callable[[Any], str],
) -> list[tuple[Any | None, Any | None]]:
    """Pairs of the same thing: by each key in turn where it is unique, then by likeness of words."""
    found: dict[int, Any] = {}
    left_before, left_after = list(before), list(after)
    for key in keys:
        _pair_by_key(left_before, left_after, key, found)
    _pair_by_words(left_before, left_after, words, found)
    return [(found.get(item.pk), item) for item in after] + [(item, None) for item in left_before]


def _pair_by_key(
    before: list[Any], after: list[Any], key: Callable[[Any], Hashable], found: dict[int, Any]
) -> None:
    waiting: dict[Hashable, list[Any]] = {}
    for item in before:
        waiting.setdefault(key(item), []).append(item)
    for item in list(after):
        if same := waiting.get(key(item)):
            found[item.pk] = same.pop(0)
            before.remove(found[item.pk])
            after.remove(item)


def _pair_by_words(
    before: list[Any], after: list[Any], words: Callable[[Any], str], found: dict[int, Any]
) -> None:
    matcher = SequenceMatcher(autojunk=False)
    for item in list(after):
        matcher.set_seq2(words(item)[:400])
        best, likeness = None, _ALIKE
        for other in before:
            matcher.set_seq1(words(other)[:400])
            if matcher.quick_ratio() >= likeness and matcher.ratio() >= likeness:
                best, likeness = other, matcher.ratio()
        if best is not None:
            found[item.pk] = best
            before.remove(best)
            after.remove(item)


def _normal(text: str) -> str:
    return View.of(text).text
