"""Returns and supervision orders give points too; the plan office corrects points before publishing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once
from tests.workplace.test_appraisals import evidence

from luheng.workplace.appraisal import drafting
from luheng.workplace.appraisal.stages import move_appraisal
from luheng.workplace.city import City
from luheng.workplace.models import Appraisal, AppraisalLine, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.returns.composing import compose
from luheng.workplace.returns.entering import enter
from luheng.workplace.returns.issuing import issue
from luheng.workplace.returns.reviewing import file, send_back
from luheng.workplace.supervision.orders import enter_finding, move_order

pytestmark = pytest.mark.django_db
SCHEME = """\
zh: 年度考核
en: appraisal of the year
items:
  - {id: returns, zh: 填报, en: returns, rule: return_points, points: {in_time: 1, corrected: 0.9, late: 0.5, missing: 0}}
  - {id: orders, zh: 督办, en: orders, rule: order_points, points: {closed: 1, rectifying: 1, closed_late: 0.5, order_overdue: 0}}
groups:
  - {id: rest, zh: 单位, en: units, rest: true, weights: {returns: 40, orders: 60}}
"""
MONTHS = {"2026-01": date(2026, 2, 6), "2026-02": date(2026, 3, 6), "2026-03": date(2026, 4, 8), "2026-04": date(2026, 5, 12)}  # fmt: skip


def on(day: date) -> object:
    """Within it that day is today."""
    moment = timezone.make_aware(datetime(day.year, day.month, day.day, 10))
    return patch("django.utils.timezone.now", lambda: moment)


@pytest.fixture
@set_up_once
def bureau(city: City, add: AddReading) -> User:
    add(plan_reading())
    (city.folder / "appraisal.yaml").write_text(SCHEME, encoding="utf-8")
    return person("industry", RoleName.UNIT_LEAD, "市工业和信息化局")


def four_returns(office: User, bureau: User) -> None:
    """One in time, one sent back and filed again, one late, one that never came."""
    form = compose("月报", "monthly", [bureau.unit], office)  # type: ignore[list-item]
    filed_on = (date(2026, 2, 5), date(2026, 3, 6), date(2026, 4, 20), None)
    for (period, due), day in zip(MONTHS.items(), filed_on, strict=True):
        (one,) = issue(form, period, due, office)
        if day is None:
            continue
        with on(day):  # type: ignore[attr-defined]
            for row in one.rows.all():
                enter(row, {"state": "under_way", "text": period}, row.version, bureau)
            file(one, bureau)
        if period == "2026-02":
            with on(date(2026, 3, 9)):  # type: ignore[attr-defined]
                send_back(one, "请补充", office)
                for row in one.rows.all():
                    enter(row, {"text": "已补充"}, row.version, bureau)
                file(one, bureau)


def three_orders(office: User, bureau: User) -> None:
    """One closed in time, one closed late, one overdue."""
    for number, closed in (("1", date(2026, 3, 20)), ("2", date(2026, 4, 20)), ("3", None)):
        with on(date(2026, 3, 2)):  # type: ignore[attr-defined]
            given = {"source": "市审计局", "finding_no": number, "quote": "台账不全", "unit": bureau.unit, "rectify_by": date(2026, 4, 1)}  # fmt: skip
            order = enter_finding(given, office)
            move_order(order, "issue", office)
            move_order(order, "sign", bureau)
            move_order(order, "plan", bureau, note="补齐")
        if closed:
            with on(closed):  # type: ignore[attr-defined]
                move_order(order, "answer", bureau, note="已补齐")
                move_order(order, "review", office, note="属实")
                move_order(order, "close", office)


@pytest.fixture
@set_up_once
def drawn(city: City, bureau: User, office: User) -> Appraisal:
    four_returns(office, bureau)
    three_orders(office, bureau)
    with on(date(2026, 6, 1)):  # type: ignore[attr-defined]
        return drafting.begin_appraisal(city, 2026, "年中考核", office)


def test_points_are_as_worked_by_hand_and_the_statement_names_each_return_and_order(
    drawn: Appraisal,
) -> None:
    """40 × (1 + 0.9 + 0.5 + 0) / 4 = 24; 60 × (1 + 0.5 + 0) / 3 = 30."""
    lines = {line.item: line for line in drawn.lines.filter(unit__name="市工业和信息化局")}
    assert lines["returns"].points == Decimal(24)
    assert lines["orders"].points == Decimal(30)
    for part in ("按期报送 1 项", "按期报送、曾被退回 1 项", "逾期报送 1 项", "逾期未报 1 项"):
        assert part in lines["returns"].statement_zh
    assert "filed late" in lines["returns"].statement_en
    said = {fact["outcome"]: fact["note"] for fact in lines["orders"].inputs}
    assert said == {
        "closed": "整改期限 2026-04-01，2026-03-20 销号",
        "closed_late": "整改期限 2026-04-01，2026-04-20 销号",
        "order_overdue": "整改期限 2026-04-01",
    }


def test_what_is_not_due_yet_and_what_is_waived_says_nothing(
    city: City, bureau: User, office: User
) -> None:
    form = compose("月报", "monthly", [bureau.unit], office)  # type: ignore[list-item]
    issue(form, "2026-05", date(2026, 6, 8), office)
    with on(date(2026, 6, 1)):  # type: ignore[attr-defined]
        given = {"source": "市审计局", "finding_no": "9", "quote": "台账不全", "unit": bureau.unit, "rectify_by": date(2026, 7, 1)}  # fmt: skip
        order = enter_finding(given, office)
        move_order(order, "issue", office)
        move_order(order, "waive", office, note="已另行安排", document=evidence("批复"), due=date(2026, 9, 1))  # fmt: skip
        made = drafting.begin_appraisal(city, 2026, "年中考核", office)
    assert not made.lines.exclude(points=None).exists()


def test_the_plan_office_corrects_points_on_the_statement_with_reason_and_document(
    drawn: Appraisal, office: User, bureau: User, client: Client
) -> None:
    move_appraisal(drawn, "announce", office, due=date(2099, 1, 1))
    line = drawn.lines.get(unit__name="市工业和信息化局", item="returns")
    address = reverse("correct-line", args=[line.pk])
    given = {
        "points": "30",
        "reason": "系统故障期间的逾期不计",
        "document": evidence("情况说明").pk,
    }
    client.force_login(bureau)
    assert client.post(address, given).status_code == 403
    client.force_login(office)
    statement = reverse("appraisal-statement", args=[drawn.pk, line.unit_id])
    assert f'action="{address}"' in client.get(statement).content.decode()
    assert (
        client.post(address, {**given, "points": "41"}).status_code == 422
    )  # more than full marks
    assert client.post(address, {**given, "document": ""}).status_code == 422
    assert client.post(address, given).status_code == 302
    corrected = AppraisalLine.objects.get(corrects=line)
    assert (corrected.points, corrected.made_by) == (Decimal(30), office)
    assert "系统故障期间的逾期不计" in client.get(statement).content.decode()
    move = {"points": "20", "reason": "再改", "document": given["document"]}
    assert client.post(address, move).status_code == 422  # the old line is corrected already
