"""人员: the accounts of the site; apart from the lists of the city, and for administrators alone."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When

from luheng.workplace.language import say
from luheng.workplace.models import SecondFactor, User
from luheng.workplace.permissions import ROLE_LABELS, Act
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register

STANDINGS = {
    "open": say("正常", "open"),
    "waiting": say("待指定角色", "waiting for a role"),
    "closed": say("已停用", "closed"),
}


def _groups() -> Any:
    return User.groups.through.objects.filter(user=OuterRef("pk")).order_by("group__name")


def _role() -> Any:
    return Subquery(_groups().values("group__name")[:1])


def _standing() -> Any:
    return Case(
        When(is_active=False, then=Value("closed")),
        When(~Exists(_groups()), is_superuser=False, then=Value("waiting")),
        default=Value("open"),
        output_field=CharField(),
    )


def _has_second_factor() -> Any:
    return Exists(SecondFactor.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False))


PEOPLE = Register(
    key="people",
    zh="人员",
    en="People",
    model=User,
    order=("username",),
    defaults={"standing": Q(is_active=True)},
    reads=Act.ADMINISTER,
    detail="person",
    empty_zh="没有符合条件的人员",
    empty_en="Nobody matches",
    columns=(
        Column(key="username", zh="用户名", en="user name", searchable=True),
        Column(key="name", zh="姓名", en="name", searchable=True),
        Column(key="unit", zh="单位", en="unit", path="unit__name", filter="distinct", searchable=True),
        Column(
            key="role", zh="角色", en="role", type="choice", expression=_role,
            choices={role.value: label for role, label in ROLE_LABELS.items()},
        ),
        Column(
            key="standing", zh="状态", en="standing", type="choice", choices=STANDINGS,
            expression=_standing,
        ),
        Column(
            key="second_factor", zh="两步验证", en="second factor", type="flag",
            expression=_has_second_factor,
        ),
        Column(key="last_login", zh="最近登录", en="last signed in", type="moment", filter=""),
        Column(key="email", zh="邮箱", en="e-mail address", searchable=True, shown=False),
        Column(key="closed_at", zh="停用时间", en="closed at", type="moment", filter="", shown=False),
    ),
)  # fmt: skip
