"""Returns as somebody might have laid them out: what was asked, the truth, and a table of cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from luheng.documents.sheets import WantedColumn, WantedRow
from luheng.vocabulary.indicators import find
from luheng.vocabulary.periods import Period

OTHER_UNITS = {
    "万吨标准煤": ("吨标准煤", 10_000), "亿千瓦时": ("万千瓦时", 10_000), "亿元": ("万元", 10_000),
    "μg/m³": ("mg/m3", "0.001"), "万千瓦": ("兆瓦", 10), "亿立方米": ("万立方米", 10_000),
    "万亩": ("亩", 10_000), "万吨": ("吨", 10_000), "万辆": ("辆", 10_000), "万人": ("人", 10_000),
}  # fmt: skip
SIZES = {
    "能源消费总量": 830, "全社会用电量": 112, "地区生产总值": 1900, "规模以上工业增加值": 620,
    "PM2.5年均浓度": 26, "森林覆盖率": 58, "空气质量优良天数比例": 90, "光伏发电装机容量": 150,
    "用水总量": 9, "非化石能源消费比重": 17, "新能源汽车保有量": 6, "常住人口": 286, "造林面积": 8,
    "煤炭消费总量": 410, "绿色贷款余额": 480, "一般工业固体废物综合利用率": 84, "危险废物产生量": 12,
}  # fmt: skip
DISTRICTS = ("枫渡区", "沐屿区", "苇汀市", "松砚县", "霁川县")
NAME_HEADS = ("指标", "指标名称", "项目", "主要指标", "统计指标", "指标项目", "名称")
UNIT_HEADS = ("单位", "计量单位", "计量 单位")
VALUE_HEADS = ("数值", "完成值", "实际完成", "实际值", "完成情况", "数据", "完成数", "本年实际数")
PLACE_HEADS = ("地区", "县区", "县（市、区）", "区域", "行政区")
PERIOD_HEADS = ("时间", "年份", "时期", "报告期", "年度")


@dataclass(slots=True)
class Cell:
    """A cell to write. `key` marks a figure that answers a question."""

    text: str = ""
    figure: Decimal | None = None
    key: str = ""
    unit: str = ""  # the figure is in
    rows: int = 1
    columns: int = 1
    comment: str = ""
    style: str = ""
    covered: bool = False


@dataclass(slots=True)
class Asking:
    """What was asked, and the true answers: None where there is no figure."""

    columns: list[WantedColumn]
    rows: list[WantedRow]
    truth: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """A table of cells with what stands around it."""

    heads: list[list[Cell]]
    body: list[list[Cell]]
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def figures(self) -> list[Cell]:
        """The cells that answer questions."""
        return [cell for row in self.body for cell in row if cell.key]


def asking(random: Random, periods: list[str], places: tuple[str, ...] = ("",)) -> Asking:
    """Six to twelve indicators of each period and place."""
    names = random.sample(sorted(SIZES), random.randint(6, 12) if places == ("",) else 4)
    asked = Asking(
        [
            WantedColumn("value", "数值", "value", role="value", type="amount"),
            WantedColumn("note", "备注", "remarks"),
        ],
        [],
    )
    for name in names:
        indicator = find(name)
        assert indicator
        for period in periods:
            for place in places:
                key = f"{name}|{period}|{place}"
                asked.rows.append(
                    WantedRow(
                        key, name, indicator.en, unit=indicator.unit, period=period, place=place
                    )
                )
                value = Decimal(round(SIZES[name] * random.uniform(0.8, 1.2) * 10)) / 10
                asked.truth[key] = None if random.random() < 0.06 else value
    return asked


def cell_of(asked: Asking, row: WantedRow, unit: str) -> Cell:
    """The cell with the answer to a row, in the unit it is printed in."""
    value = asked.truth[row.key]
    other = OTHER_UNITS.get(row.unit)
    if value is not None and other and unit == other[0]:
        value = value * Decimal(other[1])
    return Cell(figure=value, key=row.key, unit=unit)


def printed_unit(random: Random, row: WantedRow) -> str:
    """Mostly the unit asked for, at times another of the same quantity."""
    other = OTHER_UNITS.get(row.unit)
    return other[0] if other and random.random() < 0.3 else row.unit


def printed_name(random: Random, name: str, at: int) -> str:
    """The name, or an alias the catalogue knows, numbered, spaced or broken."""
    indicator = find(name)
    assert indicator
    spelled = random.choice(indicator.aliases) if indicator.aliases and random.random() < 0.25 else name  # fmt: skip
    if random.random() < 0.12 and len(spelled) > 5 and spelled[0] > "一":
        spelled = spelled[:3] + "\n" + spelled[3:]
    numbering = random.choice(["", "", "", f"{at}.", f"（{'一二三四五六七八九十十十'[at - 1]}）", f"{at}、", "其中："])  # fmt: skip
    return f"{numbering}{spelled}{random.choice(['', '', '', '', '①', '*'])}"


def period_head(random: Random, code: str) -> str:
    """A period as heads print it."""
    period = Period.parse(code)
    year, month = period.last
    if period.is_year:
        return random.choice([f"{year}年", f"{year}", f"{year}年度", f"{year} 年"])
    if period.length_months == 1:
        return random.choice([f"{year}年{month}月", f"{year}-{month:02}", f"{year}.{month:02}", f"{year}年{month}月份"])  # fmt: skip
    return random.choice(
        [f"{year}年1-{month}月", f"{year}年1—{month}月累计", f"{year}年1~{month}月"]
    )


def _names(asked: Asking) -> list[str]:
    return list(dict.fromkeys(row.zh for row in asked.rows))


def _row_of(asked: Asking, name: str, period: str, place: str = "") -> WantedRow:
    return next(
        row for row in asked.rows if (row.zh, row.period, row.place) == (name, period, place)
    )


def _titled(periods: list[str]) -> str:
    return f"{Period.parse(periods[0]).label()}绿色低碳主要指标完成情况"


def long_layout(random: Random) -> tuple[Asking, Sheet]:
    """指标 | 单位 | 时期 | 数值 | 备注, at times with the unit in the label."""
    periods = random.choice([["2025"], ["2024", "2025"], ["2025-03"], ["2025-01/2025-06"]])
    asked = asking(random, periods)
    in_label = random.random() < 0.3
    heads = [Cell(random.choice(NAME_HEADS)), Cell(random.choice(UNIT_HEADS)), Cell(random.choice(PERIOD_HEADS)), Cell(random.choice(VALUE_HEADS[:-1])), Cell("备注")]  # fmt: skip
    body = []
    for at, name in enumerate(_names(asked), 1):
        merged = random.random() < 0.5 and len(periods) > 1
        for nth, period in enumerate(periods):
            row = _row_of(asked, name, period)
            unit = printed_unit(random, row)
            label = Cell(printed_name(random, name, at) + (f"（{unit}）" if in_label else ""))
            if merged:
                label = Cell(label.text, rows=len(periods)) if nth == 0 else Cell(covered=True)
                unit = row.unit if in_label else unit
                label.text = label.text.replace("（", "（") if not in_label else f"{name}（{unit}）"
            remark = Cell(random.choice(["", "", "快报数据", "口径同上年"]))
            body.append([label, Cell("" if in_label else unit), Cell(period_head(random, period)), cell_of(asked, row, unit), remark])  # fmt: skip
    return asked, Sheet([heads], body, ["绿色低碳主要指标填报表"])


def wide_layout(random: Random) -> tuple[Asking, Sheet]:
    """Periods across, in one level of heads or two."""
    periods = random.choice([["2023", "2024", "2025"], ["2025-01", "2025-02", "2025-03"], ["2024", "2025"]])  # fmt: skip
    asked = asking(random, periods)
    names, two = _names(asked), random.random() < 0.6
    top = [Cell(random.choice(NAME_HEADS)), Cell(random.choice(UNIT_HEADS))]
    lower = [Cell(covered=True), Cell(covered=True)]
    for period in periods:
        head = period_head(random, period)
        top += [Cell(head), Cell()] if two else [Cell(head)]
        lower += [Cell(random.choice(VALUE_HEADS[:4])), Cell("同比增长（%）")] if two else []
    if two:
        top[0].rows = top[1].rows = 2
        if random.random() < 0.7:
            for at in range(2, len(top), 2):
                top[at].columns, top[at + 1].covered = 2, True
    body = []
    for at, name in enumerate(names, 1):
        unit = printed_unit(random, _row_of(asked, name, periods[0]))
        line = [Cell(printed_name(random, name, at)), Cell(unit)]
        for period in periods:
            line.append(cell_of(asked, _row_of(asked, name, period), unit))
            line += [Cell(figure=Decimal(random.randint(-90, 150)) / 10)] if two else []
        body.append(line)
    return asked, Sheet([top, lower] if two else [top], body, ["主要指标历年完成情况表"])


def single_layout(random: Random) -> tuple[Asking, Sheet]:
    """One period, which only the title names; last year's figure and the target beside it."""
    periods = random.choice([["2025"], ["2025-03"], ["2025-01/2025-06"]])
    asked = asking(random, periods)
    mine = random.choice(["本期", "本年实际数", "完成值", "数值", "本期数"])
    if periods == ["2025-03"]:
        mine = random.choice(["本月", "当月完成数", "本期"])
    if periods == ["2025-01/2025-06"]:
        mine = random.choice(["累计", "本年累计", "自年初累计", "本期"])
    heads = [Cell("序号"), Cell(random.choice(NAME_HEADS)), Cell(random.choice(UNIT_HEADS)), Cell("上年同期"), Cell(mine), Cell("同比±%"), Cell("年度目标"), Cell("备注")]  # fmt: skip
    body = []
    for at, name in enumerate(_names(asked), 1):
        row = _row_of(asked, name, periods[0])
        unit = printed_unit(random, row)
        other = Decimal(SIZES[name]) + Decimal(random.randint(1, 99)) / 10
        line = [Cell(str(at), figure=Decimal(at)), Cell(printed_name(random, name, 1).removeprefix("1.")), Cell(unit), Cell(figure=other), cell_of(asked, row, unit), Cell(figure=Decimal("2.4")), Cell(figure=other + 7), Cell()]  # fmt: skip
        body.append(line)
    return asked, Sheet([heads], body, [_titled(periods)])


