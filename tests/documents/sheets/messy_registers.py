"""Registers as offices keep them: project tables, hazardous-waste ledgers, tables of targets.

Each is made from a seed with the truth kept, one record a row: titles above, heads renamed and of two
levels, units in heads or behind figures, cells merged down, notes, totals, hidden rows. One in eleven
is spoilt in a way no program may put right; there the spoilt cell is kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from luheng.documents.sheets import WantedColumn

Value = Decimal | str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A column of a register: how it is asked for, the heads it goes under, its values."""

    wanted: WantedColumn
    heads: tuple[str, ...]
    make: Callable[[Random, int], Value]
    units: tuple[tuple[str, Decimal], ...] = ()  # printed unit → how many of it one wanted unit is
    group: str = ""  # head of the level above, where the register has two
    merges: bool = False  # equal values below each other are one merged cell


def _of(*values: str) -> Callable[[Random, int], Value]:
    return lambda random, at: random.choice(values)


def _amount(low: int, high: int, digits: int = 1) -> Callable[[Random, int], Value]:
    def make(random: Random, at: int) -> Value:
        return Decimal(random.randint(low * 10**digits, high * 10**digits)).scaleb(-digits)

    return make


def _year(low: int, high: int) -> Callable[[Random, int], Value]:
    return lambda random, at: Decimal(random.randint(low, high))


def _day(random: Random, at: int) -> Value:
    return f"2025-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


_YI = (("亿元", Decimal(1)), ("万元", Decimal(10_000)))
_WAN = (("万元", Decimal(1)), ("亿元", Decimal("0.0001")))
_TONNES = (("吨", Decimal(1)), ("kg", Decimal(1000)), ("千克", Decimal(1000)))

