"""What a dossier holds: evidence by indicator and clause, verdicts with sources, what is missing."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.workplace.conftest import AddReading, person
from tests.workplace.evidence.conftest import Take
from tests.workplace.evidence.evidence_files import PDF, photo
from tests.workplace.reading_of import bulletin_reading, figure

from luheng.cli import main
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.dossiers.gathering import gather, holds
from luheng.workplace.dossiers.making import file_of, make_dossier
from luheng.workplace.dossiers.selection import Selection, selection_from, targets_of
from luheng.workplace.dossiers.verifying import verify
from luheng.workplace.evidence.binding import bind, withdraw
from luheng.workplace.evidence.lacking import Holding
from luheng.workplace.judging import judge_all
from luheng.workplace.models import AuditEntry, Dossier, Evidence, Observation, Target, Task, User
from luheng.workplace.permissions import RoleName

pytestmark = pytest.mark.django_db
START, END, DAY = date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 10)


def selection(**changes: object) -> Selection:
    return Selection(**{"title": "2025年度验收资料", "start": START, "end": END, **changes})  # type: ignore[arg-type]


def opened(city: City, dossier: Dossier) -> dict[str, bytes]:
    with zipfile.ZipFile(file_of(city, dossier.sha256)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refusal_of(refused: pytest.ExceptionInfo[LuhengError]) -> str:
    return refused.value.message.code


def test_a_dossier_holds_files_verdicts_sources_and_what_is_missing(
    city: City, forest: Target, take: Take, office: User, add: AddReading
) -> None:
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "42.8")))
    evidence = take(PDF, "关于#1的批复.pdf", subject=forest, note="覆盖率核定").evidence
    take(photo(), "现场.jpg", subject=Task.objects.get(no="1"))
    dossier = make_dossier(city, selection(), by=office, as_of=DAY)
    held = opened(city, dossier)
    assert held["files/001-关于#1的批复.pdf"] == PDF
    assert "files/002-现场.jpg" in held
    page = held["index.html"].decode()
    for words in ("森林覆盖率", "≥ 42.5%", "达标", "42.8", "2025年公报", "覆盖率核定", "一 主要目标",
                  evidence.sm3, evidence.source.sha256, "缺佐证", 'href="files/001-%E5%85%B3'):  # fmt: skip
        assert words in page, words
    assert "#1%E7" not in page and "%231%E7%9A%84" in page
    assert "By indicator" in held["index.en.html"].decode()
    assert (dossier.targets, dossier.pieces, dossier.missing) == (2, 2, 2)
    listed = json.loads(held["manifest.json"])
    assert listed["about"]["missing"] == ["单位地区生产总值能耗 2025", "2 建设绿色园区"]
    assert verify(file_of(city, dossier.sha256), dossier.fingerprint).sound


def test_the_english_page_says_nature_and_units_in_english(
    city: City, forest: Target, office: User, add: AddReading
) -> None:
    Target.objects.filter(pk=forest.pk).update(binding="约束性", unit="万亩")
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "42.8")))
    Observation.objects.update(unit="万亩")
    judge_all()
    held = opened(city, make_dossier(city, selection(), by=office, as_of=DAY))
    for name, words in (
        ("index.html", ("约束性", "42.8 万亩（2025）")),
        ("index.en.html", ("　binding", "42.8 ten thousand mu (2025)", "≥ 42.5 ten thousand mu")),
    ):
        for said in words:
            assert said in held[name].decode(), said


def test_the_pages_load_nothing_and_lead_only_to_files_that_are_there(
    city: City, forest: Target, take: Take, office: User
) -> None:
    take(photo(), "a & b <现场> 100%.jpg", subject=forest)
    held = opened(city, make_dossier(city, selection(), by=office, as_of=DAY))
    for name in ("index.html", "index.en.html"):
        page = held[name].decode()
        assert "<script" not in page
        assert not re.search(r"(?:src=|@import|url\()", page)
        links = re.findall(r'href="([^"]+)"', page)
        assert any(link.startswith("files/") for link in links)
        for link in links:
            place, _, anchor = link.partition("#")
            assert not place or unquote(place) in held
            assert not anchor or f'id="{anchor}"' in page


def test_the_same_contents_give_the_same_bytes_and_one_record(
    city: City, forest: Target, take: Take, office: User
) -> None:
    take(subject=forest)
    first = make_dossier(city, selection(), by=office, as_of=DAY)
    content = file_of(city, first.sha256).read_bytes()
    assert make_dossier(city, selection(), by=office, as_of=DAY) == first
    assert file_of(city, first.sha256).read_bytes() == content
    take(photo(), "现场.jpg", subject=forest)
    assert make_dossier(city, selection(), by=office, as_of=DAY) != first
    assert Dossier.objects.count() == 2
    assert [path.name for path in city.dossiers.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        ({}, Holding.HELD),
        ({"valid_until": START}, Holding.HELD),
        ({"valid_until": date(2024, 12, 31)}, Holding.EXPIRED),
        ({"valid_from": END}, Holding.HELD),
        ({"valid_from": date(2026, 1, 1)}, Holding.NOT_YET),
        ({"withdrawn": True}, Holding.WITHDRAWN),
    ],
)
def test_evidence_counts_when_it_is_valid_on_some_day_of_the_period(
    period: dict[str, object], wanted: Holding
) -> None:
    assert holds(Evidence(**period), START, END) is wanted


def test_withdrawn_and_expired_evidence_is_left_out_and_said_to_be_missing(
    city: City, forest: Target, take: Take, office: User
) -> None:
    withdraw(take(subject=forest).evidence, office, "有误")
    found = gather(selection(with_tasks=False), DAY)
    assert found.pieces == []
    assert [one.holding for one in found.missing if one.subject == forest] == [Holding.WITHDRAWN]
    take(photo(), "旧.jpg", subject=forest, valid_until=date(2020, 1, 1))
    found = gather(selection(with_tasks=False), DAY)
    assert [one.holding for one in found.missing if one.subject == forest] == [Holding.EXPIRED]


def test_the_missing_list_is_what_no_file_of_the_dossier_proves(forest: Target, take: Take) -> None:
    take(subject=forest)
    found = gather(selection(), DAY)
    proven = {one.anchor for one in (*found.targets, *found.tasks) if one.proofs}
    everything = {one.anchor for one in (*found.targets, *found.tasks)}
    assert {one.anchor for one in found.missing} == everything - proven
    assert len(everything) == 4


def test_a_piece_that_proves_two_things_is_packed_once(
    city: City, forest: Target, take: Take, office: User
) -> None:
    evidence = take(subject=forest).evidence
    bind(evidence, Task.objects.get(no="2"), office)
    found = gather(selection(), DAY)
    assert [piece.path for piece in found.pieces] == ["files/001-批复.pdf"]
    assert [one.clause for one in found.clauses if one.pieces] == [
        forest.clause,
        Task.objects.get(no="2").clause,
    ]


def test_gathering_takes_as_many_queries_for_many_as_for_few(forest: Target, take: Take) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            gather(selection(), DAY)
        return len(captured)

    take(b"0", "0.txt", subject=forest)
    take(b"x", "x.txt", subject=Task.objects.get(no="1"))
    few = queries()
    for number in range(1, 8):
        take(str(number).encode(), f"{number}.txt", subject=forest)
    assert queries() == few


def test_targets_are_chosen_by_document_family_and_number(forest: Target) -> None:
    every = targets_of(selection())
    assert len(every) == 2
    assert targets_of(selection(targets=(forest.pk,))) == [forest]
    assert targets_of(selection(documents=(forest.document_id,))) == every
    Target.objects.filter(pk=forest.pk).update(indicator_id="ecology_forest_coverage")
    family = catalogue()["ecology_forest_coverage"].family
    assert targets_of(selection(family=family)) == [forest]
    for nothing in ({"documents": (10**6,)}, {"family": "air"}):
        with pytest.raises(LuhengError) as refused:
            targets_of(selection(**nothing))
        assert refusal_of(refused) == "nothing_selected"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"end": date(2020, 1, 1)}, "validity_backwards"), ({"family": "magic"}, "family_unknown")],
)
def test_a_selection_that_makes_no_sense_is_refused(change: dict[str, object], code: str) -> None:
    plain = selection().as_plain()
    assert selection_from(plain) == selection()
    with pytest.raises(LuhengError) as refused:
        selection_from(plain | change)
    assert refusal_of(refused) == code


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"rotten")])
def test_a_lost_or_damaged_file_is_named_and_no_dossier_is_made(
    city: City, forest: Target, take: Take, office: User, harm: object
) -> None:
    evidence = take(subject=forest).evidence
    harm(city.files / evidence.source.sha256)  # type: ignore[operator]
    with pytest.raises(LuhengError) as refused:
        make_dossier(city, selection(), by=office, as_of=DAY)
    assert refusal_of(refused) == "evidence_file_lost"
    assert "批复" in str(refused.value)
    assert not Dossier.objects.exists()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


FORM = {"title": "2025年度验收资料", "start": "2025-01-01", "end": "2025-12-31", "with_tasks": "on"}


def test_the_office_makes_a_dossier_on_its_page_and_each_download_is_audited(
    city: City, forest: Target, take: Take, office: User
) -> None:
    take(subject=forest)
    browser = signed_in(office)
    browser.post(reverse("make-dossier"), FORM)
    dossier = Dossier.objects.get()
    assert dossier.made_by == office
    page = browser.get(reverse("dossiers")).content.decode()
    assert "2025年度验收资料" in page and "BEGIN PUBLIC KEY" in page
    assert dossier.sha256 in browser.get(reverse("dossier", args=[dossier.pk])).content.decode()
    answer = browser.get(reverse("dossier-file", args=[dossier.pk]))
    sent = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert sent == file_of(city, dossier.sha256).read_bytes()
    entry = AuditEntry.objects.filter(act="export").latest("pk")
    assert (entry.subject_kind, entry.after) == ("dossier", dossier.sha256)


def test_a_form_that_selects_nothing_is_answered_at_once(forest: Target, office: User) -> None:
    browser = signed_in(office)
    assert browser.post(reverse("make-dossier"), FORM | {"family": "air"}).status_code == 422
    assert browser.post(reverse("make-dossier"), FORM | {"start": ""}).status_code == 422
    assert not Dossier.objects.exists()


def test_a_unit_reads_dossiers_and_makes_none(city: City, forester: User, office: User) -> None:
    dossier = make_dossier(city, selection(), by=office, as_of=DAY)
    browser = signed_in(forester)
    assert browser.post(reverse("make-dossier"), FORM).status_code == 403
    assert browser.get(reverse("dossier-file", args=[dossier.pk])).status_code == 200
    with pytest.raises(LuhengError) as refused:
        make_dossier(city, selection(), by=person("x", RoleName.UNIT_MEMBER, "市水务局"))
    assert refusal_of(refused) == "not_allowed"


def test_the_command_makes_a_dossier_that_the_other_command_verifies(
    city: City, forest: Target, take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luheng.workplace.opening.open_site", lambda folder: city)
    take(subject=forest)
    out = tmp_path / "验收资料.zip"
    period = ["--from", "2025-01-01", "--until", "2025-12-31"]
    made = CliRunner().invoke(main, ["dossier", str(city.folder), *period, "-o", str(out)])
    assert made.exit_code == 0, made.output
    key = json.loads(
        CliRunner().invoke(main, ["dossier", str(city.folder), "--public-key", "--json"]).output
    )
    checked = CliRunner().invoke(main, ["verify", str(out), "--key", key["fingerprint"]])
    assert checked.exit_code == 0, checked.output
    assert "2025-01-01 — 2025-12-31" in checked.output
    without = CliRunner().invoke(main, ["dossier", str(city.folder)])
    assert without.exit_code == 2
    assert "--from" in without.output
