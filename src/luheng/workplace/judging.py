"""Targets and figures of the city give verdicts; a verdict is made anew only when its inputs change."""

from __future__ import annotations

from luheng.workplace.models import ReadItem


def judge_after_change(item: ReadItem) -> None:
    """Judges anew whatever the item bears on."""
