"""An inventory as GPC and CIRIS have it, a footprint as openLCA reads it: nothing lost, nothing made up."""

from __future__ import annotations

import io
import json
import zipfile
from fractions import Fraction
from typing import Any

import olca_schema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from olca_schema import zipio
from openpyxl import load_workbook

import luheng
from luheng.methods import standards
from luheng.methods.exports import export, exports_of
from luheng.packs.carbon.exports.gpc_lines import LINES, SUBSECTORS
from luheng.packs.carbon.exports.inventory import ECRF, gpc_table
from luheng.packs.carbon.exports.label import qr_text, said_on
from luheng.vocabulary.messages import LuhengError

DAY = "2024-06-01"
BOOK = standards(whole=True).book
PLACES = {
    source: BOOK.get(f"carbon.source.{source}").versions[0].printed
    for source in BOOK.keys("carbon.source.{source}")
}
CITY: dict[str, Any] = {
    "emissions": {"road": "30 万tCO2e", "industry_electricity": 400000},
    "co2": {"industry_combustion": "100 万tCO2", "forest": -50000},
    "ch4": {"landfill": "1000 t", "enteric": 2000},
    "n2o": {"farmland": 100},
    "biogenic": {"incineration": 5000},
    "keys": {"rice": "NO", "aviation": "NE", "rail": "IE"},
    "about": {
        "road": {"amount": 95000, "unit": "t", "origin": "统计年鉴", "activity_quality": "M"}
    },
}
FOOTPRINT: dict[str, Any] = {
    "stages": {"raw_materials": "1.2", "production": "0.8", "distribution": 0.1, "use": 0, "end_of_life": "-0.05"},
    "boundary": "cradle_to_grave",
    "about": {"product": "瓷砖", "model": "A1", "functional_unit": "1 m²", "issued": "2026-01-01", "valid_until": "2028-01-01"},
}  # fmt: skip
GASES = st.dictionaries(
    st.sampled_from(sorted(PLACES)),
    st.dictionaries(
        st.sampled_from(("co2", "ch4", "n2o", "hfcs", "pfcs", "sf6", "nf3")),
        st.decimals(min_value=-(10**6), max_value=10**6, places=3), min_size=1,
    ),
    min_size=1,
)  # fmt: skip


def record(id: str = "carbon.inventory", **inputs: Any) -> dict[str, Any]:
    """Of a result, as it comes back from where it was kept."""
    result = luheng.compute(id, day=DAY, place="广东省/湛江市", **(inputs or CITY))
    return dict(json.loads(json.dumps(result.record())))


def sheet(content: bytes, name: str) -> list[list[Any]]:
    return [
        [cell.value for cell in row] for row in load_workbook(io.BytesIO(content))[name].iter_rows()
    ]


@settings(deadline=None)
@given(GASES)
def test_sources_told_by_gas_add_up_in_every_view_to_the_last_digit(
    gases: dict[str, dict[str, Any]],
) -> None:
    inputs: dict[str, dict[str, Any]] = {}
    for source, amounts in gases.items():
        for gas, amount in amounts.items():
            inputs.setdefault(gas, {})[source] = amount
    found = luheng.compute("carbon.inventory", day=DAY, **inputs).exact
    for view in ("part", "sector", "subsector", "ref", "scope", "gas"):
        assert sum(found[view].values()) == found["all"], view
    table = gpc_table(found)
    assert sum(row["total"] or 0 for row in table) == found["all"]
    for level, levels in (("basic", {"basic"}), ("basic_plus", {"basic", "basic_plus"})):
        told = (row["total"] or 0 for row in table if row["line"].level in levels)
        assert sum(told) == found[level]
    scope_1 = sum(row["total"] or 0 for row in table if row["line"].scope == "1")
    assert scope_1 == found["territory"]
    guide = sum(amount for part, amount in found["part"].items() if part != "memo")
    assert guide == found["territory"], "the guide's five parts are the territory of GPC"


