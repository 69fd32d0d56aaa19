"""Where a sentence speaks of: 全市, 市区, 徐闻县, 全省.

全市 and 我市 are the issuing city; 市区 is a place of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

_OWN = (
    r"(?P<own>全市(?:域|范围)?|[我本该]市(?!场)|全[县区州盟旗](?!域)|[我本该][县州])(?!场)"
    r"|(?<![县城各])(?P<part>市区|市辖区)(?![县、）])"
    r"|(?P<province>全省|[我本]省|全自治区)|(?P<nation>全国|我国)"
)
_NOT_HERE = re.compile(
    r"[^，。；：]{0,12}?(?:局|厅|委|委员会|部门|中心站|总站|政府|日报|办公室|公报|公司)(?=[^，。；：]{0,6}(?:数据|消息|获悉|发布|通报|统计|监测|显示|，|$))"
)
_HEAD_NAME = re.compile(
    r"(?:(?<=^)|(?<=[，；：、。和与及\0（]))(?:其中)?(?P<name>[一-鿿]{2,3}(?:区|县|市|旗))(?![域场民政委区县镇级])"
)
_COMMON = re.compile(
    r"^[全我本该各每两几数]|(?:城|地|园|灌|库|景|山|牧|辖|社|小|校|港|湖|林|矿|郊|片|街|禁养|功能|保护|开发|示范|建成|工业|产业|风景|高新|经开"
    r"|试验|缓冲|核心|海洋|近岸|湿地|农业|城镇|公园)区$|(?:城|都|超|上|股|[县州]|直辖|省辖|地级)市$"
)


@dataclass(slots=True)
class Gazetteer:
    """The places a document speaks of; `home` is the full name of the issuing one."""

    home: str = ""
    province: str = ""  # full name, where it is known
    names: dict[str, str] = field(default_factory=dict)  # as printed → full name

    def places(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and full name of each place a text names, in order of kinds."""
        for found in _pattern(self.home, tuple(sorted(self.names, key=len, reverse=True))).finditer(
            text
        ):
            if not _NOT_HERE.match(text, found.end()):
                yield found.start(), found.end(), self._named(found)
        for found in _HEAD_NAME.finditer(text):
            if not _COMMON.search(found["name"]) and not _NOT_HERE.match(text, found.end()):
                yield found.start("name"), found.end("name"), self.full(found["name"])

    def _named(self, found: re.Match[str]) -> str:
        if found["own"]:
            return self.home
        if found["part"] or found["home_part"]:
            return f"{self.home.removesuffix('市')}{found['part'] or found['home_part']}"
        if found["province"]:
            return self.province
        return "全国" if found["nation"] else self.full(found[0])

    def full(self, name: str) -> str:
        """The full name of a printed place."""
        return self.names.get(name, name)


@cache
def _pattern(home: str, names: tuple[str, ...]) -> re.Pattern[str]:
    """Every way to name a place: 云汐市区, then the known names, then 全市, 市区, 全省."""
    short = re.escape(home.removesuffix("市")) or "(?!)"
    known = "|".join(re.escape(name) for name in names) or "(?!)"
    return re.compile(rf"{short}(?P<home_part>市区|市辖区)(?![县、）])|(?:{known})|{_OWN}")
