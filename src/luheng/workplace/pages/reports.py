"""报告: what was frozen and when, and the reports made from it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models.fields.json import KeyTransform
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from luheng.judgement.model import Verdict, VerdictCounts
from luheng.workplace.audit import audited_export
from luheng.workplace.jobs import start
from luheng.workplace.language import current_language
from luheng.workplace.models import ScorecardSnapshot
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.jobs import follow
from luheng.workplace.permissions import Act, may
from luheng.workplace.reports.making import (
    TEMPLATE,
    make_report,
    snapshot_for_report,
)

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_PAGE = 20


@page()
def report_list(request: PageRequest) -> HttpResponse:
    """The snapshots, latest first, each with its report in both forms."""
    light = ScorecardSnapshot.objects.defer("contents").select_related("taken_by")
    snapshots = Paginator(light.annotate(counts=KeyTransform("counts", "contents")), _PAGE)
    shown = snapshots.get_page(request.GET.get("page"))
    return render(request, "luheng/reports.html", {
        "page": shown,
        "rows": [(one, _sentence(getattr(one, "counts", None))) for one in shown],
        "may_share": may(request.user, Act.SHARE),
        "may_freeze": may(request.user, Act.TAKE_SNAPSHOT),
        "own_template": (city_of_site().folder / TEMPLATE).is_file(),
    })  # fmt: skip


@page(Act.TAKE_SNAPSHOT)
@require_POST
def make(request: PageRequest) -> HttpResponse:
    """A report of now, in the form asked for; what it rests on is frozen first."""
    form = request.POST.get("form", "docx")
    return follow(request, start("make_report", request.user, form=form))


@page()
def download(request: PageRequest, pk: int, form: str) -> HttpResponse:
    """The report of a snapshot as a file: today, or years from now, with the same words."""
    city = city_of_site()
    snapshot = snapshot_for_report(pk)
    content = make_report(snapshot, form, city)
    audited_export("report", request.user, f"{snapshot.pk}.{form}", content)
    response = HttpResponse(content, content_type=MEDIA[form])
    name = f"{city.name}评估报告-{snapshot.as_of}-{snapshot.pk}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _sentence(counts: dict[str, int] | None) -> str:
    """Empty for snapshots of older versions, which did not keep the counts."""
    if counts is None:
        return ""
    known = VerdictCounts({one: counts.get(one.value, 0) for one in Verdict})
    return known.sentence(current_language())
