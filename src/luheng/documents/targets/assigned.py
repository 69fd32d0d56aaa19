"""Targets without a printed number: assigned by a superior, measured against an average, multiplied."""

from __future__ import annotations

import re
from decimal import Decimal

from luheng.documents.model import Operator
from luheng.documents.targets.demand import Demand
from luheng.documents.targets.naming import clean_subject, share_ending, split_names, without_class
from luheng.documents.targets.passage import Passage
from luheng.documents.targets.phrases import Phrase
from luheng.documents.targets.quantities import Quantity
from luheng.documents.targets.wording import (
    AMOUNT_NOUN,
    ASSIGNED_HEADS,
    ASSIGNING,
    BENCHMARK,
    BENCHMARK_WORDS,
    SUPERIORS,
    one_of,
)
from luheng.vocabulary.numerals import MULTIPLE_WORDS, parse_multiple_words

_ASSIGNED = re.compile(
    r"(?P<wish>(?:确保|全面|按时|按期|如期|超额|力争|圆满|高质量|严格|足额|全部|顺利|坚决|保质保量)*)"
    r"(?P<verb>完成|达到|满足|控制在|不超过|不突破|落实|符合|优于|实现|达|低于|严控在|不高于|不低于)"
    rf"(?P<by>{SUPERIORS})(?:的)?(?P<act>{ASSIGNING})?(?:的|关于)*(?P<what>[^，。；]*?)(?P<head>{ASSIGNED_HEADS})"
    r"(?P<within>范围内|以内|之内|内)?(?=$|[，。；、并且和]|以上|的)"
)
_ORDER_WORDS = re.compile(
    r"(?:年度|各项|相关|有关|考核|的|当年|总量|控制|减排|约束性|阶段性|各年度|目标|任务|指标|工作|\d{4}年度?|“?十[四五]五”?|期间|全部|我市|强制性)*$"
)
_CEILING = ("控制在", "不超过", "不突破", "低于", "严控在", "不高于")
_TRAILING_HEAD = re.compile(r"(?:的|等|任务|目标|考核)+$")


def assigned_demands(phrase: Phrase, passage: Passage) -> list[Demand]:
    """Demands to meet what a superior body assigns; none where no indicator is named."""
    found = _ASSIGNED.search(phrase.text)
    if not found or _PURPOSE.match(phrase.text):
        return []
    if not (found["act"] or _names_a_task(found) or _meets_demands(phrase, found)):
        return []
    what = phrase.words(*found.span("what"))
    what = re.sub(r"“?十[三四五六]五”?(?:期间|时期)?的?", "", what)
    inside = "" if _ORDER_WORDS.fullmatch(what) else clean_subject(_TRAILING_HEAD.sub("", what))
    before_it = phrase.subject(0, found.start())
    if before_it and not (_only_adverbs(before_it) or _ACTOR.search(before_it)):
        demands = _named_before(phrase, before_it, found)
    elif inside:
        demands = _named_inside(inside, found)
    else:
        demands = _named_earlier(found, passage)
    for demand in demands:
        demand.extras["assigned_by"] = found["by"]
        if found["verb"] in _CEILING:
            demand.extras["bound"] = "<="
        if phrase.base_year:
            demand.extras["base_year"] = phrase.base_year
    return demands


# 为贯彻落实省政府关于…的要求 says why the plan is made.
_PURPOSE = re.compile(r"(?:现?为|按照|根据|依据)|(?:深入|全面|坚决|认真)*贯彻")


_ACTOR = re.compile(r"(?:[区县市镇乡州]|政府|管委会|街道|园区|单位|部门|企业)$")  # who does it


def _names_a_task(found: re.Match[str]) -> bool:
    """完成省级任务, 全面完成省政府关于…: handed down, though no word says so."""
    handed = found["verb"] == "完成" and "任务" in found["head"] + found["what"]
    return handed or "关于" in found[0]


def _meets_demands(phrase: Phrase, found: re.Match[str]) -> bool:
    """重点工程减排量达到省要求; not 达到国家二级标准, which is a standard."""
    plain = found["head"] in ("要求", "目标", "考核要求", "目标要求") and not found["what"]
    return plain and bool(AMOUNT_NOUN.search(phrase.subject(0, found.start())))


def _only_adverbs(words: str) -> bool:
    return len(words) < 2 or words in ("按要求", "认真", "按期", "高标准")


def _named_before(phrase: Phrase, subject: str, found: re.Match[str]) -> list[Demand]:
    names = split_names(re.sub(r"等(?:主要)?(?:约束性)?(?:指标|目标)?$", "", subject))
    if len(names) == 1 and "、" in names[0]:
        parts = _share_medium(share_ending(re.split(r"、|和|及", names[0])))
        names = parts if all(_indicator_like(part) for part in parts) else names
    return [Demand(0, found.end(), name, "meet_assigned", kind="assigned") for name in names]


def _named_inside(inside: str, found: re.Match[str]) -> list[Demand]:
    """The first name's quote begins at the verb, those of the others at their own name."""
    inside = without_class(inside)
    parts = [p for p in re.split(r"、|以及|和(?!谐)|及|与", inside) if p]
    parts = _share_deed(_share_medium(parts))
    if not all(_indicator_like(part) for part in parts):
        parts = [inside]
    demands, place = [], found.start()
    for index, part in enumerate(parts):
        if index:
            at = found.string.find(part[:3], place + 1, found.end())
            place = at if at > 0 else place
        demands.append(Demand(place, found.end(), part, "meet_assigned", kind="assigned"))
    return [demand for demand in demands if _indicator_like(demand.subject)]


