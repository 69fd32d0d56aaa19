"""Front matter: the plan's own title, number and date among all that a page prints around them."""

from collections.abc import Callable

import pytest

from luheng.documents.model import Reading

Read = Callable[[str], Reading]

BODY = """一、总体要求
（一）指导思想。坚持绿色发展。
（二）主要目标。到2025年，绿色转型成效显著。
二、重点任务
（三）推进工业绿色升级。加快改造。
"""


@pytest.mark.parametrize(
    ("front", "title", "status"),
    [
        ("霁川市绿色低碳循环发展实施方案\n", "霁川市绿色低碳循环发展实施方案", "issued"),
        ("霁川市关于加快建立绿色低碳循环发展\n\n经济体系的实施方案\n\n（征求意见稿）\n", "霁川市关于加快建立绿色低碳循环发展经济体系的实施方案", "draft"),
        ("霁川市节能减排工作方案(草案)\n", "霁川市节能减排工作方案", "draft"),
        ("霁川市节能减排工作方案（送审稿）\n", "霁川市节能减排工作方案", "draft"),
        ("霁川市国家生态文明建设示范区规划\n（2023—2030年）\n", "霁川市国家生态文明建设示范区规划（2023—2030年）", "issued"),
        ("霁 川 市 节 能 行 动 方 案\n", "霁川市节能行动方案", "issued"),
    ],
)  # fmt: skip
def test_title_over_lines_and_with_marks(
    read_text: Read, front: str, title: str, status: str
) -> None:
    reading = read_text(f"{front}为落实要求，制定本方案。\n{BODY}")
    assert (reading.title, reading.status) == (title, status)


COVER = """首页 > 政务公开 > 政策文件 > 正文
霁川市人民政府关于印发霁川市创建国家生态
文明建设示范区实施方案的通知
发布时间：2023-09-02 10:30 来源：霁川市人民政府网 字号：[大 中 小]
霁政发〔2023〕 12 号
各县（市、区）人民政府，市直各部门：
现将《霁川市创建国家生态文明建设示范区实施方案》印发给你们，请认真组织实施。
霁川市人民政府
{date}
（此件公开发布）
霁川市创建国家生态文明建设示范区实施方案
根据《关于推进生态文明建设的意见》（某政发〔2021〕7号）精神，制定本方案。
"""


@pytest.mark.parametrize("date", ["2023年7月18日", "二〇二三年七月十八日", "2023 年 7 月 18 日"])
def test_cover_note_gives_number_issuer_and_date_and_the_plan_its_title(
    read_text: Read, date: str
) -> None:
    reading = read_text(COVER.format(date=date) + BODY)
    assert reading.title == "霁川市创建国家生态文明建设示范区实施方案"
    assert reading.doc_no == "霁政发〔2023〕12号"
    assert reading.issuer == "霁川市人民政府"
    assert (reading.issued_on, reading.published_on) == ("2023-07-18", "2023-09-02")


def test_cited_numbers_and_page_dates_are_not_the_documents_own(read_text: Read) -> None:
    reading = read_text(
        "发布时间：2023-09-02 来源：某网\n霁川市节能工作方案\n"
        f"根据《节能意见》（某政发〔2021〕7号）要求，制定本方案。\n{BODY}"
    )
    assert (reading.doc_no, reading.issued_on) == (None, None)
    assert reading.published_on == "2023-09-02"


def test_news_lead_that_repeats_the_plan_is_left_out(read_text: Read) -> None:
    aim = "到2025年，绿色转型成效显著，单位地区生产总值能耗下降14%。"
    reading = read_text(
        f"某网获悉，8月5日，霁川市人民政府发布节能工作方案，提出{aim}\n原文如下：\n"
        f"霁川市节能工作方案\n为落实要求，制定本方案。\n一、主要目标\n{aim}\n"
        "二、重点任务\n（一）推进工业节能。加快改造。\n特别声明：转载仅供参考。\n微信/手机：13800000000\n"
    )
    assert [section.no for section in reading.sections] == ["一", "二", "(一)"]
    first = min(item.span.start for item in reading.items())
    assert first >= reading.text.index("一、主要目标")
    assert "声明" not in reading.tasks[-1].quote
    assert "13800000000" not in "".join(item.quote for item in reading.items())


