"""Traffic lights: a setting over verdicts. A light is a colour, a word and a shape, never one alone.

Colours and shapes are those of the house: safe for colour-blind eyes, 4.5:1 on white.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from luheng.judgement.model import Judgement, Verdict
from luheng.vocabulary.messages import Language, LuhengError, Message

Colour = Literal["green", "blue", "yellow", "red", "grey"]

HEX: Mapping[Colour, str] = {
    "green": "#1a7f5a",
    "blue": "#2563a8",
    "yellow": "#b7791f",
    "red": "#b42318",
    "grey": "#6b7280",
}
SHAPE: Mapping[Verdict, str] = {
    Verdict.MET: "●",
    Verdict.ON_TRACK: "▲",
    Verdict.BEHIND: "◆",
    Verdict.MISSED: "■",
    Verdict.INSUFFICIENT_DATA: "○",
    Verdict.NOT_YET_DUE: "–",
    Verdict.CANNOT_BE_JUDGED: "◇",
}


@dataclass(frozen=True, slots=True)
class Light:
    """How one verdict is shown."""

    verdict: Verdict
    colour: Colour

    @property
    def hex(self) -> str:
        return HEX[self.colour]

    @property
    def shape(self) -> str:
        return SHAPE[self.verdict]

    def word(self, language: Language = "zh") -> str:
        """The verdict's word; it stands beside every colour."""
        return self.verdict.text(language)

    def colour_word(self, language: Language = "zh") -> str:
        """绿灯, 黄灯 …, or green, yellow …; 无灯 for grey."""
        return Message(f"colour_{self.colour}").text(language)


@dataclass(frozen=True, slots=True)
class LightScheme:
    """Which colour each verdict gets, and which it gets when the deadline is near."""

    id: str
    colours: Mapping[Verdict, Colour]
    near_due_days: int = 0  # 0: nearness changes nothing
    near_due: Mapping[Verdict, Colour] = field(default_factory=dict)

    def light(self, judgement: Judgement) -> Light:
        """The light of a judgement on the day it was made."""
        colour = self.colours[judgement.verdict]
        if judgement.verdict in self.near_due and self._is_near(judgement):
            colour = self.near_due[judgement.verdict]
        return Light(judgement.verdict, colour)

    def name(self, language: Language = "zh") -> str:
        """What to call the scheme; a city's own is called by its id."""
        return Message(f"scheme_{self.id}").text(language) if self.id in SCHEMES else self.id

    def _is_near(self, judgement: Judgement) -> bool:
        if judgement.due_on is None:
            return False
        return 0 <= (judgement.due_on - judgement.today).days <= self.near_due_days


BY_SCHEDULE = LightScheme(
    "by_schedule",
    {
        Verdict.MET: "green",
        Verdict.ON_TRACK: "green",
        Verdict.BEHIND: "yellow",
        Verdict.MISSED: "red",
        Verdict.INSUFFICIENT_DATA: "grey",
        Verdict.NOT_YET_DUE: "grey",
        Verdict.CANNOT_BE_JUDGED: "grey",
    },
)
"""绿/黄/红: does it keep to the schedule."""

BY_DEADLINE = LightScheme(
    "by_deadline",
    {
        Verdict.MET: "grey",
        Verdict.ON_TRACK: "grey",
        Verdict.BEHIND: "yellow",
        Verdict.MISSED: "red",
        Verdict.INSUFFICIENT_DATA: "grey",
        Verdict.NOT_YET_DUE: "grey",
        Verdict.CANNOT_BE_JUDGED: "grey",
    },
    near_due_days=92,
    near_due=dict.fromkeys(
        (Verdict.ON_TRACK, Verdict.INSUFFICIENT_DATA, Verdict.NOT_YET_DUE), "blue"
    ),
)
"""蓝/黄/红 as on supervision orders: near its deadline, behind schedule, overdue and not done."""

SCHEMES: Mapping[str, LightScheme] = {one.id: one for one in (BY_SCHEDULE, BY_DEADLINE)}


def scheme_of(
    id: str,
    colours: Mapping[str, str],
    *,
    near_due_days: int = 0,
    near_due: Mapping[str, str] | None = None,
) -> LightScheme:
    """A scheme from a city's own settings, verdict → colour, by their English ids.

    Raises LuhengError `light_verdict_unknown`, `light_colour_unknown`, `light_verdict_missing`.
    """
    checked = _checked(colours)
    for verdict in Verdict:
        if verdict not in checked:
            raise LuhengError("light_verdict_missing", verdict=verdict.value)
    return LightScheme(id, checked, near_due_days, _checked(near_due or {}))


def _checked(colours: Mapping[str, str]) -> dict[Verdict, Colour]:
    checked: dict[Verdict, Colour] = {}
    for verdict, colour in colours.items():
        if verdict not in set(Verdict):
            known = ", ".join(Verdict)
            raise LuhengError("light_verdict_unknown", verdict=verdict, known=known)
        if colour not in get_args(Colour):
            known = ", ".join(get_args(Colour))
            raise LuhengError("light_colour_unknown", verdict=verdict, colour=colour, known=known)
        checked[Verdict(verdict)] = cast(Colour, colour)
    return checked
