"""The outline: levels from the styles of numbers, ids that survive edits, jumps told and kept."""

from collections.abc import Callable

import pytest

from luheng.documents.model import Reading
from luheng.documents.plan.extent import find_extent
from luheng.documents.plan.lines import read_lines
from luheng.documents.plan.outline import Outline
from luheng.documents.plan.reading import read_outline
from luheng.documents.source import Source

Read = Callable[[str], Reading]
Outlined = Callable[[str], Outline]

HEAD = "霁川市节能工作方案\n为落实要求，制定本方案。\n"


@pytest.fixture
def outline_of(open_text: Callable[[str], Source]) -> Outlined:
    def outline(text: str) -> Outline:
        source = open_text(HEAD + text)
        lines, tables = read_lines(source)
        return read_outline(source, find_extent(lines, tables), tables)[0]

    return outline


def keys(reading: Reading) -> list[tuple[str, str, int]]:
    return [(section.chapter, section.no, section.level) for section in reading.sections]


def test_numbers_that_run_on_and_that_restart(read_text: Read) -> None:
    runs_on = read_text(
        HEAD + "一、总体要求\n（一）指导思想。好。\n二、重点任务\n（二）推进节能。好。\n"
    )
    restarts = read_text(
        HEAD + "一、总体要求\n（一）指导思想。好。\n二、重点任务\n（一）推进节能。好。\n"
    )
    assert keys(runs_on)[-1] == ("二", "(二)", 2)
    assert keys(restarts)[-1] == ("二", "(一)", 2)
    assert not runs_on.findings
    assert not restarts.findings


@pytest.mark.parametrize(
    ("chapter", "section", "item"),
    [("一、", "（一）", "1."), ("一、", "( 一 ) ", "1、"), ("第一章 ", "第一节 ", "一、"), ("第一章 ", "一、", "（一）")],
)  # fmt: skip
def test_level_follows_the_style_of_the_number(
    read_text: Read, chapter: str, section: str, item: str
) -> None:
    reading = read_text(
        f"{HEAD}{chapter}重点任务\n{section}推进工业节能\n{item}实施改造。加快推进。\n"
    )
    levels = [section.level for section in reading.sections]
    assert levels[:2] == [1, 2]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("（一）推进工业节能。加快改造。", "推进工业节能"),
        ("(一)推进工业节能", "推进工业节能"),
        ("（一） 推进工业节能：加快改造。", "推进工业节能"),
        ("（一）推进工业节能（责任单位：市工信局）", "推进工业节能"),
        ("（一）完善标准、认证和统计制度。加快建设。", "完善标准、认证和统计制度"),
    ],
)
def test_title_ends_where_the_text_begins(read_text: Read, line: str, title: str) -> None:
    reading = read_text(f"{HEAD}一、总体要求\n二、重点任务\n{line}\n")
    assert reading.sections[-1].title == title


def test_jump_is_told_and_the_printed_number_kept(read_text: Read) -> None:
    reading = read_text(HEAD + "一、总体要求\n好。\n二、重点任务\n好。\n五、保障措施\n好。\n")
    assert [section.no for section in reading.sections] == ["一", "二", "五"]
    (found,) = reading.findings
    assert (found.message.code, found.quote) == ("plan_numbering_jump", "五、")


def test_numbers_in_table_cells_are_no_headings(read_text: Read) -> None:
    reading = read_text(
        HEAD + "一、总体要求\n好。\n二、重点任务\n（一）推进节能。好。\n\n附件1\n任务分工表\n\n"
        "\t序号\n\t任务内容\n\t责任单位\n\n\t1\n\t1.新建一座污水厂。（一）配套管网。\n\t市水利局\n\n"
    )
    assert [section.no for section in reading.sections] == ["一", "二", "(一)"]


def test_headings_whose_line_breaks_were_lost(read_text: Read) -> None:
    reading = read_text(
        HEAD
        + "一、总体要求\n好。\n二、重点任务(一)推进工业节能。加快改造。(二)推进农业节能。加快推广。\n"
    )
    assert [section.no for section in reading.sections] == ["一", "二", "(一)", "(二)"]
    assert [task.title for task in reading.tasks] == ["推进工业节能", "推进农业节能"]


def test_id_of_a_clause_survives_edits_before_it(outline_of: Outlined) -> None:
    text = "一、总体要求\n{}\n二、重点任务\n（一）推进节能\n1.实施改造。好。\n"
    before, after = outline_of(text.format("好。")), outline_of(text.format("很好。\n又加了一段。"))
    assert [clause.id for clause in before.clauses] == [clause.id for clause in after.clauses]
    assert before.clauses[-1].id == "二/(一)/1"


