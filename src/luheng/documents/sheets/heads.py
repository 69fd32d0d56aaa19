"""What the head of a column says: its role, and the indicator, time, place and unit it fixes.

What is asked for comes first; then the words every form uses. A head that says anything more than is
understood (全省平均, 2025年目标) makes a column nobody takes figures from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from luheng.documents.sheets.asked import Asked
from luheng.documents.sheets.mapped import Meaning, MeaningRole
from luheng.documents.sheets.names import Names, is_measure, label_of
from luheng.documents.sheets.places import Places
from luheng.documents.sheets.times_of_heads import relative_time, resolved, time_in
from luheng.vocabulary.periods import Period
from luheng.vocabulary.units_of_measure import canonical_unit

_LABELS: tuple[tuple[MeaningRole, re.Pattern[str]], ...] = (
    ("group", re.compile(r"类别|分类|领域|一级指标|指标类别|大类|板块|category|group")),
    ("unit", re.compile(r"(?:计量|统计|度量|数据)?单位|units?|measure")),
    ("place", re.compile(r"(?:所在|行政|统计)?(?:地区|区域|区划|行政区|行政区划|县区|区县|县\(市、?区\)|县市区|市县|各?地|镇街|乡镇|园区)(?:名称)?|place|area|district")),
    ("period", re.compile(r"(?:统计|数据|报告|所属|填报)?(?:年份|年度|时期|时间|期间|日期|月份|报告期|所属期|期别|年|月|季度)|period|year|month|time")),
    ("name", re.compile(r"(?:主要|统计|监测|考核|评价|填报|具体|二级|三级)?(?:指标|项目|内容|名称|事项|数据项)(?:名称|项目|内容|项)?|indicators?(?:name)?|items?|name")),
)  # fmt: skip
_VALUE = re.compile(
    r"(?:实际|填报|上报|统计|报送|指标|年度|全年|本市|全市)?(?:数值|数据|数量|数|值|完成数|完成值|完成情况|完成量|完成|实绩|实际|实际数|实际值|绝对数|绝对值|绝对量|总量|现状值?|指标值|统计值|监测值|结果|情况)"
    r"|value|figure|actual|amount"
)
_OTHER = re.compile(
    r"目标|计划|任务|同比|环比|增长|增速|增幅|增减|升降|变化|下降|比上年|较上年|排名|位次|名次|序号|编号|完成率|进度|限值|标准值|来源"
    r"|责任单位|责任人|填报人|联系人|审核人|备注|说明|代码|全省|全国|平均|预测|预期|no\.?|remarks?|notes?|target|change|growth|source|rank"
)
_PRELIMINARY = re.compile(r"[（(]?(初步核算|初步|快报|预计)数?[）)]?")
_FINAL = re.compile(r"[（(]?(最终|正式|审定|核定)数?[）)]?")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads heads for one request."""

    asked: Asked
    names: Names
    fields: Names
    places: Places
    base: Period | None  # the period that 本期 means
    year: int | None  # of a month without a year

    def meaning(self, levels: Sequence[str], address: str = "") -> Meaning:
        """The meaning of a column from the words of its head, from top to bottom."""
        printed = list(dict.fromkeys(text.strip() for text in levels if text.strip()))
        head = " ".join(printed)
        empty = Meaning(head=head, address=address)
        if not printed:
            return replace(empty, known=False)
        if whole := self._wanted_column(printed):
            return replace(empty, role="field", key=whole[0], unit=whole[1])
        if self.asked.is_register:
            return replace(empty, known=False)
        return self._of_return(printed, empty)

    def _wanted_column(self, printed: list[str]) -> tuple[str, str] | None:
        """A field asked for, under the last level or under all of them joined."""
        for text in ("".join(printed), printed[-1], printed[0]):
            label = label_of(text)
            if key := self.fields.find(label.words):
                return key, label.unit or _unit_level(printed)
        return None

    def _of_return(self, printed: list[str], empty: Meaning) -> Meaning:
        label = _label_role("".join(printed)) or _label_role(printed[-1])
        if label:
            return replace(empty, role=label)
        found = replace(empty, role="value", key=self.asked.value_key)
        for text in printed:
            step = self._level(text, found)
            if step is None:
                return replace(empty, known=bool(_OTHER.search(_bare(empty.head))))
            found = step
        says = found.name or found.period or found.relative or found.place is not None
        valued = any(_VALUE.fullmatch(_words(text)) for text in printed)
        only_unit = not says and not valued
        return replace(empty, known=False, unit=found.unit) if only_unit else found

    def _level(self, text: str, found: Meaning) -> Meaning | None:
        """What one level adds; None where it says something that is not understood."""
        if is_measure(_bare(text).strip("()")):
            return replace(found, unit=canonical_unit(_bare(text).strip("()")))
        label = label_of(text)
        words, preliminary = _status(label.words)
        found = replace(
            found,
            unit=label.unit or found.unit,
            preliminary=found.preliminary if preliminary is None else preliminary,
        )
        if name := self.names.find(words):
            return replace(found, name=name)
        period, rest = time_in(words, self.year)
        if period is not None:
            found = replace(found, period=str(period))
        rest, preliminary = _status(rest)
        if preliminary is not None:
            found = replace(found, preliminary=preliminary)
        return self._rest(_bare(rest), found)

    def _rest(self, rest: str, found: Meaning) -> Meaning | None:
        if not rest or _VALUE.fullmatch(rest):
            return found
        own = Period.parse(found.period) if found.period else None
        if kind := relative_time(rest):
            period = resolved(kind, self.base, own)
            return replace(found, relative=kind, period=str(period) if period else "")
        if name := self.names.find(rest):
            return replace(found, name=name)
        if (place := self.places.find(rest)) is not None:
            return replace(found, place=place)
        return None


def score(meaning: Meaning) -> int:
    """How much a head's cell speaks for its row being the head."""
    if meaning.role in ("name", "group", "unit", "place", "period", "field"):
        return 3
    if meaning.role == "value":
        return 2
    return 1 if meaning.known else 0


def _label_role(text: str) -> MeaningRole | None:
    words = _words(text)
    return next((role for role, pattern in _LABELS if pattern.fullmatch(words)), None)


def _words(text: str) -> str:
    return _bare(label_of(text).words)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).lower().translate(str.maketrans("（）：", "():"))


def _status(words: str) -> tuple[str, bool | None]:
    """Words without 初步 or 最终, and which of them stood there."""
    for pattern, preliminary in ((_PRELIMINARY, True), (_FINAL, False)):
        if pattern.search(words):
            return pattern.sub("", words), preliminary
    return words, None


def _unit_level(printed: Sequence[str]) -> str:
    bare = [_bare(text).strip("()") for text in printed]
    return next((canonical_unit(text) for text in bare if is_measure(text)), "")
