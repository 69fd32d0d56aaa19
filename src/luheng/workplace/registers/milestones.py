"""定性目标: goals with a year and no number."""

from __future__ import annotations

from luheng.workplace.models import Milestone
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register
from luheng.workplace.registers.shared_columns import (
    CHAPTER,
    CLAUSE,
    DOCUMENT,
    IN_FORCE,
    REVIEW,
    VANISHED,
    correcting,
    in_force,
    office_column,
    opened,
)

MILESTONES = Register(
    key="milestones",
    zh="定性目标",
    en="Milestones",
    model=Milestone,
    order=("document_id", "position", "pk"),
    defaults=IN_FORCE,
    public_rows=in_force,
    save=correcting(Milestone),
    columns=(
        office_column("year", "年份", "year", type="year", public=True),
        Column(key="quote", zh="原文", en="quote", searchable=True, sortable=False, public=True),
        opened(CHAPTER),
        opened(CLAUSE),
        opened(DOCUMENT),
        REVIEW,
        VANISHED,
    ),
)
