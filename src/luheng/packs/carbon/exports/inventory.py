"""A city's inventory as the GPC table and in the layout that CIRIS hands on (eCRF), as workbooks.

The columns of `eCRF_3` are those of published CIRIS files; of `eCRF_1` and `eCRF_2` only the fields were
seen, not the tool's own sheet, so their order is ours.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from luheng.methods import standards
from luheng.methods.exports import Table
from luheng.packs.carbon.exports.gpc_lines import LINES, SECTORS, SUBSECTORS, Line

Language = Literal["zh", "en"]
GASES = ("co2", "ch4", "n2o", "hfcs", "pfcs", "sf6", "nf3")
_GAS_LABELS = ("CO2", "CH4", "N2O", "HFC", "PFC", "SF6", "NF3")
_LEVELS = {"basic": "BASIC", "basic_plus": "BASIC+", "outside": "—"}
ECRF = (
    "Inventory year", "GPC ref. no.", "CRF - Sector", "CRF - Sub-sector", "Scope", "Fuel type or activity",
    "Notation key", "Activity data - Amount", "Activity data - Unit", "Activity data - Description",
    "Activity data - Source", "Activity data - Data Quality", "Emission factor - Unit", "Emission factor - CO2",
    "Emission factor - CH4", "Emission factor - N2O", "Emission factor - Total CO2e",
    "Emission factor - Biogenic CO2", "Oxidation factor", "Emission factor - Year", "Emission factor - Scale",
    "Emission factor - Description", "Emission factor - Source", "Emission factor - Data Quality",
    "GHGs (metric tonnes CO2e) - CO2", "GHGs (metric tonnes CO2e) - CH4", "GHGs (metric tonnes CO2e) - N2O",
    "GHGs (metric tonnes CO2e) - Total CO2e", "GHGs (metric tonnes CO2e) - Biogenic CO2",
    "Activity data conversion - original activity", "Activity data conversion - original unit",
    "Activity data conversion - conversion value", "Activity data conversion - override used?",
)  # fmt: skip
"""Columns of the sheet eCRF_3."""
_CRF_SECTORS = {
    "I": "Stationary Energy", "II": "Transportation", "III": "Waste", "IV": "IPPU", "V": "AFOLU",
    "VI": "Other Scope 3",
}  # fmt: skip
_CRF_SUBSECTORS = {
    "I.1": "Residential Buildings", "I.2": "Commercial Buildings", "I.3": "Industry",
    "I.4": "Energy Industries", "I.5": "Agriculture, Forestry and Fisheries", "I.6": "Other",
    "I.7": "Fugitive Emissions", "I.8": "Fugitive Emissions", "II.1": "On-road", "II.2": "Rail",
    "II.3": "Waterborne Navigation", "II.4": "Aviation", "II.5": "Off-road",
    "III.1": "Solid Waste", "III.2": "Biological Waste", "III.3": "Incinerated and Burned Waste",
    "III.4": "Wastewater", "IV.1": "Industrial Process", "IV.2": "Product Use", "V.1": "Livestock",
    "V.2": "Land Use", "V.3": "Other AFOLU", "VI.1": "Other Scope 3",
}  # fmt: skip
_CRF_SCOPES = {
    "1": "Direct emissions",
    "2": "Indirect emissions",
    "3": "Emissions occurring outside the city",
}


def gpc_table(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each line of GPC with its gases, total and notation keys, in tonnes of CO2 equivalent.

    value: that of `carbon.inventory`, of a result or of its record. A line that no source and no key
    speaks of has neither a total nor a key: None, never 0.
    """
    rows: dict[str, dict[str, Any]] = {
        line.ref: {"line": line, "total": None, "gases": {}, "keys": []} for line in LINES
    }
    for source in value["sources"].values():
        row = rows[source["ref"]]
        for gas, amount in source.items():
            if gas not in ("ref", "total"):
                row["gases"][gas] = row["gases"].get(gas, Fraction(0)) + Fraction(amount)
        row["total"] = (row["total"] or Fraction(0)) + Fraction(source["total"])
    for source, ref in value["refs_of_keys"].items():
        if value["keys"][source] not in rows[ref]["keys"]:
            rows[ref]["keys"].append(value["keys"][source])
    return list(rows.values())


def gpc_shown(record: Mapping[str, Any], language: Language) -> Table:
    """The GPC table for a page: a row for each line, with the totals of both levels behind them."""
    zh = language == "zh"
    value = record["value"]
    rows = []
    for row in gpc_table(value):
        line: Line = row["line"]
        rows.append((
            line.ref, line.zh if zh else line.en, line.scope, _LEVELS[line.level],
            "—" if row["total"] is None else f"{float(row['total']):,.2f}".rstrip("0").rstrip("."), _key_of(row, zh),
        ))  # fmt: skip
    for name in ("basic", "basic_plus"):
        total = f"{float(Fraction(str(value[name]))):,.2f}".rstrip("0").rstrip(".")
        rows.append(("", f"{_LEVELS[name]} {'合计' if zh else 'total'}", "", _LEVELS[name], total, ""))  # fmt: skip
    head = ("编号", "排放源", "范围", "层级", "tCO2e", "符号") if zh else ("No.", "Source", "Scope", "Level", "tCO2e", "Key")  # fmt: skip
    return Table("GPC 清单表" if zh else "GPC table", head, tuple(rows), (4,))


