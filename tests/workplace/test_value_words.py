"""Official numbers that are tables are told in the language of the reader."""

from __future__ import annotations

from django.utils.translation import override

from luheng.workplace.computed.value_words import shown

GRADES = {
    "up_to": [50, 100],
    "zh": ["优", "良"],
    "en": ["excellent", "good"],
    "colour": ["绿", "黄"],
}


def test_the_columns_of_a_table_have_names_in_both_languages() -> None:
    with override("zh-hans"):
        assert shown(GRADES) == "上限：50、100；类别：优、良；颜色：绿、黄"
    with override("en"):
        assert shown(GRADES) == "up to: 50, 100; class: excellent, good; colour: 绿, 黄"


def test_a_number_stays_a_number_and_a_standing_is_told() -> None:
    with override("zh-hans"):
        assert shown("0.5306") == "0.5306"
        assert shown("expected") == "已发布，未录入"


def test_a_column_without_a_name_keeps_the_one_it_has() -> None:
    with override("zh-hans"):
        assert shown({"n2o": 1}) == "n2o：1"
