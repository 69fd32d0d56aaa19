"""发送记录: what was sent to whom by which channel, and what came of it."""

from __future__ import annotations

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from luheng.workplace.models import Channel, Delivery, DeliveryState
from luheng.workplace.permissions import Act
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register

DELIVERIES = Register(
    key="deliveries",
    zh="提醒发送记录",
    en="Deliveries of reminders",
    model=Delivery,
    order=("-pk",),
    reads=Act.ISSUE_ORDER,
    empty_zh="还没有发送过提醒：由后台或 luheng remind 定时发送",
    empty_en="Nothing was sent yet: the worker or luheng remind does it",
    columns=(
        Column(
            key="person", zh="收件人", en="to", filter="",
            expression=lambda: Coalesce(NullIf("user__name", Value("")), "user__username"),
        ),
        Column(key="channel", zh="渠道", en="channel", type="choice", choices=dict(Channel.choices)),
        Column(key="day", zh="日期", en="day", type="date"),
        Column(key="urgent", zh="升级", en="escalated", type="flag"),
        Column(key="subject", zh="标题", en="subject", sortable=False),
        Column(
            key="state", zh="状态", en="state", type="choice", choices=dict(DeliveryState.choices)
        ),
        Column(key="attempts", zh="次数", en="attempts", type="amount", filter=""),
        Column(key="problem", zh="问题", en="problem", sortable=False, filter=""),
        Column(key="not_before", zh="最早发送", en="not before", type="moment", filter=""),
        Column(key="sent_at", zh="发送时间", en="sent at", type="moment", filter=""),
    ),
)  # fmt: skip
