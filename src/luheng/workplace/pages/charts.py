"""Charts as data for Plotly: figures as points, the target as a line to its year, gaps as gaps.

A chart's title states its finding. Nothing is drawn that was not observed, printed or projected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from luheng.workplace.language import say
from luheng.workplace.wording import plain_amount

GREEN, BLUE, AMBER, RED, GREY = "#1a7f5a", "#2563a8", "#b7791f", "#b42318", "#6b7280"
_CLOSE = {"l": 56, "r": 16, "t": 48, "b": 44}  # of charts without a legend
_FACE = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one year."""

    year: int
    value: Decimal
    preliminary: bool = False


class Table(NamedTuple):
    """The figures a chart draws, for whoever wants them without the drawing."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str | int | Decimal | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a projection says of the target year."""

    year: int
    value: Decimal
    low: Decimal
    high: Decimal


def progress_chart(
    *,
    title: str,
    unit: str,
    figures: Sequence[Point],
    trajectory: Sequence[tuple[int, Decimal]] = (),
    target: tuple[int, Decimal] | None = None,
    forecast: Forecast | None = None,
) -> dict[str, Any]:
    """Figure of a target: observations, trajectory, target and projection with its interval."""
    traces = _observed(figures)
    if trajectory:
        traces.append(_line(trajectory, say("序时进度", "trajectory"), GREY, "dot"))
    if forecast and figures:
        traces += _projected(figures[-1], forecast)
    if target:
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": str(say("目标", "target")),
                "x": [target[0]], "y": [float(target[1])],
                "marker": {"symbol": "line-ew", "size": 22, "line": {"width": 3, "color": AMBER}},
            }
        )  # fmt: skip
    table = _progress_table(unit, figures, trajectory, target, forecast)
    return {"data": traces, "layout": layout(title, unit), "table": table}


def _progress_table(
    unit: str,
    figures: Sequence[Point],
    trajectory: Sequence[tuple[int, Decimal]],
    target: tuple[int, Decimal] | None,
    forecast: Forecast | None,
) -> Table:
    """What the chart of a target draws, a row a year; a year without a figure has an empty cell."""
    observed = {point.year: point for point in figures}
    expected = dict(trajectory)
    reach = {target[0]} if target else set()
    ahead = {forecast.year} if forecast else set()
    shown = sorted(observed.keys() | expected.keys() | reach | ahead)
    mark = str(say("初步数", "preliminary"))
    rows = [
        (
            year,
            observed[year].value if year in observed else None,
            mark if year in observed and observed[year].preliminary else None,
            expected.get(year),
            target[1] if target and year == target[0] else None,
            *((forecast.value, forecast.low, forecast.high) if forecast and year == forecast.year else (None,) * 3),
        )
        for year in range(shown[0], shown[-1] + 1)
    ] if shown else []  # fmt: skip
    named = (
        say("实际", "observed"), say("序时进度", "trajectory"), say("目标", "target"),
        say("趋势预测", "projection"), say("预测下限", "projection, low"), say("预测上限", "projection, high"),
    )  # fmt: skip
    first, *others = (f"{name}（{unit}）" if unit else str(name) for name in named)
    return Table(
        (str(say("年份", "year")), first, str(say("口径", "status")), *others), tuple(rows)
    )


def _observed(figures: Sequence[Point]) -> list[dict[str, Any]]:
    if not figures:
        return []
    known = {point.year: point for point in figures}
    years = range(min(known), max(known) + 1)
    values = [float(known[year].value) if year in known else None for year in years]
    symbols = [
        "circle-open" if year in known and known[year].preliminary else "circle" for year in years
    ]
    words = [
        str(say("初步数", "preliminary") if year in known and known[year].preliminary else "")
        for year in years
    ]
    return [
        {
            "type": "scatter", "mode": "lines+markers", "connectgaps": False,
            "name": str(say("实际（空心为初步数）", "observed (open: preliminary)")),
            "x": list(years), "y": values, "text": words, "line": {"color": BLUE, "width": 2},
            "marker": {"symbol": symbols, "size": 9, "color": BLUE},
        }
    ]  # fmt: skip


