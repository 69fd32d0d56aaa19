"""An uploaded file becomes entries for a return: whose it is, how it is read, what is missing in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from luheng.documents.formats.limits import Limits
from luheng.documents.sheets import MappedSheet, SheetGrid, Trouble, grids_of
from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.models import Return, ReturnRow, User
from luheng.workplace.permissions import of_own_unit_only
from luheng.workplace.returns.merging import Entry
from luheng.workplace.returns.workbook.deciding import remembered
from luheng.workplace.returns.workbook.foreign import gather_foreign
from luheng.workplace.returns.workbook.own import OwnSheet, gather, own_sheets

_NAMED_AT_MOST = 5
_TITLE_ROWS = 6


@dataclass
class Opened:
    """What a file says of a return."""

    entries: list[Entry]
    troubles: list[Trouble]
    read: list[tuple[SheetGrid, MappedSheet, str]] = field(
        default_factory=list
    )  # of foreign sheets

    @property
    def is_own(self) -> bool:
        """Whether the file is the one that was downloaded here."""
        return not self.read


def open_file(one: Return, name: str, content: bytes, by: User) -> Opened:
    """What a workbook says of the return; nothing is written.

    Raises `return_file_of_other` for the file of another period, unit or return, `return_file_empty`,
    and what reading a damaged, encrypted or overlarge workbook raises.
    """
    grids = grids_of(name, content, Limits.from_environment())
    if not grids:
        raise LuhengError("return_file_empty", file=name)
    rows = list(one.rows.select_related("asked").order_by("asked__kind", "asked__position", "pk"))
    own = own_sheets(grids)
    if own:
        _is_this(one, name, own, by)
        found = gather(own, rows)
        troubles = [*found.troubles, *_missing(rows, found.entries, own)]
        return Opened(list(found.entries.values()), troubles)
    _names_no_other(one, name, grids)
    foreign = gather_foreign(one, grids, rows, lambda kind: remembered(one.unit, kind))
    lost = Message("return_ids_lost", {"file": name})
    return Opened(list(foreign.entries.values()), [Trouble(name, lost, stops=False), *foreign.troubles], foreign.read)  # fmt: skip


def _is_this(one: Return, name: str, own: Sequence[OwnSheet], by: User) -> None:
    other = next((sheet.return_id for sheet in own if sheet.return_id != one.pk), None)
    if other is None:
        return
    found = Return.objects.select_related("form", "unit").filter(pk=other).first()
    seen = found is not None and (not of_own_unit_only(by) or found.is_of_unit(by.unit_id or 0))
    said = _said(found) if found and seen else f"№ {other}"
    raise LuhengError("return_file_of_other", file=name, other=said, this=_said(one))


def _said(one: Return) -> str:
    return f"《{one.form.title}》{one.period} {one.unit}"


def _missing(
    rows: Sequence[ReturnRow], entries: dict[int, Entry], own: Sequence[OwnSheet]
) -> list[Trouble]:
    """Rows that the file does not have any more: they stay as they are, and that is said."""
    gone = [row.asked.name for row in rows if row.pk not in entries]
    if not gone:
        return []
    values = {
        "count": len(gone),
        "rows": "、".join(gone[:_NAMED_AT_MOST]),
        "cell": own[0].grid.name,
    }
    return [Trouble(own[0].grid.name, Message("return_rows_missing", values), stops=False)]


def _names_no_other(one: Return, name: str, grids: Sequence[SheetGrid]) -> None:
    """A sheet that lost its marks may still have the title of another return above its heads."""
    own = f"{one.form.title} {one.period} {one.unit}"
    for cell in (cell for grid in grids for row in grid.rows[:_TITLE_ROWS] for cell in row):
        if cell.text.startswith(f"{one.form.title} ") and _bare(cell.text) != _bare(own):
            raise LuhengError("return_file_of_other", file=name, other=cell.text, this=own)


def _bare(text: str) -> str:
    return "".join(text.split())
