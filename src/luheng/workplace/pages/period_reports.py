"""报告: monthly bulletins, quarterly and annual reports, self-assessments, and their templates."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from luheng.vocabulary.messages import Language, LuhengError, Message
from luheng.workplace.audit import audited_export
from luheng.workplace.jobs import start
from luheng.workplace.language import current_language, say
from luheng.workplace.models import Document, PeriodReport, ReportKind, ReportState
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.jobs import follow
from luheng.workplace.pages.lists import list_answer, list_context
from luheng.workplace.period_reports.access import may_see, sees_drafts
from luheng.workplace.period_reports.kinds import KINDS, kind_of
from luheng.workplace.period_reports.lifecycle import REPORTS
from luheng.workplace.period_reports.making import LANGUAGES, MEDIA, file_of, replace_word
from luheng.workplace.period_reports.openness import internal_parts
from luheng.workplace.period_reports.own_templates import (
    LARGEST_BYTES,
    drop_template,
    keep_template,
    own_template,
    template_path,
)
from luheng.workplace.period_reports.showing import period_words
from luheng.workplace.period_reports.spans_of_time import days_of, usual_period
from luheng.workplace.period_reports.word_templates import built_in
from luheng.workplace.permissions import Act, may
from luheng.workplace.registers.period_reports import PERIOD_REPORTS, WITH_DRAFTS, period_said

_PLACEHOLDER = say("空着为最近结束的一期", "empty: the last that is over")


class ReportForm(forms.Form):
    """Which report to make."""

    kind = forms.ChoiceField(label=say("种类", "kind"), choices=ReportKind.choices)
    period = forms.CharField(
        label=say("时期", "period"), required=False, max_length=20,
        widget=forms.TextInput(attrs={"placeholder": _PLACEHOLDER, "list": "periods", "size": 32}),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=say("语言", "languages"), choices=[("zh", "中文"), ("en", "English")],
        initial=lambda: [current_language()], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    documents = forms.MultipleChoiceField(
        label=say("只含这些方案的目标（不选为全部）", "only targets of these plans (none: all)"),
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        plans = Document.objects.filter(current=True, kind=Document.Kind.PLAN).order_by("-pk")
        self.fields["documents"].choices = [  # type: ignore[attr-defined]
            (str(pk), title) for pk, title in plans.values_list("pk", "title")
        ]


@page()
def report_list(request: PageRequest) -> HttpResponse:
    """The reports a reader may see, and a form for whoever makes them."""
    register = WITH_DRAFTS if sees_drafts(request.user) else PERIOD_REPORTS
    context = list_context(request, register)
    context |= {
        "form": ReportForm(),
        "may_make": may(request.user, Act.MAKE_REPORT),
        "periods": _usual_periods(),
    }
    return list_answer(request, "luheng/period_reports.html", context)


def _usual_periods() -> list[tuple[str, str]]:
    """The last period of each kind and this year, as they are written and said."""
    today = timezone.localdate()
    codes = [usual_period(kind.months, today) for kind in KINDS.values()]
    found = dict.fromkeys([*codes, str(today.year)])
    return [(code, period_words(code, current_language())) for code in found]


@page(Act.MAKE_REPORT)
@require_POST
def make(request: PageRequest) -> HttpResponse:
    """Starts making a report; a period that cannot be read is refused at once."""
    form = ReportForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("请选择种类和语言", "Choose a kind and a language"), extra_tags="bad")  # fmt: skip
        return redirect("period-reports")
    given = form.cleaned_data
    period = given["period"].strip() or usual_period(kind_of(given["kind"]).months, timezone.localdate())  # fmt: skip
    days_of(period)
    asked = {
        "kind": given["kind"],
        "period": period,
        "languages": given["languages"],
        "documents": [int(pk) for pk in given["documents"]],
    }
    job = start("make_period_report", request.user, asked=asked)
    return follow(request, job)


@page()
def report(request: PageRequest, pk: int) -> HttpResponse:
    """One report: its files, what it rests on, its steps."""
    return _report_page(request, _visible(request, pk))


def _report_page(
    request: PageRequest, found: PeriodReport, problems: list[Message] | None = None
) -> HttpResponse:
    language = current_language()
    said = [(one.text(language), one.remedy(language)) for one in problems or []]
    makes = may(request.user, Act.MAKE_REPORT)
    drafted = found.state == ReportState.DRAFTED and makes
    return render(request, "luheng/period_report.html", {
        "report": found,
        "title": found.titled(language),
        "period": period_said(found.period),
        "state": REPORTS.label(found.state),
        "files": found.files,
        "numbered": all(one.get("numbered", False) for one in found.files if one["form"] == "docx"),
        "languages": list(found.languages) if drafted else [],
        "documents": Document.objects.filter(pk__in=found.documents),
        "moves": REPORTS.open_to(found, request.user),
        "steps": [(step, REPORTS.label(step.state_to)) for step in found.steps.select_related("by")],
        "problems": said,
        "internal": _internal(found) if makes and found.state == ReportState.PUBLISHED else (),
        "public": city_of_site().public,
    }, status=422 if said else 200)  # fmt: skip


def _internal(found: PeriodReport) -> list[tuple[str, int]] | None:
    """What in the report is internal elsewhere; None where its Word file cannot be read."""
    word = file_of(city_of_site(), next(one for one in found.files if one["form"] == "docx"))
    return internal_parts(word, current_language())


@page()
def download(request: PageRequest, pk: int, language: Language, form: str) -> FileResponse:
    """A file as it was made. Each download has its entry in the audit log."""
    found = _visible(request, pk)
    wanted = [one for one in found.files if (one["language"], one["form"]) == (language, form)]
    if not wanted:
        raise Http404(f"{pk} {language} {form}")
    path = file_of(city_of_site(), wanted[0])
    if not path.is_file():
        raise LuhengError("file_not_found", file=path.name)
    title = found.titled(language)
    audited_export("report", request.user, title, wanted[0]["sha256"], form=form, number=pk)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{title}.{form}", content_type=MEDIA[form])  # fmt: skip


@page(Act.MAKE_REPORT, moves=REPORTS)
@require_POST
def move(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """Publishes or drops a draft."""
    found = _visible(request, pk)
    REPORTS.advance(found, key, request.user, note=request.POST.get("note", ""))
    return redirect("period-report", pk=pk)


@page(Act.MAKE_REPORT)
@require_POST
def upload_word(request: PageRequest, pk: int, language: Language) -> HttpResponse:
    """Takes back a Word file that people edited, when every number in it still holds."""
    found = _visible(request, pk)
    upload = request.FILES.get("word")
    if upload is None or upload.size is None or upload.size > LARGEST_BYTES:
        return _report_page(request, found, [Message("report_unreadable")])
    problems = replace_word(city_of_site(), found, upload.read(), request.user, language=language)
    if problems:
        return _report_page(request, found, problems)
    messages.success(request, say("已核验并收下改过的 Word 文件", "The edited Word file was verified and kept"), extra_tags="good")  # fmt: skip
    return redirect("period-report", pk=pk)


# Templates


@page(Act.MAKE_REPORT)
def templates(request: PageRequest) -> HttpResponse:
    """Which templates are the city's own, with a copy of each to edit."""
    return _templates_page(request)


