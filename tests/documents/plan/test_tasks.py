"""Tasks: which clauses they are, whose they are, and what a table of tasks adds."""

from collections.abc import Callable

import pytest

from luheng.documents.model import Reading

Read = Callable[[str], Reading]
Around = Callable[[str], str]


def test_sections_are_tasks_where_nothing_stands_under_them(
    read_text: Read, plan_text: Around
) -> None:
    reading = read_text(
        plan_text("（三）推进工业绿色升级。加快改造。\n（四）发展绿色农业。推广节水。")
    )
    assert [(task.no, task.title) for task in reading.tasks] == [
        ("(三)", "推进工业绿色升级"),
        ("(四)", "发展绿色农业"),
    ]
    assert reading.tasks[0].text == "推进工业绿色升级。加快改造。"


def test_items_are_tasks_and_their_units_leave_the_text(read_text: Read, plan_text: Around) -> None:
    reading = read_text(plan_text(
        "（一）绿色生产\n1.实施改造。加快推进。（责任单位：市工信局、发改委）\n"
        "（二）绿色消费\n2.推广节能产品。（市商务局牵头，市财政局配合）"
    ))  # fmt: skip
    first, second = reading.tasks
    assert (first.no, first.section, first.chapter) == (1, "(一)", "二")
    assert (first.text, first.lead) == ("实施改造。加快推进。", ["市工信局", "市发改委"])
    assert (second.no, second.lead, second.support) == (2, ["市商务局"], ["市财政局"])


def test_items_that_restart_keep_their_place_and_the_count_runs_on(
    read_text: Read, plan_text: Around
) -> None:
    reading = read_text(
        plan_text("（一）生产\n1.改造。好。\n2.审核。好。\n（二）消费\n1.推广。好。")
    )
    assert [(task.no, task.item) for task in reading.tasks] == [
        (1, "(一)1"), (2, "(一)2"), (3, "(二)1"),
    ]  # fmt: skip


def test_lines_below_an_item_name_its_units_and_its_deadline(
    read_text: Read, plan_text: Around
) -> None:
    reading = read_text(plan_text(
        "（一）推行河湖长制。全面落实巡查制度。\n牵头单位：市水利局\n配合单位：市住建局，各县区\n完成时限：2024年12月底前\n"
        "（二）保护水源地。完善标志。\n牵头单位：市生态环境局"
    ))  # fmt: skip
    first, second = reading.tasks
    assert (first.lead, first.support, first.due) == (
        ["市水利局"],
        ["市住建局", "各县区"],
        "2024-12",
    )
    assert first.text == "推行河湖长制。全面落实巡查制度。"
    assert (second.lead, second.due) == (["市生态环境局"], None)


def test_paragraphs_with_units_of_their_own_are_tasks_of_their_own(
    read_text: Read, plan_text: Around
) -> None:
    reading = read_text(plan_text(
        "（一）绿色生产。加快钢铁改造。（责任单位：市工信局）\n推进清洁生产。（责任单位：市生态环境局）"
    ))  # fmt: skip
    assert [(task.text, task.lead) for task in reading.tasks] == [
        ("绿色生产。加快钢铁改造。", ["市工信局"]),
        ("推进清洁生产。", ["市生态环境局"]),
    ]


def test_points_of_a_list_belong_to_the_task_above_them(read_text: Read, plan_text: Around) -> None:
    reading = read_text(plan_text(
        "（一）绿色生产\n1.实施改造。\n（1）钢铁行业。\n（2）水泥行业。\n2.开展审核。好。"
    ))  # fmt: skip
    assert [task.no for task in reading.tasks] == [1, 2]
    assert "水泥行业" in reading.tasks[0].text


def test_aims_and_unled_safeguards_are_no_tasks_where_others_are_led(
    read_text: Read, plan_text: Around
) -> None:
    reading = read_text(plan_text(
        "（一）绿色生产。加快改造。（市工信局负责）\n三、保障措施\n（一）加强领导。成立专班。"
    ))  # fmt: skip
    assert [task.title for task in reading.tasks] == ["绿色生产"]


def test_first_unit_leads_where_the_document_says_so(read_text: Read, plan_text: Around) -> None:
    reading = read_text(plan_text(
        "（一）绿色生产。加快改造。（责任单位：市工信局、市财政局）\n注：排在首位的为牵头单位。"
    ))  # fmt: skip
    assert (reading.tasks[0].lead, reading.tasks[0].support) == (["市工信局"], ["市财政局"])


def test_units_named_once_for_all_are_not_repeated(read_text: Read, plan_text: Around) -> None:
    reading = read_text(plan_text(
        "（一）绿色生产。加快改造。（责任单位：市工信局；以下任务责任单位均包括各区人民政府，"
        "云砚开发区、滨江新区管委会，下文不再列出）\n（二）绿色消费。推广产品。（责任单位：市商务局）"
    ))  # fmt: skip
    assert reading.implied_units_all_tasks == ["各区人民政府", "云砚开发区管委会", "滨江新区管委会"]
    assert [task.lead for task in reading.tasks] == [["市工信局"], ["市商务局"]]


ROWS = """附件1
重点任务分工表

\t重点领域
\t主要任务
\t序号
\t任务内容
\t{lead}
\t{support}
\t完成时限

\t绿色生产
\t工业升级
\t1
\t加快钢铁改造。
\t市工信局、发改委
\t市财政局
\t2025年底前

\t
\t
\t2
\t推进清洁生产审核。
\t市生态环境局，
工信局
\t
\t长期坚持
"""