PROJECTS = (
    Kept(WantedColumn("name", "项目名称", "project", ("工程名称", "项目"), required=True),
         ("项目名称", "工程名称", "项 目 名 称", "项目"), lambda random, at: f"{random.choice('云枫沐苇松霁')}川片区第{at}期{random.choice(('污水处理厂提标改造', '生态修复', '光伏发电', '供热管网改造'))}工程"),
    Kept(WantedColumn("investment", "总投资", "investment", ("投资额", "投资总额", "计划总投资"), type="amount", unit="亿元"),
         ("总投资", "投资总额", "计划总投资", "投资额"), _amount(1, 60), _YI, group="投资"),
    Kept(WantedColumn("spent", "本年完成投资", "spent this year", ("当年完成投资", "年度完成投资"), type="amount", unit="万元"),
         ("本年完成投资", "当年完成投资", "年度完成投资"), _amount(100, 9000, 0), _WAN, group="投资"),
    Kept(WantedColumn("start", "开工年", "start", ("开工年份", "开工时间", "开工年度"), type="year"),
         ("开工年份", "开工时间", "开工年"), _year(2020, 2024), group="建设年限"),
    Kept(WantedColumn("end", "完工年", "end", ("竣工年份", "竣工时间", "完工年份", "竣工年"), type="year"),
         ("竣工年份", "完工年份", "竣工时间"), _year(2025, 2030), group="建设年限"),
    Kept(WantedColumn("lead", "责任单位", "lead unit", ("牵头单位", "主管部门")),
         ("责任单位", "牵头单位", "主管部门"), _of("市水务局", "市住房和城乡建设局", "市发展改革委"), merges=True),
    Kept(WantedColumn("place", "建设地点", "place", ("建设地址", "所在地")),
         ("建设地点", "所在地", "建设地址"), _of("枫渡区", "沐屿区", "苇汀市"), merges=True),
)  # fmt: skip
WASTE = (
    Kept(WantedColumn("day", "转移日期", "day", ("日期", "出库日期", "转移时间"), type="date", required=True),
         ("转移日期", "出库日期", "转移时间"), _day),
    Kept(WantedColumn("code", "废物代码", "waste code", ("危废代码", "危险废物代码"), required=True),
         ("废物代码", "危废代码", "危险废物代码"), _of("900-249-08", "336-064-17", "900-041-49", "772-002-18"), group="危险废物", merges=True),
    Kept(WantedColumn("name", "废物名称", "waste", ("危险废物名称", "危废名称")),
         ("废物名称", "危险废物名称", "危废名称"), _of("废矿物油", "表面处理污泥", "废包装桶", "飞灰"), group="危险废物", merges=True),
    Kept(WantedColumn("amount", "转移量", "amount", ("转移数量", "出库量", "数量"), type="amount", unit="吨"),
         ("转移量", "转移数量", "出库量"), _amount(1, 40, 2), _TONNES),
    Kept(WantedColumn("manifest", "联单编号", "manifest", ("转移联单编号", "联单号"), required=True),
         ("联单编号", "转移联单编号", "联单号"), lambda random, at: f"2025{random.randint(10, 99)}{at:06}"),
    Kept(WantedColumn("receiver", "接收单位", "receiver", ("处置单位", "利用处置单位")),
         ("接收单位", "处置单位", "利用处置单位"), _of("示例环保甲公司", "示例环保乙公司"), merges=True),
)  # fmt: skip
TARGETS = (
    Kept(WantedColumn("indicator", "指标", "indicator", ("指标名称", "主要指标"), required=True),
         ("指标", "指标名称", "主要指标"), lambda random, at: f"第{at}项{random.choice(('综合利用率', '覆盖率', '达标率', '保有量'))}"),
    Kept(WantedColumn("unit", "计量单位", "unit", ("单位",)), ("计量单位", "单位"), _of("%", "万亩", "万吨", "亿元")),
    Kept(WantedColumn("base", "基期值", "baseline", ("2020年值", "2020年现状", "现状值"), type="amount"),
         ("2020年现状", "现状值", "基期值"), _amount(10, 90), group="现状与目标"),
    Kept(WantedColumn("value", "目标值", "target", ("2025年目标", "2025年目标值"), type="amount", required=True),
         ("目标值", "2025年目标", "2025年目标值"), _amount(10, 99), group="现状与目标"),
    Kept(WantedColumn("nature", "指标属性", "nature", ("属性", "指标类型")),
         ("属性", "指标属性", "指标类型"), _of("约束性", "预期性"), merges=True),
    Kept(WantedColumn("lead", "牵头单位", "lead unit", ("责任单位", "责任部门")),
         ("牵头单位", "责任单位", "责任部门"), _of("市林业局", "市水利局", "市生态环境局"), merges=True),
)  # fmt: skip
REGISTERS = {"projects": PROJECTS, "waste": WASTE, "targets": TARGETS}
NOT_ASKED = ("联系电话", "审批文号", "推进情况简述")
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@dataclass(slots=True)
class Messy:
    """A workbook, the columns asked for, the true records in their order, and what was spoilt."""

    kind: str
    columns: list[WantedColumn]
    records: list[dict[str, Value]]
    data: bytes
    spoilt: str = ""
    spoilt_cell: str = ""
    spoilt_at: tuple[int, str] | None = None  # record and column


@dataclass(slots=True)
class _Cell:
    text: Any = None
    comment: str = ""
    rows: int = 1
    format: str = ""


@dataclass(slots=True)
class _Page:
    """What is written, before it is written: rows of cells by column."""

    random: Random
    kept: tuple[Kept, ...]
    units: dict[str, tuple[str, Decimal]]
    order: list[Kept | str] = field(default_factory=list)


