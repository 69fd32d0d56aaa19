"""Which indicator a phrase names, with what the sentence said before to lean on.

Bulletins leave out what was just said: after 第一产业增加值 comes 第二产业, after 电源总装机 comes 清洁能源
and then 比重. A name is completed only where the completed name is one the catalogue knows and the unit
is its unit; names that are only near each other never merge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from luheng.documents.observations.names import (
    day_grade_name,
    pollutant_name,
    roman,
    water_class_name,
)
from luheng.documents.observations.quantities import PERCENT, POINTS
from luheng.vocabulary.indicators import Indicator, find
from luheng.vocabulary.units_of_measure import convertible

ANY_UNIT = "?"
"""The unit of a figure that changes: 5.2% says nothing about the unit of what grew."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of."""

    name: str  # of the catalogue, or as printed
    indicator: Indicator | None = None
    printed: str = ""
    start: int = -1  # its first character in the sentence; -1 where it stands in an earlier one
    place: str | None = None  # where items of a list are of places or times of their own
    period: str | None = None
    usable: bool = True  # False: something is named, but not an indicator that can be told apart

    def at(self, start: int, printed: str) -> Subject:
        """The same subject, named at a place by these words."""
        return Subject(
            self.name, self.indicator, printed, start, self.place, self.period, self.usable
        )


@dataclass(slots=True)
class Memory:
    """What was said before the figure at hand."""

    heading: str = ""
    topic: str = ""
    kind: str = ""  # 断面, 水库 … the classes of water are counted in
    kind_at_hand: bool = False  # said in this very sentence
    scope: str = ""  # 国考 …
    subjects: list[Subject] = field(default_factory=list)
    named: list[Subject] = field(default_factory=list)  # in the sentence at hand
    shared: Subject | None = (
        None  # the amount whose share was just said: 农业用水8.1亿立方米，占65.7%
    )
    carries: bool = True  # whether the next sentence may go on about the subject without naming it
    run: list[Subject] = field(default_factory=list)  # named one after the other with 、
    clauses: list[Subject] = field(default_factory=list)  # named clause by clause

    def end_sentence(self) -> None:
        """What was said stays known, but no longer stands in the sentence at hand."""
        self.carries = len({subject.name for subject in self.named}) == 1
        self.subjects = [subject.at(-1, subject.printed) for subject in self.subjects]
        self.run, self.clauses, self.named = [], [], []
        self.topic, self.kind_at_hand = "", False

    @property
    def subject(self) -> Subject | None:
        """The subject a figure without one belongs to; None after a list or after nothing."""
        return self.subjects[0] if len(self.subjects) == 1 and self.carries else None

    def take(self, subjects: list[Subject]) -> None:
        """These are now spoken of."""
        self.subjects, self.carries, self.shared = subjects, True, None
        self.named += subjects


@lru_cache(maxsize=4096)
def known(name: str) -> Indicator | None:
    """The catalogue's indicator of a printed name."""
    return find(name) if 2 <= len(name) <= 40 else None


_WHOLE = re.compile(r"^[百千万亿]*(?=[^瓦克米卡升帕焦])")
COUNTED = frozenset("个家座处项条起件次所台套辆户种株头只艘批名份宗块片") | {
    "人次",
    "点位",
    "断面",
    "辆次",
}


def fits(indicator: Indicator, unit: str) -> bool:
    """Whether a printed unit can be the unit of an indicator."""
    if unit == ANY_UNIT or unit == indicator.unit:
        return True
    if not unit or not indicator.unit or PERCENT in (unit, indicator.unit):
        return False
    bare, own = _WHOLE.sub("", unit), _WHOLE.sub("", indicator.unit)
    bare = "m³" if bare == "立方米" and "/" in own else bare
    if bare == own or own == f"{bare}/万元" or own.startswith(f"{bare}/"):
        return True
    if bare in COUNTED and own in COUNTED:
        return True
    return convertible(unit, indicator.unit)