def _projected(last: Point, forecast: Forecast) -> list[dict[str, Any]]:
    years = [last.year, forecast.year]
    edge = {
        "type": "scatter",
        "mode": "lines",
        "x": years,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    start = float(last.value)
    return [
        {**edge, "y": [start, float(forecast.low)], "showlegend": False},
        {
            **edge, "y": [start, float(forecast.high)], "fill": "tonexty",
            "fillcolor": "rgba(37,99,168,.12)", "name": str(say("预测区间", "projection interval")),
        },
        _line(
            [(last.year, last.value), (forecast.year, forecast.value)],
            say("趋势预测", "projection"), BLUE, "dash",
        ),
    ]  # fmt: skip


def _line(
    points: Sequence[tuple[int, Decimal]], name: Any, colour: str, dash: str
) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "name": str(name),
        "x": [year for year, _ in points], "y": [float(value) for _, value in points],
        "line": {"color": colour, "width": 1.5, "dash": dash},
    }  # fmt: skip


def layout(title: str, unit: str, **more: Any) -> dict[str, Any]:
    """What all charts share: the finding as title, the unit at the axis, no decoration.

    The page breaks a long title into lines where it draws the chart, and makes room for them.
    """
    return {
        "title": {"text": title, "x": 0, "xanchor": "left", "font": {"size": 14}},
        "font": {"family": _FACE, "size": 13, "color": "#1c2430"},
        "margin": {"l": 56, "r": 16, "t": 46, "b": 64},
        "height": 320,
        "paper_bgcolor": "#fff",
        "plot_bgcolor": "#fff",
        "xaxis": {"dtick": 1, "tickformat": "d", "gridcolor": "#eef0f2", "zeroline": False},
        "yaxis": {"title": {"text": unit}, "gridcolor": "#eef0f2", "zeroline": False},
        "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
        "hovermode": "x unified",
        **more,
    }


def money_by_year(rows: Sequence[tuple[int, Decimal]], title: str) -> dict[str, Any]:
    """Bars of money by year."""
    bars = {
        "type": "bar", "x": [year for year, _ in rows], "y": [float(value) for _, value in rows],
        "marker": {"color": BLUE},
    }  # fmt: skip
    shape = layout(title, str(say("亿元", "100 million yuan")), margin=_CLOSE, height=300)
    table = Table((str(say("年份", "year")), shape["yaxis"]["title"]["text"]), tuple(rows))
    return {"data": [bars], "layout": shape, "table": table}


def money_by_unit(rows: Sequence[tuple[str, Decimal]], title: str) -> dict[str, Any]:
    """Lying bars of money by lead unit, the largest on top."""
    ordered = sorted(rows, key=lambda row: row[1])
    bars = {
        "type": "bar", "orientation": "h", "marker": {"color": GREEN},
        "y": [name for name, _ in ordered], "x": [float(value) for _, value in ordered],
        "text": [plain_amount(value) for _, value in ordered], "textposition": "auto", "textfont": {"size": 12},
    }  # fmt: skip
    shape = layout(title, "", height=max(220, 100 + 30 * len(ordered)), margin=_CLOSE)
    shape["xaxis"] = {
        "title": {"text": str(say("亿元", "100 million yuan"))},
        "gridcolor": "#eef0f2",
    }
    shape["yaxis"] = {"automargin": True}
    shape["hovermode"] = "closest"
    headers = (str(say("牵头单位", "lead unit")), str(say("亿元", "100 million yuan")))
    return {"data": [bars], "layout": shape, "table": Table(headers, tuple(reversed(ordered)))}


