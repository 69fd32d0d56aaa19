"""Sentences of bulletins: the figures they hold and the figures they only seem to hold."""

import pytest
from tests.documents.observations.forms import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "第一产业增加值145.20亿元，增长4.0%；第二产业512.07亿元，增长7.1%。",
            [
                "第一产业增加值=145.20亿元",
                "第一产业增加值=4.0% %",
                "第二产业增加值=512.07亿元",
                "第二产业增加值=7.1% %",
            ],
        ),
        (
            "SO2、NO2、PM10年均浓度分别为8、17、40微克/立方米，同比下降12.5%、持平和上升3.0%。",
            [
                "SO2年均浓度=8μg/m³",
                "NO2年均浓度=17μg/m³",
                "PM10年均浓度=40μg/m³",
                "SO2年均浓度=-12.5% %",
                "PM10年均浓度=3.0% %",
            ],
        ),
        ("到2025年，PM2.5年均浓度控制在25微克/立方米以下。", []),
    ],
)
def test_a_sentence_gives_the_figures_it_states(text: str, expected: list[str]) -> None:
    assert read(text) == expected