_DEED = re.compile(r"(?:下降|降低|减排|削减|控制|提升|提高|改善)(?:率|量)?$")


def _share_deed(parts: list[str]) -> list[str]:
    """能源消费强度、碳排放强度下降: a name without a deed takes that of the next one."""
    named, deed = [], ""
    for part in reversed(parts):
        own = _DEED.search(part)
        deed = own[0] if own else deed
        named.append(part if own or not deed else part + deed)
    return named[::-1]


_MEDIUM = (
    r"(?:大气|空气|水|地表水|地下水|海洋|近岸海域|土壤|噪声|固体废物|农业面源|重金属|移动源|扬尘)"
)
_OF_A_MEDIUM = re.compile(
    rf"{_MEDIUM}(?P<what>(?:生态)?(?:环境)?(?:质量|污染(?:物)?(?:防治|治理|防控)))$"
)


def _share_medium(parts: list[str]) -> list[str]:
    """大气、水、土壤污染防治: each medium is kept clean, not the last alone."""
    named, what = [], ""
    for part in reversed(parts):
        own = _OF_A_MEDIUM.search(part)
        if own:
            what = own["what"]
        elif not re.fullmatch(_MEDIUM, part):
            what = ""
        named.append(part if own else part + what)
    return named[::-1]


def _indicator_like(name: str) -> bool:
    return len(name) >= 2 and bool(
        AMOUNT_NOUN.search(name)
        or re.search(
            r"(?:下降|降低|减排|削减|控制|双控|质量|保有|修复|治理|建设|处理|利用|淘汰|改造|造林|比率|断面|水体|防治|防控|达峰)$",
            name,
        )
    )


def _named_earlier(found: re.Match[str], passage: Passage) -> list[Demand]:
    topic, last = passage.topic, passage.last
    if last is not None and last.value is not None and last.subject == topic:
        return []  # 下降14%，完成省下达任务: the number is what was assigned
    if not topic or not (AMOUNT_NOUN.search(topic) or _indicator_like(topic)):
        return []
    return [
        Demand(found.start(), found.end(), topic, "meet_assigned", kind="assigned", inherited=True)
    ]


_AGAINST = re.compile(
    rf"(?P<word>{one_of(BENCHMARK_WORDS)})(?P<benchmark>{BENCHMARK})(?P<within>以上|以内|以下)?"
    rf"|[比较](?P<compared>{BENCHMARK})(?P<side>高|低)出?"
)


def benchmark_demands(
    phrase: Phrase, quantities: list[Quantity], passage: Passage
) -> tuple[list[Demand], list[Quantity]]:
    """Demands measured against an average or a standard, and the numbers left for other readings."""
    found = _AGAINST.search(phrase.text)
    if not found:
        return [], quantities
    subject = phrase.subject(0, found.start()) or passage.topic
    offset = next(
        (
            q
            for q in quantities
            if 0 <= q.start - found.end() <= 1 and q.unit in ("个百分点", "%", "天")
        ),
        None,
    )
    left = [q for q in quantities if q is not offset]
    if not subject or not (_indicator_like(subject) or offset):
        return [], left
    if offset is None and re.match(r"的|企业|产能|项目", phrase.text[found.end() :]):
        return [], left  # 达到标杆水平的产能比例: the name of another indicator
    bound = _bound(found)
    end = offset.end if offset else found.end()
    demands = []
    for name in split_names(subject):
        demand = Demand(0, end, name, "meet_benchmark", kind="benchmark")
        demand.extras |= {"benchmark": found["benchmark"] or found["compared"], "bound": bound}
        if offset:
            demand.extras |= {"offset": offset.value, "offset_unit": offset.unit}
        demands.append(demand)
    return demands, left


def _bound(found: re.Match[str]) -> Operator:
    if found["side"]:
        return "<=" if found["side"] == "低" else ">="
    return "<=" if found["within"] in ("以内", "以下") else BENCHMARK_WORDS[found["word"]]


_DOUBLED = re.compile(rf"(?:实现|力争|再|再次)?(?P<times>{MULTIPLE_WORDS})")


def doubled_demand(phrase: Phrase, passage: Passage) -> Demand | None:
    """翻一番, 翻两番; 增长一倍 is read with the numbers."""
    found = _DOUBLED.search(phrase.text)
    times = parse_multiple_words(found["times"]) if found and "番" in found["times"] else None
    if not found or times is None:
        return None
    words = phrase.words(0, found.start())
    subject = phrase.subject(0, found.start()) or passage.topic
    if not subject:
        return None
    demand = Demand(0, found.end(), subject, "multiply_by", Decimal(times), "倍", kind="multiple")
    if phrase.base_year or passage.base_year:
        demand.extras["base_year"] = phrase.base_year or passage.base_year
    if phrase.base or passage.base:
        demand.extras["base"] = phrase.base or passage.base
    if re.search("力争|争取", words) or passage.stretch:
        demand.extras["stretch_only"] = True
    return demand
