"""机构: the tree of units with its days and former names; reorganisations, previewed and carried out."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from luheng.workplace.language import current_language, say
from luheng.workplace.models import (
    Evidence,
    Reorganisation,
    ReorganisationKind,
    ReorganisationState,
    Unit,
    UnitKind,
)
from luheng.workplace.organisation.carrying_out import approve, carry_out
from luheng.workplace.organisation.drafting import Takes, draft, read_takes, redraft, say_who
from luheng.workplace.organisation.duties import KINDS
from luheng.workplace.organisation.lifecycle import REORGANISATIONS
from luheng.workplace.organisation.preview import Assignment, Preview, preview
from luheng.workplace.organisation.tree import Node, save_unit, tree
from luheng.workplace.organisation.undoing import built_on, undo
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.permissions import Act, Person, Reach, may

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_WHY = {
    "said": say("人工指定", "chosen"),
    "only": say("唯一承接单位", "the only successor"),
    "follows": say("随所属事项", "follows what it belongs to"),
    "rule": say("按承接事项", "by what it takes"),
    "rest": say("承接其余事项", "takes the rest"),
    "stays": say("留在原单位", "stays"),
    "several": say("几个单位的承接事项都符合", "several would take it"),
    "nothing": say("没有单位承接", "nobody takes it"),
    "renamed": say("随单位更名", "named anew with its unit"),
}


class UnitForm(forms.Form):
    """A new unit, or the dates, parent and kind of one that is there."""

    name = forms.CharField(label=say("单位名称", "unit"), max_length=120)
    kind = forms.ChoiceField(
        label=say("类别", "kind"), choices=[("", "—"), *UnitKind.choices], required=False
    )
    parent = forms.ModelChoiceField(
        Unit.objects.filter(active=True), label=say("上级单位", "parent unit"), required=False,
        to_field_name="name",
    )  # fmt: skip
    founded_on = forms.DateField(label=say("设立日期", "founded on"), required=False, widget=_DAY)

    def values(self) -> dict[str, Any]:
        """What was entered, as a unit is saved."""
        given = dict(self.cleaned_data)
        return {**given, "parent": given["parent"].name if given["parent"] else ""}


class ReorganisationForm(forms.Form):
    """What happens to which units, from when, by which document, and who takes over what."""

    kind = forms.ChoiceField(label=say("方式", "kind"), choices=ReorganisationKind.choices)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.filter(active=True), label=say("原单位（可多选）", "units (one or more)"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )  # fmt: skip
    successors = forms.CharField(
        label=say(
            "承接单位，每行一个；分设、划转的在冒号后写承接事项的关键词或任务序号，写“其余”的承接其他全部事项",
            "successors, one a line; after a colon words or numbers of what each takes, or “rest”",
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    new_name = forms.CharField(
        label=say("新名称（更名时填）", "new name (to rename)"), max_length=120, required=False
    )
    effective_on = forms.DateField(label=say("生效日期", "in effect from"), widget=_DAY)
    document_no = forms.CharField(
        label=say("依据文件文号", "document number"), max_length=120, required=False
    )
    document = forms.ModelChoiceField(
        Evidence.objects.filter(withdrawn=False), required=False,
        label=say("或：已上传的依据文件", "or: a document uploaded as evidence"),
    )  # fmt: skip
    reason = forms.CharField(
        label=say("事由", "reason"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    filed_since_stays = forms.BooleanField(
        label=say(
            "生效日后已报送的填报表仍归原单位", "returns filed since that day stay with the unit"
        ),
        required=False,
    )


@page()
def organisation(request: PageRequest) -> HttpResponse:
    """The tree with days, former names, people and duties; the reorganisations beside it."""
    ended = request.GET.get("ended") == "1"
    nodes = tree(with_ended=ended)
    return render(request, "luheng/organisation.html", {
        "nodes": nodes,
        "ended": ended,
        "sentence": _sentence(nodes),
        "reorganisations": _visible(request.user)[:50],
        "may_reorganise": may(request.user, Act.REORGANISE),
        "form": UnitForm(),
        "kinds": dict(UnitKind.choices),
    })  # fmt: skip


def _sentence(nodes: list[Node]) -> Any:
    active = [node for node in nodes if node.unit.active]
    districts = sum(node.unit.kind == UnitKind.DISTRICT for node in active)
    people = sum(node.people for node in active)
    return say(
        f"现有 {len(active)} 个单位，其中县（市、区）{districts} 个；{people} 人有账号。",
        f"{len(active)} units, {districts} of them districts; {people} people have accounts.",
    )


@page(Act.REORGANISE)
@require_POST
def add_unit(request: PageRequest) -> HttpResponse:
    """Adds a unit to the tree."""
    form = UnitForm(request.POST)
    if not form.is_valid():
        return _badly_filled(request, form, "organisation")
    made = save_unit(None, None, form.values(), request.user)
    _said(request, say(f"已添加 {made}", f"{made} was added"))
    return redirect("organisation")


@page(Act.REORGANISE)
@require_POST
def edit_unit(request: PageRequest, pk: int) -> HttpResponse:
    """Sets the kind, parent and founding day of a unit."""
    found = get_object_or_404(Unit, pk=pk)
    given: dict[str, Any] = request.POST.dict()
    form = UnitForm(given | {"name": found.name})
    if not form.is_valid():
        return _badly_filled(request, form, "unit", pk=pk)
    version = request.POST.get("version", "")
    save_unit(pk, int(version) if version.isdecimal() else None, form.values(), request.user)
    _said(request, say("已保存", "Kept"))
    return redirect("unit", pk=pk)


@page(Act.REORGANISE, posts=Act.REORGANISE)
def new_reorganisation(request: PageRequest) -> HttpResponse:
    """Drafts a reorganisation; nothing moves yet."""
    form = ReorganisationForm(request.POST or None, initial={"effective_on": timezone.localdate(), "units": request.GET.getlist("unit")})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = draft(
            given["kind"], list(given["units"]), read_takes(given["successors"]),
            given["effective_on"], request.user, document=given["document"],
            document_no=given["document_no"], reason=given["reason"], new_name=given["new_name"],
            filed_since_stays=given["filed_since_stays"],
        )  # fmt: skip
        return redirect("reorganisation", pk=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "luheng/new_reorganisation.html", {"form": form}, status=status)


@page(reach=Reach.SEEN)
def reorganisation(request: PageRequest, pk: int) -> HttpResponse:
    """What a reorganisation moves to whom and what is undecided; once carried out, what it moved."""
    found = _seen(request.user, pk)
    is_open = found.state in (ReorganisationState.DRAFTED, ReorganisationState.APPROVED)
    planned = preview(found) if is_open else None
    language = current_language()
    done = found.state == ReorganisationState.CARRIED_OUT
    moves = REORGANISATIONS.open_to(found, request.user)
    return render(request, "luheng/reorganisation.html", {
        "one": found,
        "state": REORGANISATIONS.label(found.state),
        "successors": found.successors.select_related("unit"),
        "takes": _takes_text(found),
        "preview": planned,
        "groups": _groups(planned) if planned else [],
        "problems": [(m.text(language), m.remedy(language)) for m in planned.problems] if planned else [],
        "moved": _moved(found) if not is_open else [],
        "moves": moves,
        "built": built_on(found)[:5] if done and moves else [],
        "steps": [(REORGANISATIONS.step_label(step.move), step) for step in found.steps.select_related("by", "unit")],
        "may_reorganise": is_open and may(request.user, Act.REORGANISE),
    })  # fmt: skip


@page(Act.REORGANISE)
@require_POST
def redraft_reorganisation(request: PageRequest, pk: int) -> HttpResponse:
    """Keeps another day, document or other successors."""
    found = get_object_or_404(Reorganisation, pk=pk)
    day = forms.DateField(required=False).clean(request.POST.get("effective_on", ""))
    values = {
        "effective_on": day or found.effective_on,
        "document_no": request.POST.get("document_no", "")[:120],
        "reason": request.POST.get("reason", ""),
        "filed_since_stays": "filed_since_stays" in request.POST,
    }
    kinds = {one.name: one.kind for one in found.successors.all()}
    takes = [Takes(t.name, t.lines, t.rest, kinds.get(t.name, "")) for t in read_takes(request.POST.get("successors", ""))]  # fmt: skip
    redraft(found, values, takes, request.user)
    _said(request, say("已保存", "Kept"))
    return redirect("reorganisation", pk=pk)


@page(Act.REORGANISE)
@require_POST
def decide_duties(request: PageRequest, pk: int) -> HttpResponse:
    """Keeps who takes which duty, as chosen row by row: `to:task:12:3` names the duty and its unit."""
    chosen: dict[tuple[str, int, int], str] = {}
    for field, name in request.POST.items():
        mark, *parts = field.split(":")
        if mark == "to" and len(parts) == 3 and parts[1].isdecimal() and parts[2].isdecimal():
            chosen[parts[0], int(parts[1]), int(parts[2])] = str(name)
    found = say_who(get_object_or_404(Reorganisation, pk=pk), chosen, request.user)
    left = len(found.undecided)
    _said(request, say(f"已保存，未明确的还有 {left} 项", f"Kept; {left} are undecided"))
    return redirect("reorganisation", pk=pk)


@page(Act.REORGANISE, moves=REORGANISATIONS)
@require_POST
def move_reorganisation(request: PageRequest, pk: int, move: str) -> HttpResponse:
    """Approves, carries out, undoes or drops a reorganisation."""
    found = get_object_or_404(Reorganisation, pk=pk)
    note, version = request.POST.get("note", ""), request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else None
    if move == "carry_out":
        count = carry_out(found, request.user, seen)
        _said(
            request,
            say(f"已实施，移交 {count} 项", f"Carried out; {count} records were handed over"),
        )
    elif move == "undo":
        count = undo(found, request.user, note, seen)
        _said(request, say(f"已撤回，退回 {count} 项", f"Undone; {count} records were given back"))
    elif move == "approve":
        approve(found, request.user, seen)
    else:
        REORGANISATIONS.advance(found, move, request.user, note=note, version=seen)
    return redirect("reorganisation", pk=pk)


def _visible(person: Person) -> Any:
    """Drafts are the plan office's alone; what was carried out everybody may read."""
    known = Reorganisation.objects.prefetch_related("units", "successors")
    if may(person, Act.REORGANISE):
        return known
    return known.filter(state=ReorganisationState.CARRIED_OUT)


