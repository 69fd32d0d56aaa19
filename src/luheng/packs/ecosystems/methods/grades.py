"""HJ 192-2015: restrictions, grades, change and fluctuation of the ecological index."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from luheng.methods import Choice, Clause, Input, Need, Official, Raw, Worked, method, rounded
from luheng.vocabulary.messages import LuhengError

RESTRICTIONS = ("none", "one_grade_down", "not_good")


def place_from(value, lower_bounds):
    """The place of a value among descending lower bounds, each bound included: 0 is the best."""
    return sum(value < bound for bound in lower_bounds)


@method(
    id="ecosystems.restriction",
    zh="环境限制指数",
    en="restriction of the ecological index",
    source=Clause("HJ 192-2015", "附录B 环境限制指数", mark="recalled"),
    given={
        "events": Input(each="event", minimum=0, zh="各情形发生次数", en="how often each happened", symbol="n"),
    },
    parameters={"effects": Official("ecosystems.restriction_of.{event}")},
)  # fmt: skip
def restriction(events, effects):
    """What the events of the year do to the index: "none", "one_grade_down" or "not_good"."""
    found = {effects[event] for event, times in events.items() if times}
    return max(found, key=RESTRICTIONS.index, default="none")


@method(
    id="ecosystems.index",
    zh="生态环境状况指数（EI）",
    en="ecological index (EI)",
    source=Clause("HJ 192-2015", "附录B 生态环境状况指数", mark="secondary"),
    given={
        "restriction": Choice(values=RESTRICTIONS, default="none", zh="环境限制", en="restriction"),
    },
    needs={"unrestricted": Need("ecosystems.unrestricted_index", symbol="EI₀")},
    parameters={"limits": "ecosystems.restricted_index", "grades": "ecosystems.index_grades"},
    formula="EI = {unrestricted}",
)
def index(unrestricted, restriction, limits, grades):
    """The index of an area and year, 0 to 100, to one decimal, lowered by its restriction.

    One grade down is the top of the next grade; with "not_good" what was excellent or good becomes
    54.9 and what was worse falls by a grade. Poor stays as it is.
    """
    if isinstance(unrestricted, np.ndarray):
        lowered = np.array(
            [_lowered(one, restriction, limits, grades) for one in unrestricted.flat]
        )
        return lowered.reshape(unrestricted.shape)
    value = _lowered(unrestricted, restriction, limits, grades)
    if value == unrestricted:
        return value
    return Worked(
        value, formula="EI = {lowered}", lowered=value,
        note_zh="环境限制：降一级" if restriction == "one_grade_down" else "环境限制：不得为优、良",
        note_en="restricted: one grade down" if restriction == "one_grade_down" else "restricted: neither excellent nor good",
    )  # fmt: skip


def _lowered(value, restriction, limits, grades):
    if restriction == "none" or value != value:
        return value
    place = place_from(value, grades["from"])
    if restriction == "not_good" and place <= 1:
        return min(value, limits["neither_excellent_nor_good"])
    return min(value, limits["lowered"][place]) if place < len(limits["lowered"]) else value


@method(
    id="ecosystems.grade",
    zh="生态环境状况分级",
    en="grade of the ecological index",
    source=Clause("HJ 192-2015", "表3", mark="secondary"),
    needs={"value": Need("ecosystems.index", symbol="EI")},
    parameters={"grades": "ecosystems.index_grades"},
)
def grade(value, grades):
    """{grade, zh, en}, 1 excellent to 5 poor; a lower bound belongs to its grade.

    Of arrays: the numbers of the grades, 0 where the index is missing.
    """
    return graded(value, grades)


def graded(value, grades):
    """The grade of a value with its words; of arrays its number."""
    if isinstance(value, np.ndarray):
        return np.where(np.isnan(value), 0, 1 + place_from(value, grades["from"]))
    place = place_from(value, grades["from"])
    return {"grade": place + 1, "zh": grades["zh"][place], "en": grades["en"][place]}


EARLIER = Input(minimum=0, maximum=100, zh="基准年指数", en="index of the base year", symbol="EI₀")
LATER = Input(minimum=0, maximum=100, zh="评价年指数", en="index of the year", symbol="EI")


@method(
    id="ecosystems.change",
    zh="生态环境状况变化",
    en="change of the ecological index",
    source=Clause("HJ 192-2015", "表4", mark="secondary"),
    given={"now": LATER, "before": EARLIER},
    parameters={"grades": "ecosystems.change_grades"},
    formula="ΔEI = {now} − {before}",
)
def change(now, before, grades):
    """{change, grade, zh, en}: by how much and how clearly the index rose or fell since the base year.

    The change to one decimal; less than 1 either way is none, from 1, 3 and 8 on it is slight, clear
    and marked. Of arrays: the changes.
    """
    difference = rounded(now - before, "0.1")
    return difference if np.ndim(difference) else moved(difference, grades)


def moved(difference, grades):
    """The grade of a change and its direction in words."""
    size = sum(abs(difference) >= bound for bound in grades["from"])
    zh, en = grades["zh"][size], grades["en"][size]
    if size:
        better = difference > 0
        zh = zh.removesuffix("变化") + ("变好" if better else "变差")
        en = en.replace("change", "improvement" if better else "decline")
    return {"change": difference, "grade": size, "zh": zh, "en": en}


@method(
    id="ecosystems.fluctuation",
    zh="生态环境状况波动变化",
    en="fluctuation of the ecological index",
    source=Clause("HJ 192-2015", "表5", mark="recalled"),
    given={"years": Raw(zh="各年指数", en="index by year", shape="pairs")},
    parameters={"grades": "ecosystems.change_grades"},
)
def fluctuation(years, grades):
    """{spread, zh, en}: the greatest less the smallest index of three years or more, and its grade.

    Years without an index are left out. Raises LuhengError `ecosystems_years_too_few`.
    """
    given = years.values() if isinstance(years, dict) else years
    there = [Fraction(str(one)) for one in given if one is not None and one == one]
    if len(there) < 3:
        raise LuhengError("ecosystems_years_too_few", years=len(there))
    spread = max(there) - min(there)
    size = sum(spread >= bound for bound in grades["from"])
    return {
        "spread": spread,
        "zh": grades["fluctuation_zh"][size],
        "en": grades["fluctuation_en"][size],
    }


@method(
    id="ecosystems.quality_index",
    zh="生态质量指数（EQI，未核实）",
    en="ecological quality index (EQI), not verified",
    source=Clause("环监测〔2021〕99号", "", mark="recalled"),
    given={
        "pattern": Input(minimum=0, maximum=100, zh="生态格局", en="ecological pattern", symbol="EP"),
        "function": Input(minimum=0, maximum=100, zh="生态功能", en="ecological function", symbol="EF"),
        "biodiversity": Input(minimum=0, maximum=100, zh="生物多样性", en="biodiversity", symbol="EB"),
        "stress": Input(minimum=0, maximum=100, zh="生态胁迫", en="ecological stress", symbol="ES"),
    },
    parameters={"weights": "ecosystems.quality_weights"},
    formula="EQI = {terms}",
    symbols={"terms": "0.36 EP + 0.35 EF + 0.19 EB + 0.10 (100 − ES)"},
)  # fmt: skip
def quality_index(pattern, function, biodiversity, stress, weights):
    """Four weighted parts, 0 to 100, not rounded. Weights are recalled: a second index beside EI."""
    parts = {"pattern": pattern, "function": function, "biodiversity": biodiversity, "stress": 100 - stress}  # fmt: skip
    value = sum(weights[name] * one for name, one in parts.items())
    if isinstance(value, np.ndarray):
        return value
    terms = " + ".join(f"{float(weights[name]):g} × {float(one):g}" for name, one in parts.items())
    return Worked(value, terms=terms)


@method(
    id="ecosystems.quality_grade",
    zh="生态质量分类（未核实）",
    en="class of ecological quality, not verified",
    source=Clause("环监测〔2021〕99号", "", mark="recalled"),
    needs={"value": Need("ecosystems.quality_index", symbol="EQI")},
    parameters={"grades": "ecosystems.quality_grades"},
)
def quality_grade(value, grades):
    """{grade, zh, en}, 1 to 5; a lower bound belongs to its class. Of arrays: the numbers."""
    return graded(value, grades)


@method(
    id="ecosystems.quality_difference",
    zh="生态质量指数变化值（未核实）",
    en="difference of the ecological quality index, not verified",
    source=Clause("环监测〔2021〕99号", "", mark="recalled"),
    given={"now": LATER, "before": EARLIER},
    formula="ΔEQI = {now} − {before}",
)
def quality_difference(now, before):
    """The index of the year less that of the base year. Not rounded."""
    return now - before


@method(
    id="ecosystems.quality_change",
    zh="生态质量变化（未核实）",
    en="change of ecological quality, not verified",
    source=Clause("环监测〔2021〕99号", "", mark="recalled"),
    needs={"difference": Need("ecosystems.quality_difference", symbol="ΔEQI")},
    parameters={"grades": "ecosystems.quality_change_grades"},
)
def quality_change(difference, grades):
    """{change, grade, zh, en}: less than 1 either way is stable. Of arrays: the changes."""
    return difference if np.ndim(difference) else moved(difference, grades)
