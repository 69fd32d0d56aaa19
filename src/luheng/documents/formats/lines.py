"""The lines of a text, each knowing where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luheng.documents.model import Span

BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(f"[^{BREAKS}]*(?:\r\n|[{BREAKS}]|$)")
_BLANK = " \t\u3000\u00a0\u200b\ufeff" + BREAKS
_BARS = frozenset(["|", "||", "│", "┃"])
_RULES = "|│┃─━┼├┤+-: \t\u3000\u00a0"

_NUMERAL = "一二三四五六七八九十百〇零"
_HEADING = re.compile(
    rf"(?:附\s*[件表录錄]|表\s*[\d{_NUMERAL}]|[备備]?[注註]\s*\d*\s*[:：]"
    rf"|第\s*[\d{_NUMERAL}]+\s*[章节節条條篇]"
    rf"|[{_NUMERAL}]+\s*[、.．]|[(（]\s*[{_NUMERAL}\d]+\s*[)）]|\d+\s*[.．、](?!\d))"
)
_CAPTION = re.compile(r"(?:[表单單]|一[览覽]|目[录錄]|[单單]位\s*[:：].{1,20})\s*[)）]?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its break; `bare` has no white space around it."""

    start: int
    bare: str
    tabs: int  # tabs before the first word
    indented: bool
    ruled: bool = False  # nothing but bars and dashes: a rule of a table, or an empty row of one

    @property
    def tabbed(self) -> bool:
        """Whether the line begins with a tab."""
        return self.tabs > 0

    @property
    def short(self) -> bool:
        """Whether it may be a row of a table that stands on one line."""
        return len(self.bare) <= 300

    @property
    def span(self) -> Span:
        """Where `bare` stands in the text."""
        return Span(self.start, self.start + len(self.bare))


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Every line of a stretch of text; each begins at its first character that is no white space."""
    lines = []
    for found in _LINE.finditer(text, start, len(text) if end is None else end):
        if found.end() == found.start():
            break
        raw = found[0]
        bare = raw.strip(_BLANK)
        start = found.start() + (len(raw) - len(raw.lstrip(_BLANK)) if bare else 0)
        tabs = len(raw) - len(raw.lstrip("\t"))
        ruled = (len(bare) > 2 or bare in _BARS) and not bare.strip(_RULES)
        lines.append(Line(start, "" if ruled else bare, tabs, start > found.start(), ruled))
    return lines


def without_breaks(text: str) -> str:
    """A stretch of text with its line breaks, and the blanks around them, taken out."""
    return re.sub(f"[ \t\u3000\u00a0]*[{BREAKS}]+[ \t\u3000\u00a0]*", "", text)


def opens_a_section(bare: str) -> bool:
    """Whether a line begins with a number or word that opens a section, annex or note."""
    return _HEADING.match(bare) is not None


def is_caption(bare: str) -> bool:
    """Whether a short line may name the table below it or give its unit."""
    return len(bare) <= 40 and "。" not in bare and _CAPTION.search(bare) is not None
