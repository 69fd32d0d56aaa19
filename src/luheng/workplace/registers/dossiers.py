"""资料包清单: the dossiers made so far."""

from __future__ import annotations

from luheng.workplace.models import Dossier
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register

DOSSIERS = Register(
    key="dossiers",
    zh="验收资料清单",
    en="Dossiers",
    model=Dossier,
    order=("-made_at", "-pk"),
    detail="dossier",
    empty_zh="还没有资料包：选定时期和指标后生成",
    empty_en="No dossier yet: choose a period and indicators and make one",
    columns=(
        Column(key="title", zh="名称", en="title", searchable=True),
        Column(key="start", zh="时期起", en="from", type="date"),
        Column(key="end", zh="时期止", en="until", type="date"),
        Column(key="targets", zh="目标", en="targets", type="amount", filter=""),
        Column(key="pieces", zh="材料", en="pieces of evidence", type="amount", filter=""),
        Column(key="missing", zh="缺佐证", en="missing", type="amount", filter=""),
        Column(key="made_at", zh="生成时间", en="made at", type="moment", filter=""),
        Column(key="made_by", zh="生成人", en="made by", path="made_by__name", shown=False),
        Column(key="sha256", zh="SHA-256 杂凑值", en="SHA-256", shown=False),
        Column(key="fingerprint", zh="公钥指纹", en="fingerprint of the key", shown=False),
    ),
)  # fmt: skip
