"""Who sees which report: drafts who makes reports and auditors, published ones every reader."""

from __future__ import annotations

from luheng.workplace.models import PeriodReport
from luheng.workplace.models.period_reports import OUT
from luheng.workplace.permissions import Act, Person, may


def sees_drafts(person: Person) -> bool:
    """Whether a person sees drafts and dropped reports."""
    return may(person, Act.MAKE_REPORT) or may(person, Act.READ_HISTORY)


def may_see(person: Person, report: PeriodReport) -> bool:
    """Whether a person may open a report."""
    return may(person, Act.READ) and (report.state in OUT or sees_drafts(person))
