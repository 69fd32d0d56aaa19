"""What templates may call: both languages, lights with their words, amounts as people print them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.metadata import version
from typing import Any, Literal

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from luheng.judgement.appraisal import Group, Item, RuleKind, Scheme
from luheng.judgement.lights import Light
from luheng.judgement.sentences import rule_name
from luheng.vocabulary.units_of_measure import unit_behind
from luheng.workplace.language import current_language, say
from luheng.workplace.lights import light_of, light_of_code, lights_in_order
from luheng.workplace.models import ReturnState, Verdict, VerdictCode, WorkListState
from luheng.workplace.openid_settings import OpenIdSettings
from luheng.workplace.permissions import Act, may
from luheng.workplace.registers import REGISTERS, Row
from luheng.workplace.registers.targets import NATURES
from luheng.workplace.snapshots import TargetChange
from luheng.workplace.wording import demand, legible

register = template.Library()


@register.simple_tag(name="say")
def say_tag(zh: str, en: str, **values: Any) -> str:
    """`{% say "共 {n} 项" "{n} items" n=3 %}` in the language of the reader."""
    return str(say(zh, en)).format(**values)


@register.simple_tag(takes_context=True)
def may_act(context: dict[str, Any], act: str) -> bool:
    """`{% may_act "compose_return" as composes %}`: whether the reader may."""
    return may(context["request"].user, Act(act))


@register.simple_tag
def state_label(state: str) -> str:
    """The word of a return's state."""
    return str(ReturnState(state).label)


@register.filter
def nature(printed: str) -> str:
    """约束性 or 预期性 of a target in the language of the reader."""
    return str(NATURES.get(printed, printed))


@register.filter
def unit_name(unit: str | None) -> str:
    """A unit in the language of the reader: 万千瓦, ten thousand kW."""
    return unit_behind(unit or "", current_language()).strip()


@register.filter
def either(item: Any, field: str) -> str:
    """`verdict|either:"reason"`: the field's Chinese or English text."""
    return getattr(item, f"{field}_{current_language()}")


@register.filter
def amount(value: Any) -> str:
    """A number with thousands marks and without trailing zeros; a dash where there is none."""
    if value is None or value == "":
        return "—"
    number = legible(Decimal(str(value)))
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.simple_tag
def work_state(state: str) -> str:
    """The word of a yearly work list's state."""
    return str(WorkListState(state).label)


@register.filter
def rule_words(rule: str) -> str:
    """The line of the decision table that was applied, in words."""
    return rule_name(rule, current_language())


@register.filter
def units(names: list[str]) -> str:
    """Names of units in one line."""
    return "、".join(names) if names else "—"


@register.simple_tag(takes_context=True)
def address(context: dict[str, Any], **changes: Any) -> str:
    """This page's address with some parameters changed; None takes one out, and the page number."""
    query: QueryDict = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def bar(parts: list[tuple[str, int, str]]) -> SafeString:
    """A stacked bar of (colour, count, word); the words stand in its title and for readers aloud."""
    spoken = "，".join(f"{word} {count}" for _, count, word in parts if count)
    pieces = [
        format_html('<i class="{}" style="flex:{}"></i>', colour, count)
        for colour, count, _ in parts
        if count
    ]
    return format_html(
        '<div class="bar" role="img" aria-label="{}" title="{}">{}</div>',
        spoken,
        spoken,
        SafeString("".join(pieces)),
    )


@register.filter
def weights(scheme: Scheme) -> list[tuple[Item, list[tuple[Group, str]]]]:
    """Items of a scheme of appraisal with what each group may reach; a bonus or deduction its cap."""
    signs = {RuleKind.BONUS: "+", RuleKind.DEDUCTION: "−"}

    def cell(item: Item, group: Group) -> str:
        if item.rule in signs:
            return f"{signs[item.rule]}{amount(item.cap)}"
        return amount(group.weights.get(item.id))

    return [
        (item, [(group, cell(item, group)) for group in scheme.groups]) for item in scheme.items
    ]


@register.filter
def at(items: Any, place: int) -> Any:
    """`columns|at:2`: the third of a list."""
    return items[place]


@register.filter
def last_working(counted: Any) -> str:
    """The calculation of the last year of a restated history."""
    return str(counted.years[-1].result.explain(current_language()))


_CHANGES = {
    "added": say("新增", "added"),
    "removed": say("删去", "removed"),
    "changed": say("有改动", "changed"),
    "same": say("未变", "unchanged"),
}
_LISTS = {
    "targets": say("目标", "Targets"),
    "tasks": say("任务", "Tasks"),
    "projects": say("项目", "Projects"),
}


@register.filter
def change_label(change: str) -> str:
    """What happened to a clause or item between two editions."""
    return str(_CHANGES[change])


@register.filter
def list_label(name: str) -> str:
    """The word for a list of a reading."""
    return str(_LISTS.get(name, name))


