"""Makes a large invented city in which many people have a return to file: `python bench/filing_city.py`.

Each unit has one person, signed in, and one return of a few figures. Prints as JSON whom the load is
to act for. The names are numbers and nothing is real.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

FIELDS = 10
PERIOD = "2026-06"


def make(folder: Path, people: int, share: float) -> dict[str, Any]:
    """The people with their sessions and rows, and the addresses that are read beside."""
    from bench.large_city import make as large_city

    large_city(folder, share)
    from django.db import transaction

    from luheng.workplace.models import Frequency, ReturnForm, User
    from luheng.workplace.permissions import RoleName, set_role
    from luheng.workplace.returns.issuing import issue

    office = User.objects.create(username="office")
    set_role(office, RoleName.PLAN_OFFICE)
    form = ReturnForm.objects.create(title="月度填报", frequency=Frequency.MONTHLY)
    with transaction.atomic():
        members = [_member(form, number) for number in range(people)]
    issued = {one.unit_id: one for one in issue(form, PERIOD, date(2026, 7, 7), office)}
    return {
        "people": [_person(user, issued[user.unit_id]) for user in members],
        "reads": _reads(office),
    }


def _member(form: Any, number: int) -> Any:
    from luheng.workplace.models import AskedField, Unit, User
    from luheng.workplace.permissions import RoleName, set_role

    unit = Unit.objects.create(name=f"第{number:03d}填报单位")
    user = User.objects.create(username=f"member{number:03d}")
    set_role(user, RoleName.UNIT_LEAD, unit)
    for position in range(FIELDS):
        name = f"填报指标{number}-{position}"
        AskedField.objects.create(
            form=form, unit=unit, kind=AskedField.Kind.INDICATOR, position=position, name=name,
            subject_key=f"indicator:{name}|云川市", place="云川市", measure="%",
        )  # fmt: skip
    user.refresh_from_db()
    return user


def _person(user: Any, one: Any) -> dict[str, Any]:
    return {
        "session": _session(user),
        "return": one.pk,
        "rows": {str(pk): version for pk, version in one.rows.values_list("pk", "version")},
    }


def _session(user: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return str(client.cookies["sessionid"].value)


def _reads(office: Any) -> dict[str, Any]:
    """What the plan office and leaders look at meanwhile."""
    from luheng.workplace.models import Target

    targets = list(Target.objects.values_list("pk", flat=True)[:40])
    paths = ["/", "/targets/", "/targets/?verdict=behind&sort=-year", "/tasks/", "/units/", "/returns/"]  # fmt: skip
    paths += [f"/targets/{pk}/" for pk in targets]
    return {"session": _session(office), "paths": paths}


def written(folder: Path) -> dict[str, Any]:
    """What stands and stood in each row, and the state of each return, after the load."""
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.models import Return, ReturnRow

    past: dict[str, list[str]] = {}
    for pk, value in ReturnRow.history.exclude(value=None).values_list("id", "value"):
        past.setdefault(str(pk), []).append(f"{value.normalize():f}")
    return {
        "stands": {str(pk): f"{value.normalize():f}" if value is not None else ""
                   for pk, value in ReturnRow.objects.values_list("pk", "value")},
        "past": past,
        "states": {str(pk): state for pk, state in Return.objects.values_list("pk", "state")},
    }  # fmt: skip


def wait_for_the_day(folder: Path, seconds: float = 600) -> None:
    """Until the daily work of the site is done, as it is in the small hours. Raises TimeoutError."""
    from luheng.workplace.opening import open_site

    open_site(folder)
    from django.utils import timezone

    from luheng.workplace.jobs.kinds import kinds
    from luheng.workplace.models import Job, JobState

    today, now = timezone.localdate(), timezone.localtime().time()
    due = {f"{one.key}:{today}" for one in kinds().values() if one.daily and now >= one.daily}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if Job.objects.filter(once__in=due, state=JobState.DONE).count() == len(due):
            return
        time.sleep(1)
    raise TimeoutError(f"the daily work took longer than {seconds:.0f} s")


def main() -> None:
    """Makes the city, tells what it holds now, or waits for its daily work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--written", action="store_true")
    parser.add_argument("--wait", action="store_true")
    asked = parser.parse_args()
    if asked.wait:
        wait_for_the_day(asked.folder)
        return
    told = written(asked.folder) if asked.written else make(asked.folder, asked.people, asked.share)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
