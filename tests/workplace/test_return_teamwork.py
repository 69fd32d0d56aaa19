# ruff: noqa: F811  (fixtures of another test file)
"""Supporting units add to a return, single fields are asked, sums are checked, projects recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from tests.workplace.conftest import person
from tests.workplace.test_api import Caller
from tests.workplace.test_return_files import forestry, form, one  # noqa: F401
from tests.workplace.test_returns import code_of

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import (
    Contribution,
    FieldIdentity,
    Observation,
    Project,
    ProjectFunding,
    Return,
    ReturnForm,
    ReturnRow,
    Role,
    Target,
    TargetUnit,
    Unit,
    User,
)
from luheng.workplace.permissions import RoleName
from luheng.workplace.returns.agreeing import agree
from luheng.workplace.returns.agreeing_across import compared
from luheng.workplace.returns.composing import add_field, of_indicator, of_project
from luheng.workplace.returns.contributing import contribute, invite, supporters
from luheng.workplace.returns.entering import enter
from luheng.workplace.returns.issuing import issue
from luheng.workplace.returns.reviewing import accept, file, send_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def water(one: Return) -> User:
    """Somebody of a unit that supports the forest target."""
    someone = person("water", RoleName.UNIT_MEMBER, "市水利局")
    target = Target.objects.get(indicator="森林覆盖率")
    TargetUnit.objects.create(item=target, unit=someone.unit, role=Role.SUPPORT)
    return someone


def row_of(one: Return, name: str) -> ReturnRow:
    return one.rows.get(asked__name__contains=name)


def test_supporting_units_are_asked_about_what_they_support(
    one: Return, water: User, forestry: User
) -> None:
    assert supporters(one)[row_of(one, "森林覆盖率").pk] == {water.unit_id}
    assert invite(one, forestry) >= 1
    assert supporters(one) == {}
    assert invite(one, forestry) == 0
    assert Contribution.objects.filter(unit=water.unit_id).get().row == row_of(one, "森林覆盖率")


def test_a_supporting_unit_sees_its_rows_and_its_own_words_only(
    client: Client, one: Return, water: User, forestry: User
) -> None:
    client.force_login(water)
    assert client.get(f"/returns/{one.pk}/").status_code == 404  # not asked yet
    invite(one, forestry)
    row = row_of(one, "森林覆盖率")
    enter(row, {"value": "41.9", "note": "牵头单位的备注"}, row.version, forestry)
    page = client.get(f"/returns/{one.pk}/").content.decode()
    assert "森林覆盖率" in page and "41.6" in page
    assert not [
        word for word in ("41.9", "牵头单位的备注", "全社会用电量", "造林面积") if word in page
    ]
    assert client.post(f"/returns/rows/{row.pk}/", {"version": 1, "value": "1"}).status_code in (403, 404)  # fmt: skip
    assert client.get(f"/returns/{one.pk}/excel/").status_code == 404
    assert client.post(f"/returns/{one.pk}/invite/").status_code == 404
    rows = Caller(water).get(f"/returns/{one.pk}/rows").json()
    assert [(found["name"], found["value"], found["note"]) for found in rows] == [("森林覆盖率", None, "")]  # fmt: skip
    other = person("agri", RoleName.UNIT_MEMBER, "市农业农村局")
    own = Contribution.objects.get(unit=water.unit_id)
    client.force_login(other)
    assert client.post(f"/returns/contributions/{own.pk}/", {"value": "1"}).status_code == 404
    with pytest.raises(LuhengError):
        contribute(own, {"value": "1"}, other)


def test_what_a_supporting_unit_gives_stands_beside_the_row_and_is_taken_by_its_unit(
    client: Client, one: Return, water: User, forestry: User
) -> None:
    invite(one, forestry)
    client.force_login(water)
    given = Contribution.objects.get(unit=water.unit_id)
    home = client.get("/").content.decode()
    assert "配合补充：进展填报表 2025，1 项" in home
    saved = client.post(f"/returns/contributions/{given.pk}/", {"value": "41.9", "comment": "含经济林"})  # fmt: skip
    assert "已反馈" in saved.content.decode()
    assert client.post(f"/returns/contributions/{given.pk}/", {"value": "较高"}).status_code == 422
    client.force_login(forestry)
    page = client.get(f"/returns/{one.pk}/").content.decode()
    assert "含经济林" in page and "取用此值" in page and row_of(one, "森林覆盖率").value is None


def test_nothing_is_added_to_a_return_that_was_filed(
    one: Return, water: User, forestry: User
) -> None:
    invite(one, forestry)
    one.rows.update(answer="no_figure", note="无")
    file(one, forestry)
    with pytest.raises(LuhengError) as wrong:
        contribute(Contribution.objects.get(unit=water.unit_id), {"comment": "晚了"}, water)
    assert code_of(wrong) == "return_not_open"


def test_the_unit_finds_its_return_on_the_first_page(
    client: Client, one: Return, forestry: User, office: User
) -> None:
    client.force_login(forestry)
    home = client.get("/").content.decode()
    assert f'href="/returns/{one.pk}/"' in home and "未填 4 项" in home
    client.force_login(office)
    assert "份填报表已逾期" in client.get("/").content.decode()


def test_a_single_field_is_added_and_asked_from_the_next_issue_on(
    client: Client, form: ReturnForm, one: Return, office: User
) -> None:
    client.force_login(office)
    unit = Unit.objects.get(name="市林业局")
    page = client.get(f"/returns/forms/{form.pk}/").content.decode()
    assert "增加一项" in page and "核对关系" in page
    sent = {"unit": unit.pk, "kind": "indicator", "name": "湿地保护率", "place": "云川市", "measure": "%"}  # fmt: skip
    assert client.post(f"/returns/forms/{form.pk}/fields/", sent).status_code == 302
    assert client.post(f"/returns/forms/{form.pk}/fields/", sent | {"name": " "}).status_code == 422
    assert form.fields.filter(name="湿地保护率").count() == 1
    assert not one.rows.filter(asked__name="湿地保护率").exists()
    issue(form, "2026", date(2027, 4, 9), office)
    assert Return.objects.get(period="2026").rows.filter(asked__name="湿地保护率").exists()


@pytest.fixture
def summed(form: ReturnForm, office: User) -> Return:
    """A return in which two kinds of planted area make up a third field."""
    unit = Unit.objects.get(name="市林业局")
    parts = [add_field(form, of_indicator(unit, name, "云川市", "万亩"), office) for name in ("人工造林", "封山育林")]  # fmt: skip
    total = form.fields.get(name="造林面积")
    agree(form, FieldIdentity.Kind.SUM, parts, office, first=total)
    issue(form, "2025", date(2026, 4, 9), office)
    return Return.objects.get(form=form)


def put(one: Return, name: str, value: str, by: User, **cells: str) -> ReturnRow:
    row = row_of(one, name)
    return enter(row, {"value": value, **cells}, row.version, by)


def test_a_total_that_is_not_the_sum_of_its_parts_is_told_and_the_doubt_goes_with_it(
    summed: Return, forestry: User
) -> None:
    put(summed, "造林面积", "5.1", forestry)
    put(summed, "人工造林", "2.1", forestry)
    assert row_of(summed, "造林面积").warnings == []  # one part is open: nothing to check
    put(summed, "封山育林", "2.4", forestry)
    told = row_of(summed, "造林面积").warnings
    assert "人工造林、云川市封山育林" in told[0]["zh"] and told[0]["en"]
    put(summed, "封山育林", "3.0", forestry)
    assert row_of(summed, "造林面积").warnings == []


def test_the_form_shows_a_sum_that_fails_and_filing_wants_its_reason(
    client: Client, summed: Return, forestry: User
) -> None:
    for name, value in (("造林面积", "5.1"), ("人工造林", "2.1"), ("封山育林", "2.4")):
        put(summed, name, value, forestry)
    client.force_login(forestry)
    assert "人工造林、云川市封山育林" in client.get(f"/returns/{summed.pk}/").content.decode()
    summed.rows.filter(answer="").update(answer="no_figure", note="无")
    with pytest.raises(LuhengError):
        file(summed, forestry)
    put(summed, "造林面积", "5.1", forestry, note="含飞播造林")
    file(summed, forestry)


def test_what_must_agree_is_declared_on_the_page_of_the_form(
    client: Client, form: ReturnForm, office: User
) -> None:
    client.force_login(office)
    first, second, *_ = form.fields.exclude(kind="task")
    address = f"/returns/forms/{form.pk}/agree/"
    assert client.post(address, {"kind": "sum", "first": first.pk, "part": [second.pk]}).status_code == 302  # fmt: skip
    made = FieldIdentity.objects.get()
    assert (made.first, list(made.parts.all())) == (first, [second])
    for bad in ({"kind": "sum", "part": [second.pk]}, {"kind": "share", "first": first.pk, "part": [second.pk]}, {"kind": "x"}, {"kind": "sum", "first": first.pk, "part": [first.pk]}):  # fmt: skip
        assert client.post(address, bad).status_code == 422
    client.post(f"/returns/agree/{made.pk}/drop/")
    assert not FieldIdentity.objects.filter(dropped=False).exists()


@pytest.fixture
def building(form: ReturnForm, office: User, forestry: User) -> Return:
    """A return that asks about a project."""
    project = Project.objects.first()
    assert project is not None
    project.units.get_or_create(unit=forestry.unit, role=Role.LEAD)
    add_field(form, of_project(forestry.unit, project), office)  # type: ignore[arg-type]
    issue(form, "2025", date(2026, 4, 9), office)
    one = Return.objects.get(form=form)
    one.rows.exclude(asked__kind="project").update(answer="no_figure", note="无")
    return one


def test_what_a_return_says_of_a_project_becomes_its_money_and_its_progress(
    building: Return, forestry: User, office: User
) -> None:
    row = building.rows.get(asked__kind="project")
    project = row.asked.project
    assert project is not None
    ProjectFunding.objects.create(project=project, year=2025, source="city", spent_wan_yuan=200, entered_by=office, entered_at="2026-01-01T00:00Z")  # fmt: skip
    enter(row, {"value": "1200", "percent": "45", "stage": "building", "text": "主体完工"}, row.version, forestry)  # fmt: skip
    file(building, forestry)
    accept(building, office)
    rest = ProjectFunding.objects.get(project=project, source="undivided")
    assert (rest.year, rest.spent_wan_yuan, rest.entered_by) == (2025, Decimal(1000), forestry)
    report = project.reports.get()
    assert (str(report.as_of), report.stage, report.percent, report.note) == ("2025-12-31", "building", Decimal(45), "主体完工")  # fmt: skip
    assert not Observation.objects.filter(period="2025").exists()


def test_a_project_accepted_again_is_recorded_once_and_less_than_its_sources_is_told(
    building: Return, forestry: User, office: User
) -> None:
    row = building.rows.get(asked__kind="project")
    enter(row, {"value": "1200", "percent": "45", "stage": "building"}, row.version, forestry)
    file(building, forestry)
    accept(building, office)
    send_back(building, "再核", office)
    row.refresh_from_db()
    enter(row, {"note": "已核"}, row.version, forestry)
    file(building, forestry)
    accept(building, office)
    project = row.asked.project
    assert project is not None
    assert (project.reports.count(), project.funding.count()) == (1, 1)
    ProjectFunding.objects.create(project=project, year=2025, source="city", spent_wan_yuan=5000, entered_by=office, entered_at="2026-01-01T00:00Z")  # fmt: skip
    send_back(building, "再核", office)
    file(building, forestry)
    with pytest.raises(LuhengError) as wrong:
        accept(building, office)
    assert code_of(wrong) == "project_spent_less"


# --- what must agree across units ---


@pytest.fixture
def shared(form: ReturnForm, office: User) -> tuple[Return, Return, User]:
    """A return whose total one bureau files and one of whose parts another does."""
    forestry, parks = Unit.objects.get(name="市林业局"), Unit.objects.create(name="市园林局")
    own = add_field(form, of_indicator(forestry, "山区造林", "云川市", "万亩"), office)
    theirs = add_field(form, of_indicator(parks, "城区绿化造林", "云川市", "亩"), office)
    agree(
        form, FieldIdentity.Kind.SUM, [own, theirs], office, first=form.fields.get(name="造林面积")
    )
    issue(form, "2025", date(2026, 4, 9), office)
    keeper = person("parks", RoleName.UNIT_MEMBER, "市园林局")
    mine, other = (Return.objects.get(unit=unit) for unit in (forestry, parks))
    return mine, other, keeper


def test_the_plan_office_sees_at_review_what_does_not_agree_across_units(
    client: Client, shared: tuple[Return, Return, User], forestry: User, office: User
) -> None:
    mine, other, keeper = shared
    put(mine, "造林面积", "5.1", forestry)
    put(mine, "山区造林", "2.1", forestry)
    (waiting,) = compared(mine)
    assert (waiting.waits_for, waiting.doubts, waiting.agrees) == (["市园林局"], [], False)
    put(other, "城区绿化造林", "24000", keeper)  # 亩: 2.4 of the 3.0 万亩 that are missing
    for either in (mine, other):  # whichever of the two is reviewed
        (found,) = compared(either)
        assert "市园林局云川市城区绿化造林" in found.doubts[0].text("zh") and found.doubts[0].text(
            "en"
        )
    client.force_login(office)
    page = client.get(f"/returns/{mine.pk}/").content.decode()
    assert "跨单位核对" in page and "不符" in page and f'href="/returns/{other.pk}/"' in page
    put(other, "城区绿化造林", "30000", keeper)
    assert compared(mine)[0].agrees
    assert "相符" in client.get(f"/returns/{other.pk}/").content.decode()


def test_no_unit_is_told_of_another_units_figures(
    client: Client, shared: tuple[Return, Return, User], forestry: User
) -> None:
    mine, other, keeper = shared
    put(other, "城区绿化造林", "24000", keeper)
    for name, value in (("造林面积", "5.1"), ("山区造林", "2.1")):
        put(mine, name, value, forestry)
    assert row_of(mine, "造林面积").warnings == []
    client.force_login(forestry)
    page = client.get(f"/returns/{mine.pk}/").content.decode()
    assert not [
        words for words in ("跨单位核对", "24000", "24,000", "城区绿化造林") if words in page
    ]
    mine.rows.filter(answer="").update(answer="no_figure", note="无")
    file(mine, forestry)  # and nothing asks the unit for a reason


def test_other_periods_and_withdrawn_returns_are_not_compared(
    shared: tuple[Return, Return, User], forestry: User, form: ReturnForm, office: User
) -> None:
    mine, other, keeper = shared
    put(other, "城区绿化造林", "24000", keeper)
    issue(form, "2026", date(2027, 4, 9), office)
    later = Return.objects.get(unit=mine.unit_id, period="2026")
    assert compared(later)[0].waits_for == ["市林业局", "市园林局"]
    Return.objects.filter(pk=other.pk).update(state="withdrawn")
    assert "市园林局" in compared(mine)[0].waits_for


def test_fields_of_another_form_are_no_part_of_an_identity(form: ReturnForm, office: User) -> None:
    elsewhere = ReturnForm.objects.create(title="别的表", frequency="yearly", composed_by=office)
    other = add_field(elsewhere, of_indicator(Unit.objects.get(name="市林业局"), "抚育面积", "云川市", "万亩"), office)  # fmt: skip
    with pytest.raises(LuhengError) as wrong:
        agree(form, FieldIdentity.Kind.SUM, [other], office, first=form.fields.get(name="造林面积"))
    assert code_of(wrong) == "identity_of_two_forms"
