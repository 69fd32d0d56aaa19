"""Who leads and who supports, in every form in which plans say it."""

import pytest

from luheng.documents.plan.duties import (
    find_duties,
    first_unit_leads,
    implied_units,
    read_due,
)


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        ("推进改造。（责任单位：市财政局、市水利局）", "市财政局、市水利局", ""),
        ("推进改造。〔责任单位：市财政局〕", "市财政局", ""),
        ("推进改造。（市财政局牵头，市水利局、各县（市、区）人民政府配合）", "市财政局", "市水利局、各县（市、区）人民政府"),
        ("推进改造。（市财政局牵头，市水利局参与）", "市财政局", "市水利局"),
        ("推进改造。（市财政局、市水利局等按职责分工负责）", "市财政局、市水利局", ""),
        ("推进改造。（市财政局牵头，市水利局等按职责分工负责）", "市财政局", "市水利局"),
        ("推进改造（市财政局负责）。", "市财政局", ""),
        ("牵头单位：市财政局；配合单位：市水利局、教育局。", "市财政局", "市水利局、教育局"),
        ("牵头单位：市财政局，责任单位：市水利局", "市财政局", "市水利局"),
        ("责任部门：市财政局  协办部门：市水利局", "市财政局", "市水利局"),
        ("主要责任单位：市财政局", "市财政局", ""),
        ("责任单位：市财政局（牵头）、市水利局", "市财政局", "市水利局"),
        ("由市财政局牵头，市水利局配合。", "市财政局", "市水利局"),
        ("财政局、水利局、各乡镇人民政府", "财政局、水利局、各乡镇人民政府", ""),
        ("推进改造。（牵头单位：市财政局、市水", "市财政局、市水", ""),
        ("推进改造。（市财政局牵头，市水利局", "市财政局", "市水利局"),
        ("推进改造。（市财政局、教育局牵头督导，市水利局、市商务局、", "市财政局、教育局", "市水利局、市商务局"),
        ("推进改造。（市财政局牵头，市水利局配合，东山、西河经济开发区管委会负责落实）", "市财政局", "市水利局、东山、西河经济开发区管委会"),
        ("推进改造。〔市财政局、市水利局负责，各区参与〕", "市财政局、市水利局", "各区"),
        ("推进改造。（市财政局、市水利局等按职责分工负责，各县〔市、区〕人民政府", "市财政局、市水利局、各县〔市、区〕人民政府", ""),
        ("牵头单位：市财政局 责任领导：某某 配合单位：市水利局", "市财政局", "市水利局"),
    ],
)  # fmt: skip
def test_roles_are_told_apart(text: str, lead: str, support: str) -> None:
    (duty,) = find_duties(text.replace(" ", ""))
    assert ("、".join(duty.lead), "、".join(duty.support)) == (lead, support)


@pytest.mark.parametrize(
    "text",
    [
        "推动园区（集聚区）循环化改造。",
        "落实首台（套）保险补偿政策。",
        "支持企业牵头组建创新联合体，鼓励企业参与研发。",
        "市财政局要会同有关部门强化统筹协调。",
        "开展核算（GEP）工作。",
    ],
)
def test_sentences_about_units_and_other_brackets_are_no_duties(text: str) -> None:
    assert list(find_duties(text)) == []


def test_deadline_stands_beside_the_units() -> None:
    (duty,) = find_duties("推进改造。（责任单位：市财政局；完成时限：2024年10月底前）")
    assert duty.due == "2024年10月底前"
    assert duty.lead == ["市财政局"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("推进改造。（市财政局牵头，市水利局配合；2025年底前完成）", "2025"),
        ("推进改造。（责任单位：市财政局，2024年6月底前）", "2024-06"),
        ("推进改造。（市财政局负责，长期坚持）", None),
    ],
)
def test_deadline_without_a_name_closes_the_bracket(text: str, due: str | None) -> None:
    (duty,) = find_duties(text)
    assert duty.lead == ["市财政局"]
    assert read_due(duty.due or "") == due


@pytest.mark.parametrize(
    ("printed", "due"),
    [
        ("2024年底前", "2024"), ("2025年6月", "2025-06"), ("2024年12月底前", "2024-12"),
        ("2024年上半年", "2024-06"), ("2024年三季度", "2024-09"), ("2023—2025年", "2025"),
        ("长期坚持", None), ("持续推进", None), ("每年12月", None),
    ],
)  # fmt: skip
def test_deadline_is_a_year_or_a_month(printed: str, due: str | None) -> None:
    assert read_due(printed) == due


def test_note_that_names_units_once_for_all() -> None:
    note = "以下任务责任单位均包括各区人民政府，云砚开发区管委会，下文不再列出"
    assert implied_units(note) == "各区人民政府，云砚开发区管委会"
    assert implied_units("以下所有工作任务均需各县区落实，不再一一列出。") == "各县区"
    assert implied_units("各县区要抓好落实。") is None


@pytest.mark.parametrize(
    "note", ["排在首位的为牵头单位", "责任单位中列第一位的为牵头单位", "第一个单位为牵头单位"]
)
def test_note_that_the_first_unit_leads(note: str) -> None:
    assert first_unit_leads(note)
