"""Readiness by edition: the plan's own and the one in force, gaps, evidence, own targets, what is lacking."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.evidence.binding import bind
from luheng.workplace.evidence.taking import take_evidence
from luheng.workplace.models import Document, ReadinessArea, ReadinessItem, SourceFile, Target, User
from luheng.workplace.progress import enter_observation
from luheng.workplace.readiness.entering import tell_area, tell_item
from luheng.workplace.readiness.sets import IndicatorSet, indicator_set
from luheng.workplace.readiness.standing import Line, Standing, standing_by
from luheng.workplace.review import EditedMeanwhile

OLD, NEW = "环生态〔2019〕76号", "2024年建设指标"
HILLS: dict[str, Any] = {"level": "city", "terrain": "hill", "size": "large", "base_year": 2020}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture
def chosen() -> IndicatorSet:
    found = indicator_set()
    assert found is not None
    return found


def by(edition: str, city: City, chosen: IndicatorSet) -> Standing:
    found = chosen.edition(edition)
    assert found is not None
    area = ReadinessArea.objects.get(pack=chosen.pack)
    return standing_by(chosen, found, city, area, timezone.localdate())


def line(standing: Standing, key: str) -> Line:
    return next(one for one in standing.lines if one.key == key)


def figure(by: User, name: str, id: str, period: str, value: str, unit: str = "%") -> None:
    enter_observation(
        {"indicator": name, "indicator_id": id, "place": "云川市", "period": period, "value": value, "unit": unit},
        by,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_figure_of_the_city_answers_an_item_and_says_how_far_it_is(
    city: City, office: User, chosen: IndicatorSet
) -> None:
    tell_area(chosen, HILLS, office)
    figure(office, "林草覆盖率", "ecology_forest_grass_coverage", "2024", "38.2")
    found = line(by(OLD, city, chosen), "forest_grass")
    assert (found.answer, found.line, found.short_by) == ("missed", 40, {"line": Decimal("1.8")})
    assert found.known.figure is not None


@pytest.mark.django_db
def test_the_threshold_is_that_of_the_terrain_and_an_untold_terrain_is_refused(
    city: City, office: User, chosen: IndicatorSet
) -> None:
    tell_area(chosen, HILLS | {"terrain": "plain"}, office)
    assert line(by(OLD, city, chosen), "forest_grass").line == 18
    tell_area(chosen, HILLS | {"terrain": "not_told"}, office)
    with pytest.raises(LuhengError) as refused:
        by(OLD, city, chosen)
    assert refused.value.message.code == "area_not_told"


@pytest.mark.django_db
def test_what_is_not_told_is_named_and_nothing_unknown_counts_as_met(
    city: City, office: User, chosen: IndicatorSet
) -> None:
    tell_area(chosen, HILLS, office)
    standing = by(OLD, city, chosen)
    assert standing.count("unknown") == len(standing.lines)
    assert standing.share.value == 0
    assert line(standing, "good_air").lacks == ["value", "assigned"]
    assert line(standing, "planning").lacks == ["done"]
    assert line(standing, "solid_waste").lacks == ["value", "before"]


@pytest.mark.django_db
def test_editions_that_ask_for_the_same_thing_share_what_was_entered(
    city: City, office: User, chosen: IndicatorSet
) -> None:
    tell_area(chosen, HILLS, office)
    item = ReadinessItem.objects.get(subject="eco_civilisation_assessment_weight")
    tell_item(item, {"value": Decimal("21"), "period": "2025"}, office)
    for edition in (OLD, NEW):
        assert line(by(edition, city, chosen), "assessment_share").answer == "met"


@pytest.mark.django_db
def test_the_year_before_and_the_base_year_come_from_the_figures(
    city: City, office: User, chosen: IndicatorSet
) -> None:
    tell_area(chosen, HILLS, office)
    for period, value in (("2020", "50"), ("2023", "50.5"), ("2024", "51.5")):
        figure(office, "一般工业固体废物综合利用率", "waste_general_industrial_utilisation_rate", period, value)  # fmt: skip
        figure(office, "森林覆盖率", "ecology_forest_coverage", period, value)
    waste = line(by(OLD, city, chosen), "solid_waste")
    assert (waste.answer, waste.short_by) == ("missed", {"rise": Decimal(1)})
    assert line(by(NEW, city, chosen), "forest").answer == "met"


@pytest.mark.django_db
def test_a_thing_that_does_not_exist_here_is_not_asked(
    city: City, office: User, chosen: IndicatorSet
) -> None:
    tell_area(chosen, HILLS, office)
    before = {one.key for one in by(NEW, city, chosen).lines}
    tell_area(chosen, HILLS | {"absent": ["草原综合植被盖度"]}, office)
    assert before - {one.key for one in by(NEW, city, chosen).lines} == {"grassland"}


def plan(issued_on: str) -> Document:
    source = SourceFile.objects.create(sha256="a" * 64, name="plan.docx", size=1)
    return Document.objects.create(
        source=source, kind="plan", title="创建规划", issued_on=issued_on, status="issued"
    )


@pytest.mark.django_db
def test_the_citys_own_target_stands_beside_the_national_number(
    city: City, office: User, chosen: IndicatorSet
) -> None:
    document = plan("2020-06-01")
    tell_area(chosen, HILLS | {"plan": document}, office)
    Target.objects.create(
        document=document, key="t", indicator="林草覆盖率", op=">=", value="45", unit="%", year=2025,
        indicator_id="ecology_forest_grass_coverage",
    )  # fmt: skip
    own = line(by(OLD, city, chosen), "forest_grass").own
    assert own is not None
    assert own.compared == "stricter"


@pytest.mark.django_db
def test_evidence_bound_to_an_item_or_to_its_target_is_no_longer_missing(
    city: City, office: User, chosen: IndicatorSet, tmp_path: Path
) -> None:
    tell_area(chosen, HILLS, office)
    missing = by(NEW, city, chosen).without_evidence
    (tmp_path / "a.png").write_bytes(PNG)
    about = {"kind": "photo", "valid_until": date(2020, 1, 1)}
    taken = take_evidence(city, tmp_path / "a.png", name="a.png", by=office, **about)
    proof = bind(taken.evidence, ReadinessItem.objects.get(zh="生物多样性调查"), office)
    assert by(NEW, city, chosen).without_evidence == missing  # it has expired
    proof.evidence.valid_until = None
    proof.evidence.save()
    assert by(NEW, city, chosen).without_evidence == missing - 1
    assert line(by(NEW, city, chosen), "biodiversity_survey").proofs == 1


@pytest.mark.django_db
def test_two_people_do_not_overwrite_each_other(office: User, chosen: IndicatorSet) -> None:
    area = tell_area(chosen, HILLS, office)
    tell_area(chosen, HILLS | {"version": area.version}, office)
    with pytest.raises(EditedMeanwhile):
        tell_area(chosen, HILLS | {"version": area.version}, office)


@pytest.mark.django_db
def test_the_page_shows_the_plans_edition_beside_the_one_in_force_and_what_they_lack(
    client: Client, city: City, office: User, chosen: IndicatorSet
) -> None:
    client.force_login(office)
    empty = client.get("/readiness/").content.decode()
    assert "还没有填写地区情况" in empty
    document = plan("2020-06-01")
    posted = client.post("/readiness/area/", {**HILLS, "plan": document.pk, "version": 0})
    assert posted.status_code == 302
    shown = client.get("/readiness/").content.decode()
    assert shown.index(f"规划采用的版本（{OLD}）") < shown.index(f"现行版本（{NEW}）")
    assert "第14项以后未见" in shown
    english = client.get("/readiness/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "items from 14 on were not seen" in english or "第14项以后未见" in english
    revised = client.get("/readiness/", {"edition": "环办生态函〔2021〕353号"}).content.decode()
    assert "修订版全表未见" in revised


@pytest.mark.django_db
def test_an_item_is_entered_on_its_page(
    client: Client, city: City, office: User, chosen: IndicatorSet
) -> None:
    client.force_login(office)
    tell_area(chosen, HILLS, office)
    item = ReadinessItem.objects.get(zh="河长制")
    page = client.get(f"/readiness/items/{item.pk}/").content.decode()
    assert OLD in page
    client.post(f"/readiness/items/{item.pk}/", {"done": "true", "version": item.version})
    assert line(by(OLD, city, chosen), "river_chiefs").answer == "met"
    late = client.post(f"/readiness/items/{item.pk}/", {"done": "false", "version": item.version})
    assert late.status_code == 409