def test_every_source_stands_on_the_line_of_its_number() -> None:
    lines = {line.ref: line for line in LINES}
    for source, place in PLACES.items():
        line = lines[place["ref"]]
        assert (line.scope, line.level, line.sector, line.subsector) == (
            place["scope"], place["level"], place["sector"], place["sub"],
        ), source  # fmt: skip
    assert len(lines) == len(LINES)
    assert {line.subsector for line in LINES} == set(SUBSECTORS)


def test_the_gpc_table_says_what_is_there_what_has_a_key_and_what_nobody_spoke_of() -> None:
    rows = {row[0]: row for row in sheet(export(record(), "gpc"), "GPC") if row[0]}
    assert rows["I.3.1"][4] == 1_000_000 and rows["I.3.1"][12] == 1_000_000
    assert rows["III.1.1"][5] == 28_000  # 1000 t of methane by AR5
    assert rows["II.4.1"][12] is None and rows["II.4.1"][13] == "NE"
    assert rows["V.3"][12] == 26_500 and rows["V.3"][13] == "NO"  # soils beside rice
    assert rows["I.1.1"][12] is None and rows["I.1.1"][13] == "未说明"
    english = {row[0]: row for row in sheet(export(record(), "gpc", "en"), "GPC") if row[0]}
    assert english["I.1.1"][13] == "not told"


def test_both_views_of_the_workbook_have_one_total() -> None:
    rows = sheet(export(record(), "gpc"), "两种视图")
    totals = {row[0]: row[2] for row in rows if row[1] == "合计"}
    assert len(totals) == 4 and len(set(totals.values())) == 1


def test_the_layout_of_ciris_has_its_columns_and_every_source_once() -> None:
    kept = record()
    content = export(kept, "ciris")
    head, *rows = sheet(content, "eCRF_3")
    assert tuple(head) == ECRF and len(rows) == len(kept["value"]["sources"]) + 3
    by_source = {row[head.index("Fuel type or activity")]: dict(zip(head, row, strict=True)) for row in rows}  # fmt: skip
    road = by_source["road"]
    assert road["GPC ref. no."] == "II.1.1" and road["Scope"] == "Direct emissions"
    assert road["Activity data - Amount"] == 95000
    assert road["Activity data - Data Quality"] == "M"
    assert by_source["aviation"]["Notation key"] == "NE"
    assert by_source["aviation"]["GHGs (metric tonnes CO2e) - Total CO2e"] is None
    total = sum(row["GHGs (metric tonnes CO2e) - Total CO2e"] or 0 for row in by_source.values())
    assert total == float(Fraction(kept["value"]["all"]))
    summed = sum(row[1] or 0 for row in sheet(content, "eCRF_2")[1:])
    assert summed == float(Fraction(kept["value"]["territory"]))
    assert sheet(content, "eCRF_1")[1][:4] == ["湛江市", "China", "广东省", 2024]


def test_a_key_of_a_source_nobody_lists_is_refused() -> None:
    with pytest.raises(LuhengError) as refused:
        luheng.compute("carbon.inventory", day=DAY, emissions={"road": 1}, keys={"ryce": "NO"})
    assert refused.value.message.code == "parameter_unknown"


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"emissions": {"road": "—"}}, "source_without_number"),
        ({"emissions": {"road": 1}, "co2": {"road": 1}}, "source_told_twice"),
        ({}, "inventory_empty"),
        ({"emissions": {"road": 1}, "about": {"road": "年鉴"}}, "input_no_mapping"),
    ],
)
def test_a_source_without_a_number_never_counts_as_zero(inputs: dict[str, Any], code: str) -> None:
    with pytest.raises(LuhengError) as refused:
        luheng.compute("carbon.inventory", day=DAY, **inputs)
    assert refused.value.message.code == code


# openLCA


def package() -> zipfile.ZipFile:
    return zipfile.ZipFile(
        io.BytesIO(export(record("carbon.footprint_label", **FOOTPRINT), "openlca"))
    )