def test_label_says_where_a_target_stands(outline_of: Outlined) -> None:
    restarts = outline_of(
        "一、目标\n（一）主要目标。好。\n二、任务\n（一）节能\n1.改造。好。\n（二）减排\n2.治理。好。\n"
    )
    assert [clause.label for clause in restarts.clauses[2:]] == [
        "一(一)", "二", "二(一)", "1", "二(二)", "2",
    ]  # fmt: skip
    assert restarts.clauses[2].purpose == "goals"


def test_last_words_after_a_finished_item_stand_by_themselves(outline_of: Outlined) -> None:
    outline = outline_of(
        "一、目标\n好。\n二、任务\n1.实施改造。加快推进。（责任单位：市工信局）\n各单位要各负其责。\n"
    )
    assert [clause.id for clause in outline.clauses][-2:] == ["二/1", "结语"]


def test_contacts_and_page_numbers_inside_the_text_are_left_out(outline_of: Outlined) -> None:
    outline = outline_of(
        "一、目标\n好。\n—2—\n联系人：某某，电话：0100-1234567\n二、任务\n（一）节能。好。\n"
    )
    assert [len(clause.body) for clause in outline.clauses[1:]] == [2, 1, 1]


def test_box_of_projects_has_no_clauses_of_its_own(outline_of: Outlined) -> None:
    outline = outline_of(
        "一、目标\n好。\n二、任务\n（一）改造。好。\n专栏1 重点工程\n1.高炉改造。\n2.园区改造。\n（二）治理。好。\n"
    )
    assert [clause.id for clause in outline.clauses[2:]] == ["二", "二/(一)", "二/(二)"]
    assert len(outline.clauses[3].body) == 4


def test_ornaments_of_a_marked_up_copy_are_no_text(outline_of: Outlined) -> None:
    outline = outline_of("**一、目标**\n好。\n## 二、任务\n### （一）改造\n? ? ? 1.治理。好。\n")
    assert [(clause.id, clause.title) for clause in outline.clauses[1:]] == [
        ("一", "目标"),
        ("二", "任务"),
        ("二/(一)", "改造"),
        ("二/(一)/1", "治理"),
    ]


def test_decimal_numbers_stand_under_the_number_they_begin_with(outline_of: Outlined) -> None:
    outline = outline_of(
        "1.目标\n好。\n2.任务\n2.1推进改造。好。\n2.1.1高炉改造。好。\n2.2推进治理。好。\n"
    )
    assert [clause.id for clause in outline.clauses[2:]] == [
        "2", "2/2.1", "2/2.1/2.1.1", "2/2.2",
    ]  # fmt: skip


def test_signature_at_the_end_is_no_clause(outline_of: Outlined) -> None:
    outline = outline_of(
        "一、目标\n好。\n二、任务\n（一）治理。好。\n霁川市人民政府\n2023年3月1日\n（此件公开发布）\n"
    )
    assert len(outline.clauses[-1].body) == 1


def test_annex_is_a_clause_under_which_its_table_stands(outline_of: Outlined) -> None:
    outline = outline_of(
        "一、目标\n好。\n二、任务\n（一）治理。好。\n附件2\n指标表\n\n\t指标\n\t2025年目标值\n\t单位\n\n\t森林覆盖率\n\t60\n\t%\n\n"
    )
    (placed,) = outline.tables
    assert placed.kind == "indicators"
    assert placed.clause is not None
    assert (placed.clause.id, placed.clause.label) == ("附件2", "附件2")


def test_parts_may_divide_a_chapter_with_a_plain_number(read_text: Read) -> None:
    reading = read_text(
        "霁川市节能减排工作方案\n为落实要求，制定本方案。\n一、总体要求\n坚持绿色发展。\n二、重点任务\n"
        "第一节 打造绿色物流\n调整运输结构。（市交通运输局负责）\n第二节 回收再生资源\n推进分类。（市商务局负责）"
    )
    assert [(one.chapter, one.no) for one in reading.sections] == [
        ("一", "一"), ("二", "二"), ("二", "第一节"), ("二", "第二节"),
    ]  # fmt: skip
    assert [task.title for task in reading.tasks] == ["打造绿色物流", "回收再生资源"]


def test_one_part_by_itself_is_a_word_of_the_text(read_text: Read) -> None:
    text = "霁川市实施方案\n第一编 重点任务\n一、工业\n（一）推进改造。\n（二）推进清洁生产。\n二、农业\n（一）推广。\n"
    sections = [(section.level, section.no) for section in read_text(text).sections]
    assert sections == [(1, "一"), (2, "(一)"), (2, "(二)"), (1, "二"), (2, "(一)")]
