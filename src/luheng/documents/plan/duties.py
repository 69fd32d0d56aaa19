"""Who is to do it: 责任单位：…, （X牵头，Y配合）, （…按职责分工负责）, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from luheng.documents.plan.units import is_unit_list, split_units
from luheng.vocabulary.government_units import ENDING

_LEAD_LABEL = (
    r"(?:牵头|主要|首要|第一|直接)?(?:责任|主责|负责|主办|承办|实施|落实|主管|监管|牵头(?:责任)?|具体责任)(?:单位|部门|主体)"
    r"|牵头(?:责任)?(?:单位|部门)|责任分工|分工负责"
)
_FIRST_LABEL = r"(?:牵头|主办|第一|首要)"
_SUPPORT_LABEL = (
    r"(?:配合|协办|参与|协助|参加|协同|支持|协作|协同配合|配合责任|参与配合)(?:单位|部门|责任单位)"
)
_PERSON_LABEL = r"(?:市级|县级|市|县)?(?:责任|牵头|分管|挂钩|包保|挂点|联系|包联)(?:领导|市领导|人|负责人)|联系人|联络人"
_DUE_LABEL = r"(?:完成|办结|整改|推进|落实)?(?:时限|期限)(?:要求)?|完成时间|时间(?:节点|要求|安排)|计划完成时间"
_LABEL = re.compile(
    rf"(?P<support>{_SUPPORT_LABEL})[：]|(?P<lead>{_LEAD_LABEL})[：]"
    rf"|(?P<person>{_PERSON_LABEL})[：]|(?P<due>{_DUE_LABEL})[：]"
)
_LABEL_NO_COLON = re.compile(rf"^(?P<support>{_SUPPORT_LABEL})|^(?P<lead>{_LEAD_LABEL})")
_VERB = re.compile(
    r"(?P<lead>牵头(?:负责|组织|实施|抓好|落实|推进|会同|督导|指导|督促|统筹|协调)*)|"
    r"(?P<support>(?:分别|积极|协同|共同)?(?:配合|参与|协助|协办|参加|协同)(?:落实|实施|推进|做好|配合|完成)*)|"
    r"(?P<all>(?:等)?(?:按|依)(?:照)?(?:各自)?(?:职责|职能)?(?:任务)?(?:分工)?(?:分别|共同|各自)?(?:负责|落实|抓好|推进|配合)(?:落实|实施)*"
    r"|(?:分别|共同|分工|各自)?负责(?:落实|实施|组织|推进)*|组织实施$|主办|承办)"
)
_ONLY_ROLES = re.compile(
    r"(?:负责|牵头|配合|参与|协助|协办|落实|参加|实施|承办|主办|协同)(?:落实|实施|推进|配合|抓好)*(?:等)?[。；，]?$"
)
_IMPLIED = re.compile(
    r"(?:以[下上]|上述|本方案|下列|各项|所有|其他)(?:[^。；]{0,16}?(?:任务|工作|事项|措施)[^。；，]{0,8}?)?(?:责任单位|牵头单位|责任主体)?"
    r"(?:均包括|均包含|均含有?|均需由?|均须由?|均由|还包括|都包括|均涉及|均为|都需由?|均应由?)"
    r"(?P<units>[^。；]{1,160}?)(?:贯彻|组织|抓好|负责|参与|承担|按)*(?:落实|实施|负责|参与|承担)?(?:，|；)?(?:下文|以下|下同|后文|文中|表中)?(?:，)?"
    r"(?:均?不再|不一一|不另行|不另|不)(?:[^。；，]{0,4}(?:列出|列|赘述|重复|标注|注明)[^。；）]{0,6}|$)"
)
_FIRST_LEADS = re.compile(
    r"(?:排名?|列|位列|排列|排序)?(?:在)?(?:首位|第一位?|第1位?|最前|首个)(?:的)?(?:单位|部门|责任单位)?(?:的)?[^。；]{0,4}为(?:主要)?(?:牵头|主办|第一责任)"
    r"|(?:首位|第一个|首个)(?:责任)?(?:单位|部门)[^。；]{0,4}(?:为|是|牵头)"
)
_DUE_ENDING = re.compile(
    r"[；，。](?P<due>(?:到|于)?20\d\d年[^；，、（）]{0,12}(?:完成|前|底|建成|落实)|(?:长期|持续|常态化?)(?:坚持|推进|实施|开展|落实)|"
    r"立即(?:实施|执行|落实)|每年[^；，（）]{0,10})。?$"
)
_NOTED = re.compile(r"（(?:牵头|牵头单位|主办|主要责任单位|第一责任单位)）")
_ENDLESS = re.compile(r"长期|持续|每年|常态|全年|年度|立即|即时")
_YEAR_MONTH = re.compile(r"(20\d\d)年(?:(\d{1,2})月|(上半年)|(年?底|末)|第?([一二三四])季度)?")


@dataclass(slots=True)
class Duty:
    """Units named for a stretch of text; lists still as printed, by role."""

    start: int
    end: int
    raw: tuple[int, int]  # the words that name the units, labels and brackets out
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    due: str | None = None
    implied: str | None = None


def find_duties(text: str) -> Iterator[Duty]:
    """Every naming of units in the text of a view, in order."""
    taken = 0
    for start, end, closed in _brackets(text):
        if start < taken:
            continue
        duty = read_duty(text[start + 1 : end - closed], start + 1)
        labelled = _LABEL.match(text, start + 1) is not None
        if duty and (labelled or _stands_apart(text, start, end)):
            duty.start, duty.end = start, end
            taken = end
            yield duty
    if not taken:
        yield from _outside_brackets(text)


def _brackets(text: str) -> Iterator[tuple[int, int, bool]]:
    """Outermost brackets with their ends; one that is never closed reaches the end."""
    place = 0
    while (found := re.compile("[（〔]").search(text, place)) is not None:
        depth, at = 0, found.start()
        for at in range(found.start(), len(text)):
            depth += (text[at] in "（〔") - (text[at] in "）〕")
            if depth == 0:
                break
        closed = depth == 0
        yield found.start(), at + 1, closed
        place = at + 1


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether a bracket closes a sentence or the line; inside a sentence it names no duty."""
    return end >= len(text) or start == 0 or text[start - 1] in "。；！”" or text[end] in "。；（〔"


