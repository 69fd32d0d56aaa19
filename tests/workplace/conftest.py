"""A city of its own for every test of the workplace."""

from __future__ import annotations

from pathlib import Path

import pytest

from luheng.workplace.city import City, create_city


@pytest.fixture
def city(tmp_path: Path, settings: object) -> City:
    """An empty city in a folder of its own, known to the settings."""
    made = create_city(tmp_path / "city", name="云川市", name_en="Yunchuan", invented=True)
    settings.LUHENG_CITY = made  # type: ignore[attr-defined]
    return made
