"""Workbooks that others filled in, in whatever shape, mapped to what was asked for.

Vocabulary: a *grid* is a sheet as it is; what is *asked* are columns and, in a return, rows; a
*meaning* is what a column holds, and a *mapping* all meanings of a sheet; a *trouble* names the cell,
the problem and the remedy. A figure is taken only where one reading is possible.

>>> grid = SheetGrid.of("3月", [
...     ["2025年3月能源报表", "", ""], ["指标名称", "计量单位", "本月"], ["（一）用电量①", "万千瓦时", "１2,300"],
... ])
>>> mapped = map_sheet(
...     grid, [WantedColumn("value", "数值", role="value")],
...     [WantedRow("power", "用电量", unit="亿千瓦时", period="2025-03")],
... )
>>> [(cell.address, str(cell.value), cell.unit, cell.note) for cell in mapped.cells]
[('3月!C3', '1.23', '亿千瓦时', '①')]
"""

from luheng.documents.sheets.asked import WantedColumn, WantedRow
from luheng.documents.sheets.grid import GridCell, SheetGrid
from luheng.documents.sheets.mapped import MappedCell, MappedSheet, Mapping, Meaning, Trouble
from luheng.documents.sheets.mapper import map_sheet, map_workbook
from luheng.documents.sheets.opening import grids_of

__all__ = [
    "GridCell",
    "MappedCell",
    "MappedSheet",
    "Mapping",
    "Meaning",
    "SheetGrid",
    "Trouble",
    "WantedColumn",
    "WantedRow",
    "grids_of",
    "map_sheet",
    "map_workbook",
]
