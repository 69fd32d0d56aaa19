"""What everyone may read: only where the city opened it, and the same as a folder of files."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.workplace.conftest import AddReading
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace import review
from luheng.workplace.judging import judge_all
from luheng.workplace.models import Target, User
from luheng.workplace.publishing import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
@set_up_once
def plan(add: AddReading) -> None:
    add(plan_reading())
    judge_all()


@pytest.fixture
def opened(plan: None, settings: Any) -> None:
    settings.LUHENG_CITY = replace(settings.LUHENG_CITY, public=True)


def test_nothing_is_public_until_the_city_says_so(plan: None) -> None:
    assert Client().get("/public/").status_code == 404


def test_everyone_reads_targets_with_their_words(opened: None) -> None:
    target = Target.objects.get(indicator="森林覆盖率")
    shown = Client().get("/public/").content.decode()
    assert target.quote in shown
    assert "项目标" in shown
    assert target.quote in Client().get(f"/public/targets/{target.pk}/").content.decode()


def test_what_was_rejected_is_not_shown(opened: None, office: User) -> None:
    target = Target.objects.get(indicator="森林覆盖率")
    review.reject(target, office)
    assert target.indicator not in Client().get("/public/").content.decode()
    assert Client().get(f"/public/targets/{target.pk}/").status_code == 404


def test_no_name_of_a_person_is_shown(opened: None, office: User) -> None:
    for target in Target.objects.all():
        review.accept(target, office)
    assert office.username not in Client().get("/public/").content.decode()


def test_the_folder_needs_nothing_from_outside(plan: None, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert publish(folder) == 6  # a start page and two targets, in two languages
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "//" not in re.sub(r"<!--.*?-->", "", text).replace("http://www.w3.org", "")
        for link in re.findall(r'(?:href|src)="([^"#?]+)"', text):
            assert (page.parent / link).is_file(), (page, link)


def test_the_same_data_gives_the_same_bytes(plan: None, tmp_path: Path) -> None:
    def content() -> dict[str, bytes]:
        publish(tmp_path / "site")
        return {str(one): one.read_bytes() for one in sorted((tmp_path / "site").rglob("*.*"))}

    assert content() == content()


def test_a_folder_with_other_things_is_left_alone(plan: None, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(LuhengError, match="别的文件"):
        publish(tmp_path)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "keep"
