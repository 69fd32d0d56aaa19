"""Plans written for the tests, in the official manner; every place in them is invented."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from luheng.documents.formats import open_bytes
from luheng.documents.model import Reading
from luheng.documents.reader import read_source
from luheng.documents.source import Source

Read = Callable[[str], Reading]


@pytest.fixture
def open_text() -> Callable[[str], Source]:
    """Opens a text as a file would be opened."""
    return lambda text: open_bytes("plan.txt", text.encode())


@pytest.fixture
def read_text(open_text: Callable[[str], Source]) -> Read:
    """Reads a text and checks that every quote is the source's own words."""

    def read(text: str) -> Reading:
        reading = read_source(open_text(text))
        for item in reading.items():
            assert reading.text[item.span.start : item.span.end] == item.quote
        return reading

    return read


@pytest.fixture
def plan_text() -> Callable[[str], str]:
    """A whole plan around some clauses of its chapter of tasks."""

    def around(tasks: str) -> str:
        return (
            "霁川市绿色低碳循环发展实施方案\n"
            "为落实上级部署，结合我市实际，制定本方案。\n"
            "一、总体要求\n（一）指导思想。坚持绿色发展。\n（二）主要目标。到2025年，绿色转型成效显著。\n"
            f"二、重点任务\n{tasks}\n"
        )

    return around
