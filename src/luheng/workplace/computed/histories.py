"""A city's history of days under several editions, with the verdict of its targets under each."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from openpyxl import Workbook

from luheng.documents import model as read
from luheng.judgement import Evidence, Judgement
from luheng.methods.histories import (
    DAY_HEADS,
    DayTable,
    History,
    YearCounted,
    csv_rows,
    head_of,
    history,
    table_of,
    years_counted,
)
from luheng.methods.packs import indicators_given
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError
from luheng.workplace import raw_files
from luheng.workplace.candidates import candidates_for
from luheng.workplace.city import City
from luheng.workplace.judging import judged_by, targets_in_force
from luheng.workplace.models import DayFile, SourceFile, Target, User
from luheng.workplace.permissions import Act, require
from luheng.workplace.sheets.reading import opened


@dataclass(frozen=True)
class Counting:
    """One way to count: by the edition of each day, by one edition, or as known on a day."""

    edition: str = ""
    as_of: date | None = None


@dataclass(frozen=True)
class Counted:
    """The years by one way of counting, and how each target is judged by them."""

    way: Counting
    years: list[YearCounted]
    verdicts: list[Judgement]


@transaction.atomic
def add_days(
    city: City, id: str, place: str, content: bytes, name: str, by: User, media_type: str = ""
) -> DayFile:
    """The table of a file, read whole or refused; the one before it for the place is superseded.

    Raises `not_allowed`, `field_missing`, and as `table_of`.
    """
    require(by, Act.ENTER_OBSERVATION)
    if not place:
        raise LuhengError("field_missing", fields="地区 place")
    table = _read(history(id), content, name)
    sha256 = hashlib.sha256(content).hexdigest()
    with TemporaryDirectory() as folder:
        begun = Path(folder) / "days"
        begun.write_bytes(content)
        raw_files.keep(city, begun, sha256)
    source, _ = SourceFile.objects.get_or_create(
        sha256=sha256,
        defaults={"name": name, "media_type": media_type, "size": len(content), "added_by": by},
    )
    made = DayFile.objects.create(
        history_id=id, place=place, source=source, days=len(table.days), added_by=by,
        first_day=table.days[0].item(), last_day=table.days[-1].item(),
    )  # fmt: skip
    standing = DayFile.objects.filter(history_id=id, place=place, superseded_by=None)
    standing.exclude(pk=made.pk).update(superseded_by=made)
    return made


def _read(one: History, content: bytes, name: str) -> DayTable:
    return table_of(one, _rows(content, name), name)


def _rows(content: bytes, name: str) -> Iterable[Sequence[Any]]:
    if name.lower().endswith(".csv"):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "days.csv"
            path.write_bytes(content)
            return list(csv_rows(path))
    return list(opened(name, content).worksheets[0].iter_rows(values_only=True))


@lru_cache(maxsize=4)
def _table(path: Path, id: str, name: str) -> DayTable:
    """A kept file never changes, so what was read of it holds."""
    return _read(history(id), path.read_bytes(), name)


def sheet_of_days(one: History) -> bytes:
    """A workbook to fill in: a row a day, a column for each number with its unit."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([DAY_HEADS[-1], *(head_of(column) for column in one.columns.values())])
    sheet.freeze_panes = "B2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def targets_of(one: History) -> list[Target]:
    """The targets in force of the indicator that the yearly method gives, by year."""
    indicator = indicators_given().get(one.yearly, "")
    found = targets_in_force().filter(indicator_id=indicator, part_of="") if indicator else []
    return [target for target in found if not target.places]


def counted_by(
    city: City, file: DayFile, ways: Iterable[Counting], targets: list[Target], today: date
) -> list[Counted]:
    """The years by each way, and every target judged as if the figures of those years were these."""
    one = history(file.history_id)
    table = _table(city.files / file.source.sha256, one.id, file.source.name)
    found = []
    for way in ways:
        years = years_counted(
            one, table, place=file.place, using=way.edition or (), as_of=way.as_of
        )
        found.append(Counted(way, years, _verdicts(one, file, years, targets, today)))
    return found


def _verdicts(
    one: History, file: DayFile, years: list[YearCounted], targets: list[Target], today: date
) -> list[Judgement]:
    entry = catalogue().get(indicators_given().get(one.yearly, ""))
    if entry is None:
        return []
    restated = [_figure(entry, file, year) for year in years if year.value is not None]
    covered = {figure.observation.period for figure in restated}
    candidates = candidates_for(targets)
    found = []
    for target in targets:
        others = [
            each for each in candidates.for_target(target)
            if each.observation.period not in covered or each.observation.kind != "level"
        ]  # fmt: skip
        found.append(judged_by(target, [*others, *restated], today))
    return found


def _figure(entry: Any, file: DayFile, year: YearCounted) -> Evidence:
    """The restated number of a year as a figure; preliminary while the year has days to come."""
    whole = file.last_day >= date(year.year, 12, 31)
    observation = read.Observation(
        indicator=entry.zh, indicator_id=entry.id, place=file.place, period=str(year.year),
        value=Decimal(str(year.value)), unit=year.unit, quote="", span=read.Span(0, 0),
        status="final" if whole else "preliminary",
    )  # fmt: skip
    return Evidence(observation, None, file.source.name)
