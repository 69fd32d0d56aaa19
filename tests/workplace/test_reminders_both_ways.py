"""Reminders there are keep their record through the upgrade and back; what the old release cannot hold goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow
SCRIPT = """
import json
from datetime import date, timedelta
from pathlib import Path
from luheng.workplace.example_city import make_example
make_example(Path("city"))
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from luheng.workplace.models import *
from luheng.workplace.reminders.running import remind
from luheng.workplace.supervision.lifecycle import ORDERS

def to(*names):
    executor = MigrationExecutor(connection)
    executor.migrate([("workplace", one) for one in names] or executor.loader.graph.leaf_nodes())

def orders_told():
    with connection.cursor() as cursor:
        cursor.execute(TOLD)
        return sorted(map(list, cursor.fetchall()))

unit = Unit.objects.order_by("pk").first()
for number in (1, 2):
    order = ORDERS.begin(SupervisionOrder(rule="inspection", cause_key=f"k{number}", title="补植", unit=unit))
    SupervisionOrder.objects.filter(pk=order.pk).update(state="planned", due=timezone.localdate())
office = User.objects.filter(groups__name="plan_office", is_active=True).first()
if office is None:
    from luheng.workplace.permissions import RoleName, set_role
    office = User.objects.create(username="office", email="o@example.invalid")
    set_role(office, RoleName.PLAN_OFFICE)
NoticePreference.objects.get_or_create(user=office, defaults={"by_webhook": True})
remind()
kinds = dict()
for one in Notice.objects.select_related("content_type"):
    kinds[one.content_type.model] = kinds.get(one.content_type.model, 0) + 1
TOLD = "SELECT n.object_id, n.text_zh FROM workplace_notice n JOIN django_content_type c ON c.id = n.content_type_id WHERE c.model = 'supervisionorder'"
after = [orders_told()]
deliveries = Delivery.objects.count()
to("0017_readiness")
TOLD_THEN = TOLD
TOLD = "SELECT order_id, text_zh FROM workplace_notice"
before = orders_told()
to()
TOLD = TOLD_THEN
after.append(orders_told())
done = remind()
print(json.dumps({"kinds": kinds, "before": before, "after": after, "again": done.noted,
                  "deliveries": [deliveries, Delivery.objects.count()]}))
"""


def both_ways(folder: Path, database: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DATABASE_URL", None)
    if database:
        environment["DATABASE_URL"] = database
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=folder, env=environment, capture_output=True,
        text=True, timeout=600, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    said = json.loads(run.stdout)
    assert said["kinds"]["supervisionorder"] >= 2
    others = sum(said["kinds"].values()) - said["kinds"]["supervisionorder"]
    assert others > 0
    assert said["before"] == said["after"][0] == said["after"][1]  # same orders, same words
    assert said["again"] == others  # what the old release could not hold is told anew
    assert said["deliveries"][0] == said["deliveries"][1] > 0


def test_reminders_of_orders_survive_the_way_back_and_forward_on_sqlite(tmp_path: Path) -> None:
    both_ways(tmp_path, "")


@pytest.mark.postgres
def test_reminders_of_orders_survive_the_way_back_and_forward_on_postgresql(
    tmp_path: Path, empty_database: str
) -> None:
    both_ways(tmp_path, empty_database)