def _templates_page(request: PageRequest, problem: LuhengError | None = None) -> HttpResponse:
    city, language = city_of_site(), current_language()
    rows = [
        (kind, kind.label(language), each, template_path(city, kind.key, each).is_file())
        for kind in KINDS.values()
        for each in LANGUAGES
    ]
    context: dict[str, Any] = {"rows": rows}
    if problem is not None:
        message = problem.message
        context |= {"problem": message.text(language), "remedy": message.remedy(language)}
    return render(request, "luheng/report_templates.html", context, status=422 if problem else 200)


@page(Act.MAKE_REPORT)
def template_file(request: PageRequest, kind: str, language: Language) -> FileResponse:
    """The template in force, to be edited."""
    content = own_template(city_of_site(), kind, language) or built_in(kind_of(kind), language)
    audited_export("report_template", request.user, f"{kind}.{language}", content)
    name = f"{kind}.docx" if language == "zh" else f"{kind}.{language}.docx"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=MEDIA["docx"])  # fmt: skip


@page(Act.MAKE_REPORT)
@require_POST
def upload_template(request: PageRequest, kind: str, language: Language) -> HttpResponse:
    """Keeps a city's own template; one with a wrong placeholder is refused with its paragraph."""
    kind_of(kind)
    if request.POST.get("built_in"):
        drop_template(city_of_site(), kind, language, request.user)
        return redirect("report-templates")
    upload = request.FILES.get("template")
    try:
        if upload is None or upload.size is None or upload.size > LARGEST_BYTES:
            raise LuhengError("report_template_unreadable", file=upload.name if upload else "—")
        keep_template(
            city_of_site(), kind, language, upload.read(), upload.name or "", request.user
        )
    except LuhengError as problem:
        return _templates_page(request, problem)
    messages.success(request, say("模板已检查并启用", "The template was checked and is in use"), extra_tags="good")  # fmt: skip
    return redirect("report-templates")


def _visible(request: PageRequest, pk: int) -> PeriodReport:
    """A report that the reader may see; any other is not there."""
    reports = PeriodReport.objects.select_related("snapshot", "compared_with", "made_by")
    found = get_object_or_404(reports, pk=pk)
    if not may_see(request.user, found):
        raise Http404(pk)
    return found
