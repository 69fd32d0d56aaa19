"""Shares printed as a ratio: 三次产业结构调整为8:45:47 is one share for each of the three."""

from __future__ import annotations

import re
from decimal import Decimal

from luheng.documents.sentences import RATIO
from luheng.documents.targets.demand import Demand
from luheng.documents.targets.naming import clean_subject, split_names
from luheng.documents.targets.passage import Passage
from luheng.documents.targets.phrases import Phrase
from luheng.vocabulary.numerals import parse_number

_THREE_INDUSTRIES = re.compile(r"三次产业|一二三(?:次)?产业|一、二、三(?:次)?产业|三产")
_BECOMES = (
    r"(?:进一步|逐步|持续|不断)*(?:优化|调整|演变|改善|发展|提升|达到|达|变)*(?:为|到|至|成|在)?约?"
)
_HEAD = re.compile(
    rf"^(?P<names>.{{2,40}}?)(?:之比|比例|比重|结构|占比|构成|比)(?:关系)?{_BECOMES}$"
)
_FROM = re.compile(r"(?:由|从|自).{0,12}$")
_WHOLE = Decimal(100)
_ROUNDING = Decimal("0.5")  # by which printed shares may miss the whole


def ratio_demands(phrase: Phrase, passage: Passage) -> list[Demand]:
    """A share in percent for each name of a ratio that adds up to a hundred.

    Of two ratios (由9:44:47调整为8:45:47) the first is the base. Without a deadline or a section of
    goals a ratio only describes.
    """
    printed = list(RATIO.finditer(phrase.text))
    if not printed or not (passage.years or phrase.goals or passage.context.goals):
        return []
    head = _FROM.sub("", phrase.words(0, printed[0].start()))
    if len(printed) > 1:
        becomes = phrase.words(printed[0].end(), printed[-1].start())
        head += re.sub(r"^左右", "", becomes)
    shares = _shares(printed[-1][0])
    found = _HEAD.match(head)
    names = _names(found["names"], len(shares)) if found and shares else []
    if not names:
        return []
    base = _shares(printed[0][0]) if len(printed) > 1 else []
    base_year = next((time.year for time in phrase.times if time.base), None)
    demands = []
    end = printed[-1].end()
    about = re.match("左右", phrase.text[end:])
    for at, (name, share) in enumerate(zip(names, shares, strict=True)):
        demand = Demand(0, end + (2 if about else 0), name, "=", share, "%")
        if about:
            demand.extras["approx"] = True
        if len(base) == len(shares):
            demand.extras |= {"baseline": base[at], "baseline_year": base_year}
        demands.append(demand)
    return demands


def _shares(printed: str) -> list[Decimal]:
    """The parts of a ratio; none where they are no shares of one whole."""
    parts = [parse_number(part) for part in re.split("[:：∶]", printed)]
    shares = [part for part in parts if part is not None]
    return shares if abs(sum(shares) - _WHOLE) <= _ROUNDING else []


def _names(words: str, count: int) -> list[str]:
    if count == 3 and _THREE_INDUSTRIES.search(words):
        return [f"第{number}产业增加值占地区生产总值比重" for number in "一二三"]
    names = split_names(clean_subject(words) + "比重", count)
    return names if len(names) == count else []
