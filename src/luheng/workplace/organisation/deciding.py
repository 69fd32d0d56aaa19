"""Who takes which duty: as a person said, else by the rules of the successors. No database here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Key = tuple[str, int]


class Takes(Protocol):
    """A successor: its name, the lines that say what it takes, whether it takes the rest."""

    name: str
    takes: list[str]
    takes_rest: bool


class Left(Protocol):
    """A duty that is left behind."""

    @property
    def key(self) -> Key:
        """Kind and id."""

    @property
    def words(self) -> str:
        """What rules are held against."""

    @property
    def no(self) -> str:
        """Its number in its list."""

    @property
    def follows(self) -> Key | None:
        """The duty that decides for it."""


@dataclass(frozen=True)
class Decision:
    """Whose a duty becomes and why; no name: undecided, or it stays where it is."""

    name: str
    why: str  # said, only, follows, rule, rest, stays; else several or nothing: undecided
    among: tuple[str, ...] = ()  # where rules of several match

    @property
    def undecided(self) -> bool:
        """Whether a person has to say it."""
        return self.why in ("several", "nothing")


def decide(
    duties: Sequence[Left],
    successors: Sequence[Takes],
    said: Mapping[Key, str],
    *,
    rest_stays: bool = False,
) -> list[Decision]:
    """A decision for each duty, in their order. A duty follows one that stands before it.

    `said`: what a person decided, by key; an empty name: it stays. `rest_stays`: what nobody takes
    stays with the unit, as where only part of its duties is transferred.
    """
    decided: dict[Key, Decision] = {}
    for duty in duties:
        decided[duty.key] = _decide(duty, successors, said, decided, rest_stays)
    return [decided[duty.key] for duty in duties]


def _decide(
    duty: Left,
    successors: Sequence[Takes],
    said: Mapping[Key, str],
    decided: Mapping[Key, Decision],
    rest_stays: bool,
) -> Decision:
    if duty.key in said:
        return Decision(said[duty.key], "said" if said[duty.key] else "stays")
    if len(successors) == 1 and not rest_stays:
        return Decision(successors[0].name, "only")
    leader = decided.get(duty.follows) if duty.follows else None
    if leader and leader.name:
        return Decision(leader.name, "follows")
    among = tuple(one.name for one in successors if _matches(duty, one.takes))
    if among:
        return Decision(among[0], "rule") if len(among) == 1 else Decision("", "several", among)
    if rest := next((one.name for one in successors if one.takes_rest), ""):
        return Decision(rest, "rest")
    return Decision("", "stays" if rest_stays else "nothing")


def _matches(duty: Left, lines: Sequence[str]) -> bool:
    """A line is the number of a duty, or words that stand in it."""
    return any(line == duty.no or line in duty.words for line in lines if line)
