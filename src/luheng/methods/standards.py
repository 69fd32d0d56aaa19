"""All methods and official numbers together: finds what holds on a day, and computes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from luheng.methods.lineage import Context, Result
from luheng.methods.model import Method, Raw
from luheng.methods.run import Run
from luheng.parameters import Book
from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.periods import Period


class Standards:
    """Methods by id, with the book of official numbers they use."""

    def __init__(
        self,
        methods: Iterable[Method] = (),
        book: Book | None = None,
        *,
        fetch: Callable[[str], None] | None = None,
    ) -> None:
        """`fetch` is asked for the pack an unknown id may belong to, before that is refused."""
        self.book = book or Book()
        self._methods: dict[str, list[Method]] = {}
        self._fetch = fetch or (lambda id: None)
        self._sound: set[str] = set()
        self._raw: dict[str, frozenset[str]] = {}
        self._checked_using: set[tuple[str, ...]] = {()}
        for one in methods:
            self.add(one)

    def add(self, method: Method) -> None:
        """Takes a method in. Raises `method_id_twice` where two of one id hold on the same day."""
        same = self._methods.setdefault(method.id, [])
        for other in same:
            apart = (other.until and method.since and other.until <= method.since) or (
                method.until and other.since and method.until <= other.since
            )
            if not apart:
                raise LuhengError("method_id_twice", id=method.id)
        same.append(method)
        same.sort(key=lambda one: one.since or date.min)
        self._sound.clear()

    def all(self) -> list[Method]:
        """Every method, by id and then by its first day."""
        return [one for id in sorted(self._methods) for one in self._methods[id]]

    def editions_of(self, id: str) -> list[Method]:
        """The methods of an id, earliest first. Raises `method_unknown`."""
        if id not in self._methods:
            self._fetch(id)
        if id not in self._methods:
            near = difflib.get_close_matches(id, self._methods, n=3, cutoff=0.4)
            raise LuhengError("method_unknown", id=id, near="、".join(near) or "—")
        return self._methods[id]

    def find(self, id: str, days: tuple[date, ...] = (), using: tuple[str, ...] = ()) -> Method:
        """The method of an id that holds on all the days, or belongs to an edition of `using`.

        Raises `method_unknown`, `method_not_on_day`, `period_mixes_editions`.
        """
        candidates = self.editions_of(id)
        if len(candidates) == 1 and not candidates[0].since and not candidates[0].until:
            return candidates[0]
        for one in candidates:
            if one.source.standard in using:
                return one
        found = [_holding(candidates, day) for day in days] or [candidates[-1]]
        if found[0] is not found[-1]:
            raise LuhengError(
                "period_mixes_editions", first=days[0], last=days[-1], id=id,
                editions="、".join(one.source.standard for one in found),
            )  # fmt: skip
        return found[-1]

    def compute(
        self,
        id: str,
        *,
        day: date | str | None = None,
        period: Period | str | None = None,
        place: str = "",
        as_of: date | str | None = None,
        using: Iterable[str] | str = (),
        **inputs: Any,
    ) -> Result:
        """The value of a method on a day, or over a period, with its lineage.

        Numbers are taken in the declared unit; ``"2.2 mg/m³"``, an `Amount` or a quantity of pint
        carries its own. Arrays give arrays. Raises LuhengError, whose message names what is wrong and
        what to do: see `door.enter`, `Book.resolve`, and `period_mixes_editions`.
        """
        self._check_graph(id)
        context = Context(_days(day, period), place, _day(as_of), self._editions(using))
        run = Run(self, context, inputs, raw=self._raw_inputs(id))
        final = run.step(self.find(id, context.days, context.using), {}, {})
        run.refuse_unused()
        return Result(final.value, final.unit, run.lineage(final), inputs)

    def _editions(self, using: Iterable[str] | str) -> tuple[str, ...]:
        chosen = (using,) if isinstance(using, str) else tuple(using)
        if chosen in self._checked_using:
            return chosen
        self._fetch("*")
        known = self.book.editions | {one.source.standard for one in self.all()}
        for edition in chosen:
            if edition not in known:
                near = difflib.get_close_matches(edition, known, n=5, cutoff=0.3)
                raise LuhengError(
                    "edition_unknown", edition=edition, known="、".join(near or sorted(known))
                )
        self._checked_using.add(chosen)
        return chosen

    def _raw_inputs(self, id: str) -> frozenset[str]:
        if id not in self._raw:
            declared = [inputs_of(self, one) for one in self.editions_of(id)]
            names = {
                name for each in declared for name, one in each.items() if isinstance(one, Raw)
            }
            self._raw[id] = frozenset(names)
        return self._raw[id]

    def _check_graph(self, id: str) -> None:
        if id not in self._sound:
            self._walk(id, ())
            self._sound.add(id)

    def load(self, id: str) -> None:
        """Loads the pack an id belongs to, where it is not loaded yet; ``*`` loads all."""
        self._fetch(id)

    def methods_using(self, parameter: str) -> list[Method]:
        """Methods that use an official number, themselves or by a method they build on, by id."""
        found: set[str] = set()
        for one in self.all():
            if any(_may_be(used.id, parameter) for used in one.parameters.values()):
                found.add(one.id)
        while True:
            above = {
                one.id for one in self.all() if any(need.id in found for need in one.needs.values())
            }
            if above <= found:
                return [one for one in self.all() if one.id in found]
            found |= above

    def check(self) -> None:
        """Whether every method finds the methods it needs, and none needs itself."""
        for id in self._methods:
            self._check_graph(id)

    def _walk(self, id: str, above: tuple[str, ...]) -> None:
        if id in above:
            circle = " → ".join([*above[above.index(id) :], id])
            raise LuhengError("method_cycle", id=id, circle=circle)
        for one in self.editions_of(id):
            for need in one.needs.values():
                self._walk(need.id, (*above, id))


def _may_be(used: str, parameter: str) -> bool:
    """Whether an id with places to fill can become that of a parameter."""
    pattern = re.sub(r"\\\{\w+\\\}", "[^.]+", re.escape(used))
    return re.fullmatch(pattern, parameter) is not None


def _holding(candidates: list[Method], day: date) -> Method:
    for one in candidates:
        if (one.since is None or one.since <= day) and (one.until is None or day < one.until):
            return one
    raise LuhengError("method_not_on_day", id=candidates[0].id, day=day, since=candidates[0].since)


def _day(day: date | str | None) -> date | None:
    if isinstance(day, str):
        try:
            return date.fromisoformat(day)
        except ValueError as error:
            raise LuhengError("day_unreadable", day=day) from error
    return day


def _days(day: date | str | None, period: Period | str | None) -> tuple[date, ...]:
    """The day asked for, or the first and the last of the period."""
    if period is not None:
        return days_of(Period.parse(period) if isinstance(period, str) else period)
    found = _day(day)
    if found is None:
        raise LuhengError("day_missing")
    return (found,)


def days_of(period: Period) -> tuple[date, date]:
    """The first day of a period and the last."""
    (year, month), (last_year, last_month) = period.first, period.last
    after = date(last_year + last_month // 12, last_month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(after.toordinal() - 1)


def inputs_of(standards: Standards, method: Method) -> Mapping[str, Any]:
    """Every input a method can be given, its own and those of the methods it builds on, by name."""
    found: dict[str, Any] = dict(method.given)
    for need in method.needs.values():
        below = inputs_of(standards, standards.editions_of(need.id)[-1])
        for name, declared in below.items():
            if name not in need.fixed:
                found.setdefault(need.inputs.get(name, name), declared)
    return found
