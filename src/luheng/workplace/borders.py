"""The city's own border lines, for maps: borders.geojson in its folder, where there is one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City

FILE = "borders.geojson"
_RINGS_LIE = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}

Ring = list[tuple[float, float]]


def borders(city: City) -> list[Ring]:
    """Lines of longitude and latitude; none where the city has no file. Raises `borders_not_readable`."""
    path = city.folder / FILE
    if not path.is_file():
        return []
    try:
        return list(_rings(json.loads(path.read_text(encoding="utf-8"))))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LuhengError("borders_not_readable", file=FILE, problem=error) from error


def _rings(found: dict[str, Any]) -> Iterator[Ring]:
    for feature in found.get("features", [found]):
        shape = feature.get("geometry", feature)
        lines = [shape["coordinates"]]
        for _ in range(_RINGS_LIE[shape["type"]]):
            lines = [line for group in lines for line in group]
        yield from ([(float(at[0]), float(at[1])) for at in line] for line in lines)