def _seen(person: Person, pk: int) -> Reorganisation:
    found: Reorganisation | None = _visible(person).filter(pk=pk).first() if pk < 1 << 62 else None
    if found is None:
        raise Http404(f"reorganisation {pk}")
    return found


def _groups(planned: Preview) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The duties by kind, undecided ones first."""
    by_kind: dict[str, list[Assignment]] = defaultdict(list)
    for one in planned.assignments:
        by_kind[one.duty.kind].append(one)
    return [
        (
            rows[0].duty.kind_label,
            [_row(one) for one in sorted(rows, key=lambda each: not each.decision.undecided)],
        )
        for rows in by_kind.values()
    ]


def _row(one: Assignment) -> dict[str, Any]:
    kind, pk = one.duty.key
    why = str(_WHY[one.decision.why])
    if one.decision.among:
        among = str(say("、", ", ")).join(one.decision.among)
        why = f"{why}{say('：', ': ')}{among}"
    return {
        "field": f"to:{kind}:{pk}:{one.duty.unit.pk}",
        "duty": one.duty,
        "name": one.decision.name,
        "why": why,
        "undecided": one.decision.undecided,
        "said": one.decision.why == "said",
    }


def _moved(found: Reorganisation) -> list[tuple[Any, list[Any]]]:
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in found.handovers.filter(done=True).select_related("unit", "successor"):
        rows[row.duty].append(row)
    return [(KINDS[kind], rows[kind]) for kind in KINDS if rows[kind]]


def _takes_text(found: Reorganisation) -> str:
    lines = []
    for one in found.successors.all():
        said = "、".join([*one.takes, *(["其余"] if one.takes_rest else [])])
        lines.append(f"{one.name}：{said}" if said else one.name)
    return "\n".join(lines)


def _badly_filled(request: PageRequest, form: forms.Form, name: str, **to: Any) -> HttpResponse:
    said = "；".join(str(error) for errors in form.errors.values() for error in errors)
    messages.error(request, said, extra_tags="bad")
    return redirect(name, **to)


def _said(request: PageRequest, text: Any) -> None:
    messages.success(request, text, extra_tags="good")
