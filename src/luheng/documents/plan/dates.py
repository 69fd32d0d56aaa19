"""Dates as documents print them: 2023年7月18日, 二〇二三年七月十八日, 2023-07-18."""

from __future__ import annotations

import datetime
import re

from luheng.documents.plan.numbering import chinese_value

_CHINESE_YEAR = "[〇零○OＯ一二三四五六七八九]{4}"
_NUMBER = "[一二三四五六七八九十]{1,3}"
DATE = re.compile(
    r"((?:19|20)\d\d)(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?"
    rf"|({_CHINESE_YEAR})年({_NUMBER})月({_NUMBER})日"
)
_DIGITS = str.maketrans("〇零○OＯ一二三四五六七八九", "00000123456789")


def read_date(text: str) -> str | None:
    """The first date of a text as YYYY-MM-DD, or None. Dates that no calendar has are none."""
    found = DATE.search(text)
    return iso_date(found) if found else None


def iso_date(found: re.Match[str]) -> str | None:
    """A match of `DATE` as YYYY-MM-DD."""
    if found[1]:
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        year = int(found[4].translate(_DIGITS))
        month, day = chinese_value(found[5]) or 0, chinese_value(found[6]) or 0
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
