# ruff: noqa: F811  (fixtures of another test file)
"""A program reads and fills in the rows of a return, with the checks of the page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.workplace.conftest import person
from tests.workplace.test_api import Caller, open_connection  # noqa: F401
from tests.workplace.test_return_files import forestry, form, one  # noqa: F401

from luheng.workplace.models import Return, ReturnRow, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.returns.reviewing import file

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(one: Return, forestry: User) -> Caller:
    return Caller(forestry)


def row_named(caller: Caller, one: Return, name: str) -> dict[str, Any]:
    rows = caller.get(f"/returns/{one.pk}/rows").json()
    return next(row for row in rows if name in row["name"])


def test_the_rows_say_what_is_asked_and_what_is_known(caller: Caller, one: Return) -> None:
    row = row_named(caller, one, "森林覆盖率")
    assert (row["unit"], row["last_period"], row["last_value"], row["value"]) == ("%", "2024", "41.6", None)  # fmt: skip


def test_rows_are_filled_in_once_however_often_they_are_sent(caller: Caller, one: Return) -> None:
    forest = row_named(caller, one, "森林覆盖率")
    task = row_named(caller, one, "推进工业节能")
    sent = [
        {"id": forest["id"], "version": forest["version"], "value": "41.9"},
        {"id": task["id"], "version": task["version"], "state": "under_way", "text": "改造12家"},
    ]
    first = caller.post(f"/returns/{one.pk}/rows", sent).json()
    assert (first["changed"], first["same"]) == (2, 0)
    again = caller.post(f"/returns/{one.pk}/rows", sent).json()
    assert (again["changed"], again["same"]) == (0, 2)
    assert again["rows"] == caller.post(f"/returns/{one.pk}/rows", sent).json()["rows"]
    assert row_named(caller, one, "森林覆盖率")["value"] == "41.9"


def test_doubts_come_back_and_an_impossible_value_stops_all(caller: Caller, one: Return) -> None:
    forest, power = (row_named(caller, one, name)["id"] for name in ("森林覆盖率", "全社会用电量"))
    doubtful = caller.post(f"/returns/{one.pk}/rows", [{"id": forest, "value": 4.16}]).json()
    assert "4.16" in doubtful["rows"][0]["warnings"][0]["zh"] or doubtful["rows"][0]["warnings"]
    refused = caller.post(f"/returns/{one.pk}/rows", [{"id": power, "value": 55}, {"id": forest, "value": 419}])  # fmt: skip
    assert refused.status_code == 422 and refused.json()["code"] == "return_row_refused"
    assert ReturnRow.objects.get(pk=power).value is None


def test_a_stale_version_is_told_and_overwrites_nothing(
    caller: Caller,
    one: Return,
    office: User,
) -> None:
    forest = row_named(caller, one, "森林覆盖率")
    caller.post(f"/returns/{one.pk}/rows", [{"id": forest["id"], "value": "41.7"}])
    stale = caller.post(f"/returns/{one.pk}/rows", [{"id": forest["id"], "version": forest["version"], "value": "41.9"}])  # fmt: skip
    assert stale.status_code == 422 and "41.7" in stale.json()["zh"]


@pytest.mark.parametrize(
    "payload",
    [
        [{"id": 10**15, "value": "1"}], [{"id": 0}], [{"value": "1"}], {"id": 1}, None,
        [{"id": "ROW", "value": "较高"}], [{"id": "ROW", "value": "1e999999"}],
        [{"id": "ROW", "state": "done"}], [{"id": "ROW"}, {"id": "ROW"}],
        [{"id": "ROW", "status": "maybe"}], [{"id": "ROW", "value": "1" * 400}],
        [{"id": "ROW", "note": "字" * 9000}], [{"id": "ROW", "value": "1234567890.1234567"}],
    ],
)  # fmt: skip
def test_bad_input_is_422_with_its_reason(caller: Caller, one: Return, payload: Any) -> None:
    row = row_named(caller, one, "森林覆盖率")["id"]
    sent = json.loads(json.dumps(payload).replace('"ROW"', str(row)))
    answer = caller.post(f"/returns/{one.pk}/rows", sent)
    assert answer.status_code == 422, answer.content
    assert answer.json()["zh"] and answer.json()["en"]


def test_only_who_may_see_and_fill_does(caller: Caller, one: Return, forestry: User) -> None:
    water = Caller(person("water", RoleName.UNIT_MEMBER, "市水利局"))
    assert water.get(f"/returns/{one.pk}/rows").status_code == 404
    assert water.post(f"/returns/{one.pk}/rows", []).status_code == 404
    reader = Caller(person("reader", RoleName.READER))
    assert reader.get(f"/returns/{one.pk}/rows").status_code == 200
    assert reader.post(f"/returns/{one.pk}/rows", []).status_code == 403
    one.rows.update(answer="no_figure", note="无")
    file(one, forestry)
    row = row_named(caller, one, "森林覆盖率")["id"]
    closed = caller.post(f"/returns/{one.pk}/rows", [{"id": row, "value": "41.9"}])
    assert closed.status_code == 422


@pytest.mark.slow
def test_no_rows_that_the_description_allows_break_the_server(
    caller: Caller,
    one: Return,
    open_connection: None,
) -> None:
    import schemathesis
    from hypothesis import HealthCheck, given, settings

    from luheng.workplace.wsgi import application

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    ids = list(one.rows.values_list("pk", flat=True))
    headers = {"Authorization": f"Bearer {caller.key}"}
    seen: set[int] = set()
    operation = schema["/api/v1/returns/{return_id}/rows"]["POST"]

    @given(case=operation.as_strategy())
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    def call(case: Any) -> None:
        case.path_parameters["return_id"] = one.pk
        for n, row in enumerate(case.body if isinstance(case.body, list) else []):
            if isinstance(row, dict):
                row["id"] = ids[n % len(ids)]
        response = case.call(headers=headers)
        seen.add(response.status_code)
        assert response.status_code < 500, response.text[:500]

    call()
    assert {200, 422} <= seen
