"""Lists of units: shared levels and endings, cut names, groups, one name for each bureau."""

import pytest

from luheng.documents.plan.units import document_level, fullest_names, is_unit_list, read_units


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        ("市财政局、水利局、教育局", ["市财政局", "市水利局", "市教育局"]),
        ("市财政局、市水利局，教育局", ["市财政局", "市水利局", "市教育局"]),
        ("财政局、市场监管局", ["市财政局", "市市场监管局"]),
        ("市商务局、市场监督管理局", ["市商务局", "市市场监督管理局"]),
        ("市市场监管局", ["市市场监管局"]),
        ("市民政局、市政府国资委", ["市民政局", "市政府国资委"]),
        ("市委组织部、宣传部、市妇联", ["市委组织部", "市委宣传部", "市妇联"]),
        ("市委宣传部，教育局", ["市委宣传部", "市教育局"]),
        ("市交通运输局、公路事务中心等", ["市交通运输局", "市公路事务中心"]),
        ("市水利局等有关部门", ["市水利局"]),
        ("市水利局和市财政局", ["市水利局", "市财政局"]),
        ("市住房和城乡建设局", ["市住房和城乡建设局"]),
        ("云砚开发区、滨江新区管委会", ["云砚开发区管委会", "滨江新区管委会"]),
        ("东山、西河经济开发区管委会", ["东山经济开发区管委会", "西河经济开发区管委会"]),
        ("市财政局、财政局，西河高新区管委会", ["市财政局", "西河高新区管委会"]),
        ("东山、西河区人民政府", ["东山区人民政府", "西河区人民政府"]),
        ("青禾县、白川区人民政府", ["青禾县人民政府", "白川区人民政府"]),
        ("各县（市、区）人民政府（管委会）", ["各县（市、区）人民政府（管委会）"]),
        ("各县、区人民政府，市财政局", ["各县、区人民政府", "市财政局"]),
        ("各级党委、政府部门", ["各级党委、政府部门"]),
        ("各镇、街道办事处", ["各镇、街道办事处"]),
        ("市财政局、国网霁川供电公司、人民银行霁川市分行", ["市财政局", "国网霁川供电公司", "人民银行霁川市分行"]),
        ("市水利局、所有驻市单位", ["市水利局", "所有驻市单位"]),
        ("市教育局、团市委、总工会", ["市教育局", "团市委", "市总工会"]),
        ("市政协办公室、政府办公室", ["市政协办公室", "市政府办公室"]),
        ("市公安局、武警霁川支队、人民银行", ["市公安局", "武警霁川支队", "人民银行"]),
        ("县发改局、财政局", ["县发改局", "县财政局"]),
        ("市财政局、市", ["市财政局"]),
    ],
)  # fmt: skip
def test_list_is_written_out(printed: str, units: list[str]) -> None:
    assert read_units(printed, "市") == units


def test_list_without_any_level_stays_as_printed_where_the_document_has_none() -> None:
    assert read_units("发改局、环保局、经信委") == ["发改局", "环保局", "经信委"]


def test_level_of_the_document_is_the_one_most_units_bear() -> None:
    assert document_level(["市财政局、教育局", "市水利局", "县林业局"]) == "市"
    assert document_level(["财政局、教育局"]) == ""


def test_bureau_bears_the_fullest_name_that_the_document_prints() -> None:
    names = fullest_names(["市发改委", "市发展和改革委员会", "市水利局", "市住建局"])
    assert names["市发改委"] == "市发展和改革委员会"
    assert names["市住建局"] == "市住建局"  # no fuller form stands in this document


def test_cut_name_is_completed_from_the_other_forms_of_the_document() -> None:
    names = fullest_names(["市住建局", "市住房和城乡建设", "市财政局"])
    assert names["市住房和城乡建设"] == "市住房和城乡建设局"
    assert names["市住建局"] == "市住房和城乡建设局"


def test_bureaus_of_other_levels_are_not_merged() -> None:
    names = fullest_names(["市发展和改革局", "县发改局"])
    assert names["县发改局"] == "县发改局"


@pytest.mark.parametrize(
    "text", ["加强园区建设", "试行", "绿色建材、节能家电", "2023年版", "管委会建设"]
)
def test_other_words_are_no_list_of_units(text: str) -> None:
    assert not is_unit_list(text)
