"""One target: its clause and words, every figure with its source, the chart, the verdict and why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from luheng.vocabulary.indicators import catalogue
from luheng.workplace.keeping import kept_until_written
from luheng.workplace.language import current_language, say
from luheng.workplace.models import AssignedValue, Observation, Target, Verdict
from luheng.workplace.pages import charts
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.pages.sheets import figures_answer
from luheng.workplace.permissions import Act, may
from luheng.workplace.progress import assign_value
from luheng.workplace.wording import demand

_NAMED = ("indicator", "place", "period", "value", "unit")  # of a figure
_SHOWN = (
    *_NAMED, "kind", "status", "quote", "cell", "document__title", "entered_at",
    "entered_by__name", "entered_by__username", "computed__id",
)  # fmt: skip
_OF_A_FORM = ("document_id", "indicator", "op", "bound", "unit")
_ASSIGNED = ("meet_assigned", "meet_benchmark")  # the superior says how much
_PARTS = ("crumbs", "title", "answer", "figures", "facts", "series")
_LONG = ("as_read", "conflict", "quote", "verdict__numbers", "verdict__lineage")  # of a target


class AssignedForm(forms.Form):
    """What the superior assigned."""

    value = forms.DecimalField(label=say("下达值", "assigned value"))
    unit = forms.CharField(label=say("计量单位", "unit"), required=False, max_length=40)
    op = forms.ChoiceField(
        label=say("要求", "demand"),
        choices=[
            (">=", say("不低于", "at least")), ("<=", say("不高于", "at most")),
            ("reduce_by", say("下降", "falls by")), ("increase_by", say("增长", "grows by")),
        ],
    )  # fmt: skip
    base_year = forms.IntegerField(label=say("基年", "base year"), required=False, min_value=1990, max_value=2100)  # fmt: skip
    document_no = forms.CharField(label=say("下达文号", "document number"), required=False, max_length=120)  # fmt: skip


@page()
def target(request: PageRequest, pk: int) -> HttpResponse:
    """The page of one target."""
    found = get_object_or_404(Target.objects.only(*_OF_A_FORM), pk=pk)
    may_assign = found.op in _ASSIGNED and may(request.user, Act.ASSIGN_VALUE, found)
    return render(request, "luheng/target.html", {
        "target": found,
        "told": _told(pk),
        "may_assign": may_assign,
        "assigned": AssignedValue.objects.filter(target=found).first() if may_assign else None,
        "form": AssignedForm(initial={"unit": found.unit, "op": found.bound or ">="}),
    })  # fmt: skip


@kept_until_written
def _told(pk: int) -> dict[str, Any]:
    """What every reader is told alike: the parts of the page, and whether a chart is among them."""
    whole = Target.objects.select_related("document", "clause", "verdict", "assigned")
    found = get_object_or_404(whole, pk=pk)
    verdict: Verdict | None = getattr(found, "verdict", None)
    used = _used(verdict)
    context = {
        "target": found,
        "verdict": verdict,
        "figure": _figure(found, verdict) if verdict else None,
        "used": used,
        "sources": sorted({str(one.document or say("录入", "entered")) for one in used}),
        "aside": _set_aside(verdict),
        "indicator": catalogue().get(found.indicator_id) if found.indicator_id else None,
        "series": _series(found),
    }
    parts = {name: render_to_string(f"luheng/parts/target_{name}.html", context) for name in _PARTS}
    return {"drawn": bool(context["figure"]), **parts}


@page()
def chart_figures(request: PageRequest, pk: int) -> HttpResponse:
    """The figures of the chart as a workbook. 404 where there is no chart."""
    found = get_object_or_404(Target.objects.select_related("verdict"), pk=pk)
    verdict: Verdict | None = getattr(found, "verdict", None)
    figure = _figure(found, verdict) if verdict else None
    if figure is None:
        raise Http404(pk)
    return figures_answer(request, found.indicator, figure)


@page()
def explain(request: PageRequest, pk: int) -> HttpResponse:
    """What stands behind a figure: rule, numbers put in, each with its source. A side panel."""
    verdict = get_object_or_404(Verdict.objects.select_related("target__document"), target=pk)
    template = "luheng/parts/explain.html" if request.htmx else "luheng/explain.html"
    return render(request, template, {
        "verdict": verdict, "target": verdict.target, "used": _used(verdict),
        "inputs": _inputs(verdict), "citation": _citation(verdict),
    })  # fmt: skip


@page(Act.ASSIGN_VALUE)
@require_POST
def assign(request: PageRequest, pk: int) -> HttpResponse:
    """Enters what the superior assigned; the target is judged at once."""
    found = get_object_or_404(Target, pk=pk)
    form = AssignedForm(request.POST)
    if form.is_valid():
        given = {
            name: value for name, value in form.cleaned_data.items() if value not in (None, "")
        }
        assign_value(found, given, request.user)
        messages.success(request, say("已录入下达值并重新判定", "Assigned value entered; judged anew"), extra_tags="good")  # fmt: skip
    else:
        messages.error(request, say("请填写下达值（数字）", "Enter the assigned value as a number"), extra_tags="bad")  # fmt: skip
    return redirect("target", pk=pk)


def _used(verdict: Verdict | None) -> list[Observation]:
    if verdict is None:
        return []
    used = verdict.observations.select_related("document", "entered_by", "computed").only(*_SHOWN)
    return list(used.order_by("period", "pk"))


def _set_aside(verdict: Verdict | None) -> list[dict[str, Any]]:
    if verdict is None:
        return []
    rows = verdict.numbers.get("set_aside", [])
    keys = [row["key"] for row in rows if row.get("key")]
    records = Observation.objects.only(*_NAMED).in_bulk(keys)
    language = current_language()
    return [
        {"observation": records[row["key"]], "reason": row["reason"][language]}
        for row in rows
        if row.get("key") in records
    ]


def _inputs(verdict: Verdict) -> list[dict[str, Any]]:
    language = current_language()
    return [
        {
            "name": one["name"][language], "value": one["value"], "unit": one["unit"],
            "source": one["source"][language], "key": one.get("key"),
        }
        for one in verdict.numbers.get("inputs", [])
    ]  # fmt: skip


def _series(found: Target) -> list[Target]:
    """The other years of the same indicator in the same document."""
    if not found.series and not found.indicator:
        return []
    same = Target.objects.filter(document=found.document_id, indicator=found.indicator)
    same = same.select_related("verdict").defer(*_LONG)
    return list(same.exclude(pk=found.pk).order_by("year", "pk"))


def _figure(found: Target, verdict: Verdict) -> dict[str, Any] | None:
    """The chart of a verdict; None where there is not one figure to draw."""
    numbers = verdict.numbers
    figures = [
        charts.Point(one["year"], Decimal(str(one["value"])), one.get("provisional", False))
        for one in numbers.get("figures", [])
    ]
    if not figures:
        return None
    path = (numbers.get("path") or {}).get("points", [])
    projection = numbers.get("projection")
    due = numbers.get("due") or found.year
    reach = found.value if found.value is not None else _assigned_value(found)
    reason = verdict.reason_en if current_language() == "en" else verdict.reason_zh
    return charts.progress_chart(
        title=reason,
        unit=numbers["figures"][0].get("unit") or found.unit,
        figures=figures,
        trajectory=[(year, Decimal(str(value))) for year, value in path],
        target=(due, reach) if due and reach is not None and path else _level(found, due),
        forecast=_forecast(projection),
    )


def _level(found: Target, due: int | None) -> tuple[int, Decimal] | None:
    on_scale = found.op in (">=", "<=", "=", "reduce_by", "increase_by")
    return (due, found.value) if due and found.value is not None and on_scale else None


def _assigned_value(found: Target) -> Decimal | None:
    entered = getattr(found, "assigned", None)
    return entered.value if entered else None


def _forecast(projection: dict[str, Any] | None) -> charts.Forecast | None:
    if not projection:
        return None
    amounts = (Decimal(str(projection[name])) for name in ("value", "low", "high"))
    return charts.Forecast(projection["year"], *amounts)


def _citation(verdict: Verdict) -> str:
    found = verdict.target
    return f"{found.document.title}，{found.clause_key}：“{found.quote}”（{demand(found)}；{verdict.reason_zh}；{verdict.as_of}）"
