"""Word, Excel and text files as plain HTML: their words and tables, nothing that could run."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from luheng.documents.formats.limits import Limits
from luheng.documents.formats.opening import open_bytes
from luheng.documents.source import Source, Table
from luheng.vocabulary.messages import LuhengError

_MOST_ROWS = 500  # of one table: a preview is looked at, not worked with
_MOST_CHARACTERS = 400_000
_HEAD = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><style>
body{font:14px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1c2430;margin:16px;max-width:60em}
table{border-collapse:collapse;margin:12px 0}td{border:1px solid #c3cad3;padding:4px 8px;vertical-align:top}
p{margin:0 0 8px}.cut{color:#8f5d12}</style></head><body>
"""


def text_of(content: bytes, name: str, limits: Limits) -> bytes:
    """An HTML page without scripts, links or pictures. Raises `no_preview` where the file cannot be read."""
    try:
        source = open_bytes(name, content, limits=limits)
    except LuhengError as problem:
        raise LuhengError("no_preview", file=name) from problem
    parts, length = [_HEAD], 0
    for part in _parts(source):
        parts.append(part)
        length += len(part)
        if length > _MOST_CHARACTERS:
            parts.append('<p class="cut">（预览到此为止，全文请下载 the preview ends here）</p>')
            break
    return "".join([*parts, "</body></html>"]).encode()


def _parts(source: Source) -> Iterator[str]:
    for block in source.blocks:
        if isinstance(block, Table):
            yield _table(block)
        else:
            words = source.text[block.span.start : block.span.end].strip()
            yield f"<p>{escape(words)}</p>\n" if words else ""


def _table(table: Table) -> str:
    rows = [
        f"<tr>{''.join(f'<td>{escape(cell.text)}</td>' for cell in row)}</tr>"
        for row in table.rows[:_MOST_ROWS]
    ]
    hidden = len(table.rows) - len(rows)
    cut = f'<p class="cut">（另有 {hidden} 行未显示 {hidden} more rows）</p>' if hidden else ""
    return f"<table>{''.join(rows)}</table>{cut}\n"
