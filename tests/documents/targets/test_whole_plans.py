"""Targets of a whole plan: sections, units, what body and table both say."""

import luheng

PLAN = """澄江市人民政府办公室关于印发澄江市绿色低碳循环发展实施方案的通知
澄府办发〔2022〕9号
各县（区）人民政府，市政府各部门：
现将《澄江市绿色低碳循环发展实施方案》印发给你们，请认真贯彻执行。
澄江市人民政府办公室
2022年6月1日
澄江市绿色低碳循环发展实施方案
为推动绿色低碳循环发展，结合我市实际，制定本方案。
一、总体要求
（一）现状基础。2021年，全市森林覆盖率达到40%，建成绿色工厂20家。
（二）主要目标。到2025年，城镇污水处理率达到95%以上，单位地区生产总值能耗比2020年下降14%，一般工业固体废物综合利用率达到80%。
二、重点任务
（三）推进工业绿色升级。到2025年，培育绿色工厂50家以上。建设日处理5万吨的污水处理厂，项目总投资3亿元。（责任单位：市经信局、市生态环境局）
（四）加强资源循环利用。完成省下达的主要污染物减排任务，实现农村垃圾收运全覆盖。（责任单位：市住建局）
三、保障措施
（五）加强组织领导。各部门要落实责任，确保各项任务落到实处。
附件：主要指标表
主要指标表
\t指标名称\t单位\t2020年\t2025年\t属性
\t城镇污水处理率\t%\t90\t95\t约束性
\t一般工业固体废物综合利用率\t%\t70\t85\t预期性
"""


def read():
    return luheng.read(PLAN.encode(), name="plan.txt")


def test_targets_carry_their_section_and_its_units():
    targets = {target.indicator: target for target in read().targets}
    assert targets["绿色工厂数"].section == "(三)"
    assert targets["绿色工厂数"].lead == ["市经信局", "市生态环境局"]
    assert targets["城镇污水处理率"].section == "(二)"
    assert targets["主要污染物减排"].op == "meet_assigned"


def test_the_present_state_and_sizes_of_projects_are_no_targets():
    targets = read().targets
    assert "森林覆盖率" not in {target.indicator for target in targets}
    assert not {20, 40, 5, 3} & {target.value for target in targets}


def test_what_body_and_table_both_say_is_one_target():
    (target,) = [t for t in read().targets if t.indicator == "城镇污水处理率"]
    assert target.quote == "城镇污水处理率达到95%以上"
    assert target.quote_alt is not None and "95" in target.quote_alt
    assert (target.binding, target.baseline, target.baseline_year) == ("约束性", 90, 2020)


def test_different_values_in_body_and_table_are_both_kept_and_said():
    reading = read()
    both = [t for t in reading.targets if t.indicator == "一般工业固体废物综合利用率"]
    assert [target.value for target in both] == [80, 85]
    assert all(target.conflict_with for target in both)
    assert "target_values_differ" in {found.message.code for found in reading.findings}


def test_quotes_are_the_exact_text():
    reading = read()
    for item in [*reading.targets, *reading.milestones]:
        assert reading.text[item.span.start : item.span.end] == item.quote
    assert "实现农村垃圾收运全覆盖" in {goal.quote for goal in reading.milestones}