def _outside_brackets(text: str) -> Iterator[Duty]:
    found = next((one for one in _LABEL.finditer(text) if _begins(text, one)), None)
    if found:
        end = len(text)
        duty = read_duty(text[found.start() : end], found.start())
        if duty:
            duty.start, duty.end = found.start(), end
            yield duty
        return
    if is_unit_list(text.rstrip("。")) and len(text) < 400:
        duty = Duty(0, len(text), (0, len(text)))
        _read_verbs(text, duty, "lead")
        yield duty
        return
    for sentence in re.finditer(r"[^。]+。?", text):
        words = sentence[0]
        if re.match(r"^由?[^。]{2,200}牵头", words) and (
            duty := read_duty(words.removeprefix("由"), sentence.start())
        ):
            duty.start, duty.end = sentence.span()
            yield duty


def _begins(text: str, found: re.Match[str]) -> bool:
    return found.start() == 0 or text[found.start() - 1] in "。；！”）"


def read_duty(text: str, offset: int = 0) -> Duty | None:
    """The duty that a text states which names units and nothing else, or None."""
    duty = Duty(offset, offset + len(text), (offset, offset + len(text)))
    if implied := _IMPLIED.search(text):
        duty.implied = implied["units"]
        if before := text[: implied.start()].rstrip("；，。"):
            duty.raw = (offset, offset + len(before))
        text = text[: implied.start()].rstrip("；，。") + text[implied.end() :].strip("；，。")
        if not text:
            return duty
    if ending := _DUE_ENDING.search(text):
        duty.due = ending["due"]
        text = text[: ending.start()]
    labels = list(_LABEL.finditer(text))
    if labels and labels[0].start() == 0:
        _read_labelled(text, labels, duty)
        return duty if duty.lead or duty.support or duty.implied or duty.due else None
    if bare := _LABEL_NO_COLON.match(text):
        rest = text[bare.end() :].lstrip("为是")
        if is_unit_list(rest):
            _add(duty, "support" if bare["support"] else "lead", rest)
            return duty
    if (_ONLY_ROLES.search(text) or re.search("牵头|分工负责", text)) and _only_units(text):
        _read_verbs(text, duty, "lead")
        return duty if duty.lead or duty.support else None
    if is_unit_list(text):
        _read_verbs(text, duty, "lead")
        return duty
    return None


