"""Supervision orders of the invented city, in every state: findings of an inspection, and drafts of the rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from luheng.workplace.example.clock import before, in_workdays, lived
from luheng.workplace.example.people import post_of
from luheng.workplace.models import Evidence, OrderState, SupervisionOrder, Unit, User
from luheng.workplace.supervision.orders import correct_draft, enter_finding, move_order

_OF_THE_UNIT = frozenset({"sign", "plan", "answer", "ask_extension"})
_DAYS = {"issue": 20, "send_back": 10, "extend": 40, "waive": 60}  # working days each gives
_PAPERS = {"ask_extension": "extension", "extend": "extension", "waive": "waiver"}


def make_orders(about: dict[str, Any], office: User) -> None:
    """Makes the orders, then moves them all in the order of the days, as their numbers tell."""
    today = timezone.localdate()
    stories = [(_finding(one, about, today, office), one["moves"]) for one in about["finding"]]
    for one in about["rule"]:
        if draft := _draft(one, office):
            stories.append((draft, one["moves"]))
    moves = [(move, order) for order, made in stories for move in made]
    for move, order in sorted(moves, key=lambda one: -one[0][1]):
        _move(order, move, about, today, office)


def _finding(
    one: dict[str, Any], about: dict[str, Any], today: date, office: User
) -> SupervisionOrder:
    day = before(today, one["ago"])
    given = {
        "source": about["source"],
        "finding_no": one["number"],
        "quote": one["quote"],
        "unit": one["unit"],
        "rectify_by": in_workdays(day, _DAYS["issue"]),
    }
    with lived(day):
        return enter_finding(given, office)


def _draft(one: dict[str, Any], office: User) -> SupervisionOrder | None:
    """The draft that a rule made of a target; None where the target is in order by now."""
    indicator, year = one["target"]
    drafts = SupervisionOrder.objects.filter(
        state=OrderState.DRAFTED, rule__in=("missed", "behind")
    )
    found = drafts.filter(target__indicator__contains=indicator, target__year=year).first()
    if found and "unit" in one:
        correct_draft(found, {"unit": Unit.objects.get(name=one["unit"])}, office)
        found.refresh_from_db()
    return found


def _move(
    order: SupervisionOrder, move: list[Any], about: dict[str, Any], today: date, office: User
) -> None:
    key, ago, note = move
    by = post_of(order.unit) if key in _OF_THE_UNIT and order.unit else office
    day = before(today, ago)
    paper = Evidence.objects.get(title=about[_PAPERS[key]]) if key in _PAPERS else None
    due = in_workdays(day, _DAYS[key]) if key in _DAYS else None
    with lived(day):
        move_order(order, key, by, note=note, document=paper, due=due)
