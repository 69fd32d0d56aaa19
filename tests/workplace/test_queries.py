"""No page asks the database once per row: more rows, the same number of queries."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.workplace.conftest import AddReading
from tests.workplace.reading_of import PLAN, bulletin_reading, figure, forest, plan_reading

from luheng.documents.model import Finding, Project, Reading, Span, Task
from luheng.vocabulary.messages import Message
from luheng.workplace.models import Document, Target, Unit, User
from luheng.workplace.permissions import Act
from luheng.workplace.registers import REGISTERS

pytestmark = pytest.mark.django_db
WORDS = {"quote": "云川市", "span": Span(0, 3)}
MOST = 34  # queries of any page, the first of a day included
LISTS = [
    "home", "targets", "tasks", "projects", "project-overview", "milestones", "observations",
    "findings", "units", "unit-sheets", "documents", "mapping", "orders", "uncovered", "rules",
    "notices",
]  # fmt: skip


def plan(title: str, rows: int) -> Reading:
    """A plan with so many targets, tasks, projects and findings, of bureaus of its own."""
    bureaus = [f"市第{title}{number}局" for number in range(rows)]
    return plan_reading(
        text=f"{PLAN}{title}",
        title=title,
        targets=[forest(indicator=f"指标{bureau}", lead=[bureau]) for bureau in bureaus],
        tasks=[
            Task(no=number, title="事", text="办", lead=[bureau], support=bureaus[:3], **WORDS)
            for number, bureau in enumerate(bureaus)
        ],
        projects=[
            Project(no=number, name="工程", start=2021, end=2024, lead=bureau,
                    investment_yi_yuan=Decimal(number + 1), **WORDS)
            for number, bureau in enumerate(bureaus)
        ],
        findings=[Finding(message=Message("token_needed"), **WORDS) for _ in bureaus],
    )  # fmt: skip


def fill(add: AddReading, title: str, rows: int) -> None:
    """One more plan, and figures of its targets."""
    add(plan(title, rows))
    names = Target.objects.filter(document__title=title).values_list("indicator", flat=True)
    for year in ("2022", "2023"):
        figures = [figure(name, year, "41.8") for name in names]
        add(bulletin_reading(year, *figures, title=f"{title}{year}"))


def queries(client: Client, address: str) -> int:
    """How many queries a page takes, when nothing is remembered."""
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


def addresses() -> dict[str, str]:
    """Every page of rows, and the pages of the fullest unit, target and document."""
    newest = Document.objects.filter(kind="plan").latest("pk")
    target = Target.objects.filter(document=newest).first()
    unit = Unit.objects.filter(targetunits__item=target).first()
    pages = {name: reverse(name) for name in LISTS}
    pages |= {
        f"{key} api": f"/api/v1/{key}?page_size=500"
        for key, one in REGISTERS.items()
        if one.reads is Act.READ
    }
    pages |= {f"{kind}s read": f"{reverse('document', args=[newest.pk])}?kind={kind}"
              for kind in ("target", "task", "project", "finding")}  # fmt: skip
    return pages | {
        "unit": reverse("unit", args=[unit.pk if unit else 0]),
        "target": reverse("target", args=[target.pk if target else 0]),
        "why": reverse("explain-verdict", args=[target.pk if target else 0]),
    }


def test_no_page_asks_more_of_the_database_for_more_rows(
    add: AddReading, client: Client, office: User
) -> None:
    client.force_login(office)
    fill(add, "甲", 3)
    first = queries(client, "/")  # the first of the day also runs the rules of supervision
    few = {name: queries(client, address) for name, address in addresses().items()}
    fill(add, "乙", 12)
    many = {name: queries(client, address) for name, address in addresses().items()}
    grown = {name: (few[name], count) for name, count in many.items() if count > few[name]}
    assert grown == {}
    assert max(first, *few.values()) <= MOST
