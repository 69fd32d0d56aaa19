"""Count targets (培育绿色工厂80家以上, 打造20个示范村) and shares of a whole (新建建筑100%实行绿色建筑标准)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from luheng.documents.model import Operator
from luheng.documents.targets.demand import Demand
from luheng.documents.targets.naming import clean_subject, ending_of, name_of_amount
from luheng.documents.targets.operators import Behind, behind
from luheng.documents.targets.passage import Passage
from luheng.documents.targets.phrases import Phrase
from luheng.documents.targets.quantities import Quantity
from luheng.documents.targets.wording import (
    AMOUNT_NOUN,
    DONE_AFTER,
    DONE_BEFORE,
    MADE,
    RATE_DEED,
    one_of,
)

_VERB = re.compile(
    rf"(?P<chain>(?:(?P<made>{one_of(MADE)})|(?P<done>{one_of(DONE_AFTER)})|(?P<new>{one_of(DONE_BEFORE)}))[、和]?)"
)
_NOUN_GOES_ON = re.compile(  # 新增处理能力: 处理 belongs to the noun
    r"能力|量|率|规模|设施|系统|厂|站|面积|中心|工程|项目|基地|标准|体系|产业|企业|装置|点"
)
_FLOOR = re.compile(r"不少于|不低于|至少|超过")
_NO_THING = re.compile(
    r"(?:制度|机制|体系|行动|措施|举措|任务|工作|环节|活动|政策|标准|关系|方面|格局|战略|会议|阶段)$"
)
_NEXT_COUNT = re.compile(r"；|，|(?:、|以及|和|及|与|并|且)[^\d、和]{0,6}(?=\d)")
_TAKES_PART = re.compile(
    r"^(?P<who>.+?)(?:开展|实施|进行|实行|申报|创建|(?P<deed>完成|建成|建立|通过|实现|达到|纳入|获得))(?P<what>.+)$"
)
_IMPROVED = re.compile(r"(?:提升|改善|优化|好转|增强|加强|发展|水平|质量|进程|任务|工作)$")
_NEVER_COUNTED = frozenset(
    ["分", "小时", "分钟", "天", "岁", "℃", "千伏", "米", "元", "个月", "分贝"]
)
_VAGUE_UNITS = frozenset("个项条种类大件份批次步体级".strip()) | {"方面", "轮", "套", "场"}
_SCALE_UNITS = (
    "千瓦",
    "兆瓦",
    "吉瓦",
    "吨",
    "/日",
    "/年",
    "/天",
    "伏",
    "伏安",
    "元",
    "/h",
    "蒸吨",
    "立方米",
    "千瓦时",
)


def count_demand(
    phrase: Phrase, begin: int, quantity: Quantity, end: int, passage: Passage
) -> Demand | None:
    """The count target of a number that no operator leads, or None."""
    if not _countable(quantity, phrase):
        return None
    words = phrase.words(begin, quantity.start).lstrip("、，和与及并且以")
    floor = _FLOOR.search(words)
    verb, scope, noun = _verb_of(words)
    after = behind(phrase.text[quantity.end : end])
    verb = verb or (passage.verb if not scope else "")
    if not noun and after.free and passage.part:
        return _part_of_last(phrase, begin, quantity, after, passage)
    inherited = False
    if not noun and after.free and verb and passage.topic:
        noun, inherited = _noun_of_topic(passage.topic, verb), True
    if noun and after.free and verb:
        name, stop = noun, quantity.end + after.length
    elif not noun and not after.free and (verb or _acts(phrase, quantity, after.length)):
        name, stop = _noun_behind(phrase, quantity.end + after.length)
        if not name or _is_vague(quantity) or _is_scale(quantity, name):
            return None
    else:
        return None
    passage.verb = verb
    full = name_of_amount(_with_deed(name, verb), quantity)
    op, value, unit = _how_many(quantity, after)
    extras = _extras(quantity, after)
    if floor and op == "=" and not extras:
        op = ">="
        extras = {"strict": True} if floor[0] == "超过" else {}
    return Demand(begin, stop, full, op, value, unit, "count", inherited, extras=extras)


def _noun_of_topic(topic: str, verb: str) -> str:
    """加快淘汰老旧车辆，2024年底前淘汰3000辆: what is counted stands in the clause before."""
    for deed in (verb, *re.findall(rf"{one_of(MADE)}|{one_of(DONE_AFTER)}", verb)):
        topic = topic.removeprefix(deed).removesuffix(deed)
    return re.sub(r"(?:建设|创建|培育|工作|行动|工程|力度|步伐)+$", "", topic)


def counted_noun(words: str) -> str:
    """培育绿色矿山 before 不少于5座: what is counted, without the verb; empty where no verb leads."""
    words = clean_subject(words)
    verb, scope, noun = _verb_of(words)
    return _with_deed(noun, verb) if verb and noun and not scope else ""


def counted_thing(words: str, quantity: Quantity) -> str:
    """What verb and noun before a number count: 完成老旧小区改造 → 老旧小区改造数; else empty."""
    verb, _, noun = _verb_of(words)
    return name_of_amount(_with_deed(noun, verb), quantity) if verb and noun else ""


def part_name(subject: str, quantity: Quantity, passage: Passage) -> str:
    """其中废钢铁20万吨: the part of what was said before, with its kind of amount."""
    last = passage.latest
    if last is None or base_of(last.unit) != base_of(quantity.unit):
        return subject
    return subject + (ending_of(last.subject) or ("数" if last.kind == "count" else ""))


def base_of(unit: str | None) -> str:
    """The unit without its multiplier: 万吨 and 吨 count the same."""
    return (unit or "").lstrip("万亿千百十")


def _part_of_last(
    phrase: Phrase, begin: int, quantity: Quantity, after: Behind, passage: Passage
) -> Demand | None:
    """其中2024年淘汰6000辆: a part of what was counted before."""
    last = passage.latest
    if last is None or base_of(last.unit) != base_of(quantity.unit):
        return None
    stop = quantity.end + after.length
    op, value, unit = _how_many(quantity, after)
    extras = _extras(quantity, after)
    if last.extras.get("cumulative"):
        extras["cumulative"] = True
    return Demand(begin, stop, last.subject, op, value, unit, "count", extras=extras)


def _countable(quantity: Quantity, phrase: Phrase) -> bool:
    unit = quantity.unit
    if unit in ("次", "场", "期", "轮"):
        return quantity.value >= 10  # 每年开展2次评估 is a duty, not an indicator
    return not (unit is None or unit in _NEVER_COUNTED)


def _is_vague(quantity: Quantity) -> bool:
    """三个体系, 一批项目: small numbers in Chinese before a noun are mostly a manner of speaking."""
    return quantity.in_chinese and quantity.value < 10 and quantity.unit in _VAGUE_UNITS


def _verb_of(words: str) -> tuple[str, str, str]:
    """Verb, what stands before it and the noun behind it, of the words before a number."""
    words = re.sub(r"(?:约|近|各|不少于|不低于|至少|超过|累计|共|新|达到|达)+$", "", words)
    found = _VERB.search(words)
    if not found:
        return "", "", clean_subject(words)
    chain, place = found[0], found.end()
    while (more := _VERB.match(words, place)) and not _NOUN_GOES_ON.match(words, more.end()):
        chain, place = chain + more[0], more.end()
    return chain.strip("、和"), words[: found.start()], clean_subject(words[place:])


def _acts(phrase: Phrase, quantity: Quantity, suffix: int) -> bool:
    """80家企业完成清洁生产审核: the things counted do something, in a goal."""
    rest = phrase.text[quantity.end + suffix :]
    return bool(quantity.start == 0 and _TAKES_PART.match(rest) and phrase.goals)


def _noun_behind(phrase: Phrase, start: int) -> tuple[str, int]:
    text = phrase.text[start:]
    noun = _NEXT_COUNT.split(text, maxsplit=1)[0].rstrip("、和与及")
    stop = start + len(noun)
    noun = re.sub(r"^(?:左右|的)", "", noun)
    if found := _TAKES_PART.match(noun):
        return (found["deed"] or "") + _joined(found["who"], found["what"]), stop
    if _IMPROVED.search(noun) or _NO_THING.search(noun):
        return "", stop
    if len(noun) > 30 or (re.search(r"[■“]", noun) and len(noun) > 40):
        return "", stop
    return clean_subject(noun), stop


def _joined(who: str, what: str) -> str:
    return clean_subject(what) + clean_subject(who)


def _is_scale(quantity: Quantity, noun: str) -> bool:
    """100万千瓦光伏电站: the size of one project, not how many are wanted."""
    unit = quantity.unit or ""
    return unit.endswith(_SCALE_UNITS) or unit.split("/")[0].endswith(_SCALE_UNITS)


def _with_deed(name: str, verb: str) -> str:
    """老旧车辆 + 淘汰 → 老旧车辆淘汰, 充电桩 + 新建 → 新建充电桩; made things keep their name."""
    if new := re.search(one_of(DONE_BEFORE), verb):
        return new[0] + name
    deeds = re.findall(one_of(DONE_AFTER), verb)
    if not deeds or name.endswith(tuple(deeds)):
        return name
    if AMOUNT_NOUN.search(name):
        return deeds[-1] + name
    return name + deeds[-1]


def _how_many(quantity: Quantity, after: Behind) -> tuple[Operator, Decimal, str | None]:
    if quantity.high is not None or quantity.at_least or after.op == ">=":
        return ">=", quantity.value, quantity.unit
    if after.op == "<=":
        return "<=", quantity.value, quantity.unit
    return "=", quantity.value, quantity.unit


def _extras(quantity: Quantity, after: Behind) -> dict[str, Any]:
    extras: dict = {}
    if quantity.high is not None:
        extras["value_max"] = quantity.high
    if after.approximate or quantity.at_least or quantity.approximate:
        extras["approx"] = True
    return extras


_SHARE_VERBS = {
    "通达": "通达", "消除": "消除", "淘汰": "淘汰", "退出": "退出", "普及": "普及", "达到了": "达标", "覆盖": "覆盖", "接入": "接入", "配套": "配套", "参与": "参与", "实行": "执行", "执行": "执行", "采用": "采用", "使用": "使用", "应用": "应用", "实现": "", "达到": "达标",
    "达": "达标", "完成": "完成", "建成": "建成", "创建": "创建", "创建成": "创建", "开展": "开展", "配备": "配备", "安装": "安装",
    "纳入": "纳入", "符合": "达标", "满足": "达标", "推行": "推行", "落实": "落实", "按照": "执行", "建立": "建立",
    "成为": "", "通过": "通过", "实施": "实施", "执行了": "执行", "使用上": "使用", "享受": "享受", "设立": "设立", "设置": "设置",
}  # fmt: skip
_SHARE = re.compile(
    rf"^(?:以上|及以上|左右|以下)?(?:的)?(?P<who>[^，。；、]*?)(?:都|均|要|应|全部|全面|基本)?(?P<verb>{one_of(_SHARE_VERBS)})(?P<what>[^，。；]+)$"
)
_DEED_ONLY = re.compile(r"^(?:以上)?(?P<deed>[^，。；、的]{2,12})$")


def share_demand(
    phrase: Phrase, begin: int, quantity: Quantity, end: int, passage: Passage
) -> Demand | None:
    """The target of a share that stands before its deed: 80%以上的行政村完成…, 新建建筑100%实行…."""
    if quantity.unit != "%":
        return None
    before_it = clean_subject(phrase.words(begin, quantity.start))
    before_it = re.sub(r"(?:力争|确保|实现|推动|超|超过|不低于|不少于|达到|约|近)+$", "", before_it)
    right = phrase.text[quantity.end : end]
    after = behind(right)
    if after.free:
        return None
    whole = right
    found = _SHARE.match(whole)
    if found and (name := _share_name(before_it, found)):
        stop = quantity.end + found.end()
    elif before_it and (deed := _DEED_ONLY.match(whole)) and RATE_DEED.search(deed["deed"]):
        name, stop = before_it + deed["deed"] + "率", quantity.end + deed.end()
    else:
        return None
    op, value, unit = _how_many(quantity, after)
    left = phrase.text[begin : quantity.start]
    extras = _extras(quantity, after)
    if re.search(r"(?:超过?|突破)$", left) or quantity.strict:
        op, extras["strict"] = ">=", True
    elif re.search(r"(?:不低于|不少于|达到)$", left):
        op = ">="
    if quantity.fraction:
        extras["fraction"] = quantity.fraction
    return Demand(begin, stop, name, op, value, unit, kind="share", extras=extras)


def _share_name(before_it: str, found: re.Match[str]) -> str:
    who, what = clean_subject(found["who"]), clean_subject(found["what"])
    if not who and not before_it:
        return ""
    noun = _SHARE_VERBS[found["verb"]]
    what = (
        re.sub(r"(?:创建)?(?:要求|标准要求)$", lambda m: m[0] if noun != "达标" else "", what)
        or what
    )
    name = before_it + who + what
    if noun and not name.endswith(noun):
        name += noun
    return name + ("" if name.endswith(("率", "比例")) else "比例")