def unit_of(indicator: Indicator | None, name: str, unit: str) -> str:
    """The unit of a figure: 万元GDP能耗…1.0032吨标准煤 is 吨标准煤/万元."""
    if "/" in unit or unit in ("", PERCENT, POINTS):
        return unit
    if indicator and indicator.unit.endswith("/万元"):
        over = indicator.unit.removesuffix("/万元")
        if over == unit or (over, unit) == ("m³", "立方米"):
            return indicator.unit
    if name.startswith(("万元", "每万元")) and unit[:1] not in "百千万亿":
        return f"{'m³' if unit == '立方米' else unit}/万元"
    return unit


def named(phrase: str, unit: str, memory: Memory, *, annual: bool) -> Subject | None:
    """The subject that a phrase names by itself."""
    name = pollutant_name(phrase, annual)
    if name and (unit == ANY_UNIT or unit.endswith("/m³") or unit in (PERCENT, POINTS)):
        return Subject(name, known(name))
    if unit in ("天", ANY_UNIT) and (name := day_grade_name(phrase)):
        return Subject(name, known(name))
    if memory.kind_at_hand and _OF_WATER.fullmatch(phrase):
        return completed(phrase, unit, memory)  # 优良率 of sections, not of the air
    if _INDUSTRY.fullmatch(phrase) and not _of_output(memory):
        return _part_of_what_was_said(phrase, unit, memory)
    indicator = known(roman(phrase))
    if indicator and fits(indicator, unit):
        return Subject(indicator.zh, indicator)
    return _of_class(phrase, unit, memory)


_INDUSTRY = re.compile("第?[一二三]次?产业?")
_OUTPUT = re.compile("增加值|生产总值|总产值|产业|经济")


def _of_output(memory: Memory) -> bool:
    """Whether 第一产业 by itself can be its value added: nothing else was spoken of before."""
    return all(s.usable and _OUTPUT.search(s.name) for s in memory.subjects[-1:])


def _part_of_what_was_said(phrase: str, unit: str, memory: Memory) -> Subject | None:
    """第一产业 after 固定资产投资 is its 投资, after 用水量 its 用水量; never its value added."""
    head = head_of(memory.subjects[-1].name)
    if not head or _RATIO.search(head):
        return Subject(phrase, usable=False)
    return as_printed(phrase + head, unit, memory)


_OF_WATER = re.compile("(?:水质)?(?:优良|达标)(?:比例|率|比重|占比)")


def _of_class(phrase: str, unit: str, memory: Memory) -> Subject | None:
    """The share, or the number, of the places with a class of water."""
    classes = water_class_name(phrase, memory.kind, memory.scope)
    if classes is None or unit not in {PERCENT, POINTS, ANY_UNIT} | COUNTED:
        return None
    if unit in COUNTED:
        return Subject(classes[-1], known(classes[-1]))
    indicator = next((i for name in classes[:-1] if (i := known(name))), None)
    return Subject(indicator.zh if indicator else classes[0], indicator)


def completed(phrase: str, unit: str, memory: Memory) -> Subject | None:
    """The subject of a phrase that leaves out what was said before."""
    for name in _completions(phrase, memory):
        indicator = known(name)
        if indicator and fits(indicator, unit):
            return Subject(indicator.zh, indicator)
    return None


def _completions(phrase: str, memory: Memory) -> Iterator[str]:
    if memory.topic:
        yield memory.topic + phrase
    for before in memory.subjects[-1:]:
        for said in dict.fromkeys((before.printed, before.name)):
            yield from (phrase + said[cut:] for cut in range(1, len(said) - 1))
            if before.usable:
                yield from (stem + phrase for stem in _stems(said))
    if memory.heading:
        yield memory.heading + phrase
    if memory.kind:
        within = memory.scope + memory.kind
        yield from (within + phrase, f"{within}水质{phrase}")
        if memory.kind in ("断面", "点位", "水体"):
            yield f"地表水{phrase}"


def _stems(name: str) -> Iterator[str]:
    """A name without what says how it is measured: 清洁能源装机 of 清洁能源装机容量."""
    yield from dict.fromkeys((name, _AMOUNT.sub("", name), name.removesuffix(head_of(name))))


