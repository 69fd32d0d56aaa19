"""What every template knows."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from luheng.workplace.keeping import kept_until_written
from luheng.workplace.language import say
from luheng.workplace.models import Mention, Notice
from luheng.workplace.permissions import Act, may

# Name of the page, its label, who sees the entry. A page that is not there yet has no entry.
_NAVIGATION = (
    ("home", say("首页", "Home"), Act.READ),
    ("targets", say("目标", "Targets"), Act.READ),
    ("tasks", say("任务", "Tasks"), Act.READ),
    ("projects", say("项目", "Projects"), Act.READ),
    ("units", say("单位", "Units"), Act.READ),
    ("observations", say("数据", "Figures"), Act.READ),
    ("returns", say("填报", "Returns"), Act.READ),
    ("orders", say("督办", "Orders"), Act.READ),
    ("evidence", say("佐证", "Evidence"), Act.READ),
    ("appraisals", say("考核", "Appraisal"), Act.READ),
    ("period-reports", say("报告", "Reports"), Act.READ),
)
_MORE = (
    ("documents", say("文件", "Documents"), Act.READ),
    ("findings", say("疑点", "Findings"), Act.READ),
    ("worklists", say("年度工作", "Yearly work"), Act.READ),
    ("meetings", say("会议议定事项", "Decisions of meetings"), Act.READ),
    ("readiness", say("示范创建", "Demonstration area"), Act.READ),
    ("methods", say("官方方法", "Official methods"), Act.READ),
    ("computed", say("计算结果", "Computed results"), Act.READ),
    ("restatements", say("换版本重算", "Restatement"), Act.READ),
    ("parameters", say("官方参数", "Official numbers"), Act.READ),
    ("dossiers", say("验收资料", "Dossiers"), Act.READ),
    ("notices", say("提醒", "Reminders"), Act.READ),
    ("organisation", say("机构", "Organisation"), Act.READ),
    ("burden", say("填报负担", "Reporting burden"), Act.READ),
    ("shares", say("共享链接", "Shared links"), Act.SHARE),
    ("jobs", say("后台任务", "Background work"), Act.READ),
    ("audit", say("审计日志", "Audit log"), Act.READ_AUDIT),
    ("people", say("人员", "People"), Act.ADMINISTER),
    ("account", say("我的账号", "My account"), Act.OWN_ACCOUNT),
)
_ACTS = frozenset(act for _, _, act in (*_NAVIGATION, *_MORE))


def city(request: HttpRequest) -> dict[str, object]:
    """The city whose site this is, as `city`; the entries of the navigation; the time."""
    return {
        "city": settings.LUHENG_CITY,
        "navigation": cache(partial(_entries, request, _NAVIGATION)),
        "more_navigation": cache(partial(_entries, request, _MORE)),
        "now": timezone.localtime(),
        "unread": partial(_unread, request),
    }


def _unread(request: HttpRequest) -> int:
    """How many reminders the reader has not read; asked only where a page shows it."""
    user = getattr(request, "user", None)
    if not (user and user.is_authenticated):
        return 0
    return _unread_of(user.pk)


@kept_until_written
def _unread_of(user_id: int) -> int:
    notices = Notice.objects.filter(user=user_id, read_at=None, settled_at=None)
    mentions = Mention.objects.filter(user=user_id, read_at=None)
    both = notices.order_by().values("pk").union(mentions.order_by().values("pk"), all=True)
    return both.count()


def _entries(request: HttpRequest, declared: Any) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not may(user, Act.READ):
        return []
    seen = {act for act in _ACTS if may(user, act)}
    return [
        {"url": url, "label": label, "here": _is_here(request.path, name, url)}
        for name, label, act in declared
        if act in seen and (url := _address(name))
    ]


def _is_here(path: str, name: str, url: str) -> bool:
    return path == url if name == "home" else path.startswith(url)


@cache
def _address(name: str) -> str:
    """Where a page is; empty where it is not there yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
