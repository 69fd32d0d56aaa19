"""Text as the grammar reads it, each character knowing where it stands in the source.

A view has no white space (but for one blank between two ASCII letters or digits), half-width digits
and letters, one form of each punctuation mark and simplified characters. So one rule reads
``( 一 ) 到 2025 年`` and ``（一）到２０２５年``, and what it finds is quoted in the source's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from luheng.documents.model import Span

_PUNCTUATION = str.maketrans(
    {
        ",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！",
        "﹐": "，", "､": "、", "﹑": "、", "｡": "。", "．": ".", "﹪": "%", "％": "%",
        "～": "~", "〜": "~", "∼": "~", "˜": "~", "－": "-", "–": "-", "‐": "-", "‑": "-", "−": "-",
        "﹣": "-", "─": "—", "―": "—",
        "「": "“", "」": "”", "『": "“", "』": "”", "＂": "”", "[": "〔", "]": "〕", "［": "〔", "］": "〕",
        "【": "〔", "】": "〕", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "﹥": "＞", "﹤": "＜",
        ">": "＞", "<": "＜", "㎡": "m²", "㎥": "m³", "㎞": "km", "µ": "μ",
    }
)  # fmt: skip
_PINYIN = re.compile(r"(?<=[㐀-鿿])(?:[(（][a-zɑāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,7}[)）])+")
_READING = re.compile(r"[㐀-鿿][(（]([a-z]{1,6})[)）]")
_SYLLABLE = re.compile(
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:i?ang|i?ong|[eiu]?ng|[iu]an|[aeiu]n|uai|iao|[aeu]i|[aiu]?o|[iou]u|[iu][ae]|er|[aeiouv])"
)
_BRACKETS = str.maketrans("", "", "()（）")  # 转移量（kg） is a unit, 節（jié）能 a reading
_MANY_READINGS = 8  # as many different syllables are no units of measure in brackets
_CLOSING_MARKS = frozenset("，、。；")
_BLANKS = frozenset(" \t\u00a0")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True, slots=True)
class View:
    """A normalised stretch of the source; `origin[i]` is where `text[i]` stands there."""

    text: str
    origin: array[int]

    @classmethod
    def of(cls, source: str, span: Span | None = None) -> View:
        """The view of a span of the source, or of the whole."""
        start, end = (span.start, span.end) if span else (0, len(source))
        characters: list[str] = []
        origin: array[int] = array("l")
        skipped = _pinyin(source, start, end)
        for position in range(start, end):
            character = source[position]
            if position in skipped:
                continue
            if character in ",:" and _between_digits(source, position, start, end):
                characters.append(character)
                origin.append(position)
                continue
            if character.isspace() or character in _INVISIBLE:
                if character in _BLANKS and position > start and source[position - 1] in _BLANKS:
                    continue  # the first of them counted for all, or did not
                if not _blank_counts(source, position, start, end):
                    continue
                if characters and characters[-1] == " ":
                    continue
                character = " "
            if character in _CLOSING_MARKS and characters and characters[-1] in "，,":
                characters.pop()  # ,、 and ,。 of bad copies: the second mark is the true one
                origin.pop()
            for part in normal_form(character):
                characters.append(part)
                origin.append(position)
        return cls("".join(characters), origin)

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the source. Raises IndexError for an empty stretch."""
        return Span(self.origin[start], self.origin[end - 1] + 1)


@cache
def normal_form(character: str) -> str:
    """The form in which the grammar knows a character; mostly one character, ㎡ gives two."""
    if character.isascii():
        return character.translate(_PUNCTUATION)
    if "０" <= character <= "９" or "Ａ" <= character <= "Ｚ" or "ａ" <= character <= "ｚ":
        return unicodedata.normalize("NFKC", character)
    if "㐀" <= character <= "鿿" or "豈" <= character <= "﫿":
        return _simplifier().convert(character)
    if character == "　":
        return " "
    return character.translate(_PUNCTUATION)


def _pinyin(source: str, start: int, end: int) -> frozenset[int]:
    """Places of readings put in after characters, as some portals do: 節(jié)能, 綠(lv)色."""
    return frozenset(
        position
        for found in _PINYIN.finditer(source, start, end)
        if not found[0].translate(_BRACKETS).isascii() or _has_toneless_readings(source)
        for position in range(*found.span())
    )


@lru_cache(maxsize=8)
def _has_toneless_readings(source: str) -> bool:
    """Whether a text puts readings without tones after its characters throughout."""
    syllables = {word for word in _READING.findall(source) if _SYLLABLE.fullmatch(word)}
    return len(syllables) >= _MANY_READINGS


def _between_digits(source: str, position: int, start: int, end: int) -> bool:
    return (
        start < position < end - 1
        and source[position - 1].isdigit()
        and source[position + 1].isdigit()
    )


def _blank_counts(source: str, position: int, start: int, end: int) -> bool:
    """A blank is kept only between two ASCII letters or digits of one line."""
    before, after = position - 1, position + 1
    while before >= start and source[before] in _BLANKS:
        before -= 1
    while after < end and source[after] in _BLANKS:
        after += 1
    if before < start or after >= end:
        return False
    return all(mark.isascii() and mark.isalnum() for mark in (source[before], source[after]))


@cache
def _simplifier() -> Any:
    from opencc import OpenCC  # 30 ms to load; only texts with Chinese characters need it

    return OpenCC("t2s")
