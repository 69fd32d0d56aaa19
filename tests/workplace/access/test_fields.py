"""Field by field: what everyone may see is seen, what is internal is nowhere, and roles see what they may.

Every text and number of the city is one of a kind here. Every page, operation, export and shared link
is opened, and whatever it says, with its headers and the insides of its workbooks, is searched.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.utils import timezone
from tests.workplace.access.marked import Marks, mark_everything, texts_of, whole_answer
from tests.workplace.access.test_matrix import _address, _operation_address, _sides
from tests.workplace.access.world import World, _added
from tests.workplace.reading_of import PLAN, bulletin_reading, figure, forest, plan_reading

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.matrix import Answer, column_lines, operation_lines, page_lines
from luheng.workplace.models import (
    Clause,
    Document,
    Evidence,
    Observation,
    PeriodReport,
    Target,
    Unit,
    Verdict,
)
from luheng.workplace.permissions import RoleName, may
from luheng.workplace.publishing import publish
from luheng.workplace.registers import REGISTERS, Register
from luheng.workplace.registers.column import Column
from luheng.workplace.sharing.links import make_share

pytestmark = pytest.mark.django_db

# What everyone may see, said once more and by hand: a column that is opened by mistake differs.
_OF_A_PLAN = {"quote"}
OPEN: dict[str, set[str]] = {
    "Target": _OF_A_PLAN | {"indicator", "unit", "binding", "lead", "support", "value"} | {
        "value_min", "value_max", "bound", "assigned_by", "benchmark", "offset", "offset_unit", "stretch",
    },
    "Task": _OF_A_PLAN | {"no", "chapter", "section", "title", "text", "lead", "support", "due"},
    "Project": {"no", "name", "content", "investment_yi_yuan", "lead", "place"},
    "Milestone": _OF_A_PLAN,
    "Verdict": {"latest_value", "latest_unit", "latest_period", "reason_zh", "reason_en"},
    "Clause": {"title", "chapter"},
    "Document": {"title", "issuer", "doc_no", "issued_on"},
    "Observation": {"indicator", "place", "period", "value", "unit", "quote"},
    "Unit": {"name"},
    "Evidence": {"title", "document_no", "issuer"},
    "PeriodReport": {"title", "title_en", "period"},
}  # fmt: skip
IN_DEMANDS = {  # shown where a demand is said with them, in no list
    "value_min", "value_max", "bound", "assigned_by", "benchmark", "offset", "offset_unit", "stretch",
}  # fmt: skip
PRINTED = {Document.Kind.PLAN, Document.Kind.BULLETIN}


def _is_open(record: models.Model, name: str) -> bool:
    """Whether everyone may see a field of a record."""
    if name not in OPEN.get(type(record).__name__, ()):
        return False
    if isinstance(record, Document):
        return record.current and record.kind in PRINTED
    if isinstance(record, Clause):
        kinds = ("targets", "milestones", *(["tasks"] if name == "title" else []))
        return any(_in_force(item) for kind in kinds for item in getattr(record, kind).all())
    if isinstance(record, Evidence):
        return record.visibility == "public" and not record.withdrawn
    if isinstance(record, PeriodReport):
        return record.state == "open"
    if isinstance(record, Unit):
        return record.active
    if isinstance(record, Verdict):
        return _in_force(record.target)
    if isinstance(record, Observation):
        return _figure_is_open(record, name)
    return _in_force(record)


def _in_force(item: Any) -> bool:
    return bool(item.document.current and item.review != "rejected")


def _figure_is_open(figure: Observation, name: str) -> bool:
    if figure.review == "rejected":
        return False
    printed = figure.document is not None and figure.document.kind in PRINTED
    if printed and figure.document.current:  # type: ignore[union-attr]
        return True
    used = any(_in_force(verdict.target) for verdict in figure.verdicts.all())
    return used and (printed or name != "quote")


@pytest.fixture
def marks(world: World, tmp_path: Path) -> Marks:
    """The city with rows of every kind that are nobody's business outside, and all of it marked."""
    Client().get("/sign-in/")  # the first request of a day judges anew
    _internal_rows(world, tmp_path)
    return mark_everything()


def _internal_rows(world: World, folder: Path) -> None:
    Evidence.objects.filter(pk=world.pk("evidence", mine=False)).update(visibility="internal")
    other = plan_reading(title="别的方案", text=PLAN + "别", targets=[forest()])
    rejected = _added(world.city, folder, other).document
    assert Target.objects.filter(document=rejected).update(review="rejected") == 1
    sent = [
        _added(
            world.city, folder, bulletin_reading(year, figure("湿地保护率", year, "50.5"))
        ).document
        for year in ("2019", "2020")
    ]
    Document.objects.filter(pk__in=[one.pk for one in sent]).update(kind=Document.Kind.RETURN)
    used = Observation.objects.get(document=sent[0])
    Verdict.objects.get(target=world.records["target"][0]).observations.add(used)


