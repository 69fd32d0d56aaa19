"""Evidence enters whole or not at all, once, bound to what it proves by those who answer for it."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from tests.workplace.conftest import person
from tests.workplace.evidence.conftest import Take
from tests.workplace.evidence.evidence_files import PDF, photo, word, workbook

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.evidence.binding import bind, correct, unbind, withdraw
from luheng.workplace.evidence.taking import sm3_of
from luheng.workplace.models import Evidence, Proof, SourceFile, Target, Task, User
from luheng.workplace.permissions import RoleName

pytestmark = pytest.mark.django_db


def code_of(refused: pytest.ExceptionInfo[LuhengError]) -> str:
    return refused.value.message.code


def test_sm3_is_that_of_the_standards_own_example() -> None:
    assert sm3_of(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_a_file_is_kept_with_both_digests_and_bound_to_subject_and_clause(
    city: City, forest: Target, forester: User, take: Take
) -> None:
    taken = take(subject=forest, by=forester, kind="certificate", note="覆盖率达标")
    evidence, proof = taken.evidence, Proof.objects.get()
    assert (city.files / evidence.source.sha256).read_bytes() == PDF
    assert evidence.source.sha256 == hashlib.sha256(PDF).hexdigest()
    assert evidence.sm3 == sm3_of(PDF)
    assert (evidence.unit, evidence.uploaded_by, evidence.title) == (
        forester.unit,
        forester,
        "批复",
    )
    assert (proof.subject, proof.clause, proof.note) == (forest, forest.clause, "覆盖率达标")
    assert evidence.history.get().history_user == forester


def test_the_same_file_is_stored_once_and_offered_for_binding(
    forest: Target, forester: User, take: Take
) -> None:
    first = take().evidence
    again = take(name="另一个名字.pdf", subject=forest, by=forester)
    assert again.already_there
    assert again.evidence == first
    assert Evidence.objects.count() == 1
    assert SourceFile.objects.filter(sha256=first.source.sha256).count() == 1
    assert not Proof.objects.exists()
    bind(again.evidence, forest, forester)
    bind(again.evidence, forest, forester)
    assert Proof.objects.count() == 1


def test_a_unit_binds_only_to_what_it_leads_or_supports(forest: Target, take: Take) -> None:
    stranger = person("stranger", RoleName.UNIT_MEMBER, "市水务局")
    with pytest.raises(LuhengError) as refused:
        take(subject=forest, by=stranger)
    assert code_of(refused) == "not_allowed"
    assert not Evidence.objects.exists()
    evidence = take().evidence
    with pytest.raises(LuhengError):
        bind(evidence, forest, stranger)
    supporter = person("supporter", RoleName.UNIT_MEMBER, "市发展改革委")
    bind(evidence, Task.objects.get(no="1"), supporter)


@pytest.mark.parametrize("role", [RoleName.READER, RoleName.LEADER, RoleName.AUDITOR])
def test_who_only_reads_adds_nothing(take: Take, role: RoleName) -> None:
    with pytest.raises(LuhengError) as refused:
        take(by=person("reader", role))
    assert code_of(refused) == "not_allowed"


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (photo(), "a.jpg", "image/jpeg"),
        (word("情况说明"), "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (workbook(["年", 2023]), "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("台账\n".encode("gb18030"), "a.txt", "text/plain"),
        (PDF, "a.exe", "application/pdf"),
    ],
)  # fmt: skip
def test_the_content_says_what_a_file_is(
    take: Take, content: bytes, name: str, media_type: str
) -> None:
    assert take(content, name).evidence.source.media_type == media_type


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ\x90\0\x03\0\0\0", "报告.pdf", "evidence_type_refused"),
        (b"<html><script>alert(1)</script></html>", "页面.html", "evidence_type_refused"),
        (b"PK\x05\x06" + bytes(18), "包.zip", "evidence_type_refused"),
        (b"", "空.pdf", "file_empty"),
        (b"PK\x03\x04 broken", "坏.docx", "archive_damaged"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_leaves_nothing(
    city: City, take: Take, content: bytes, name: str, code: str
) -> None:
    with pytest.raises(LuhengError) as refused:
        take(content, name)
    assert code_of(refused) == code
    assert name in str(refused.value)
    assert not SourceFile.objects.exists()
    assert list(city.files.iterdir()) == []


def test_a_period_that_ends_before_it_begins_is_refused(take: Take) -> None:
    with pytest.raises(LuhengError) as refused:
        take(valid_from=date(2025, 1, 1), valid_until=date(2024, 1, 1))
    assert code_of(refused) == "validity_backwards"


def test_withdrawn_evidence_stays_with_its_reason_and_proves_nothing_more(
    city: City, forest: Target, forester: User, take: Take
) -> None:
    evidence = take(subject=forest, by=forester).evidence
    with pytest.raises(LuhengError) as refused:
        withdraw(evidence, forester, "  ")
    assert code_of(refused) == "reason_needed"
    gone = withdraw(evidence, forester, "盖章页缺失")
    assert (gone.withdrawn, gone.withdrawn_why, gone.version) == (True, "盖章页缺失", 2)
    assert (city.files / evidence.source.sha256).exists()
    with pytest.raises(LuhengError) as refused:
        bind(gone, Task.objects.get(no="1"), person("office2", RoleName.PLAN_OFFICE))
    assert code_of(refused) == "evidence_withdrawn"
    again = take(subject=forest, by=forester)
    assert not again.already_there
    assert again.evidence.source == evidence.source


def test_only_the_unit_that_handed_it_in_or_the_office_withdraws(
    forest: Target, forester: User, take: Take, office: User
) -> None:
    evidence = take(by=forester).evidence
    with pytest.raises(LuhengError):
        withdraw(evidence, person("stranger", RoleName.UNIT_MEMBER, "市水务局"), "不对")
    assert withdraw(evidence, office, "重复").withdrawn


def test_an_ended_proof_stays_in_the_history_with_its_reason(
    forest: Target, forester: User, take: Take
) -> None:
    take(subject=forest, by=forester)
    proof = Proof.objects.get()
    with pytest.raises(LuhengError):
        unbind(proof, person("stranger", RoleName.UNIT_MEMBER, "市水务局"), "不对")
    unbind(proof, forester, "关联有误")
    ended = Proof.history.first()
    assert (ended.history_type, ended.history_user, ended.history_change_reason) == (
        "-", forester, "关联有误",
    )  # fmt: skip
    assert not Proof.objects.exists()
    assert Evidence.objects.exists()


def test_the_second_of_two_who_correct_is_told(take: Take, office: User) -> None:
    evidence = take().evidence
    assert correct(evidence, {"title": "关于批复"}, office, 1).title == "关于批复"
    with pytest.raises(LuhengError) as refused:
        correct(evidence, {"title": "别的"}, office, 1)
    assert code_of(refused) == "evidence_edited_meanwhile"
    with pytest.raises(LuhengError) as refused:
        correct(evidence, {"kind": "rumour"}, office, 2)
    assert code_of(refused) == "value_refused"


@pytest.mark.parametrize("name", ["../../luheng.toml", "..\\secret.key", "a\r\nX: 1.pdf", "C:\\x\\批复.pdf"])  # fmt: skip
def test_the_name_of_a_file_reaches_no_other_file(city: City, take: Take, name: str) -> None:
    source = take(name=name).evidence.source
    assert not set(source.name) & set("/\\\r\n")
    assert [path.name for path in city.files.iterdir()] == [source.sha256]
