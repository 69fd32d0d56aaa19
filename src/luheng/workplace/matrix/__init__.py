"""Who may do what, written out from the declarations of pages, operations, moves and columns.

Nothing is decided here: `permissions` decides. docs/permissions.md is this matrix on paper, and
the tests ask the real pages and the real API line by line whether it is true.
"""

from luheng.workplace.matrix.lines import (
    Answer,
    ColumnLine,
    Line,
    column_lines,
    operation_lines,
    page_lines,
)

__all__ = ["Answer", "ColumnLine", "Line", "column_lines", "operation_lines", "page_lines"]
