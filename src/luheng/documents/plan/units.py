"""Lists of units as plans print them: shared levels, shared endings, cut names, groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from luheng.vocabulary.government_units import ENDING, completed, split_name

_REST = re.compile(
    r"(?:等(?:有关|相关|市直|职能|县直|区直|各)*(?:职能)?(?:部门(?:和单位)?|单位|部门单位|成员单位)?|等)$"
)
_AREA = re.compile(r"(?:区|县|市|旗|州|园|镇|乡|街道|新城|片区|口岸)$")
_AREA_ENDING = re.compile(
    r"(?:党工委(?:、)?管委会|管理委员会|管委会|管理局|(?:人民)?政府(?:（[^（）]+）)?|党委、政府|街道办事处|办事处)$"
)
_NAMED_AREA = re.compile(
    r"^[一-鿿]{2,3}(?P<kind>(?:(?:经济|高新|技术|产业|工业|旅游|生态)*(?:开发区|产业园区?|工业园区?|园区|新区|示范区|高新区)"
    r"(?:党工委)?(?:管委会|管理委员会)|(?:区|县|市)(?:人民)?政府))$"
)
_EVERY_PLACE = re.compile(
    r"^各(?:[县区市旗镇乡]|街道|园区|县区|区县|乡镇|镇街|县市区|区市县|县（市、区）|开发区){1,2}$"
)
_SHORT_LEVEL = re.compile(
    r"^(?:各|各级|相关|有关)?(?:县|区|市|旗|镇|乡|街道|乡镇|园区|开发区|功能区|党委|党工委)$"
)
_LEVEL_GOES_ON = re.compile(r"^(?:县|区|市|旗|镇|乡|街道|园区|开发区|功能区|政府)")
_GROUP = re.compile(
    r"^(?:各|所有|有关|相关|全市|全县|全区|市直各|市级各|辖区|在.{1,3}(?:单位|企业)|《)|成员单位$|责任单位$"
)
_NEVER_PREFIXED = re.compile(
    r"^团[市县区州旗]委|^武警|^驻|^国家|^中国|^人民银行|公司|集团|银行|支行|分行|分局$|大学|学院|医院|企业|开发区|园区|管委会|管理委员会|人民政府$|街道|镇|乡|"
    r"新区|景区|保护区|[县区市]政府$|协会|研究院|海关|监管组|监管支局"
)
_BARE_UNIT = re.compile(
    r"(?:局|委|办|办公室|委员会|中心|联社|联合会|支队|大队|总队|院|馆|集团有限公司)$"
)
_PLACED = re.compile(
    r"^[一-鿿]{2,4}(?:供电局|供电公司|海关|海事局|海事处|气象局|调查队|税务局|邮政管理局)$"
)
_ROLE_NOTE = re.compile(r"（(?:牵头|牵头单位|负责|主办|配合|协办|主体|排名不分先后|按.{1,12})）$")
_SPLIT = "、，；,;/"
_AND = re.compile(
    r"(?<=[局委办部院会中心站队])(?:和|及|与|以及)(?=(?:市|县|区|省|各|有关|相关)[一-鿿])"
)
_LONGEST = 34


def split_units(text: str) -> list[str]:
    """The names of a printed list, still as printed; brackets hold their separators."""
    names: list[str] = []
    depth, current = 0, ""
    for character in _AND.sub("、", text).replace("以及", "、"):
        depth += (character in "（〔《“") - (character in "）〕》”")
        if character in _SPLIT and depth <= 0:
            names.append(current)
            current = ""
        else:
            current += character
    names.append(current)
    return _joined([name.strip("。. ：:") for name in names if name.strip("。. ：:")])


def _joined(names: list[str]) -> list[str]:
    """`各县、区政府` and `各级党委、政府` are one name: the separator stands inside it."""
    whole: list[str] = []
    for name in names:
        if (
            whole
            and _SHORT_LEVEL.match(whole[-1].rsplit("、", 1)[-1])
            and _LEVEL_GOES_ON.match(name)
        ) and not split_name(name).duty:
            whole[-1] += f"、{name}"
            continue
        whole.append(name)
    return whole


def read_units(text: str, document_level: str = "") -> list[str]:
    """Units of a printed list with shared levels and endings written out, in order, once each.

    `document_level` (市) is put before names of a list in which no level is printed.
    """
    names = [_without_rest(name) for name in split_units(text)]
    names = _with_shared_ending([name for name in names if name])
    level, party = _shared_level(names) or document_level, False
    units: list[str] = []
    for name in names:
        parts = split_name(name)
        party = party or parts.level.endswith("委")
        unit = _with_level(name, level, party)
        if len(unit) > 1 and unit not in units:
            units.append(unit)
    return units


def _without_rest(name: str) -> str:
    return _REST.sub("", _ROLE_NOTE.sub("", name)).strip("。. ：:（")


def _shared_level(names: list[str]) -> str:
    levels = [split_name(name).level for name in names]
    return next((level[0] for level in levels if level), "")


def _with_shared_ending(names: list[str]) -> list[str]:
    """葛店开发区、临空经济区管委会: the ending of the last belongs to each; so with 东山、西河开发区管委会."""
    whole = list(names)
    for place in range(len(whole) - 2, -1, -1):
        name, following = whole[place], whole[place + 1]
        if (
            len(name) in (2, 3)
            and not _AREA.search(name)
            and not _BARE_UNIT.search(name)
            and (area := _NAMED_AREA.match(following))
        ):
            whole[place] = name + area["kind"]
            continue
        ending = _AREA_ENDING.search(following)
        if ending and _AREA.search(name) and not name.startswith("各") and _AREA.search(
            following[: ending.start()]
        ):  # fmt: skip
            whole[place] = name + ending[0]
    return whole


def _with_level(name: str, level: str, party: bool) -> str:
    parts = split_name(name)
    if parts.level or not level or _GROUP.search(name):
        return name
    if parts.duty and parts.duty != "central_bank":
        return f"{level}委{name}" if parts.party and party else level + name
    if not ENDING.search(name) and completed(name):
        return level + name
    if _NEVER_PREFIXED.search(name) or _PLACED.match(name):
        return name
    return level + name if _BARE_UNIT.search(name) and len(name) <= 14 else name


def is_unit_list(text: str) -> bool:
    """Whether a text is nothing but names of units, one of them known."""
    names = [_without_rest(name) for name in split_units(text)]
    names = _with_shared_ending([name for name in names if name])
    if not names or any(len(name) > _LONGEST for name in names):
        return False
    known = [name for name in names if _is_known(name)]
    return bool(known) and all(_is_known(name) or ENDING.search(name) for name in names)


def _is_known(name: str) -> bool:
    return split_name(name).duty is not None or bool(
        re.search(r"^各.{0,12}(?:人民政府|政府|管委会|部门|单位)|(?:人民政府|管委会)$", name)
        or _EVERY_PLACE.match(name)
    )


def document_level(lists: Iterable[str]) -> str:
    """The level that most units of a document bear: 市, or 县 for a county's plan."""
    levels = Counter(
        parts.level[0]
        for text in lists
        for name in split_units(text)
        if (parts := split_name(name)).level and parts.duty
    )
    return levels.most_common(1)[0][0] if levels else ""


