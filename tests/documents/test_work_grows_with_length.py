"""A text four times as long takes about four times the steps, whatever it is made of.

Steps of the interpreter are counted, not seconds, so the answer is the same on every machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

import luheng

_OPENING = (
    "霁川市绿色低碳循环发展实施方案\n一、总体要求\n（一）主要目标。到2025年，森林覆盖率达到30%以上。\n"
    "二、重点任务\n"
)
_TASKS = "序号|重点任务|责任单位|完成时限\n"
_INDICATORS = "附件1\n指标|单位|2025年目标值\n森林覆盖率|%|35\n河长|公里|35\n正文。\n"

# what it is made of: a text of so many parts
_TEXTS: dict[str, Callable[[int], str]] = {
    "tasks": lambda n: "（一）建设。\n1.建设绿色工厂。（市财政局负责）\n" * n,
    "one task with many duties": lambda n: "1.建设。" + "推进绿色工厂。（市财政局负责）\n" * n,
    "targets in one sentence": lambda n: "1.到2025年" + "，森林覆盖率达到30%以上" * n,
    "announcements of annexes": lambda n: "附件：重点清单\n" * n,
    "a list set off by tabs": lambda n: "1.\t建设绿色工厂\n" * n,
    "a list set off by bars": lambda n: "1.|建设绿色工厂\n" * n,
    "a table of tasks": lambda n: _TASKS + "".join(
        f"{at}|建设绿色工厂{at}座|市财政局|2025年\n" for at in range(1, n)
    ),
    "one indicator in body and table": lambda n: (
        "".join(f"1.到2025年，森林覆盖率达到{at}%以上。\n" for at in range(n))
        + "指标|单位|2025年目标值\n"
        + "".join(f"森林覆盖率|%|{at + 1000}\n" for at in range(n))
    ),
    "many small tables": lambda n: _INDICATORS * (n // 4),
    "blanks between a letter and a sign": lambda n: "a" + " " * (8 * n) + "，",
    "brackets": lambda n: "绿色（市财政局）工厂" * n,
    "annexes": lambda n: "附件1 清单\n一、建设工厂。\n" * n,
}  # fmt: skip


def _steps(text: str) -> int:
    """Lines of the program that are run to read a text."""
    steps = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> Callable[..., Any]:
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        luheng.read(text.encode(), name="plan.txt")
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("made_of", _TEXTS)
def test_steps_grow_with_length(made_of: str) -> None:
    short, long = (_OPENING + _TEXTS[made_of](count) for count in (50, 200))
    luheng.read(long.encode(), name="plan.txt")  # tables and patterns are loaded the first time
    assert _steps(long) < 5 * _steps(short)