def test_contents_of_a_document_are_no_clauses_of_it(read_text: Read) -> None:
    contents = "目录\n一、总体要求......1\n（一）指导思想......1\n二、重点任务......4\n（三）推进工业绿色升级......4\n"
    plain = "目 录\n一、总体要求 1\n二、重点任务 4\n"
    for front in (contents, plain):
        reading = read_text(f"霁川市节能减排工作方案\n{front}为落实要求，制定本方案。\n{BODY}")
        assert [section.no for section in reading.sections] == ["一", "(一)", "(二)", "二", "(三)"]
        assert [task.title for task in reading.tasks] == ["推进工业绿色升级"]


@pytest.mark.parametrize(
    ("front", "title", "issuer"),
    [
        ("规范性文件\n霁川市人民政府\n关于印发霁川市节能减排\n综合工作方案的通知\n霁政〔2022〕6号\n2022年3月8日\n霁川市节能减排综合工作方案\n", "霁川市节能减排综合工作方案", "霁川市人民政府"),
        ("• 2022-06-01\n• 通知\n• 霁政办〔2022〕4号\n• 有效\n关于印发霁川市节能减排规划的通知\n霁川市人民政府办公厅 关于印发霁川市节能减排 规划的通知\n霁川市节能减排规划\n", "霁川市节能减排规划", "霁川市人民政府办公厅"),
        ("霁川市人民政府印发节能减排三年行动计划（2023—2025年）\n", "节能减排三年行动计划（2023—2025年）", "霁川市人民政府"),
        ("霁川市人民政府\n关于加快建立健全绿色低碳循环发展经济体系的实施意见\n霁府发〔2021〕3号\n", "关于加快建立健全绿色低碳循环发展经济体系的实施意见", "霁川市人民政府"),
        ("霁川市2019年打赢蓝天保卫战工作要点\n", "霁川市2019年打赢蓝天保卫战工作要点", None),
        ("霁川市生态环境局 霁川市发展和改革委员会\n霁川市农业农村局\n2023年2月16日\n霁川市减污降碳实施方案\n", "霁川市减污降碳实施方案", "霁川市生态环境局、霁川市发展和改革委员会、霁川市农业农村局"),
        ("霁川市人民政府\n2017526\n霁川市2017年度节能实施方案\n", "霁川市2017年度节能实施方案", None),
        ("霁川市人民政府\n2023年2月16日\n—2—\n霁川市节能减排实施方案\n", "霁川市节能减排实施方案", "霁川市人民政府"),
    ],
)  # fmt: skip
def test_issuer_is_an_organ_and_no_word_of_the_page(
    read_text: Read, front: str, title: str, issuer: str | None
) -> None:
    reading = read_text(f"{front}为落实要求，制定本方案。\n{BODY}")
    assert (reading.title, reading.issuer) == (title, issuer)


def test_a_plan_that_is_cut_off_after_its_notice_has_the_notices_title(read_text: Read) -> None:
    reading = read_text(
        "近日，市生态环境局印发通知，提出到2025年，森林覆盖率达到40%以上，重点任务落实到位。\n"
        "关于印发《霁川市土壤污染防治规划》的通知\n各区人民政府：\n为落实要求，编制了《霁川市土壤污染防治规划》，"
        "现印发你们，请抓好贯彻落实。\n霁川市生态环境局"
    )
    assert (reading.kind, reading.title) == ("plan", "霁川市土壤污染防治规划")


def test_number_and_date_on_one_line(read_text: Read) -> None:
    reading = read_text(
        f"霁政办发〔2016〕5号 2016年6月13日\n霁川市节能减排工作方案\n为落实要求，制定本方案。\n{BODY}"
    )
    assert (reading.doc_no, reading.issued_on) == ("霁政办发〔2016〕5号", "2016-06-13")


def test_the_day_of_the_page_is_not_the_day_of_the_signature(read_text: Read) -> None:
    reading = read_text(
        "• 2022-06-01\n霁川市人民政府\n2022年5月12日\n霁川市节能减排工作方案\n"
        f"为落实要求，制定本方案。\n{BODY}"
    )
    assert reading.issued_on == "2022-05-12"


@pytest.mark.parametrize(
    "line",
    [
        "发布机构：霁川_政府办 文       号：霁政办发〔2017〕5号",
        "发?文?字?号?:霁政办发〔2017〕5号主   ?题?:综合政务",
    ],
)
def test_number_behind_its_label_inside_a_line_of_the_page(read_text: Read, line: str) -> None:
    reading = read_text(f"{line}\n霁川市节能减排工作方案\n为落实要求，制定本方案。\n{BODY}")
    assert reading.doc_no == "霁政办发〔2017〕5号"
