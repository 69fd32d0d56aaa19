"""Numbers as official texts print them: 1,234.5, 二十五, 一点五, 百分之八十, 三成, 三分之二, 翻一番.

Two ways of cutting ``60万千瓦`` exist. Here a 万 or 亿 behind Arabic digits belongs to the unit:
``NUMBER`` matches ``60`` and `units_of_measure.UNIT` matches ``万千瓦``. Only `parse_number`, given
the whole of ``3.5万``, multiplies it out. In a number written in Chinese, 万 and 亿 are part of it
only where digits follow (``一万二千`` is 12000; ``三十六万千瓦`` is 36 万千瓦). 百 and 千 always belong to
the number (``3千户`` is 3000 户), but for units that begin with them (``5千瓦`` is 5 千瓦).

Patterns are meant for texts in the view's form (half-width digits, no blanks); the parsers also
read full-width digits and blanks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {
    "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

_CHINESE_DIGIT = "〇零一二两三四五六七八九"
_THOUSAND_UNITS = "瓦米克卡伏焦帕赫"  # 千瓦, 千克 …: here 千 is the unit's

ARABIC = (
    rf"(?<![A-Za-z\d.])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?!\d|\.\d)"
    rf"(?:百(?!分)|千(?![{_THOUSAND_UNITS}]))?"
)
_SMALL = rf"[{_CHINESE_DIGIT}十百](?:[{_CHINESE_DIGIT}十百]|千(?![{_THOUSAND_UNITS}]))*"
_WITH_MYRIAD = rf"(?:{_SMALL}[万亿])?{_SMALL}"
CHINESE = (
    rf"(?<![{_CHINESE_DIGIT}十百千第])"
    rf"(?:{_WITH_MYRIAD}(?:点[{_CHINESE_DIGIT}]+)?|千(?=[户家个名辆]))(?!分之)"
)
NUMBER = rf"(?:{ARABIC}|{CHINESE})"
"""Pattern of one unsigned number without groups of its own; its text goes to `parse_number`."""

MULTIPLE = "(?:万亿|千亿|百亿|十亿|千万|百万|十万|[万亿])"
"""Pattern of the multiplier that stands between a number and its unit: 60万—80万千瓦."""

_PLAIN = re.compile(r"([+-]?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([十百千万亿]*)")
_CHINESE_NUMBER = re.compile(r"([^点]+)(?:点([^点]+))?")


def parse_number(text: str) -> Decimal | None:
    """The value of a whole printed number, signs and multipliers read; None if it is no number.

    ``1,234.5`` · ``３．５万`` (35000) · ``二十五`` · ``一点五`` · ``二〇二五`` · ``两`` · ``一万二千`` · ``负三``.
    """
    cleaned = _cleaned(text)
    if found := _PLAIN.fullmatch(cleaned):
        value = Decimal(found[1] + found[2].replace(",", ""))
        return value * multiplier(found[3])
    if cleaned.startswith("负"):
        value_below = _parse_chinese(cleaned[1:])
        return None if value_below is None else -value_below
    return _parse_chinese(cleaned)


def multiplier(text: str) -> Decimal:
    """What 万, 亿, 千万, 万亿 … multiply by; 1 for an empty text. Raises KeyError for other texts."""
    value = Decimal(1)
    for character in text:
        value *= (_POWERS | _MYRIADS)[character]
    return value


def _cleaned(text: str) -> str:
    half_width = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", half_width).replace("−", "-").replace("–", "-")


def _parse_chinese(text: str) -> Decimal | None:
    found = _CHINESE_NUMBER.fullmatch(text)
    if not found:
        return None
    whole = _parse_whole(found[1])
    if whole is None or not found[2]:
        return None if whole is None else Decimal(whole)
    after_point, myriad = found[2], 1
    while after_point and after_point[-1] in _MYRIADS:
        myriad *= _MYRIADS[after_point[-1]]
        after_point = after_point[:-1]
    if not after_point or any(character not in _DIGITS for character in after_point):
        return None
    digits = "".join(str(_DIGITS[character]) for character in after_point)
    return Decimal(f"{whole}.{digits}") * myriad


def _parse_whole(text: str) -> int | None:
    """二〇二五, 二十五, 一百零五, 一万二千, 三万五 (35000)."""
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    for myriad in ("亿", "万"):
        if myriad in text:
            high_text, _, low_text = text.rpartition(myriad)
            high = _parse_whole(high_text) if high_text else 1
            low = _parse_low(low_text, _MYRIADS[myriad])
            return None if high is None or low is None else high * _MYRIADS[myriad] + low
    return _parse_below_myriad(text)


def _parse_low(text: str, power: int) -> int | None:
    """What follows 万 or 亿; a bare last digit counts tenths of it (三万五 is 35000)."""
    if len(text) == 1 and _DIGITS.get(text):
        return _DIGITS[text] * power // 10
    return _parse_whole(text) if text else 0


def _parse_below_myriad(text: str) -> int | None:
    total, digit, power = 0, None, 1
    for character in text:
        if character in _POWERS:
            power = _POWERS[character]
            total += (1 if digit is None else digit) * power
            digit = None
        elif character in _DIGITS and not digit:
            power = 1 if digit == 0 or not _DIGITS[character] else power
            digit = _DIGITS[character]
        else:
            return None
    # 一百二 is 120, 一百零二 is 102
    return total + (digit or 0) * (power // 10 if power > 10 else 1)


@dataclass(frozen=True, slots=True)
class Share:
    """A share said in words: its percentage, and the words where they were a fraction.

    `percent` is rounded to two places only where the fraction does not end (三分之二: 66.67).
    `more_than` is set for 过半 and 超半数, which name no value of their own to reach.
    """

    percent: Decimal
    fraction: str | None = None
    more_than: bool = False


_ONES = "一二两三四五六七八九"
_IN_WORDS = rf"(?:[{_CHINESE_DIGIT}十百]+(?:点[{_CHINESE_DIGIT}]+)?|\d+(?:\.\d+)?)"
SHARE_WORDS = (
    rf"(?:[百千万]分之{_IN_WORDS}|(?<![\d.{_CHINESE_DIGIT}十百]){_IN_WORDS}分之{_IN_WORDS}"
    rf"|[{_ONES}](?:成[{_ONES}半]|成(?![员立为功果套品本长绩分都熟活人因就片形效交]))"
    r"|(?:过半|超过?半)(?:数|(?![年月天个小]))|半数(?=以上)|一半)"
)
"""Pattern of a share in words, without groups of its own; its text goes to `parse_percent_words`."""

_FRACTION = re.compile(r"(.+)分之(.+)")
_TENTHS = re.compile(rf"([{_ONES}\d])成([{_ONES}\d半])?(?:以上|多)?")
_HALVES = {
    "过半": True, "过半数": True, "超半": True, "超半数": True, "超过半数": True, "超过半": True,
    "半数": False, "半数以上": False, "一半": False, "一半以上": False,
}  # fmt: skip


def parse_percent_words(text: str) -> Share | None:
    """The share a phrase names: 百分之八十, 九成以上, 八成五, 过半, 三分之二; None for others.

    以上 behind the words does not change the value: the operator is the grammar's to read.
    """
    cleaned = _cleaned(text)
    if cleaned in _HALVES:
        return Share(Decimal(50), more_than=_HALVES[cleaned])
    if found := _TENTHS.fullmatch(cleaned):
        tenths = parse_number(found[1])
        hundredths = Decimal(5) if found[2] == "半" else parse_number(found[2] or "〇")
        if tenths is not None and hundredths is not None:
            return Share(tenths * 10 + hundredths)
    return _parse_fraction(cleaned.removesuffix("以上"))


def _parse_fraction(text: str) -> Share | None:
    if not (found := _FRACTION.fullmatch(text)):
        return None
    if found[1] in ("百", "千", "万"):
        part = parse_number(found[2])
        return None if part is None else Share(part * 100 / multiplier(found[1]))
    whole, part = parse_number(found[1]), parse_number(found[2])
    if not whole or part is None or part > whole:
        return None
    percent = part * 100 / whole
    if percent != percent.quantize(Decimal("0.01")):
        percent = percent.quantize(Decimal("0.01"))
    return Share(percent, fraction=text)


MULTIPLE_WORDS = rf"(?:翻[{_ONES}]番|翻番|(?:增长|增加|提高|扩大|提升)[{_ONES}]倍)"
"""Pattern of a growth said in words; its text goes to `parse_multiple_words`."""


def parse_multiple_words(text: str) -> Decimal | None:
    """How many times the base a phrase names: 翻一番 2, 翻两番 4, 增长一倍 2; None for others."""
    cleaned = _cleaned(text)
    if cleaned == "翻番":
        return Decimal(2)
    if found := re.fullmatch(r"翻(.)番", cleaned):
        doublings = parse_number(found[1])
        return None if doublings is None else Decimal(2) ** doublings
    if found := re.fullmatch(r"(?:增长|增加|提高|扩大|提升)(.+)倍", cleaned):
        times = parse_number(found[1])
        return None if times is None else times + 1
    return None
