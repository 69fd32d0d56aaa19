"""The demand of a target in the language of the reader."""

from __future__ import annotations

from typing import Any

from luheng.documents import wording
from luheng.documents.wording import plain_amount
from luheng.workplace.language import current_language


def demand(target: Any) -> str:
    """`≥ 98%`, `较2020年下降 14%`, `完成省下达任务` of a target record."""
    return wording.demand(target, current_language())


__all__ = ["demand", "plain_amount"]
