"""Where the table of tasks and the text of the plan say different things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from luheng.documents.model import Finding, Span
from luheng.documents.plan.findings import finding
from luheng.documents.plan.outline import Clause
from luheng.documents.source import Source

_SAME = 0.5  # a table that repeats fewer sentences is a summary, not a copy
_ALIKE = 0.6  # two sentences this like each other are one sentence, reworded


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause or of a row, and where it stands."""

    text: str
    span: Span
    clause: Clause


def annex_differences(
    source: Source, clauses: list[Clause], rows: list[Clause]
) -> Iterator[Finding]:
    """Sentences that only the text or only the table has, and those that read differently."""
    sections = {clause.title: clause for clause in clauses if clause.kind == "section"}
    by_section: dict[str, list[Clause]] = {}
    for row in rows:
        if row.section:
            by_section.setdefault(row.chapter + row.section, []).append(row)
    for section in sections.values():
        under = by_section.get(section.chapter + section.no)
        if under:
            yield from _compare(source, _sentences(source, section), [
                sentence for row in under for sentence in _sentences(source, row)
            ])  # fmt: skip


def _sentences(source: Source, clause: Clause) -> list[Sentence]:
    found = []
    for part in clause.body:
        view = source.view(part)
        for sentence in re.finditer(r"[^。]+", view.text):
            if sentence[0].strip() and sentence[0] != clause.title:
                found.append(Sentence(sentence[0], view.span(*sentence.span()), clause))
    return found


def _compare(source: Source, body: list[Sentence], table: list[Sentence]) -> Iterator[Finding]:
    in_table = {sentence.text for sentence in table}
    in_body = {sentence.text for sentence in body}
    if len(in_table & in_body) < _SAME * len(table):
        return
    only_table = [sentence for sentence in table if sentence.text not in in_body]
    for sentence in body:
        if sentence.text in in_table:
            continue
        like = max(only_table, key=lambda other: _likeness(sentence, other), default=None)
        if like is None or _likeness(sentence, like) < _ALIKE:
            yield finding("plan_sentence_not_in_annex", source, sentence.span,
                          clause=sentence.clause.id)  # fmt: skip
        else:
            only_table.remove(like)
            yield _difference(source, sentence, like)
    for sentence in only_table:
        yield finding("plan_sentence_only_in_annex", source, sentence.span,
                      clause=sentence.clause.id)  # fmt: skip


def _likeness(one: Sentence, other: Sentence) -> float:
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _difference(source: Source, body: Sentence, table: Sentence) -> Finding:
    matcher = SequenceMatcher(None, body.text, table.text, autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    first, last = changes[0], changes[-1]
    return finding(
        "plan_annex_words_differ", source, body.span, clause=body.clause.id,
        row=table.clause.no, section=body.clause.no,
        body_words=_around(body.text, first[1], last[2]),
        annex_words=_around(table.text, first[3], last[4]),
    )  # fmt: skip


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 4) : end + 4]
