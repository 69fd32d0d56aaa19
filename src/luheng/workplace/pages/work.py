"""Pages of the yearly work: a year, one item, the meetings of the steering group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import say
from luheng.workplace.models import Meeting, TaskState, Unit, WorkItem, WorkList
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.permissions import Act, Reach, may
from luheng.workplace.yearly_work import (
    WORKLISTS,
    add_item,
    begin_year,
    cancel,
    derive,
    districts,
    expand,
    name_districts,
    names_all_districts,
    report_work,
)

_WIDE = {"rows": 3}
_PARTS = [
    (kind.value, kind.label)
    for kind in (WorkItem.Kind.SUBTASK, WorkItem.Kind.MILESTONE, WorkItem.Kind.DISTRICT)
]


class ItemForm(forms.Form):
    """A new item: a measure, a part of one, or a decision."""

    text = forms.CharField(label=say("工作内容", "work"), widget=forms.Textarea(attrs=_WIDE))
    lead = forms.ModelChoiceField(
        Unit.objects.filter(active=True), label=say("牵头单位", "lead unit"), required=False
    )
    due = forms.DateField(
        label=say("完成时限", "due"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    workdays = forms.IntegerField(
        label=say("或：几个工作日内", "or: in how many working days"), required=False, min_value=1, max_value=250
    )  # fmt: skip


class PartForm(ItemForm):
    """A part of an item."""

    kind = forms.ChoiceField(label=say("类别", "kind"), choices=_PARTS)
    field_order = ("kind",)


class ReportForm(forms.Form):
    """How far an item has come: in words, as a share, or reached."""

    state = forms.ChoiceField(label=say("进展", "progress"), choices=TaskState.choices[1:])
    percent = forms.DecimalField(
        label=say("完成比例（%）", "share done (%)"), required=False, min_value=0, max_value=100
    )
    note = forms.CharField(
        label=say("说明", "note"), required=False, widget=forms.Textarea(attrs=_WIDE)
    )


class MeetingForm(forms.ModelForm):
    """A meeting."""

    class Meta:
        model = Meeting
        fields = ("held_on", "title", "note")
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"})}  # noqa: RUF012


@page()
def worklists(request: PageRequest) -> HttpResponse:
    """The years with their counts; the plan office begins a year here and names the districts."""
    return render(request, "luheng/worklists.html", {
        "worklists": _counted(WorkList.objects.all(), "items"),
        "may_plan": may(request.user, Act.PLAN_WORK),
        "this_year": timezone.localdate().year,
        "districts": "、".join(unit.name for unit in districts()),
    })  # fmt: skip


@page(Act.PLAN_WORK)
@require_POST
def begin(request: PageRequest) -> HttpResponse:
    """Begins a year from the plans in force."""
    year = _year(request.POST.get("year", ""))
    made = begin_year(year, request.user)
    _said(request, say(f"已从方案生成 {made.items.count()} 项工作", f"{made.items.count()} items were derived"))  # fmt: skip
    return redirect("worklist", pk=made.pk)


@page(Act.PLAN_WORK)
@require_POST
def set_districts(request: PageRequest) -> HttpResponse:
    """Names the districts that duties of all districts are passed on to."""
    text = request.POST.get("names", "")
    for mark in "，,；;\r\n\t ":
        text = text.replace(mark, "、")
    named = name_districts(text.split("、"), request.user)
    _said(request, say(f"已登记 {len(named)} 个县（市、区）", f"{len(named)} districts are named"))
    return redirect("worklists")


@page()
def worklist(request: PageRequest, pk: int) -> HttpResponse:
    """One year: where its work stands, by unit, and its steps."""
    found = get_object_or_404(_counted(WorkList.objects.all(), "items"), pk=pk)
    by_unit = _counted(
        Unit.objects.filter(work_led__worklist=found), "work_led", Q(work_led__worklist=found)
    )
    return render(request, "luheng/worklist.html", {
        "worklist": found,
        "units": by_unit.order_by("-total", "name"),
        "moves": WORKLISTS.open_to(found, request.user),
        "steps": found.steps.select_related("by"),
        "state": WORKLISTS.label(found.state),
        "may_plan": may(request.user, Act.PLAN_WORK),
        "form": ItemForm(),
    })  # fmt: skip


@page(Act.PLAN_WORK)
@require_POST
def derive_again(request: PageRequest, pk: int) -> HttpResponse:
    """Adds what the plans have gained since."""
    added = derive(get_object_or_404(WorkList, pk=pk), request.user)
    _said(request, say(f"新增 {added} 项", f"{added} added"))
    return redirect("worklist", pk=pk)


@page(Act.PLAN_WORK, moves=WORKLISTS)
@require_POST
def move_worklist(request: PageRequest, pk: int, move: str) -> HttpResponse:
    """Issues, closes or reopens a year."""
    found = get_object_or_404(WorkList, pk=pk)
    WORKLISTS.advance(found, move, request.user, note=request.POST.get("note", ""))
    return redirect("worklist", pk=pk)


@page()
def work_item(request: PageRequest, pk: int) -> HttpResponse:
    """One item: its words, its parts, its reports, and the forms of whoever answers for it."""
    items = WorkItem.objects.select_related("task__document", "lead", "parent", "worklist", "meeting")  # fmt: skip
    found = get_object_or_404(items, pk=pk)
    return render(request, "luheng/work_item.html", {
        "item": found,
        "parts": found.parts.filter(cancelled=False).select_related("lead").order_by("kind", "due", "pk"),
        "reports": found.reports.select_related("unit", "reported_by"),
        "for_districts": names_all_districts(found),
        "may_plan": may(request.user, Act.PLAN_WORK),
        "may_report": not found.cancelled and may(request.user, Act.REPORT_PROGRESS, found),
        "report_form": ReportForm(initial={"state": found.state, "percent": found.percent}),
        "part_form": PartForm(),
        "late": found.due is not None and found.due < timezone.localdate() and found.state != TaskState.DONE,
    })  # fmt: skip


@page(Act.REPORT_PROGRESS, reach=Reach.OWN_UNIT)
@require_POST
def report_item(request: PageRequest, pk: int) -> HttpResponse:
    """Adds a report on an item."""
    found = get_object_or_404(WorkItem, pk=pk)
    values = request.POST
    report_work(
        found, values.get("state", ""), request.user,
        percent=values.get("percent"), note=values.get("note", ""),
    )  # fmt: skip
    _said(request, say("已填报", "Reported"))
    return redirect("work-item", pk=pk)


@page(Act.PLAN_WORK)
@require_POST
def add_part(request: PageRequest, pk: int) -> HttpResponse:
    """Adds a sub-task, a milestone or a district's duty to an item."""
    return _add(request, get_object_or_404(WorkItem, pk=pk), PartForm(request.POST), "work-item", pk)  # fmt: skip


