"""What the pages of supervision orders call: the frozen words of an order, what waits for a person."""

from __future__ import annotations

from typing import Any

from django import template

from luheng.workplace.language import current_language
from luheng.workplace.pages.duties_today import duties_today
from luheng.workplace.permissions import RoleName, roles_of

register = template.Library()


@register.filter
def frozen(copy: dict[str, Any], field: str) -> str:
    """`verdict|frozen:"reason"`: the Chinese or English text of a frozen copy."""
    return str(copy.get(f"{field}_{current_language()}", ""))


@register.inclusion_tag("luheng/parts/today.html", takes_context=True)
def today(context: dict[str, Any]) -> dict[str, Any]:
    """What needs this person today; nothing at all for those who only read."""
    person = context["request"].user
    acts = roles_of(person) - {RoleName.READER, RoleName.AUDITOR}
    return {"duties": duties_today(person) if acts else None}
