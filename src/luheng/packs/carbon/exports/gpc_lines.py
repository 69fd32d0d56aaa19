"""The lines of a GPC inventory: every reference number with its scope and the level it is reported at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: reference number, what it is called, its scope and level."""

    ref: str
    zh: str
    en: str
    scope: str
    level: str  # basic, basic_plus, outside

    @property
    def sector(self) -> str:
        """I to VI."""
        return self.ref.partition(".")[0]

    @property
    def subsector(self) -> str:
        """I.1 to VI.1."""
        return ".".join(self.ref.split(".")[:2])


SECTORS = {
    "I": ("固定能源", "Stationary energy"),
    "II": ("交通", "Transportation"),
    "III": ("废弃物", "Waste"),
    "IV": ("工业过程和产品使用", "Industrial processes and product use (IPPU)"),
    "V": ("农业、林业和土地利用", "Agriculture, forestry and land use (AFOLU)"),
    "VI": ("其他境外排放", "Other scope 3"),
}
SUBSECTORS = {
    "I.1": ("居民住宅", "Residential buildings"),
    "I.2": ("商业和公共建筑设施", "Commercial and institutional buildings and facilities"),
    "I.3": ("制造业和建筑业", "Manufacturing industries and construction"),
    "I.4": ("能源工业", "Energy industries"),
    "I.5": ("农林牧渔业", "Agriculture, forestry and fishing activities"),
    "I.6": ("未分类", "Non-specified sources"),
    "I.7": ("煤炭逃逸", "Fugitive emissions of coal"),
    "I.8": ("油气逃逸", "Fugitive emissions of oil and natural gas systems"),
    "II.1": ("道路", "On-road transportation"),
    "II.2": ("铁路", "Railways"),
    "II.3": ("水运", "Waterborne navigation"),
    "II.4": ("航空", "Aviation"),
    "II.5": ("非道路", "Off-road transportation"),
    "III.1": ("固体废物填埋", "Disposal of solid waste"),
    "III.2": ("生物处理", "Biological treatment of waste"),
    "III.3": ("焚烧和露天燃烧", "Incineration and open burning"),
    "III.4": ("废水", "Wastewater treatment and discharge"),
    "IV.1": ("工业过程", "Industrial processes"),
    "IV.2": ("产品使用", "Product use"),
    "V.1": ("畜牧", "Livestock"),
    "V.2": ("土地", "Land"),
    "V.3": ("土地上的其他排放源", "Aggregate sources and non-CO2 emission sources on land"),
    "VI.1": ("其他境外间接排放", "Other indirect emissions"),
}
_ENERGY = (
    ("1", "境内燃料燃烧", "fuel burnt within the boundary", "1", "basic"),
    ("2", "境内使用的电网能源", "grid-supplied energy used within the boundary", "2", "basic"),
    ("3", "电网能源的输配损失", "losses of grid-supplied energy", "3", "basic_plus"),
)
_TRANSPORT = (
    *_ENERGY[:2],
    ("3", "跨界出行的境外部分", "the part of trips outside the boundary", "3", "basic_plus"),
)
_WASTE = (
    ("1", "境内产生、境内处理", "generated and treated within the boundary", "1", "basic"),
    ("2", "境内产生、境外处理", "generated within, treated outside", "3", "basic"),
    ("3", "境外产生、境内处理", "generated outside, treated within", "1", "outside"),
)


def _lines() -> tuple[Line, ...]:
    found: list[Line] = []
    for sub, (zh, en) in SUBSECTORS.items():
        sector = sub.partition(".")[0]
        parts: tuple[tuple[str, str, str, str, str], ...]
        if sub in ("I.7", "I.8"):
            parts = (("1", "境内逃逸排放", "fugitive emissions within the boundary", "1", "basic"),)
        elif sector == "I":
            parts = _ENERGY
        elif sector == "II":
            parts = _TRANSPORT if sub != "II.5" else _TRANSPORT[:2]
        elif sector == "III":
            parts = _WASTE
        else:
            outside = sector == "VI"
            level = "outside" if outside else "basic_plus"
            found.append(Line(sub, zh, en, "3" if outside else "1", level))
            continue
        found += [Line(f"{sub}.{n}", f"{zh}：{z}", f"{en}: {e}", s, lv) for n, z, e, s, lv in parts]
        if sub == "I.4":
            found.append(Line("I.4.4", f"{zh}：供入电网的能源生产", f"{en}: energy supplied to the grid", "1", "outside"))  # fmt: skip
    return tuple(found)


LINES = _lines()
"""Every line of the table, in its order."""
