"""How far each item is from what is asked of it, and what is not told that would decide it."""

from __future__ import annotations

from luheng.methods import Clause, Official, method
from luheng.packs.eco_city.methods.items import applies, distances, judged, lacking, threshold
from luheng.packs.eco_city.methods.readiness import ABSENT, LEVEL, SIZE, TERRAIN, TOLD


@method(
    id="eco_city.distance",
    zh="逐项差距",
    en="how far each item is",
    source=Clause("建设指标和管理规程", "指标表", mark="recalled"),
    given={
        "told": TOLD,
        "level": LEVEL, "terrain": TERRAIN, "size": SIZE, "absent": ABSENT,
    },
    parameters={"items": Official("eco_city.set")},
)  # fmt: skip
def distance(told, level, terrain, size, absent, items):
    """`{item: {answer, line, short_by, lacks}}` for every item that is asked of the area.

    answer: met, missed or unknown. line: the number asked for, None where there is none.
    short_by: `{line | assigned | kept | rise: how much}`, in the unit of the item, of each thing
    asked that is missed. lacks: what is not told of value, assigned, base, before, done.
    Raises `area_not_told`, `item_not_readable`.
    """
    area = {"level": level, "terrain": terrain, "size": size, "absent": set(absent or ())}
    return {
        key: {
            "answer": judged(one, area, told.get(key)),
            "line": threshold(one, area),
            "short_by": distances(one, area, told.get(key)),
            "lacks": lacking(one, told.get(key)),
        }
        for key, one in items["items"].items()
        if applies(one, area)
    }
