"""From the words around a number to the short name of an indicator."""

from __future__ import annotations

import re

from luheng.documents.targets.quantities import Quantity
from luheng.documents.targets.wording import (
    AMOUNT_ENDINGS,
    AMOUNT_NOUN,
    LIST_HEADS,
    RATE_DEED,
    one_of,
)

_SCOPE = r"(?:全市域?|我市|市域内?|全县|我县|全区(?!域)|我区|全州|我州|全旗|全域|本市|全市范围内|全镇|市内)"
_LEADING = re.compile(
    r"^(?:[、，；：的\s●■▲◆·①-⑳]|—|-|[一二三四五六七八九]是|主要污染物(?=化学需氧量|氨氮|二氧化硫|氮氧化物|挥发性)|目前|\d{1,2}[.．、](?!\d)|其中|并且?|且|同时|另外|此外|以及|及(?!时)|和(?!谐)|与|以(?!上)|到时|届时|原则上|总体上|基本(?!农田|养老|医疗|公共|草原)"
    r"|确保|力争|争取|努力|务必|实现|推动|促进|推进|带动|引导|加快|持续|稳步|逐步|进一步|全面|着力|大力|切实|不断"
    r"|继续|积极|有效(?!灌溉)|有序|使得?|将|把|让|保持|始终|严格|严控|稳定(?!性)|预期|要求|做到|坚持|保证|保障(?!性|房|率|能力|水平)"
    r"|提高(?!幅度)|提升(?!幅度)|增强|加强|强化|巩固|扩大|落实(?!率)|控制(?!性|率|数|单元)|降低|减少|增加(?!值)|改善(?!幅度|率)|优化|完善|大幅|显著|明显|平均(?=每)"
    r"|每年|年均(?!浓度|值|气温|降|优良|空气|PM|细颗粒|可吸入|流量)|累计|共(?!享|同|建|用|性|生|伴)|计(?!算|量)|各地|各县区|各县市区|各区县|各县|各区|各级|各有关单位|按照[^，]{0,12}要求|通过[^，]{0,12}，"
    rf"|{_SCOPE}|至|到|，)"
)
_TRAILING = re.compile(
    r"(?:[、，：\s]|均|都|也|要(?<!主要)|应(?<!供应|效应|反应|响应|相应)|应当|需(?<!所需)|需要|须|必须|力争|争取|努力|确保|总体(?:上)?|基本(?:上)?|稳步|持续"
    r"|每年|年均|年平均|累计|平均|稳定|分别|依次|全部|进一步|逐年|逐步|再|总计|共|共计|合计|预期|原则上|将|可|能够|整体|大幅|显著"
    r"|有效|明显|至少|同比|环比|继续|始终|长期|计划|实现|目标|由|从|的|达|提高|提升|要求|不|保持|最终|超额|提前|力求|方面|上|已|各|基本|比|较|与|在|到|至|普遍|(?:保持|基本)稳定或|持续改善或|达到并|或|并)$"
)
_EARLIER_PREDICATE = re.compile(
    r"^.{0,60}(?:持续|稳步|明显|不断|进一步|显著|基本|全面|大幅|逐步|有效|得到)(?:下降|提升|提高|改善|增长|优化|达标|推进|完善"
    r"|加快|巩固|好转|健全|形成|建立|消除|减少|降低|扩大)、(?=.{2})"
)
_KEEP_END = re.compile(
    r"(?:占比|目的|以上|线上|网上|水上|海上|陆上|及以上|地上|规上|供应|效应|需求|主要)$"
)


def clean_subject(text: str) -> str:
    """The subject without leading and trailing words that name no indicator."""
    text = _EARLIER_PREDICATE.sub("", text)
    if "(" in text and ")" not in text[text.index("(") :]:
        text = text[: text.index("(")]  # a bracket that lost its other half
    before = None
    while before != text:
        before = text
        text = _LEADING.sub("", text)
        if not _KEEP_END.search(text):
            text = _TRAILING.sub("", text)
    text = re.sub(r"的(?=(?:总)?(?:比重|比例|占比|比率|数量|面积|规模|浓度|总量|强度)$)", "", text)
    return text.replace("“", "").replace("”", "").replace("《", "").replace("》", "")


