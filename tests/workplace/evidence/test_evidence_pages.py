"""Evidence as people meet it: on the page of a target, in the list, one piece, what is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.workplace.conftest import person
from tests.workplace.evidence.conftest import Take
from tests.workplace.evidence.evidence_files import PDF, photo

from luheng.workplace.models import Evidence, Proof, Target, User
from luheng.workplace.permissions import RoleName

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, target: Target, *files: tuple[str, bytes]) -> str:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    answer = client.post(
        reverse("upload-for", args=["target", target.pk]),
        {"files": uploads, "kind": "photo", "note": "现场核查"},
        follow=True,
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_many_files_are_taken_at_once_from_the_page_of_a_target(
    forest: Target, forester: User
) -> None:
    browser = signed_in(forester)
    page = send(browser, forest, ("现场.jpg", photo()), ("批复.pdf", PDF))
    assert "已上传 2 份" in page
    assert Proof.objects.filter(object_id=forest.pk, note="现场核查").count() == 2
    page = browser.get(reverse("target", args=[forest.pk])).content.decode()
    assert "现场" in page and "批复" in page and "上传材料" in page


def test_one_bad_file_stops_no_other_and_each_is_answered_for(
    forest: Target, forester: User, take: Take
) -> None:
    take(PDF, "旧批复.pdf")
    page = send(
        signed_in(forester), forest,
        ("病.exe", b"MZ\x90\0\x03\0"), ("批复.pdf", PDF), ("现场.jpg", photo()),
    )  # fmt: skip
    assert "病.exe 不是可作佐证的文件类型" in page
    assert "旧批复" in page and "关联到本项" in page
    assert Evidence.objects.count() == 2
    again = Evidence.objects.get(title="旧批复")
    signed_in(forester).post(
        reverse("bind-evidence", args=["target", forest.pk]), {"evidence": again.pk}
    )
    assert Proof.objects.filter(evidence=again, object_id=forest.pk).exists()


def test_who_does_not_answer_for_a_target_sees_its_evidence_and_adds_none(
    forest: Target, take: Take
) -> None:
    take(subject=forest)
    browser = signed_in(person("stranger", RoleName.UNIT_MEMBER, "市水务局"))
    page = browser.get(reverse("target", args=[forest.pk])).content.decode()
    assert "批复" in page
    assert "上传材料" not in page
    sent = browser.post(
        reverse("upload-for", args=["target", forest.pk]),
        {"files": [SimpleUploadedFile("a.jpg", photo())], "kind": "photo"},
    )
    assert sent.status_code == 403
    evidence = Evidence.objects.get()
    assert browser.post(reverse("withdraw-evidence", args=[evidence.pk]), {"why": "x"}).status_code == 403  # fmt: skip
    assert browser.post(reverse("unbind-evidence", args=[Proof.objects.get().pk]), {"why": "x"}).status_code == 403  # fmt: skip


def test_a_piece_is_corrected_withdrawn_and_unbound_on_its_page(
    forest: Target, forester: User, take: Take
) -> None:
    evidence = take(subject=forest, by=forester).evidence
    browser = signed_in(forester)
    form = {"kind": "certificate", "title": "关于批复", "visibility": "internal", "version": "1"}
    browser.post(reverse("correct-evidence", args=[evidence.pk]), form)
    evidence.refresh_from_db()
    assert (evidence.title, evidence.kind) == ("关于批复", "certificate")
    bad = form | {"version": "2", "valid_until": "soon"}
    assert browser.post(reverse("correct-evidence", args=[evidence.pk]), bad).status_code == 422
    browser.post(reverse("unbind-evidence", args=[Proof.objects.get().pk]), {"why": "误关联"})
    assert not Proof.objects.exists()
    browser.post(reverse("withdraw-evidence", args=[evidence.pk]), {"why": "缺盖章页"})
    page = browser.get(reverse("evidence-item", args=[evidence.pk])).content.decode()
    assert "缺盖章页" in page and evidence.source.sha256 in page and evidence.sm3 in page


def test_the_list_is_filtered_by_kind_unit_expiry_and_binding(
    forest: Target, forester: User, take: Take
) -> None:
    today = timezone.localdate()
    take(PDF, "长期.pdf", subject=forest, by=forester)
    take(b"a", "新账.txt", valid_until=today + timedelta(days=5), kind="data")
    take(b"b", "旧账.txt", valid_until=today - timedelta(days=1), kind="data")
    browser = signed_in(forester)

    def listed(query: str) -> set[str]:
        page = browser.get(f"{reverse('evidence')}?{query}").content.decode()
        return {name for name in ("长期", "新账", "旧账") if f">{name}</" in page}

    assert listed("") == {"长期", "新账", "旧账"}
    assert listed("kind=data") == {"新账", "旧账"}
    assert listed("unit=市林业局") == {"长期"}
    assert listed("validity=expiring") == {"新账"}
    assert listed("bound=unbound") == {"新账", "旧账"}


def test_what_lacks_evidence_is_listed_until_it_has_some(
    forest: Target, forester: User, take: Take
) -> None:
    browser = signed_in(forester)
    assert "森林覆盖率" in browser.get(reverse("target-evidence")).content.decode()
    assert "缺佐证" in browser.get(reverse("task-evidence")).content.decode()
    take(subject=forest)
    page = browser.get(reverse("target-evidence")).content.decode()
    assert "单位地区生产总值能耗" in page
    assert ">森林覆盖率</" not in page


def test_the_file_is_handed_out_to_be_saved_and_never_run(take: Take, office: User) -> None:
    evidence = take().evidence
    answer = signed_in(office).get(reverse("evidence-file", args=[evidence.pk]))
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_evidence_is_bound_only_to_what_can_have_some(take: Take, office: User) -> None:
    take()
    browser = signed_in(office)
    for kind in ("user", "evidence", "nothing"):
        assert browser.get(reverse("choose-evidence", args=[kind, 1])).status_code == 404
    assert browser.get(reverse("choose-evidence", args=["target", 10**9])).status_code == 404


def test_evidence_is_found_by_its_words_to_be_bound(
    forest: Target, forester: User, take: Take
) -> None:
    take(subject=forest, by=forester)
    take(photo(), "现场.jpg")
    browser = signed_in(forester)
    address = reverse("choose-evidence", args=["target", forest.pk])
    assert "现场" in browser.get(address).content.decode()
    assert ">批复<" not in browser.get(f"{address}?q=批复").content.decode()  # bound already


def test_who_changed_a_piece_is_for_the_office_and_auditors(forest: Target, take: Take) -> None:
    address = reverse("evidence-item", args=[take().evidence.pk])
    for role, reads in ((RoleName.AUDITOR, True), (RoleName.READER, False)):
        page = signed_in(person(role.value, role)).get(address)
        assert bool(page.context["history"]) is reads
        assert ("<summary>历史</summary>" in page.content.decode()) is reads
