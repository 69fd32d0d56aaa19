"""What pages say of units: their kind, their place in the tree, what was handed over."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from luheng.workplace.models import Handover, OrderState, ReorganisationState, UnitKind

register = template.Library()
_PAGES = {
    "target": "target", "task": "task", "project": "project", "workitem": "work-item",
    "supervisionorder": "order", "return": "return", "unit": "unit",
}  # fmt: skip


@register.simple_tag
def reorganisation_state(state: str) -> Any:
    """The word of a reorganisation's state."""
    return ReorganisationState(state).label


@register.simple_tag
def order_state(state: str) -> Any:
    """The word of an order's state."""
    return OrderState(state).label


@register.filter
def unit_kind(kind: str) -> Any:
    """The word for a kind of unit; what somebody wrote by hand as it is."""
    return dict(UnitKind.choices).get(kind, kind)


@register.filter
def indent(depth: int) -> str:
    """How far a unit stands in."""
    return f"{depth * 1.5:g}em"


@register.simple_tag
def handed_over_link(row: Handover) -> SafeString | str:
    """What was handed over, leading to its page where it has one."""
    page = _PAGES.get(row.content_type.model)
    if page is None:
        return row.label
    return format_html('<a href="{}">{}</a>', reverse(page, args=[row.object_id]), row.label)
