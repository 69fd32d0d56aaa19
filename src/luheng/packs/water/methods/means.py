"""Means over months, sections or points, and the class of the mean (环办〔2011〕22号)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from luheng.methods import Clause, Input, Need, Worked, method
from luheng.packs.water.methods.classes import BODY, EVALUATION, LIMITS
from luheng.packs.water.methods.items import CLASSES, class_of, classes_of_array, limits_in, named
from luheng.packs.water.methods.sections import GRADES, SECTIONS, class_numbers

SERIES = Input(
    each="item", unit_of="limits", below="half", minimum=0,
    zh="各项目的一列浓度（各月、各断面或各点位）", en="a series of each item: months, sections or points", symbol="C",
)  # fmt: skip


def mean_of(values):
    """The arithmetic mean along the last axis, exact for one row; None or NaN where nothing is there."""
    if np.ndim(values) == 0:
        return values if isinstance(values, Fraction) else _exact([values])
    if np.ndim(values) == 1:
        return _exact(np.asarray(values).tolist())
    there = ~np.isnan(values)
    count = there.sum(axis=-1)
    total = np.where(there, values, 0.0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _exact(values):
    there = [Fraction(repr(one)) for one in values if one is not None and one == one]
    return sum(there) / len(there) if there else None


@method(
    id="water.means",
    zh="各项目平均浓度",
    en="mean of each item",
    source=Clause(EVALUATION, "数据统计", mark="recalled"),
    given={"series": SERIES},
    parameters={"limits": LIMITS},
)
def means(series, limits):
    """The arithmetic mean of each item over its months, sections or points, in the unit of its limits.

    Not detected counts with half of its detection limit; gaps are left out, and an item with gaps
    only is None. Along the last axis of arrays.
    """
    return {item: mean_of(values) for item, values in series.items()}


@method(
    id="water.class_of_means",
    zh="平均浓度的水质类别",
    en="class of the means",
    source=Clause(EVALUATION, "数据统计；断面水质评价", mark="recalled"),
    given={"series": SERIES, "body": BODY},
    needs={"mean": Need("water.means", symbol="C̄")},
    parameters={"limits": LIMITS, "evaluated": "water.evaluated_items"},
)
def class_of_means(series, body, mean, limits, evaluated):
    """The class of a year, of a lake with several points, or of few sections: that of the worst mean.

    1 to 5, or 6 worse than class Ⅴ, by the 21 items. None where nothing was measured.
    """
    found = {}
    for item in evaluated:
        compared = limits_in(limits[item], body) if mean.get(item) is not None else None
        if compared:
            one = mean[item]
            found[item] = classes_of_array(one, *compared) if np.ndim(one) else class_of(one, *compared)  # fmt: skip
    if not found:
        return None
    if any(np.ndim(one) for one in found.values()):
        return np.maximum.reduce(list(found.values()))
    worst = max(found.values())
    deciding = [item for item in found if found[item] == worst] if worst > 1 else []
    return Worked(
        worst, formula="G = {worst}", worst=CLASSES[worst - 1],
        note_zh=f"定类项目：{named(deciding)}" if deciding else "",
        note_en=f"decided by {named(deciding, 1)}" if deciding else "",
    )  # fmt: skip


@method(
    id="water.river_state",
    zh="河流、流域（水系）水质状况",
    en="state of a river or basin",
    source=Clause(EVALUATION, "河流、流域（水系）水质评价", mark="secondary"),
    given={"classes": SECTIONS},
    needs={
        "by_shares": Need("water.river_state_by_shares"),
        "of_means": Need("water.class_of_means", {"body": "river"}, symbol="G", optional=True),
    },
    parameters={"words": "water.class_words", "fewest": "water.few_sections"},
)
def river_state(classes, by_shares, of_means, words, fewest):
    """The state of a river or basin: by shares of sections, or with fewer than five by means.

    Given: the classes of its sections; and, for fewer than five, `series` of each item over them.
    {grade, zh, en, …}; None where there are too few sections and no series.
    """
    if by_shares is not None:
        return by_shares
    if of_means is None:
        return Worked(None, formula="G = —", note_zh="断面少于5个，需要给出各断面各项目浓度", note_en="fewer than five sections: the series of each item is needed")  # fmt: skip
    number = int(of_means)
    zh, en = words["state_zh"][number - 1], words["state_en"][number - 1]
    grade = next(name for name, said in GRADES.items() if said[0] == zh)
    there = int((~np.isnan(class_numbers(classes))).sum())
    return Worked(
        {"grade": grade, "zh": zh, "en": en, "class": number, "sections": there},
        note_zh=f"{there} 个断面，少于 {int(fewest)} 个：先求各项目平均再定类",
        note_en=f"{there} sections, fewer than {int(fewest)}: class of the means of each item",
    )  # fmt: skip
