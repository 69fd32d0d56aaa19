"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from luheng.workplace.language import say
from luheng.workplace.permissions import Act, may

_NAVIGATION = (
    ("home", say("首页", "Home")),
    ("targets", say("目标", "Targets")),
    ("tasks", say("任务", "Tasks")),
    ("projects", say("项目", "Projects")),
    ("units", say("单位", "Units")),
    ("observations", say("数据", "Figures")),
    ("findings", say("疑点", "Findings")),
    ("documents", say("文件", "Documents")),
    ("reports", say("报告", "Reports")),
)


def city(request: HttpRequest) -> dict[str, object]:
    """The city whose site this is, as `city`; the entries of the main navigation; the time."""
    return {
        "city": settings.LUHENG_CITY,
        "navigation": _navigation(request),
        "now": timezone.localtime(),
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    if not hasattr(request, "user") or not may(request.user, Act.READ):
        return []
    entries = []
    for name, label in _NAVIGATION:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        here = request.path == url if name == "home" else request.path.startswith(url)
        entries.append({"url": url, "label": label, "here": here})
    return entries
