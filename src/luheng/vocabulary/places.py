"""Names of places: provinces, prefecture-level cities, regions, and what a county's name looks like.

A short name becomes a full one only where the list has it: 湛江 is 湛江市, an unlisted name stays as
it is. Some short names are words or names of several places (吉林, 朝阳, 海南): these are never
completed by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from luheng.vocabulary.tables import table

_KINDS = "特别行政区|自治区|自治州|自治县|自治旗|地区|林区|矿区|新区|[省市区县州盟旗]"

PLACE_NAME = rf"[一-鿿]{{2,10}}?(?:{_KINDS})"
"""Pattern of a place's full name; it also fits words such as 市区 and 全市, so check `is_division`."""

_NO_PLACE = re.compile(
    r"[全我本该各每两某此](?:[省市区县州盟旗]|地区)|(?:城|市|园|地|社|小|校|牧|郊|辖|矿|库|街|景|功能|保护|开发|示范|建成|工业|产业"
    r"|风景|自然|高新|经开|试验|缓冲|核心|生态|海洋|重点|农业|城镇|湿地|公园)(?:区|地区)|(?:城|超|都|上)市|^(?:山|港|林|湖)区"
)


@cache
def provinces() -> Mapping[str, tuple[str, ...]]:
    """Full names of the provinces, each with the full names of its prefecture-level divisions."""
    return {
        province: tuple(_in_full(name) for name in names)
        for province, names in table("places")["provinces"].items()
    }


def full_name(name: str) -> str:
    """The full name of a listed place (湛江 → 湛江市, 广东 → 广东省); others come back as they are."""
    return _full_names().get(name, name)


def province_of(name: str) -> str | None:
    """The province of a listed city, or of a province itself; None where the list has neither."""
    return _province_of().get(full_name(name))


def is_region(name: str) -> bool:
    """Whether a name is that of a region across divisions: 珠三角, 长三角."""
    return name in table("places")["regions"]


def is_division(name: str) -> bool:
    """Whether a name can be that of an administrative division: listed, or X市, X县, X区, X旗.

    全市, 市区, 开发区, 保护区 and the like are no names of divisions.
    """
    if name in _full_names() or name in _province_of():
        return True
    return bool(re.fullmatch(PLACE_NAME, name)) and not _NO_PLACE.search(name)


def _in_full(name: str) -> str:
    return name if re.search("(?:自治州|地区|盟)$", name) else f"{name}市"


@cache
def _province_of() -> Mapping[str, str]:
    return {
        division: province
        for province, divisions in provinces().items()
        for division in (province, *divisions)
    }


@cache
def _full_names() -> Mapping[str, str]:
    """Short names that stand for one listed place only, with the full name."""
    shorts: dict[str, list[str]] = {}
    for full in _province_of():
        shorts.setdefault(_short(full), []).append(full)
    for word in table("places")["ambiguous"]:
        shorts.pop(word, None)
    return {short: fulls[0] for short, fulls in shorts.items() if len(fulls) == 1}


_PEOPLES = "朝鲜|土家|苗|藏|羌|彝|布依|侗|哈尼|壮|傣|白|景颇|傈僳|回|蒙古|柯尔克孜|哈萨克|维吾尔"


def _short(full: str) -> str:
    place = re.sub("(?:特别行政区|自治区|自治州|地区|[省市盟])$", "", full)
    return re.sub(f"(?<=..)(?:(?:{_PEOPLES})族?)+$", "", place)