_GENERIC = re.compile(
    r"^(?:其)?(?:占比|比例|比重|所占比例|所占比重|总数|数量|总量|规模|面积|总面积|长度|总里程|里程|覆盖率|合格率|达标率|利用率|处理率|完成率|增速|增幅|增长率|产值|总产值|年产值|年产量|产量|装机容量?|装机规模|总装机|总规模|指标|浓度|年均浓度|执行率|使用率|普及率|增加值|收入|同比|幅度|能力|率)$"
)


def is_generic(subject: str) -> bool:
    """Whether the words name an amount but not of what: 占比, 总面积."""
    return bool(_GENERIC.match(subject))


_LENGTH, _AREA, _POWER = ("公里", "千米", "米"), ("亩", "公顷", "平方米", "平方公里", "平方千米"), (
    "千瓦", "兆瓦", "吉瓦"
)  # fmt: skip
_MONEY = ("元",)
_VOLUME = ("吨", "立方米", "吨标准煤", "千瓦时", "升", "斤")


def name_of_amount(subject: str, quantity: Quantity) -> str:
    """The subject made the name of an amount, by what is counted: 绿色工厂 家 → 绿色工厂数."""
    if not subject or AMOUNT_NOUN.search(subject):
        return subject
    unit = (quantity.unit or "").split("/")[0]
    if unit in ("%", "‰"):
        return subject + ("率" if RATE_DEED.search(subject) else "比例")
    if not unit or unit in ("个百分点", "倍", "分", "分贝", "℃"):
        return subject
    if unit.endswith(_AREA):
        return subject + "面积"
    if unit.endswith(_LENGTH):
        return subject + "长度"
    if unit.endswith(_POWER):
        return subject + "装机容量"
    if unit.endswith(("人", "名", "人次")):
        return subject + ("人次" if unit.endswith("人次") else "人数")
    if unit.endswith(_MONEY):
        return subject + "金额"
    if unit.endswith(_VOLUME):
        return subject + "量"
    return subject + "数"


_DISTRIBUTING = one_of(LIST_HEADS)
_TAILS = one_of(AMOUNT_ENDINGS)
_JOINTS = r"(?:、|以及|和(?!谐|平)|及(?!其他|以上|时)|与|暨)"


_HELD_BY_EACH = re.compile(r"(?:率(?<!占比率)|浓度|强度|单耗|系数|指数)$")


def split_names(subject: str, expected: int | None = None, *, total: bool = False) -> list[str]:
    """The indicators a list names, a shared ending given to each: 城市、县城污水处理率 gives two.

    With `expected`, the split that gives so many, or an empty list. Without, the names only if each
    reads as the name of an amount; else the subject undivided. `total`: the number may be the sum of
    the list (风电、光伏装机达到…), so only what holds for each, a rate or a concentration, is split.
    """
    subject = subject if expected is None else without_class(subject)
    subject = _THREE_INDUSTRIES.sub("第一产业、第二产业、第三产业", subject)
    by_comma = [part for part in re.split(r"、", subject) if part]
    fully = [part for part in re.split(_JOINTS, subject) if part]
    last_only = (
        by_comma[:-1] + [p for p in re.split(_JOINTS, by_comma[-1], maxsplit=1) if p]
        if by_comma
        else []
    )
    if expected is not None:
        for parts in (by_comma, last_only, fully):
            if len(parts) == expected:
                return share_ending(parts)
        return []
    if len(fully) < 2 or re.search(r"等[^率量]{0,12}", fully[-1]):
        return [subject]
    heads_alike = all(re.fullmatch(_DISTRIBUTING, part) for part in fully[:-1])
    if heads_alike:
        fully = share_ending(fully)
    if total and not all(_HELD_BY_EACH.search(name) for name in fully):
        return [subject]
    return fully if all(AMOUNT_NOUN.search(name) for name in fully) else [subject]


