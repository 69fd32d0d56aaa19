"""A small worked city: two targets, a bulletin, an order, a return that is late, money of a project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.conftest import city as city
from tests.workplace.reading_of import bulletin_reading, figure, plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.workplace.judging import judge_all
from luheng.workplace.models import Project, Unit, User, WorkItem, WorkList
from luheng.workplace.permissions import RoleName
from luheng.workplace.project_money import enter_funding
from luheng.workplace.supervision.orders import enter_finding, move_order
from luheng.workplace.yearly_work import WORKLISTS, add_item

THIS_YEAR = timezone.localdate().year


@pytest.fixture
@set_up_once
def small(add: AddReading, office: User) -> None:
    """A plan of two targets with a bulletin for one of them; work, money and an order of this year."""
    add(plan_reading())
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "41.8")))
    judge_all()
    unit, _ = Unit.objects.get_or_create(name="市工业和信息化局")
    member = person("member", RoleName.UNIT_MEMBER, unit.name)
    order = enter_finding(
        {"source": "省级督察", "finding_no": "1", "quote": "台账缺3个月", "unit": unit}, office
    )
    move_order(order, "issue", office)
    move_order(order, "sign", member)
    project = Project.objects.get()
    for source, spent in (("city", "120.5"), ("bond", "79.5")):
        money = {"year": THIS_YEAR, "source": source, "planned_wan_yuan": Decimal(400),
                 "arranged_wan_yuan": Decimal(200), "spent_wan_yuan": Decimal(spent)}  # fmt: skip
        enter_funding(project, money, office)
    worklist = WORKLISTS.begin(WorkList(year=THIS_YEAR, title="年度重点工作安排"), office)
    item = add_item(worklist, {"text": "完成2家企业节能改造", "lead": unit, "due": date(THIS_YEAR, 1, 5)}, office)  # fmt: skip
    WorkItem.objects.filter(pk=item.pk).update(state="under_way")
