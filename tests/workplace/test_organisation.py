"""机构改革: units are renamed, merged, split and abolished; what was open goes on, what ended stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import PLAN, at, plan_reading, river
from tests.workplace.set_up_once import set_up_once

from luheng.documents import model as read
from luheng.vocabulary.messages import LuhengError
from luheng.workplace import review
from luheng.workplace.accounts import unit_named
from luheng.workplace.city import City
from luheng.workplace.intake import read_again
from luheng.workplace.models import (
    AskedField,
    Document,
    Reorganisation,
    Return,
    SupervisionOrder,
    Target,
    Task,
    TaskState,
    Unit,
    User,
    WorkItem,
)
from luheng.workplace.organisation.carrying_out import approve, carry_out, carry_out_due
from luheng.workplace.organisation.drafting import Takes, draft, read_takes, say_who
from luheng.workplace.organisation.names import name_on
from luheng.workplace.organisation.on_the_day import UnitsOn
from luheng.workplace.organisation.preview import preview
from luheng.workplace.organisation.undoing import undo
from luheng.workplace.permissions import Act, RoleName, may
from luheng.workplace.progress import report_progress
from luheng.workplace.returns.composing import compose
from luheng.workplace.returns.entering import enter
from luheng.workplace.returns.issuing import issue
from luheng.workplace.returns.reviewing import file
from luheng.workplace.supervision.orders import enter_finding, move_order
from luheng.workplace.yearly_work import add_item, begin_year, report_work

pytestmark = pytest.mark.django_db
REFORM = "市发展改革委"
INDUSTRY = "市工业和信息化局"
NEW = "市发展和改革局"


@pytest.fixture
@set_up_once
def reform(add: AddReading) -> Unit:
    """The plan, and the commission that leads one task of it and supports another."""
    add(plan_reading())
    return Unit.objects.get(name=REFORM)


def today() -> date:
    return timezone.localdate()


def merged(unit: Unit, by: User, into: str = NEW, **more: object) -> Reorganisation:
    usual = {"document_no": "云办发〔2026〕3号", "reason": "机构改革", "effective_on": today()}
    return draft("merge", [unit], [Takes(into)], by=by, **{**usual, **more})  # type: ignore[arg-type]


def split(unit: Unit, takes: str, by: User) -> Reorganisation:
    return draft("split", [unit], read_takes(takes), today(), by, document_no="云办发〔2026〕4号")


def code_of(wrong: pytest.ExceptionInfo[LuhengError]) -> str:
    return wrong.value.message.code


def problems(one: Reorganisation) -> list[str]:
    return [message.code for message in preview(one).problems]


def units_of(item: Task | Target) -> dict[str, list[str]]:
    rows = item.units.order_by("position").values_list("role", "unit__name")
    return {role: [name for r, name in rows if r == role] for role in ("lead", "support")}


def issued_order(unit: Unit, by: User) -> SupervisionOrder:
    order = enter_finding(
        {"source": "市审计局", "finding_no": "7", "quote": "台账不全", "unit": unit}, by
    )
    move_order(order, "issue", by)
    return order


# --- a merger ---


def test_tasks_go_on_under_the_successor_and_the_document_still_says_the_old_name(
    reform: Unit, office: User
) -> None:
    carry_out(merged(reform, office), office)
    saving, park = Task.objects.order_by("position")
    assert (saving.support, park.lead) == ([NEW], [NEW])
    assert units_of(park) == {"lead": [NEW], "support": []}
    assert park.as_read["lead"] == [REFORM]
    before = park.history.order_by("history_id").first()
    assert before.lead == [REFORM]
    reform.refresh_from_db()
    assert (reform.active, reform.abolished_on, reform.merged_into.name) == (False, today(), NEW)


def test_reading_the_document_again_does_not_bring_the_old_unit_back(
    reform: Unit, city: City, office: User
) -> None:
    carry_out(merged(reform, office), office)
    plan = Document.objects.get()
    read_again(city, plan, reader=lambda content, *, name: plan_reading())
    park = Task.objects.order_by("position").last()
    assert units_of(park)["lead"] == [NEW]
    assert park.conflict == {}


def test_a_later_document_that_names_the_old_unit_finds_the_successor(
    reform: Unit, office: User
) -> None:
    from luheng.workplace.unit_index import index_units

    carry_out(merged(reform, office), office)
    park = Task.objects.order_by("position").last()
    park.lead = [REFORM]
    park.save()
    index_units([park])
    assert units_of(park)["lead"] == [NEW]
    assert unit_named(REFORM).name == NEW


def test_a_second_merger_leads_to_the_unit_that_stands_at_the_end(
    reform: Unit, office: User
) -> None:
    carry_out(merged(reform, office, effective_on=today() - timedelta(days=9)), office)
    carry_out(merged(Unit.objects.get(name=NEW), office, into="市综合经济局"), office)
    assert unit_named(REFORM).name == "市综合经济局"
    assert units_of(Task.objects.order_by("position").last())["lead"] == ["市综合经济局"]


def test_work_orders_accounts_and_units_below_move_and_what_is_done_stays(
    reform: Unit, office: User
) -> None:
    saving = Task.objects.order_by("position").first()
    year = begin_year(2026, office)
    done, open_item = (add_item(year, {"text": text, "lead": reform, "workdays": 9}, office) for text in ("甲", "乙"))  # fmt: skip
    report_work(done, "done", office)
    order = issued_order(reform, office)
    below = Unit.objects.create(name="市节能监察中心", parent=reform)
    member = person("member", RoleName.UNIT_MEMBER, REFORM)
    move_order(order, "sign", member)
    carry_out(merged(reform, office), office)
    new = Unit.objects.get(name=NEW)
    for record in (done, open_item, order, below, member):
        record.refresh_from_db()
    assert (done.lead, open_item.lead, order.unit, below.parent, member.unit) == (reform, new, new, new, new)  # fmt: skip
    assert order.contact == member and order.due is not None
    assert [step.move for step in order.steps.all()] == ["begin", "issue", "sign", "hand_over"]
    assert order.steps.get(move="sign").unit == reform
    assert WorkItem.objects.get(task=saving).supports.get() == new
    assert may(User.objects.get(pk=member.pk), Act.ANSWER_ORDER, order)


def test_a_task_that_is_done_stays_under_the_old_name(reform: Unit, office: User) -> None:
    park = Task.objects.order_by("position").last()
    report_progress(park, TaskState.DONE, "", office)
    carry_out(merged(reform, office), office)
    park.refresh_from_db()
    assert park.lead == [REFORM]


def test_an_open_return_is_filed_by_the_successor_with_what_was_filled_in(
    reform: Unit, office: User
) -> None:
    form = compose("进展月报", "yearly", [reform], office)
    (one,) = issue(form, "2025", today() + timedelta(days=9), office)
    old = person("old", RoleName.UNIT_MEMBER, REFORM)
    row = one.rows.get()
    enter(row, {"state": "under_way", "text": "已开工"}, row.version, old)
    carry_out(merged(reform, office), office)
    one.refresh_from_db()
    assert (one.unit.name, one.state) == (NEW, "issued")
    assert one.rows.get().text == "已开工"
    file(one, User.objects.get(pk=old.pk))
    (later,) = issue(form, "2026", today() + timedelta(days=9), office)
    assert later.unit.name == NEW


def test_returns_of_two_units_that_merge_become_one(reform: Unit, office: User) -> None:
    industry = Unit.objects.get(name=INDUSTRY)
    form = compose("进展月报", "yearly", [reform, industry], office)
    issue(form, "2025", today() + timedelta(days=9), office)
    one = draft("merge", [reform, industry], [Takes(NEW)], today(), office, document_no="3")
    carry_out(one, office)
    standing = Return.objects.get(unit__name=NEW)
    assert standing.rows.count() == 2
    assert list(Return.objects.exclude(pk=standing.pk).values_list("state", flat=True)) in (["withdrawn"], [])  # fmt: skip
    assert AskedField.objects.filter(unit=reform, dropped=False).count() == 0


# --- a split ---


def test_a_split_divides_by_rules_and_refuses_while_something_is_undecided(
    reform: Unit, office: User
) -> None:
    one = split(reform, "市能源局：节能\n市数据局", office)
    found = preview(one)
    assert {each.duty.label: each.decision.name for each in found.assignments} == {
        "1 推进工业节能": "市能源局", "2 建设绿色园区": "",
    }  # fmt: skip
    with pytest.raises(LuhengError) as refused:
        carry_out(one, office)
    assert code_of(refused) == "duties_undecided"
    assert Unit.objects.get(name=REFORM).active
    assert not Unit.objects.filter(name="市能源局").exists()
    park = Task.objects.order_by("position").last()
    found = say_who(one, {("task", park.pk, reform.pk): "市数据局"}, office)
    assert found.undecided == []
    carry_out(one, office)
    assert units_of(park)["lead"] == ["市数据局"]
    with pytest.raises(LuhengError) as refused:
        unit_named(REFORM)
    assert code_of(refused) == "unit_abolished"


def test_one_successor_may_take_the_rest_and_orders_follow_their_task(
    reform: Unit, office: User
) -> None:
    park = Task.objects.order_by("position").last()
    order = issued_order(reform, office)
    SupervisionOrder.objects.filter(pk=order.pk).update(task=park)
    one = split(reform, "市能源局：园区\n市数据局：其余", office)
    carry_out(one, office)
    order.refresh_from_db()
    assert order.unit.name == "市能源局"
    assert units_of(Task.objects.order_by("position").first())["support"] == ["市数据局"]


def test_what_the_rules_of_two_successors_match_is_undecided(reform: Unit, office: User) -> None:
    found = preview(split(reform, "市能源局：园区\n市数据局：绿色、其余", office))
    (unclear,) = found.undecided
    assert unclear.decision.among == ("市能源局", "市数据局")


def test_a_transfer_moves_only_what_is_said_and_the_unit_goes_on(
    reform: Unit, office: User
) -> None:
    one = draft(
        "transfer", [reform], read_takes("市能源局：节能"), today(), office, document_no="5"
    )
    carry_out(one, office)
    saving, park = Task.objects.order_by("position")
    assert (saving.support, park.lead) == (["市能源局"], [REFORM])
    assert Unit.objects.get(name=REFORM).active


def late(add: AddReading, *titles: str) -> Document:
    """A plan added now that gives these tasks to the commission, and a project."""
    text = PLAN + "补充方案"
    words = at(text, "补充方案")
    tasks = [
        read.Task(no=str(number), title=title, text=title, lead=[REFORM], **words)
        for number, title in enumerate(titles, 1)
    ]
    reading = plan_reading(text, "云川市补充方案", targets=[], tasks=tasks, projects=[river(text, lead=REFORM, name="节能改造工程")])  # fmt: skip
    return add(reading).document


def test_a_document_added_after_a_split_follows_the_rules_of_the_split(
    reform: Unit, add: AddReading, office: User
) -> None:
    carry_out(split(reform, "市能源局：节能\n市数据局：其余", office), office)
    plan = late(add, "推进建筑节能", "建设数据平台")
    saving, platform = plan.tasks.order_by("position")
    assert [units_of(one)["lead"] for one in (saving, platform)] == [["市能源局"], ["市数据局"]]
    assert plan.projects.get().lead == "市能源局"
    assert saving.as_read["lead"] == [REFORM]  # the document still says the old name
    assert not plan.findings.exists()
    energy = Unit.objects.get(name="市能源局").pk
    yesterday, now = UnitsOn(today() - timedelta(1)), UnitsOn(today())
    assert (yesterday.unit_of("task", saving.pk, energy), now.unit_of("task", saving.pk, energy)) == (reform.pk, energy)  # fmt: skip


def test_what_the_rules_of_a_split_do_not_decide_is_a_finding_of_the_later_document(
    reform: Unit, add: AddReading, city: City, office: User
) -> None:
    one = split(reform, "市能源局：节能\n市数据局：园区", office)
    carry_out(one, office)
    plan = late(add, "推进建筑节能", "开展综合评估", "建设节能园区")
    assert [units_of(task)["lead"] for task in plan.tasks.order_by("position")] == [["市能源局"], [REFORM], [REFORM]]  # fmt: skip
    nobody, both = plan.findings.order_by("position")
    assert "开展综合评估" in nobody.text_zh and "市能源局、市数据局" in nobody.text_zh
    assert "ceased on" in nobody.text_en and "更正为承接单位" in nobody.remedy_zh
    assert "建设节能园区" in both.text_zh
    task = plan.tasks.get(title="开展综合评估")
    review.correct(task, {"lead": ["市数据局"]}, office, version=task.version)
    same = late_reading(plan)
    read_again(city, plan, reader=lambda content, *, name: same)
    assert [found.text_zh.count("建设节能园区") for found in plan.findings.all()] == [1]


def late_reading(plan: Document) -> read.Reading:
    """The same document once more."""
    kept: list[read.Reading] = []

    class Keeping:
        def __call__(self, reading: read.Reading) -> Any:
            kept.append(reading)
            return type("Added", (), {"document": plan})

    late(Keeping(), *plan.tasks.order_by("position").values_list("title", flat=True))  # type: ignore[arg-type]
    return kept[0]


def test_a_split_unit_whose_successor_is_split_again_is_followed_to_the_end(
    reform: Unit, add: AddReading, office: User
) -> None:
    first = draft("split", [reform], read_takes("市能源局：节能\n市数据局：其余"), today() - timedelta(1), office, document_no="8")  # fmt: skip
    carry_out(first, office)
    data = Unit.objects.get(name="市数据局")
    carry_out(draft("split", [data], read_takes("市算力局：平台\n市统计局：其余"), today(), office, document_no="9"), office)  # fmt: skip
    plan = late(add, "建设数据平台")
    assert units_of(plan.tasks.get())["lead"] == ["市算力局"]


def test_undoing_a_split_gives_back_what_later_documents_brought(
    reform: Unit, add: AddReading, office: User
) -> None:
    one = split(reform, "市能源局：节能\n市数据局：其余", office)
    carry_out(one, office)
    plan = late(add, "推进建筑节能")
    one.refresh_from_db()
    undo(one, office, "文件有误")
    assert units_of(plan.tasks.get())["lead"] == [REFORM]


# --- a new name ---


def test_a_renamed_unit_keeps_its_duties_and_its_former_name_with_its_days(
    reform: Unit, office: User
) -> None:
    one = draft("rename", [reform], [], today(), office, document_no="6", new_name=NEW)
    carry_out(one, office)
    reform.refresh_from_db()
    assert (reform.name, reform.active) == (NEW, True)
    assert Task.objects.order_by("position").last().lead == [NEW]
    assert unit_named(REFORM) == reform
    assert name_on(reform, today() - timedelta(days=1)) == REFORM
    assert name_on(reform, today()) == NEW


# --- undone, or too late ---


@pytest.mark.parametrize("kind", ["merge", "split", "rename", "transfer"])
def test_undone_everything_is_as_it_was(reform: Unit, office: User, kind: str) -> None:
    begin_year(2026, office)
    order = issued_order(reform, office)
    form = compose("进展月报", "yearly", [reform], office)
    issue(form, "2025", today() + timedelta(days=9), office)
    person("member", RoleName.UNIT_MEMBER, REFORM)

    def state() -> list[object]:
        return [
            list(Task.objects.order_by("pk").values_list("lead", "support")),
            list(Task.objects.order_by("pk").values_list("units__unit__name", "units__role")),
            list(WorkItem.objects.order_by("pk").values_list("lead__name", "supports__name")),
            list(Return.objects.exclude(state="withdrawn").values_list("unit__name", "state", "rows__asked__unit__name")),
            list(AskedField.objects.filter(dropped=False).values_list("unit__name", "name")),
            list(User.objects.order_by("pk").values_list("unit__name", flat=True)),
            SupervisionOrder.objects.get(pk=order.pk).unit.name,
            sorted(Unit.objects.filter(active=True).values_list("name", flat=True)),
        ]  # fmt: skip

    before = state()
    takes = {"merge": NEW, "split": "市能源局：节能\n市数据局：其余", "rename": "", "transfer": "市能源局：园区"}  # fmt: skip
    one = draft(
        kind, [reform], read_takes(takes[kind]), today(), office, document_no="3", new_name=NEW
    )
    carry_out(one, office)
    assert state() != before
    undo(one, office, "日期有误")
    assert state() == before
    assert one.state == "undone"


def test_what_is_kept_in_records_does_not_depend_on_the_language_of_the_page(
    reform: Unit, office: User
) -> None:
    one = merged(reform, office)
    with translation.override("en"):
        carry_out(one, office)
    note = Task.objects.order_by("position").last().history.first().history_change_reason
    assert note == f"{REFORM}合并（并入），{today()}，云办发〔2026〕3号"
    undo(one, office, "日期有误")


def test_what_was_built_on_cannot_be_undone(reform: Unit, office: User) -> None:
    park = Task.objects.order_by("position").last()
    one = merged(reform, office)
    carry_out(one, office)
    report_progress(park, TaskState.UNDER_WAY, "进场", office)
    with pytest.raises(LuhengError) as refused:
        undo(one, office, "日期有误")
    assert code_of(refused) == "reorganisation_built_on"
    assert units_of(park)["lead"] == [NEW]


def test_after_it_was_undone_it_can_be_carried_out_anew(reform: Unit, office: User) -> None:
    one = merged(reform, office)
    carry_out(one, office)
    undo(one, office, "日期有误")
    carry_out(merged(reform, office), office)
    assert Unit.objects.get(name=NEW).active


def test_one_that_lies_ahead_is_approved_and_carried_out_on_its_day(
    reform: Unit, office: User
) -> None:
    one = merged(reform, office, effective_on=today() + timedelta(days=3))
    with pytest.raises(LuhengError) as refused:
        carry_out(one, office)
    assert code_of(refused) == "reorganisation_not_yet"
    approve(one, office)
    assert carry_out_due() == []
    Reorganisation.objects.filter(pk=one.pk).update(effective_on=today())
    assert [problem for _, problem in carry_out_due()] == [None]
    assert not Unit.objects.get(name=REFORM).active


# --- refused ---


def test_a_unit_is_not_abolished_before_it_was_founded(reform: Unit, office: User) -> None:
    reform.founded_on = today() + timedelta(days=1)
    reform.save()
    assert problems(merged(reform, office)) == ["abolished_before_founded"]


def test_a_successor_that_was_abolished_itself_is_refused(reform: Unit, office: User) -> None:
    industry = Unit.objects.get(name=INDUSTRY)
    carry_out(merged(industry, office), office)
    assert problems(merged(reform, office, into=INDUSTRY)) == ["successor_abolished"]
    assert problems(merged(industry, office, into="市工业局")) == ["unit_abolished_already"]


def test_a_unit_does_not_succeed_itself(reform: Unit, office: User) -> None:
    with pytest.raises(LuhengError) as refused:
        merged(reform, office, into=REFORM)
    assert code_of(refused) == "unit_succeeds_itself"


def test_without_a_document_nothing_is_carried_out(reform: Unit, office: User) -> None:
    assert problems(merged(reform, office, document_no="")) == ["reorganisation_without_document"]


def test_a_day_before_returns_were_filed_is_asked_about(reform: Unit, office: User) -> None:
    form = compose("进展月报", "yearly", [reform], office)
    (one,) = issue(form, "2025", today() + timedelta(days=9), office)
    member = person("member", RoleName.UNIT_MEMBER, REFORM)
    row = one.rows.get()
    enter(row, {"state": "under_way", "text": "已开工"}, row.version, member)
    file(one, member)
    past = today() - timedelta(days=30)
    assert problems(merged(reform, office, effective_on=past)) == ["returns_filed_since"]
    kept = merged(reform, office, effective_on=past, filed_since_stays=True)
    assert problems(kept) == []


def test_a_filed_return_is_reviewed_before_it_is_divided(reform: Unit, office: User) -> None:
    saving = Task.objects.order_by("position").first()
    saving.lead = [REFORM]
    saving.save()
    from luheng.workplace.unit_index import index_units

    index_units([saving])
    form = compose("进展月报", "yearly", [reform], office)
    (one,) = issue(form, "2025", today() + timedelta(days=9), office)
    member = person("member", RoleName.UNIT_MEMBER, REFORM)
    for row in one.rows.all():
        enter(row, {"state": "under_way", "text": "已开工"}, row.version, member)
    file(one, member)
    late = split(reform, "市能源局：节能\n市数据局：其余", office)
    late.filed_since_stays = True
    late.save()
    assert problems(late) == ["return_waits_for_review"]


def test_people_of_a_unit_reorganise_nothing(reform: Unit) -> None:
    member = person("member", RoleName.UNIT_LEAD, REFORM)
    with pytest.raises(LuhengError) as refused:
        merged(reform, member)
    assert code_of(refused) == "not_allowed"


@pytest.mark.parametrize(
    ("kind", "takes", "new_name"),
    [("split", "市能源局", ""), ("rename", "", ""), ("merge", "甲局\n乙局", ""), ("exchange", "甲局", "")],
)  # fmt: skip
def test_a_draft_that_cannot_be_meant_says_what_it_lacks(
    reform: Unit, office: User, kind: str, takes: str, new_name: str
) -> None:
    with pytest.raises(LuhengError) as refused:
        draft(
            kind, [reform], read_takes(takes), today(), office, document_no="3", new_name=new_name
        )
    assert code_of(refused) == "reorganisation_incomplete"
    assert Reorganisation.objects.count() == 0