def _leaks(marks: Marks, text: str) -> set[str]:
    return {one for one in marks.in_text(text) if not _is_open(*marks.of[one])}


# --- everyone ---


def _public_addresses(world: World) -> Iterator[str]:
    """Whatever a visitor may try: every page and operation, and public lists with all that can be asked."""
    for line in page_lines():
        if line.method == "GET":
            yield from (_address(world, line, None, mine) for mine in (True, False))
    for line in operation_lines():
        if line.method == "GET":
            yield from (_operation_address(world, line, None, mine) for mine in _sides(line))
    for register in REGISTERS.values():
        every = ",".join(column.key for column in register.columns)
        for record in register.model._base_manager.values_list("pk", flat=True)[:20]:
            yield f"/api/v1/public/{register.key}/{record}"
        for address in (
            f"/public/lists/{register.key}/",
            f"/public/lists/{register.key}.csv",
            f"/public/lists/{register.key}.json",
            f"/public/lists/{register.key}.xlsx",
            f"/api/v1/public/{register.key}",
        ):
            yield from (address, f"{address}?columns={every}&page_size=200")
    for target in Target.objects.values_list("pk", flat=True):
        yield f"/public/targets/{target}/"


@pytest.mark.slow
def test_everyone_sees_what_is_public_and_nothing_that_is_internal(
    world: World, marks: Marks, tmp_path: Path
) -> None:
    seen: set[str] = set()
    wrong = []
    for language in ("zh-hans", "en"):
        client = Client()
        client.cookies["django_language"] = language
        for address in _public_addresses(world):
            answer = client.get(address)
            text = whole_answer(answer)
            seen |= marks.in_text(text)
            wrong += [
                f"{address}: {marks.where(found)}" for found in [_leaks(marks, text)] if found
            ]
    assert not wrong, "\n".join(wrong)
    publish(tmp_path / "site")
    for path in (tmp_path / "site").rglob("*.*"):
        text = "\n".join(texts_of(path.read_bytes()))
        assert not _leaks(marks, text), (path, marks.where(_leaks(marks, text)))
    unseen = {
        mark
        for mark, (record, name) in marks.of.items()
        if _is_open(record, name) and mark not in seen and name not in IN_DEMANDS
    }
    assert not unseen, marks.where(unseen)


@pytest.mark.slow
def test_a_link_with_public_parts_only_shows_public_parts_only(world: World, marks: Marks) -> None:
    office = world.people[RoleName.PLAN_OFFICE]
    until = timezone.localdate() + timedelta(days=7)
    asked: list[tuple[str, int | None, str]] = [("target", pk, "") for pk in _ids(world, "target")]
    asked += [("unit", pk, "") for pk in _ids(world, "unit")]
    for key, register in REGISTERS.items():
        every = ",".join(column.key for column in register.columns)
        asked += [("list", None, f"{key}?"), ("list", None, f"{key}?columns={every}")]
    opened = set()
    for kind, pk, view in asked:
        try:
            key = make_share(office, kind, pk, view, title="公开", until=until, public_only=True)[1]
        except LuhengError:
            assert kind == "list" and REGISTERS[view.partition("?")[0]].public_part is None
            continue
        for language in ("zh", "en"):
            answer: Any = Client().get(f"/s/{key}/?lang={language}")
            assert answer.status_code == 200
            text = whole_answer(answer)
            assert not _leaks(marks, text), (kind, view, marks.where(_leaks(marks, text)))
            assert marks.in_text(text), (kind, view)
            opened.add((kind, view.partition("?")[0]))
        file = Client().post(
            f"/s/{key}/file/", {"ticket": answer.context["ticket"], "form": "docx"}
        )
        assert file.status_code == 404
    public = {("list", key) for key, register in REGISTERS.items() if register.public_part}
    assert opened == public | {("target", ""), ("unit", "")}


def _ids(world: World, kind: str) -> list[int]:
    return [world.pk(kind, mine) for mine in (True, False)]


@pytest.mark.slow
def test_a_link_without_that_choice_shows_the_office_what_is_internal(
    world: World, marks: Marks
) -> None:
    """So that the test above can fail: the same pages show internal fields when they are asked to."""
    office = world.people[RoleName.PLAN_OFFICE]
    until = timezone.localdate() + timedelta(days=7)
    key = make_share(office, "target", world.pk("target", True), until=until)[1]
    shown = marks.where(_leaks(marks, whole_answer(Client().get(f"/s/{key}/"))))
    assert {"Target.note", "Observation.cell"} <= set(shown)
    key = make_share(office, "list", None, "tasks?columns=title,state_note", until=until)[1]
    shown = marks.where(_leaks(marks, whole_answer(Client().get(f"/s/{key}/"))))
    assert shown == ["Share.title", "Task.state_note"] or shown == ["Task.state_note"]


PUBLIC_PARTS = [one for one in REGISTERS.values() if one.public_part]


