"""Dated or absolute goals without a number: 到2025年基本建成…系统, 实现…全覆盖."""

from __future__ import annotations

import re

_ABSOLUTE = re.compile(
    r"全覆盖$|全覆盖(?=并|和)|清零$|(?:全面|基本|全部)消除|无劣[ⅤV五]|不再(?!逐一|一一|列|另|赘|重复|单独|予以)|(?:全部|全面)(?:完成|淘汰|关停|退出|达标|建成|取缔|停产)"
    r"|零(?:排放|增长|填埋|直排|新增)$|应(?:收|治|分|绿|管|保)尽(?:收|治|分|绿|管|保)$|负增长$|如期达峰$|实现达峰$|(?:达到|实现)(?:碳)?(?:峰值|达峰)$"
)
_NAME_FOLLOWS = re.compile(r"全覆盖(?:工程|行动|计划|项目|试点|体系|制度|网络)")
_WAYS = re.compile(
    r"^(?:推进|推动|加快|开展|加强|探索|鼓励|支持|积极|持续|深入|大力|全面推进|统筹|完善|强化|引导|扩大|逐步推进|加大|有序)"
)


def is_absolute_goal(text: str) -> bool:
    """Whether a clause without a number demands all or nothing."""
    found = _ABSOLUTE.search(text)
    return bool(
        found and not _NAME_FOLLOWS.search(text) and not _WAYS.match(text) and len(text) < 60
    )
