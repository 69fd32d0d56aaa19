"""Places asked for, by their names with or without the last 区, 县 or 市."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WHOLE = re.compile(r"(?:全市|本市|我市|市域|全域|合计|总计|全市合计|全市总计|total|citywide)")
_KIND = re.compile(r"(?:自治县|新区|开发区|[市区县镇乡])$")


@dataclass(frozen=True, slots=True)
class Places:
    """The places a return asks for; "" is the whole city."""

    asked: tuple[str, ...]

    def find(self, words: str) -> str | None:
        """The place that words name; None where it is none of those asked for."""
        bare = re.sub(r"\s+", "", words)
        if not any(self.asked):
            return None
        if "" in self.asked and _WHOLE.fullmatch(bare.lower()):
            return ""
        if bare in self.asked:
            return bare or None
        stem = _KIND.sub("", bare)
        alike = [place for place in self.asked if place and _KIND.sub("", place) == stem]
        return alike[0] if len(alike) == 1 and len(stem) > 1 else None
