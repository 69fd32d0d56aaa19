"""Numbers as Word prints them in front of list paragraphs."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def counted(number: int) -> str:
    """一, 十, 十一, 二十, 一百零三 …, up to 9999."""
    words = _counted(number, _DIGITS.replace("〇", "零"), "十百千")
    return words[1:] if words.startswith("一十") else words


def _counted(number: int, digits: str, powers: str) -> str:
    words = ""
    skipped = False
    for power in range(len(powers), -1, -1):
        digit = number // 10**power % 10
        if digit:
            words += ("零" if skipped and words else "") + digits[digit]
            words += powers[power - 1] if power else ""
        skipped = not digit
    return words or digits[0]


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        words += letters * (number // value)
        number %= value
    return words


def _letters(number: int) -> str:
    """A, B … Z, AA, BB … as Word counts."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _row(first: str, count: int) -> Callable[[int], str]:
    """The numbers of a run of single characters such as ①②③; plain digits beyond it."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: "".join(chr(ord(mark) + 0xFEE0) for mark in str(number)),
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _row("①", 20),
    "decimalEnclosedCircleChinese": _row("①", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "ideographDigital": lambda number: "".join(_DIGITS[int(mark)] for mark in str(number)),
    "chineseLegalSimplified": lambda number: _counted(number, _LEGAL, "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ordinal": str,
    "none": lambda number: "",
    "bullet": lambda number: "",
}
_COUNTED = (
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "taiwaneseDigital", "japaneseDigitalTenThousand",
    "koreanCounting", "koreanDigital",
)  # fmt: skip


def numeral(number: int, form: str) -> str:
    """A number in one of Word's number formats; plain digits for a format that is not known."""
    if form in _COUNTED:
        return counted(number)
    return _FORMS.get(form, str)(number) if number > 0 else str(number)
