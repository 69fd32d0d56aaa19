"""A new city: its folder, its first plan, its first administrator. All of it, or no folder."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import luheng
from luheng.documents.formats.limits import Limits
from luheng.documents.model import Reading
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import SETTINGS_FILE, City, create_city
from luheng.workplace.opening import open_site

_PLACE = re.compile(
    r"^(?:[一-鿿]{2,3}省|[一-鿿]{2,7}自治区)?([一-鿿]{2,10}?(?:自治州|地区|市|盟|县|区|旗))"
)


@dataclass(frozen=True)
class Founded:
    """A new city and what came of its plan."""

    city: City
    document_id: int | None
    title: str
    username: str
    password: str


def found_city(
    folder: Path,
    *,
    plan: Path | None = None,
    name: str = "",
    name_en: str = "",
    place: str = "",
    invented: bool = False,
    say: Callable[[str], None] = lambda step: None,
) -> Founded:
    """Makes a city. Its name and place come from the plan where they are not given.

    Raises `city_exists`, `folder_not_empty`, `city_without_name` and whatever reading raises; then
    there is no folder.
    """
    if folder.exists() and any(folder.iterdir()):
        code = "city_exists" if (folder / SETTINGS_FILE).exists() else "folder_not_empty"
        raise LuhengError(code, folder=folder)
    say("reading")
    reading = _read(plan) if plan else None
    found = place or (place_of(reading) if reading else "")
    if not (name or found):
        raise LuhengError("city_without_name", folder=folder)
    was_there = folder.exists()
    try:
        city = create_city(
            folder, name=name or found, place=found or name, name_en=name_en, invented=invented
        )
        return _first_records(city, plan, reading, say)
    except BaseException:
        _remove(folder, keep=was_there)
        raise


def _read(plan: Path) -> Reading:
    limits = Limits.from_environment(unless_set=Limits(max_file_mb=City.file_limit_mb))
    return luheng.read(plan, limits=limits)


def place_of(reading: Reading) -> str:
    """The place a document speaks for, from its issuer or its title; empty where neither says."""
    for text in (reading.issuer, reading.title):
        if text and (found := _PLACE.match(text)):
            return found[1]
    return ""


def _first_records(
    city: City, plan: Path | None, reading: Reading | None, say: Callable[[str], None]
) -> Founded:
    say("database")
    open_site(city.folder)
    from luheng.workplace.accounts import add_user
    from luheng.workplace.intake import add_file
    from luheng.workplace.permissions import RoleName

    user, password = add_user("admin", RoleName.ADMINISTRATOR)
    if plan is None or reading is None:
        return Founded(city, None, "", user.username, password)
    say("recording")
    added = add_file(city, plan, reader=lambda content, *, name: reading)
    return Founded(city, added.document.pk, added.document.title, user.username, password)


def _remove(folder: Path, *, keep: bool) -> None:
    from django.db import connections

    connections.close_all()
    for path in folder.iterdir() if folder.exists() else ():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if not keep and folder.exists():
        folder.rmdir()
