"""Values by year: a chain is multiplied up year by year, so that none may be missing."""

from __future__ import annotations

from luheng.vocabulary.messages import LuhengError


def in_order(values, name):
    """The values with their years, earliest first, and no year between them missing.

    Raises `year_unreadable`, `years_with_gaps`.
    """
    by_year = {_year(key, name): value for key, value in values.items() if value is not None}
    if not by_year:
        return []
    missing = sorted(set(range(min(by_year), max(by_year) + 1)) - by_year.keys())
    if missing:
        raise LuhengError("years_with_gaps", name=name, years="、".join(map(str, missing)))
    return sorted(by_year.items())


def _year(key, name):
    text = str(key).removesuffix("年")
    if len(text) != 4 or not text.isdigit():
        raise LuhengError("year_unreadable", name=name, year=key)
    return int(text)
