"""What an indicator's name says about itself: whether it is a change, and of what.

Only words of change are taken off a name. Scope stays: 清洁能源 is never 非化石能源.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from luheng.documents.model import Observation, Target
from luheng.vocabulary.indicators import catalogue, find, name_key

Way = Literal["fall", "rise"]

_FALL = re.compile(
    r"(?:累计|年均)?(?:降低率|下降率|削减率|减排率|下降幅度|降低幅度|降幅|下降比例|降低比例|下降|降低)(?:[（(]?累计[)）]?)?$"
)
_RISE = re.compile(
    r"(?:累计|年均)?(?:增长率|增长速度|增速|增幅|提高幅度|提升幅度|增长幅度|增长|提高)(?:[（(]?累计[)）]?)?$"
)
_COUNTED = frozenset("个家座项处条户所例件辆台套艘株只头次名场宗批部组栋片块队人天")


@lru_cache(maxsize=4096)
def change_word(name: str) -> Way | None:
    """Whether the name is that of a fall (降低率) or a rise (增速); None for a plain quantity."""
    if _FALL.search(name):
        return "fall"
    return "rise" if _RISE.search(name) else None


@lru_cache(maxsize=4096)
def stem(name: str) -> str:
    """The quantity that a name of change is about: 单位地区生产总值能耗 of …能耗降低率."""
    return _RISE.sub("", _FALL.sub("", name))


@lru_cache(maxsize=4096)
def counts_things(unit: str) -> bool:
    """Whether the unit is a counting word, with or without 万: 个, 家, 万辆."""
    return unit.lstrip("十百千万亿") in _COUNTED


def same_indicator(target: Target, observation: Observation) -> bool:
    """Whether an observation is of the target's indicator, a published change of it included.

    One catalogue id, or the same name but for a word of change. Nothing else is near enough.
    """
    if target.indicator_id and target.indicator_id == observation.indicator_id:
        return True
    mine = _quantity(target.indicator, target.indicator_id)
    return mine == _quantity(observation.indicator, observation.indicator_id)


@lru_cache(maxsize=8192)
def _quantity(name: str, identifier: str | None) -> str:
    """What is measured, as a key: by the catalogue where a person or it mapped the name."""
    entry = catalogue().get(identifier) if identifier else find(name)
    return stem(name_key(entry.zh if entry else name))
