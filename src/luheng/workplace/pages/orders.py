"""督办: one order with its timeline, the moves open to the reader, drafts, findings, rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from luheng.workplace.audit import audited_export
from luheng.workplace.language import say
from luheng.workplace.lifecycles import Move, Need
from luheng.workplace.models import (
    Evidence,
    OrderState,
    Proof,
    RuleKey,
    RuleRun,
    SupervisionOrder,
    Target,
    Unit,
)
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.permissions import Act, Reach, may
from luheng.workplace.supervision.coverage import red_targets, uncovered_targets
from luheng.workplace.supervision.deadlines import (
    days_left,
    lamp_expression,
    lamp_of,
    supervision_settings,
)
from luheng.workplace.supervision.lifecycle import ORDERS, is_still_red
from luheng.workplace.supervision.order_sheet import file_name, make_sheet
from luheng.workplace.supervision.orders import (
    correct_draft,
    draft_for_target,
    enter_finding,
    may_see,
    move_order,
)
from luheng.workplace.supervision.papers import keep_paper
from luheng.workplace.supervision.runs import run_rules

_TAKES_DATE = frozenset({"issue", "send_back", "return_plan"})
_TAKES_DOCUMENT = frozenset({"plan", "answer", "review", "close", "lift"})
_RUNS = 30
_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class MoveForm(forms.Form):
    """What a person may give with a move."""

    note = forms.CharField(required=False, max_length=8000)
    due = forms.DateField(required=False)
    document = forms.FileField(required=False)
    paper = forms.ModelChoiceField(Evidence.objects.all(), required=False)
    version = forms.IntegerField(min_value=1)


class DraftForm(forms.ModelForm):
    """The words, unit and deadline of an order before it is issued."""

    class Meta:
        model = SupervisionOrder
        fields = ("title", "requirement", "unit", "days", "rectify_by")
        widgets = {  # noqa: RUF012
            "requirement": forms.Textarea(attrs={"rows": 3}),
            "rectify_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = Unit.objects.filter(active=True)  # type: ignore[attr-defined]


class FindingForm(forms.ModelForm):
    """A finding of an inspection or audit."""

    class Meta:
        model = SupervisionOrder
        fields = ("source", "finding_no", "quote", "title", "unit", "requirement", "rectify_by")
        widgets = DraftForm.Meta.widgets | {"quote": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = Unit.objects.filter(active=True)  # type: ignore[attr-defined]
        for name in ("source", "finding_no", "quote"):
            self.fields[name].required = True
        self.fields["title"].required = False


def seen_order(request: PageRequest, pk: int) -> SupervisionOrder:
    """The order, where the reader may look at it; 404 otherwise, as if it were not there."""
    orders = SupervisionOrder.objects.annotate(lamp=lamp_expression())
    joined = ("unit", "contact", "target__verdict", "task", "run__by", "earlier")
    found = get_object_or_404(orders.select_related(*joined), pk=pk)
    if not may_see(request.user, found):
        raise Http404(pk)
    return found


@page(reach=Reach.SEEN)
def order(request: PageRequest, pk: int) -> HttpResponse:
    """One order: what is wrong and by which clause, where it stands, what can be done now."""
    found = seen_order(request, pk)
    proofs = Proof.objects.filter(
        content_type=ContentType.objects.get_for_model(SupervisionOrder), object_id=found.pk
    ).select_related("evidence__unit", "evidence__uploaded_by", "evidence__source")
    drafting = found.state == OrderState.DRAFTED and may(request.user, Act.ISSUE_ORDER, found)
    return render(request, "luheng/order.html", {
        "order": found,
        "lamp": lamp_of(found.lamp),  # type: ignore[attr-defined]
        "sentence": _sentence(found),
        "steps": [_step(one) for one in found.steps.select_related("by", "unit", "document")],
        "moves": [_offered(move) for move in ORDERS.open_to(found, request.user)],
        "proofs": proofs,
        "papers": [proof.evidence for proof in proofs if not proof.evidence.withdrawn],
        "verdict_then": found.frozen.get("verdict"),
        "form": DraftForm(instance=found) if drafting else None,
        "still_red": is_still_red(found),
        "later": found.later.all(),
        "state": ORDERS.label(found.state),
        "may_rule": may(request.user, Act.ISSUE_ORDER),
    })  # fmt: skip


@page(reach=Reach.SEEN, moves=ORDERS)
@require_POST
def make_move(request: PageRequest, pk: int, move: str) -> HttpResponse:
    """Takes an order a step on, with the note, document and date that came with it."""
    found = seen_order(request, pk)
    form = MoveForm(request.POST, request.FILES)
    if not form.is_valid():
        said = "；".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, said, extra_tags="bad")
        return redirect("order", pk=pk)
    given = form.cleaned_data
    paper = given["paper"]
    if given["document"]:
        paper = keep_paper(city_of_site(), given["document"], found, request.user)
    move_order(
        found, move, request.user, note=given["note"], document=paper, due=given["due"],
        version=given["version"],
    )  # fmt: skip
    messages.success(request, say(f"已{ORDERS.move(move).zh}", f"Done: {ORDERS.move(move).en}"), extra_tags="good")  # fmt: skip
    return redirect("order", pk=pk)


@page(Act.ISSUE_ORDER)
@require_POST
def edit_draft(request: PageRequest, pk: int) -> HttpResponse:
    """Keeps the words, unit and deadline of a draft."""
    found = seen_order(request, pk)
    version = request.POST.get("version", "")
    form = DraftForm(request.POST, instance=SupervisionOrder.objects.get(pk=pk))
    if form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        correct_draft(found, changed, request.user, int(version) if version.isdecimal() else None)
        messages.success(request, say("拟稿已保存", "Draft kept"), extra_tags="good")
    else:
        said = "；".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, said, extra_tags="bad")
    return redirect("order", pk=pk)


@page(Act.ISSUE_ORDER, posts=Act.ISSUE_ORDER)
def new_finding(request: PageRequest) -> HttpResponse:
    """A form for a finding of an inspection or audit; it becomes the draft of an order."""
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = enter_finding(form.cleaned_data, request.user)
        messages.success(request, say("已登记，可核对后下达", "Entered; check it and issue it"), extra_tags="good")  # fmt: skip
        return redirect("order", pk=entered.pk)
    return render(request, "luheng/new_finding.html", {"form": form})


@page()
def uncovered(request: PageRequest) -> HttpResponse:
    """Red targets that have neither an order nor a waiver: there should be none."""
    coverage = [target.coverage for target in red_targets()]
    return render(request, "luheng/uncovered.html", {
        "targets": uncovered_targets(),
        "red": len(coverage),
        "ordered": coverage.count("order"),
        "waived": coverage.count("waiver"),
        "may_rule": may(request.user, Act.ISSUE_ORDER),
    })  # fmt: skip


@page(Act.ISSUE_ORDER)
@require_POST
def draft(request: PageRequest, pk: int) -> HttpResponse:
    """Drafts an order for one target."""
    target = get_object_or_404(Target.objects.select_related("verdict", "clause", "document"), pk=pk, verdict__code__in=(RuleKey.MISSED, RuleKey.BEHIND))  # fmt: skip
    return redirect("order", pk=draft_for_target(target, request.user).pk)


@page()
def rules(request: PageRequest) -> HttpResponse:
    """The rules in force and what their runs did."""
    labels = dict(RuleKey.choices)
    return render(request, "luheng/rules.html", {
        "rules": [(labels[key], rule) for key, rule in supervision_settings().rules.items()],
        "settings": supervision_settings(),
        "runs": RuleRun.objects.defer("verdicts").select_related("by")[:_RUNS],
        "may_rule": may(request.user, Act.ISSUE_ORDER),
    })  # fmt: skip


@page(Act.ISSUE_ORDER)
@require_POST
def run(request: PageRequest) -> HttpResponse:
    """Runs the rules now."""
    done = run_rules(request.user)
    messages.success(request, say(f"新起草 {done.drafted} 件，已有督办 {done.standing} 项，情形消除 {done.gone} 项", f"{done.drafted} drafted, {done.standing} covered already, {done.gone} causes gone"), extra_tags="good")  # fmt: skip
    return redirect("orders" if done.drafted else "rules")


@page(reach=Reach.SEEN)
def sheet(request: PageRequest, pk: int, form: str) -> HttpResponse:
    """The order on paper, as Word or PDF."""
    found = seen_order(request, pk)
    content = make_sheet(found, form, city_of_site())
    name = file_name(found, form)
    audited_export("order", request.user, name, content)
    response = HttpResponse(content, content_type=_MEDIA[form])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _sentence(found: SupervisionOrder) -> Any:
    """Where the order stands, whose turn it is and by when, in one sentence."""
    state = ORDERS.label(found.state)
    who = found.unit or say("责任单位未定", "no unit yet")
    if found.state == OrderState.WAIVED:
        return say(f"{who}：{state}至 {found.due}。", f"{who}: {state} until {found.due}.")
    if found.due is None:
        return say(f"{who}：{state}。", f"{who}: {state}.")
    left, working = days_left(timezone.localdate(), found.due)
    days_zh, days_en = ("个工作日", "working days") if working else ("天", "days")
    if left < 0:
        return say(f"{who}：{state}，本步限期 {found.due}，已逾期 {-left} {days_zh}。", f"{who}: {state}, due {found.due}, {-left} {days_en} overdue.")  # fmt: skip
    return say(f"{who}：{state}，本步限期 {found.due}，还有 {left} {days_zh}。", f"{who}: {state}, due {found.due}, {left} {days_en} left.")  # fmt: skip


def _offered(move: Move) -> dict[str, Any]:
    """What the form of a move asks for."""
    return {
        "key": move.key,
        "label": move.label,
        "note": Need.NOTE in move.needs,
        "date": Need.DATE in move.needs,
        "document": Need.DOCUMENT in move.needs,
        "takes_date": Need.DATE in move.needs or move.key in _TAKES_DATE,
        "takes_document": Need.DOCUMENT in move.needs or move.key in _TAKES_DOCUMENT,
        "bare": not move.needs and move.key in ("sign",),
    }


def _step(step: Any) -> dict[str, Any]:
    label = ORDERS.step_label(step.move)
    return {"step": step, "label": label, "state": ORDERS.label(step.state_to)}
