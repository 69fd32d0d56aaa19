"""How well documents are read: precision, recall and F1 against hand-made labels.

Run by ``make score``. The labelled texts lie beside the repository in ``../shared`` (or where
LUHENG_SHARED says); without them there is nothing to score, and the exit code says so.

An item counts as found only when every field that is compared agrees. Names are compared after
white space is removed; ``=`` and ``>=`` are equal for 100 % and bare counts, as the conventions say.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import luheng
from luheng.documents.model import to_json

SHARED = Path(os.environ.get("LUHENG_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@dataclass
class Tally:
    """Counts of one kind of item, with what was missed and what was invented."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        predicted = self.right + len(self.invented)
        return self.right / predicted if predicted else 1.0

    @property
    def recall(self) -> float:
        labelled = self.right + len(self.missed)
        return self.right / labelled if labelled else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, other: Tally) -> None:
        """Take the counts of another document in."""
        self.right += other.right
        self.missed += other.missed
        self.invented += other.invented


def bare(text: Any) -> str:
    """A text without white space; full-width brackets and commas as half-width."""
    plain = re.sub(r"\s+", "", str(text or ""))
    return plain.translate(str.maketrans("（），：；", "(),:;"))


def pair(
    labelled: Iterable[dict[str, Any]],
    found: Iterable[dict[str, Any]],
    agree: Callable[[dict[str, Any], dict[str, Any]], bool],
    show: Callable[[dict[str, Any]], str],
) -> Tally:
    """Pair each label with at most one found item that agrees with it."""
    tally, left = Tally(), list(found)
    for label in labelled:
        match = next((item for item in left if agree(label, item)), None)
        if match is None:
            tally.missed.append(show(label))
        else:
            left.remove(match)
            tally.right += 1
    tally.invented += [show(item) for item in left]
    return tally


def same_number(left: float | None, right: float | None) -> bool:
    """Equal within 1e-6 of the larger, or both missing."""
    if left is None or right is None:
        return left is right
    return abs(left - right) <= 1e-6 * max(1.0, abs(left), abs(right))


def same_target(label: dict[str, Any], found: dict[str, Any]) -> bool:
    """Indicator, year, operator, value, unit and section agree, and the quotes overlap."""
    operators = {label["op"], found["op"]}
    quotes = bare(label["quote"]), bare(found["quote"])
    return (
        bare(label["indicator"]) == bare(found["indicator"])
        and (label["year"] == found["year"] or "accept" in label.get("year_note", ""))
        and (len(operators) == 1 or operators == {"=", ">="})
        and same_number(label["value"], found["value"])
        and (label["unit"] or None) == (found["unit"] or None)
        and bare(label["section"]) == bare(found["section"])
        and (quotes[0] in quotes[1] or quotes[1] in quotes[0])
    )


def same_task(label: dict[str, Any], found: dict[str, Any]) -> bool:
    """Number and chapter agree and the text starts with the labelled words."""
    chapters = {bare(found.get("chapter")), bare(found.get("chapter_no"))}
    return (
        bare(label["no"]) == bare(found["no"])
        and bare(label["chapter"]) in chapters
        and bare(found["text"]).startswith(bare(label["title_or_first_clause"]))
    )


