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
    _make_accounts(founded.city, founded.username, founded.password)
    return founded.city


def accounts(folder: Path) -> list[dict[str, str]]:
    """The accounts of the example city with their passwords, administrator first."""
    found: list[dict[str, str]] = json.loads((folder / _ACCOUNTS).read_text(encoding="utf-8"))
    return found


def _add_the_rest(
    city: City, example: Path, documents: dict[str, Any], say: Callable[[str], None]
) -> None:
    from luheng.workplace.intake import add_file
    from luheng.workplace.snapshots import take_snapshot

    names: list[str] = [*documents["bulletins"], *documents["returns"]]
    last = names.pop()
    for name in names:
        say(name)
        add_file(city, example / name)
    take_snapshot(label="上次评估")
    say(last)
    add_file(city, example / last)


def _make_accounts(city: City, username: str, password: str) -> None:
    """One account of each role; the passwords are kept beside the data, as only an example may."""
    from luheng.workplace.accounts import add_user
    from luheng.workplace.models import TaskUnit
    from luheng.workplace.permissions import RoleName

    rows = [{"role": RoleName.ADMINISTRATOR.value, "username": username, "password": password}]
    busiest = TaskUnit.objects.filter(role="lead").values_list("unit__name", flat=True).first()
    for role in (RoleName.PLAN_OFFICE, RoleName.UNIT_MEMBER, RoleName.READER):
        unit = busiest or "" if role is RoleName.UNIT_MEMBER else ""
        if role is RoleName.UNIT_MEMBER and not unit:
            continue
        user, made = add_user(role.value, role, unit=unit)
        rows.append({"role": role.value, "username": user.username, "password": made})
    path = open_city(city.folder).folder / _ACCOUNTS
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)
