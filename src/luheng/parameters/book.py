"""The book of parameters: every official number by its id, and which version of it holds."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from luheng.parameters.model import ENDED, EXPECTED, WIDER, Parameter, Version
from luheng.parameters.schema import read_parameters
from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.places import full_name, province_of

_MOST_KEPT = 50_000  # answers kept; a history of days in many places asks for more


def book_of(texts: Mapping[str, str]) -> Book:
    """A book of YAML texts by file name. Raises LuhengError with file and line."""
    book = Book()
    for file, text in texts.items():
        book.add(read_parameters(text, file))
    return book


class Book:
    """Parameters by id. Adding is all that changes it; finding a version never does."""

    def __init__(self) -> None:
        self._parameters: dict[str, Parameter] = {}
        self._found: dict[tuple[Any, ...], Version] = {}
        self._editions: set[str] = set()

    def add(self, parameters: Iterable[Parameter]) -> None:
        """Takes parameters in. Raises `parameters_id_twice`."""
        for parameter in parameters:
            if earlier := self._parameters.get(parameter.id):
                raise LuhengError(
                    "parameters_id_twice", id=parameter.id, file=parameter.file,
                    line=parameter.line, earlier=f"{earlier.file}:{earlier.line}",
                )  # fmt: skip
            self._parameters[parameter.id] = parameter
            self._editions.update(parameter.editions)

    def add_folder(self, folder: Path) -> None:
        """Takes in every YAML file below a folder, in the order of their names."""
        for path in sorted(folder.rglob("*.yaml")):
            shown = path.relative_to(folder.parent.parent).as_posix()
            self.add(read_parameters(path.read_text(encoding="utf-8"), shown))

    def all(self) -> list[Parameter]:
        """Every parameter by id."""
        return [self._parameters[id] for id in sorted(self._parameters)]

    @property
    def editions(self) -> set[str]:
        """Names of all editions that any version belongs to."""
        return self._editions

    def __contains__(self, id: str) -> bool:
        return id in self._parameters

    def get(self, id: str) -> Parameter:
        """The parameter. Raises `parameter_unknown`, with the ids that look alike."""
        if id not in self._parameters:
            near = difflib.get_close_matches(id, self._parameters, n=3, cutoff=0.5)
            raise LuhengError("parameter_unknown", id=id, near="、".join(near) or "—")
        return self._parameters[id]

    def keys(self, family: str) -> list[str]:
        """The keys of a family: of ``energy.coefficient.{fuel}`` the fuels."""
        before, _, after = family.partition("{")
        after = after.partition("}")[2]
        return [
            id[len(before) : len(id) - len(after) or None]
            for id in self._parameters
            if id.startswith(before) and id.endswith(after)
        ]

    def resolve(
        self,
        id: str,
        day: date,
        place: str = "",
        *,
        as_of: date | None = None,
        using: tuple[str, ...] = (),
    ) -> Version:
        """The version that holds on a day in a place.

        The nearest place with a number of its own wins: city, province, country. With `as_of`, only
        what was known by that day counts. An edition named in `using` holds whatever the day.
        Raises LuhengError `parameter_unknown`, `parameter_not_on_day`, `parameter_expected`,
        `parameter_not_known_yet`, `parameter_not_for_place` or `edition_unknown`.
        """
        key = (id, day, place, as_of, using)
        if (found := self._found.get(key)) is None:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            found = self._found[key] = self._resolve(self.get(id), day, place, as_of, using)
        return found

    def _resolve(
        self,
        parameter: Parameter,
        day: date,
        place: str,
        as_of: date | None,
        using: tuple[str, ...],
    ) -> Version:
        for where in place_chain(place):
            local = [v for v in parameter.versions if v.place == where]
            found = _of_edition(local, day, using) or _on_day(local, day, as_of)
            if found is not None and found.printed != WIDER:
                return _usable(parameter, found, day)
        raise _why_not(parameter, day, place, as_of)


def place_chain(place: str) -> list[str]:
    """The places whose numbers count for a place, nearest first: 湛江市, 广东省, the country.

    A place below the city is written with those above it: 广东省/湛江市/徐闻县.
    """
    parts = [full_name(part) for part in place.split("/") if part]
    chain = list(reversed(parts))
    if chain and (province := province_of(chain[-1])) and province not in chain:
        chain.append(province)
    return [*chain, ""]


def _of_edition(versions: list[Version], day: date, using: tuple[str, ...]) -> Version | None:
    """The version of an edition asked for: of several, the one of the day, else the latest."""
    chosen = [version for version in versions if version.edition in using]
    of_the_day = [version for version in chosen if version.holds(day)]
    found = of_the_day or chosen
    return found[-1] if found else None


def _on_day(versions: list[Version], day: date, as_of: date | None) -> Version | None:
    """The version in force, as far as known. What ended a version counts only once it was known."""
    known = [v for v in versions if as_of is None or v.known <= as_of]
    begun = [v for v in known if v.first <= day]
    if not begun:
        return None
    last_start = max(version.first for version in begun)
    latest = max((v for v in begun if v.first == last_start), key=lambda v: v.revision)
    successor_known = any(v.first == latest.until for v in known)
    successor_listed = any(v.first == latest.until for v in versions)
    if latest.holds(day) or (successor_listed and not successor_known):
        return latest
    return None


def _usable(parameter: Parameter, version: Version, day: date) -> Version:
    if version.printed == EXPECTED:
        raise LuhengError(
            "parameter_expected", id=parameter.id, day=day, standard=version.source.standard,
            first=version.first, file=version.file,
        )  # fmt: skip
    if version.printed == ENDED:
        raise LuhengError(
            "parameter_ended", id=parameter.id, day=day, standard=version.source.standard,
            first=version.first,
        )  # fmt: skip
    return version


def _why_not(parameter: Parameter, day: date, place: str, as_of: date | None) -> LuhengError:
    counted = [v for v in parameter.versions if v.place in place_chain(place)]
    if not counted:
        places = "、".join(where for where in parameter.places if where)
        return LuhengError(
            "parameter_not_for_place", id=parameter.id, place=place or "全国", places=places
        )
    if as_of is not None and _on_day(counted, day, None) is not None:
        known = min(v.known for v in counted)
        return LuhengError("parameter_not_known_yet", id=parameter.id, as_of=as_of, known=known)
    first = min(v.first for v in counted)
    ends = [v.until for v in counted]
    last = "…" if None in ends else str(max(end for end in ends if end))
    return LuhengError("parameter_not_on_day", id=parameter.id, day=day, first=first, last=last)
