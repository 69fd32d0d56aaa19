"""The API answers from the same registers as the pages, and takes figures and progress."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading

from luheng.workplace.api.routes import api
from luheng.workplace.models import Observation, Target, Task, User
from luheng.workplace.permissions import RoleName, may
from luheng.workplace.registers import REGISTERS
from luheng.workplace.tokens import make_token, revoke_token

pytestmark = pytest.mark.django_db
FIGURE = {
    "indicator": "森林覆盖率",
    "place": "云川市",
    "period": "2025",
    "value": "43.1",
    "unit": "%",
}


class Caller:
    """A program with a token."""

    def __init__(self, user: User) -> None:
        self.token, self.key = make_token(user.username, "test")
        self.client = Client(headers={"Authorization": f"Bearer {self.key}"})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query)

    def post(self, path: str, data: Any) -> Any:
        return self.client.post(f"/api/v1{path}", json.dumps(data), content_type="application/json")


@pytest.fixture
def caller(add: AddReading, office: User) -> Caller:
    add(plan_reading())
    return Caller(office)


def test_every_register_answers_with_its_rows(caller: Caller, office: User) -> None:
    for key, register in REGISTERS.items():
        answer = caller.get(f"/{key}")
        if not may(office, register.reads):  # the audit log is not the office's to read
            assert answer.status_code == 403, key
            continue
        assert answer.status_code == 200, (key, answer.content)
        assert answer.json()["total"] == register.select(register.query({}, office)).count()


def test_the_words_of_the_page_filter_the_api_too(caller: Caller) -> None:
    found = caller.get("/targets", q="森林").json()
    assert [(one["indicator"], one["value"]) for one in found["items"]] == [("森林覆盖率", "42.5")]
    refused = caller.get("/targets", sort="nothing")
    assert refused.status_code == 422
    assert refused.json()["code"] == "filter_refused"


def test_a_verdict_comes_with_its_numbers_and_words(caller: Caller) -> None:
    caller.post("/observations", [FIGURE])
    target = Target.objects.get(indicator="森林覆盖率")
    answer = caller.get(f"/targets/{target.pk}/verdict").json()
    assert answer["code"] == "met"
    assert [one["value"] for one in answer["observations"]] == ["43.1"]
    assert answer["lineage"]["clause"] == target.clause_key


def test_figures_are_entered_once_however_often_they_come(caller: Caller) -> None:
    first = caller.post("/observations", [FIGURE, FIGURE | {"period": "2024"}])
    assert first.status_code == 200
    assert caller.post("/observations", [FIGURE]).json() == first.json()[:1]
    assert Observation.objects.count() == 2


def test_one_bad_figure_refuses_the_whole_batch(caller: Caller) -> None:
    answer = caller.post("/observations", [FIGURE, FIGURE | {"value": "许多"}])
    assert answer.status_code == 422
    assert answer.json()["code"] == "request_not_valid"
    assert Observation.objects.count() == 0


def test_progress_is_reported_by_the_unit_that_answers_for_the_task(caller: Caller) -> None:
    task = Task.objects.first()
    theirs = Caller(person("theirs", RoleName.UNIT_MEMBER, task.lead[0]))
    others = Caller(person("others", RoleName.UNIT_MEMBER, "市气象局"))
    report = {"state": "done", "note": "已建成"}
    assert others.post(f"/tasks/{task.pk}/progress", report).status_code == 403
    assert theirs.post(f"/tasks/{task.pk}/progress", report).status_code == 200
    task.refresh_from_db()
    assert task.state == "done"


def test_without_a_token_nothing_is_told_and_nothing_taken(caller: Caller) -> None:
    stranger = Client()
    assert stranger.get("/api/v1/targets").status_code == 401
    data = json.dumps([FIGURE])
    assert (
        stranger.post("/api/v1/observations", data, content_type="application/json").status_code
        == 401
    )
    revoke_token(caller.token.pk)
    assert caller.get("/targets").json()["code"] == "token_needed"


def test_a_signed_in_session_reads_but_does_not_write(caller: Caller, office: User) -> None:
    client = Client()
    client.force_login(office)
    assert client.get("/api/v1/summary").json()["verdicts"]["insufficient_data"] >= 0
    data = json.dumps([FIGURE])
    assert (
        client.post("/api/v1/observations", data, content_type="application/json").status_code
        == 401
    )


def test_a_reader_may_not_write(caller: Caller) -> None:
    reader = Caller(person("reader", RoleName.READER))
    assert reader.get("/targets").status_code == 200
    assert reader.post("/observations", [FIGURE]).status_code == 403


def test_what_is_not_there_is_said_in_the_same_form(caller: Caller) -> None:
    for path in ("/targets/999999", "/targets/999999/verdict", "/documents/999999/text"):
        answer = caller.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_there"), path


def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(caller: Caller) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            caller.get("/observations", page_size=500)
        return len(seen)

    caller.post("/observations", [FIGURE])
    few = queries()
    caller.post("/observations", [FIGURE | {"place": f"第{n}镇"} for n in range(200)])
    assert queries() == few


def test_the_text_holds_every_quote(caller: Caller) -> None:
    target = Target.objects.first()
    text = caller.get(f"/documents/{target.document_id}/text").json()["text"]
    assert text[target.span_start : target.span_end] == target.quote


@pytest.fixture
def open_connection() -> Iterator[None]:
    """The connection of the test stays open although whole requests go through the site."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
def test_no_request_that_the_description_allows_breaks_the_server(
    caller: Caller, open_connection: None
) -> None:
    import schemathesis

    from luheng.workplace.wsgi import application

    everything = Caller(person("everything", RoleName.ADMINISTRATOR))
    headers = {"Authorization": f"Bearer {everything.key}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    called = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        statuses = _called_in_many_ways(operation, headers)
        assert statuses - {401, 403}, (operation.label, "called by nobody who may")
        called.add((operation.method.lower(), f"/api/v1{operation.path.removeprefix('/api/v1')}"))
    assert called == _described()


def test_every_register_and_every_route_is_in_the_description() -> None:
    schema = api.get_openapi_schema()
    named = {one["operationId"] for path in schema["paths"].values() for one in path.values()}
    assert {f"{verb}_{key}" for key in REGISTERS for verb in ("list", "get")} <= named
    routed = {
        (method.lower(), _as_described(prefix, path))
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }
    assert routed == _described()


def _described() -> set[tuple[str, str]]:
    """Every operation of the description: method and path."""
    paths = api.get_openapi_schema()["paths"]
    return {(method, path) for path, operations in paths.items() for method in operations}


def _as_described(prefix: str, path: str) -> str:
    return f"/api/v1/{'/'.join(part for part in (prefix.strip('/'), path.strip('/')) if part)}"


def _called_in_many_ways(operation: Any, headers: dict[str, str]) -> set[int]:
    """Calls an operation with what its description allows; which statuses came back."""
    from hypothesis import HealthCheck, given, settings

    statuses: set[int] = set()

    @given(case=operation.as_strategy())
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    def call(case: Any) -> None:
        response = case.call(headers=headers)
        assert response.status_code < 500, (case.method, case.path, response.text[:500])
        statuses.add(response.status_code)

    call()
    return statuses
