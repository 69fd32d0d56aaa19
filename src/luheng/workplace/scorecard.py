"""The scorecard: how many targets stand where, by chapter and by unit. A few queries, whatever the size."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import CharField, Count, Value

from luheng.judgement.model import Verdict as VerdictWord
from luheng.judgement.model import VerdictCounts
from luheng.vocabulary.messages import Language
from luheng.workplace.models import (
    Clause,
    Document,
    Finding,
    Observation,
    Project,
    Review,
    Role,
    Target,
    TargetUnit,
    Task,
)
from luheng.workplace.registers import REGISTERS

NOT_JUDGED = "not_judged"
_REVIEWED: tuple[Any, ...] = (Target, Task, Project, Observation)


@dataclass(frozen=True)
class Group:
    """The verdicts of one chapter or unit: code → how many."""

    key: str
    name: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Waiting:
    """What needs a person."""

    drafts: int = 0
    conflicts: int = 0
    unmapped: int = 0
    findings: int = 0


@dataclass(frozen=True)
class Scorecard:
    """Where the city stands."""

    verdicts: dict[str, int]
    tasks: dict[str, int]
    projects: int
    by_chapter: list[Group] = field(default_factory=list)
    by_unit: list[Group] = field(default_factory=list)
    waiting: Waiting = field(default_factory=Waiting)

    def sentence(self, language: Language = "zh") -> str:
        """42 项目标：达标 18，按序时推进 9，…"""
        counts = {word: self.verdicts.get(word.value, 0) for word in VerdictWord}
        return VerdictCounts(counts).sentence(language)


def scorecard() -> Scorecard:
    """The scorecard of the targets, tasks and projects in force."""
    targets = REGISTERS["targets"].select().order_by()
    tasks = REGISTERS["tasks"].select().order_by()
    numbers = _numbers()
    return Scorecard(
        verdicts=_counts(targets.values("verdict__code").annotate(count=Count("pk"))),
        tasks=_counts(tasks.values("computed_standing").annotate(count=Count("pk"))),
        projects=numbers["projects"],
        by_chapter=_by_chapter(targets),
        by_unit=_by_unit(targets),
        waiting=Waiting(**{one.name: numbers[one.name] for one in fields(Waiting)}),
    )


def _counts(rows: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        *_, code, count = row.values()
        counts[code or NOT_JUDGED] = count
    return counts


def _by_chapter(targets: Any) -> list[Group]:
    """Chapters in the order of the document; targets of annex tables stand in the group ""."""
    rows = (
        targets.values("document_id", "clause__chapter", "verdict__code")
        .annotate(count=Count("pk"))
        .order_by("document_id", "clause__chapter")
    )
    titles = _chapter_titles()
    groups: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        key = (row["document_id"], row["clause__chapter"] or "")
        groups[key][row["verdict__code"] or NOT_JUDGED] = row["count"]
    found = [
        Group(f"{document}:{chapter}", titles.get((document, chapter), ("", 0))[0], counts)
        for (document, chapter), counts in groups.items()
    ]
    return sorted(found, key=lambda one: _place(one.key, titles))


def _place(key: str, titles: dict[tuple[int, str], tuple[str, int]]) -> tuple[int, int]:
    document, _, chapter = key.partition(":")
    return int(document), titles.get((int(document), chapter), ("", 1 << 30))[1]


def _chapter_titles() -> dict[tuple[int, str], tuple[str, int]]:
    rows = Clause.objects.filter(level=1, document__current=True, document__kind=Document.Kind.PLAN)
    return {
        (one.document_id, one.chapter): (f"{one.no}、{one.title}" if one.no else one.title, one.position)
        for one in rows
    }  # fmt: skip


def _by_unit(targets: Any) -> list[Group]:
    rows = (
        TargetUnit.objects.filter(role=Role.LEAD, item__in=targets.values("pk"))
        .values("unit_id", "unit__name", "item__verdict__code")
        .annotate(count=Count("item", distinct=True))
        .order_by("unit__name")
    )
    groups: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        counts = groups[row["unit_id"], row["unit__name"]]
        counts[row["item__verdict__code"] or NOT_JUDGED] = row["count"]
    found = [Group(str(pk), name, counts) for (pk, name), counts in groups.items()]
    return sorted(found, key=lambda one: (-_trouble(one), one.name))


def _trouble(group: Group) -> int:
    return group.counts.get("missed", 0) + group.counts.get("behind", 0)


def _numbers() -> Counter[str]:
    """Projects in force and what waits for a person, all counted in one query."""
    drafts = [model.objects.filter(review=Review.DRAFT) for model in _REVIEWED]
    conflicts = [model.objects.exclude(conflict={}) for model in _REVIEWED[:3]]
    counted = [
        *(_counted("drafts", rows) for rows in drafts),
        *(_counted("conflicts", rows) for rows in conflicts),
        _counted("projects", REGISTERS["projects"].select()),
        _counted("unmapped", REGISTERS["targets"].select().filter(indicator_id="")),
        _counted("findings", Finding.objects.filter(review=Review.DRAFT, document__current=True)),
    ]
    found: Counter[str] = Counter()
    for name, count in counted[0].union(*counted[1:], all=True):
        found[name] += count
    return found


def _counted(name: str, rows: Any) -> Any:
    """How many rows there are, as a row (name, number) for a query of many counts."""
    named = rows.order_by().annotate(counted_as=Value(name, CharField())).values("counted_as")
    return named.annotate(n=Count("pk")).values_list("counted_as", "n")
