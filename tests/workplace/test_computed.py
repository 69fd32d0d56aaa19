"""A result of an official method in the city: kept with its lineage, judged by, restated, superseded."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook
from tests.workplace.conftest import person

from luheng.methods import Standards, standards
from luheng.methods.packs import indicators_given
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.computed import results
from luheng.workplace.computed.fields import fields_of, inputs_from, method_of
from luheng.workplace.computed.results import Asked, keep, moved, results_by
from luheng.workplace.computed.sheets import keep_rows, rows_of, template_of
from luheng.workplace.models import Computed, Observation, User
from luheng.workplace.permissions import RoleName

INTENSITY = Asked(
    "energy.intensity", "2022", "云川市",
    {"consumption": "556.2", "base_gdp": "1000", "indices": {"2021": "108", "2022": "103"}},
)  # fmt: skip
ENERGY = "energy.comprehensive"


@pytest.fixture
def client(client: Client, city: City, office: User) -> Client:
    client.force_login(office)
    return client


def code_of(act: Callable[[], Any]) -> str:
    with pytest.raises(LuhengError) as refused:
        act()
    return refused.value.message.code


def test_every_indicator_that_a_method_gives_is_in_the_catalogue() -> None:
    for method, indicator in indicators_given().items():
        assert standards().editions_of(method)
        assert catalogue().get(indicator) is not None


@pytest.mark.django_db
def test_a_result_that_is_an_indicator_becomes_a_figure_with_its_calculation(office: User) -> None:
    kept = keep(INTENSITY, office)
    assert kept.words == "0.5"
    assert kept.mark == "recalled"
    figure = kept.observation
    assert figure is not None
    assert (figure.indicator_id, figure.period, figure.place) == (
        "energy_use_per_gdp",
        "2022",
        "云川市",
    )
    assert (str(figure.value.normalize()), figure.unit) == ("0.5", "吨标准煤/万元")
    assert "1112.4" in kept.working["zh"]


@pytest.mark.django_db
def test_the_same_again_is_the_result_that_is_there_and_another_supersedes_it(office: User) -> None:
    first = keep(INTENSITY, office)
    assert keep(INTENSITY, office) == first
    other = keep(
        Asked(INTENSITY.method, "2022", "云川市", {**INTENSITY.given, "consumption": "600"}), office
    )
    first.refresh_from_db()
    assert first.superseded_by == other
    assert Observation.objects.get(superseded_by=None).computed == other
    again = keep(INTENSITY, office)
    assert (again.pk, again.superseded_by) == (first.pk, None)
    assert Computed.objects.get(pk=other.pk).superseded_by == again
    assert Observation.objects.get(superseded_by=None).value == first.value


@pytest.mark.django_db
def test_a_result_by_a_named_edition_is_kept_beside_and_no_target_is_judged_by_it(
    office: User,
) -> None:
    given = {"media": {"new_water": "1000 t"}}
    today = keep(Asked(ENERGY, "2024", "云川市", given), office)
    older = keep(Asked(ENERGY, "2024", "云川市", given, "GB/T 2589-2008"), office)
    assert (today.words, older.words) == ("257.1", "85.7")
    assert older.observation is None
    assert Computed.objects.filter(superseded_by=None).count() == 2


@pytest.mark.django_db
def test_a_reader_computes_but_keeps_nothing(city: City) -> None:
    reader = person("reader", RoleName.READER)
    assert code_of(lambda: keep(INTENSITY, reader)) == "not_allowed"
    assert not Computed.objects.exists()


@pytest.mark.django_db
def test_changed_official_numbers_name_the_results_they_move(
    office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep(Asked(ENERGY, "2024", "云川市", {"fuels": {"raw_coal": "100 t"}}), office)
    assert moved() == []
    assert results_by("energy.coefficient.raw_coal") == [kept]
    assert results_by("energy.coefficient.coke") == []

    def of_2008(asked: Asked) -> Any:
        return standards().compute(
            asked.method, period="2024", using=("GB/T 2589-2008",), **asked.given
        )

    monkeypatch.setattr(results, "compute", of_2008)
    found = moved()
    assert [(one.result, one.before) for one in found] == [(kept, "71430")]
    assert "energy.coefficient.raw_coal" in found[0].numbers


@pytest.mark.django_db
def test_results_that_move_are_written_as_an_entry_of_the_changelog(
    client: Client, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(Asked(ENERGY, "2024", "云川市", {"fuels": {"raw_coal": "100 t"}}), office)
    before = client.get("/computed/moved/entry/").content.decode()
    assert "0 published results move" in before

    def of_other_numbers(asked: Asked) -> Any:
        return standards().compute(asked.method, period="2024", fuels={"raw_coal": "120 t"})

    monkeypatch.setattr(results, "compute", of_other_numbers)
    entry = client.get("/computed/moved/entry/").content.decode()
    assert "1 published results move" in entry
    assert "71430 → 85716 kgce (20 %)" in entry


def test_what_is_left_empty_was_not_given_and_kinds_may_be_named_in_chinese() -> None:
    fields = fields_of(method_of(ENERGY))
    given = inputs_from(
        fields, {"fuels": "原煤 = 120 t\nnatural_gas=3 万立方米", "electricity": " "}
    )
    assert given == {"fuels": {"raw_coal": "120 t", "natural_gas": "3 万立方米"}}
    assert (
        code_of(lambda: inputs_from(fields_of(method_of("energy.progress")), {})) == "input_missing"
    )
    assert code_of(lambda: inputs_from(fields, {"fuels": "原煤"})) == "input_not_a_pair"


@pytest.mark.django_db
def test_a_sheet_goes_out_filled_comes_back_and_a_wrong_row_stops_no_other(office: User) -> None:
    method = method_of(ENERGY)
    book = load_workbook(io.BytesIO(template_of(method, "云川市")))
    sheet = book.worksheets[0]
    keys = [cell.value for cell in sheet[1]]
    rows = [
        {"period": "2024", "place": "云川市", "fuels.raw_coal": 100, "electricity": "1 万千瓦时"},
        {"period": "2024", "place": "澜湾县", "fuels.natural_gas": "3 t"},
        {"period": "2024", "place": "松岭县", "electricity": "—"},
        {"period": "2024"},
    ]
    for number, row in enumerate(rows, start=3):
        for key, value in row.items():
            sheet.cell(number, keys.index(key) + 1, value)
    content = io.BytesIO()
    book.save(content)
    done = keep_rows(method, rows_of(method, content.getvalue(), "a.xlsx"), office)
    assert [one.row for one in done] == [3, 4, 5, 6]
    assert done[0].kept is not None
    assert done[0].kept.words == "1300.43"  # 100 kg of coal, no unit written
    codes = [one.problem.message.code for one in done[1:] if one.problem]
    assert codes == ["input_unit_refused", "energy_nothing_given", "field_missing"]


def test_the_sheet_of_another_method_is_refused() -> None:
    other = template_of(method_of("energy.progress"), "云川市")
    refused = code_of(lambda: rows_of(method_of(ENERGY), other, "a.xlsx"))
    assert refused == "sheet_of_other_method"
    assert code_of(lambda: rows_of(method_of(ENERGY), b"no workbook", "a.xlsx")) != ""


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_method_is_computed_and_kept_on_its_page(client: Client, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    given = {"period": "2024", "place": "云川市", "basis": "calorific", "fuels": "raw_coal = 120 t"}
    page = client.get(f"/methods/{ENERGY}/", given)
    assert "85716" in page.content.decode()
    assert client.get(f"/methods/{ENERGY}/").status_code == 200
    answer = client.post(f"/methods/{ENERGY}/", given)
    assert answer.status_code == 302
    shown = client.get(answer.url).content.decode()
    assert "85716" in shown
    assert "0.7143" in shown
    assert "GB/T 2589-2008" in shown  # the same by the edition before
    for address in ("/methods/", "/methods/?q=2589", "/computed/", "/computed/moved/", "/parameters/?q=energy",
                    "/parameters/energy.coefficient.raw_coal/", f"/methods/{ENERGY}/template/"):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert client.post(answer.url + "again/").status_code == 302
    assert Computed.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "forest"), [("zh", "土地利用变化和林业"), ("en", "Land use and forests")])  # fmt: skip
def test_an_inventory_is_shown_in_tables_and_handed_on_as_others_read_it(
    client: Client, language: str, forest: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    given = {"period": "2024", "place": "云川市", "emissions": "road = 30\n土地利用变化和林业 = -5", "ch4": "landfill = 2 t", "keys": '{"rice": "NO"}'}  # fmt: skip
    assert forest in client.get("/methods/carbon.inventory/", given).content.decode()
    kept = client.post("/methods/carbon.inventory/", given).url
    page = client.get(kept).content.decode()
    assert forest in page and f"{kept}as/ciris/" in page
    assert "II.1.1" in page and {"zh": "未说明", "en": "not told"}[language] in page, (
        "the GPC table"
    )
    for form, rows in (("gpc", "GPC"), ("ciris", "eCRF_3")):
        answer = client.get(f"{kept}as/{form}/")
        assert rows in load_workbook(io.BytesIO(answer.content)).sheetnames
        assert "attachment" in answer["Content-Disposition"]
    assert client.get(f"{kept}as/openlca/").status_code == 422
    assert Client().get(f"{kept}as/gpc/").status_code in (302, 403), "not for strangers"


@pytest.mark.django_db
def test_an_uncertainty_is_shown_as_an_interval_of_the_result(client: Client) -> None:
    given = {"period": "2024", "place": "云川市", "emissions": "road = 300 ±10%"}
    assert "95%区间" in client.get("/methods/carbon.inventory/", given).content.decode()
    kept = client.post("/methods/carbon.inventory/", given).url
    assert "95%区间" in client.get(kept).content.decode()
    heat = {"period": "2024", "place": "云川市", "heat_bought": "1000 GJ ±5%"}
    page = client.get("/methods/carbon.heat/", heat).content.decode()
    assert "95%区间 104.5—115.5（±5.0%），主要来自 heat_bought 100%" in page
    sure = client.get("/methods/carbon.heat/", {**heat, "heat_bought": "1000 GJ"}).content.decode()
    assert "95%区间" not in sure


@pytest.mark.django_db
def test_the_form_of_a_method_is_that_of_the_edition_of_its_period(client: Client) -> None:
    asked = {"period": "2022", "place": "云川市", "unit_class": "gas", "supplied": "1000 MWh"}
    page = client.get("/methods/carbon.ets_power_allocation/", asked).content.decode()
    assert 'name="supplied"' in page and "390.1" in page
    assert client.post("/methods/carbon.ets_power_allocation/", asked).status_code == 302
    later = client.get("/methods/carbon.ets_power_allocation/").content.decode()
    assert 'name="generated"' in later and 'name="supplied"' not in later


@pytest.mark.django_db
def test_a_label_is_seen_on_the_page_of_its_result(client: Client) -> None:
    about = '{"product": "瓷砖", "model": "A1", "functional_unit": "1 m²", "issued": "2026-01-01", "valid_until": "2028-01-01"}'
    given = {"period": "2026", "place": "云川市", "stages": "raw_materials = 1.2\nproduction = 0.8", "about": about}  # fmt: skip
    kept = client.post("/methods/carbon.footprint_label/", given).url
    assert f'src="{kept}as/label/"' in client.get(kept).content.decode()
    for form, begins in (("label", b"<svg"), ("label-png", b"\x89PNG"), ("label-pdf", b"%PDF"), ("openlca", b"PK")):  # fmt: skip
        assert client.get(f"{kept}as/{form}/").content.startswith(begins), form


@pytest.mark.django_db
def test_what_cannot_be_computed_is_said_on_the_page_and_nothing_is_kept(client: Client) -> None:
    given = {
        "period": "2024",
        "place": "云川市",
        "basis": "calorific",
        "fuels": "natural_gas = 3 t",
    }
    assert 'class="note bad"' in client.get(f"/methods/{ENERGY}/", given).content.decode()
    assert client.post(f"/methods/{ENERGY}/", given).status_code == 422
    assert client.get("/methods/no.such/").status_code == 422
    assert client.get("/parameters/no.such/").status_code == 404
    assert not Computed.objects.exists()


@pytest.mark.django_db
def test_a_target_is_judged_by_the_computed_figure_and_its_page_leads_to_the_calculation(
    client: Client, office: User, add: Callable[..., Any]
) -> None:
    from tests.workplace.reading_of import plan_reading

    from luheng.documents.model import Span, Target

    reading = plan_reading()
    words = reading.text[:10]
    reading.targets.append(Target(
        indicator="单位地区生产总值能耗", year=2022, op="<=", value=Decimal("0.52"), unit="吨标准煤/万元",
        clause=reading.targets[0].clause, quote=words, span=Span(0, 10),
    ))  # fmt: skip
    add(reading)
    kept = keep(INTENSITY, office)
    found = [target for verdict in kept.observation.verdicts.all() for target in [verdict.target]]
    assert [one.indicator for one in found] == ["单位地区生产总值能耗"]
    page = client.get(f"/targets/{found[0].pk}/").content.decode()
    assert f"/computed/{kept.pk}/" in page
    assert f"/targets/{found[0].pk}/" in client.get(f"/computed/{kept.pk}/").content.decode()


def test_the_house_is_sound() -> None:
    whole: Standards = standards(whole=True)
    whole.check()