def _key_of(row: Mapping[str, Any], zh: bool) -> str:
    """Its notation keys; said to be missing where there is neither a number nor a key."""
    if row["keys"] or row["total"] is not None:
        return ", ".join(row["keys"])
    return "未说明" if zh else "not told"


def gpc_workbook(record: Mapping[str, Any], language: Language = "zh") -> bytes:
    """The GPC table of a record of `carbon.inventory`, with the totals of every view, as xlsx."""
    book = Workbook()
    _gpc_sheet(_sheet(book, "GPC", first=True), record, language)
    _views_sheet(_sheet(book, "两种视图" if language == "zh" else "Both views"), record, language)
    return _bytes(book)


def ciris_workbook(record: Mapping[str, Any], language: Language = "zh") -> bytes:
    """A record of `carbon.inventory` in CIRIS's layout: eCRF_1 to eCRF_3, the GPC table behind them."""
    book = Workbook()
    _ecrf_1(_sheet(book, "eCRF_1", first=True), record)
    _ecrf_2(_sheet(book, "eCRF_2"), record)
    _ecrf_3(_sheet(book, "eCRF_3"), record)
    _gpc_sheet(_sheet(book, "GPC"), record, language)
    return _bytes(book)


# The GPC table


def _gpc_sheet(sheet: Worksheet, record: Mapping[str, Any], language: Language) -> None:
    zh = language == "zh"
    together = "未分气体" if zh else "not split"
    _head(sheet, (
        *(("编号", "排放源", "范围", "报告层级") if zh else ("GPC ref no.", "GHG emissions source", "Scope", "Level")),
        *(f"{gas} (tCO2e)" for gas in _GAS_LABELS), f"{together} (tCO2e)",
        *(("合计（tCO2e）", "符号") if zh else ("Total (tCO2e)", "Notation keys")),
    ))  # fmt: skip
    sector = ""
    for row in gpc_table(record["value"]):
        line: Line = row["line"]
        if line.sector != sector:
            sector = line.sector
            sheet.append([sector, SECTORS[sector][0 if zh else 1]])
            _bold(sheet)
        sheet.append([
            line.ref, line.zh if zh else line.en, int(line.scope), _LEVELS[line.level],
            *(_cell(row["gases"].get(gas)) for gas in (*GASES, "together")), _cell(row["total"]),
            _key_of(row, zh),
        ])  # fmt: skip
    value = record["value"]
    names = ("BASIC 合计", "BASIC+ 合计", "辖区内（范围一）", "全部") if zh else ("Total BASIC", "Total BASIC+", "Territorial (scope 1)", "All")  # fmt: skip
    for name, key in zip(names, ("basic", "basic_plus", "territory", "all"), strict=True):
        sheet.append(["", name, *([""] * 10), _cell(value[key])])
        _bold(sheet)
    _widths(sheet, 9, 46, 7, 10, *([14] * 8), 16, 12)


def _views_sheet(sheet: Worksheet, record: Mapping[str, Any], language: Language) -> None:
    zh = language == "zh"
    _head(sheet, ("视图", "项", "tCO2e") if zh else ("View", "Item", "tCO2e"))
    views = {
        "part": ("省级指南五部分和信息项", "Parts of the provincial guide, and memo"),
        "sector": ("GPC 部门", "Sectors of GPC"),
        "scope": ("范围", "Scope"),
        "gas": ("气体", "Gas"),
    }
    for view, names in views.items():
        name = names[0 if zh else 1]
        for item, amount in record["value"][view].items():
            sheet.append([name, item, _cell(amount)])
        total = sum((Fraction(one) for one in record["value"][view].values()), Fraction(0))
        sheet.append([name, "合计" if zh else "Total", _cell(total)])
        _bold(sheet)
    _widths(sheet, 34, 16, 18)


# CIRIS


def _ecrf_1(sheet: Worksheet, record: Mapping[str, Any]) -> None:
    """What is known of the city; what is not is left empty for the city to fill."""
    place = record["lineage"]["place"]
    _head(sheet, ("name", "country", "region", "year", "boundary", "population", "climate", "latitude", "longitude"))  # fmt: skip
    parts = place.split("/") if place else [""]
    region = parts[-2] if len(parts) > 1 else ""
    sheet.append([parts[-1], "China", region, _year(record), "Administrative boundary"])
    sheet.append([])
    sheet.append(["GWP", _gwp_edition(record)])
    sheet.append(["Method", "GPC v1.1; 发改办气候〔2011〕1041号"])
    sheet.append(["Lineage mark", record["lineage"]["mark"]])
    _widths(sheet, 18, 12, 14, 8, 24)


