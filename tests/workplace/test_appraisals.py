"""An appraisal from its draft to its publishing, with an objection that changes a score."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import energy, forest, park, plan_reading, saving
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.appraisal import drafting, objections
from luheng.workplace.appraisal.facts import is_past
from luheng.workplace.appraisal.stages import move_appraisal
from luheng.workplace.city import City
from luheng.workplace.models import (
    Appraisal,
    AppraisalLine,
    Evidence,
    Observation,
    SourceFile,
    Target,
    Task,
    Unit,
    User,
    Verdict,
)
from luheng.workplace.permissions import RoleName
from luheng.workplace.registers import REGISTERS

pytestmark = pytest.mark.django_db

SCHEME = """\
zh: 年度考核
en: appraisal of the year
eco_civilisation_share: 22.5
share_basis: 示例文件
items:
  - {id: targets, zh: 目标, en: targets, rule: verdict_points, points: {met: 1, on_track: 0.8, behind: 0.4, missed: 0}}
  - {id: tasks, zh: 任务, en: tasks, rule: task_points, points: {done: 1, under_way: 0.6, not_reported: 0, overdue: 0}}
  - {id: evidence, zh: 佐证, en: evidence, rule: evidence_present, points: {present: 1, lacking: 0}}
  - {id: deduction, zh: 扣分, en: deduction, rule: deduction, cap: 5}
groups:
  - {id: forest, zh: 生态涵养, en: conservation, units: [市林业局], weights: {targets: 70, tasks: 20, evidence: 10}}
  - {id: rest, zh: 其他单位, en: others, rest: true, weights: {targets: 20, tasks: 70, evidence: 10}}
