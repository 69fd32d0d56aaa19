"""Supervision: rules draft, people issue, units answer, and nothing is closed by itself."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import PLAN, bulletin_reading, figure, plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.workdays import after_workdays, is_known
from luheng.workplace.city import City, open_city, save_settings
from luheng.workplace.judging import judge_all
from luheng.workplace.models import (
    Document,
    Evidence,
    Notice,
    OrderState,
    Proof,
    RuleRun,
    SourceFile,
    SupervisionOrder,
    Target,
    Task,
    User,
)
from luheng.workplace.permissions import RoleName
from luheng.workplace.progress import report_progress
from luheng.workplace.registers import REGISTERS
from luheng.workplace.sheets.reading import preview
from luheng.workplace.sheets.taking import take
from luheng.workplace.supervision import deadlines, lifecycle, order_sheet
from luheng.workplace.supervision.coverage import red_targets, uncovered_targets
from luheng.workplace.supervision.lifecycle import ORDERS
from luheng.workplace.supervision.orders import (
    correct_draft,
    draft_for_target,
    enter_finding,
    may_see,
    move_order,
)
from luheng.workplace.supervision.papers import keep_paper
from luheng.workplace.supervision.runs import run_automatically, run_rules
from luheng.workplace.tokens import make_token

pytestmark = pytest.mark.django_db
FOREST = "森林覆盖率"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """A working day in a year whose holidays are announced."""
    day = date(2026, 9, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
    return day


@pytest.fixture
@set_up_once
def missed(add: AddReading, city: City) -> Target:
    """A target of 42.5 % by 2025 of which 40 % was reached, judged after its year."""
    add(plan_reading())
    add(bulletin_reading("2025", figure(FOREST, "2025", "40", status="preliminary")))
    judge_all(date(2026, 9, 1))
    target = Target.objects.select_related("verdict").get(indicator=FOREST)
    assert target.verdict.code == "missed"
    return target


@pytest.fixture
@set_up_once
def order(missed: Target, office: User) -> SupervisionOrder:
    run_rules(office)
    return SupervisionOrder.objects.get(target=missed)


@pytest.fixture
def bureau(db: None) -> User:
    return person("forestry", RoleName.UNIT_MEMBER, "市林业局")


def paper(by: User, title: str = "批复") -> Evidence:
    source = SourceFile.objects.create(
        sha256=title.encode().hex().ljust(64, "0"), name=title, size=1
    )
    return Evidence.objects.create(
        source=source, kind="regulation", title=title, sm3="0" * 64, uploaded_by=by,
        uploaded_at=timezone.now(),
    )  # fmt: skip


def to_answered(order: SupervisionOrder, office: User, bureau: User) -> None:
    move_order(order, "issue", office)
    move_order(order, "sign", bureau)
    move_order(order, "plan", bureau, note="补植造林")
    move_order(order, "answer", bureau, note="已补植")


# --- runs ---


def test_a_run_drafts_with_clause_verdict_numbers_and_unit(
    order: SupervisionOrder, missed: Target
) -> None:
    assert (order.state, str(order.unit)) == (OrderState.DRAFTED, "市林业局")
    assert order.quote == missed.quote
    assert order.frozen["clause"].startswith("一")
    assert order.frozen["verdict"]["code"] == "missed"
    assert order.frozen["verdict"]["latest_value"] == "40.000000"
    assert "40" in order.frozen["verdict"]["reason_zh"]
    assert order.run is not None
    assert order.run.verdicts[str(missed.pk)] == ["missed", missed.verdict.inputs_digest]
    assert order.frozen["verdict"]["inputs_digest"] == missed.verdict.inputs_digest


def test_running_again_drafts_nothing_twice(order: SupervisionOrder, office: User) -> None:
    before = SupervisionOrder.objects.count()
    again = run_rules(office)
    assert (again.drafted, again.standing) == (0, before)
    assert SupervisionOrder.objects.count() == before


def test_the_database_itself_refuses_a_second_open_order_of_a_cause(
    order: SupervisionOrder,
) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        ORDERS.begin(SupervisionOrder(rule="missed", cause_key=order.cause_key, title="又一件"))


def test_the_copy_stays_when_the_verdict_changes(order: SupervisionOrder, add: AddReading) -> None:
    add(
        bulletin_reading(
            "2025", figure(FOREST, "2025", "43"), issued_on="2026-08-20", file="new.txt"
        )
    )
    order.refresh_from_db()
    assert order.target is not None
    assert order.target.verdict.code == "met"
    assert order.frozen["verdict"]["code"] == "missed"


def test_a_draft_nobody_touched_is_dropped_when_its_cause_is_gone(
    order: SupervisionOrder, add: AddReading, office: User
) -> None:
    add(
        bulletin_reading(
            "2025", figure(FOREST, "2025", "43"), issued_on="2026-08-20", file="new.txt"
        )
    )
    assert run_rules(office).gone == 1
    order.refresh_from_db()
    assert order.state == OrderState.DROPPED
    assert "现判定为达标（2025 43%）" in order.steps.last().note


def test_an_issued_order_whose_target_turned_green_proposes_closing_and_stays_open(
    order: SupervisionOrder, add: AddReading, office: User
) -> None:
    move_order(order, "issue", office)
    assert "lift" not in [move.key for move in ORDERS.open_to(order, office)]
    add(
        bulletin_reading(
            "2025", figure(FOREST, "2025", "43"), issued_on="2026-08-20", file="new.txt"
        )
    )
    run_rules(office)
    order.refresh_from_db()
    assert order.state == OrderState.ISSUED
    assert order.gone_en == "Now judged met (2025 43%)"
    assert "lift" in [move.key for move in ORDERS.open_to(order, office)]
    move_order(order, "lift", office, note="已核实")
    assert order.state == OrderState.CLOSED


def test_closed_and_red_again_gives_a_new_draft_linked_to_the_earlier(
    order: SupervisionOrder, office: User, bureau: User
) -> None:
    to_answered(order, office, bureau)
    move_order(order, "review", office, note="属实")
    move_order(order, "close", office, note="转入下一年度")
    run_rules(office)
    later = SupervisionOrder.objects.exclude(pk=order.pk).get(cause_key=order.cause_key)
    assert (later.state, later.earlier) == (OrderState.DRAFTED, order)


def test_a_waiver_covers_until_it_runs_out(
    order: SupervisionOrder, office: User, today: date
) -> None:
    document = paper(office)
    move_order(
        order, "waive", office, note="不可抗力", document=document, due=today + timedelta(30)
    )
    assert run_rules(office).drafted == 0
    run = run_rules(office, today + timedelta(31))
    order.refresh_from_db()
    assert (run.lapsed, run.drafted, order.state) == (1, 1, OrderState.LAPSED)
    assert SupervisionOrder.objects.get(earlier=order).state == OrderState.DRAFTED


def test_rules_are_the_citys_to_switch_off(
    missed: Target, office: User, city: City, settings: object
) -> None:
    rules = dict(city.supervision.rules)
    rules["missed"] = replace(rules["missed"], on=False)
    changed = replace(city, supervision=replace(city.supervision, rules=rules))
    save_settings(changed)
    settings.LUHENG_CITY = open_city(city.folder)  # type: ignore[attr-defined]
    run = run_rules(office)
    assert not SupervisionOrder.objects.filter(rule="missed").exists()
    assert {
        "rule": "missed",
        "on": False,
        "days": 20,
        "grace_days": 0,
        "provisional": True,
    } in run.rules
    assert list(uncovered_targets()) == [missed]  # switched off does not mean covered


@pytest.mark.parametrize("wrong", [
    "[supervision]\nsign_days = -1", "[supervision.missed]\non = 3", "[supervision.nothing]\non = true",
    "[reminders]\nwebhook = 'pigeon'", "[reminders]\nbefore = ['五']", "supervision = 3",
])  # fmt: skip
def test_settings_that_make_no_sense_are_refused_when_the_city_opens(
    city: City, wrong: str
) -> None:
    path = city.folder / "luheng.toml"
    kept = path.read_text(encoding="utf-8").split("\n[supervision]")[0]
    path.write_text(f"{kept}\n{wrong}\n", encoding="utf-8")
    with pytest.raises(LuhengError) as refused:
        open_city(city.folder)
    assert refused.value.message.code == "city_settings_wrong"


def test_overdue_tasks_are_found_after_their_days_of_grace(missed: Target, office: User) -> None:
    run_rules(office, date(2024, 12, 31))
    assert not SupervisionOrder.objects.filter(rule="overdue_task").exists()
    run_rules(office, date(2025, 1, 1))
    order = SupervisionOrder.objects.get(rule="overdue_task")
    assert order.task == Task.objects.get(title="建设绿色园区")
    assert order.frozen["due"] == "2024"


def test_a_task_reported_done_without_evidence_is_asked_for_it(
    missed: Target, office: User, today: date
) -> None:
    task = Task.objects.get(title="建设绿色园区")
    report_progress(task, "done", "", office)
    Task.objects.filter(pk=task.pk).update(state_at=timezone.now() - timedelta(days=900))
    run_rules(office)
    order = SupervisionOrder.objects.get(task=task, rule="evidence_missing")
    Proof.objects.create(
        evidence=paper(office), subject=task, bound_by=office, bound_at=timezone.now()
    )
    run_rules(office)
    order.refresh_from_db()
    assert order.state == OrderState.DROPPED


def test_a_target_met_by_an_entered_figure_needs_evidence_one_of_a_bulletin_does_not(
    missed: Target, office: User, add: AddReading
) -> None:
    add(
        bulletin_reading(
            "2025", figure(FOREST, "2025", "43"), issued_on="2026-08-20", file="new.txt"
        )
    )
    run_rules(office)
    assert not SupervisionOrder.objects.filter(rule="evidence_missing").exists()
    Document.objects.filter(kind="bulletin").update(kind="return")
    run_rules(office)
    assert SupervisionOrder.objects.get(rule="evidence_missing").target == missed


def test_every_red_target_is_covered_or_listed(
    missed: Target, office: User, bureau: User, today: date
) -> None:
    def check() -> None:
        red = set(red_targets().values_list("pk", flat=True))
        listed = {target.pk for target in uncovered_targets()}
        covering = SupervisionOrder.objects.exclude(state__in=ORDERS.ended)
        covered = set(covering.values_list("target_id", flat=True)) & red
        assert red == listed | covered
        assert not listed & covered

    check()
    run_rules(office)
    check()
    order = SupervisionOrder.objects.get(target=missed)
    to_answered(order, office, bureau)
    check()
    move_order(order, "review", office, note="属实")
    move_order(order, "close", office, note="另有安排")
    check()
    assert list(uncovered_targets()) == [missed]
    second = draft_for_target(missed, office)
    assert draft_for_target(missed, office) == second
    move_order(
        second, "waive", office, note="批准", document=paper(office), due=today + timedelta(9)
    )
    check()


@pytest.mark.django_db(transaction=True)
def test_a_breach_is_drafted_within_a_minute_by_itself(add: AddReading, city: City) -> None:
    add(plan_reading())
    started = time.monotonic()
    add(bulletin_reading("2024", figure(FOREST, "2024", "30")))
    add(bulletin_reading("2025", figure(FOREST, "2025", "20")))
    drafted = SupervisionOrder.objects.filter(target__indicator=FOREST, state=OrderState.DRAFTED)
    assert drafted.count() == 1
    assert time.monotonic() - started < 60
    run = RuleRun.objects.latest("pk")
    assert run.by is None
    assert run_automatically() is None  # nothing new: no run is kept


def test_an_open_order_goes_on_with_the_plans_later_edition(
    order: SupervisionOrder, office: User, add: AddReading, missed: Target
) -> None:
    move_order(order, "issue", office)
    reading = plan_reading(f"{PLAN}（修订）")
    reading.file = "second.txt"
    add(reading)
    judge_all(timezone.localdate())
    run_rules(office)
    order.refresh_from_db()
    assert order.target is not None
    assert (order.target.document.current, order.target.pk == missed.pk) == (True, False)
    assert (order.gone_on, order.frozen["item_version"]) == (None, missed.version)
    assert SupervisionOrder.objects.filter(rule="missed").count() == 1


# --- the lifecycle, whole ---

STATES = OrderState.values
MOVES = [move.key for move in ORDERS.moves]
ROLES = [
    RoleName.ADMINISTRATOR, RoleName.PLAN_OFFICE, RoleName.UNIT_LEAD, RoleName.UNIT_MEMBER,
    RoleName.DISTRICT, RoleName.LEADER, RoleName.AUDITOR, RoleName.READER,
]  # fmt: skip
OFFICE_MOVES = {
    "drafted": {"issue", "waive", "drop"},
    "issued": {"lift", "notify", "waive"},
    "signed": {"lift", "extend", "notify", "waive"},
    "planned": {"return_plan", "lift", "extend", "notify", "waive"},
    "answered": {"review", "send_back", "lift", "waive"},
    "sent_back": {"lift", "extend", "notify", "waive"},
    "reviewed": {"close", "send_back", "lift", "waive"},
    "waived": {"lapse"},
}
UNIT_MOVES = {
    "issued": {"sign"},
    "signed": {"plan", "ask_extension"},
    "planned": {"answer", "ask_extension"},
    "sent_back": {"answer", "ask_extension"},
}


QUICKLY = {RoleName.PLAN_OFFICE, RoleName.UNIT_LEAD, RoleName.READER}  # one of each kind


@pytest.mark.parametrize("role", [
    *(one if one in QUICKLY else pytest.param(one, marks=[pytest.mark.slow, pytest.mark.both_stores]) for one in ROLES),
    "another unit",
])  # fmt: skip
def test_each_role_may_make_in_each_state_the_moves_of_the_table_and_no_other(
    role: str, order: SupervisionOrder
) -> None:
    unit = "市水务局" if role == "another unit" else "市林业局"
    known = RoleName.UNIT_MEMBER if role == "another unit" else RoleName(role)
    someone = person("someone", known, unit)
    office = known in (RoleName.ADMINISTRATOR, RoleName.PLAN_OFFICE)
    theirs = known in (RoleName.UNIT_LEAD, RoleName.UNIT_MEMBER, RoleName.DISTRICT) and role != "another unit"  # fmt: skip
    for state in STATES:
        allowed = OFFICE_MOVES.get(state, set()) if office else set()
        allowed |= UNIT_MOVES.get(state, set()) if office or theirs else set()
        for move in MOVES:
            assert _try(order, state, move, someone) == (move in allowed), (state, move, role)


def _try(order: SupervisionOrder, state: str, move: str, by: User) -> bool:
    """Whether the move was made, of an order put into the state, with all that a move may need."""
    from django.db import transaction

    day = timezone.localdate()
    SupervisionOrder.objects.filter(pk=order.pk).update(
        state=state, due=day + timedelta(3), gone_on=day, escalation=0, number=None, year=None
    )
    order.refresh_from_db()
    document = Evidence.objects.first() or paper(by)
    made = False
    point = transaction.savepoint()
    try:
        ORDERS.advance(order, move, by, note="说明", document=document, due=day + timedelta(60))
        made = True
    except LuhengError as refused:
        assert refused.message.code in ("not_allowed", "moved_meanwhile")
    transaction.savepoint_rollback(point)
    offered = [one.key for one in ORDERS.open_to(_again(order), by)]
    assert (move in offered) == made
    return made


def _again(order: SupervisionOrder) -> SupervisionOrder:
    return SupervisionOrder.objects.get(pk=order.pk)


@pytest.mark.parametrize(("move", "state", "lacking"), [
    ("extend", "planned", "document"), ("extend", "planned", "due"), ("waive", "issued", "document"),
    ("waive", "issued", "note"), ("waive", "issued", "due"), ("plan", "signed", "note"),
    ("answer", "planned", "note"), ("send_back", "answered", "note"), ("notify", "issued", "note"),
    ("ask_extension", "signed", "document"), ("review", "answered", "note"), ("drop", "drafted", "note"),
])  # fmt: skip
def test_a_move_without_what_it_needs_is_refused(
    order: SupervisionOrder, office: User, move: str, state: str, lacking: str, today: date
) -> None:
    SupervisionOrder.objects.filter(pk=order.pk).update(state=state, gone_on=today)
    given = {"note": "说明", "document": paper(office), "due": today + timedelta(60)}
    with pytest.raises(LuhengError) as refused:
        move_order(_again(order), move, office, **{**given, lacking: "" if lacking == "note" else None})  # fmt: skip
    assert refused.value.message.code == "move_needs"


def test_the_story_of_an_order_leaves_its_steps_with_unit_and_person(
    order: SupervisionOrder, office: User, bureau: User, today: date
) -> None:
    to_answered(order, office, bureau)
    move_order(order, "send_back", office, note="数据无出处")
    assert (order.state, order.due) == (OrderState.SENT_BACK, after_workdays(today, 10))
    move_order(order, "answer", bureau, note="补充说明", document=paper(bureau, "验收表"))
    move_order(order, "review", office, note="属实")
    with pytest.raises(LuhengError, match="仍为红灯"):
        move_order(order, "close", office)
    move_order(order, "close", office, note="已纳入明年计划")
    steps = list(order.steps.all())
    assert [one.move for one in steps] == [
        "begin", "issue", "sign", "plan", "answer", "send_back", "answer", "review", "close",
    ]  # fmt: skip
    assert [(one.by, str(one.unit)) for one in steps[2:4]] == [(bureau, "市林业局")] * 2
    assert order.contact == bureau
    assert (order.numbered, order.due) == ("督办〔2026〕1号", None)
    assert Proof.objects.filter(object_id=order.pk, evidence__title="验收表").exists()


def test_deadlines_count_working_days_and_never_pass_the_last_day(
    order: SupervisionOrder, office: User, bureau: User, today: date
) -> None:
    move_order(order, "issue", office, due=today + timedelta(3))
    assert (order.due, order.rectify_by) == (after_workdays(today, 2), date(2026, 9, 4))
    move_order(order, "sign", bureau)
    assert order.due == date(2026, 9, 4)  # five working days would be later


def test_an_extension_needs_a_later_day(
    order: SupervisionOrder, office: User, bureau: User, today: date
) -> None:
    move_order(order, "issue", office)
    move_order(order, "sign", bureau)
    move_order(order, "plan", bureau, note="方案")
    document = paper(office)
    assert order.due is not None
    with pytest.raises(LuhengError, match="不晚于"):
        move_order(order, "extend", office, document=document, due=order.due)
    later = order.due + timedelta(20)
    move_order(order, "ask_extension", bureau, note="汛期", document=document, due=later)
    assert order.due != later
    move_order(order, "extend", office, document=document, due=later)
    assert (order.due, order.rectify_by) == (later, later)


def test_escalation_goes_up_one_step_at_a_time(
    order: SupervisionOrder, office: User, bureau: User
) -> None:
    move_order(order, "issue", office)
    with pytest.raises(LuhengError):
        move_order(order, "interview", office, note="越级")
    for move, level in (("notify", 1), ("interview", 2), ("report_up", 3)):
        move_order(order, move, office, note="逾期未改")
        assert order.escalation == level
    assert not {"notify", "interview", "report_up"} & {
        one.key for one in ORDERS.open_to(order, office)
    }
    assert Notice.objects.filter(user=bureau, urgent=True).count() == 3


def test_a_year_without_announced_holidays_asks_for_a_date(
    missed: Target, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = next(year for year in range(2026, 2060) if not is_known(year + 1))
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(year, 12, 28))
    run_rules(office)
    order = SupervisionOrder.objects.get(target=missed)
    assert order.rectify_by is None
    with pytest.raises(LuhengError) as refused:
        move_order(order, "issue", office)
    assert refused.value.message.code == "order_needs_date"
    assert str(year + 1) in str(refused.value)
    move_order(order, "issue", office, due=date(year + 1, 1, 20))
    assert order.rectify_by == date(year + 1, 1, 20)


def test_a_day_gone_by_is_no_deadline(order: SupervisionOrder, office: User, today: date) -> None:
    with pytest.raises(LuhengError, match="已过"):
        move_order(order, "issue", office, due=today - timedelta(1))


def test_numbers_are_given_at_issue_one_after_the_other(
    order: SupervisionOrder, office: User
) -> None:
    other = enter_finding(
        {"source": "省督察组", "finding_no": "7", "quote": "问题", "unit": "市林业局"}, office
    )
    move_order(other, "issue", office)
    move_order(order, "issue", office)
    assert [other.numbered, order.numbered] == ["督办〔2026〕1号", "督办〔2026〕2号"]


def test_an_order_without_a_unit_is_not_issued(office: User, city: City) -> None:
    order = enter_finding({"source": "审计局", "finding_no": "1", "quote": "问题"}, office)
    with pytest.raises(LuhengError, match="没有责任单位"):
        move_order(order, "issue", office)


def test_a_draft_may_be_corrected_until_it_is_issued(
    order: SupervisionOrder, office: User, bureau: User
) -> None:
    changed = correct_draft(order, {"requirement": "限期整改", "days": 10}, office, order.version)
    assert (changed.requirement, changed.version) == ("限期整改", 2)
    assert changed.rectify_by == after_workdays(timezone.localdate(), 10)
    with pytest.raises(LuhengError):
        correct_draft(order, {"title": "另一个"}, office, 1)
    with pytest.raises(LuhengError):
        correct_draft(order, {"title": "另一个"}, bureau)
    move_order(changed, "issue", office)
    with pytest.raises(LuhengError, match="不能再改"):
        correct_draft(changed, {"title": "另一个"}, office)


def test_lights_follow_the_citys_preset(city: City, settings: object) -> None:
    assert deadlines.lamp_of("near").colour == "yellow"
    settings.LUHENG_CITY = replace(city, lights="by_deadline")  # type: ignore[attr-defined]
    assert deadlines.lamp_of("near").colour == "blue"
    assert deadlines.lamp_of("overdue").colour == "red"
    assert lifecycle.red_verdicts() == ["missed"]


# --- findings from elsewhere ---


def test_a_finding_is_entered_once(office: User, city: City) -> None:
    finding = {"source": "省督察组", "finding_no": "12", "quote": "堆场无防渗"}
    first = enter_finding(finding, office)
    assert enter_finding(finding, office) == first
    with pytest.raises(LuhengError, match="已登记"):
        enter_finding({**finding, "quote": "另一问题"}, office)
    with pytest.raises(LuhengError, match="没有单位"):
        enter_finding({**finding, "finding_no": "13", "unit": "某某局"}, office)


# --- who sees what ---


def test_people_of_a_unit_see_their_own_orders_only_on_pages_in_files_and_by_the_api(
    order: SupervisionOrder, office: User, bureau: User, client: Client
) -> None:
    stranger = person("stranger", RoleName.UNIT_MEMBER, "市水务局")
    assert not may_see(bureau, order)  # a draft is nobody's yet
    move_order(order, "issue", office)
    assert may_see(bureau, order)
    for user, there in ((bureau, True), (stranger, False), (office, True)):
        client.force_login(user)
        assert (order.title in client.get(reverse("orders")).content.decode()) is there
        assert client.get(reverse("order", args=[order.pk])).status_code == (200 if there else 404)
        assert client.get(f"/api/v1/orders/{order.pk}").status_code == (200 if there else 404)
        listed = client.get("/api/v1/orders").json()["items"]
        assert (order.pk in [row["id"] for row in listed]) is there
        book = client.get(reverse("export-rows", args=["orders"]))
        assert book.status_code == 200


def test_the_page_makes_moves_with_a_document_that_becomes_evidence(
    order: SupervisionOrder, office: User, bureau: User, client: Client
) -> None:
    client.force_login(office)
    page = client.get(reverse("order", args=[order.pk])).content.decode()
    assert "下达" in page
    assert order.quote in page
    client.post(reverse("move-order", args=[order.pk, "issue"]), {"version": order.version})
    client.force_login(bureau)
    client.post(reverse("move-order", args=[order.pk, "sign"]), {"version": 2})
    upload = SimpleUploadedFile("方案.txt", "整改方案".encode())
    client.post(reverse("move-order", args=[order.pk, "plan"]), {"version": 3, "note": "方案见附件", "document": upload})  # fmt: skip
    assert _again(order).state == OrderState.PLANNED
    proof = Proof.objects.get(object_id=order.pk)
    assert proof.evidence.title == "方案"
    late = client.post(
        reverse("move-order", args=[order.pk, "answer"]), {"version": 2, "note": "晚"}
    )
    assert late.status_code == 422


def test_every_page_of_supervision_opens_for_the_office(
    order: SupervisionOrder, office: User, client: Client
) -> None:
    client.force_login(office)
    for name in ("orders", "new-finding", "uncovered", "rules", "home"):
        assert client.get(reverse(name)).status_code == 200, name
    client.post(reverse("run-rules"))
    assert RuleRun.objects.count() == 2
    assert "件督办单待核对下达" in client.get(reverse("home")).content.decode()


def test_the_same_file_twice_is_one_piece_of_evidence(
    order: SupervisionOrder, office: User, city: City
) -> None:
    first = keep_paper(city, SimpleUploadedFile("a.txt", b"same"), order, office)
    assert keep_paper(city, SimpleUploadedFile("b.txt", b"same"), order, office) == first
    assert (Path(city.files) / first.source.sha256).read_bytes() == b"same"


def test_the_list_asks_as_much_for_many_orders_as_for_few(
    order: SupervisionOrder, office: User, client: Client
) -> None:
    from django.test.utils import CaptureQueriesContext

    client.force_login(office)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("orders"))
        return len(captured)

    few = queries()
    for number in range(20):
        enter_finding({"source": "省督察组", "finding_no": str(number), "quote": "问题"}, office)
    assert queries() <= few


def test_a_run_from_the_command_line_says_what_it_did(
    missed: Target, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from luheng.cli import main
    from luheng.workplace import opening

    monkeypatch.setattr(opening, "open_site", lambda folder: city)
    said = CliRunner().invoke(main, ["supervise", str(city.folder)])
    assert said.exit_code == 0, said.output
    assert "红灯未督办 0 项" in said.output


def test_the_job_of_the_day_runs_the_rules(missed: Target) -> None:
    from luheng.workplace.jobs.supervising import run_rules_of_the_day
    from luheng.workplace.models import Job

    steps = run_rules_of_the_day(Job())
    next(steps)
    with pytest.raises(StopIteration) as done:
        next(steps)
    assert done.value.value.en.startswith("2 drafted")


# --- on paper, by Excel, by program ---


def test_an_order_on_paper_says_what_it_quotes(
    order: SupervisionOrder, office: User, bureau: User, client: Client
) -> None:
    to_answered(order, office, bureau)
    client.force_login(bureau)
    word = client.get(reverse("order-sheet", args=[order.pk, "docx"]))
    document = docx.Document(BytesIO(word.content))
    said = "\n".join(
        [one.text for one in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    for words in ("督办〔2026〕1号", "市林业局", order.quote, "最新值 40%（2025）", "2025年森林覆盖率≥ 42.5%", "报送整改方案", "补植造林", "2026年9月1日", "办理人", "说明"):  # fmt: skip
        assert words in said, words
    assert "{{" not in said and "{%" not in said
    pdf = client.get(reverse("order-sheet", args=[order.pk, "pdf"]))
    assert pdf.content.startswith(b"%PDF")
    assert client.get(reverse("order-sheet", args=[order.pk, "odt"])).status_code == 422


def test_a_citys_own_template_of_orders_is_used_or_refused_by_name(
    order: SupervisionOrder, city: City
) -> None:
    own = city.folder / order_sheet.OWN_TEMPLATE
    own.parent.mkdir()
    made = docx.Document()
    made.add_paragraph("本市 {{ number }} {{ subject }}")
    made.save(str(own))
    said = docx.Document(BytesIO(order_sheet.make_sheet(order, "docx", city)))
    assert said.paragraphs[0].text == f"本市 （拟稿，未下达） {order.title}"
    own.write_bytes(b"no docx")
    with pytest.raises(LuhengError, match=r"order\.docx"):
        order_sheet.make_sheet(order, "docx", city)


def _book(*rows: tuple[str, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("督察来源", "问题编号", "依据原文", "责任单位", "整改期限"), *rows):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_findings_come_by_excel_once_however_often(missed: Target, office: User) -> None:
    register = REGISTERS["orders"]
    book = _book(
        ("省督察组", "12", "堆场无防渗", "市林业局", "2026-10-30"),
        ("省督察组", "13", "台账缺失", "市林业局", ""),
    )
    for _ in range(2):
        take(preview(register, book, office), office)
    first, second = SupervisionOrder.objects.filter(rule="inspection").order_by("finding_no")
    assert (first.state, str(first.unit), first.rectify_by) == (
        "drafted",
        "市林业局",
        date(2026, 10, 30),
    )
    assert second.rectify_by == after_workdays(timezone.localdate(), 20)


def test_a_wrong_row_of_findings_is_named_and_nothing_is_written(
    missed: Target, office: User
) -> None:
    register = REGISTERS["orders"]
    found = preview(register, _book(("省督察组", "12", "", "市林业局", "十月底")), office)
    assert [one.place for one in found.wrong] == ["Sheet!E2"]
    with pytest.raises(LuhengError, match="没有单位"):
        take(preview(register, _book(("省督察组", "12", "问题", "市林业局", ""), ("省督察组", "13", "问题", "某某局", "")), office), office)  # fmt: skip
    assert not SupervisionOrder.objects.filter(rule="inspection").exists()


def test_people_of_a_unit_import_no_findings(missed: Target, bureau: User) -> None:
    with pytest.raises(LuhengError):
        take(
            preview(REGISTERS["orders"], _book(("省督察组", "12", "问题", "市林业局", "")), bureau),
            bureau,
        )
    assert not SupervisionOrder.objects.filter(rule="inspection").exists()


def test_programs_make_the_same_moves(order: SupervisionOrder, office: User, bureau: User) -> None:
    def call(user: User, path: str, **data: object) -> tuple[int, dict[str, object]]:
        answer = Client(headers={"Authorization": f"Bearer {make_token(user.username, 't')[1]}"}).post(
            f"/api/v1/orders/{order.pk}/moves/{path}", json.dumps(data), content_type="application/json"
        )  # fmt: skip
        return answer.status_code, answer.json()

    assert call(bureau, "sign")[0] == 404  # a draft is not theirs to see
    assert call(office, "issue", version=1)[1]["state_to"] == "issued"
    status, said = call(bureau, "sign")
    assert (status, said["unit"]) == (200, "市林业局")
    assert call(bureau, "close", note="自行销号")[0] == 403
    assert call(bureau, "plan")[1]["code"] == "move_needs"
    assert call(bureau, "nothing")[1]["code"] == "move_unknown"
    assert call(bureau, "sign")[1]["code"] == "moved_meanwhile"
    assert call(office, "extend", evidence=999999)[0] == 404
    client = Client()
    client.force_login(bureau)
    steps = client.get(f"/api/v1/orders/{order.pk}/steps").json()
    assert [one["move"] for one in steps] == ["begin", "issue", "sign"]