_SHARE = re.compile(
    r"(?P<part>.*?)占(?!比)(?:了|到|去|据)?(?:其中的?)?(?P<whole>[^占]*?)的?(?:比重|比例|比率|比值|份额|百分比)?"
)
_ELSEWHERE = re.compile(r"^(?:全国|全省|全区|全球|世界|[本我该]省|珠三角|省)")


def share_of(phrase: str, memory: Memory) -> Subject | None:
    """The share of a part in a whole: 清洁能源装机占总装机, 占47%."""
    found = _SHARE.fullmatch(phrase)
    if not found or (found["whole"] and _ELSEWHERE.match(found["whole"])):
        return None
    parts = [found["part"]] if found["part"] else []
    if not parts and memory.subject:
        parts = [memory.subject.printed, memory.subject.name]
    whole = found["whole"]
    if not whole and _INDUSTRY.fullmatch(found["part"]) and not _of_output(memory):
        return Subject(found["part"], usable=False)  # 第二产业占69.3% of the waste water
    for part in dict.fromkeys(parts):
        for name in _share_names(part, whole):
            if (indicator := known(name)) and fits(indicator, PERCENT):
                return Subject(indicator.zh, indicator)
    if parts and parts[-1] and (whole or found["part"]):
        name = _spelled(f"{parts[-1]}占{whole}比重" if whole else f"{parts[-1]}占比")
        clear = len(name) <= 30 and not {"是", "为"} & set(parts[-1])
        return Subject(name, None, usable=clear)
    return None


_AMOUNT = re.compile(r"(?:容量|总量|数量|总额|数|量|额)$")


def _share_names(part: str, whole: str) -> Iterator[str]:
    """Ways to name a share; only what says that the part is an amount may be cut off."""
    for said in dict.fromkeys((part, _AMOUNT.sub("", part))):
        yield f"{said}占{whole}比重" if whole else f"{said}比重"
    if whole:
        yield f"{part}比重"


_HEAD = re.compile(
    r"(?:(?:用水|用电|综合利用|发电|供水|供电|补水|消费|耗用|排放|货运|客运|处理|生产|产生|吞吐|蓄水|降水|径流|资源|种植|利用|处置|贮存|蕴藏|保有|碳汇)量"
    r"|总?产量|增加值|总产值|产值|装机容量|装机规模|(?:总|播种|种植|造林)?面积|(?:平均)?浓度|比例|比重|占比|人口|收入|支出|投资|总额|余额|[一-鿿]{2}率)$"
)
_LEFT_OUT = re.compile(
    r"(?:火|水|风|煤|气|核|热)电|光伏(?:发电)?|太阳能(?:发电)?|生物质(?:能)?(?:发电)?|垃圾发电|抽水蓄能|新型储能|燃[气煤]|陆上风电|集中式光伏"
    r"|分布式光伏|农业|工业|生活|(?:人工)?生态(?:环境)?|服务业|建筑业|批发和零售业|采矿业|制造业|林牧渔畜|畜牧业|渔业|林业|种植业|城镇|农村|城镇公共|居民"
    r"|居民生活|城镇生活|农村生活|农田灌溉|第[一二三]产业|[一二三]产|轻工业|重工业|地表水|地下水|其他水源|非常规水源?|国有|民营|早稻|晚稻|粮食|稻谷|油料|蔬菜"
    r"|水果|糖蔗|水产品|肉类|原煤|焦炭|汽油|柴油|天然气|原油|铁路|公路|水路|民航"
)
_INCOMPLETE = re.compile(
    r"(?:综合利用|利用处置|处置|贮存|处理|回收|回收利用|无害化处理|产生|排放|达标|覆盖|普及|利用)[量率]|利润总额|利税总额|(?:主营业务|营业)收入|优良比例|优良率"
    r"|(?:[一-鿿]{2})?(?:占比|比重|比例)|增加值|产量|面积|余额|总量|合计|总额"
)
_INNER_VERB = re.compile(r"(?<=企业)(?:实现|完成|共)(?=[一-鿿]{3})")
_WITHOUT_AMOUNT = ("用水", "用电", "发电", "补水", "供水")
_PER_GDP = re.compile(r"(每?万元|单位)(?:GDP|国内生产总值|(?<!地区)生产总值)")
_CAPACITY = re.compile(r"装机$")
_OF_CAPACITY = re.compile(r"装机(?:容量)?占(?:电力|电源|发电)?总?装机(?:总?容量)?的?比重$")
_OPPOSITES = (("昼间", "夜间"), ("夜间", "昼间"))


