"""Official numbers that are tables, in words: what the columns of their files are called on a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from luheng.workplace.language import current_language, say

_NAMES = {
    "above": say("最高一级以上记为", "above the last"),
    "abundance": say("生物丰度", "abundance"),
    "altitude": say("海拔修正", "altitude"),
    "arid": say("干旱地区", "arid land"),
    "ash": say("灰分", "ash"),
    "at_most": say("不大于", "at most"),
    "at_most_in_lakes": say("湖库不大于", "at most in lakes"),
    "base": say("基数", "base"),
    "below": say("低于", "below"),
    "better": say("更好的方向", "better"),
    "binding": say("性质", "nature"),
    "built": say("建设用地", "built-up land"),
    "c2f6": "C₂F₆",
    "cf4": "CF₄",
    "city": say("市", "city"),
    "class": say("类别", "class"),
    "class_1": say("一级", "class 1"),
    "class_2": say("二级", "class 2"),
    "colour": say("颜色", "colour"),
    "constant": say("常数", "constant"),
    "correction": say("修正", "correction"),
    "correlation": say("相关系数", "correlation"),
    "county": say("县", "county"),
    "cropland": say("耕地", "cropland"),
    "doc": say("可降解有机碳", "degradable organic carbon"),
    "docf": say("可降解有机碳的分解比例", "share of it that degrades"),
    "en": say("类别", "class"),
    "factor": say("系数", "factor"),
    "fluctuation_en": say("波动", "fluctuation"),
    "fluctuation_zh": say("波动", "fluctuation"),
    "forest": say("林地", "forest"),
    "from": say("自", "from"),
    "grassland": say("草地", "grassland"),
    "hill": say("丘陵", "hills"),
    "index": say("分指数", "index"),
    "indicator": say("指标", "indicator"),
    "k": say("降解速率", "rate of decay"),
    "level": say("层级", "level"),
    "level1": say("1级", "level 1"),
    "level2": say("2级", "level 2"),
    "level3": say("3级", "level 3"),
    "measure": say("计量", "measure"),
    "most": say("最多", "most"),
    "mountain": say("山区", "mountains"),
    "net_use": say("净消耗", "net use"),
    "no": say("序号", "no."),
    "not_transcribed": say("未录入", "not transcribed"),
    "part": say("部分", "part"),
    "per": say("每", "per"),
    "per_point": say("每一点", "per point"),
    "plain": say("平原", "plain"),
    "plateau": say("高原", "plateau"),
    "points": say("浓度限值", "concentrations"),
    "reach": say("范围", "reach"),
    "ref": say("编号", "reference"),
    "scope": say("范围", "scope"),
    "sector": say("部门", "sector"),
    "slope": say("斜率", "slope"),
    "sub": say("子类", "subsector"),
    "sulphur": say("硫分", "sulphur"),
    "test": say("判断", "test"),
    "times": say("倍数", "times"),
    "unit": say("单位", "unit"),
    "unless_above": say("除非高于", "unless above"),
    "unused": say("未利用地", "unused land"),
    "up_to": say("上限", "up to"),
    "value": say("数值", "value"),
    "vegetation": say("植被覆盖", "vegetation"),
    "water": say("水域", "water"),
    "water_network": say("水网密度", "water network"),
    "weight": say("权重", "weight"),
    "where": say("适用", "where"),
    "within": say("类内权重", "weight within its class"),
    "zh": say("类别", "class"),
}  # fmt: skip
_STANDINGS = {
    "expected": say("已发布，未录入", "announced, not transcribed"),
    "ended": say("不再使用", "ended"),
    "wider": say("随上级", "as the wider place"),
}


def shown(value: Any) -> str:
    """A number, list or table of official numbers as one line of text, in the language of the reader."""
    if isinstance(value, Mapping):
        return str(say("；", "; ")).join(_columns(value))
    if isinstance(value, list | tuple):
        return str(say("、", ", ")).join(shown(item) for item in value)
    return str(_STANDINGS.get(str(value), value))


def _columns(table: Mapping[str, Any]) -> Iterator[str]:
    """Column by column; of texts kept in both languages only the reader's."""
    other = "zh" if current_language() == "en" else "en"
    for key, item in table.items():
        own = key.removesuffix(other) + current_language()
        if (key == other or key.endswith(f"_{other}")) and own in table:
            continue
        yield f"{_NAMES.get(str(key), key)}{say('：', ': ')}{shown(item)}"
