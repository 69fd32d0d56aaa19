"""Encodings: what comes out is the text or a refusal, never garbage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luheng.documents.formats import open_bytes
from luheng.documents.formats.encodings import decode
from luheng.vocabulary.messages import LuhengError

SIMPLIFIED = [
    "碳达峰",
    "责任单位：市生态环境局、市农业农村局",
    "到2026年，城镇污水处理率达到96%以上。",
    "一、总体要求\n坚持节约优先，推动产业绿色转型，完善再生资源回收体系。\n" * 40,
    "年份 2021 2022\n用水量 1.50 1.46",
]
TRADITIONAL = [
    "節能減排",
    "責任單位：市發展改革局、市財政局",
    "到2026年，全市綠色建築佔新建建築比重達到90%。",
    "加快建設廢舊物資循環利用體系，推動產業園區綠色化改造。\n" * 40,
]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("text", SIMPLIFIED + TRADITIONAL)
def test_mainland_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode("方案.txt", text.encode(encoding)).text == text


@pytest.mark.parametrize("text", TRADITIONAL)
def test_big5_is_recognised(text: str) -> None:
    assert decode("方案.txt", text.encode("big5")).text == text


@given(
    st.lists(st.sampled_from(SIMPLIFIED + TRADITIONAL), min_size=1, max_size=6),
    st.integers(1, 9999),
)
def test_any_mixture_of_sentences_and_numbers_survives_gb18030(
    parts: list[str], number: int
) -> None:
    text = f"（{number}）".join(parts)
    assert decode("方案.txt", text.encode("gb18030")).text == text


@pytest.mark.parametrize("read_as", ["latin-1", "cp1252"])
def test_utf8_once_read_as_latin_is_repaired_and_says_so(read_as: str) -> None:
    text = "城市污水利用率达96%"  # all of its bytes exist in Windows-1252
    garbled = text.encode().decode(read_as)
    decoded = decode("方案.txt", garbled.encode())
    assert decoded.text == text
    assert [finding.message.code for finding in decoded.findings] == ["mojibake_repaired"]


def test_a_garbled_part_of_a_page_is_repaired_and_the_rest_left_alone() -> None:
    good, bad = "到2026年，", "绿色产业发展壮大"
    decoded = decode("方案.txt", (good + bad.encode().decode("latin-1")).encode())
    assert decoded.text == good + bad


def test_utf8_once_read_as_gbk_is_repaired_only_if_nothing_is_lost() -> None:
    text = "市发展改革局"
    assert decode("方案.txt", text.encode().decode("gbk").encode()).text == text
    lossy = "非化石能源消费比重达到18%以上".encode().decode("gbk", errors="replace")
    with pytest.raises(LuhengError) as refused:
        decode("方案.txt", lossy.encode())
    assert refused.value.message.code in {"text_lost", "encoding_unknown"}


def test_undecodable_bytes_are_refused_and_the_tries_named() -> None:
    with pytest.raises(LuhengError) as refused:
        decode("方案.txt", bytes(range(128, 256)) * 9)
    assert refused.value.message.code == "encoding_unknown"
    assert "GB18030" in str(refused.value)
    assert "BIG5" in refused.value.message.text("en")


def test_a_damaged_character_is_found_and_placed() -> None:
    sound = "第一行\n推动产业绿色转型升级，完善再生资源回收体系，" + "加强污染治理和生态保护。" * 20
    damaged = sound.encode().replace("业".encode(), b"\xe4\xb8", 1)
    source = open_bytes("方案.txt", damaged)
    (finding,) = source.findings
    assert finding.message.values["line"] == 2
    assert source.text[finding.span.start : finding.span.end] == finding.quote == "\ufffd"


def test_a_garbled_page_that_lost_bytes_is_refused() -> None:
    garbled = "责任单位：市生态环境局、市农业农村局".encode().decode("cp1252", errors="replace")
    with pytest.raises(LuhengError) as refused:
        decode("方案.txt", garbled.encode())
    assert refused.value.message.code == "text_garbled"


def test_a_mostly_destroyed_text_is_refused() -> None:
    with pytest.raises(LuhengError) as refused:
        decode("方案.txt", "建设\ufffd\ufffd污水\ufffd处理厂".encode())
    assert refused.value.message.code == "text_lost"