"""
# 市林业局: 森林覆盖率 behind, no task, nothing claimed: 70 becomes 100, 0.4 × 100
# 市工业和信息化局: task 1 done and not proved: 70 and 10 become 87.5 and 12.5
# 市发展改革委: task 2 was due in 2024, not done: 100 for tasks, 0 points


def evidence(title: str, unit: Unit | None = None) -> Evidence:
    source = SourceFile.objects.create(sha256=f"{title:0<64}"[:64], name=title, size=1)
    return Evidence.objects.create(
        source=source, kind="regulation", title=title, sm3="0" * 64, unit=unit,
        uploaded_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
@set_up_once
def drawn(city: City, add: AddReading, office: User) -> Appraisal:
    """The appraisal of 2025 of a city with three units."""
    add(plan_reading(targets=[forest(), energy()], tasks=[saving(), park()]))
    target = Target.objects.get(indicator="森林覆盖率")
    Verdict.objects.update_or_create(
        target=target,
        defaults={"code": "behind", "rule": "x", "reason_zh": "滞后", "reason_en": "behind",
                  "as_of": timezone.localdate(), "inputs_digest": "x"},
    )  # fmt: skip
    Task.objects.filter(no="1").update(state="done", state_at=timezone.now())
    (city.folder / "appraisal.yaml").write_text(SCHEME, encoding="utf-8")
    return drafting.begin_appraisal(city, 2025, "年度考核", office)


def points(appraisal: Appraisal) -> dict[str, dict[str, Decimal | None]]:
    found: dict[str, dict[str, Decimal | None]] = {}
    for line in appraisal.lines.filter(corrected_by=None).select_related("unit"):
        found.setdefault(line.unit.name, {})[line.item] = line.points
    return found


def announced(appraisal: Appraisal, office: User) -> Appraisal:
    move_appraisal(appraisal, "announce", office)
    return appraisal


def period_over(appraisal: Appraisal) -> None:
    Appraisal.objects.filter(pk=appraisal.pk).update(due=timezone.localdate() - timedelta(days=1))
    appraisal.refresh_from_db()


def test_units_score_as_worked_by_hand_in_the_order_of_the_scheme(drawn: Appraisal) -> None:
    assert list(points(drawn)) == ["市林业局", "市发展改革委", "市工业和信息化局"]
    assert points(drawn) == {
        "市林业局": {"targets": Decimal(40), "tasks": None, "evidence": None},
        "市发展改革委": {"targets": None, "tasks": Decimal(0), "evidence": None},
        "市工业和信息化局": {"targets": None, "tasks": Decimal("87.5"), "evidence": Decimal(0)},
    }
    line = drawn.lines.get(unit__name="市林业局", item="targets")
    assert [fact["label"] for fact in line.inputs] == ["森林覆盖率（2025）"]
    assert "滞后 1 项（每项 0.4）" in line.statement_zh


def test_a_draft_follows_the_records_and_the_scheme_until_it_is_announced(
    city: City, drawn: Appraisal, office: User
) -> None:
    Verdict.objects.filter(target__indicator="森林覆盖率").update(code="met")
    changed = SCHEME.replace("met: 1,", "met: 0.9,")
    (city.folder / "appraisal.yaml").write_text(changed, encoding="utf-8")
    drafting.recompute(city, drawn, office)
    assert points(drawn)["市林业局"] == {
        "targets": Decimal("78.75"),  # 0.9 of 87.5
        "tasks": None,
        "evidence": Decimal(0),  # what is met is to be proved
    }
    announced(drawn, office)
    with pytest.raises(LuhengError) as refused:
        drafting.recompute(city, drawn, office)
    assert refused.value.message.code == "appraisal_not_open"


def test_a_deduction_needs_a_document_and_stays_within_its_cap(
    drawn: Appraisal, office: User
) -> None:
    unit, proof = Unit.objects.get(name="市林业局"), evidence("通报")
    for given, code in (((Decimal(2), None), "appraisal_needs"), ((Decimal(6), proof), "appraisal_points_refused")):  # fmt: skip
        with pytest.raises(LuhengError) as refused:
            drafting.enter_mark(drawn, unit, "deduction", given[0], "迟报", given[1], office)
        assert refused.value.message.code == code
    mark = drafting.enter_mark(drawn, unit, "deduction", Decimal(2), "迟报", proof, office)
    assert points(drawn)["市林业局"]["deduction"] == Decimal(-2)
    drafting.withdraw_mark(mark, office)
    assert "deduction" not in points(drawn)["市林业局"]


def test_an_objection_changes_a_score_and_the_old_line_stays(
    client: Client, drawn: Appraisal, office: User
) -> None:
    lead = person("lead", RoleName.UNIT_LEAD, "市林业局")
    announced(drawn, office)
    line = drawn.lines.get(unit=lead.unit, item="targets")
    statement = reverse("appraisal-statement", args=[drawn.pk, lead.unit_id])
    client.force_login(lead)
    assert "对本项提出异议" in client.get(statement).content.decode()
    client.post(reverse("add-objection", args=[line.pk]), {"text": "年底数据已更新"})
    (raised,) = line.objections.all()
    client.force_login(office)
    assert "年底数据已更新" in client.get(statement).content.decode()
    proof = evidence("核查意见")
    answer = {"answer": "经核查属实", "points": "80", "document": proof.pk, "outcome": "accepted"}
    assert client.post(reverse("answer-objection", args=[raised.pk]), answer).status_code == 302
    assert points(drawn)["市林业局"]["targets"] == 80
    text = client.get(statement).content.decode()
    assert "已被更正" in text and "更正为 80 分（原 40 分）：经核查属实。依据：核查意见" in text
    assert AppraisalLine.objects.get(pk=line.pk).points == 40
    raised.refresh_from_db()
    assert (raised.outcome, raised.answered_by) == ("accepted", office)


def test_a_rejected_objection_has_a_reason_and_changes_nothing(
    drawn: Appraisal, office: User
) -> None:
    lead = person("lead", RoleName.DISTRICT, "市林业局")
    announced(drawn, office)
    raised = objections.object_to(drawn.lines.get(unit=lead.unit, item="targets"), "不妥", lead)
    with pytest.raises(LuhengError):
        objections.reject(raised, " ", office)
    objections.reject(raised, "数据未变", office)
    assert points(drawn)["市林业局"]["targets"] == 40
    with pytest.raises(LuhengError) as refused:
        objections.reject(raised, "再次", office)
    assert refused.value.message.code == "appraisal_answered"


def test_it_is_settled_only_after_the_period_and_with_every_objection_answered(
    drawn: Appraisal, office: User
) -> None:
    lead = person("lead", RoleName.UNIT_LEAD, "市林业局")
    announced(drawn, office)
    line = drawn.lines.get(unit=lead.unit, item="targets")
    raised = objections.object_to(line, "不妥", lead)
    codes = []
    for before in (lambda: None, lambda: period_over(drawn)):
        before()
        with pytest.raises(LuhengError) as refused:
            move_appraisal(drawn, "settle", office)
        codes.append(refused.value.message.code)
    assert codes == ["appraisal_period_open", "appraisal_objections_open"]
    with pytest.raises(LuhengError) as late:
        objections.object_to(line, "又一条", lead)
    assert late.value.message.code == "appraisal_period_over"
    objections.reject(raised, "数据未变", office)
    move_appraisal(drawn, "settle", office)
    move_appraisal(drawn, "publish", office)
    assert drawn.state == "published"


def test_only_the_unit_itself_objects_and_only_the_plan_office_appraises(
    client: Client, city: City, drawn: Appraisal, office: User
) -> None:
    announced(drawn, office)
    line = drawn.lines.get(unit__name="市林业局", item="targets")
    strangers = [
        person("other", RoleName.UNIT_LEAD, "市发展改革委"),
        person("member", RoleName.UNIT_MEMBER, "市林业局"),
        person("reader", RoleName.READER),
    ]
    for someone in strangers:
        client.force_login(someone)
        assert client.post(reverse("add-objection", args=[line.pk]), {"text": "一"}).status_code == 403  # fmt: skip
        for name in ("compute-appraisal", "add-mark", "confirm-share"):
            assert client.post(reverse(name, args=[drawn.pk])).status_code == 403
        with pytest.raises(LuhengError):
            drafting.begin_appraisal(city, 2026, "另一次", someone)
    assert not line.objections.exists()


def test_a_unit_sees_its_own_points_first_and_those_of_others_once_published(
    client: Client, drawn: Appraisal, office: User
) -> None:
    lead = person("lead", RoleName.UNIT_LEAD, "市林业局")
    other = Unit.objects.get(name="市发展改革委")
    own_page = reverse("appraisal-statement", args=[drawn.pk, lead.unit_id])
    other_page = reverse("appraisal-statement", args=[drawn.pk, other.pk])

    def seen() -> tuple[int, int]:
        return client.get(own_page).status_code, client.get(other_page).status_code

    client.force_login(lead)
    assert seen() == (404, 404)
    announced(drawn, office)
    assert seen() == (200, 404)
    assert REGISTERS["appraisal-lines"].select().count() == 0
    assert "市发展改革委" not in client.get(reverse("appraisal", args=[drawn.pk])).content.decode()
    period_over(drawn)
    move_appraisal(drawn, "settle", office)
    move_appraisal(drawn, "publish", office)
    assert seen() == (200, 200)
    assert REGISTERS["appraisal-lines"].select().count() == drawn.lines.count()
    assert client.get("/api/v1/appraisal-lines").json()["total"] == drawn.lines.count()


def test_the_declared_share_becomes_a_figure_when_a_person_confirms_it(
    client: Client, drawn: Appraisal, office: User
) -> None:
    announced(drawn, office)
    period_over(drawn)
    move_appraisal(drawn, "settle", office)
    move_appraisal(drawn, "publish", office)
    client.force_login(office)
    page = client.get(reverse("appraisal", args=[drawn.pk])).content.decode()
    assert "确认并录入为 2025 年数据" in page
    assert not Observation.objects.filter(indicator_id="eco_civilisation_assessment_weight")
    client.post(reverse("confirm-share", args=[drawn.pk]))
    entered = Observation.objects.get(indicator_id="eco_civilisation_assessment_weight")
    assert (entered.value, entered.unit, entered.period) == (Decimal("22.5"), "%", "2025")
    assert "已录入为数据" in client.get(reverse("appraisal", args=[drawn.pk])).content.decode()


def test_a_bad_scheme_is_shown_with_its_line_and_nothing_is_drawn_up(
    client: Client, city: City, office: User
) -> None:
    (city.folder / "appraisal.yaml").write_text(SCHEME.replace("targets: 70", "targets: 60"), "utf-8")  # fmt: skip
    client.force_login(office)
    assert "权重合计为 90，应为 100" in client.get(reverse("appraisals")).content.decode()
    answer: Any = client.post(reverse("begin-appraisal"), {"year": 2025, "title": "一"})
    assert answer.status_code == 422
    assert not Appraisal.objects.exists()


def test_a_unit_that_the_city_does_not_have_is_named(city: City, office: User) -> None:
    (city.folder / "appraisal.yaml").write_text(SCHEME, encoding="utf-8")
    with pytest.raises(LuhengError) as refused:
        drafting.begin_appraisal(city, 2025, "一", office)
    assert "第 11 行：本市没有名为“市林业局”的单位" in str(refused.value)


def test_a_city_without_a_scheme_of_its_own_takes_the_shipped_one(
    city: City, add: AddReading, office: User, tmp_path: Path
) -> None:
    add(plan_reading())
    made = drafting.begin_appraisal(city, 2025, "一", office)
    assert made.scheme_name == "shipped_scheme.yaml"
    assert made.lines.exists()


@pytest.mark.parametrize(
    ("due", "past"),
    [("2024", True), ("2025", False), ("2025-05", True), ("2025-06", False), ("", False)],
)
def test_a_task_is_late_when_its_year_or_month_is_over(due: str, past: bool) -> None:
    assert is_past(due, timezone.datetime(2025, 6, 15).date()) is past
