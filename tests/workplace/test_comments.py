"""Comments: seen where their record is seen, answered, corrected with history, withdrawn, and told of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.comments.speaking import (
    comment,
    correct,
    may_comment,
    named_units,
    threads,
    withdraw,
)
from luheng.workplace.comments.subjects import SUBJECTS
from luheng.workplace.models import (
    AuditEntry,
    Comment,
    Mention,
    Task,
    Unit,
    User,
)
from luheng.workplace.permissions import RoleName
from luheng.workplace.returns.composing import compose
from luheng.workplace.returns.issuing import issue
from luheng.workplace.supervision.orders import enter_finding, move_order
from luheng.workplace.tokens import make_token
from luheng.workplace.yearly_work import begin_year

pytestmark = pytest.mark.django_db
LEAD, SUPPORT, OTHER = "市工业和信息化局", "市发展改革委", "市林业局"


@pytest.fixture
@set_up_once
def saving(add: AddReading) -> Task:
    """A task that one bureau leads and another supports."""
    add(plan_reading())
    return Task.objects.order_by("position").first()


def member(unit: str, name: str = "") -> User:
    return person(name or unit, RoleName.UNIT_MEMBER, unit)


def code_of(wrong: pytest.ExceptionInfo[LuhengError]) -> str:
    return wrong.value.message.code


def test_supporting_units_comment_and_others_do_not(saving: Task) -> None:
    assert may_comment(member(LEAD), saving)
    assert may_comment(member(SUPPORT), saving)
    stranger = member(OTHER)
    with pytest.raises(LuhengError) as refused:
        comment(saving, "也说一句", stranger)
    assert code_of(refused) == "not_allowed"
    assert not may_comment(person("reader", RoleName.READER), saving)


def test_a_unit_that_is_named_is_told_and_may_answer(saving: Task, office: User) -> None:
    stranger = member(OTHER)
    said = comment(saving, "请 @市林业局 提供造林数据", office)
    assert [unit.name for unit in said.mentions.all()] == [OTHER]
    assert Mention.objects.get().user == stranger
    answer = comment(saving, "已提供", stranger, said)
    (thread,) = threads(saving)
    assert (thread.comment, thread.replies) == (said, [answer])
    assert Mention.objects.filter(user=office, comment=answer).exists()


def test_the_longest_name_is_meant_and_other_names_count(db: None) -> None:
    Unit.objects.create(name="市发展", aliases=[])
    reform = Unit.objects.create(name="市发展改革委", aliases=["市发改委"])
    assert named_units("@市发展改革委请办") == [reform]
    assert named_units("＠市发改委 请办") == [reform]
    assert named_units("市发展改革委请办 a@b.cn") == []


def test_edits_stay_in_the_history_and_only_ones_own_are_edited(saving: Task, office: User) -> None:
    lead = member(LEAD)
    said = comment(saving, "初稿", lead)
    changed = correct(said, "定稿", lead)
    assert changed.edited_at is not None
    assert [row.text for row in said.history.all()] == ["定稿", "初稿"]
    for act in (lambda: correct(said, "篡改", office), lambda: withdraw(said, office)):
        with pytest.raises(LuhengError) as refused:
            act()
        assert code_of(refused) == "comment_not_yours"


def test_withdrawn_leaves_who_and_when_and_its_answers(saving: Task, office: User) -> None:
    lead = member(LEAD)
    said = comment(saving, "说错了", lead)
    comment(saving, "收到", office, said)
    gone = withdraw(said, lead)
    assert gone.withdrawn and Comment.objects.filter(pk=said.pk).exists()
    assert len(threads(saving)[0].replies) == 1
    with pytest.raises(LuhengError) as refused:
        comment(saving, "再回", office, gone)
    assert code_of(refused) == "comment_withdrawn"


@pytest.mark.parametrize(("text", "code"), [("  \n ", "comment_empty"), ("长" * 4001, "comment_too_long")])  # fmt: skip
def test_what_cannot_be_a_comment_says_why(
    saving: Task, office: User, text: str, code: str
) -> None:
    with pytest.raises(LuhengError) as refused:
        comment(saving, text, office)
    assert code_of(refused) == code
    assert Comment.objects.count() == 0


def test_comments_on_an_order_and_a_return_are_seen_by_whoever_sees_them(
    saving: Task, office: User
) -> None:
    order = enter_finding({"source": "市审计局", "finding_no": "7", "quote": "台账不全", "unit": Unit.objects.get(name=LEAD)}, office)  # fmt: skip
    move_order(order, "issue", office)
    compose_units = [Unit.objects.get(name=LEAD)]
    form = compose("进展月报", "yearly", compose_units, office)
    (one,) = issue(form, "2025", timezone.localdate() + timedelta(days=9), office)
    lead, stranger = member(LEAD), member(OTHER)
    for subject in (order, one):
        comment(subject, "@市林业局 请看", office)
        assert may_comment(lead, subject)
        assert not may_comment(stranger, subject)  # being named opens nothing that was closed
    assert not Mention.objects.filter(user=stranger).exists()
    page = Client()
    page.force_login(stranger)
    assert (
        page.post(f"/comments/of/supervisionorder/{order.pk}/", {"text": "看"}).status_code == 404
    )
    assert page.post(f"/comments/of/return/{one.pk}/", {"text": "看"}).status_code == 404


def test_comment_edit_and_withdrawal_on_the_page(
    saving: Task, client: Client, city: object
) -> None:
    client.force_login(member(SUPPORT))
    address = f"/tasks/{saving.pk}/"
    client.post(f"/comments/of/task/{saving.pk}/", {"text": "建议 <b>提前</b>，@市林业局"})
    said = Comment.objects.get()
    page = client.get(address).content.decode()
    assert "建议 &lt;b&gt;提前&lt;/b&gt;" in page and '<b class="mention">@市林业局</b>' in page
    client.post(f"/comments/{said.pk}/correct/", {"text": "建议提前"})
    assert "已修改" in client.get(address).content.decode()
    client.post(f"/comments/{said.pk}/withdraw/")
    page = client.get(address).content.decode()
    assert "（已撤回）" in page and "建议提前" not in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_commented_kind_shows_its_comments_on_its_page(
    saving: Task, office: User, client: Client, city: object, language: str
) -> None:
    begin_year(2026, office)
    enter_finding({"source": "市审计局", "finding_no": "7", "quote": "台账不全", "unit": Unit.objects.get(name=LEAD)}, office)  # fmt: skip
    form = compose("进展月报", "yearly", [Unit.objects.get(name=LEAD)], office)
    issue(form, "2025", timezone.localdate() + timedelta(days=9), office)
    client.force_login(office)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    from django.apps import apps
    from django.urls import reverse

    for kind, declared in SUBJECTS.items():
        subject = apps.get_model("workplace", kind)._default_manager.first()
        if kind == "evidence":
            assert subject is None  # its page is tested where files are taken in
            continue
        comment(subject, "请补充说明", office)
        page = client.get(reverse(declared.page, args=[subject.pk])).content.decode()
        assert 'id="comments"' in page and "请补充说明" in page, kind


def test_a_mention_waits_among_the_notices_until_it_is_read(
    saving: Task, office: User, client: Client, city: object
) -> None:
    lead = member(LEAD)
    comment(saving, "请 @市工业和信息化局 回复", office)
    client.force_login(lead)
    page = client.get("/notices/").content.decode()
    assert "请 @市工业和信息化局 回复" in page and "未读" in page
    client.post("/notices/read/")
    assert lead.mentions.filter(read_at=None).count() == 0


def test_the_api_has_the_same_comments_and_the_same_rule(
    saving: Task, office: User, city: object
) -> None:
    def caller(user: User) -> Client:
        return Client(headers={"Authorization": f"Bearer {make_token(user.username, 't')[1]}"})

    support, stranger = caller(member(SUPPORT)), caller(member(OTHER))
    address = f"/api/v1/comments/task/{saving.pk}"

    def said(client: Client, to: str, **values: object) -> object:
        return client.post(to, values, content_type="application/json")

    made = said(support, address, text="接口意见")
    assert made.status_code == 200
    assert said(stranger, address, text="也说").status_code == 403
    assert said(support, address, text="").status_code == 422
    key = made.json()["id"]
    assert said(support, f"/api/v1/comment/{key}/correct", text="改").json()["edited_at"]
    assert said(stranger, f"/api/v1/comment/{key}/withdraw").status_code == 403
    assert said(support, f"/api/v1/comment/{key}/withdraw").json()["withdrawn"]
    (row,) = stranger.get(address).json()
    assert (row["text"], row["withdrawn"], row["unit"]) == ("", True, SUPPORT)
    assert support.get("/api/v1/comments/unit/1").status_code == 404
    assert support.get(f"/api/v1/comments/task/{1 << 70}").status_code in (404, 422)


def test_comments_are_in_the_audit_log_without_their_words(saving: Task, office: User) -> None:
    comment(saving, "机密的话", office)
    entries = AuditEntry.objects.filter(subject_kind="comment")
    assert entries.count() == 1
    assert "机密" not in str(list(entries.values()))


def test_what_was_said_stays_when_the_unit_is_gone(saving: Task, office: User) -> None:
    from luheng.workplace.organisation.carrying_out import carry_out
    from luheng.workplace.organisation.drafting import Takes, draft

    said = comment(saving, "原单位的意见", member(SUPPORT))
    unit = Unit.objects.get(name=SUPPORT)
    one = draft(
        "merge", [unit], [Takes("市发展和改革局")], timezone.localdate(), office, document_no="3"
    )
    carry_out(one, office)
    said.refresh_from_db()
    assert said.unit.name == SUPPORT
    assert may_comment(User.objects.get(username=SUPPORT), saving)
