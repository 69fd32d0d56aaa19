"""The invented city's air, day by day, so that a history can be restated."""

from __future__ import annotations

from datetime import date

import numpy as np

from luheng.examples.invented_air import invented_days
from luheng.methods.histories import DAY_HEADS, head_of, history
from luheng.workplace.city import City
from luheng.workplace.computed.histories import add_days
from luheng.workplace.models import DayFile, User

_CLEANER = 0.94  # the city's bulletins speak of better air than that of the story in docs/air.md
_NAME = "逐日空气质量（虚构）.csv"


def make_days(city: City, today: date, office: User) -> DayFile:
    """Takes a table of days up to the day before today, as a monitoring station would hand it in."""
    days, drawn = invented_days()
    columns = history("air.good_days").columns
    lines = [",".join([DAY_HEADS[-1], *(head_of(columns[name]) for name in drawn)])]
    for place, day in enumerate(days):
        if day >= np.datetime64(today):
            break
        cells = [_cell(values[place], name) for name, values in drawn.items()]
        lines.append(",".join([str(day), *cells]))
    content = "\n".join(lines).encode("utf-8-sig")
    return add_days(city, "air.good_days", city.place or city.name, content, _NAME, office)


def _cell(value: float, name: str) -> str:
    """Milligrams of CO to one decimal, the others whole; — where no monitor worked."""
    return "—" if np.isnan(value) else f"{value * _CLEANER:.{1 if name == 'co' else 0}f}"
