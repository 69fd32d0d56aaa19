"""Where a sentence speaks of: 全市, 市区, 徐闻县, 惠州, 全省, 珠三角.

全市 and 我市 are the issuing city; 市区 is a place of its own. A county needs no list: a name at the head
of a clause that ends in 县 or 区 and is no common word is one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from luheng.vocabulary.places import full_name, is_division, province_of, provinces
from luheng.vocabulary.tables import table

_OWN = (
    r"(?P<own>全市(?:域|范围)?|[我本该]市(?!场)|全[县区州盟旗](?!域)|[我本该][县区州](?!域))(?!场)"
    r"|(?<![县城各])(?P<part>市区|市辖区)(?![县、）])|(?<![县各市])(?P<town>主城区|中心城区|城区)(?![、）域面绿人污道县])"
    r"|(?P<province>全省|[我本]省|全自治区)|(?P<nation>全国|我国)"
)
_AT_HEAD = r"(?:(?<=^)|(?<=[，；：、。和与及其中\0（~]))"
_NOT_HERE = re.compile(
    r"[^，。；：]{0,12}?(?:局|厅|委|委员会|部门|中心站|总站|政府|日报|办公室|公报|公司)"
    r"(?=[^，。；：]{0,6}(?:数据|消息|获悉|发布|通报|统计|监测|显示|，|$))|[路港江湾河湖山大]"
)
_COUNTY = re.compile(
    _AT_HEAD + r"(?:其中)?(?P<name>[一-鿿]{2,3}(?:区|县|市|旗))(?![域场民政委区县镇级外内])"
)
_ONE_CHARACTER = re.compile(
    _AT_HEAD
    + r"[一-鿿](?<![全我本该各每市城郊园社山林矿景港库灌老新校牧湖辖小街片战地禁特分跨两县区建海他邻州郡])[县区]"
    r"(?=环境|空气|综合|水质|优良|达标|PM|地区|生产|规模|全年)"
)
_UP_TO_NAME = re.compile(r"^(?:其中|全[市县省]|[我本]市)")


@dataclass(slots=True)
class Gazetteer:
    """The places a document speaks of; `home` is the full name of the issuing one."""

    home: str = ""
    names: dict[str, str] = field(default_factory=dict)  # further names of it → full name

    def places(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and full name of each place a text names; "" for one that cannot be named."""
        pattern = _pattern(self.home, tuple(sorted(self.names, key=len, reverse=True)))
        for found in pattern.finditer(text):
            if found["own"] or not _NOT_HERE.match(text, found.end()):
                yield found.start(), found.end(), self._named(found)
        for found in _COUNTY.finditer(text):
            name = _UP_TO_NAME.sub("", found["name"])
            if len(name) > 2 and is_division(name) and not _NOT_HERE.match(text, found.end()):
                yield found.end() - len(name), found.end(), self.full(name)

        for found in _ONE_CHARACTER.finditer(text):
            # 昆区 may be no place at all, but it is not the one spoken of before
            yield found.start(), found.end(), found[0] if found[0].endswith("县") else ""

    def _named(self, found: re.Match[str]) -> str:
        if found["own"]:
            return self.home if self._is_own(found["own"]) else ""
        town = found["town"] or found["home_town"]
        if part := found["part"] or found["home_part"] or town:
            return f"{self.home.removesuffix('市')}{part}" if self.home else ""
        if found["province"]:
            return province_of(self.home) or ""
        return "全国" if found["nation"] else self.full(found[0])

    def _is_own(self, printed: str) -> bool:
        """全市 in the bulletin of a county is the city above it, which is not the issuing place."""
        kind = re.sub("[域范围]", "", printed)[-1]
        return not self.home or kind not in "市县" or kind == self.home[-1]

    def full(self, name: str) -> str:
        """The full name of a printed place."""
        return self.names.get(name) or full_name(name)


@cache
def _pattern(home: str, names: tuple[str, ...]) -> re.Pattern[str]:
    """Every way to name a place: 云汐市区, the known names, the listed ones, then 全市, 市区, 全省."""
    short = re.escape(home.removesuffix("市")) or "(?!)"
    known = "|".join(re.escape(name) for name in names) or "(?!)"
    return re.compile(
        rf"(?=[{_first_characters(home, names)}])"
        rf"(?:{short}(?P<home_part>市区|市辖区)(?![县、）])"
        rf"|{short}市?(?P<home_town>主城区|中心城区|城区)(?![、）域面绿人污道县])|(?:{known})|{_listed()}|{_OWN})"
    )


def _first_characters(home: str, names: tuple[str, ...]) -> str:
    """What a name of a place can begin with; nothing else needs a closer look."""
    listed = [name for province, cities in provinces().items() for name in (province, *cities)]
    words = [home, *names, *listed, *table("places")["regions"], *"全我本该市主中城"]
    return re.escape("".join(sorted({word[0] for word in words if word})))


@cache
def _listed() -> str:
    """The listed names: in full anywhere, in short at the head of a clause."""
    full = {name for province, cities in provinces().items() for name in (province, *cities)}
    shorts = {name[:-1] for name in full if len(name) > 2 and full_name(name[:-1]) == name}
    regions = table("places")["regions"]
    return f"(?:{_any_of([*full, *regions])})|{_AT_HEAD}(?:{_any_of(shorts)})"


def _any_of(names: Iterable[str]) -> str:
    """One pattern of many names, grouped by their first character so that it is fast."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (-len(name), name)):
        groups[name[0]].append(re.escape(name[1:]))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items()))


def listed_in(text: str) -> list[str]:
    """Full names of the listed places a text names, short names included, in order."""
    return [full_name(found[0]) for found in _anywhere().finditer(text)]


@cache
def _anywhere() -> re.Pattern[str]:
    full = {name for province, cities in provinces().items() for name in (province, *cities)}
    shorts = {name[:-1] for name in full if len(name) > 2 and full_name(name[:-1]) == name}
    return re.compile(_any_of(full | shorts))