@pytest.mark.parametrize("register", PUBLIC_PARTS, ids=lambda one: one.key)
def test_nobody_asks_a_public_list_by_an_internal_field(world: World, register: Register) -> None:
    """A search, a filter or an order would tell what a column holds without showing it."""
    internal = [column.key for column in register.columns if not column.public]
    assert internal
    visitor = Client()
    for key in internal:
        for asked in (f"{key}=x", f"{key}_from=1", f"sort={key}", f"sort=-{key}"):
            for address in (f"/public/lists/{register.key}/", f"/api/v1/public/{register.key}"):
                assert visitor.get(f"{address}?{asked}").status_code == 422, (address, asked)


@pytest.mark.slow
def test_a_search_of_a_public_list_finds_nothing_internal(world: World, marks: Marks) -> None:
    for mark, (record, name) in marks.of.items():
        register = next((one for one in PUBLIC_PARTS if one.model is type(record)), None)
        if register is not None and not _is_open(record, name):
            part = register.public_part
            assert part is not None
            assert part.page(part.query({"q": [mark]})).total == 0, (register.key, name)


def test_nothing_is_open_until_the_city_says_so(db: None, city: Any) -> None:
    for register in PUBLIC_PARTS:
        for address in (f"/public/lists/{register.key}/", f"/public/lists/{register.key}.csv",
                        f"/api/v1/public/{register.key}", f"/api/v1/public/{register.key}/1"):  # fmt: skip
            assert Client().get(address).status_code == 404


def test_a_column_is_internal_unless_it_says_otherwise() -> None:
    assert Column(key="x", zh="", en="").public is False


def test_an_amount_that_is_public_has_a_public_unit() -> None:
    for register in PUBLIC_PARTS:
        part = register.public_part
        assert part is not None
        for column in part.columns:
            assert not column.unit_column or part.has(column.unit_column), column.key


# --- roles ---


@pytest.mark.slow
@pytest.mark.parametrize("role", list(RoleName))
def test_a_role_sees_every_field_of_the_rows_it_may_see_and_no_other_row(
    world: World, marks: Marks, role: RoleName
) -> None:
    """Role × list × field, on the page, by the API and in the workbook."""
    cache.clear()
    person = world.people[role]
    person._roles = None
    client = Client()
    client.force_login(person)
    for key, register in REGISTERS.items():
        every = ",".join(column.key for column in register.columns)
        asked = f"columns={every}&page_size=1000"
        answers = {
            "api": client.get(f"/api/v1/{key}?page_size=1000"),
            "workbook": client.get(f"/lists/{key}/export/?{asked}"),
        }
        if address := _page_of(key):
            answers["page"] = client.get(f"{address}?{asked}")
        readable = may(person, register.reads)
        wanted, others = _marks_of_rows(marks, register, person) if readable else (set(), set())
        for way, answer in answers.items():
            assert answer.status_code == (200 if readable else 403), (role, key, way)
            found = marks.in_text(whole_answer(answer))
            assert not wanted - found, (role, key, way, marks.where(wanted - found))
            assert not found & others, (role, key, way, marks.where(found & others))
        if readable:
            items = answers["api"].json()["items"]
            keys = {column.key for column in register.columns} | {"id", "version"}
            assert all(set(item) == keys for item in items), (role, key)


def _page_of(key: str) -> str:
    """Where the list has its page, with its columns to choose."""
    from django.urls import NoReverseMatch, reverse

    name = {"organisation": "organisation-list", "units": "", "computed": "", "dossiers": "",
            "documents": "", "evidence": ""}.get(key, key)  # fmt: skip
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


def _marks_of_rows(marks: Marks, register: Register, person: Any) -> tuple[set[str], set[str]]:
    """Marks of the rows a person may see, and those that stand in rows of others only."""
    mine = _marks_in(marks, register, register.query({"page_size": ["1000"]}, person))
    everyones = register.query({"page_size": ["1000"]}, _Anyone())
    return mine, _marks_in(marks, register, everyones) - mine


class _Anyone:
    """Reads every row."""

    is_authenticated = is_active = is_superuser = True
    _roles = frozenset({"administrator"})


def _marks_in(marks: Marks, register: Register, query: Any) -> set[str]:
    texts = [
        column.text(row[column.key])
        for row in register.rows(register.select(query))
        for column in register.columns
    ]
    return marks.in_text("\n".join(texts))


@pytest.mark.parametrize("role", list(RoleName))
def test_a_role_writes_the_columns_of_the_matrix_and_no_other(world: World, role: RoleName) -> None:
    person = world.people[role]
    for line in column_lines():
        allowed = line.writes(role) is not Answer.NO
        if line.register.save is None:
            assert not allowed
            continue
        if not allowed:
            with pytest.raises(LuhengError) as refusal:
                line.register.write(1, None, {line.column.key: "1"}, person)
            assert refusal.value.message.code == "column_read_only"
        else:
            assert line.column in line.register.writable(person)
