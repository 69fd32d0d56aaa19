"""How fast documents are read: a real plan of 70 kB warm and from cold, then invented ones to 5 MB.

The real plan is the seed 002 of the folder that LUHENG_SHARED names (default: ../shared beside the
repository); without it only the invented ones are read. Those are the plan of the example city, its
chapters, sections and tasks over and over with numbers that go on. Run: `python bench/bench_reading.py [--long]`.
Prints; asserts nothing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import luheng
from luheng.examples import city_folder

SHARED = Path(os.environ.get("LUHENG_SHARED", Path(__file__).parents[2] / "shared"))
SIZES_KB = (70, 500, 1_500)
LONGEST_KB = 5_000  # with --long: a minute or two
_ROUNDS = 3


def long_plan(size_kb: int) -> bytes:
    """An invented plan of about this size as a text file."""
    lines = (city_folder() / "sources" / "plan.txt").read_text(encoding="utf-8").splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith("# ")]
    front = [line.partition("] ")[2] or line for line in lines[: starts[0]]]
    body = [line for line in lines[starts[1] :] if not re.match(r"\[|\||#{3}", line)]
    chapters, sections, tasks = count(1), count(1), count(1)
    text, size = list(front), 0
    while size < size_kb * 1000:
        for line in body:
            text.append(_numbered(line, chapters, sections, tasks))
            size += len(text[-1].encode()) + 1
            if size >= size_kb * 1000:
                break
    return "\n".join(text).encode()


def _numbered(line: str, chapters: count[int], sections: count[int], tasks: count[int]) -> str:
    if line.startswith("# "):
        return f"{_chinese(next(chapters))}、{line.partition('、')[2]}"
    if line.startswith("## "):
        return f"（{_chinese(next(sections))}）{line.partition('）')[2]}"
    return re.sub(r"^\d+\.", lambda _: f"{next(tasks)}.", line)


def _chinese(number: int) -> str:
    """1 to 9,999 as headings count: 十二, 一百零五."""
    written, gap = "", False
    for unit, place in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if gap and written else "") + "一二三四五六七八九"[digit - 1] + place
        gap = not digit
    return written.removeprefix("一") if written.startswith("一十") else written


def seconds(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """The best of some rounds: other programs only ever add."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


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
