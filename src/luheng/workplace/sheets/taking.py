"""Writes what a workbook changes: all rows or none, each with its history and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.judging import judged_together
from luheng.workplace.models import User
from luheng.workplace.sheets.reading import Preview


@dataclass(frozen=True)
class Taken:
    """What was written."""

    changed: int
    new: int
    same: int


def take(preview: Preview, by: User) -> Taken:
    """Writes the rows of a preview in one transaction.

    Raises `sheet_has_errors` while a cell is wrong, and `row_refused` naming the row where a record
    was changed by someone else since the workbook was made; then nothing is written.
    """
    if preview.wrong:
        raise LuhengError("sheet_has_errors", count=len(preview.wrong))
    with transaction.atomic(), judged_together():
        for row in preview.rows:
            try:
                preview.register.write(row.row_id, row.version, row.values, by)
            except LuhengError as problem:
                raise LuhengError("row_refused", place=row.place, problem=problem) from problem
    return Taken(len(preview.changed), len(preview.new), preview.same)
