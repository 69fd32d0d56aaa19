"""The built-in Word templates, one for each kind and language, made from the declared sections.

A city takes a copy, edits it in Word and gives it back; `{{r … }}` and `{%p … %}` are the places that
are filled in.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.shared import Pt

from luheng.vocabulary.messages import Language
from luheng.workplace.period_reports.layout import (
    QUIET,
    SOURCE,
    TYPE_WIDTH_MM,
    Block,
    Chart,
    Each,
    Kind,
    Sentence,
    Table,
)
from luheng.workplace.reports.word import chinese_number
from luheng.workplace.reports.word_template import (
    field_code,
    field_mark,
    looped_table,
    official_sheet,
    put,
)

NAMES_STAY = (
    "Units, documents, projects and chapters, and indicators that the catalogue has no English for, are"
    " named as printed."
)
CAPTION, COVER, SMALL = "Table Caption", "Cover", "Table Source"
_SOURCE_MM = 18
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")


@cache
def built_in(kind: Kind, language: Language) -> bytes:
    """The template as a .docx file."""
    document = official_sheet()
    _styles(document)
    _front(document, kind, language)
    for number, section in enumerate(kind.sections, 1):
        put(document, _numbered(number, section.heading(language), language), "Heading 1")
        for block in section.blocks:
            quiet = f"{section.key}.{QUIET}"
            _block(document, f"{section.key}.{block.key}", block, language, quiet)
    _sources(document, len(kind.sections) + 1, language)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _styles(document: Any) -> None:
    styles = document.styles
    caption = styles.add_style(CAPTION, WD_STYLE_TYPE.PARAGRAPH)
    caption.base_style = styles["Table Head"]
    caption.font.size = Pt(12)
    shape = caption.paragraph_format
    shape.alignment, shape.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    shape.space_before, shape.space_after = Pt(6), Pt(3)
    small = styles.add_style(SMALL, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = styles["Table Text"]
    small.font.size = Pt(8)
    small.paragraph_format.line_spacing = Pt(11)
    cover = styles.add_style(COVER, WD_STYLE_TYPE.PARAGRAPH)
    cover.base_style = styles["Title"]
    cover.paragraph_format.space_before = Pt(150)
    cover.paragraph_format.space_after = Pt(12)


def _numbered(number: int, heading: str, language: Language) -> str:
    if language == "en":
        return f"{_ROMAN[number - 1].upper()}. {heading}"
    return f"{chinese_number(number)}、{heading}"


def _front(document: Any, kind: Kind, language: Language) -> None:
    """A bulletin begins on its first page; longer reports have a cover and contents."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].runs[0].text = "{{r header }}"
    as_of = "As of {{r as_of }}" if language == "en" else "（判定日：{{r as_of }}）"
    if kind.months == 1:
        put(document, "{{r city }}", "Title")
        put(document, "{{r name }}", "Title")
        put(document, as_of, "Subtitle")
        put(document, "", "Subtitle")
        return
    section.different_first_page_header_footer = True
    put(document, "{{r city }}", COVER)
    put(document, "{{r name }}", "Title")
    put(document, "", "Subtitle")
    put(document, as_of, "Subtitle")
    frozen = "Frozen scorecard {{r snapshot }}" if language == "en" else "评估快照 {{r snapshot }}"
    put(document, frozen, "Subtitle").add_run().add_break(WD_BREAK.PAGE)
    put(document, "Contents" if language == "en" else "目　　录", "Contents Head")
    begin = put(document, "", "toc 1")
    field_mark(begin.add_run(), "begin")
    field_code(begin.add_run(), r'TOC \o "1-2" \h \z \u')
    field_mark(begin.add_run(), "separate")
    end = put(document, "", "toc 1")
    field_mark(end.add_run(), "end")
    end.add_run().add_break(WD_BREAK.PAGE)


def _block(document: Any, path: str, block: Block, language: Language, quiet: str = "") -> None:
    if isinstance(block, Sentence):
        put(document, f"{{{{r {path} }}}}")
    elif isinstance(block, Table):
        _table(document, path, block, language, quiet)
    elif isinstance(block, Chart):
        put(document, f"{{%p if {path} %}}")
        chart = put(document, f"{{{{r {path} }}}}", "Table Text")
        chart.alignment = WD_ALIGN_PARAGRAPH.CENTER
        chart.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        put(document, "{%p endif %}")
    else:
        _each(document, path, block, language)


def _table(document: Any, path: str, table: Table, language: Language, quiet: str) -> None:
    """`quiet` is the place that says whether its section already said that there is nothing."""
    put(document, f"{{%p if {path} %}}")
    put(document, table.caption(language), CAPTION)
    widths = _widths([one.mm for one in table.columns])
    columns = [
        (one.header(language), width, f"{{{{r row.{one.key} }}}}")
        for one, width in zip(table.columns, widths, strict=True)
    ]
    source = "Source" if language == "en" else "来源"
    columns.append((source, _SOURCE_MM, f"{{{{r row.{SOURCE} }}}}"))
    right = frozenset(at for at, one in enumerate(table.columns) if one.number)
    looped_table(document, path, columns, right=right)
    made = document.tables[-1]
    made.cell(2, len(columns) - 1).paragraphs[0].style = SMALL
    put(document, f"{{%p elif not {quiet} %}}" if quiet else "{%p else %}")
    put(document, table.nothing(language))
    put(document, "{%p endif %}")


def _widths(wanted: list[int]) -> list[float]:
    """Columns fill the type area beside the references."""
    return [mm * (TYPE_WIDTH_MM - _SOURCE_MM) / sum(wanted) for mm in wanted]


def _each(document: Any, path: str, each: Each, language: Language) -> None:
    put(document, f"{{%p if {path} %}}")
    put(document, f"{{%p for {each.name} in {path} %}}")
    put(document, f"{{{{r {each.name}.title }}}}", "Heading 2")
    for block in each.blocks:
        _block(document, f"{each.name}.{block.key}", block, language)
    put(document, "{%p endfor %}")
    put(document, "{%p else %}")
    put(document, each.nothing(language))
    put(document, "{%p endif %}")


def _sources(document: Any, number: int, language: Language) -> None:
    english = language == "en"
    put(document, _numbered(number, "Sources" if english else "数据来源", language), "Heading 1")
    put(
        document,
        "This report was made from the frozen scorecard {{r snapshot }}; later changes leave it as it is."
        " Each number leads to an entry below, or to the references at the end of its row. "
        + NAMES_STAY
        if english
        else "本报告依据评估快照{{r snapshot }}生成，此后数据的变动不影响本报告。正文数字后和表格“来源”列"
        "方括号内的编号对应下列来源。",
    )
    put(document, "{%p for source in sources %}")
    put(document, "{{r source.line }}", "Source Text")
    put(document, "{%p endfor %}")
