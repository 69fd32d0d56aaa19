"""The lines of the matrix: one for every page and method, operation, move, and column of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import URLPattern, URLResolver

from luheng.workplace.api.routes import api
from luheng.workplace.lifecycles import Lifecycle
from luheng.workplace.pages import urls as pages_urls
from luheng.workplace.pages.doors import Door
from luheng.workplace.permissions import OF_ONE_UNIT, Act, Reach, RoleName, is_allowed
from luheng.workplace.registers import REGISTERS, Column, Register
from luheng.workplace.supervision.lifecycle import ORDERS

_BY_KEY: dict[str, Lifecycle] = {ORDERS.key: ORDERS}  # lifecycles whose moves the API takes
_OF_A_LIST = {"export-rows", "import-rows"}  # a line for every list
_OF_A_PUBLIC_LIST = {"public-list", "public-data"}  # a line for every list with a public part
_WITHOUT_A_DOOR = {  # pages that anybody may open, with the reason
    "sign-in": "nobody is known before",
    "sign-in-code": "the second step of signing in",
    "invitation": "its address holds the secret",
    "sign-out": "ends whatever session there is",
    "favicon": "a picture",
    "plotly": "a script, the same for all",
}


class Answer(StrEnum):
    """What a role gets."""

    YES = "yes"
    OWN = "own"  # for records of one's own unit, or of one's own
    PUBLISHED = "published"  # once it is published
    OPENED = "opened"  # like everyone, where the city has opened its public pages
    NO = "no"


@dataclass(frozen=True)
class Line:
    """One thing that can be asked of the site. `act` None: nothing is needed."""

    name: str  # of the page, or of the operation
    address: str
    method: str
    act: Act | None
    reach: Reach = Reach.EVERY
    move: str = ""  # or the list, where the address has a place for one
    move_part: str = ""  # what that place is called
    opened: bool = False  # for everyone, where the city has opened it

    def answer(self, role: RoleName | None) -> Answer:
        """What a role gets; None: nobody signed in."""
        if self.opened:
            return Answer.OPENED
        if self.act is None:
            return Answer.YES
        if role is None or not is_allowed(role, self.act):
            return Answer.NO
        return _BY_REACH[self.reach](role, self.act)


@dataclass(frozen=True)
class ColumnLine:
    """One column of a list: who reads it and who writes it."""

    register: Register
    column: Column

    @property
    def public(self) -> bool:
        """Whether everyone reads it, in the rows that are public."""
        part = self.register.public_part
        return part is not None and part.has(self.column.key)

    def reads(self, role: RoleName | None) -> Answer:
        """Whether a role reads the column; `own` where it sees rows of its unit only. None: everyone."""
        if role is None:
            return Answer.OPENED if self.public else Answer.NO
        if not is_allowed(role, self.register.reads):
            return Answer.NO
        return Answer.OWN if self.register.of_unit and role in OF_ONE_UNIT else Answer.YES

    def writes(self, role: RoleName | None) -> Answer:
        """Whether a role writes the column, on the page or with a workbook."""
        if role is None or self.register.save is None or role not in self.column.writers:
            return Answer.NO
        return Answer.OWN if role in OF_ONE_UNIT else Answer.YES


def _of_unit(role: RoleName, act: Act) -> Answer:
    return Answer.OWN if role in OF_ONE_UNIT else Answer.YES


def _of_person(role: RoleName, act: Act) -> Answer:
    """Everyone's are seen by whoever has the act that goes with it; of accounts by nobody."""
    everyones = {Act.READ: Act.SEE_JOBS, Act.SHARE: Act.ADMINISTER}.get(act)
    return Answer.YES if everyones and is_allowed(role, everyones) else Answer.OWN


def _published(role: RoleName, act: Act) -> Answer:
    if is_allowed(role, Act.APPRAISE) or is_allowed(role, Act.READ_HISTORY):
        return Answer.YES
    return Answer.OWN if role in OF_ONE_UNIT else Answer.PUBLISHED


_BY_REACH: Mapping[Reach, Any] = {
    Reach.EVERY: lambda role, act: Answer.YES,
    Reach.OWN_UNIT: _of_unit,
    Reach.SEEN: _of_unit,
    Reach.OWN: _of_person,
    Reach.PUBLISHED: _published,
}


def page_lines() -> list[Line]:
    """Every page by method and move. Raises `LookupError` for a page that declares no door."""
    return [line for pattern in pages_urls.urlpatterns for line in _of_page(pattern)]


def _of_page(pattern: URLPattern | URLResolver) -> Iterator[Line]:
    address = f"/{pattern.pattern}"
    name = getattr(pattern, "name", None) or str(pattern.pattern).partition(".")[0]
    door: Door | None = getattr(getattr(pattern, "callback", None), "door", None)
    if door is None:
        if name not in _WITHOUT_A_DOOR:
            raise LookupError(f"{address}: no door (@page, @everyone) and no reason without one")
        yield Line(name, address, "GET", None)
        return
    if name in _OF_A_PUBLIC_LIST:
        for key, register in REGISTERS.items():
            if register.public_part:
                yield Line(name, address, "GET", None, move=key, move_part="key", opened=True)
        return
    if name in _OF_A_LIST:
        yield from _of_lists(name, address, door)
        return
    for method in door.methods:
        act = door.posts if door.posts and method == "POST" else door.act
        if door.moves is None:
            yield Line(name, address, method, act, door.reach, opened=door.opened)
        else:
            yield from (
                Line(name, address, method, move.act, door.reach, move.key)
                for move in door.moves.moves
            )


def _of_lists(name: str, address: str, door: Door) -> Iterator[Line]:
    """What is asked of every list: its own act where it is read, the page's where it is written."""
    for register in REGISTERS.values():
        if name == "import-rows" and register.save is None:
            continue
        act = door.act if name == "import-rows" else register.reads
        for method in door.methods:
            yield Line(name, address, method, act, door.reach, register.key, "key")


def operation_lines() -> list[Line]:
    """Every operation of the API. Raises `LookupError` for one that does not say whose it is."""
    paths = api.get_openapi_schema()["paths"]
    return [
        line
        for path, operations in paths.items()
        for method, operation in operations.items()
        for line in _of_operation(path, method.upper(), operation)
    ]


def _of_operation(path: str, method: str, operation: Mapping[str, Any]) -> Iterator[Line]:
    if "x-act" not in operation:
        raise LookupError(f"{method} {path}: `openapi_extra=declared(…)` is missing")
    act, reach = Act(operation["x-act"]), Reach(operation["x-reach"])
    lifecycle = operation.get("x-moves")
    name = operation["operationId"]
    if lifecycle is None:
        yield Line(name, path, method, act, reach, opened=act is Act.READ_PUBLIC)
        return
    yield from (
        Line(name, path, method, move.act, reach, move.key) for move in _BY_KEY[lifecycle].moves
    )


def column_lines() -> list[ColumnLine]:
    """Every column of every list."""
    return [
        ColumnLine(register, column)
        for register in REGISTERS.values()
        for column in register.columns
    ]


__all__ = ["Answer", "ColumnLine", "Line", "column_lines", "operation_lines", "page_lines"]