def gantt(rows: Sequence[tuple[str, int, int]], title: str) -> dict[str, Any]:
    """Projects from the first day of their first year to the last of their last, in their order."""
    names = [name for name, _, _ in rows]
    bars = {
        "type": "bar", "orientation": "h", "y": names, "base": [f"{start}-01-01" for _, start, _ in rows],
        "x": [(end - start + 1) * 365.25 * 86_400_000 for _, start, end in rows],
        "marker": {"color": "#7fb59f"}, "hovertemplate": "%{y}<extra></extra>",
    }  # fmt: skip
    shape = layout(title, "", height=max(240, 90 + 26 * len(rows)), margin=_CLOSE | {"t": 72})
    shape["xaxis"] = {"type": "date", "dtick": "M12", "tickformat": "%Y", "gridcolor": "#eef0f2", "side": "top"}  # fmt: skip
    shape["yaxis"] = {"autorange": "reversed", "automargin": True, "tickfont": {"size": 12}}
    shape["hovermode"] = "closest"
    headers = (say("项目", "project"), say("开工年", "first year"), say("完工年", "last year"))
    table = Table(tuple(str(header) for header in headers), tuple(rows))
    return {"data": [bars], "layout": shape, "table": table}


def reported_money(
    rows: Sequence[tuple[int, Decimal | None, Decimal | None, Decimal | None]], title: str
) -> dict[str, Any]:
    """Bars of planned, arranged and spent money side by side; a year nobody reported is a gap."""
    named = (say("计划", "planned"), say("到位", "arranged"), say("完成", "spent"))
    colours = (GREY, BLUE, GREEN)
    bars = [
        {
            "type": "bar", "name": str(name), "marker": {"color": colour},
            "x": [row[0] for row in rows],
            "y": [None if row[place] is None else float(row[place]) for row in rows],  # type: ignore[arg-type]
        }
        for place, (name, colour) in enumerate(zip(named, colours, strict=True), start=1)
    ]  # fmt: skip
    unit = str(say("万元", "10,000 yuan"))
    headers = (str(say("年份", "year")), *(f"{name}（{unit}）" for name in named))
    shape = layout(title, unit, barmode="group", height=300)
    shape["yaxis"]["tickformat"] = ",d"  # never 300k
    return {"data": bars, "layout": shape, "table": Table(headers, tuple(rows))}


def site_map(
    sites: Sequence[tuple[str, str, Decimal, Decimal]],
    borders: Sequence[Sequence[tuple[float, float]]],
    title: str,
) -> dict[str, Any]:
    """Projects where they stand, over the city's own border lines; no tiles from anywhere."""
    lines = [
        {
            "type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False,
            "x": [x for x, _ in ring], "y": [y for _, y in ring], "line": {"color": GREY, "width": 1},
        }
        for ring in borders
    ]  # fmt: skip
    points = {
        "type": "scatter", "mode": "markers", "showlegend": False,
        "x": [float(longitude) for _, _, longitude, _ in sites],
        "y": [float(latitude) for _, _, _, latitude in sites],
        "text": [f"{name}（{state}）" for name, state, _, _ in sites],
        "hovertemplate": "%{text}<extra></extra>", "marker": {"color": GREEN, "size": 11},
    }  # fmt: skip
    shape = layout(title, "", height=480, margin=_CLOSE, hovermode="closest")
    shape["xaxis"] = {"title": {"text": str(say("经度（°）", "longitude (°)"))}, "gridcolor": "#eef0f2"}  # fmt: skip
    shape["yaxis"] = {
        "title": {"text": str(say("纬度（°）", "latitude (°)"))},
        "gridcolor": "#eef0f2",
        "scaleanchor": "x",
    }
    words = (say("项目", "project"), say("进度", "standing"), say("经度", "longitude"), say("纬度", "latitude"))  # fmt: skip
    return {"data": [*lines, points], "layout": shape, "table": Table(tuple(map(str, words)), tuple(sites))}  # fmt: skip
