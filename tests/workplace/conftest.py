"""A city of its own for every test of the workplace, and people who work in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from luheng.documents.model import Reading
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City, create_city
from luheng.workplace.intake import Added, add_file
from luheng.workplace.models import Unit, User
from luheng.workplace.permissions import RoleName, set_role
from luheng.workplace.reports import page_numbers

AddReading = Callable[..., Added]


@pytest.fixture(autouse=True)
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Page numbers of reports stay open: laying a file out takes seconds. Tests of them say otherwise."""

    def missing(name: str, data: bytes) -> bytes:
        raise LuhengError("libreoffice_missing", file=name)

    monkeypatch.setattr(page_numbers, "as_pdf", missing)


@pytest.fixture
def city(tmp_path: Path, settings: object) -> City:
    """An empty city in a folder of its own, known to the settings."""
    made = create_city(tmp_path / "city", name="云川市", name_en="Yunchuan", invented=True)
    settings.LUHENG_CITY = made  # type: ignore[attr-defined]
    return made


@pytest.fixture
def add(city: City, tmp_path: Path) -> AddReading:
    """Adds a reading as if its text had been read from a file."""

    def added(reading: Reading, **options: object) -> Added:
        path = tmp_path / reading.file
        path.write_text(reading.text + reading.sha256, encoding="utf-8")
        return add_file(city, path, reader=lambda content, *, name: reading, **options)  # type: ignore[arg-type]

    return added


@pytest.fixture
def office(db: None) -> User:
    """Somebody of the plan office."""
    return person("office", RoleName.PLAN_OFFICE)


def person(username: str, role: RoleName, unit: str | None = None) -> User:
    """A new account with a role."""
    user = User.objects.create(username=username)
    set_role(user, role, Unit.objects.get_or_create(name=unit)[0] if unit else None)
    return user
