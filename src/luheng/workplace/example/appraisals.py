"""Appraisals of the invented city: one published after objections, one announced."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from luheng.workplace.appraisal.drafting import begin_appraisal, enter_mark
from luheng.workplace.appraisal.objections import limits, object_to, reject, uphold
from luheng.workplace.appraisal.stages import move_appraisal
from luheng.workplace.city import City
from luheng.workplace.example.clock import before, in_workdays, lived
from luheng.workplace.example.people import post_of
from luheng.workplace.models import Appraisal, AppraisalLine, Evidence, Unit, User


def make_appraisals(city: City, appraisals: list[dict[str, Any]], office: User) -> None:
    """Each begun, marked, announced, objected to and, where it says so, published."""
    today = timezone.localdate()
    for about in appraisals:
        begun = before(today, about["ago"])
        with lived(begun):
            year = today.year - about["year_back"]
            appraisal = begin_appraisal(city, year, about["title"], office)
            for mark in about["marks"]:
                _mark(appraisal, mark, office)
            announce(appraisal, office)
            for one in about["objections"]:
                _object(appraisal, one, office)
        if about["published"]:
            assert appraisal.due is not None
            with lived(appraisal.due + timedelta(days=1)):
                move_appraisal(appraisal, "settle", office)
                move_appraisal(appraisal, "publish", office)


def announce(appraisal: Appraisal, office: User) -> None:
    """Announces it; the period is counted in weeks of five where the holidays are not known."""
    due = in_workdays(timezone.localdate(), 5)
    move_appraisal(appraisal, "announce", office, due=due)


def _mark(appraisal: Appraisal, about: dict[str, Any], office: User) -> None:
    unit, paper = Unit.objects.get(name=about["unit"]), _paper(about)
    points = Decimal(about["points"])
    enter_mark(appraisal, unit, about["item"], points, about["reason"], paper, office)


def _object(appraisal: Appraisal, about: dict[str, Any], office: User) -> None:
    line = AppraisalLine.objects.filter(
        appraisal=appraisal, unit__name=about["unit"], item=about["item"], corrected_by=None
    ).first()
    if line is None:  # the unit leads nothing of the kind in that year
        return
    objection = object_to(line, about["text"], post_of(line.unit))
    if "reject" in about:
        reject(objection, about["reject"], office)
    elif "accept" in about:
        most = limits(appraisal, line)[1]
        points = min((line.points or Decimal(0)) + Decimal(about["points_up"]), most)
        uphold(objection, about["accept"], points, _paper(about), office)


def _paper(about: dict[str, Any]) -> Evidence:
    return Evidence.objects.get(title=about["document"])
