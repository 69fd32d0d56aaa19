"""What a city sets about supervision and reminders, with the usual values. Knows no Django.

In luheng.toml:

    [supervision]
    sign_days = 2            # working days to sign for an order

    [supervision.behind]     # one table a rule
    on = false

    [reminders]
    before = [5, 1]          # working days before a deadline
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from luheng.workplace.toml_tables import lines, typed

WEBHOOKS = ("", "dingtalk", "wecom")


@dataclass(frozen=True)
class RuleSetting:
    """One rule: whether it runs, how many working days an order gives, and when it bites."""

    on: bool = True
    days: int = 20  # working days to put it right
    grace_days: int = 0  # calendar days after the deadline before the rule bites
    provisional: bool = True  # whether a verdict on preliminary figures is enough

    def changed(self, written: Any, name: str) -> RuleSetting:
        """With what a city wrote. Raises ValueError naming the entry that makes no sense."""
        return replace(self, **typed(self, written, name))


def _usual_rules() -> dict[str, RuleSetting]:
    return {
        "missed": RuleSetting(days=20),
        "behind": RuleSetting(days=20),
        "overdue_task": RuleSetting(days=15),
        "no_return": RuleSetting(days=5, grace_days=3),
        "evidence_missing": RuleSetting(days=10, grace_days=10),
    }


@dataclass(frozen=True)
class SupervisionSettings:
    """The rules and the working days of each step."""

    automatic: bool = True  # run the rules whenever verdicts change
    near_days: int = 3  # working days before a deadline in which the lamp warns
    sign_days: int = 2
    plan_days: int = 5
    review_days: int = 5
    rules: Mapping[str, RuleSetting] = field(default_factory=_usual_rules)

    @classmethod
    def from_table(cls, written: Any) -> Self:
        """The settings with what a city wrote in `[supervision]`. Raises ValueError."""
        if not isinstance(written, Mapping):
            raise ValueError("[supervision] ?")
        usual = cls()
        rules = {
            key: rule.changed(written.get(key, {}), f"supervision.{key}")
            for key, rule in usual.rules.items()
        }
        rest = {key: value for key, value in written.items() if key not in rules}
        return replace(usual, rules=rules, **typed(usual, rest, "supervision"))

    def as_toml(self) -> str:
        """The tables as luheng.toml has them."""
        written = [
            "\n[supervision]                # 督查督办，单位为工作日 in working days",
            *lines(self),
        ]
        for key, rule in self.rules.items():
            written += [f"\n[supervision.{key}]", *lines(rule)]
        return "\n".join(written) + "\n"


@dataclass(frozen=True)
class ReminderSettings:
    """When people are reminded of a deadline, in working days, and the kind of group robot."""

    before: tuple[int, ...] = (5, 1)
    on_day: bool = True
    after: tuple[int, ...] = (1, 3, 7)
    every: int = 7  # after the last of those; 0: no more
    webhook: str = ""  # dingtalk or wecom; its address by LUHENG_WEBHOOK_URL alone

    @classmethod
    def from_table(cls, written: Any) -> Self:
        """The settings with what a city wrote in `[reminders]`. Raises ValueError."""
        made = replace(cls(), **typed(cls(), written, "reminders"))
        if made.webhook not in WEBHOOKS:
            raise ValueError(f"reminders.webhook = {made.webhook}")
        return made

    def as_toml(self) -> str:
        """The table as luheng.toml has it."""
        head = "\n[reminders]                  # 提醒 before, after: 工作日 working days"
        return "\n".join([head, *lines(self)]) + "\n"
