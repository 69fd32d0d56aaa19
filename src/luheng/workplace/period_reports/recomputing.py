"""The numbers of a report worked out again from the snapshot that its city froze."""

from __future__ import annotations

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.dossiers.signing import city_key, fingerprint
from luheng.workplace.models import PeriodReport, ScorecardSnapshot
from luheng.workplace.period_reports.formulas import Facts, worth
from luheng.workplace.period_reports.showing import shown
from luheng.workplace.period_reports.source_map import SourceMap
from luheng.workplace.period_reports.verifying import Recompute, Verification
from luheng.workplace.snapshots import sha256_of


def facts_of(snapshot: ScorecardSnapshot, earlier: ScorecardSnapshot | None) -> Facts:
    """Two snapshots as facts."""

    def said(one: ScorecardSnapshot) -> dict[str, object]:
        return {**one.contents, "as_of": one.as_of.isoformat(), "sha256": one.sha256}

    return Facts(said(snapshot), said(earlier) if earlier else None)


def recompute_in(city: City) -> Recompute:
    """Works out the formulas of a file of this city; what it cannot work out is a problem."""

    def recompute(listed: SourceMap, found: Verification) -> None:
        report = _record(listed)
        if report is None:
            found.say("report_not_of_city", city=city.name)
            return
        own = fingerprint(city_key(city).public_key())
        if found.fingerprint and found.fingerprint != own:
            found.say("report_signed_by_another", fingerprint=found.fingerprint[:16])
        for snapshot in filter(None, (report.snapshot, report.compared_with)):
            if sha256_of(snapshot.contents) != snapshot.sha256:
                found.say("report_snapshot_changed", sha256=snapshot.sha256[:12])
        _work_out(listed, facts_of(report.snapshot, report.compared_with), found)

    return recompute


def _record(listed: SourceMap) -> PeriodReport | None:
    """A report of that kind and period, made from the very snapshots that the file names."""
    about = listed.about
    reports = PeriodReport.objects.select_related("snapshot", "compared_with").filter(
        kind=about.get("kind"), period=about.get("period"), snapshot__sha256=about.get("snapshot")
    )
    compared = about.get("compared_with")
    if compared:
        return reports.filter(compared_with__sha256=compared).first()
    return reports.filter(compared_with=None).first()


def _work_out(listed: SourceMap, facts: Facts, found: Verification) -> None:
    found.recomputed = True
    for piece in listed.pieces.values():
        try:
            text = shown(worth(piece["formula"], facts), piece["showing"])
        except (LuhengError, KeyError, TypeError, ValueError, ArithmeticError):
            text = ""  # what cannot be worked out is named like what differs
        if text != piece["text"]:
            found.say("report_formula_differs", found=piece["text"], expected=text or "—")