def workbook(seed: int, spoiling: str = "") -> Messy:
    """The register of a seed."""
    random = Random(seed)
    kind = list(REGISTERS)[seed % len(REGISTERS)]
    kept = REGISTERS[kind]
    if not spoiling and seed % 11 == 10:
        spoiling = SPOILING[(seed // 11) % len(SPOILING)]
    records = [
        {one.wanted.key: _value(random, one, at) for one in kept}
        for at in range(1, random.randint(7, 16))
    ]
    for one in kept:
        if one.merges and random.random() < 0.6:
            records.sort(key=lambda record: str(record[one.wanted.key]))
            break
    page = _Page(
        random, kept, {one.wanted.key: random.choice(one.units) for one in kept if one.units}
    )
    page.order = list(kept)
    optional = [one for one in kept if not one.wanted.required and not one.group]
    if optional and random.random() < 0.4:
        page.order.remove(random.choice(optional))
    for name in NOT_ASKED:
        if random.random() < 0.3:
            page.order.insert(random.randint(1, len(page.order)), name)
    return _written(page, kind, records, spoiling)


def _value(random: Random, one: Kept, at: int) -> Value:
    if not one.wanted.required and random.random() < 0.06:
        return None
    return one.make(random, at)


# --- writing ---------------------------------------------------------------------------------------


def _written(page: _Page, kind: str, records: list[dict[str, Value]], spoiling: str) -> Messy:
    random, book = page.random, Workbook()
    sheet: Any = book.active
    sheet.title = random.choice(["Sheet1", "清单", "台账", "附件2"])
    row, left = random.choice([1, 1, 2, 4]), random.choice([1, 1, 2, 3])
    width = len(page.order) + 1
    for title in ("附件2", "云川市清单（2025年）")[random.randint(0, 1) :]:
        sheet.cell(row, left, title)
        if random.random() < 0.7:
            sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=left + width - 1)  # fmt: skip
        row += random.choice([1, 2])
    if random.random() < 0.4:
        sheet.cell(row, left, "填报单位：某局        填报日期：2026年1月8日")
        row += 1
    heads = _heads(page)
    row = _write_heads(page, sheet, row, left, heads)
    messy = Messy(kind, [one.wanted for one in page.kept], _seen(page, records), b"", spoiling)
    first = row
    row = _write_records(page, sheet, row, left, messy, records)
    _spoil(page, sheet, first, left, messy, heads)
    if random.random() < 0.4:
        sheet.cell(row, left + 1, "合计")
        row += 1
    if random.random() < 0.6:
        sheet.cell(
            row + random.choice([0, 1]), left, "注：1.本表由责任单位填报。2.金额按项目批复口径。"
        )
    if random.random() < 0.4 and first + 2 < row:
        sheet.row_dimensions[random.randint(first, first + len(records) - 1)].hidden = True
    if random.random() < 0.3:
        book.create_sheet("填表说明").append(["每年1月底前报送"])
    out = BytesIO()
    book.save(out)
    messy.data = out.getvalue()
    return messy


def _seen(page: _Page, records: list[dict[str, Value]]) -> list[dict[str, Value]]:
    """The truth of what stands in the workbook: a column left out says nothing."""
    there = {one.wanted.key for one in page.order if isinstance(one, Kept)}
    return [{key: value for key, value in record.items() if key in there} for record in records]


def _heads(page: _Page) -> dict[str, str]:
    """The head of each column, with its unit where the register prints it there."""
    random, found = page.random, {}
    for one in page.order:
        if isinstance(one, str):
            continue
        head = random.choice(one.heads)
        unit = page.units.get(one.wanted.key, ("", Decimal(1)))[0]
        if unit:
            head += random.choice([f"（{unit}）", f"({unit})", f"\n（{unit}）", f"/{unit}"])
        elif random.random() < 0.1 and len(head) > 3:
            head = f"{head[:2]}\n{head[2:]}"
        found[one.wanted.key] = head + random.choice(["", "", "", "*", "①"])
    return found


def _write_heads(page: _Page, sheet: Any, row: int, left: int, heads: dict[str, str]) -> int:
    groups = [one.group if isinstance(one, Kept) else "" for one in page.order]
    two = page.random.random() < 0.5 and any(a and a == b for a, b in itertools.pairwise(groups))
    sheet.cell(row, left, "序号")
    if two:
        sheet.merge_cells(start_row=row, start_column=left, end_row=row + 1, end_column=left)
    at = 0
    while at < len(page.order):
        one, column = page.order[at], left + 1 + at
        run = 1
        while two and groups[at] and at + run < len(groups) and groups[at + run] == groups[at]:
            run += 1
        if run > 1:
            sheet.cell(row, column, groups[at])
            sheet.merge_cells(start_row=row, start_column=column, end_row=row, end_column=column + run - 1)  # fmt: skip
            for nth in range(run):
                lower = page.order[at + nth]
                assert isinstance(lower, Kept)
                sheet.cell(row + 1, column + nth, heads[lower.wanted.key])
        else:
            sheet.cell(row, column, one if isinstance(one, str) else heads[one.wanted.key])
            if two:
                sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column)  # fmt: skip
        at += run
    return row + (2 if two else 1)


