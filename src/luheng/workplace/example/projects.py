"""Money, progress and places of the invented city's projects."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from luheng.workplace.borders import FILE
from luheng.workplace.city import City
from luheng.workplace.example.clock import before, lived
from luheng.workplace.models import Project, User
from luheng.workplace.project_money import AMOUNTS, enter_funding, place_project, report_project

_ENTERED = 18  # days ago


def make_projects(about: list[dict[str, Any]], office: User) -> None:
    """Enters what is known of each project, as the plan office would from the bureaus' letters."""
    today = timezone.localdate()
    for one in about:
        project = Project.objects.get(no=one["no"], document__current=True)
        with lived(before(today, _ENTERED)):
            for year, source, *amounts in one["money"]:
                given = dict(zip(AMOUNTS, map(Decimal, amounts), strict=True))
                enter_funding(project, {"year": year, "source": source, **given}, office)
            longitude, latitude = (Decimal(str(degree)) for degree in one["site"])
            place_project(project, longitude, latitude, office)
        for stage, percent, ago, note in one["built"]:
            as_of = today - timedelta(days=ago)
            values = {"stage": stage, "percent": Decimal(percent), "note": note, "as_of": as_of}
            with lived(as_of):
                report_project(project, values, office)


def draw_borders(city: City, districts: dict[str, list[list[float]]]) -> None:
    """Writes invented border lines, so that the map of projects shows districts."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "invented": True},
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        }
        for name, ring in districts.items()
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    (city.folder / FILE).write_text(text, encoding="utf-8")