@register.filter
def field_label(name: str, pair: Any) -> str:
    """The label of a field of the items of a pair."""
    return str((pair.after or pair.before)._meta.get_field(name).verbose_name)


@register.filter
def gist(text: str) -> str:
    """An unchanged stretch of a clause: its ends when it is long."""
    return text if len(text) <= 60 else f"{text[:24]} …… {text[-24:]}"


@register.simple_tag
def figure_data(key: str, figure: dict[str, Any]) -> SafeString:
    """The data of a chart, where the page's script finds it."""
    drawn = {part: figure[part] for part in ("data", "layout")}
    return json_script(drawn, f"figure-{key}")


@register.filter(name="demand")
def demand_filter(target: Any) -> str:
    """The demand of a target in a few words."""
    return demand(target)


@register.simple_tag
def light(verdict: Verdict | Literal[""] | None) -> SafeString:
    """Shape, colour and word of a verdict; a dash where a target was not judged yet."""
    if not verdict:  # a template gives "" where there is none
        return SafeString("—")
    return light_word(light_of(verdict), verdict.provisional)


@register.simple_tag
def row_light(row: Row) -> SafeString:
    """Shape, colour and word of the verdict of a target's row; a dash where it was not judged yet."""
    if not row.verdict:
        return SafeString("—")
    lit = light_of_code(row.verdict, timezone.localdate(), row.year)
    return light_word(lit, bool(row.provisional))


@register.simple_tag
def cell(row: Row, register: str, key: str) -> str:
    """`{% cell row "observations" "status" %}`: a value as its list shows it."""
    return REGISTERS[register].column(key).text(row[key])


@register.simple_tag
def light_word(lit: Light, provisional: bool = False) -> SafeString:
    """Shape, colour and word of a light."""
    mark = say("（初步）", " (provisional)") if provisional else ""
    return format_html(
        '<span class="light {}" data-shape="{}">{}{}</span>',
        lit.colour, lit.shape, lit.word(current_language()), mark,
    )  # fmt: skip


@register.simple_tag
def latest(verdict: Verdict | Literal[""] | None) -> SafeString:
    """The latest figure a verdict rests on, as a door to its explanation."""
    if not verdict or verdict.latest_value is None:
        return SafeString("—")
    return format_html(
        '<button class="door" hx-get="{}" hx-target="#panel">{}</button> <span class="unit">{} {}</span>',
        reverse("explain-verdict", args=[verdict.target_id]),
        amount(verdict.latest_value), verdict.latest_unit, verdict.latest_period,
    )  # fmt: skip


@register.simple_tag
def light_counts(counts: dict[str, int]) -> SafeString:
    """Numbers of verdicts, each with its shape and word."""
    pieces = [
        format_html(
            '<span class="light {}" data-shape="{}">{} {}</span> ',
            lit.colour, lit.shape, lit.word(current_language()), counts[code],
        )
        for code, lit in lights_in_order()
        if counts.get(code)
    ]  # fmt: skip
    return SafeString("".join(pieces))


@register.filter
def total(counts: Any) -> int:
    """The sum of some counts."""
    return sum(counts)


@register.filter
def percent(share: Any) -> str:
    """0.8625 as 86.3%."""
    return "—" if share is None else f"{Decimal(str(share)) * 100:.1f}%"


@register.filter
def spoken(message: dict[str, str]) -> str:
    """A stored message in the language of the reader."""
    return message.get(current_language(), "")


@register.simple_tag
def change_words(change: TargetChange) -> str:
    """What became of a target since a snapshot: 滞后 → 达标, 或 12.1 → 13.4."""
    labels = dict(VerdictCode.choices)
    if change.kind == "added":
        return str(say("新增", "new"))
    if change.kind == "removed":
        return str(say("不再列入", "no longer listed"))
    if change.kind == "verdict":
        return " → ".join(str(labels.get(code, code)) for code in change.verdict)
    return " → ".join(value or "—" for value in change.value)


@register.simple_tag
def pace(verdict: Verdict) -> SafeString:
    """What would fix it: the yearly change still needed beside the change so far."""
    figures = verdict.numbers.get("pace") or {}
    rows = (
        (say("今后每年需", "Needed a year"), figures.get("needed")),
        (say("以往年均", "So far a year"), figures.get("achieved")),
    )
    pieces = [
        format_html("<dt>{}</dt><dd>{} {}</dd>", label, amount(round(value, 4)), figures.get("unit", ""))
        for label, value in rows
        if value is not None
    ]  # fmt: skip
    return SafeString("".join(pieces))


@register.filter
def provider_name(provider: OpenIdSettings) -> str:
    """What the city calls its sign-in provider."""
    return provider.label_en if current_language() == "en" else provider.label


@register.simple_tag
def plotly_address() -> str:
    """Where the charts' library is served from; a new version has a new address."""
    return reverse("plotly", args=[_plotly_version()])


@cache
def _plotly_version() -> str:
    """Looked up in the installed package once: that takes longer than a query."""
    return version("plotly").replace(".", "-")