def _read_labelled(text: str, labels: list[re.Match[str]], duty: Duty) -> None:
    first_raw: int | None = None
    last_raw = 0
    lead_is_named = any(label["lead"] and re.match(_FIRST_LABEL, label["lead"]) for label in labels)
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        words = text[label.end() : end].strip("，；。、 ")
        if label["due"]:
            duty.due = words
        elif label["person"] or not words:
            continue
        else:
            role: Literal["lead", "support"] = "lead"
            if label["support"] or (lead_is_named and not re.match(_FIRST_LABEL, label["lead"])):
                role = "support"
            _read_verbs(words, duty, role)
            first_raw = label.end() if first_raw is None else first_raw
            last_raw = label.end() + len(text[label.end() : end].rstrip("，；。、 "))
    if first_raw is not None:
        duty.raw = (duty.start + first_raw, duty.start + last_raw)


def _read_verbs(text: str, duty: Duty, role: Literal["lead", "support"]) -> None:
    """Units before 牵头 lead and all others support; without 牵头 the verbs say who does what."""
    if _NOTED.search(text):
        _read_noted(text, duty)
        return
    led, place = False, 0
    for verb in _VERB.finditer(text):
        words = text[place : verb.start()].strip("，；。、 ")
        if verb["lead"]:
            _add(duty, "lead" if role == "lead" else role, words)
            led = True
        else:
            supports = verb["support"] is not None or led
            _add(duty, "support" if supports else role, words)
        place = verb.end()
    rest = text[place:].strip("，；。、 等")
    if rest:
        _add(duty, "support" if led else role, rest)


def _read_noted(text: str, duty: Duty) -> None:
    """市发改委（牵头）、市财政局: the noted ones lead."""
    for name in split_units(text):
        _add(duty, "lead" if _NOTED.search(name) else "support", _NOTED.sub("", name))


def _add(duty: Duty, role: Literal["lead", "support"], words: str) -> None:
    words = re.sub(r"^(?:由|会同|其他|其它)", "", words)
    if words:
        (duty.lead if role == "lead" else duty.support).append(words)


def _only_units(text: str) -> bool:
    """Whether what stands between the verbs of a text is units."""
    words = [
        part.strip("，；。、 由等")
        for part in _VERB.split(text)
        if part and not _VERB.fullmatch(part)
    ]
    words = [part for part in words if part]
    return bool(words) and all(is_unit_list(part) or _all_end_as_units(part) for part in words)


def _all_end_as_units(text: str) -> bool:
    names = split_units(text)
    return bool(names) and all(len(name) <= 24 and ENDING.search(name) for name in names)


def names_units_or_time(text: str) -> bool:
    """Whether a line ends with whole names of units or a deadline after their label.

    Such a line is complete without a full stop: 完成时限：2024年12月.
    """
    labels = list(_LABEL.finditer(text))
    if not labels:
        return False
    last, words = labels[-1], text[labels[-1].end() :].rstrip("。；， ")
    if last["due"]:
        return bool(_YEAR_MONTH.search(words) or _ENDLESS.search(words))
    return bool(words) and "（" not in text[last.start() - 1 : last.start()] and is_unit_list(words)


def first_unit_leads(text: str) -> bool:
    """Whether a document says that the first unit of each list leads."""
    return _FIRST_LEADS.search(text) is not None


def implied_units(text: str) -> str | None:
    """The printed list of units that share every duty, where a text says so once for all."""
    found = _IMPLIED.search(text)
    return found["units"] if found else None


def without_implied(text: str) -> str:
    """A text without the note that names units once for all."""
    return _IMPLIED.sub("", text).strip("；，。 ")


def read_due(text: str) -> str | None:
    """A deadline as YYYY or YYYY-MM; None for 长期坚持 and the like, and where none is printed."""
    dates = list(_YEAR_MONTH.finditer(text))
    if not dates or (_ENDLESS.search(text) and "底前" not in text and "年底" not in text):
        return None
    last = dates[-1]
    if last[2]:
        return f"{last[1]}-{int(last[2]):02d}"
    if last[3]:
        return f"{last[1]}-06"
    if last[5]:
        return f"{last[1]}-{'一二三四'.index(last[5]) * 3 + 3:02d}"
    return last[1]
