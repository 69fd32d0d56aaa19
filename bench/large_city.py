"""Makes a large invented city for measuring: 5 plans, 1,000 targets, 5,000 tasks, 100,000 figures.

Run: python -m bench.large_city FOLDER [--share 0.1]. The words are numbers and nothing is real.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

PLANS, TARGETS, TASKS, PROJECTS, FIGURES = 5, 1_000, 5_000, 250, 100_000
UNITS = [f"市第{number:02d}局" for number in range(1, 41)]
PLACE = "云川市"


def make(folder: Path, share: float = 1.0, *, seed: int = 7) -> dict[str, float]:
    """Seconds of each step of making the city. Raises `city_exists`."""
    from luheng.workplace.city import create_city
    from luheng.workplace.opening import open_site

    create_city(folder, name=PLACE, invented=True)
    open_site(folder)
    random, seconds = Random(seed), {}
    for name, step in (("plans", _plans), ("figures", _figures), ("judging", _judge)):
        start = time.perf_counter()
        step(random, share)
        seconds[name] = time.perf_counter() - start
    return seconds


def _document(kind: str, number: int, text: str, issued_on: str) -> Any:
    from luheng.workplace.models import Document, DocumentText, SourceFile

    source = SourceFile.objects.create(
        sha256=hashlib.sha256(f"{kind}{number}".encode()).hexdigest(),
        name=f"{kind}{number}",
        size=1,
    )
    document = Document.objects.create(
        source=source, kind=kind, title=f"虚构文件{kind}{number}", issued_on=issued_on
    )
    DocumentText.objects.create(document=document, text=text)
    return document


def _plans(random: Random, share: float) -> None:
    from luheng.documents.model import Reading
    from luheng.workplace.recording import record_reading

    for number in range(PLANS):
        lines = _Lines()
        sections = [_section(lines, chapter) for chapter in range(1, 9)]
        reading = Reading(
            file="", sha256="", media_type="", text="", kind="plan", sections=sections,
            targets=[_target(lines, number, i, random) for i in range(int(TARGETS * share) // PLANS)],
            tasks=[_task(lines, i, random) for i in range(int(TASKS * share) // PLANS)],
            projects=[_project(lines, number, i, random) for i in range(PROJECTS // PLANS)],
        )  # fmt: skip
        document = _document("plan", number, "".join(lines.parts), f"202{number}-01-01")
        record_reading(document, reading)


class _Lines:
    """A text that grows; each line knows its span."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def add(self, line: str) -> dict[str, Any]:
        """Quote and span of a line just written."""
        from luheng.documents.model import Span

        start, self.length = self.length, self.length + len(line) + 1
        self.parts.append(line + "\n")
        return {"quote": line, "span": Span(start, start + len(line))}


def _section(lines: _Lines, chapter: int) -> Any:
    from luheng.documents.model import Section

    return Section(
        no=str(chapter), title=f"第{chapter}章", level=1, chapter=str(chapter), clause=str(chapter),
        **lines.add(f"第{chapter}章"),
    )  # fmt: skip


def _target(lines: _Lines, plan: int, number: int, random: Random) -> Any:
    from luheng.documents.model import Target

    name, value = f"指标{plan}-{number}", Decimal(random.randint(40, 99))
    return Target(
        indicator=name, year=2025 + 5 * (number % 2), op=random.choice([">=", "<="]), value=value,
        unit="%", lead=[random.choice(UNITS)], clause=str(number % 8 + 1),
        **lines.add(f"到2025年，{name}达到{value}%以上"),
    )  # fmt: skip


def _task(lines: _Lines, number: int, random: Random) -> Any:
    from luheng.documents.model import Task

    text = f"任务{number}：推进第{number}项工作，完善有关制度，按期完成。"
    return Task(
        no=number + 1, title=f"任务{number}", text=text, due=random.choice([None, "2025", "2026-06"]),
        lead=[random.choice(UNITS)], support=random.sample(UNITS, 3), clause=str(number % 8 + 1),
        **lines.add(text),
    )  # fmt: skip


def _project(lines: _Lines, plan: int, number: int, random: Random) -> Any:
    from luheng.documents.model import Project

    start = random.randint(2021, 2024)
    return Project(
        no=number + 1, name=f"项目{plan}-{number}", start=start, end=start + 2,
        investment_yi_yuan=Decimal(random.randint(1, 900)) / 10, lead=random.choice(UNITS),
        **lines.add(f"项目{plan}-{number}"),
    )  # fmt: skip


def _figures(random: Random, share: float) -> None:
    from luheng.workplace.models import Observation, Target

    names = list(Target.objects.values_list("indicator", flat=True))
    wanted = int(FIGURES * share)
    places = [PLACE, *(f"第{number}县" for number in range(9))]
    rows = []
    for year in range(2015, 2025):
        document = _document("bulletin", year, "", f"{year + 1}-04-01")
        for number in range(wanted // 10):
            name, place = names[number % len(names)], places[number // len(names) % len(places)]
            value = Decimal(random.randint(300, 999)) / 10
            rows.append(
                Observation(
                    document=document, key=f"{number}", position=number, indicator=name,
                    place=place, period=str(year), value=value, unit="%", quote=f"{name}{value}%",
                )
            )  # fmt: skip
    Observation.objects.bulk_create(rows, 2000)


def _judge(random: Random, share: float) -> None:
    from luheng.workplace.judging import judge_all

    judge_all()


def main() -> None:
    """Makes the city and prints the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=1.0)
    asked = parser.parse_args()
    for name, seconds in make(asked.folder, asked.share).items():
        sys.stdout.write(f"{name}: {seconds:.1f} s\n")


if __name__ == "__main__":
    main()