_CLASSES = {
    "unit_groups": olca_schema.UnitGroup, "flow_properties": olca_schema.FlowProperty,
    "flows": olca_schema.Flow, "processes": olca_schema.Process,
    "lcia_categories": olca_schema.ImpactCategory, "lcia_methods": olca_schema.ImpactMethod,
}  # fmt: skip


def test_openlca_s_own_reader_gives_every_data_set_back_as_it_was_written(tmp_path: Any) -> None:
    file = tmp_path / "footprint.zip"
    file.write_bytes(export(record("carbon.footprint_label", **FOOTPRINT), "openlca"))
    with zipio.ZipReader(str(file)) as reader, zipfile.ZipFile(file) as raw:
        assert json.loads(raw.read("olca-schema.json")) == {"version": 2}
        names = [name for name in raw.namelist() if "/" in name]
        assert {name.partition("/")[0] for name in names} == set(_CLASSES)
        for folder, kind in _CLASSES.items():
            for one in reader.read_each(kind):
                written = json.loads(raw.read(f"{folder}/{one.id}.json"))
                assert one.to_dict() == written, (
                    "a field the schema does not have, or of another type"
                )


def test_every_reference_of_the_package_leads_to_a_data_set_in_it() -> None:
    archive = package()
    there = {name.rpartition("/")[2][:-5] for name in archive.namelist() if "/" in name}
    units = {
        unit["@id"]
        for name in archive.namelist() if name.startswith("unit_groups/")
        for unit in json.loads(archive.read(name))["units"]
    }  # fmt: skip

    def references(data: Any) -> list[str]:
        if isinstance(data, list):
            return [one for item in data for one in references(item)]
        if not isinstance(data, dict):
            return []
        own = [data["@id"]] if "@id" in data else []
        return own + [one for item in data.values() for one in references(item)]

    for name in archive.namelist():
        for one in references(json.loads(archive.read(name))):
            assert one in there | units


def test_the_rules_of_the_schema_for_units_flows_and_exchanges_hold() -> None:
    """One reference unit with factor 1; one reference quantity; one quantitative reference; ids from 1."""
    archive = package()
    processes = [
        json.loads(archive.read(n)) for n in archive.namelist() if n.startswith("processes/")
    ]
    for one in processes:
        numbers = [exchange["internalId"] for exchange in one["exchanges"]]
        assert numbers == list(range(1, len(numbers) + 1)) and one["lastInternalId"] == len(numbers)
        references = [e for e in one["exchanges"] if e["isQuantitativeReference"]]
        assert len(references) == 1 and not references[0]["isInput"]
        for exchange in one["exchanges"]:
            assert {"amount", "flow", "flowProperty", "unit", "isInput"} <= set(exchange)
    for name in archive.namelist():
        one = json.loads(archive.read(name))
        if name.startswith("flows/"):
            factors = [f for f in one["flowProperties"] if f["isRefFlowProperty"]]
            assert len(factors) == 1 and factors[0]["conversionFactor"] == 1.0 and one["flowType"]
        if name.startswith("unit_groups/"):
            assert [u["conversionFactor"] for u in one["units"] if u["isRefUnit"]] == [1.0]


def test_the_package_calculated_as_openlca_does_gives_the_footprint() -> None:
    archive = package()
    processes = {
        one["@id"]: one
        for one in (json.loads(archive.read(n)) for n in archive.namelist() if n.startswith("processes/"))
    }  # fmt: skip

    def emitted(id: str) -> Fraction:
        total = Fraction(0)
        for exchange in processes[id]["exchanges"]:
            amount = Fraction(repr(exchange["amount"]))
            if exchange["flowProperty"]["name"] == "Mass":
                total += amount
            elif exchange["isInput"]:
                total += amount * emitted(exchange["defaultProvider"]["@id"])
        return total

    whole = next(one for one in processes.values() if "description" in one)
    assert emitted(whole["@id"]) == Fraction("2.05")
    assert whole["processDocumentation"]["validUntil"] == "2028-01-01"


