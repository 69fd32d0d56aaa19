"""Indicator sets that packs declare, and their editions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luheng.methods import find_packs, standards
from luheng.parameters.model import Version
from luheng.vocabulary.messages import LuhengError


@dataclass(frozen=True)
class IndicatorSet:
    """One family of sets: the ids of its official numbers and of the methods that judge by it."""

    pack: str
    zh: str
    en: str
    items: str
    distance: str
    share: str
    eligible: str
    own_target: str

    def editions(self) -> list[Edition]:
        """Every edition, the latest first."""
        standards().load(self.items)
        return [Edition(one) for one in reversed(standards().book.get(self.items).versions)]

    def edition(self, name: str) -> Edition | None:
        """The edition of that name; None where there is none."""
        return next((one for one in self.editions() if one.name == name), None)

    def in_force(self, day: date) -> Edition | None:
        """The edition in force on a day; None before the first."""
        standards().load(self.items)
        try:
            return Edition(standards().book.resolve(self.items, day))
        except LuhengError:
            return None


@dataclass(frozen=True)
class Edition:
    """One edition of a set, as it is transcribed here."""

    version: Version

    @property
    def name(self) -> str:
        """What it is asked for by (`using`)."""
        return self.version.edition

    @property
    def items(self) -> Mapping[str, Any]:
        """Its items by key."""
        return self.version.value["items"]

    def gaps(self, language: str) -> list[str]:
        """What our transcription lacks."""
        return [str(gap[language]) for gap in self.version.value.get("gaps", ())]


def indicator_set() -> IndicatorSet | None:
    """The set that a pack declares; None where no pack has one."""
    for pack in find_packs():
        declared = pack.declared.get("readiness")
        if declared:
            return IndicatorSet(
                pack.id, pack.zh, pack.en, declared["set"], declared["distance"],
                declared["share"], declared["eligible"], declared["own_target"],
            )  # fmt: skip
    return None


def subject_of(item: Mapping[str, Any]) -> str:
    """What editions share an item by: the indicator of the catalogue, else its Chinese name."""
    return str(item.get("indicator") or item["zh"])
