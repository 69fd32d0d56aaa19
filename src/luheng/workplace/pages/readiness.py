"""示范创建: readiness by edition, the gap list, one item with what is entered of it and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import current_language, say
from luheng.workplace.models import Document, ReadinessArea, ReadinessItem
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.permissions import Act, may
from luheng.workplace.readiness import words
from luheng.workplace.readiness.entering import AREA_FIELDS, ITEM_FIELDS, tell_area, tell_item
from luheng.workplace.readiness.sets import Edition, IndicatorSet, indicator_set, subject_of
from luheng.workplace.readiness.standing import MET, MISSED, UNKNOWN, Line, Standing, standing_by
from luheng.workplace.registers.computed import MARK_LABELS

_SHOWN = {
    "": lambda line: True,
    "missed": lambda line: line.answer == MISSED,
    "unknown": lambda line: line.answer == UNKNOWN,
    "met": lambda line: line.answer == MET,
    "evidence": lambda line: line.needs_evidence,
}


class AreaForm(forms.ModelForm):
    """What kind of area applies, and by which plan."""

    absent = forms.MultipleChoiceField(
        label=say("本地没有的对象", "What does not exist here"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ReadinessArea
        fields = AREA_FIELDS

    def __init__(self, *given: Any, chosen: IndicatorSet, **named: Any) -> None:
        super().__init__(*given, **named)
        editions = chosen.editions()
        where = {
            one["zh"]: say(one["zh"], one["en"])
            for edition in editions
            for one in edition.items.values()
            if one.get("where")
        }
        self.fields["absent"].choices = list(where.items())  # type: ignore[attr-defined]
        self.fields["plan"].queryset = Document.objects.filter(  # type: ignore[attr-defined]
            kind=Document.Kind.PLAN, current=True
        )
        blank = say("按规划印发日有效的版本", "the one in force when the plan was issued")
        self.fields["edition"] = forms.ChoiceField(
            label=self.fields["edition"].label, required=False,
            choices=[("", blank), *((one.name, one.name) for one in editions)],
        )  # fmt: skip


class ItemForm(forms.ModelForm):
    """What is known of one item."""

    done = forms.NullBooleanField(
        label=say("已建立或已完成", "In place or done"),
        required=False,
        widget=forms.Select(
            choices=[("", "—"), ("true", say("是", "yes")), ("false", say("否", "no"))]
        ),
    )

    class Meta:
        model = ReadinessItem
        fields = ITEM_FIELDS
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}  # noqa: RUF012


@dataclass(frozen=True)
class Column:
    """One edition on the page, with why it stands there; nothing where it cannot be computed."""

    title: Any
    standing: Standing
    answer: str

    @property
    def mark(self) -> Any:
        """How sure what we know of the edition is."""
        return MARK_LABELS[self.standing.edition.version.source.mark]

    @property
    def counts(self) -> dict[str, int]:
        """How many items have each answer."""
        return {answer: self.standing.count(answer) for answer in (MET, MISSED, UNKNOWN)}

    @property
    def bar(self) -> list[tuple[str, int, str]]:
        """The answers as parts of a bar."""
        return [
            (words.ANSWERS[key][0], count, str(words.ANSWERS[key][2]))
            for key, count in self.counts.items()
        ]

    @property
    def binding_told(self) -> bool:
        """Whether the edition, as transcribed, says which items bind."""
        return any(one.item["binding"] != "unknown" for one in self.standing.lines)

    @property
    def binding_missed(self) -> int:
        """How many binding items are missed."""
        return self.standing.count(MISSED, binding=True)

    @property
    def eligible(self) -> tuple[Any, str]:
        """Whether the area may apply, and why."""
        result = self.standing.eligible
        step = result.lineage.steps[-1]
        why = step.note_en if current_language() == "en" else step.note_zh
        return words.ELIGIBLE[str(result.value)], why

    @property
    def gaps(self) -> list[str]:
        """What our transcription of the edition lacks."""
        return self.standing.edition.gaps(current_language())

    @property
    def working(self) -> str:
        """The share, worked out."""
        return self.standing.share.explain(current_language())


def _chosen() -> IndicatorSet:
    found = indicator_set()
    if found is None:
        raise Http404("no pack declares a readiness set")
    return found


@page()
def overview(request: PageRequest) -> HttpResponse:
    """Readiness by the edition the plan goes by and by the one in force; items with gap and evidence."""
    chosen = _chosen()
    area = ReadinessArea.objects.select_related("plan").filter(pack=chosen.pack).first()
    context: dict[str, Any] = {"set": chosen, "area": area, "may_tell": may(request.user, Act.REVIEW)}  # fmt: skip
    if context["may_tell"]:
        context["form"] = AreaForm(instance=area or _first_area(chosen), chosen=chosen)
    if area is not None:
        try:
            context |= _standings(request, chosen, area)
        except LuhengError as problem:
            language = current_language()
            context |= {"problem": problem.message.text(language), "remedy": problem.message.remedy(language)}  # fmt: skip
    return render(request, "luheng/readiness.html", context)


def _first_area(chosen: IndicatorSet) -> ReadinessArea:
    plan = Document.objects.filter(kind=Document.Kind.PLAN, current=True).first()
    return ReadinessArea(pack=chosen.pack, plan=plan, version=0)


def _standings(request: PageRequest, chosen: IndicatorSet, area: ReadinessArea) -> dict[str, Any]:
    today, city = timezone.localdate(), city_of_site()
    columns = [
        Column(title, standing_by(chosen, edition, city, area, today), edition.name)
        for title, edition in _editions(chosen, area, today)
    ]
    asked = request.GET.get("edition", "")
    extra = chosen.edition(asked) if asked not in {one.answer for one in columns} else None
    if extra is not None:
        other = Column(
            say("另一版本", "Another edition"),
            standing_by(chosen, extra, city, area, today),
            extra.name,
        )
        columns.append(other)
    here = next((one for one in columns if one.answer == asked), columns[0])
    show = request.GET.get("show", "")
    keep = _SHOWN.get(show, _SHOWN[""])
    return {
        "columns": columns, "here": here, "show": show if show in _SHOWN else "",
        "rows": [_row(one) for one in here.standing.lines if keep(one)],
        "others": [one for one in chosen.editions() if one.name not in {c.answer for c in columns}],
        "differences": _differences(columns[0].standing, columns[1].standing) if len(columns) > 1 else {},
        "today": today,
    }  # fmt: skip


def _editions(chosen: IndicatorSet, area: ReadinessArea, today: date) -> list[tuple[Any, Edition]]:
    """The edition the plan goes by, then the one in force; one of them where they are the same."""
    of_plan = chosen.edition(area.edition) if area.edition else None
    issued = _day(area.plan.issued_on) if area.plan else None
    if of_plan is None and issued is not None:
        of_plan = chosen.in_force(issued)
    now = chosen.in_force(today)
    found = [(say("规划采用的版本", "The edition the plan goes by"), of_plan)] if of_plan else []
    if now is not None and (of_plan is None or now.name != of_plan.name):
        found.append((say("现行版本", "The edition in force"), now))
    elif of_plan is not None and now is not None:
        found = [(say("规划采用的版本，也是现行版本", "The edition of the plan, still in force"), of_plan)]  # fmt: skip
    return found


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _row(line: Line) -> dict[str, Any]:
    colour, shape, word = words.ANSWERS[line.answer]
    own = line.own
    return {
        "line": line, "no": line.item["no"], "name": say(line.item["zh"], line.item["en"]),
        "binding": words.BINDING[line.item["binding"]], "asked": words.asked(line),
        "colour": colour, "shape": shape, "word": word, "short": words.short(line),
        "lacking": words.lacking(line) if line.answer == UNKNOWN else "",
        "value": line.known.told.get("value"), "done": line.known.told.get("done"),
        "unit": line.item.get("unit", ""), "own": own,
        "compared": words.COMPARED.get(own.compared) if own else None,
    }  # fmt: skip


def _differences(first: Standing, second: Standing) -> dict[str, Any]:
    """Things that both of two editions ask for otherwise, and those only one of them asks for."""
    one, other = ({subject_of(line.item): line for line in each.lines} for each in (first, second))
    both = [
        {"name": _name(one[key]), "cells": (_said(one[key]), _said(other[key]))}
        for key in one
        if key in other and _said(one[key]) != _said(other[key])
    ]
    only = [
        (each.edition.name, [{"name": _name(mine[key]), "cell": _said(mine[key])} for key in mine if key not in theirs])
        for each, mine, theirs in ((first, one, other), (second, other, one))
    ]  # fmt: skip
    return {"both": both, "only": [pair for pair in only if pair[1]]}


def _name(line: Line) -> Any:
    return say(line.item["zh"], line.item["en"])


def _said(line: Line) -> dict[str, Any]:
    colour, shape, word = words.ANSWERS[line.answer]
    return {"asked": words.asked(line), "colour": colour, "shape": shape, "word": str(word)}


@page(Act.REVIEW)
@require_POST
def area(request: PageRequest) -> HttpResponse:
    """Takes what kind of area applies."""
    chosen = _chosen()
    there = ReadinessArea.objects.filter(pack=chosen.pack).first()
    form = AreaForm(request.POST, instance=there or _first_area(chosen), chosen=chosen)
    if not form.is_valid():
        raise LuhengError("value_refused", field="、".join(form.errors), value="", problem=form.errors.as_text())  # fmt: skip
    tell_area(chosen, form.cleaned_data | {"version": _version(request)}, request.user)
    messages.success(request, say("已保存", "Saved"), extra_tags="good")
    return redirect("readiness")


def _version(request: PageRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and int(text) > 0 else None


@page(posts=Act.ENTER_OBSERVATION)
def item(request: PageRequest, pk: int) -> HttpResponse:
    """One item: what each edition asks, what the city knows of it, its evidence."""
    chosen = _chosen()
    one = get_object_or_404(ReadinessItem, pk=pk, pack=chosen.pack)
    form = ItemForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        one.refresh_from_db()
        tell_item(one, form.cleaned_data | {"version": _version(request)}, request.user)
        messages.success(request, say("已保存", "Saved"), extra_tags="good")
        return redirect("readiness-item", pk=pk)
    area = get_object_or_404(ReadinessArea, pack=chosen.pack)
    entry = catalogue().get(one.subject)
    context = {
        "item": one, "form": form, "entry": entry, "rows": _by_edition(chosen, area, one),
        "may_tell": may(request.user, Act.ENTER_OBSERVATION, one),
        "history": one.history.select_related("history_user").all()[:20],
    }  # fmt: skip
    return render(request, "luheng/readiness_item.html", context, status=422 if form.errors else 200)  # fmt: skip


def _by_edition(chosen: IndicatorSet, area: ReadinessArea, one: ReadinessItem) -> list[Any]:
    """The item by every edition that asks for it."""
    today, rows = timezone.localdate(), []
    for edition in chosen.editions():
        if all(subject_of(item) != one.subject for item in edition.items.values()):
            continue
        try:
            standing = standing_by(chosen, edition, city_of_site(), area, today)
        except LuhengError as problem:
            rows.append({"edition": edition, "problem": problem.message.text(current_language())})
            continue
        rows += [
            {"edition": edition, **_row(line)}
            for line in standing.lines
            if subject_of(line.item) == one.subject
        ]
    return rows
