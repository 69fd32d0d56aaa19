"""An item as a card: what it says in a line, its words, its review, and a form to correct it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404

from luheng.workplace.language import current_language, say
from luheng.workplace.models import (
    Finding,
    Milestone,
    Observation,
    Project,
    ReadItem,
    Target,
    Task,
)
from luheng.workplace.reading_shapes import SHAPE_OF, plain
from luheng.workplace.wording import demand, plain_amount

KINDS: dict[str, type[ReadItem]] = {
    "target": Target,
    "task": Task,
    "project": Project,
    "milestone": Milestone,
    "observation": Observation,
    "finding": Finding,
}
LABELS = {
    "target": say("目标", "Targets"),
    "task": say("任务", "Tasks"),
    "project": say("项目", "Projects"),
    "milestone": say("定性目标", "Milestones"),
    "observation": say("数据", "Figures"),
    "finding": say("疑点", "Findings"),
}
KIND_OF = {model: kind for kind, model in KINDS.items()}


@dataclass
class Card:
    """What a card shows of an item."""

    item: ReadItem
    kind: str
    title: str
    line: str
    facts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id that its marks in the text carry too."""
        return f"{self.kind}-{self.item.pk}"


def find_item(kind: str, pk: int) -> ReadItem:
    """The item of an address. Raises Http404."""
    if kind not in KINDS:
        raise Http404(kind)
    return get_object_or_404(KINDS[kind]._default_manager.select_related("document"), pk=pk)


def card(item: ReadItem) -> Card:
    """The card of an item of any kind."""
    kind = KIND_OF[type(item)]
    title, line = _SAID[kind](item)
    facts = [(str(label), text) for label, text in _FACTS.get(kind, _no_facts)(item) if text]
    return Card(item, kind, title, line, facts)


def _target(item: Any) -> tuple[str, str]:
    year = f"{item.year}{say('年', '')} " if item.year else ""
    return item.indicator, f"{year}{demand(item)}"


def _task(item: Any) -> tuple[str, str]:
    return f"{item.no} {item.title}".strip(), "" if item.title else item.text


def _project(item: Any) -> tuple[str, str]:
    money = item.investment_yi_yuan
    amount = (
        f"{plain_amount(money)} {say('亿元', '×100 million yuan')}" if money is not None else ""
    )
    years = "–".join(str(year) for year in (item.start, item.end) if year)
    return f"{item.no} {item.name}", "，".join(part for part in (years, amount) if part)


def _milestone(item: Any) -> tuple[str, str]:
    return str(item.year or say("未写年份", "no year printed")), ""


def _observation(item: Any) -> tuple[str, str]:
    unit = "" if item.unit in ("", "%", "‰") else " "
    value = f"{plain_amount(item.value)}{unit}{item.unit}"
    return item.indicator, str(
        say(
            f"{item.place} {item.period}：{value}（{item.get_kind_display()}）",
            f"{item.place} {item.period}: {value} ({item.get_kind_display()})",
        )
    )


def _finding(item: Any) -> tuple[str, str]:
    english = current_language() == "en"
    return (item.text_en, item.remedy_en) if english else (item.text_zh, item.remedy_zh)


_SAID = {
    "target": _target,
    "task": _task,
    "project": _project,
    "milestone": _milestone,
    "observation": _observation,
    "finding": _finding,
}


def _units(item: Any) -> list[tuple[Any, str]]:
    return [
        (say("牵头", "Lead"), "、".join(item.lead)),
        (say("配合", "Support"), "、".join(item.support)),
    ]


def _target_facts(item: Any) -> list[tuple[Any, str]]:
    printed = item.printed_indicator
    return [
        (say("原文名称", "As printed"), printed if printed != item.indicator else ""),
        (say("属性", "Nature"), item.binding),
        *_units(item),
    ]


def _project_facts(item: Any) -> list[tuple[Any, str]]:
    return [(say("建设单位", "Builder"), item.builder), (say("责任单位", "Lead"), item.lead)]


def _finding_facts(item: Any) -> list[tuple[Any, str]]:
    return [(say("可能应为", "Probably"), item.suggestion)]


def _no_facts(item: Any) -> list[tuple[Any, str]]:
    return []


_FACTS = {
    "target": _target_facts,
    "task": _units,
    "project": _project_facts,
    "finding": _finding_facts,
}


class NamesField(forms.CharField):
    """A list of names in one line, divided by 、 or commas."""

    def prepare_value(self, value: Any) -> Any:
        """The names in one line."""
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The names as a list."""
        text = super().to_python(value) or ""
        for mark in "，,；;\n":
            text = text.replace(mark, "、")
        return [name.strip() for name in text.split("、") if name.strip()]


_NOT_IN_FORMS = {"columns", "note", "part_of", "series", "code", "text_en", "remedy_en"}


def correction_form(item: ReadItem, data: Any = None) -> forms.ModelForm:
    """A form over the fields that a reader fills, derived from the model."""
    names = [name for name in SHAPE_OF[type(item)].fields if name not in _NOT_IN_FORMS]
    lists: dict[str, Any] = {
        field.name: NamesField(required=False, label=field.verbose_name)
        for field in item._meta.concrete_fields
        if field.name in names
        and field.name in ("lead", "support", "places")
        and field.get_internal_type() == "JSONField"
    }
    form_class = forms.modelform_factory(type(item), fields=names)
    form_class = type(form_class.__name__, (form_class,), lists)
    initial = {name: plain(getattr(item, name)) for name in names}
    return form_class(data, instance=type(item)._default_manager.get(pk=item.pk), initial=initial)


def changes_of(form: forms.ModelForm) -> dict[str, Any]:
    """The fields that a person changed, as plain values."""
    return {name: plain(form.cleaned_data[name]) for name in form.changed_data}
