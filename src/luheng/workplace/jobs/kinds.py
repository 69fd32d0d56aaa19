"""The kinds of bulk work: each declared once, beside the code that does it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import time
from functools import cache
from importlib import import_module
from typing import Any

from django.utils.functional import Promise

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import say
from luheng.workplace.models import Job

_MODULES = (  # where kinds of work are declared
    "luheng.workplace.jobs.adding",
    "luheng.workplace.jobs.dossiers",
    "luheng.workplace.jobs.judging",
    "luheng.workplace.jobs.reorganising",
    "luheng.workplace.jobs.period_reporting",
    "luheng.workplace.jobs.reporting",
    "luheng.workplace.jobs.supervising",
)


@dataclass(frozen=True)
class Note:
    """What became of one part of the work, kept for whoever started it."""

    zh: str
    en: str
    good: bool = True


@dataclass(frozen=True)
class Progress:
    """A step is done: how many of how many, what comes now, where to go on after a crash."""

    done: int
    total: int | None
    zh: str = ""
    en: str = ""
    note: Note | None = None
    cursor: dict[str, Any] | None = None


@dataclass(frozen=True)
class Result:
    """What came of the work: a page of the site, or a file below the city's folder of made files."""

    zh: str = ""
    en: str = ""
    url: str = ""
    file: str = ""
    name: str = ""  # of the file, as a browser saves it


Steps = Generator[Progress, None, Result]
Work = Callable[..., Steps]


@dataclass(frozen=True)
class Kind:
    """One kind of work. `afterwards` clears up once a job is done or cancelled."""

    key: str
    zh: str
    en: str
    work: Work
    afterwards: Callable[[Job], None] | None = None
    daily: time | None = None  # when the worker starts one by itself each day, if nobody did before

    @property
    def label(self) -> str | Promise:
        """The name of the work in the language of the reader."""
        return say(self.zh, self.en)


_KINDS: dict[str, Kind] = {}


def job_kind(
    key: str,
    *,
    zh: str,
    en: str,
    afterwards: Callable[[Job], None] | None = None,
    daily: time | None = None,
) -> Callable[[Work], Work]:
    """Declares a kind of work; the decorated generator is called with the job and its arguments."""

    def declare(work: Work) -> Work:
        _KINDS[key] = Kind(key, zh, en, work, afterwards, daily)
        return work

    return declare


def kinds() -> dict[str, Kind]:
    """Every kind of work by its key."""
    _load()
    return _KINDS


def kind_of(key: str) -> Kind:
    """A kind by its key. Raises `job_kind_unknown`."""
    try:
        return kinds()[key]
    except KeyError:
        raise LuhengError("job_kind_unknown", kind=key) from None


@cache
def _load() -> None:
    for name in _MODULES:
        import_module(name)