def test_the_same_footprint_gives_the_same_package() -> None:
    one, other = (export(record("carbon.footprint_label", **FOOTPRINT), "openlca") for _ in "12")
    assert one == other
    bare = record("carbon.footprint", stages={"raw_materials": 1, "production": 2})
    assert export(bare, "openlca") != one


def test_a_form_that_a_result_does_not_have_is_refused_with_those_it_has() -> None:
    assert [one.id for one in exports_of("carbon.inventory")] == ["gpc", "ciris"]
    with pytest.raises(LuhengError) as refused:
        export(record(), "openlca")
    assert refused.value.message.code == "export_unknown" and "ciris" in str(refused.value)


# The label


def label(**more: Any) -> dict[str, Any]:
    return record("carbon.footprint_label", **{**FOOTPRINT, **more})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("产品碳足迹标签", "功能单位", "从摇篮到坟墓", "有效期至", "寿命末期", "自我声明")),
        ("en", ("Product carbon footprint", "functional unit", "cradle to grave", "Valid until", "End of life", "self-declared")),
    ],
)  # fmt: skip
def test_the_label_says_what_it_must_in_both_languages(
    language: Any, words: tuple[str, ...]
) -> None:
    import pypdfium2

    drawn = export(label(), "label-pdf", language)
    text = pypdfium2.PdfDocument(drawn)[0].get_textpage().get_text_range()
    for word in (*words, "2.05", "1 m²", "A1", "2026-01-01", "2028-01-01", "GB/T 24067-2024"):
        assert word in text, word
    assert export(label(), "label", language).startswith(b"<svg")
    assert export(label(), "label-png", language).startswith(b"\x89PNG")
    assert export(label(), "label-pdf", language) == drawn, "the same label gives the same bytes"


def test_the_bars_of_a_label_are_as_long_as_the_stages_are_great() -> None:
    said = said_on(label(), "zh")
    bars = {bar["name"]: bar for bar in said["stages"]}
    assert bars["原材料获取"]["width"] == pytest.approx(1.2 / 1.25)
    assert bars["使用"]["width"] == 0 and bars["使用"]["value"] == "0.00"
    taken = bars["寿命末期"]
    assert taken["taken"] and taken["from"] == 0 and taken["width"] == pytest.approx(said["zero"])
    assert all(bar["from"] >= 0 and bar["from"] + bar["width"] <= 1.0001 for bar in said["stages"])


def test_the_code_of_a_label_leads_to_its_address_or_says_the_label_and_its_calculation() -> None:
    about = {**FOOTPRINT["about"], "link": "https://example.org/cfp/1"}
    assert qr_text(label(about=about)) == "https://example.org/cfp/1"
    parts = qr_text(label()).split("|")
    assert parts[:6] == ["GB/T 24067-2024", "瓷砖", "A1", "2.05 kgCO2e", "1 m²", "2028-01-01"]
    other = label(stages={**FOOTPRINT["stages"], "use": 1})
    assert qr_text(other).split("|")[6] != parts[6], "another calculation has another digest"


def test_a_label_whose_code_would_not_hold_it_is_refused() -> None:
    with pytest.raises(LuhengError) as refused:
        export(label(about={**FOOTPRINT["about"], "product": "砖" * 2000}), "label")
    assert refused.value.message.code == "label_code_too_long"


def test_only_a_label_with_certifier_and_certificate_says_that_it_is_certified() -> None:
    about = {**FOOTPRINT["about"], "certifier": "某认证中心"}
    assert said_on(label(about=about), "en")["standing"] == "self-declared"
    about["certificate"] = "CFP-1"
    assert said_on(label(about=about), "en")["standing"] == "certified"


def test_a_footprint_given_without_its_stages_has_no_label_to_draw() -> None:
    given = record("carbon.footprint_label", whole=2, about=FOOTPRINT["about"])
    with pytest.raises(LuhengError) as refused:
        export(given, "label")
    assert refused.value.message.code == "label_without_stages"
