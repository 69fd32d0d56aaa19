"""A return is composed, issued, filled in, filed, reviewed and recorded; nothing is asked twice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import bulletin_reading, figure, forest, plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import (
    AskedField,
    Observation,
    Return,
    ReturnForm,
    ReturnRow,
    ReturnState,
    Target,
    Task,
    Unit,
    User,
)
from luheng.workplace.permissions import RoleName
from luheng.workplace.registers import REGISTERS
from luheng.workplace.returns.composing import compose
from luheng.workplace.returns.entering import confirm, confirm_rest, enter
from luheng.workplace.returns.issuing import issue
from luheng.workplace.returns.overdue import returns_overdue
from luheng.workplace.returns.periods import checked_period, due_day, latest_period, period_before
from luheng.workplace.returns.repeats import repeats
from luheng.workplace.returns.reviewing import accept, accept_row, file, send_back, send_row_back

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 9)


@pytest.fixture
def forestry(db: None) -> User:
    return person("forester", RoleName.UNIT_MEMBER, "市林业局")


@pytest.fixture
@set_up_once
def form(add: AddReading, office: User, forestry: User) -> ReturnForm:
    """A yearly return: forest cover of the forestry bureau, tasks of two others."""
    add(plan_reading())
    figures = [figure("森林覆盖率", year, value) for year, value in (("2022", "40.9"), ("2023", "41.3"), ("2024", "41.6"))]  # fmt: skip
    add(bulletin_reading("2024", *figures))
    units = Unit.objects.filter(name__in=["市林业局", "市工业和信息化局"])
    return compose("进展填报表", "yearly", units, office)


def issued(form: ReturnForm, office: User, period: str = "2025") -> Return:
    issue(form, period, DUE, office)
    return Return.objects.get(form=form, period=period, unit__name="市林业局")


def only_row(one: Return) -> ReturnRow:
    return one.rows.get()


def filled(one: Return, by: User, value: str = "41.9", **cells: str) -> ReturnRow:
    row = only_row(one)
    return enter(row, {"value": value, **cells}, row.version, by)


def code_of(wrong: pytest.ExceptionInfo[LuhengError]) -> str:
    return wrong.value.message.code


def test_periods_follow_from_the_frequency_and_due_days_are_working_days() -> None:
    assert str(latest_period("monthly", date(2026, 1, 3))) == "2025-12"
    assert str(latest_period("quarterly", date(2026, 11, 20))) == "2026-07/2026-09"
    assert str(latest_period("half_yearly", date(2026, 11, 20))) == "2026-01/2026-06"
    assert str(period_before(checked_period("2026-01", "monthly"))) == "2025-12"
    assert due_day(checked_period("2026-09", "monthly"), 1) == date(
        2026, 10, 8
    )  # after the holiday
    with pytest.raises(LuhengError) as wrong:
        checked_period("2026-02/2026-04", "quarterly")
    assert code_of(wrong) == "period_of_other_length"


def test_a_form_asks_by_default_what_each_unit_leads(form: ReturnForm) -> None:
    asked = {(one.unit.name, one.kind, one.name) for one in form.fields.all()}
    assert asked == {
        ("市林业局", "indicator", "森林覆盖率"),
        ("市工业和信息化局", "task", "1 推进工业节能"),
    }


def test_a_period_is_issued_to_each_unit_once(form: ReturnForm, office: User) -> None:
    assert len(issue(form, "2025", DUE, office)) == 2
    assert issue(form, "2025", DUE, office) == []
    assert ReturnRow.objects.count() == 2


def test_the_last_figure_stands_beside_and_is_not_taken_for_the_new_one(
    form: ReturnForm, office: User
) -> None:
    row = only_row(issued(form, office))
    assert (row.last_period, row.last_value, row.value, row.answer) == ("2024", Decimal("41.6"), None, "")  # fmt: skip


def test_what_a_bulletin_gives_is_only_confirmed(
    form: ReturnForm, office: User, forestry: User
) -> None:
    one = issued(form, office, "2024")
    assert only_row(one).value == Decimal("41.6")
    assert confirm_rest(one, forestry) == 1
    file(one, forestry)
    accept(one, office)
    assert only_row(one).observation == Observation.objects.get(period="2024")  # no second figure


def test_an_accepted_figure_is_recorded_and_its_target_judged_anew(
    form: ReturnForm, office: User, forestry: User
) -> None:
    one = issued(form, office)
    filled(one, forestry, "42.6", note="新增造林")
    file(one, forestry)
    assert accept(one, office) == 1
    row = only_row(one)
    seen = row.observation
    assert seen is not None and seen.document is None
    assert (seen.value, seen.period, seen.entered_by) == (Decimal("42.6"), "2025", forestry)
    assert list(seen.return_rows.all()) == [row]
    target = Target.objects.get(indicator="森林覆盖率")
    assert (target.verdict.latest_value, target.verdict.code) == (Decimal("42.6"), "met")


def test_a_later_figure_supersedes_and_the_old_one_stays(
    form: ReturnForm, office: User, forestry: User
) -> None:
    one = issued(form, office)
    filled(one, forestry, "41.8", status="preliminary")
    file(one, forestry)
    accept(one, office)
    send_back(one, "请填最终数", office)
    filled(one, forestry, "41.9", status="final")
    file(one, forestry)
    accept(one, office)
    old, new = Observation.objects.filter(period="2025").order_by("pk")
    assert (old.value, old.superseded_by, new.superseded_by) == (Decimal("41.8"), new, None)
    assert only_row(one).history.filter(value=Decimal("41.8")).exists()


@pytest.mark.parametrize(("first", "second"), [("41.8", "42.6"), ("42.6", "41.8")])
def test_of_two_final_figures_of_one_day_the_verdict_uses_the_later(
    form: ReturnForm, office: User, forestry: User, first: str, second: str
) -> None:
    one = issued(form, office)
    for value in (first, second):
        filled(one, forestry, value, status="final")
        file(one, forestry)
        accept(one, office)
        if value == first:
            send_back(one, "与林业年报不符", office)
    old, new = Observation.objects.filter(period="2025").order_by("pk")
    assert (old.value, old.status, old.superseded_by) == (Decimal(first), "final", new)  # stays
    verdict = Target.objects.get(indicator="森林覆盖率").verdict
    assert (verdict.latest_value, [seen.pk for seen in verdict.observations.filter(period="2025")]) == (Decimal(second), [new.pk])  # fmt: skip
    aside = {seen["key"]: seen["reason"]["zh"] for seen in verdict.numbers["set_aside"]}
    assert aside[old.pk] == "已被后来填报的数取代"
    assert "disputed" not in str(verdict.numbers)


def test_a_preliminary_figure_entered_after_a_final_one_does_not_take_its_place(
    form: ReturnForm, office: User, forestry: User
) -> None:
    one = issued(form, office)
    for value, status in (("42.6", "final"), ("41.8", "preliminary")):
        filled(one, forestry, value, status=status)
        file(one, forestry)
        accept(one, office)
        if status == "final":
            send_back(one, "再核", office)
    final, preliminary = Observation.objects.filter(period="2025").order_by("pk")
    assert (final.superseded_by, preliminary.superseded_by) == (None, final)
    assert Target.objects.get(indicator="森林覆盖率").verdict.latest_value == Decimal("42.6")


def test_task_progress_is_carried_over_and_unchanged_by_one_click(
    form: ReturnForm, office: User
) -> None:
    Task.objects.filter(no="1").update(state="under_way", state_note="改造12家")
    issue(form, "2025", DUE, office)
    one = Return.objects.get(unit__name="市工业和信息化局")
    row = only_row(one)
    assert (row.state, row.text, row.answer) == ("under_way", "改造12家", "")
    member = person("industry", RoleName.UNIT_MEMBER, "市工业和信息化局")
    assert confirm(row, member).answer == "unchanged"
    file(one, member)
    accept(one, office)
    report = Task.objects.get(no="1").progress.get()
    assert (report.state, report.note, report.reported_by) == ("under_way", "改造12家", member)


def test_two_people_at_one_cell_the_later_is_told(
    form: ReturnForm, office: User, forestry: User
) -> None:
    row = only_row(issued(form, office))
    enter(row, {"value": "41.9"}, row.version, forestry)
    enter(row, {"note": "复核过"}, row.version, office)  # another cell of the row: no clash
    with pytest.raises(LuhengError) as told:
        enter(row, {"value": "41.7"}, row.version, office)
    assert code_of(told) == "cell_edited_meanwhile"
    row.refresh_from_db()
    assert (row.value, row.note) == (Decimal("41.9"), "复核过")
    version = row.version
    assert enter(row, {"value": "41.9"}, 1, forestry).version == version  # the same again: nothing


def test_a_cell_left_alone_keeps_what_somebody_else_wrote_meanwhile(
    form: ReturnForm, office: User, forestry: User
) -> None:
    row = only_row(issued(form, office))
    enter(row, {"value": "41.9", "status": "final", "note": ""}, row.version, office)
    enter(row, {"value": "", "status": "final", "note": "复核过"}, row.version, forestry)
    row.refresh_from_db()
    assert (row.value, row.note, row.answer) == (Decimal("41.9"), "复核过", "given")


def test_a_row_has_the_cells_of_its_kind_only(
    form: ReturnForm, office: User, forestry: User
) -> None:
    row = only_row(issued(form, office))
    with pytest.raises(LuhengError) as wrong:
        enter(row, {"state": "done"}, row.version, forestry)
    assert code_of(wrong) == "cell_not_asked"


@pytest.mark.parametrize("text", ["约42", "4 2", "4_2", "NaN", "Infinity", "1e40"])
def test_text_in_a_number_cell_is_refused(
    form: ReturnForm, office: User, forestry: User, text: str
) -> None:
    one = issued(form, office)
    with pytest.raises(LuhengError) as wrong:
        filled(one, forestry, text)
    assert code_of(wrong) == "not_a_number"


def test_blank_and_dash_are_not_zero(form: ReturnForm, office: User, forestry: User) -> None:
    one = issued(form, office)
    assert (filled(one, forestry, "").value, only_row(one).answer) == (None, "")
    row = filled(one, forestry, "—")
    assert (row.value, row.answer) == (None, "no_figure")
    with pytest.raises(LuhengError) as wrong:  # no figure wants its reason
        file(one, forestry)
    assert code_of(wrong) == "return_not_complete"
    filled(one, forestry, "—", note="未开展年度调查")
    file(one, forestry)
    accept(one, office)
    assert only_row(one).observation is None


def test_a_doubtful_figure_is_filed_only_with_a_note_and_an_impossible_one_never(
    form: ReturnForm, office: User, forestry: User
) -> None:
    one = issued(form, office)
    assert filled(one, forestry, "4.19").warnings
    with pytest.raises(LuhengError):
        file(one, forestry)
    filled(one, forestry, "4.19", note="口径调整")
    with pytest.raises(LuhengError) as wrong:
        filled(one, forestry, "419")
    assert code_of(wrong) == "entry_share_above_whole"
    assert only_row(one).value == Decimal("4.19")
    file(one, forestry)
    assert Return.objects.get(pk=one.pk).state == ReturnState.FILED


def test_a_row_is_sent_back_with_its_reason_and_must_be_touched(
    form: ReturnForm, office: User, forestry: User
) -> None:
    one = issued(form, office)
    filled(one, forestry)
    file(one, forestry)
    with pytest.raises(LuhengError):
        send_row_back(only_row(one), " ", office)
    send_row_back(only_row(one), "请核对口径", office)
    with pytest.raises(LuhengError) as wrong:
        accept(one, office)
    assert code_of(wrong) == "rows_sent_back"
    one.refresh_from_db()
    send_back(one, "见各行", office)
    with pytest.raises(LuhengError):
        file(one, forestry)
    filled(one, forestry, "41.8")
    file(one, forestry)
    assert accept(one, office) == 1


def test_a_row_accepted_alone_stays_and_is_closed(
    form: ReturnForm, office: User, forestry: User
) -> None:
    one = issued(form, office)
    filled(one, forestry)
    file(one, forestry)
    assert accept_row(only_row(one), office).observation
    one.refresh_from_db()
    send_back(one, "其余再核", office)
    with pytest.raises(LuhengError) as wrong:
        filled(one, forestry, "41.8")
    assert code_of(wrong) == "row_not_open"


def test_a_repeat_is_told_while_composing(form: ReturnForm, add: AddReading, office: User) -> None:
    add(plan_reading(title="第二方案", targets=[forest(lead=["市统计局"])], text=plan_reading().text + "。"))  # fmt: skip
    other = compose("统计填报表", "monthly", Unit.objects.filter(name="市统计局"), office)
    codes = [one.message.code for one in repeats(other)]
    assert codes == ["field_asked_of_two"]
    assert [one.message.code for one in repeats(form, "2024")] == [
        "field_asked_of_two",
        "field_known_already",
    ]
    rows = REGISTERS["burden"].select(REGISTERS["burden"].query({"repeated": ["true"]}, office))
    assert {one.unit.name for one in rows} == {"市林业局", "市统计局"}


def test_what_a_unit_is_asked_is_told_for_a_day_and_for_a_period(
    form: ReturnForm, office: User
) -> None:
    today = timezone.localdate()
    due = today + timedelta(days=10)
    issue(form, "2025", due, office)
    burden = REGISTERS["burden"]

    def asked(during: str) -> dict[str, int]:
        rows = burden.select(burden.query({"during": [during], "unit": ["市林业局"]}, office))
        return {one.name: one.computed_asked for one in rows}

    name = form.fields.get(unit__name="市林业局").name
    for open_day in (today, due):
        assert asked(open_day.isoformat()) == {name: 1}
    for closed in (today - timedelta(days=1), due + timedelta(days=1)):
        assert asked(closed.isoformat()) == {}
    assert asked(f"{today:%Y-%m}") == asked(f"{today.year}") == {name: 1}
    assert asked(f"{today.year - 1}") == {}
    form.fields.update(dropped=True)
    assert asked(f"{today.year}") == {name: 1}, "what is no longer asked was asked then"
    for unreadable in ("2026-02-30", "last week"):
        with pytest.raises(LuhengError) as wrong:
            asked(unreadable)
        assert code_of(wrong) == "period_unreadable"


def test_a_return_missing_at_its_due_date_is_overdue(
    form: ReturnForm, office: User, forestry: User
) -> None:
    one = issued(form, office)
    assert one not in returns_overdue(DUE)
    assert one in returns_overdue(date(2026, 4, 10))
    filled(one, forestry)
    file(one, forestry)
    assert one not in returns_overdue(date(2026, 4, 10))


def test_a_unit_sees_and_files_only_its_own(
    client: Client, form: ReturnForm, office: User, forestry: User
) -> None:
    own = issued(form, office)
    foreign = Return.objects.exclude(pk=own.pk).get()
    client.force_login(forestry)
    assert client.get(f"/returns/{own.pk}/").status_code == 200
    assert client.get(f"/returns/{foreign.pk}/").status_code == 404
    hidden = client.post(f"/returns/rows/{only_row(foreign).pk}/", {"version": 1, "state": "done"})
    assert hidden.status_code == 404
    listed = client.get("/returns/").content.decode()
    assert f"/returns/{own.pk}/" in listed and f"/returns/{foreign.pk}/" not in listed
    assert client.get("/api/v1/returns").json()["total"] == 1
    assert client.get(f"/api/v1/returns/{foreign.pk}").status_code == 404
    assert client.get("/returns/compose/").status_code == 403
    with pytest.raises(LuhengError):
        enter(only_row(foreign), {"state": "done"}, 1, forestry)


@pytest.mark.parametrize("role", [RoleName.LEADER, RoleName.AUDITOR, RoleName.READER])
def test_readers_read_only(client: Client, form: ReturnForm, office: User, role: RoleName) -> None:
    one = issued(form, office)
    client.force_login(person("reader", role))
    assert client.get(f"/returns/{one.pk}/").status_code == 200
    assert client.post(f"/returns/rows/{only_row(one).pk}/", {"version": 1, "value": "1"}).status_code == 403  # fmt: skip
    assert client.post(f"/returns/{one.pk}/move/file/").status_code == 403


def test_from_composing_to_acceptance_on_the_pages(
    client: Client, form: ReturnForm, office: User, forestry: User
) -> None:
    unit = Unit.objects.get(name="市林业局")
    client.force_login(office)
    composed = client.post("/returns/compose/", {"title": "年报", "frequency": "yearly", "unit": unit.pk, "kind": "indicator"})  # fmt: skip
    page = client.get(composed["Location"] + "?period=2025").content.decode()
    assert "已在《进展填报表》中" in page
    client.post(composed["Location"] + "issue/", {"period": "2025", "due": "2026-04-09"})
    one = Return.objects.get(form__title="年报")
    client.force_login(forestry)
    row = only_row(one)
    saved = client.post(f"/returns/rows/{row.pk}/", {"version": row.version, "value": "41.9", "status": "final", "note": ""})  # fmt: skip
    assert saved.status_code == 200 and "已填" in saved.content.decode()
    assert client.post(f"/returns/{one.pk}/move/file/").status_code == 302
    client.force_login(office)
    assert client.post(f"/returns/{one.pk}/move/accept/").status_code == 302
    assert Observation.objects.get(period="2025").value == Decimal("41.9")
    assert AskedField.objects.filter(form__title="年报").count() == 1
