"""Lists, tables and intervals as people write them: in the form, in the workbook, in the result."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from luheng.methods import standards
from luheng.methods.model import Raw
from luheng.methods.standards import inputs_of
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.computed.fields import fields_of, inputs_from, method_of
from luheng.workplace.computed.results import Asked, compute, keep, spread
from luheng.workplace.computed.sheets import keep_rows, rows_of, template_of
from luheng.workplace.models import Computed, User

ENERGY = "energy.comprehensive"


def entered(method: str, **texts: str) -> dict[str, Any]:
    fields = [field for field in fields_of(method_of(method)) if field.name in texts]
    return inputs_from(fields, texts)


def code_of(method: str, **texts: str) -> str:
    with pytest.raises(LuhengError) as refused:
        entered(method, **texts)
    return refused.value.message.code


def test_every_raw_input_says_how_it_is_written() -> None:
    for method in standards(whole=True).all():
        for name, one in inputs_of(standards(), method).items():
            if isinstance(one, Raw):
                assert one.shape, f"{method.id} {name}"
                assert one.shape != "table" or one.columns, f"{method.id} {name}"


def test_series_of_several_kinds_are_a_table_with_the_kinds_as_heads() -> None:
    table = "氨氮\tcod\n0.1\t12\n<0.04\t\n—\t20"
    found = entered("water.means", series=table)["series"]
    assert found["cod"] == ["12", None, "20"]
    assert next(iter(found.values())) == ["0.1", "<0.04", "—"]
    assert len(found) == 2


def test_kinds_of_single_amounts_are_still_one_a_line() -> None:
    assert entered(ENERGY, fuels="原煤 = 120 t\nnatural_gas\t3 万立方米")["fuels"] == {
        "raw_coal": "120 t", "natural_gas": "3 万立方米",
    }  # fmt: skip


@pytest.mark.parametrize(("method", "name", "text", "expected"), [
    ("water.river_state", "classes", "Ⅱ\nⅢ\n—", ["Ⅱ", "Ⅲ", None]),
    ("water.class_counts", "classes", "桥 = Ⅱ\n闸 = Ⅲ\n口 = —", {"桥": "Ⅱ", "闸": "Ⅲ", "口": None}),
    ("water.sources_met_share", "meets", "是\n否\n是", [True, False, True]),
    ("water.ranking", "indices", "甲市\t4.51\n乙市\t３.２\n丙市\t—", {"甲市": 4.51, "乙市": 3.2, "丙市": None}),
    ("air.without_exceptional_days", "dates", "2026-04-01\n2026-04-02", ["2026-04-01", "2026-04-02"]),
    ("ecosystems.growing_season_ndvi", "monthly_maxima", "6000\t7000\n5000\t6000", [[6000, 7000], [5000, 6000]]),
    ("energy.budgets", "requests", "名称\t申请用能（tce）\t增加值（万元）\n丙\t200\t400\n丁\t100\t500",
     {"丙": {"energy": 200, "value_added": 400}, "丁": {"energy": 100, "value_added": 500}}),
    ("eco_city.items", "told", "name,value,done\nforest_grass,41.2,\nplanning,,是",
     {"forest_grass": {"value": 41.2}, "planning": {"done": True}}),
    ("water.river_main_pollutants", "item_classes", "ammonia_n\tcod\n4\t3\n5\t",
     [{"ammonia_n": 4, "cod": 3}, {"ammonia_n": 5}]),
    ("carbon.inventory", "keys", "rice = NO", {"rice": "NO"}),
    ("water.river_state", "classes", "[2, 2, 3]", [2, 2, 3]),
])  # fmt: skip
def test_lists_and_tables_are_read_by_their_shape(
    method: str, name: str, text: str, expected: Any
) -> None:
    assert entered(method, **{name: text})[name] == expected


def test_a_table_that_does_not_fit_is_refused_with_its_place() -> None:
    assert code_of("eco_city.items", told="name\tvalue\nplanning\t1\t2") == "table_row_long"
    assert code_of("eco_city.items", told="name\tvalue\tvalue\nplanning\t1\t2") == "table_heads"
    assert code_of("water.ranking", indices="甲市 4.51") == "input_not_a_pair"
    assert code_of("water.ranking", indices="{broken") == "input_not_json"


@pytest.mark.django_db
def test_a_workbook_has_a_sheet_for_each_table_and_takes_it_back(city: City, office: User) -> None:
    method = method_of("energy.budgets")
    book = load_workbook(io.BytesIO(template_of(method, "云川市")))
    assert "增量申请" in book.sheetnames
    first, table = book.worksheets[0], book["增量申请"]
    keys = [cell.value for cell in first[1]]
    stock = load_workbook(io.BytesIO(template_of(method, "云川市")))
    assert stock.worksheets[0].title == "填写"
    for place, key in enumerate(keys, start=1):
        if key == "period":
            first.cell(3, place, "2024")
    table.append(["", "丙", 200, 400])
    table.append([1, "丁", 100, 500])
    content = io.BytesIO()
    book.save(content)
    filled = rows_of(method, content.getvalue(), "表.xlsx")
    assert len(filled) == 1
    told = inputs_from(
        [field for field in fields_of(method) if field.name == "requests"], filled[0].given
    )
    assert told["requests"] == {
        "丙": {"energy": 200, "value_added": 400}, "丁": {"energy": 100, "value_added": 500},
    }  # fmt: skip


@pytest.mark.django_db
def test_series_of_kinds_in_a_workbook_are_computed_row_by_row(city: City, office: User) -> None:
    method = method_of("water.class_of_means")
    book = load_workbook(io.BytesIO(template_of(method, "云川市")))
    first = book.worksheets[0]
    series = next(sheet for sheet in book.worksheets if str(sheet["A1"].value) == "series:row")
    heads = [str(cell.value) for cell in series[1]]
    first["A3"], first["A4"] = "2024", "2025"
    first["B4"] = "云川市"
    for row, values in ((1, ("0.4", "0.6")), (2, ("1.6", "1.8"))):
        for value in values:
            cells = [str(row)] + [""] * (len(heads) - 1)
            cells[heads.index("series:ammonia_n")] = value
            series.append(cells)
    content = io.BytesIO()
    book.save(content)
    done = keep_rows(method, rows_of(method, content.getvalue(), "表.xlsx"), office)
    assert [str(one.problem or "") for one in done] == ["", ""]
    assert [one.kept.words for one in done if one.kept] != []
    assert done[0].kept.words != done[1].kept.words  # type: ignore[union-attr]


@pytest.mark.django_db
def test_what_is_tried_is_not_kept_however_long_its_tables(
    client: Client, city: City, office: User
) -> None:
    client.force_login(office)
    series = "ammonia_n\tcod\n" + "0.4\t12\n" * 2000
    given = {"period": "2024", "place": "云川市", "body": "river", "series": series}
    shown = client.post("/methods/water.class_of_means/", given | {"try": "1"}).content.decode()
    assert 'class="working"' in shown
    assert not Computed.objects.exists()


@pytest.mark.django_db
def test_the_same_amount_with_another_interval_is_another_result(city: City, office: User) -> None:
    asked = Asked(ENERGY, "2024", "云川市", {"fuels": {"raw_coal": "120 t"}})
    wide = Asked(ENERGY, "2024", "云川市", {"fuels": {"raw_coal": "120 t [100, 150]"}})
    assert compute(asked).exact == compute(wide).exact
    assert keep(asked, office) != keep(wide, office)
    assert (spread(wide)[""].low, spread(asked)) != (spread(wide)[""].high, {})
