"""Shares of sections: class Ⅲ or better, worse than class Ⅴ, on target; rivers and basins by them."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Any

import numpy as np

from luheng.methods import Clause, Need, Raw, Worked, method, rounded
from luheng.packs.water.methods.classes import EVALUATION
from luheng.packs.water.methods.items import CLASSES, WORSE
from luheng.vocabulary.messages import LuhengError

SECTIONS = Raw(zh="各断面水质类别", en="classes of the sections", shape="list")
SHARES = Clause(EVALUATION, "河流、流域（水系）水质评价", mark="recalled")

_WORDS = {word: number for number, word in enumerate(("I", "II", "III", "IV", "V"), start=1)}
_MISSING = {"", "-", "—", "——", "/", "无", "缺测", "未监测", "断流", "nan", "None"}


def class_numbers(classes):
    """Classes as floats 1 to 6, NaN where a section has none: from Ⅲ, III, Ⅲ类, 劣Ⅴ, 3, gaps.

    A mapping from section to class counts as its values. Arrays of more dimensions stay as they are,
    with the sections along the last. Raises LuhengError `water_class_unreadable`.
    """
    if isinstance(classes, dict):
        classes = list(classes.values())
    array = np.asarray(classes)
    if array.dtype.kind in "iuf":
        return _checked(array.astype(np.float64))
    numbers = [_class_number(one, place) for place, one in enumerate(array.flat, start=1)]
    return _checked(np.array(numbers, dtype=np.float64).reshape(array.shape))


def _checked(numbers):
    whole = np.isnan(numbers) | ((numbers == np.rint(numbers)) & (numbers >= 1) & (numbers <= WORSE))  # fmt: skip
    if not whole.all():
        place = int(np.flatnonzero(~whole.reshape(-1))[0])
        given = f"{numbers.flat[place]:g}"
        raise LuhengError("water_class_unreadable", given=given, place=place + 1)
    return numbers


def _class_number(given, place):
    if given is None:
        return np.nan
    text = unicodedata.normalize("NFKC", str(given)).strip().removesuffix("类").strip()
    if text in _MISSING:
        return np.nan
    worse, text = text.startswith("劣"), text.removeprefix("劣").strip().upper()
    if worse and text in ("V", "5"):
        return WORSE
    number = _WORDS.get(text) or (int(text) if text.isdigit() else None)
    if number is None or worse:
        raise LuhengError("water_class_unreadable", given=given, place=place)
    return number


def share(counted, there):
    """Per cent of those there, exact for a row of sections; NaN or a refusal where none is there."""
    if np.ndim(there):
        with np.errstate(invalid="ignore"):
            return np.where(there > 0, counted * 100 / there, np.nan)
    if not there:
        raise LuhengError("water_no_sections")
    return Fraction(int(counted) * 100, int(there))


def _share_of(numbers, flags):
    return share(flags.sum(axis=-1), (~np.isnan(numbers)).sum(axis=-1))


def _published(numbers, flags):
    """The share to one decimal, with the count it was worked from."""
    value = rounded(_share_of(numbers, flags), "0.1")
    if np.ndim(value):
        return value
    missing = int(np.isnan(numbers).sum())
    note = (
        f"{missing} 个断面没有结果，不计入",
        f"{missing} sections without a result are left out",
    )
    return Worked(
        value, formula="R = {n} ÷ {N} × 100%", n=int(flags.sum()), N=int((~np.isnan(numbers)).sum()),
        note_zh=note[0] if missing else "", note_en=note[1] if missing else "",
    )  # fmt: skip


@method(
    id="water.good_share",
    zh="水质优良（Ⅰ～Ⅲ类）断面比例",
    en="share of sections of class Ⅲ or better",
    unit="%",
    source=SHARES,
    given={"classes": SECTIONS},
)
def good_share(classes):
    """Sections of class Ⅰ to Ⅲ per hundred with a result, to one decimal.

    Sections without a result are left out of both counts, never counted as good or bad.
    """
    numbers = class_numbers(classes)
    return _published(numbers, numbers <= 3)


@method(
    id="water.worse_than_v_share",
    zh="劣Ⅴ类断面比例",
    en="share of sections worse than class Ⅴ",
    unit="%",
    source=SHARES,
    given={"classes": SECTIONS},
)
def worse_than_v_share(classes):
    """Sections worse than class Ⅴ per hundred with a result, to one decimal."""
    numbers = class_numbers(classes)
    return _published(numbers, numbers == WORSE)


@method(
    id="water.class_counts",
    zh="各类别断面数和比例",
    en="sections of each class",
    source=SHARES,
    given={"classes": SECTIONS},
)
def class_counts(classes):
    """Of each class: how many sections, and what share in per cent to one decimal; and how many lack one."""
    numbers = class_numbers(classes)
    there = (~np.isnan(numbers)).sum(axis=-1)
    found: dict[str, Any] = {}
    for number, word in enumerate(CLASSES, start=1):
        count = (numbers == number).sum(axis=-1)
        value = rounded(share(count, there), "0.1")
        found[word] = {"sections": count if np.ndim(count) else int(count), "share": value}
    found["without_result"] = np.isnan(numbers).sum(axis=-1)
    if not np.ndim(there):
        found["without_result"] = int(found["without_result"])
    return found


@method(
    id="water.targets_met_share",
    zh="考核断面水质达标率",
    en="share of assessed sections that meet their target class",
    unit="%",
    source=Clause("考核断面水质目标", "达标断面数÷有结果的断面数", mark="recalled"),
    given={
        "classes": SECTIONS,
        "targets": Raw(zh="各断面目标类别", en="target classes of the sections", shape="pairs"),
    },
)
def targets_met_share(classes, targets):
    """Sections at their target class or better, per hundred with both, to one decimal.

    Mappings are matched by section, lists by order. Which sections fail is said in the working.
    """
    names = list(classes) if isinstance(classes, dict) else []
    if isinstance(classes, dict) and isinstance(targets, dict):
        targets = [targets.get(name) for name in names]
    numbers, aimed = class_numbers(classes), class_numbers(targets)
    if numbers.shape != aimed.shape and (numbers.shape[-1:] != aimed.shape or numbers.ndim < 2):
        raise LuhengError(
            "water_sections_differ", name="classes", count=numbers.shape[-1],
            other="targets", others=aimed.shape[-1] if aimed.ndim else 0,
        )  # fmt: skip
    both = np.where(np.isnan(aimed), np.nan, numbers)
    worked = _published(both, both <= aimed)
    if isinstance(worked, Worked) and names:
        failing = [name for name, one, aim in zip(names, both, aimed, strict=True) if one > aim]
        extra = (f"未达标：{'、'.join(failing)}", f"missed: {', '.join(failing)}")
        if failing:
            worked.note_zh = "；".join(filter(None, (worked.note_zh, extra[0])))
            worked.note_en = "; ".join(filter(None, (worked.note_en, extra[1])))
    return worked


@method(
    id="water.national_good_share",
    zh="国考断面水质优良比例",
    en="share of nationally assessed sections of class Ⅲ or better",
    unit="%",
    source=SHARES,
    needs={"share_of_sections": Need("water.good_share", symbol="R")},
)
def national_good_share(share_of_sections):
    """The share of class Ⅰ to Ⅲ where the classes given are those of nationally assessed sections."""
    return share_of_sections


@method(
    id="water.national_worse_than_v_share",
    zh="国考断面劣Ⅴ类比例",
    en="share of nationally assessed sections worse than class Ⅴ",
    unit="%",
    source=SHARES,
    needs={"share_of_sections": Need("water.worse_than_v_share", symbol="R")},
)
def national_worse_than_v_share(share_of_sections):
    """The share worse than Ⅴ where the classes given are those of nationally assessed sections."""
    return share_of_sections


@method(
    id="water.national_targets_met_share",
    zh="国考断面水质达标率",
    en="share of nationally assessed sections that meet their target class",
    unit="%",
    source=Clause("考核断面水质目标", "达标断面数÷有结果的断面数", mark="recalled"),
    needs={"share_of_sections": Need("water.targets_met_share", symbol="R")},
)
def national_targets_met_share(share_of_sections):
    """The share on target where classes and targets given are those of nationally assessed sections."""
    return share_of_sections


GRADES = {
    "excellent": ("优", "excellent"),
    "good": ("良好", "good"),
    "light": ("轻度污染", "lightly polluted"),
    "moderate": ("中度污染", "moderately polluted"),
    "heavy": ("重度污染", "heavily polluted"),
}


def river_grade_of_shares(good, worse, cuts):
    """The grade by the shares of Ⅰ–Ⅲ and of worse than Ⅴ, in exact per cent."""
    if worse >= cuts["worse_moderate"]:
        return "heavy"
    if good >= cuts["good"]:
        return "excellent" if good >= cuts["excellent"] else "good"
    return "light" if worse < cuts["worse_light"] else "moderate"


@method(
    id="water.river_state_by_shares",
    zh="河流、流域（水系）水质状况（断面比例法）",
    en="state of a river or basin, by shares of its sections",
    source=Clause(EVALUATION, "河流、流域（水系）水质评价", mark="secondary"),
    given={"classes": SECTIONS},
    parameters={"cuts": "water.river_grades", "fewest": "water.few_sections"},
)
def river_state_by_shares(classes, cuts, fewest):
    """The state of a river or basin with five sections or more: {grade, zh, en, good_share, worse_share}.

    Shares are compared unrounded. None with fewer sections, for which `water.river_state` takes
    means of each item first. Of arrays with rivers along the first axis: the grades 1 (excellent) to
    5 (heavily polluted), 0 where there are too few sections.
    """
    numbers = class_numbers(classes)
    if numbers.ndim > 1:
        return np.array([_grade_number(row, cuts, fewest) for row in numbers], dtype=np.int8)
    there = int((~np.isnan(numbers)).sum())
    if there < fewest:
        return Worked(None, formula="G = —", note_zh=f"有结果的断面 {there} 个，少于 {int(fewest)} 个，应先求各项目平均", note_en=f"{there} sections, fewer than {int(fewest)}: by means of each item")  # fmt: skip
    good, worse = _share_of(numbers, numbers <= 3), _share_of(numbers, numbers == WORSE)
    grade = river_grade_of_shares(good, worse, cuts)
    zh, en = GRADES[grade]
    return Worked(
        {"grade": grade, "zh": zh, "en": en, "good_share": good, "worse_share": worse},
        note_zh=f"{there} 个断面，Ⅰ～Ⅲ类 {float(good):.1f}%，劣Ⅴ类 {float(worse):.1f}%",
        note_en=f"{there} sections: {float(good):.1f} % class Ⅲ or better, {float(worse):.1f} % worse than Ⅴ",
    )  # fmt: skip


def _grade_number(row, cuts, fewest):
    if (~np.isnan(row)).sum() < fewest:
        return 0
    grade = river_grade_of_shares(_share_of(row, row <= 3), _share_of(row, row == WORSE), cuts)
    return list(GRADES).index(grade) + 1


@method(
    id="water.river_main_pollutants",
    zh="河流、流域主要污染指标",
    en="main pollutants of a river or basin",
    source=Clause(EVALUATION, "主要污染指标的确定", mark="recalled"),
    given={
        "item_classes": Raw(
            zh="各断面各项目类别",
            en="class of each item in each section, as water.item_classes gives",
            shape="rows",
        )
    },
    parameters={
        "evaluated": "water.evaluated_items",
        "at_most": "water.main_pollutants_at_most",
    },
)
def river_main_pollutants(item_classes, evaluated, at_most):
    """At most three items by the share of sections in which they are worse than class Ⅲ.

    Given: of each section a mapping from item to class. Ties keep the order of table 1.
    """
    rates = {}
    for item in evaluated:
        judged = [one[item] for one in item_classes if isinstance(one.get(item), int)]
        over = sum(number > 3 for number in judged)
        if over:
            rates[item] = Fraction(over * 100, len(judged))
    ordered = sorted(rates, key=lambda item: -rates[item])[: int(at_most)]
    return {item: rates[item] for item in ordered}
