"""Whom a reminder reaches: the contact, else the lead or members of the unit, else the plan office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from luheng.workplace.models import User
from luheng.workplace.permissions import RoleName

_OF_UNIT = (frozenset({RoleName.UNIT_LEAD}), frozenset({RoleName.UNIT_MEMBER, RoleName.DISTRICT}))
_OF_CITY = (frozenset({RoleName.PLAN_OFFICE}), frozenset({RoleName.ADMINISTRATOR}))


class Reachable:
    """Everyone with an open account, by unit and role; read once for many matters."""

    def __init__(self, people: Iterable[tuple[User, frozenset[str]]]) -> None:
        self._roles = list(people)
        self._by_unit: dict[int, list[tuple[User, frozenset[str]]]] = defaultdict(list)
        for person, roles in self._roles:
            if person.unit_id is not None:
                self._by_unit[person.unit_id].append((person, roles))

    @classmethod
    def now(cls) -> Self:
        """As accounts and roles stand."""
        active = User.objects.filter(is_active=True).prefetch_related("groups").order_by("pk")
        return cls((one, frozenset(group.name for group in one.groups.all())) for one in active)

    def first_of(self, contact: User | None, units: Iterable[int]) -> list[User]:
        """The contact while of one of the units; else people of each unit; else the plan office."""
        known = list(dict.fromkeys(units))
        if contact and contact.is_active and contact.unit_id in known:
            return [contact]
        of_units = [person for unit in known for person in self.of_unit(unit)]
        return of_units or self.plan_office()

    def of_unit(self, unit_id: int) -> list[User]:
        """The unit's leads, else its members."""
        return _first(self._by_unit.get(unit_id, ()), _OF_UNIT)

    def plan_office(self) -> list[User]:
        """The people of the plan office; administrators where it has none."""
        return _first(self._roles, _OF_CITY)


def _first(
    people: Iterable[tuple[User, frozenset[str]]], choices: tuple[frozenset[RoleName], ...]
) -> list[User]:
    """The people of the first roles that anybody has."""
    known = list(people)
    for roles in choices:
        if found := [person for person, has in known if roles & has]:
            return found
    return []
