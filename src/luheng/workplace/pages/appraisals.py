"""Pages of appraisal: the years, one appraisal, the statement of one unit, objections and answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from luheng.judgement.appraisal import Scheme, read_scheme
from luheng.judgement.appraisal.account import rule_word
from luheng.judgement.appraisal.scheme import MARKED
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.appraisal import declared_share, drafting, objections
from luheng.workplace.appraisal.schemes import scheme_of, scheme_words
from luheng.workplace.appraisal.stages import APPRAISALS, move_appraisal
from luheng.workplace.appraisal.statements import (
    by_unit,
    inputs_of,
    objections_of,
    sees_all,
    table,
    visible_appraisals,
    visible_lines,
)
from luheng.workplace.language import current_language, say
from luheng.workplace.models import (
    Appraisal,
    AppraisalLine,
    AppraisalMark,
    AppraisalState,
    Evidence,
    Objection,
    PublishedLine,
    Unit,
)
from luheng.workplace.organisation.on_the_day import stretches
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.permissions import Act, Reach, may

_WIDE = {"rows": 3}


class MarkForm(forms.Form):
    """A manual score, a bonus or a deduction."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=say("单位", "unit"))
    item = forms.ChoiceField(label=say("考核内容", "item"))
    points = forms.DecimalField(label=say("分值", "points"), min_value=0, max_digits=9, decimal_places=4)  # fmt: skip
    reason = forms.CharField(label=say("事由", "reason"), max_length=400)
    document = forms.ModelChoiceField(Evidence.objects.none(), label=say("依据文件", "document"))

    def __init__(self, appraisal: Appraisal, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        items = [item for item in scheme_of(appraisal).items if item.rule in MARKED]
        choose: Any = self.fields["item"]
        choose.choices = [(item.id, say(item.zh, item.en)) for item in items]
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.filter(active=True)
        documents: Any = self.fields["document"]
        documents.queryset = _documents()


@page()
def appraisals(request: PageRequest) -> HttpResponse:
    """The appraisals a reader may open; the plan office begins one here and sees the scheme."""
    may_appraise = may(request.user, Act.APPRAISE)
    shown = [(one, APPRAISALS.label(one.state)) for one in visible_appraisals(request.user)]
    return render(request, "luheng/appraisals.html", {
        "appraisals": shown,
        "may_appraise": may_appraise,
        "this_year": timezone.localdate().year,
        **(_scheme_in_force() if may_appraise else {}),
    })  # fmt: skip


def _scheme_in_force() -> dict[str, Any]:
    """The scheme that a new appraisal takes, or what is wrong with it."""
    try:
        name, text = scheme_words(city_of_site())
        return {"scheme": read_scheme(text, name), "scheme_name": name}
    except LuhengError as problem:
        language = current_language()
        said = problem.message
        return {"problem": said.text(language), "remedy": said.remedy(language)}


@page(Act.APPRAISE)
@require_POST
def begin(request: PageRequest) -> HttpResponse:
    """Draws up the appraisal of a year."""
    year = forms.IntegerField(min_value=2000, max_value=2100).clean(request.POST.get("year"))
    title = request.POST.get("title", "")
    made = drafting.begin_appraisal(city_of_site(), year, title, request.user)
    return redirect("appraisal", pk=made.pk)


@page(reach=Reach.PUBLISHED)
def appraisal(request: PageRequest, pk: int) -> HttpResponse:
    """One appraisal: the points of the units in their own order, its scheme, its steps."""
    found = get_object_or_404(Appraisal, pk=pk)
    statements = by_unit(visible_lines(request.user, found))
    if not statements and not sees_all(request.user, found):
        raise Http404(pk)
    scheme, office = scheme_of(found), may(request.user, Act.APPRAISE)
    return render(request, "luheng/appraisal.html", {
        "appraisal": found,
        "state": APPRAISALS.label(found.state),
        "scheme": scheme,
        "groups": table(statements),
        "units": len(statements),
        "moves": APPRAISALS.open_to(found, request.user),
        "steps": [(step, APPRAISALS.label(step.state_to)) for step in found.steps.select_related("by")],
        "drafted": office and found.state == AppraisalState.DRAFTED,
        "waiting": _waiting(found) if office else [],
        "mark_form": _mark_form(found, scheme) if office else None,
        "marks": found.marks.select_related("unit", "document") if office else [],
        **_share(request, found),
    })  # fmt: skip


def _mark_form(found: Appraisal, scheme: Scheme) -> MarkForm | None:
    """The form for marks while they may be entered, and where the scheme has any."""
    open_now = found.state == AppraisalState.DRAFTED
    return MarkForm(found) if open_now and any(i.rule in MARKED for i in scheme.items) else None


def _waiting(found: Appraisal) -> QuerySet[Objection]:
    waiting = Objection.objects.filter(line__appraisal=found, outcome=Objection.Outcome.OPEN)
    return waiting.select_related("line__unit")


def _share(request: PageRequest, found: Appraisal) -> dict[str, Any]:
    """The declared share of eco-civilisation work, offered to whoever may enter figures."""
    offer = declared_share.declared_share(city_of_site(), found)
    if offer is None or not may(request.user, Act.APPRAISE):
        return {}
    return {"share": offer, "entered": declared_share.entered_share(offer)}


@page(Act.APPRAISE)
@require_POST
def compute_again(request: PageRequest, pk: int) -> HttpResponse:
    """Computes a draft by the records and the scheme as they are now."""
    drafting.recompute(city_of_site(), get_object_or_404(Appraisal, pk=pk), request.user)
    messages.success(request, say("已重新计分", "Computed anew"), extra_tags="good")
    return redirect("appraisal", pk=pk)


@page(Act.APPRAISE, moves=APPRAISALS)
@require_POST
def move(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """Announces, settles, publishes or voids; an announcement may name its last day."""
    note, due = request.POST.get("note", ""), parse_date(request.POST.get("due", ""))
    move_appraisal(get_object_or_404(Appraisal, pk=pk), key, request.user, note, due=due)
    return redirect("appraisal", pk=pk)


@page(Act.APPRAISE)
@require_POST
def add_mark(request: PageRequest, pk: int) -> HttpResponse:
    """Enters a mark."""
    found = get_object_or_404(Appraisal, pk=pk)
    form = MarkForm(found, request.POST)
    if not form.is_valid():
        what = "、".join(str(form.fields[name].label) for name in form.errors)
        raise LuhengError("appraisal_needs", what=what)
    given = form.cleaned_data
    drafting.enter_mark(
        found, given["unit"], given["item"], given["points"], given["reason"],
        given["document"], request.user,
    )  # fmt: skip
    return redirect("appraisal", pk=pk)


@page(Act.APPRAISE)
@require_POST
def withdraw_mark(request: PageRequest, pk: int) -> HttpResponse:
    """Takes a mark back."""
    mark = get_object_or_404(AppraisalMark.objects.select_related("appraisal"), pk=pk)
    drafting.withdraw_mark(mark, request.user)
    return redirect("appraisal", pk=mark.appraisal_id)


@page(Act.APPRAISE)
@require_POST
def confirm_share(request: PageRequest, pk: int) -> HttpResponse:
    """Enters the declared share as a figure."""
    found = get_object_or_404(Appraisal, pk=pk)
    entered = declared_share.confirm_share(city_of_site(), found, request.user)
    return redirect("observation", pk=entered.pk)


@page(reach=Reach.PUBLISHED)
def statement(request: PageRequest, pk: int, unit: int) -> HttpResponse:
    """How every point of one unit came about; here it objects and the plan office answers."""
    found = get_object_or_404(Appraisal, pk=pk)
    statements = by_unit(visible_lines(request.user, found).filter(unit=unit))
    if not statements:
        raise Http404(unit)
    (shown,) = statements
    announced = found.state == AppraisalState.ANNOUNCED
    in_time = announced and (found.due is None or timezone.localdate() <= found.due)
    return render(request, "luheng/appraisal_statement.html", {
        "appraisal": found,
        "state": APPRAISALS.label(found.state),
        "statement": shown,
        "stretches": stretches(shown.unit, found.year),
        "year": found.year,
        "standing": {line.pk for line in shown.standing},
        "lines": [(line, inputs_of(line), rule_word(line.rule, current_language())) for line in shown.lines],
        "objections": objections_of(shown.lines),
        "may_object": in_time and may(request.user, Act.OBJECT, shown.lines[0]),
        "may_answer": announced and may(request.user, Act.APPRAISE),
        "documents": _documents(unit) if announced else [],
        "documents_all": _documents() if announced and may(request.user, Act.APPRAISE) else [],
    })  # fmt: skip


@page()
def published_line(request: PageRequest, pk: int) -> HttpResponse:
    """Leads from a row of the list to the statement it stands in."""
    line = get_object_or_404(PublishedLine, pk=pk)
    return redirect("appraisal-statement", pk=line.appraisal_id, unit=line.unit_id)


@page(Act.OBJECT, reach=Reach.OWN_UNIT)
@require_POST
def add_objection(request: PageRequest, pk: int) -> HttpResponse:
    """Objects to a line."""
    line = get_object_or_404(AppraisalLine, pk=pk)
    document = _chosen(request, _documents(line.unit_id))
    objections.object_to(line, request.POST.get("text", ""), request.user, document)
    messages.success(request, say("异议已提交", "Your objection was sent"), extra_tags="good")
    return redirect("appraisal-statement", pk=line.appraisal_id, unit=line.unit_id)


@page(Act.APPRAISE)
@require_POST
def correct_line(request: PageRequest, pk: int) -> HttpResponse:
    """Corrects points before publishing, with a reason and a document; the old line stays."""
    line = get_object_or_404(AppraisalLine, pk=pk)
    given, document = request.POST, _chosen(request, _documents())
    objections.correct_points(line, _points(given.get("points", "")), given.get("reason", ""), document, request.user)  # fmt: skip
    messages.success(request, say("得分已更正，原得分仍可见", "Corrected; the old points stay to be seen"), extra_tags="good")  # fmt: skip
    return redirect("appraisal-statement", pk=line.appraisal_id, unit=line.unit_id)


@page(Act.APPRAISE)
@require_POST
def answer_objection(request: PageRequest, pk: int) -> HttpResponse:
    """Accepts an objection with corrected points, or rejects it; both with a reason."""
    found = get_object_or_404(Objection.objects.select_related("line"), pk=pk)
    answer = request.POST.get("answer", "")
    if request.POST.get("outcome") == Objection.Outcome.ACCEPTED:
        given = request.POST
        objections.uphold(found, answer, _points(given.get("points", "")), _chosen(request, _documents()), request.user)  # fmt: skip
    else:
        objections.reject(found, answer, request.user)
    return redirect("appraisal-statement", pk=found.line.appraisal_id, unit=found.line.unit_id)


def _points(text: str) -> Decimal | None:
    return forms.DecimalField(required=False).clean(text)


def _documents(unit: int | None = None) -> QuerySet[Evidence]:
    """Evidence that a point may rest on."""
    found = Evidence.objects.filter(withdrawn=False)
    return found if unit is None else found.filter(unit=unit)


def _chosen(request: PageRequest, documents: QuerySet[Evidence]) -> Evidence | None:
    chosen = request.POST.get("document", "")
    return documents.filter(pk=chosen).first() if chosen.isdigit() else None