def fullest_names(units: Iterable[str]) -> dict[str, str]:
    """For each unit the fullest name that this document prints for the same bureau.

    市发展改革局 becomes 市发展和改革局 only where the document prints that somewhere.
    """
    best: dict[tuple[str, str], str] = {}
    keys: dict[str, tuple[str, str]] = {}
    cut: list[str] = []
    for unit in dict.fromkeys(units):
        parts = split_name(unit)
        if parts.duty:
            keys[unit] = (parts.level, parts.duty)
            best[keys[unit]] = max(best.get(keys[unit], ""), unit, key=len)
        elif parts.level and not ENDING.search(unit):
            cut.append(unit)
    for unit in cut:
        parts = split_name(mended := _mended(unit, best))
        if parts.duty:
            keys[unit] = (parts.level, parts.duty)
            best[keys[unit]] = max(best.get(keys[unit], ""), mended, key=len)
    return {unit: best[key] for unit, key in keys.items()}


def _mended(unit: str, best: dict[tuple[str, str], str]) -> str:
    """A cut name with the ending that the document's other names of this bureau have."""
    parts = split_name(unit)
    for candidate in completed(parts.name):
        whole = parts.level + candidate
        printed = best.get((parts.level, split_name(whole).duty or ""))
        if printed and printed[-1] == candidate[-1]:
            return whole
    return unit
