"""The example city is a city at work, whatever day it is made on, and says that it is invented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow
# Holidays of 2027 are not announced: a deadline there cannot be counted in working days.
_MADE_ON = """
import json, sys
from collections import Counter
from datetime import datetime, timezone as utc
from pathlib import Path
from unittest.mock import patch

moment = datetime(2027, 3, 10, 2, tzinfo=utc.utc)
with patch("django.utils.timezone.now", lambda: moment):
    from luheng.workplace.example_city import make_example
    city = make_example(Path(sys.argv[1]))
    from luheng.workplace import models as of
    from luheng.workplace.yearly_work import overdue
    said = {
        "orders": Counter(of.SupervisionOrder.objects.values_list("state", flat=True)),
        "numbers": list(of.SupervisionOrder.objects.exclude(number=None).order_by("issued_on", "number").values_list("year", "number")),
        "returns": Counter(of.Return.objects.filter(period="2026-10/2026-12").values_list("state", flat=True)),
        "work": Counter(of.WorkItem.objects.values_list("kind", flat=True)),
        "work_overdue": of.WorkItem.objects.filter(overdue()).count(),
        "appraisals": Counter(of.Appraisal.objects.values_list("state", flat=True)),
        "objections": Counter(of.Objection.objects.values_list("outcome", flat=True)),
        "money": of.ProjectFunding.objects.count(),
        "later": of.Step.objects.filter(at__gt=moment).count(),
    }
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a city holds that was made on a day whose year has no known holidays."""
    folder = tmp_path_factory.mktemp("at_work") / "city"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    environment.pop("DATABASE_URL", None)
    made = subprocess.run(
        [sys.executable, "-c", _MADE_ON, str(folder)],
        env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-3000:]
    return json.loads(made.stdout.splitlines()[-1])


def test_orders_stand_in_every_state_and_are_numbered_as_they_were_issued(said: dict) -> None:
    states = {"drafted", "issued", "signed", "planned", "answered", "sent_back", "reviewed", "closed", "waived"}  # fmt: skip
    assert states <= said["orders"].keys()
    assert said["numbers"] == sorted(said["numbers"])


def test_the_last_quarter_has_a_return_in_every_state(said: dict) -> None:
    assert said["returns"] == {"accepted": 2, "filed": 1, "returned": 1, "issued": 2}


def test_work_meetings_money_and_appraisals_are_there(said: dict) -> None:
    assert said["work"].keys() == {"measure", "subtask", "milestone", "district", "decision"}
    assert said["work_overdue"] > 0
    assert said["money"] > 30
    assert said["appraisals"] == {"published": 1, "announced": 1}
    assert said["objections"] == {"accepted": 1, "rejected": 1, "open": 1}


def test_nothing_was_done_after_the_day_it_was_made(said: dict) -> None:
    assert said["later"] == 0