def across_layout(random: Random) -> tuple[Asking, Sheet]:
    """Periods down the rows, indicators across with their units in the heads."""
    periods = random.choice([["2022", "2023", "2024", "2025"], [f"2025-{m:02}" for m in range(1, 7)]])  # fmt: skip
    asked = asking(random, periods)
    return asked, _across(random, asked, [(period, "") for period in periods])


def district_layout(random: Random) -> tuple[Asking, Sheet]:
    """Districts down the rows, indicators across; the year stands in the title."""
    asked = asking(random, ["2025"], DISTRICTS)
    sheet = _across(random, asked, [("2025", place) for place in DISTRICTS])
    sheet.titles = ["2025年各县（市、区）主要指标"]
    total = [Cell("合计"), *(Cell(figure=Decimal(999)) for _ in sheet.body[0][1:])]
    if random.random() < 0.5:
        sheet.body.append(total)
    return asked, sheet


def _across(random: Random, asked: Asking, lines: list[tuple[str, str]]) -> Sheet:
    names, below = _names(asked), random.random() < 0.4
    units = {name: printed_unit(random, _row_of(asked, name, *lines[0])) for name in names}
    lead = random.choice(PLACE_HEADS if lines[0][1] else PERIOD_HEADS)
    heads = [Cell(lead, rows=2 if below else 1)]
    second = [Cell(covered=True)]
    for name in names:
        mark = random.choice(["（{}）", "({})", "/{}", "\n（{}）"]).format(units[name])
        heads.append(Cell(name + ("" if below else mark)))
        second.append(Cell(units[name]))
    body = [
        [Cell(random.choice([place, place, place[:-1]]) if place else period_head(random, period))]
        + [cell_of(asked, _row_of(asked, name, period, place), units[name]) for name in names]
        for period, place in lines
    ]
    return Sheet([heads, second] if below else [heads], body, ["分时段主要指标"])


def beside_layout(random: Random) -> tuple[Asking, Sheet]:
    """Two tables side by side under one title."""
    asked = asking(random, ["2025"])
    names = _names(asked)
    if len(names) % 2:
        names = names[:-1]
        asked.rows = [row for row in asked.rows if row.zh in names]
        asked.truth = {row.key: asked.truth[row.key] for row in asked.rows}
    half = len(names) // 2
    part = [Cell(random.choice(NAME_HEADS[:3])), Cell("单位"), Cell("2025年")]
    body = [
        [cell for name in (names[at], names[at + half]) for cell in _three(random, asked, name)]
        for at in range(half)
    ]
    return asked, Sheet([[*part, *(Cell(cell.text) for cell in part)]], body, ["主要指标"])


def _three(random: Random, asked: Asking, name: str) -> list[Cell]:
    row = _row_of(asked, name, "2025")
    unit = printed_unit(random, row)
    return [Cell(printed_name(random, name, 1)), Cell(unit), cell_of(asked, row, unit)]


LAYOUTS: tuple[Callable[[Random], tuple[Asking, Sheet]], ...] = (
    long_layout, wide_layout, single_layout, across_layout, district_layout, beside_layout,
)  # fmt: skip