def _write_records(
    page: _Page, sheet: Any, row: int, left: int, messy: Messy, records: list[dict[str, Value]]
) -> int:
    random = page.random
    merging = {one.wanted.key for one in page.kept if one.merges and random.random() < 0.6}
    for at, record in enumerate(records):
        sheet.cell(row + at, left, at + 1)
        for nth, one in enumerate(page.order):
            cell = sheet.cell(row + at, left + 1 + nth)
            if isinstance(one, str):
                cell.value = random.choice(["", "—", "2025年云发改审〔2025〕3号"])
                continue
            _print(page, cell, one, record[one.wanted.key])
    for nth, one in enumerate(page.order):
        if isinstance(one, Kept) and one.wanted.key in merging:
            _merge(sheet, row, left + 1 + nth, [record[one.wanted.key] for record in records])
    return row + len(records)


def _merge(sheet: Any, row: int, column: int, values: list[Value]) -> None:
    at = 0
    while at < len(values):
        run = 1
        while at + run < len(values) and values[at] is not None and values[at + run] == values[at]:
            run += 1
        if run > 1:
            sheet.merge_cells(start_row=row + at, start_column=column, end_row=row + at + run - 1, end_column=column)  # fmt: skip
        at += run


def _print(page: _Page, cell: Any, one: Kept, value: Value) -> None:
    random = page.random
    if random.random() < 0.05:
        cell.comment = Comment("与主管部门核对过", "office")
    if value is None:
        cell.value = random.choice(["", "—", "/"]) if one.wanted.type == "amount" else None
    elif one.wanted.type == "amount":
        assert isinstance(value, Decimal)
        printed = value * page.units.get(one.wanted.key, ("", Decimal(1)))[1]
        plain = f"{printed.normalize():f}"
        style = random.choice(["", "", "", "text", "wide", "commas"])
        cell.value = {"": float(printed), "text": plain, "wide": plain.translate(WIDE), "commas": f"{Decimal(plain):,f}"}[style]  # fmt: skip
    elif one.wanted.type == "year":
        cell.value = random.choice([int(value), f"{value}年", f"{value}"])
    elif one.wanted.type == "date":
        year, month, day = str(value).split("-")
        cell.value = random.choice([value, f"{year}年{int(month)}月{int(day)}日", f"{year}.{month}.{day}", f"{year}/{int(month)}/{int(day)}"])  # fmt: skip
    else:
        cell.value = value


# --- what nobody may guess -------------------------------------------------------------------------

SPOILING = (
    "words for a figure",
    "no year",
    "required left blank",
    "other quantity",
    "head unknown",
)


def _spoil(
    page: _Page, sheet: Any, first: int, left: int, messy: Messy, heads: dict[str, str]
) -> None:
    kept = [(nth, one) for nth, one in enumerate(page.order) if isinstance(one, Kept)]
    amounts = [pair for pair in kept if pair[1].wanted.type == "amount"]
    dated = [pair for pair in kept if pair[1].wanted.type in ("year", "date")]
    required = [pair for pair in kept if pair[1].wanted.required]
    which, said = {
        "": (None, None),
        "words for a figure": (amounts, "约12.5"),
        "no year": (dated or amounts, "三季度末"),
        "required left blank": (required, None),
        "other quantity": ([pair for pair in amounts if pair[1].units] or amounts, "12.5℃ 左右"),
        "head unknown": (required, "经审核后采用"),
    }[messy.spoilt]
    if which is None:
        return
    if not which:  # the register came without such a column
        which, said = required, None
    nth, one = page.random.choice(which)
    column = left + 1 + nth
    if messy.spoilt == "head unknown":
        for row in range(1, first):
            cell = sheet.cell(row, column)
            if cell.value == heads[one.wanted.key]:
                cell.value = said
                messy.spoilt_cell = f"{sheet.title}!{get_column_letter(column)}{row}"
        return
    at = page.random.randrange(len(messy.records))
    cell = sheet.cell(first + at, column)
    for area in list(sheet.merged_cells.ranges):
        if cell.coordinate in area:
            sheet.unmerge_cells(str(area))
            for row in range(area.min_row, area.max_row + 1):
                sheet.cell(row, column).value = messy.records[row - first][one.wanted.key]
    sheet.cell(first + at, column).value = said
    messy.spoilt_cell = f"{sheet.title}!{get_column_letter(column)}{first + at}"
    messy.spoilt_at = (at, one.wanted.key)