@pytest.mark.parametrize(
    ("lead", "support"),
    [("牵头单位", "配合单位"), ("责任单位", "参与单位"), ("牵头单位", "责任单位"), ("主要责任单位", "协助单位")],
)  # fmt: skip
def test_rows_of_a_table_of_tasks_are_the_tasks(
    read_text: Read, plan_text: Around, lead: str, support: str
) -> None:
    table = ROWS.format(lead=lead, support=support)
    reading = read_text(plan_text("（三）工业升级。加快钢铁改造。推进清洁生产审核。") + table)
    first, second = reading.tasks
    assert (first.no, first.section, first.section_no) == (1, "工业升级", "(三)")
    assert (first.lead, first.support, first.due) == (
        ["市工信局", "市发改委"],
        ["市财政局"],
        "2025",
    )
    assert (second.section, second.lead, second.due) == (
        "工业升级",
        ["市生态环境局", "市工信局"],
        None,
    )


def test_body_and_table_that_list_different_tasks_are_both_read(
    read_text: Read, plan_text: Around
) -> None:
    table = ROWS.format(lead="牵头单位", support="配合单位")
    reading = read_text(plan_text("（三）发展绿色农业。推广节水。（责任单位：市水利局）") + table)
    assert [task.no for task in reading.tasks] == ["(三)", 2, 3]
    assert reading.tasks[1].item == "附件1-1"


def test_annex_in_numbered_text_hands_out_the_tasks_where_the_body_does_not(
    read_text: Read, plan_text: Around
) -> None:
    reading = read_text(
        plan_text("（三）推进改造。加快进度。")
        + "附件1\n任务分工\n一、绿色生产\n1.高炉改造。好。（责任单位：市工信局）\n2.园区改造。好。（责任单位：市商务局）\n"
    )
    assert [task.lead for task in reading.tasks] == [["市工信局"], ["市商务局"]]
    assert reading.tasks[0].clause == "附件1/一/1"


def test_unled_annex_leaves_the_tasks_of_the_body(read_text: Read, plan_text: Around) -> None:
    reading = read_text(
        plan_text("（三）推进改造。加快进度。")
        + "附件1\n名词解释\n1.碳汇。吸收二氧化碳的过程。\n附件1\n参考资料\n"
    )
    assert [task.title for task in reading.tasks] == ["推进改造"]


def test_units_of_an_indicator_table_bear_the_names_of_the_document(
    read_text: Read, plan_text: Around
) -> None:
    reading = read_text(
        plan_text("（三）推进改造。好。（责任单位：市发展和改革委员会、市林业局）")
        + "附件1\n指标表\n\n\t序号\n\t指标名称\n\t单位\n\t2025年目标值\n\t责任单位\n\n"
        "\t1\n\t森林覆盖率\n\t%\n\t60\n\t市林业局、发改委\n\n"
    )
    (target,) = reading.targets
    assert target.lead == ["市林业局", "市发展和改革委员会"]


def test_points_with_units_of_their_own_are_tasks(read_text: Read, plan_text: Around) -> None:
    reading = read_text(plan_text(
        "（一）绿色生产\n1.实施改造\n（1）高炉改造。好。（市工信局负责）\n（2）园区改造。好。（市商务局负责）\n"
        "2.开展审核\n（1）依法审核。好。（市生态环境局负责）"
    ))  # fmt: skip
    assert [(task.no, task.item, task.lead) for task in reading.tasks] == [
        (1, "(一)1(1)", ["市工信局"]),
        (2, "(一)1(2)", ["市商务局"]),
        (3, "(一)2(1)", ["市生态环境局"]),
    ]


def test_units_of_a_section_are_those_of_all_its_items(read_text: Read, plan_text: Around) -> None:
    reading = read_text(plan_text(
        "（一）绿色生产（牵头单位：市工信局；配合单位：市财政局）\n1.高炉改造。好。\n2.园区改造达到100%。"
    ))  # fmt: skip
    (task,) = reading.tasks
    assert (task.no, task.title, task.lead) == ("(一)", "绿色生产", ["市工信局"])
    assert "园区改造" in task.text


def test_a_chapter_that_only_says_tasks_follow_is_none(read_text: Read) -> None:
    reading = read_text(
        "霁川市节能减排工作方案\n为落实要求，制定本方案。\n一、总体要求\n坚持绿色发展。\n"
        "二、主要目标\n到2025年，森林覆盖率达到40%。\n三、重点任务\n全面落实市委、市政府关于绿色转型的"
    )
    assert reading.tasks == []


@pytest.mark.parametrize(
    "goals",
    [
        "一、实施范围及目标\n（一）实施范围。霁川市全域。\n二、主要指标\n（一）水源地水质指标。\n到2025年，达标率达到95%。\n三",
        "一、主要目标\n各镇目标如下：\n（一）2019年浓度超过70微克/立方米的镇均下降至70微克/立方米及以下。\n（二）其他镇不再上升。\n二",
    ],
    ids=["area and groups of indicators", "aims for groups of places"],
)  # fmt: skip
def test_what_stands_under_goals_is_no_task(read_text: Read, goals: str) -> None:
    reading = read_text(
        f"霁川市水污染防治实施方案\n为落实要求，制定本方案。\n{goals}、重点任务\n（一）治理工业废水。加快改造。"
    )
    assert [task.title for task in reading.tasks] == ["治理工业废水"]
