"""The small city of the tests of access, opened to the public."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from tests.workplace.access.world import World, build
from tests.workplace.set_up_once import set_up_once

from luheng.workplace.city import City


@pytest.fixture
def world(db: None, city: City, settings: Any, tmp_path: Path) -> World:
    """One record of every kind for the unit of the people asking, and one for another unit."""
    cache.clear()
    settings.LUHENG_CITY = replace(city, public=True)
    return set_up_once(build)(settings.LUHENG_CITY, tmp_path)
