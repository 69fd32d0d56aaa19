"""文件疑点: what the documents themselves get wrong."""

from __future__ import annotations

from luheng.workplace.language import say
from luheng.workplace.models import Finding
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register
from luheng.workplace.registers.shared_columns import (
    CLAUSE,
    DOCUMENT,
    IN_FORCE,
    QUOTE,
    REVIEW,
    VANISHED,
)

FINDINGS = Register(
    key="findings",
    zh="文件疑点",
    en="Findings",
    model=Finding,
    order=("document_id", "position", "pk"),
    defaults=IN_FORCE,
    detail="finding",
    empty_zh="没有符合条件的疑点：放宽筛选，或先加入文件",
    empty_en="No finding matches: widen the filters, or add a document first",
    columns=(
        Column(
            key="severity",
            zh="程度",
            en="severity",
            type="choice",
            choices={
                "error": say("错误", "error"),
                "warning": say("疑问", "warning"),
                "info": say("提示", "information"),
            },
        ),
        Column(
            key="problem",
            zh="问题",
            en="problem",
            path="text_zh",
            path_en="text_en",
            searchable=True,
            sortable=False,
        ),
        Column(
            key="remedy", zh="建议", en="remedy", path="remedy_zh", path_en="remedy_en",
            sortable=False, shown=False,
        ),
        Column(key="suggestion", zh="可能应为", en="probably meant", sortable=False),
        Column(key="code", zh="类别", en="code", filter="distinct", shown=False),
        CLAUSE,
        QUOTE,
        DOCUMENT,
        REVIEW,
        VANISHED,
    ),
)  # fmt: skip
