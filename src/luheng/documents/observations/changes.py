"""Words of change and of comparison: 同比增长, 较2018年升高, 降至, 高于全省平均.

A change without a base is against the year before. A comparison with another place, the mean of many
years, a target or a standard is a deviation: it says nothing an indicator was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Direction = Literal[1, -1]

_UP_VERB = "增长|上升|提高|增加|升高|提升|上涨|扩大|回升|上浮|抬升|攀升|增|升|涨|高|多"
_DOWN_VERB = "下降|降低|减少|下滑|回落|缩小|缩减|下跌|压减|削减|收窄|减排|递减|低|降|减|跌|少"
_UP = f"正增长|增长率|增长速度|增幅|增速|涨幅|升幅|偏多|偏高|{_UP_VERB}"
_DOWN = f"负增长|下降幅度|下降率|降低率|降幅|减幅|跌幅|偏少|偏低|{_DOWN_VERB}"
_EITHER = "改善|好转|恶化|变差|反弹"  # up or down as the indicator goes
_TO = "到|至|为|成"
_FILL = "(?:了|幅度?|率|约|达|达到|为|是|有所|累计|：|，)*"

CHANGE = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<either>{_EITHER}))(?P<fill>{_FILL})$")
"""A word of change right before its figure; the text before it is the subject."""

REACHED = re.compile(
    rf"(?:{_UP_VERB}|{_DOWN_VERB}|{_EITHER}|变|调整|控制|稳定|压减|跃升)(?:幅)?(?:{_TO})(?:约|了)?$"
)
"""降至, 提高到: the figure behind it is a level."""

LEAVING = re.compile(r"(?:由|从|自)(?:原来|原先|此前|上年|去年)?的?$")
"""由41%(2020年)提高到50%: the figure behind 由 is where it came from."""

LEFT = re.compile(
    rf"(?:的)?(?:大幅|逐步|逐年|明显|稳步|进一步|持续|显著)?(?:{_UP}|{_DOWN})(?:{_TO})"
)

_TIMES = (
    r"(?:上一?|去|前|往)年(?:年?末|底|全年|同期|度|同月|同季)?|上一?年度|同期|"
    r"(?P<year>(?:19|20)\d\d)年?(?:年?末|底|全年|同期|度)?"
    r"|“?(?P<plan>十[一二三四五])五”?(?:末|期末|收官之年|时期末)"
)
_OTHERS = (
    r"(?:全[国省区州]|[本我该]省|省|国家|同类|周边|其他|珠三角|长三角|京津冀|多年|常年|历年|近\d+年|近[十五三]年"
    r"|历史|年度目标|目标|任务|计划|预期|序时|考核|标准|限值|规划|约束|要求|既定|时序|下达|[^，。；、]{1,8}平均"
    r"|第[一二三]产业|GDP|工业|面上|基准|上半年|[一二三四前]+季度|上月|上个月|上季)[^，。；]{0,12}?"
)
_MEASURE = r"(?:水平|平均|平均值|均值|值|目标|任务|进度|要求|标准|限值)?"

SINCE = re.compile(
    rf"(?=[同比较与和相对])(?:同比|(?<!占)(?<!对)(?:比|较|与|和|同|相比于?|相较于?|对比)(?:{_TIMES})(?:相比|比较|相较|比|的?水平)?(?:，(?=均|分别))?)"
)
"""A comparison with an earlier time: `year` or `plan` name it, else the year before."""

AWRY = re.compile(
    rf"(?=[环比较与低高优好超出快慢])(?:环比|(?:比|较|与|低于|高于|优于|好于|超过?|高出|低出|快于|慢于|超额)(?:{_OTHERS}){_MEASURE}(?:相比)?"
    r"|(?:低于|高于|优于|好于|快于|慢于|高出|超出|超过)[^，。；]{0,15}$)"
)
"""A comparison with anything else: another place, many years' mean, a target, a standard."""

SPEED = re.compile(
    r"(?:增速|增幅|降幅|涨幅|增长率|增长速度|贡献率|拉动|排名|位次)[^，。；]*(?:加快|放缓|回落|提高|提升|收窄|扩大|上升|下降|回升|快|慢|高|低)"
    r"|(?:快|慢|加快|放缓|收窄|扩大)了?$"
)
"""The change of a change: 增速比上年回落0.5个百分点."""

MEAN_CHANGE = re.compile(
    r"(?:年均|平均每年|每年|[两二三四五\d]年平均|年平均|平均)(?:递|增|下|降|减|提|上)"
)


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is against: a year, or the time before the period where `year` is None."""

    year: int | None = None


_PLAN_END = {"十一": 2010, "十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030}


@lru_cache(maxsize=4096)
def verb_at_end(
    words: str,
) -> tuple[re.Match[str] | None, re.Match[str] | None, re.Match[str] | None]:
    """REACHED, LEAVING and CHANGE, found at the end of the words before a figure."""
    return REACHED.search(words), LEAVING.search(words), CHANGE.search(words)


def base_of(found: re.Match[str]) -> Base:
    """The base of a SINCE match."""
    if found["year"]:
        return Base(int(found["year"]))
    if found["plan"]:
        return Base(_PLAN_END.get(found["plan"]))
    return Base()


def direction_of(found: re.Match[str], smaller_is_better: bool | None) -> Direction | None:
    """1 up, -1 down; None where 改善 is said of an indicator whose good direction is unknown."""
    if found["up"]:
        return 1
    if found["down"]:
        return -1
    if smaller_is_better is None:
        return None
    better = found["either"] in ("改善", "好转")
    return -1 if better == smaller_is_better else 1