def without_class(subject: str) -> str:
    """The listed names alone: 主要污染物甲、乙排放量 and 甲、乙等主要污染物排放量 are of 甲 and of 乙."""
    return _CLASS_BEHIND.sub("", _CLASS_BEFORE.sub("", subject))


_THREE_INDUSTRIES = re.compile(r"第?一(?:产业)?、第?二(?:产业)?(?:、|和)第?三(?:次)?产业")
_CLASS_BEFORE = re.compile(r"^主要(?:大气|水)?污染物(?:中)?(?=[^排总减、]{2,}、)")
_CLASS_BEHIND = re.compile(
    r"等(?:[一-十\d]{1,2}[项种类])?(?:涉气|涉水)?(?:主要)?(?:大气|水)?(?:污染物|污染因子)(?=.{2,})"
)
_SHARE_OF_WHOLE = re.compile(r"(?<=.)占[^、]{2,}(?:比重|比例|份额)$")
_SAME_PLACE = re.compile(r"(?:[区市县镇乡村]|断面|水体|企业|建筑|流域)$")


def with_ending_of(subject: str, earlier: str) -> str:
    """城市污泥无害化处置率达到95%；县城达到90%: the bare place takes the amount said before."""
    if not earlier:
        return subject
    if not re.fullmatch(_DISTRIBUTING, subject):
        return _after_same_place(subject, earlier)
    found = re.match(_DISTRIBUTING, earlier)
    rest = earlier[found.end() :] if found else earlier
    return subject + rest if AMOUNT_NOUN.search(rest) else subject


def _after_same_place(subject: str, earlier: str) -> str:
    """地级市建成区黑臭水体消除率达到90%，县级市建成区达到40%: what followed 建成区 goes on."""
    if AMOUNT_NOUN.search(subject) or not _SAME_PLACE.search(subject):
        return subject
    for start in range(len(subject) - 1):
        at = earlier.find(subject[start:])
        rest = earlier[at + len(subject) - start :] if at >= 0 else ""
        if len(rest) > 2 and AMOUNT_NOUN.search(rest):
            return subject + rest
    elsewhere = re.fullmatch(r".{0,6}(?:城市|地区|区域)", subject)  # 缺水城市达到30%
    return subject + earlier if elsewhere and AMOUNT_NOUN.search(earlier) else subject


def ending_of(name: str) -> str:
    """The kind of amount a name ends with: 再生资源回收利用量 ends with 回收利用量."""
    found = re.search(rf"{_TAILS}$", name)
    return found[0] if found else ""


def share_ending(parts: list[str]) -> list[str]:
    """Each part with the ending that the last one carries for all of them."""
    complete = len(parts) < 2 or all(AMOUNT_NOUN.search(part) for part in parts[:-1])
    if complete and not _all_bare(parts):
        return parts
    ending = _shared_ending(parts)
    if not ending:
        return parts
    return [
        part if part.endswith(ending) or _complete(part, ending) else part + ending
        for part in parts
    ]


def _all_bare(parts: list[str]) -> bool:
    """化学需氧量、氨氮 … look like amounts by their last character but take the shared ending."""
    return len(parts) > 1 and all(re.fullmatch(_DISTRIBUTING, part) for part in parts[:-1])


def _complete(part: str, ending: str) -> bool:
    return bool(AMOUNT_NOUN.search(part)) and not re.fullmatch(_DISTRIBUTING, part)


_TOWN = (
    r"[一-鿿]{1,6}?(?:镇|乡|街道|县|区|市|旗)"  # 城关镇、南山乡污水处理率: what follows the last
)


def _shared_ending(parts: list[str]) -> str:
    last = parts[-1]
    if share := _SHARE_OF_WHOLE.search(last):
        return share[0]
    if all(re.search(rf"{_DISTRIBUTING}$", part) for part in parts[:-1]) and (
        found := re.match(_DISTRIBUTING, last)
    ):
        return last[found.end() :]
    if all(re.fullmatch(_TOWN, part) for part in parts[:-1]) and (found := re.match(_TOWN, last)):
        return last[found.end() :]
    found = re.search(rf"{_TAILS}$", last)
    return found[0] if found and found.start() else ""
