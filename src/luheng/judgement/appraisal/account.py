"""The sentence under every line of a statement, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luheng.judgement.appraisal.facts import Fact
from luheng.judgement.appraisal.scheme import CAPPED, Item, RuleKind
from luheng.vocabulary.messages import Language, Message


@dataclass(frozen=True, slots=True)
class Account:
    """What a sentence tells about; as in `Line`."""

    item: Item
    weight: Decimal
    full: Decimal
    points: Decimal | None
    facts: tuple[Fact, ...]
    set_aside: tuple[Fact, ...]
    without_inputs: str


def sentence(account: Account, language: Language) -> str:
    """How the points of a line came about."""
    if account.points is None:
        said = _say(f"nothing_{account.without_inputs}", language, weight=plain(account.weight))
    elif account.item.rule in CAPPED or account.item.rule is RuleKind.MANUAL:
        said = _marks(account, language)
    else:
        said = _mean(account, language)
    return said + _aside(account, language) + _moved(account, language)


def outcome_word(outcome: str, language: Language = "zh") -> str:
    """达标, 已逾期, 已佐证 …"""
    return _say(f"outcome_{outcome}", language)


def rule_word(rule: str, language: Language = "zh") -> str:
    """按目标判定, 按任务进展 … of a rule's kind."""
    return _say(f"rule_{rule}", language)


def plain(value: Decimal) -> str:
    """A number without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _mean(account: Account, language: Language) -> str:
    points = account.item.points
    parts = [
        _say(
            "part",
            language,
            word=outcome_word(outcome, language),
            n=n,
            share=plain(points[outcome]),
        )
        for outcome, n in _counts(account.facts, list(points)).items()
    ]
    total = sum((points[fact.outcome] for fact in account.facts), Decimal(0))
    return _say(
        "mean", language, n=len(account.facts), parts=_joined(parts, language),
        total=plain(total), full=plain(account.full), points=account.points,
    )  # fmt: skip


def _marks(account: Account, language: Language) -> str:
    parts = [
        _say("mark", language, label=fact.label, points=plain(fact.points or Decimal(0)))
        for fact in account.facts
    ]
    code = f"marks_{account.item.rule.value}"
    return _say(
        code, language, parts=_joined(parts, language), n=len(parts), points=account.points,
        cap=plain(account.item.cap), weight=plain(account.weight), full=plain(account.full),
    )  # fmt: skip


def _aside(account: Account, language: Language) -> str:
    if not account.set_aside:
        return ""
    outcomes = sorted({fact.outcome for fact in account.set_aside})
    parts = [
        _say("aside_part", language, word=outcome_word(outcome, language), n=n)
        for outcome, n in _counts(account.set_aside, outcomes).items()
    ]
    return _say("aside", language, parts=_joined(parts, language))


def _moved(account: Account, language: Language) -> str:
    if account.points is None or account.full == account.weight:
        return ""
    return _say("moved", language, weight=plain(account.weight), full=plain(account.full))


def _counts(facts: tuple[Fact, ...], order: list[str]) -> dict[str, int]:
    """How many facts have each outcome that occurs, in the order given."""
    counts = {outcome: sum(fact.outcome == outcome for fact in facts) for outcome in order}
    return {outcome: n for outcome, n in counts.items() if n}


def _joined(parts: list[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(parts)


def _say(code: str, language: Language, **values: Any) -> str:
    return Message(f"appraisal_{code}", values).text(language)
