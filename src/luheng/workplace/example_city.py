"""The invented city that ships with the software, opened as a real one would be."""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from luheng.examples import city_folder
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import SETTINGS_FILE, City, open_city
from luheng.workplace.founding import found_city
from luheng.workplace.opening import open_site

_ACCOUNTS = "accounts.json"
_READ = 64  # days ago
_ROLES = ("plan_office", "unit_lead", "unit_member", "leader", "reader")


def make_example(folder: Path, say: Callable[[str], None] = lambda step: None) -> City:
    """The example city in a folder: made at the first call, opened at the next.

    The accounts are written last: an example without them was interrupted and is made anew.
    """
    example = city_folder()
    about = tomllib.loads((example / "city.toml").read_text(encoding="utf-8"))
    if (folder / SETTINGS_FILE).exists():
        if (folder / _ACCOUNTS).exists():
            return open_site(folder)
        if not open_city(folder).invented:
            raise LuhengError("city_exists", folder=folder)
        shutil.rmtree(folder)
    founded = found_city(
        folder,
        plan=example / about["documents"]["plan"],
        name=about["city"]["name"],
        name_en=about["city"].get("name_en", ""),
        place=about["city"]["name"],
        invented=True,
        say=say,
    )
    _add_the_rest(founded.city, example, about["documents"], say)
    _add_evidence(founded.city, example, founded.username, say)
    work = tomllib.loads((example / "work.toml").read_text(encoding="utf-8"))
    _live_through_the_year(founded.city, work, say)
    _make_accounts(founded.city, work, founded.username, founded.password)
    return founded.city


def accounts(folder: Path) -> list[dict[str, str]]:
    """The accounts of the example city with their passwords, administrator first."""
    found: list[dict[str, str]] = json.loads((folder / _ACCOUNTS).read_text(encoding="utf-8"))
    return found


def _add_the_rest(
    city: City, example: Path, documents: dict[str, Any], say: Callable[[str], None]
) -> None:
    from django.utils import timezone

    from luheng.workplace.example.clock import before, lived
    from luheng.workplace.intake import add_file
    from luheng.workplace.snapshots import take_snapshot

    names: list[str] = [*documents["bulletins"], *documents["returns"]]
    last = names.pop()
    today = timezone.localdate()
    with lived(before(today, _READ)):  # orders are issued later, and quote the verdicts of then
        for name in names:
            say(name)
            add_file(city, example / name)
        take_snapshot(label="上次评估")
    with lived(before(today, _READ - 12)):
        say(last)
        add_file(city, example / last)


def _add_evidence(city: City, example: Path, username: str, say: Callable[[str], None]) -> None:
    from luheng.workplace.example.evidence import add_example_evidence

    say("佐证材料 evidence")
    add_example_evidence(city, example, username)


def _make_accounts(city: City, about: dict[str, Any], username: str, password: str) -> None:
    """One account of each role; the passwords are kept beside the data, as only an example may."""
    from luheng.workplace.accounts import add_user
    from luheng.workplace.permissions import OF_ONE_UNIT, RoleName

    rows = [{"role": RoleName.ADMINISTRATOR.value, "username": username, "password": password}]
    for role in _ROLES:
        unit = about["own_unit"] if role in OF_ONE_UNIT else ""
        user, made = add_user(role, RoleName(role), unit=unit)
        rows.append({"role": role, "username": user.username, "password": made})
    path = open_city(city.folder).folder / _ACCOUNTS
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)


def _live_through_the_year(city: City, about: dict[str, Any], say: Callable[[str], None]) -> None:
    """A year of work, so that no page is empty; then all is judged as of today."""
    from django.utils import timezone

    from luheng.workplace.example.appraisals import make_appraisals
    from luheng.workplace.example.days import make_days
    from luheng.workplace.example.orders import make_orders
    from luheng.workplace.example.organisation import make_organisation
    from luheng.workplace.example.people import office_of_the_example
    from luheng.workplace.example.projects import draw_borders, make_projects
    from luheng.workplace.example.readiness import make_readiness
    from luheng.workplace.example.returns import make_returns
    from luheng.workplace.example.work import make_meetings, make_work
    from luheng.workplace.judging import judge_all

    office = office_of_the_example()
    say("年度工作 yearly work")
    make_work(about["work"], office)
    make_meetings(about["meeting"], office)
    say("项目 projects")
    make_projects(about["project"], office)
    draw_borders(city, about["borders"])
    say("督办 orders")
    make_orders(about["orders"], office)
    say("填报 returns")
    make_returns(about["returns"], office)
    say("考核 appraisals")
    make_appraisals(city, about["appraisal"], office)
    say("机构与意见 organisation and comments")
    make_organisation(about["organisation"], office)
    say("示范创建 demonstration area")
    make_readiness(about["readiness"], office)
    say("逐日数据 days")
    make_days(city, timezone.localdate(), office)
    judge_all(timezone.localdate())
