"""What stands in a report, declared once: the Word templates, the PDF and the list of placeholders follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from luheng.vocabulary.messages import Language
from luheng.workplace.period_reports.words import Pen

TYPE_WIDTH_MM = 156  # of the type area of an official document
SOURCE = "source"  # the column that every table ends with
QUIET = "quiet"  # of a section whose sentence says that there is nothing: its empty tables do not


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table: its key in the rows, its header, its width."""

    key: str
    zh: str
    en: str
    mm: int
    number: bool = False  # set to the right

    def header(self, language: Language) -> str:
        """What stands above it."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A paragraph."""

    key: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; where it has no rows the sentence `nothing` stands instead, unless the section is quiet."""

    key: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    nothing_zh: str
    nothing_en: str

    def caption(self, language: Language) -> str:
        """What stands over it."""
        return self.en if language == "en" else self.zh

    def nothing(self, language: Language) -> str:
        """What is said where it has no rows."""
        return self.nothing_en if language == "en" else self.nothing_zh


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars over the rows of a table that stands beside it; absent where there is nothing to draw."""

    key: str


@dataclass(frozen=True, kw_only=True)
class Each:
    """Blocks repeated for every entry of a list, each under its own heading."""

    key: str
    name: str  # of one entry, in the template
    blocks: tuple[Sentence | Table, ...]
    nothing_zh: str
    nothing_en: str

    def nothing(self, language: Language) -> str:
        """What is said where the list is empty."""
        return self.nothing_en if language == "en" else self.nothing_zh


Block = Sentence | Table | Chart | Each


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section: its heading, its blocks, and who writes what goes into them."""

    key: str
    zh: str
    en: str
    blocks: tuple[Block, ...]
    write: Callable[[Pen], Mapping[str, Any]] = field(repr=False)

    def heading(self, language: Language) -> str:
        """Its title without a number."""
        return self.en if language == "en" else self.zh


KindKey = Literal["monthly", "quarterly", "annual", "self_assessment"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of report."""

    key: KindKey
    zh: str
    en: str
    months: int  # of its usual period
    title_zh: str = ""  # in the title, after the period; else `zh`
    sections: tuple[Section, ...]

    def label(self, language: Language) -> str:
        """What it is called."""
        return self.en if language == "en" else self.zh

    def in_title(self, language: Language) -> str:
        """What it is called after its period."""
        return self.en if language == "en" else self.title_zh or self.zh


def placeholders(kind: Kind) -> dict[str, set[str] | None]:
    """Every placeholder of a kind: path → fields of one entry where it is a list, None for words.

    A list inside a list stands under its own name: `targets.chapters` has the entry field `rows`,
    and `targets.chapters.rows` the fields of a row.
    """
    found: dict[str, set[str] | None] = dict.fromkeys(FRONT)
    found["sources"] = {"line"}
    for section in kind.sections:
        found[f"{section.key}.{QUIET}"] = None
        found.update(_of_blocks(section.key, section.blocks))
    return found


FRONT = ("title", "name", "city", "period", "as_of", "snapshot", "header", "kind")


def _of_blocks(path: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, set[str] | None]]:
    for block in blocks:
        if isinstance(block, Table):
            yield f"{path}.{block.key}", {one.key for one in block.columns} | {SOURCE}
        elif isinstance(block, Each):
            yield f"{path}.{block.key}", {"title", *(one.key for one in block.blocks)}
            yield from _of_blocks(f"{path}.{block.key}", block.blocks)
        else:
            yield f"{path}.{block.key}", None


def column(key: str, zh: str, en: str, mm: int, *, number: bool = False) -> Column:
    """A column, said in one line."""
    return Column(key=key, zh=zh, en=en, mm=mm, number=number)
