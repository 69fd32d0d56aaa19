"""A plan with targets and tasks, and evidence taken for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.workplace.conftest import AddReading, person
from tests.workplace.evidence.evidence_files import PDF
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.workplace.city import City
from luheng.workplace.evidence.taking import Taken, take_evidence
from luheng.workplace.models import Target, User
from luheng.workplace.permissions import RoleName

Take = Callable[..., Taken]


@pytest.fixture
@set_up_once
def forest(add: AddReading) -> Target:
    """The target on forest cover, led by 市林业局."""
    add(plan_reading())
    return Target.objects.get(indicator="森林覆盖率")


@pytest.fixture
def forester(forest: Target) -> User:
    """Somebody of the unit that leads the target."""
    return person("forester", RoleName.UNIT_MEMBER, "市林业局")


@pytest.fixture
def take(city: City, tmp_path: Path, office: User) -> Take:
    """Takes content as evidence, by the plan office unless said otherwise."""

    def taken(content: bytes = PDF, name: str = "批复.pdf", **options: Any) -> Taken:
        path = tmp_path / "sent"
        path.write_bytes(content)
        return take_evidence(city, path, name=name, **{"by": office, **options})

    return taken