def head_of(name: str) -> str:
    """What a name measures, without what it measures it of: 用水量 of 农业用水量."""
    found = _HEAD.search(name)
    return found[0] if found else ""


_MEASURE = re.compile(
    r"(?:量|率|额|值|产值|增加值|比例|比重|占比|面积|浓度|收入|支出|人口|装机|容量|规模|投资|存款|贷款|煤耗|能耗|电耗|水耗|指数|密度"
    r"|里程|长度|余额|蓄积|强度|声级|系数|消费|满意度|单耗|水位|库容|均值|度|数)$"
)
_RATIO = re.compile("率|比例|比重|占比|度|系数|指数|份额|权重|水平")
_PURE_NUMBER = re.compile("系数$|指数$")
_NO_NAME = re.compile(
    r"[，。；：？！“”《》]|[是被把使让向对将了着过](?!程)|通过|实施|推进|开展|推动|进一步|下降|上升|增长(?!率)|提高|减少|增加(?!值)|改善|超过"
    r"|达到|来看|其余|其他(?!水源)|上述|分别|建设(?!用地)|完成|实现|目标|任务|方面|同比|比上|较上|左右|情况|首次|速度|位次|名次|贡献|拉动|排名|总投资|投资额|现价|最终|^行业|^每(?!万元)"
)


def is_ratio(subject: Subject) -> bool:
    """Whether a subject is a share or a rate, which changes by percentage points."""
    if subject.indicator:
        return subject.indicator.unit in (PERCENT, "‰")
    return _RATIO.search(subject.name) is not None


def plain_measure(name: str) -> bool:
    """Whether a name the catalogue does not know is plainly that of a measure."""
    plain = _MEASURE.search(name) and not _NO_NAME.search(name) and not _INCOMPLETE.fullmatch(name)
    return bool(plain)


def as_printed(phrase: str, unit: str, memory: Memory) -> Subject | None:
    """A subject the catalogue does not know, where the phrase is plainly the name of a measure."""
    name = _spelled(_made_whole(phrase, memory))
    counted = unit in COUNTED and not name.endswith(("数", "数量"))
    if not (unit or _PURE_NUMBER.search(name)) or counted or not 3 <= len(name) <= 30:
        return None
    fitting = unit != PERCENT or _RATIO.search(name) is not None
    return Subject(name, known(name), usable=fitting and plain_measure(name))


def _made_whole(phrase: str, memory: Memory) -> str:
    """A name with the part that was left out because it was just said."""
    phrase = _INNER_VERB.sub("", phrase)
    before = memory.subject
    if before is None or not before.name:
        return f"{phrase}量" if phrase.endswith(_WITHOUT_AMOUNT) else phrase
    if _LEFT_OUT.fullmatch(phrase) and (head := head_of(before.name)):
        return phrase.removesuffix(head[:2]) + head  # 太阳能发电 of 发电量
    if _INCOMPLETE.fullmatch(phrase) and (head := head_of(before.name)):
        stem = before.name.removesuffix(head)
        return stem.removesuffix(phrase[:2]) + phrase
    for one, other in _OPPOSITES:
        if phrase.startswith(one) and other in before.name:
            rest = before.name.partition(other)
            return rest[0] + (phrase if phrase != one else one + rest[2])
    if phrase.endswith(_WITHOUT_AMOUNT):
        return f"{phrase}量"
    return phrase


def _spelled(name: str) -> str:
    """A name with its abbreviations written out: 万元GDP, 规上工业."""
    name = _PER_GDP.sub(r"\1地区生产总值", name)
    name = _OF_CAPACITY.sub("装机比重", name)
    return _CAPACITY.sub("装机容量", name.replace("规上", "规模以上"))
