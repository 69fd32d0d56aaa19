"""One plan copied badly in different ways is read the same."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from luheng.documents.model import Reading

Read = Callable[[str], Reading]

PLAN = """霁川市人民政府关于印发霁川市绿色低碳循环发展实施方案的通知
霁政发〔2023〕12号
各县（市、区）人民政府，市直各部门：
现将《霁川市绿色低碳循环发展实施方案》印发给你们，请认真组织实施。
霁川市人民政府
2023年7月18日
霁川市绿色低碳循环发展实施方案
为落实上级部署，结合我市实际，制定本方案。
一、总体要求
（一）指导思想。坚持绿色发展。
（二）主要目标。到2025年，绿色转型成效显著。
二、重点任务
（一）绿色生产
1.实施改造。加快推进高炉改造。（责任单位：市工业和信息化局、发展改革委，各县区人民政府）
2.推进审核。依法开展审核。（市生态环境局牵头，市财政局、市市场监管局配合）
（二）绿色消费
3.推广节能产品。扩大绿色采购。（市商务局、市财政局等按职责分工负责）
三、保障措施
（一）加强领导。成立工作专班，统筹推进。
"""
HALF_WIDTH = str.maketrans("（），：；", "(),:;")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
PAGE = "首页 > 政务公开 > 正文\n发布时间：2023-08-01 来源：某网 字号：[大 中 小]\n{}【打印本页】【关闭窗口】\n上一篇：没有了\n"


def what_was_read(reading: Reading) -> dict[str, Any]:
    return {
        "front": (reading.title, reading.issuer, reading.doc_no, reading.issued_on),
        "sections": [(one.chapter, one.no, one.title) for one in reading.sections],
        "tasks": [(one.no, one.section, one.lead, one.support) for one in reading.tasks],
        "findings": [one.message.code for one in reading.findings],
    }


def with_blanks(text: str) -> str:
    chance = Random(7)
    return "".join(
        mark + (chance.choice(" 　\u00a0") if not mark.isascii() and chance.random() < 0.2 else "")
        for mark in text
    )


@pytest.mark.parametrize(
    "copied",
    [
        with_blanks,
        lambda text: text.translate(HALF_WIDTH),
        lambda text: text.translate(FULL_WIDTH),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", "\r\n　　"),
        lambda text: text.replace("1.", "1、").replace("2.", "2、").replace("3.", "3、"),
        PAGE.format,
        lambda text: text.replace("、", ",、").replace("。", ",。"),
    ],
    ids=[
        "blanks",
        "half width",
        "full width",
        "blank lines",
        "indents",
        "other marks",
        "page",
        "doubled marks",
    ],
)
def test_badly_copied_plan_is_read_the_same(read_text: Read, copied: Callable[[str], str]) -> None:
    clean, copy = what_was_read(read_text(PLAN)), what_was_read(read_text(copied(PLAN)))
    if "１" in copied("1"):  # what is printed is quoted as printed
        clean["front"], copy["front"] = clean["front"][:2], copy["front"][:2]
    assert copy == clean
    assert len(clean["tasks"]) == 3
    assert clean["findings"] == []


READINGS = dict(zip("绿色低碳循环发展实施方案单位推进改造", ["lv", "se", "di", "tan", "xun", "huan", "fa", "zhan", "shi", "shi", "fang", "an", "dan", "wei", "tui", "jin", "gai", "zao"], strict=True))  # fmt: skip


def test_readings_without_tones_behind_characters_are_passed_over(read_text: Read) -> None:
    copied = "".join(f"{mark}({READINGS[mark]})" if mark in READINGS else mark for mark in PLAN)
    clean, copy = read_text(PLAN), read_text(copied)
    assert [(one.lead, one.support) for one in copy.tasks] == [
        (one.lead, one.support) for one in clean.tasks
    ]
    assert (copy.issuer, copy.issued_on) == (clean.issuer, clean.issued_on)


def test_units_of_measure_in_brackets_are_no_readings(read_text: Read) -> None:
    reading = read_text(PLAN.replace("绿色转型成效显著", "造林面积(ha)达到300公顷"))
    assert reading.targets[0].quote == "造林面积(ha)达到300公顷"
