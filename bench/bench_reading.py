"""How fast documents are read: a real plan of 70 kB warm and from cold, then invented ones to 5 MB.

The real plan is the seed 002 of the folder that LUHENG_SHARED names (default: ../shared beside the
repository); without it only the invented ones are read. Those are the plan of the example city, its
chapters, sections and tasks over and over, and what a character costs is printed as a ratio to the
one of 500 kB. Run: `python bench/bench_reading.py [--long]`.
Prints; asserts nothing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from timing import seconds

import luheng
from luheng.examples import city_folder

SHARED = Path(os.environ.get("LUHENG_SHARED", Path(__file__).parents[2] / "shared"))
SIZES_KB = (500, 70, 1_500)  # the first is what the others are compared with
LONGEST_KB = 5_000  # with --long: half a minute
_ROUNDS = 3
_CHAPTERS = 40  # of one part


def long_plan(size_kb: int) -> bytes:
    """An invented plan of about this size as a text file.

    Numbered as long plans are: parts (第一编) of forty chapters, and each number starts again under
    the heading above it.
    """
    lines = (city_folder() / "sources" / "plan.txt").read_text(encoding="utf-8").splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith("# ")]
    front = [line.partition("] ")[2] or line for line in lines[: starts[0]]]
    body = [line for line in lines[starts[1] :] if not re.match(r"\[|\||#{3}", line)]
    text, size, numbering = list(front), 0, Numbering()
    while size < size_kb * 1000:
        for line in body:
            text += numbering.numbered(line)
            size += len(text[-1].encode()) + 1
            if size >= size_kb * 1000:
                break
    return "\n".join(text).encode()


class Numbering:
    """Numbers the headings of the plan of the example city anew, however often it is repeated."""

    def __init__(self) -> None:
        self.parts = self.chapters = self.sections = self.tasks = 0

    def numbered(self, line: str) -> list[str]:
        """A line under its new number, below the heading of a part where one begins."""
        if line.startswith("# "):
            self.sections = 0
            self.chapters = self.chapters % _CHAPTERS + 1
            words = [f"{_chinese(self.chapters)}、{line.partition('、')[2]}"]
            if self.chapters == 1:
                self.parts += 1
                words.insert(0, f"第{_chinese(self.parts)}编 重点任务")
            return words
        if line.startswith("## "):
            self.sections, self.tasks = self.sections + 1, 0
            return [f"（{_chinese(self.sections)}）{line.partition('）')[2]}"]
        if re.match(r"\d+\.", line):
            self.tasks += 1
            line = f"{self.tasks}.{line.partition('.')[2]}"
        return [line]


def _chinese(number: int) -> str:
    """1 to 99 as headings count: 十二, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    digits = "一二三四五六七八九"
    words = (digits[tens - 1] if tens > 1 else "") + ("十" if tens else "")
    return words + (digits[ones - 1] if ones else "")


def _cold(file: Path) -> None:
    command = "from luheng.cli import main; main()"
    whole = seconds(lambda: _python(command, "read", str(file), "--json"))
    bare = seconds(lambda: _python("pass"))
    print(f"  from cold       {whole:6.2f} s   {whole / bare:6.1f} times `python -c pass`")


def _python(code: str, *words: str) -> None:
    command = [sys.executable, "-c", code, *words]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, timeout=60)


def main() -> None:
    """Prints the seconds, and for the invented ones the microseconds a character."""
    seed = SHARED / "seeds" / "002.txt"
    if seed.is_file():
        luheng.read(seed)
        print(f"reading: {seed.name}, {seed.stat().st_size / 1000:.0f} kB")
        print(f"  after import    {seconds(lambda: luheng.read(seed)):6.2f} s")
        _cold(seed)
    print("reading: an invented plan, longer and longer")
    first = 0.0
    for size in (*SIZES_KB, *([LONGEST_KB] if "--long" in sys.argv else [])):
        content = long_plan(size)
        rounds = _ROUNDS if size < 100 else 1
        start = time.perf_counter()
        reading = luheng.read(content, name="plan.txt")
        took = time.perf_counter() - start
        if rounds > 1:
            took = min(took, seconds(lambda: luheng.read(content, name="plan.txt"), rounds - 1))  # noqa: B023
        each = took / len(reading.text) * 1e6
        first = first or each
        print(
            f"  {len(content) / 1000:6.0f} kB     {took:6.2f} s   {each:5.2f} µs a character"
            f"   ×{each / first:4.2f}   {len(reading.targets)} targets, {len(reading.tasks)} tasks"
        )


if __name__ == "__main__":
    main()
