"""Numbers of headings: 第一章, 一、, （一）, 1., 1.2, （1）, ① and what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

NumberStyle = Literal[
    "chapter",
    "part",
    "article",
    "chinese",
    "bracketed",
    "arabic",
    "decimal",
    "subdecimal",
    "round",
    "circled",
]

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
_CHINESE = "[〇零一二三四五六七八九十百]{1,6}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MARKS: tuple[tuple[NumberStyle, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第({_CHINESE}|\d{{1,2}})(?:[章编篇]|部分)")),
    ("part", re.compile(rf"第({_CHINESE}|\d{{1,2}})节")),
    ("article", re.compile(rf"第({_CHINESE}|\d{{1,3}})条(?!(?:规定|第|款|、|的|和))")),
    ("bracketed", re.compile(rf"（({_CHINESE})）、?")),
    ("bracketed", re.compile(rf"[（〔]?({_CHINESE})[）〕](?!年|月|日)")),
    ("bracketed", re.compile(rf"（({_CHINESE})(?=[一-鿿]{{2,20}}[。：]|[一-鿿]{{2,20}}$)")),
    ("chinese", re.compile(rf"({_CHINESE})(?:、|\.(?!\d))(?!{_CHINESE}(?:、|产|类|级|期))")),
    ("subdecimal", re.compile(r"(\d{1,2}(?:\.\d{1,2}){2,3})[.、]?(?![\d%‰°])(?=[“《一-鿿])")),
    ("decimal", re.compile(r"(\d{1,2}\.\d{1,2})[.、]?(?![\d.%‰°])(?=[“《一-鿿])")),
    ("arabic", re.compile(r"(\d{1,3})(?:\.(?!\d)|、)(?![\d、])")),
    ("round", re.compile(r"（(\d{1,3})）")),
    ("round", re.compile(r"(\d{1,2})）")),
    ("circled", re.compile(rf"([{_CIRCLED}])")),
)
# A decimal before one of these is an amount at the head of a line, not a number of a heading.
_AMOUNT = re.compile(r"万|亿|吨|千|公|平方|立方|米|元|个|家|倍|年|月|日|成|户|人|亩|度|台|项|座|条")


@dataclass(frozen=True, slots=True)
class HeadingNumber:
    """A number read at the head of a paragraph."""

    style: NumberStyle
    value: int  # what it counts; of 1.2 the last part
    printed: str  # half-width: 第一章, 一, (一), 1, 1.2, (1), ①
    length: int  # characters of the view it takes, mark included


def read_number(text: str) -> HeadingNumber | None:
    """The number a paragraph opens with, or None. `text` is the text of a view."""
    for style, pattern in _MARKS:
        if found := pattern.match(text):
            if style.endswith("decimal") and _AMOUNT.match(text[found.end() :]):
                return None
            value = _value(style, found[1])
            if value is None:
                continue
            return HeadingNumber(style, value, _printed(style, found[1], found[0]), found.end())
    return None


def chinese_value(text: str) -> int | None:
    """十五 → 15, 二十 → 20, 一百零三 → 103; None where the characters make no number."""
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            if digit and "十" not in text and "百" not in text:
                return None  # 二三: a word, no number
            digit = _DIGITS[character]
        elif character == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif character == "百":
            total, digit = total + (digit or 1) * 100, 0
    return total + digit or None


def _value(style: NumberStyle, text: str) -> int | None:
    if style == "circled":
        return _CIRCLED.index(text) + 1
    if style.endswith("decimal"):
        return int(text.rsplit(".", 1)[1])
    return int(text) if text.isdigit() else chinese_value(text)


def _printed(style: NumberStyle, number: str, whole: str) -> str:
    if style in ("bracketed", "round"):
        return f"({number})"
    return whole if style in ("chapter", "part", "article") else number
