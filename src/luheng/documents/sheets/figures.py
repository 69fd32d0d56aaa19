"""What a cell of figures says: a number, with its unit where it prints one, no figure, or nothing.

Nothing is guessed: 约12.3, 12-13, 1.234,5 and a date that a spreadsheet made of 3.12 are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from luheng.documents.sheets.mapped import State
from luheng.vocabulary.units_of_measure import canonical_unit, is_unit

_WIDE = str.maketrans("０１２３４５６７８９．，－＋％（）　−", "0123456789.,-+%() -")
_MARKS = re.compile(
    r"(?:[①-⑳⑴-⒇†‡*＊※#★☆]|(?<![A-Za-z])[¹²³⁴-⁹]|[（(]?注\s*\d{0,2}[）)]?|\[\d{1,2}\])+$"
)
_NO_FIGURE = re.compile(
    r"[-—–－―─_/\\.…·*~]+|无|无数据|缺|缺失|缺测|暂无|暂无数据|暂缺|未统计|未监测|未发布|不涉及|不适用|待定|待报|N/?A|NA|nil|null|none",
    re.IGNORECASE,
)
_STATUS = re.compile(r"[（(](初步|快报|预计|初步核算|快报数|最终|审定|正式)数?[）)]$")
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:[, ]\d{3})+|\d+)(?P<part>\.\d+)?(?P<power>[eE][-+]?\d{1,2})?(?P<unit>[^\d].*)?"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell taken apart. `wrong` is the code of what is the matter with it."""

    state: State
    value: Decimal | None = None
    unit: str = ""
    mark: str = ""
    preliminary: bool | None = None
    wrong: str = ""


def figure_in(text: str) -> Printed:
    """The figure of a cell."""
    bare = text.strip()
    if not bare:
        return Printed("blank")
    if _NO_FIGURE.fullmatch(bare.translate(_WIDE)):
        return Printed("missing")
    mark = _MARKS.search(bare)
    bare = bare[: mark.start()].rstrip() if mark else bare
    status = _STATUS.search(bare)
    bare = (bare[: status.start()] if status else bare).strip().translate(_WIDE)
    preliminary = None if status is None else status[1].startswith(("初步", "快报", "预计"))
    found = _NUMBER.fullmatch(bare)
    shown = mark[0] if mark else ""
    if not bare or found is None:
        return Printed("given", mark=shown, wrong=_what_is_wrong(bare))
    digits = re.sub(r"[, ]", "", found["digits"])
    value = Decimal(found["sign"] + digits + (found["part"] or "") + (found["power"] or ""))
    unit = (found["unit"] or "").strip()
    if unit and not is_unit(unit):
        return Printed("given", mark=shown, wrong=_what_is_wrong(bare))
    value = Decimal(f"{value:f}")
    return Printed("given", value, canonical_unit(unit) if unit else "", shown, preliminary)


def _what_is_wrong(bare: str) -> str:
    if re.fullmatch(r"(?:19|20)\d\d-\d\d-\d\d(?: [\d:]+)?", bare):
        return "sheet_cell_is_date"
    if re.match(r"[约近超逾><≥≤＞＜≈~]|大于|小于|不低于|不足", bare) or re.search(
        r"\d\s*[-~—–至到]\s*\d|左右|上下|以上|以下|余$|多$", bare
    ):
        return "sheet_cell_not_exact"
    return "sheet_cell_no_number"