@page(Act.PLAN_WORK)
@require_POST
def add_measure(request: PageRequest, pk: int) -> HttpResponse:
    """Adds a measure to a year."""
    return _add(request, get_object_or_404(WorkList, pk=pk), ItemForm(request.POST), "worklist", pk)


@page(Act.PLAN_WORK)
@require_POST
def expand_item(request: PageRequest, pk: int) -> HttpResponse:
    """Passes an item on to every district."""
    made = expand(get_object_or_404(WorkItem, pk=pk), request.user)
    _said(request, say(f"已分解到 {made} 个县（市、区）", f"passed on to {made} districts"))
    return redirect("work-item", pk=pk)


@page(Act.PLAN_WORK)
@require_POST
def cancel_item(request: PageRequest, pk: int) -> HttpResponse:
    """Takes an item out of the counts, with its reason."""
    cancel(get_object_or_404(WorkItem, pk=pk), request.POST.get("why", ""), request.user)
    return redirect("work-item", pk=pk)


@page(posts=Act.PLAN_WORK)
def meetings(request: PageRequest) -> HttpResponse:
    """The meetings with how far their decisions have come; the plan office adds one here."""
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance._history_user = request.user
        return redirect("meeting", pk=form.save().pk)
    return render(request, "luheng/meetings.html", {
        "meetings": _counted(Meeting.objects.all(), "decisions"),
        "may_plan": may(request.user, Act.PLAN_WORK),
        "form": form,
    })  # fmt: skip


@page()
def meeting(request: PageRequest, pk: int) -> HttpResponse:
    """One meeting: its decisions, and what became of those of the meeting before."""
    found = get_object_or_404(Meeting, pk=pk)
    before = Meeting.objects.filter(held_on__lt=found.held_on).first()
    return render(request, "luheng/meeting.html", {
        "meeting": found,
        "decisions": _decisions(found),
        "before": before,
        "follow_ups": _decisions(before) if before else [],
        "may_plan": may(request.user, Act.PLAN_WORK),
        "form": ItemForm(),
    })  # fmt: skip


@page(Act.PLAN_WORK)
@require_POST
def add_decision(request: PageRequest, pk: int) -> HttpResponse:
    """Adds a decision to a meeting."""
    return _add(request, get_object_or_404(Meeting, pk=pk), ItemForm(request.POST), "meeting", pk)


def _year(text: str) -> int:
    try:
        return int(forms.IntegerField(min_value=2000, max_value=2100).clean(text))
    except forms.ValidationError as error:
        raise LuhengError("value_refused", field=str(say("年度", "year")), value=text, problem="；".join(error.messages)) from error  # fmt: skip


def _decisions(found: Meeting) -> Any:
    return found.decisions.filter(cancelled=False).select_related("lead").order_by("position", "pk")


def _counted(rows: Any, items: str, only: Q | None = None) -> Any:
    """Rows with how many of their items there are, are done and are overdue."""
    here = Q(**{f"{items}__cancelled": False}) & (only or Q())
    late = Q(**{f"{items}__due__lt": timezone.localdate()}) & ~Q(**{f"{items}__state": TaskState.DONE})  # fmt: skip
    return rows.annotate(
        total=Count(items, filter=here, distinct=True),
        done=Count(items, filter=here & Q(**{f"{items}__state": TaskState.DONE}), distinct=True),
        late=Count(items, filter=here & late, distinct=True),
    )


def _add(request: PageRequest, owner: Any, form: forms.Form, name: str, pk: int) -> HttpResponse:
    if form.is_valid():
        add_item(owner, form.cleaned_data, request.user)
        _said(request, say("已添加", "Added"))
    else:
        wrong = "；".join(str(problem) for problems in form.errors.values() for problem in problems)
        messages.error(request, say(f"没有添加：{wrong}", f"Not added: {wrong}"), extra_tags="bad")
    return redirect(name, pk=pk)


def _said(request: PageRequest, words: Any) -> None:
    messages.success(request, words, extra_tags="good")
