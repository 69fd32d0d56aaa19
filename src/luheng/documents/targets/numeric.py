"""Demands with a number in prose: levels, changes, counts and shares, one number after the other."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from luheng.documents.model import Operator
from luheng.documents.targets.counts import count_demand, counted_noun, part_name, share_demand
from luheng.documents.targets.demand import Demand
from luheng.documents.targets.naming import (
    clean_subject,
    is_generic,
    name_of_amount,
    split_names,
    with_ending_of,
)
from luheng.documents.targets.operators import Before, Behind, before, behind, level_operator
from luheng.documents.targets.passage import Passage
from luheng.documents.targets.phrases import Phrase
from luheng.documents.targets.quantities import Quantity
from luheng.documents.targets.wording import (
    AMOUNT_NOUN,
    CHANGE_NOUN,
    FALLS,
    NOT_A_DEMAND,
    OF_A_PROJECT,
    RISES,
    STRETCH,
    one_of,
)

_BASELINE = re.compile(r"(?:由|从|自)(?:现状|目前|现有|原来|基期)?的?(?:约)?$")
_BASE_OF_CHANGE = re.compile(r"在(?:现状|目前|现有)?的?$")
_SEPARATORS = re.compile(r"[、，和与及并且；以\s]*")
_BULLET = re.compile(r"(?:—|-|●|■|▲|◆|·|[①-⑳]|[一二三四五六七八九十]是)+|\d{1,2}[.．、](?!\d)")
_VERB_FIRST = re.compile(
    rf"^(?:确保|力争|争取|努力|实现|使|将|累计|每年|年均|再|力争实现|共|全市|完成)*(?P<verb>{one_of(FALLS + RISES)})(?!值|量|率|幅度)(?P<noun>.{{2,}})$"
)
_RATE = re.compile(
    r"年均(?!浓度|值|气温|优良|空气|PM|细颗粒|可吸入|流量)|每年|逐年|年平均(?!浓度|值)|每年度"
)
_POLLUTANT = re.compile(
    r"(?:二氧化碳|氮氧化物|挥发性有机物|VOCs|化学需氧量|氨氮|二氧化硫|颗粒物|总磷|总氮|污染物)$"
)
_A_SHARE = re.compile(r"(?:比例|比重|占比|率)$")
_SETS_OUT = re.compile(r"实现|确保|力争|做到|达到|保持|保证|争取")
_SHARE_OF = re.compile(
    r"^(?P<part>.{2,30}?)(?P<word>达到|达|占|占到|不低于|不少于|超过|不超过|保持在|控制在|提高到|提升到)"
    r"(?P<whole>[^，、达占]{1,20}(?:总量|总数|总额|数量|量|面积|负荷|规模|总|数|能力|容量|里程|收入|产值|总值|支出))的约?$"
)
_CONDITION = re.compile(r"(?:超过|低于|高于|不足|大于|小于|不到|浓度在)\d")
_EACH = re.compile(r"(?:均|都|各|全部)(?:要|应|需|须|将|力争|确保|稳定|保持)*$")


class NumberReader:
    """Reads the numbers of one clause in order; each is a demand, a baseline or nothing."""

    def __init__(self, phrase: Phrase, quantities: list[Quantity], passage: Passage) -> None:
        self.phrase, self.passage = phrase, passage
        self.text = phrase.text
        self.quantities = quantities
        self.begin = 0  # where the words of the next number begin
        self.baseline: Quantity | None = None
        self.baseline_year: int | None = None
        self.before_baseline = ""  # the subject that stood before 由15%
        self.found: list[Demand] = []

    def demands(self) -> list[Demand]:
        """All demands of the clause. What belongs to an earlier one has been put there."""
        for index, quantity in enumerate(self.quantities):
            if quantity.start < self.begin:
                continue
            following = self.quantities[index + 1 : index + 2]
            end = following[0].start if following else len(self.text)
            if self._is_baseline(quantity):
                continue
            for demand in self._read(quantity, end):
                self.found.append(demand)
                self.begin = max(self.begin, demand.end)
        return self.found

    def _is_baseline(self, quantity: Quantity) -> bool:
        left = self.phrase.words(self.begin, quantity.start)
        right = self.text[quantity.end : quantity.end + 24]
        ground = _BASE_OF_CHANGE.search(left) and re.match(r"的?基础上", right)
        base_time = next((t for t in self.phrase.times if t.base and t.end <= quantity.start), None)
        if not ground and base_time and re.match(r"的?基础上", right):
            ground = re.search("$", left)
        start = _BASELINE.search(left)
        if (
            not start
            and base_time
            and base_time.text[0] in "自从由"
            and base_time.start >= self.begin
        ):
            start = re.search("$", left)
        if not start and not ground:
            return False
        self.baseline = quantity
        self.baseline_year = base_time.year if base_time else None
        words = left[: (start or ground).start()]  # type: ignore[union-attr]
        self.before_baseline = clean_subject(words)
        self.start_of_baseline = self.begin
        skip = re.match(r"(?:的?基础上|左右|以上)", right)
        self.begin = quantity.end + (skip.end() if skip else 0)
        return True

    def _read(self, quantity: Quantity, end: int) -> list[Demand]:
        left = self.phrase.lead(self.begin, quantity.start)
        if quantity.in_chinese and quantity.value == 1 and quantity.unit != "倍":
            return []  # 节约一度电, 一个 …: a manner of speaking
        if OF_A_PROJECT.search(left):
            self.passage.of_a_project = True
        if NOT_A_DEMAND.search(left) or re.search(r"(?:不足|尚不|仅)$", left):
            self.begin = quantity.end
            return []
        if left.startswith("或"):  # 达到70%或比2020年提高5个百分点: another way to say the same
            self.begin = quantity.end
            for demand in self.found[-1:]:
                demand.extras.pop("base_year", None)
            return []
        first, after = before(left), behind(self.text[quantity.end : end])
        if quantity.percent and after.free and (found := _SHARE_OF.match(left)):
            return self._share_of(found, after, quantity)
        if quantity.unit == "倍":
            return self._multiple(first, quantity, left)
        if first.kind == "change" and after.free:
            return self._change(first, after, quantity, left)
        if first.kind == "level":
            level = self._level(first, after, quantity, left)
            if level is not None:
                return level
        return self._unled(first, after, quantity, left, end)

    # levels -------------------------------------------------------------------------------

    def _level(
        self, first: Before, after: Behind, quantity: Quantity, left: str
    ) -> list[Demand] | None:
        """Demands of a level; None where the number may be read otherwise: 完成50家企业…."""
        if not after.free:
            return None
        if quantity.in_chinese and not quantity.unit:
            return []
        if quantity.unit is None and self._reads_as_code(quantity):
            return []
        words = left[: first.start]
        subject, inherited = self._subject(words)
        counted = bool(quantity.unit) and not quantity.percent
        if counted and subject and not AMOUNT_NOUN.search(subject):
            subject = counted_noun(words) or subject
        if quantity.percent:
            subject = with_ending_of(subject, self._said_before())
        stretch = self._stretch_of_last(left, subject, inherited, quantity)
        if stretch:
            self.begin = quantity.end + after.length
            return []
        if not subject or (is_generic(subject) and not inherited):
            return []
        if first.word in ("为", "是", "占") and not self._said_of_the_future():
            self.passage.present = True  # what is read here is the base of what follows
        return self._levels(first, after, quantity, subject, inherited, words=left[: first.start])

    def _share_of(self, found: re.Match[str], after: Behind, quantity: Quantity) -> list[Demand]:
        """新能源汽车销量达到汽车销量的20%: the indicator is the share."""
        part, whole = clean_subject(found["part"]), clean_subject(found["whole"])
        if not part or not whole or is_generic(part):
            return []
        first = before(found["part"] + found["word"])
        subject = f"{part}占{whole}比例"
        return self._levels(first, after, quantity, subject, False, words=found["part"])

    def _levels(
        self, first: Before, after: Behind, quantity: Quantity, subject: str, inherited: bool,
        words: str,
    ) -> list[Demand]:  # fmt: skip
        if _CONDITION.search(subject):
            return []  # 浓度超过60微克的乡镇均降至60: for whom it holds is no name
        names = self._names(subject, forced=bool(_EACH.search(words)), total=True)
        start, end = self._start(), quantity.end + after.length
        found = []
        for name in names:
            full = name_of_amount(name, quantity)
            op, extras = level_operator(first, after, quantity, full)
            demand = Demand(start, end, full, op, quantity.value, quantity.unit, "level", inherited)
            demand.value = extras.pop("value", demand.value)
            demand.extras |= extras | self._more(quantity, words)
            found.append(demand)
        return self._with_baseline(found, quantity)

    def _names(self, subject: str, forced: bool, *, total: bool = False) -> list[str]:
        if (
            forced
            and (count := subject.count("、") + 1 + bool(re.search(r"[和与及]", subject))) > 1
        ):
            for expected in (count, count - 1):
                if names := split_names(subject, expected):
                    return names
        return split_names(subject, total=total)

    def _reads_as_code(self, quantity: Quantity) -> bool:
        """A bare number must be the level of an index, not a year or a numbering."""
        return not (Decimal("0.001") <= quantity.value < 100000) or 1949 <= quantity.value <= 2100

    # changes ------------------------------------------------------------------------------

    def _change(self, first: Before, after: Behind, quantity: Quantity, left: str) -> list[Demand]:
        words = left[: first.start]
        subject, inherited = self._subject(left[: first.start])
        end = quantity.end + after.length
        last = self.passage.last
        if self._stretch_of_last(left, subject, inherited, quantity):
            self.begin = end
            return []
        once = not _RATE.search(left) and not self._own_deadline()
        if inherited and last and last.kind == "level" and once:
            self._change_of_level(last, first, quantity)
            self.begin = end
            return []
        if not subject or is_generic(subject):
            return []
        if inherited:
            subject = re.sub(r"(?:累计)?(?:下降|降低|减少|提高|增长)$", "", subject)
        extras = self._more(quantity, words)
        if first.strict or quantity.strict:
            extras["strict"] = True
        if first.approximate or after.approximate or quantity.at_least:
            extras["approx"] = True
        if quantity.high is not None:
            extras["value_max"] = quantity.high
        op = first.op or "reduce_by"
        return self._with_baseline(
            [
                Demand(self._start(), end, name, op, quantity.value, quantity.unit, "change",
                       inherited, extras=dict(extras))
                for name in self._names(subject, forced=bool(_EACH.search(words)))
            ],
            quantity,
        )  # fmt: skip

    def _change_of_level(self, level: Demand, first: Before, quantity: Quantity) -> None:
        level.extras["change"] = -quantity.value if first.op == "reduce_by" else quantity.value
        level.extras["change_unit"] = quantity.unit
        if self.phrase.base_year:
            level.extras["base_year"] = self.phrase.base_year

    def _multiple(self, first: Before, quantity: Quantity, left: str) -> list[Demand]:
        grows = first.kind == "change" and first.op == "increase_by"
        words = left[: first.start]
        subject, inherited = self._subject(left[: first.start])
        baseline = re.search(r"由([\d.]+\S*)$", left[: first.start])
        if self.baseline is not None and grows:
            return self._grown_level(quantity)
        if not subject or baseline or not (grows or self.phrase.times or self.phrase.base):
            return []
        factor = quantity.value + 1 if grows else quantity.value
        extras = self._more(quantity, words)
        for time in self.phrase.times:
            if time.base or (not grows and time.end >= quantity.start - 2):
                extras["base_year"] = time.year
        end = quantity.end + behind(self.text[quantity.end :]).length
        return [Demand(self._start(), end, subject, "multiply_by", factor, "倍", "multiple",
                       inherited, extras=extras)]  # fmt: skip

    def _grown_level(self, quantity: Quantity) -> list[Demand]:
        base = self.baseline
        subject = self.before_baseline or self.passage.topic
        if base is None or not subject:
            return []
        value = base.value * (quantity.value + 1)
        demand = Demand(self.start_of_baseline, quantity.end, name_of_amount(subject, base), "=",
                        value, base.unit)  # fmt: skip
        demand.extras["baseline"] = base.value
        if self.baseline_year:
            demand.extras["baseline_year"] = self.baseline_year
        return [demand]

    # numbers that no operator leads ---------------------------------------------------------

    def _unled(
        self, first: Before, after: Behind, quantity: Quantity, left: str, end: int
    ) -> list[Demand]:
        if first.kind == "none" and first.approximate:  # 近100家
            quantity, left = replace(quantity, approximate=True), left[: first.start]
        plain = after.free and first.kind == "none" and not quantity.in_chinese
        if plain and (found := _VERB_FIRST.match(left)):
            return self._verb_first(found, first, after, quantity)
        if quantity.percent:
            share = share_demand(self.phrase, self.begin, quantity, end, self.passage)
            if share:
                return [self._finish(share, quantity)]
            return self._bare_level(first, after, quantity, left)
        count = count_demand(self.phrase, self.begin, quantity, end, self.passage)
        if count:
            whole = self._finish(count, quantity)
            return self._each(whole) if left.endswith("各") else [whole]
        return self._bare_level(first, after, quantity, left)

    def _verb_first(
        self, found: re.Match[str], first: Before, after: Behind, quantity: Quantity
    ) -> list[Demand]:
        op: Operator = "reduce_by" if found["verb"] in FALLS else "increase_by"
        subject = clean_subject(found["noun"])
        if not subject:
            return []
        extras = self._more(quantity, found[0])
        if first.approximate or after.approximate or quantity.at_least:
            extras["approx"] = True
        if quantity.high is not None:
            extras["value_max"] = quantity.high
        if _POLLUTANT.search(subject):
            subject += "排放量"
        name = subject if quantity.percent else name_of_amount(subject, quantity)
        return [Demand(self._start(), quantity.end + after.length, name, op, quantity.value,
                       quantity.unit, "change", extras=extras)]  # fmt: skip

    def _bare_level(
        self, first: Before, after: Behind, quantity: Quantity, left: str
    ) -> list[Demand]:
        """森林覆盖率65%以上: the number follows the name of an amount at once."""
        if (
            not after.free
            or first.kind == "level"
            or (quantity.in_chinese and not quantity.percent)
        ):
            return []
        subject, inherited = self._subject(left)
        if subject in ("完成", "实现", "达到", "提高"):
            subject = ""
        if self._stretch_of_last(left, subject, inherited or not subject, quantity):
            self.begin = quantity.end + after.length
            return []
        passage = self.passage
        said = bool(passage.demands or self.found or passage.present or passage.context.goals)
        said = said or bool(_SETS_OUT.match(left))
        full = quantity.percent and quantity.value == 100
        timely = self._due() or after.op or said or full
        if inherited or not subject or is_generic(subject) or not timely:
            return []
        if self.passage.part and not AMOUNT_NOUN.search(subject):
            subject = part_name(subject, quantity, self.passage)
        if not AMOUNT_NOUN.search(subject) or CHANGE_NOUN.search(subject):
            return []
        return self._levels(Before(len(left), "none"), after, quantity, subject, False, words=left)

    # common -------------------------------------------------------------------------------

    def _each(self, demand: Demand) -> list[Demand]:
        """绿色工厂、绿色园区各5家: the number holds for each."""
        names = split_names(demand.subject, demand.subject.count("、") + 1)
        names = names if len(names) > 1 else split_names(demand.subject, 2)
        names = [name if AMOUNT_NOUN.search(name) else f"{name}数" for name in names]
        return [replace(demand, subject=name, extras=dict(demand.extras)) for name in names]

    def _finish(self, demand: Demand, quantity: Quantity) -> Demand:
        words = self.phrase.words(self.begin, quantity.start)
        if self.found and demand.kind == "count":  # 每年新增…2家、…1个: said once for both
            kept = ("rate", "cumulative", "stretch_only")
            before_it = self.found[-1].extras
            demand.extras |= {name: before_it[name] for name in kept if name in before_it}
        demand.extras |= self._more(quantity, words)
        demand.start = self._start()
        return demand

    def _more(self, quantity: Quantity, words: str) -> dict:
        extras: dict = {}
        if quantity.fraction:
            extras["fraction"] = quantity.fraction
        if _RATE.search(words):
            extras["rate"] = "annual"
        if "累计" in words:
            extras["cumulative"] = True
        if any(wish in words for wish in STRETCH) or self.passage.stretch:
            extras["stretch_only"] = True
        if self.phrase.base_year or self.passage.base_year:
            extras["base_year"] = self.phrase.base_year or self.passage.base_year
        if self.phrase.base or self.passage.base:
            extras["base"] = self.phrase.base or self.passage.base
        return extras

    def _with_baseline(self, demands: list[Demand], quantity: Quantity) -> list[Demand]:
        if self.baseline is None:
            return demands
        for demand in demands:
            demand.start = min(demand.start, self.start_of_baseline)
            demand.extras["baseline"] = self.baseline.value
            if self.baseline_year:
                demand.extras["baseline_year"] = self.baseline_year
        self.baseline = None
        self.before_baseline = ""
        return demands

    def _subject(self, words: str) -> tuple[str, bool]:
        """The indicator the words name; else the one before a baseline or of the last clause."""
        subject = clean_subject(words)
        if self.baseline is not None and self.before_baseline:
            return self.before_baseline, False
        if subject.startswith("占") and self.passage.topic:
            return self.passage.topic + subject, True
        if subject and self._said_before().endswith(subject):
            return self._said_before(), True
        if subject and not is_generic(subject):
            return subject, False
        topic = self._said_before()
        if subject in ("增速", "增幅", "增长率") and re.search(r"(?:率|比重|比例|占比)$", topic):
            return "", False
        if subject and topic and not _A_SHARE.search(topic):
            return topic + subject.lstrip("其"), True
        return topic, True

    def _said_before(self) -> str:
        """The indicator that was spoken of last."""
        return self.found[-1].subject if self.found else self.passage.topic

    def _stretch_of_last(
        self, left: str, subject: str, inherited: bool, quantity: Quantity
    ) -> bool:
        """力争达到22% behind a firm value is its stretch, no target of its own."""
        last = self.found[-1] if self.found else self.passage.last
        wished = any(wish in left for wish in STRETCH)
        same = inherited or (last is not None and subject == last.subject)
        if not wished or not same or last is None or last.unit != quantity.unit:
            return False
        if last.value is None or self._own_deadline():
            return False
        last.extras["stretch"] = quantity.high or quantity.value
        last.end = max(last.end, last.end)
        return True

    def _own_deadline(self) -> bool:
        return any(self.begin <= time.start for time in self.phrase.goals)

    def _due(self) -> bool:
        return bool(self.passage.years or self.passage.period_years or self.phrase.goals)

    def _said_of_the_future(self) -> bool:
        """2022年优良率为85% states a fact; 到2025年优良率为88% and goals sections demand."""
        if self.passage.context.goals:
            return True
        written = self.passage.context.written_year
        if self.phrase.goals:
            return any(
                time.marked or time.relative or (written and time.year and time.year > written)
                for time in self.phrase.goals
            )
        return self.passage.marked

    def _start(self) -> int:
        found = (_SEPARATORS if self.begin else _BULLET).match(self.text, self.begin)
        return found.end() if found else self.begin
