"""The grammar's view of a text: one form of everything, and the way back to the source."""

import pytest

from luheng.documents.model import Span
from luheng.documents.view import View


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("( 一 ) 到 2025 年", "（一）到2025年"),
        ("（一）到２０２５年", "（一）到2025年"),
        ("节(jié)能降耗任务(wù)", "节能降耗任务"),
        ("生态环境状况指数(EI)不低于66", "生态环境状况指数（EI）不低于66"),
        ("佔電源總裝機48.39%", "占电源总装机48.39%"),
        ("显著 干燥 覆盖", "显著干燥覆盖"),
        ("2023-08-02 14:12 共1,234.5万", "2023-08-02 14:12共1,234.5万"),
        ("GDP 2258.99 2380.02", "GDP 2258.99 2380.02"),
        ("经 济\u00a0体\u200b系", "经济体系"),
    ],
)
def test_one_rule_reads_every_way_of_printing(source: str, seen: str) -> None:
    assert View.of(source).text == seen


def test_what_is_found_is_quoted_in_the_characters_of_the_source() -> None:
    source = "到 2025 年,綜合利用率 達到 90 %。"
    view = View.of(source)
    at = view.text.index("综合利用率达到90%")
    span = view.span(at, at + len("综合利用率达到90%"))
    assert source[span.start : span.end] == "綜合利用率 達到 90 %"


def test_a_view_of_a_part_points_into_the_whole() -> None:
    source = "一、总则\n二、目标 98%"
    span = View.of(source, Span(5, len(source))).span(0, 4)
    assert source[span.start : span.end] == "二、目标"


@pytest.mark.parametrize("unit", ["kg", "t", "mg", "km", "ha", "tce"])
def test_a_unit_in_brackets_of_either_width_is_no_reading(unit: str) -> None:
    for head in (f"转移量（{unit}）", f"转移量({unit})"):
        assert View.of(head).text == f"转移量（{unit}）"
    assert View.of("節（jié）能").text == "节能"
