"""考核得分: what every unit got for every item, in published appraisals only."""

from __future__ import annotations

from luheng.workplace.models import PublishedLine
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register

APPRAISAL_LINES = Register(
    key="appraisal-lines",
    zh="考核得分",
    en="Points of appraisals",
    model=PublishedLine,
    order=("-appraisal__year", "appraisal_id", "position", "item_position", "pk"),
    detail="appraisal-line",
    empty_zh="还没有已发布的考核：公示和异议办结后，由牵头办公室发布",
    empty_en="No appraisal is published yet",
    columns=(
        Column(key="year", zh="年度", en="year", type="year", path="appraisal__year", filter="distinct"),
        Column(key="appraisal", zh="考核", en="appraisal", path="appraisal__title", filter="distinct"),
        Column(key="group", zh="分组", en="group", path="group_zh", path_en="group_en", sortable=False, shown=False),
        Column(key="unit", zh="单位", en="unit", path="unit__name", filter="distinct", searchable=True),
        Column(key="item", zh="考核内容", en="item", path="item_zh", path_en="item_en", sortable=False),
        Column(key="weight", zh="权重", en="weight", type="amount", filter="", sortable=False),
        Column(key="full", zh="满分", en="full marks", type="amount", filter="", sortable=False),
        Column(key="points", zh="得分", en="points", type="amount", filter="", sortable=False),
        Column(key="statement", zh="得分说明", en="how it came about", path="statement_zh", path_en="statement_en", sortable=False),
    ),
)  # fmt: skip
