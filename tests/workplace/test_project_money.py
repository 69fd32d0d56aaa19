"""Money and progress of projects: by year and source, against the plan, on the map."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.test import Client
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.borders import borders
from luheng.workplace.city import City
from luheng.workplace.models import Project, ProjectFunding, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.project_money import account, enter_funding, place_project, report_project
from luheng.workplace.registers import REGISTERS

pytestmark = pytest.mark.django_db


@pytest.fixture
@set_up_once
def project(add: AddReading) -> Project:
    add(plan_reading())
    return Project.objects.order_by("position").first()


def _money(**amounts: str) -> dict[str, object]:
    named = {f"{name}_wan_yuan": Decimal(value) for name, value in amounts.items()}
    return {"year": 2026, "source": "city", **named}


def test_the_same_money_entered_twice_is_one_row(project: Project, office: User) -> None:
    first = enter_funding(project, _money(planned="100"), office)
    assert enter_funding(project, _money(planned="100"), office).version == first.version == 1
    changed = enter_funding(project, _money(planned="120", spent="30"), office)
    assert (changed.pk, changed.version) == (first.pk, 2)
    assert [row.planned_wan_yuan for row in changed.history.all()] == [120, 100]


def test_money_nobody_reported_is_missing_and_not_zero(project: Project, office: User) -> None:
    enter_funding(project, _money(planned="100"), office)
    found = account(project, list(project.funding.all()))
    assert (found.total.planned, found.total.arranged, found.total.spent) == (100, None, None)


def test_money_that_does_not_add_up_is_said(project: Project, office: User) -> None:
    project.start, project.end, project.investment_yi_yuan = 2025, 2026, Decimal(2)
    enter_funding(project, _money(planned="100", arranged="5", spent="9"), office)
    assert _doubts(project) == ["2026年完成投资大于到位资金"]  # 2025 is not reported yet
    enter_funding(project, {**_money(planned="100"), "year": 2025}, office)
    assert "分年计划合计 200 万元，与方案总投资 20000 万元不等" in _doubts(project)
    enter_funding(project, {**_money(planned="19900"), "year": 2025}, office)
    assert _doubts(project) == ["2026年完成投资大于到位资金"]


def _doubts(project: Project) -> list[str]:
    return account(project, list(project.funding.all())).doubts


def test_a_negative_amount_and_a_share_over_100_are_refused(project: Project, office: User) -> None:
    with pytest.raises(LuhengError) as refused:
        enter_funding(project, _money(planned="-1"), office)
    assert refused.value.message.code == "value_refused"
    with pytest.raises(LuhengError):
        report_project(project, {"stage": "building", "percent": Decimal(101)}, office)


def test_a_unit_that_does_not_lead_the_project_reports_nothing(project: Project) -> None:
    other = person("other", RoleName.UNIT_MEMBER, "市无关局")
    with pytest.raises(LuhengError) as refused:
        enter_funding(project, _money(planned="1"), other)
    assert refused.value.message.code == "not_allowed"


def test_a_row_of_the_list_is_written_by_the_name_of_its_project(
    project: Project, office: User
) -> None:
    register = REGISTERS["funding"]
    register.write(None, None, {"project": project.name, **_money(planned="50")}, office)
    assert ProjectFunding.objects.get().project == project
    with pytest.raises(LuhengError) as refused:
        register.write(None, None, {"project": "没有这个", **_money(planned="1")}, office)
    assert refused.value.message.code == "project_unknown"


def test_the_page_of_a_project_takes_money_progress_and_place(
    project: Project, office: User, client: Client
) -> None:
    client.force_login(office)
    address = f"/projects/{project.pk}/"
    client.post(f"{address}funding/", {"year": 2026, "source": "bond", "planned_wan_yuan": "800"})
    client.post(f"{address}funding/", {"year": 2026, "source": "bond", "planned_wan_yuan": "900"})
    client.post(f"{address}report/", {"as_of": "2026-06-30", "stage": "building", "percent": "35"})
    client.post(f"{address}place/", {"longitude": "118.5", "latitude": "31.2"})
    page = client.get(address).content.decode()
    assert all(words in page for words in ("专项债券", "900", "35%", "118.5"))
    assert project.funding.count() == 1
    overview = client.get("/projects/overview/").content.decode()
    assert "figure-map" in overview and "figure-reported" in overview
    assert "来源：责任单位填报" in overview


def test_the_map_draws_the_borders_the_city_keeps(city: City) -> None:
    ring = [[118, 31], [119, 31], [119, 32], [118, 31]]
    shape = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    assert borders(city) == []
    path = city.folder / "borders.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}))
    assert borders(city) == [[(118.0, 31.0), (119.0, 31.0), (119.0, 32.0), (118.0, 31.0)]]
    path.write_text("{}")
    with pytest.raises(LuhengError) as refused:
        borders(city)
    assert refused.value.message.code == "borders_not_readable"


def test_a_place_off_the_globe_is_refused(project: Project, office: User) -> None:
    with pytest.raises(LuhengError):
        place_project(project, Decimal(200), Decimal(31), office)
