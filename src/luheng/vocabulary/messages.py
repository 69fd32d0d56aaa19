"""What the program says when something is wrong, once in Chinese and once in English.

Each room declares its messages in ``vocabulary/message_tables/<room>.yaml``::

    picture_only_pdf:
      zh: "{file} 没有文字层，看起来是扫描件"
      en: "{file} has no text layer; it looks like a scan"
      remedy_zh: "请用文字识别软件另存为可检索的 PDF，或向发文单位索取 Word 版"
      remedy_en: "save it as a searchable PDF with text recognition, or ask the issuer for the Word file"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from luheng.vocabulary.tables import table

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Message:
    """One thing to tell a person: a code of the message table and what to put into it.

    A value may itself be a message: it is told in the language of the one around it.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: Language = "zh") -> str:
        """The problem in one sentence. Raises KeyError for a code that no table declares."""
        return _declared()[self.code][language].format(**self._told_in(language))

    def remedy(self, language: Language = "zh") -> str:
        """What the reader can do about it; empty where nothing is to be done."""
        return (
            _declared()[self.code].get(f"remedy_{language}", "").format(**self._told_in(language))
        )

    def in_both(self) -> dict[str, str]:
        """Code, problem and remedy in Chinese and English, as programs read it."""
        return {
            "code": self.code, "zh": self.text("zh"), "en": self.text("en"),
            "remedy_zh": self.remedy("zh"), "remedy_en": self.remedy("en"),
        }  # fmt: skip

    def _told_in(self, language: Language) -> dict[str, Any]:
        return {
            name: value.text(language) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }


class LuhengError(Exception):
    """A problem a person can mend; ``message`` names the place, the problem and the remedy."""

    def __init__(self, code: str, **values: Any) -> None:
        self.message = Message(code, values)
        super().__init__(code)

    def __str__(self) -> str:
        problem, remedy = self.message.text("zh"), self.message.remedy("zh")
        return f"{problem}。{remedy}" if remedy else problem


@cache
def _declared() -> dict[str, dict[str, str]]:
    return _one_namespace(table("message_tables"))


def _one_namespace(
    tables: Mapping[str, Mapping[str, dict[str, str]] | None],
) -> dict[str, dict[str, str]]:
    """All messages by code. Raises ValueError where two tables declare one code."""
    declared: dict[str, dict[str, str]] = {}
    for room, messages in tables.items():
        if twice := declared.keys() & (messages or {}).keys():
            raise ValueError(f"message_tables/{room}.yaml declares again: {', '.join(twice)}")
        declared.update(messages or {})
    return declared
