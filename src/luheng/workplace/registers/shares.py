"""共享链接: apart from the lists of the city, since it is about the site and not about the plan."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from luheng.workplace.language import say
from luheng.workplace.models import Share, ShareKind
from luheng.workplace.permissions import Act
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register

STANDINGS = {
    "live": say("有效", "open"),
    "expired": say("已到期", "expired"),
    "revoked": say("已撤销", "revoked"),
}


def _standing() -> Any:
    return Case(
        When(revoked_at__isnull=False, then=Value("revoked")),
        When(expires_at__lte=timezone.now(), then=Value("expired")),
        default=Value("live"),
        output_field=CharField(),
    )


SHARES = Register(
    key="shares",
    zh="共享链接",
    en="Shared links",
    model=Share,
    order=("-pk",),
    reads=Act.SHARE,
    detail="share",
    empty_zh="还没有共享链接：在目标、清单、责任清单、填报表、报告、验收资料的页面上点“分享”",
    empty_en="No link yet: “Share” on a target, list, duty sheet, return, report or dossier makes one",
    columns=(
        Column(key="title", zh="名称", en="title", searchable=True),
        Column(key="kind", zh="内容", en="shows", type="choice", choices=dict(ShareKind.choices)),
        Column(
            key="standing", zh="状态", en="standing", type="choice", choices=STANDINGS,
            expression=_standing,
        ),
        Column(key="expires_at", zh="到期时间", en="expires at", type="moment", filter=""),
        Column(key="openings", zh="打开次数", en="openings", type="amount", filter=""),
        Column(key="last_opened_at", zh="最近打开", en="last opened", type="moment", filter=""),
        Column(key="public_only", zh="只含公开内容", en="public parts only", type="flag"),
        Column(
            key="maker", zh="分享人", en="shared by", filter="",
            expression=lambda: Coalesce(NullIf("maker__name", Value("")), "maker__username"),
        ),
        Column(key="made_at", zh="分享时间", en="shared at", type="moment", filter="", shown=False),
    ),
)  # fmt: skip