def _ecrf_2(sheet: Worksheet, record: Mapping[str, Any]) -> None:
    _head(sheet, (
        "sector", "direct_emissions_tco2e", "direct_emissions_notation", "indirect_emissions_tco2e",
        "indirect_emissions_notation", "outside_city_emissions_tco2e", "outside_city_emissions_notation", "notes",
    ))  # fmt: skip
    sums: dict[str, dict[str, Any]] = {sub: {} for sub in SUBSECTORS}
    for row in gpc_table(record["value"]):
        line: Line = row["line"]
        one = sums[line.subsector].setdefault(line.scope, {"total": None, "keys": []})
        if row["total"] is not None:
            one["total"] = (one["total"] or Fraction(0)) + row["total"]
        one["keys"] += [key for key in row["keys"] if key not in one["keys"]]
    for sub, scopes in sums.items():
        name = f"{_CRF_SECTORS[sub.partition('.')[0]]} > {_CRF_SUBSECTORS[sub]}"
        cells: list[Any] = [name]
        for scope in ("1", "2", "3"):
            one = scopes.get(scope, {"total": None, "keys": []})
            cells += [_cell(one["total"]), ", ".join(one["keys"])]
        sheet.append([*cells, sub])
    _widths(sheet, 46, *([18] * 6), 10)


def _ecrf_3(sheet: Worksheet, record: Mapping[str, Any]) -> None:
    """A row for each source, then one for each source that has a notation key alone."""
    _head(sheet, ECRF)
    value, given = record["value"], _arguments(record)
    about, biogenic = given.get("about") or {}, given.get("biogenic") or {}
    lines = {line.ref: line for line in LINES}
    for source, found in value["sources"].items():
        row = _ecrf_row(record, source, lines[found["ref"]], about.get(source) or {})
        row["GHGs (metric tonnes CO2e) - Total CO2e"] = _cell(found["total"])
        for gas, label in zip(GASES[:3], _GAS_LABELS[:3], strict=True):
            row[f"GHGs (metric tonnes CO2e) - {label}"] = _cell(found.get(gas))
        row["GHGs (metric tonnes CO2e) - Biogenic CO2"] = _cell(biogenic.get(source))
        sheet.append([row.get(column) for column in ECRF])
    for source, key in value["keys"].items():
        line = lines[value["refs_of_keys"][source]]
        row = _ecrf_row(record, source, line, about.get(source) or {})
        row["Notation key"] = key
        sheet.append([row.get(column) for column in ECRF])
    _widths(sheet, *([16] * len(ECRF)))


def _ecrf_row(
    record: Mapping[str, Any], source: str, line: Line, about: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "Inventory year": _year(record),
        "GPC ref. no.": line.ref,
        "CRF - Sector": _CRF_SECTORS[line.sector],
        "CRF - Sub-sector": _CRF_SUBSECTORS[line.subsector],
        "Scope": _CRF_SCOPES[line.scope],
        "Fuel type or activity": standards().book.get(f"carbon.source.{source}").en.rpartition(": ")[2],
        "Activity data - Amount": _cell(about.get("amount")),
        "Activity data - Unit": about.get("unit"),
        "Activity data - Description": about.get("note"),
        "Activity data - Source": about.get("origin"),
        "Activity data - Data Quality": about.get("activity_quality"),
        "Emission factor - Data Quality": about.get("factor_quality"),
    }  # fmt: skip


def _arguments(record: Mapping[str, Any]) -> dict[str, Any]:
    return {one["name"]: one.get("value") for one in record["lineage"]["steps"][-1]["arguments"]}


def _year(record: Mapping[str, Any]) -> int:
    return int(record["lineage"]["day"][0][:4])


def _gwp_edition(record: Mapping[str, Any]) -> str:
    for argument in record["lineage"]["steps"][-1]["arguments"]:
        if argument["name"] == "warming_ch4":
            return str(argument["versions"][0]["edition"])
    return ""


# Cells


def _cell(value: Any) -> float | None:
    """A number as a cell holds it; text of a program that is no number stays out."""
    if value in (None, ""):
        return None
    try:
        return float(Fraction(str(value)) if not isinstance(value, Fraction | Decimal) else value)
    except (ValueError, ZeroDivisionError):
        return None


def _sheet(book: Workbook, title: str, *, first: bool = False) -> Worksheet:
    sheet: Worksheet = book.worksheets[0] if first else book.create_sheet()
    sheet.title = title
    sheet.freeze_panes = "B2"
    return sheet


def _head(sheet: Worksheet, names: tuple[str, ...]) -> None:
    sheet.append(list(names))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E5E7EB")
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _bold(sheet: Worksheet) -> None:
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)


def _widths(sheet: Worksheet, *widths: int) -> None:
    for number, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, float):
                cell.number_format = "#,##0.00"


def _bytes(book: Workbook) -> bytes:
    book.properties.creator = "Luheng"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
