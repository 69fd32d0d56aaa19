"""Words that make a figure say something else than what an indicator was.

Limits and standards, targets and forecasts, ranges, samples, what one company did, what an earlier
report said. Where such a word stands before a figure in its clause, the figure is left alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from luheng.documents.observations.marks import BLOT

_CONNECTED = r"[为是：，（\s]*(?:年均|日均)?(?:二级|一级)?$"
CLAUSE = re.compile(
    r"限值|标准值|阈值|红线|[上下]限|推荐值|参考值|基准值|警戒|控制线|控制目标|目标|任务|约束|要求|力争|争取|确保"
    r"|预计|预期|预测|有望|计划(?!生育|单列)|规划|拟|将(?=[在达突实提增下上降升完新建保]|超|继续)|可达|可实现|设计|不低于|不高于|不超过"
    r"|不少于|不小于|不大于|以内|不得|控制在|至少|最多|最[高低大小](?!8)|范围|介于|区间|之间|有效(?:监测)?天数|监测天数|问卷|抽样|样本|样品|样次|水样"
    r"|气样|是否|能否|要(?:继续|再|下降|提高|达到)|尚需|还需|需(?:要|再)|应(?:达到|不|在)|此前|曾|原定|门槛"
    r"|每(?:增|减|提|降)|相当于|折合|等效于|节约标|名列|排名|位居|位列|居全|得分率|权重"
    rf"|标准(?!煤|立方米|化|油|箱|台|地){_CONNECTED}"
)
"""In the clause of the figure."""

SENTENCE = re.compile(
    r"若(?!干)|如果|假如|假设|倘若|此前|曾(?:经)?报道|下一步|今后|未来|目标(?:是|为)|力争(?:到|用)|免责|仅供参考|版权|以.{1,20}为例|问卷|抽样调查"
    r"|(?:目标|限值|标准|要求)值?：|(?:十四五|十五五)”?规划(?:提出|明确|目标)|按照.{0,12}(?:规划|方案|要求)(?:，|到)"
)
"""Anywhere before the figure in its sentence."""

DENOMINATOR = re.compile(r"^评价|多年平均|监测天数|有效天数|评价天数|断面总数|点位总数")
"""In the name of what is counted: what a share is of, not a result."""

BEHIND = re.compile(
    r"^(?:的)?(?:总)?(?:年度|考核|省定|国家|控制|规划|预期|约束性)*"
    r"(?:目标|任务|要求|标准(?!煤)|限值|指标任务|约束|红线|上限|下限|底线|门槛|计划)"
)
"""Right behind the figure: 30%的目标."""

AS_ATTRIBUTE = re.compile(r"^的(?!基础|前提|同时)")
"""Behind a change: 下降17.4%的任务 names a demand, not what was."""

_BODY = (
    r"(?:有限|股份|分|总)公司|公司|集团(?!化)|油田群?|气田群?|油气田|电厂|热电厂|钢铁厂|水泥厂|化工厂|核电站?|电站|风电场"
    r"|光伏基地|钢铁基地|产业园|工业园|开发区|高新区|保税区|港区|码头|项目|工程|生产线|医院|大学|合作社|农场"
    r"|林场|矿区|煤矿|场址|示范区|该厂|该企业|某企业|这家企业"
)
ONE_BODY = re.compile(
    rf"(?:{_BODY})(?!数|个数|数量|总数|[的]?比例|占比|覆盖率|入库|(?:平均)?(?:供电|发电)?煤耗)"
)
"""One company, plant, park or project: what it did is not what the city did."""

ALL_BODIES = re.compile(
    r"全[市省县区国州]|[我本]市|各[县区市类级]|所有|规模以上|规上|以上工业|\d[家座个]|[限额]额以上|重点用能"
)
"""The clause speaks of all of them again."""

LIMITS = re.compile(
    r"^(?!.*(?:低于|优于|好于|高于|超过|达到|符合|满足|优))[^，；]*(?:限值|标准值?|目标值?)(?:分别)?(?:为|是|：)$"
)
"""The clause states a limit, and those after it in the sentence state the next ones."""


@lru_cache(maxsize=4096)  # a bulletin says the same words again and again
def in_clause(words: str) -> bool:
    """Whether the words of a figure's clause refuse it."""
    return CLAUSE.search(words) is not None


@lru_cache(maxsize=4096)
def in_sentence(words: str) -> bool:
    """Whether words before a figure refuse it and what follows in its sentence."""
    last = _PARTS.split(words.replace(BLOT, ""))[-1]
    return SENTENCE.search(words) is not None or LIMITS.search(last) is not None


_PARTS = re.compile("[，；]")