def units_of(tasks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each unit of each task."""
    return [
        {"task": bare(task.get("chapter", "")) + bare(task["no"]), "role": role, "unit": unit}
        for task in tasks
        for role in ("lead", "support")
        for unit in task.get(role, [])
    ]


def same_project(label: dict[str, Any], found: dict[str, Any]) -> bool:
    """Every labelled column agrees."""
    return (
        bare(label["no"]) == bare(found["no"])
        and bare(label["name"]) == bare(found["name"])
        and bare(found.get("content")).startswith(bare(label["content_first_30"]))
        and (label["start"], label["end"]) == (found.get("start"), found.get("end"))
        and same_number(label["investment_yi_yuan"], found.get("investment_yi_yuan"))
        and bare(label["builder"]) == bare(found.get("builder"))
        and bare(label["lead"]) == bare(found.get("lead"))
    )


def same_section(label: dict[str, Any], found: dict[str, Any]) -> bool:
    """Number, chapter, level and title agree."""
    return all(
        bare(label[name]) == bare(found[name]) for name in ("no", "title", "level", "chapter")
    )


def same_observation(label: dict[str, Any], found: dict[str, Any]) -> bool:
    """Indicator, place, period and kind agree, then value and unit."""
    kinds = {label["kind"], label.get("alt_kind")}
    return (
        bare(label["indicator"]) == bare(found["indicator"])
        and label["place"] == found["place"]
        and label["period"] == found["period"]
        and found["kind"] in kinds
        and same_number(label["value"], found["value"])
        and label["unit"].removeprefix("个") == found["unit"].removeprefix("个")
        and label.get("status", found["status"]) == found["status"]
    )


def violated(hard_negatives: Iterable[str], text: str, items: Iterable[dict[str, Any]]) -> list:
    """Hard negatives whose digits were used for an item, by position in the text."""
    squeezed, places = [], []
    for place, character in enumerate(text):
        if not character.isspace():
            squeezed.append(character)
            places.append(place)
    flat, hits, items = "".join(squeezed), [], list(items)
    for fragment in hard_negatives:
        at = flat.find(re.sub(r"\s+", "", fragment))
        if at < 0 or not (digits := re.search(r"\d[\d.,-]*", fragment)):
            continue
        start = places[at + len(re.sub(r"\s+", "", fragment[: digits.start()]))]
        if any(
            i["span"][0] <= start < i["span"][1] and _uses(i, digits[0], start, text) for i in items
        ):
            hits.append(fragment)
    return hits


def _uses(item: dict[str, Any], digits: str, start: int, text: str) -> bool:
    value = item.get("value")
    return value is not None and digits.strip(".,-") == f"{abs(value):g}"


def score_plan(name: str) -> dict[str, Tally]:
    """Tallies of one labelled plan."""
    label = json.loads((SHARED / "labels" / f"{name}.json").read_text(encoding="utf-8"))
    found = to_json(luheng.read(SHARED / "seeds" / f"{name}.txt"))
    check_quotes(found)
    tallies = {
        kind: pair(rows(label), rows(found), agree, show)
        for kind, (rows, agree, show) in COMPARED.items()
        if kind in ("units", "target units") or kind in label
    }
    tallies["front matter"] = pair(front_matter(label), front_matter(found, label), equal, str)
    tallies["hard negatives kept out"] = kept_out(label, found, "targets")
    return tallies


def equal(label: dict[str, Any], found: dict[str, Any]) -> bool:
    """The same fields with the same values."""
    return label == found


def same_milestone(label: dict[str, Any], found: dict[str, Any]) -> bool:
    """One quote stands in the other."""
    quotes = bare(label["quote"]), bare(found["quote"])
    return quotes[0] in quotes[1] or quotes[1] in quotes[0]


# kind of item: its rows in a reading, when two rows agree, how a row is shown
COMPARED: dict[str, tuple[Callable, Callable, Callable]] = {
    "targets": (lambda d: d["targets"], same_target, lambda t: " ".join(
        str(t[name]) for name in ("indicator", "year", "op", "value", "unit", "section"))),
    "tasks": (lambda d: d["tasks"], same_task, lambda t: (
        f"{t['no']} {(t.get('text') or t.get('title_or_first_clause'))[:20]}")),
    "units": (lambda d: units_of(d["tasks"]), equal, str),
    "projects": (lambda d: d["projects"], same_project, lambda p: f"{p['no']} {p['name'][:20]}"),
    "sections": (lambda d: d["sections"], same_section, lambda s: (
        f"{s['chapter']} {s['no']} {s['title']}")),
    "milestones": (lambda d: d["milestones"], same_milestone, lambda m: bare(m["quote"])[:40]),
    "target units": (lambda d: units_of(
        t | {"no": f"{t['indicator']} {t['year']}"} for t in d["targets"]), equal, str),
}  # fmt: skip


def kept_out(label: dict[str, Any], found: dict[str, Any], kind: str) -> Tally:
    """How many hard negatives no item was made of."""
    fragments = label.get("hard_negatives", [])
    wrong = violated(fragments, found["text"], found[kind])
    return Tally(len(fragments) - len(wrong), missed=wrong)


def front_matter(data: dict[str, Any], label: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Title, issuer, number, date and status; what the label holds as inferred is not asked."""
    asked = label or data
    inferred = "issued_on_note" in asked
    names = ["title", "doc_no", "status"] + ([] if inferred else ["issuer", "issued_on"])
    rows = [{"field": name, "value": bare(data.get(name))} for name in names]
    implied = data.get("implied_units_all_tasks", [])
    return rows + [{"field": "implied unit", "value": bare(unit)} for unit in implied]


def score_bulletin(path: Path) -> dict[str, Tally]:
    """Tallies of one labelled bulletin."""
    label = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_name(path.name.replace(".labels.json", ".txt"))
    found = to_json(luheng.read(text))
    check_quotes(found)
    observations = pair(
        label["observations"],
        found["observations"],
        same_observation,
        lambda o: (
            f"{o['indicator']} {o['place']} {o['period']} {o['value']} {o['unit']} {o['kind']}"
        ),
    )
    return {
        "observations": observations,
        "hard negatives kept out": kept_out(label, found, "observations"),
    }


def check_quotes(found: dict[str, Any]) -> None:
    """Raise AssertionError where a quote is not the text of its span."""
    lists = ("sections", "targets", "tasks", "projects", "milestones", "observations", "findings")
    for name in lists:
        for item in found[name]:
            start, end = item["span"]
            if found["text"][start:end] != item["quote"]:
                raise AssertionError(
                    f"{found['file']} {name}: quote is not its span: {item['quote'][:60]}"
                )


def main() -> int:
    """Print the table; 1 when a goal is missed, 2 when there are no labelled texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true", help="list what was missed")
    parser.add_argument("--goal", type=float, default=0.98)
    arguments = parser.parse_args()
    plans = sorted((SHARED / "labels").glob("*.json"))
    bulletins = sorted((SHARED / "bulletins").glob("*.labels.json"))
    if not plans or not bulletins:
        print(f"no labelled texts under {SHARED}; set LUHENG_SHARED", file=sys.stderr)
        return 2
    total: dict[str, Tally] = {}
    for name, tallies in [(p.stem, score_plan(p.stem)) for p in plans] + [
        (b.name[:-12], score_bulletin(b)) for b in bulletins
    ]:
        for kind, tally in tallies.items():
            total.setdefault(kind, Tally()).add(tally)
            if arguments.verbose:
                for mark, rows in (("missed", tally.missed), ("invented", tally.invented)):
                    print(*(f"  {name} {kind} {mark}: {row}" for row in rows), sep="\n", end="")
                    print("\n" if rows else "", end="")
    print(f"{'':26}{'right':>6}{'missed':>8}{'invented':>10}{'P':>8}{'R':>8}{'F1':>8}")
    for kind, tally in total.items():
        counts = f"{tally.right:>6}{len(tally.missed):>8}{len(tally.invented):>10}"
        print(f"{kind:26}{counts}{tally.precision:8.3f}{tally.recall:8.3f}{tally.f1:8.3f}")
    asked = ("targets", "tasks", "units", "projects", "observations")
    return int(any(total[kind].f1 < arguments.goal for kind in asked))


if __name__ == "__main__":
    sys.exit(main())
