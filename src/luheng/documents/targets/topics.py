"""What a clause without a target speaks of, for the clause behind it: 森林覆盖率稳步提升，达到65%."""

from __future__ import annotations

import re

from luheng.documents.targets.naming import clean_subject

_PREDICATE = re.compile(
    r"(?:下降幅度|降幅|增幅|增速)?(?:大于|高于|超过|快于|低于)全(?:社会|省|国|市).{0,12}$|"
    r"(?:(?:进一步|稳步|持续|不断|明显|显著|大幅|逐步|逐年|有效|全面|稳定|总体|基本|得到|更加)*"
    r"(?:提升|提高|改善|下降|降低|增加|减少|增长|优化|扩大|增强|向好|好转|达标|稳定|上升|推进|完善|加快|巩固|压减|控制|发展|推广|攻坚|见效))$"
)
_ACTING = re.compile(
    r"^(?:大力|积极|加快|稳步|持续|有序|全面|深入|着力|不断|进一步|鼓励|支持|扎实|统筹|因地制宜|科学|合理|优先|重点)*"
    r"(?:发展|推广应用|推广使用|推广|推进|推动|推行|实施|开展|加强|提升|提高|强化|扩大|建设|完善|优化|落实|控制|压减|降低|减少|增加|改善|使用|促进|巩固|强化)"
)


def topic_of(words: str) -> str:
    """The indicator or thing the words speak of; empty where that is no short noun."""
    plain = _ACTING.sub("", clean_subject(words), count=1)
    plain = clean_subject(_PREDICATE.sub("", plain))
    return plain if 2 <= len(plain) <= 24 else ""
