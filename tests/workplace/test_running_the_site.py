"""Running the site: probes, measures, a log without personal data, headers, limits, checks before start."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading

from luheng.workplace.city import City
from luheng.workplace.models import User
from luheng.workplace.operations.logs import JsonLines
from luheng.workplace.operations.starting import problems_before
from luheng.workplace.permissions import RoleName

pytestmark = pytest.mark.django_db
NAME, EMAIL, ADDRESS = "zhangsan", "zhangsan@example.invalid", "203.0.113.77"


# --- probes ---


def test_a_living_process_says_so_without_the_database(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_ready_means_database_migrations_and_disk(client: Client, city: City) -> None:
    answer = client.get("/ready")
    assert (answer.status_code, set(answer.json().values())) == (200, {"ok"})


def test_a_missing_migration_or_a_full_disk_makes_it_not_ready(
    client: Client, city: City, settings: Any
) -> None:
    settings.LUHENG_LEAST_FREE_MB = 10**9
    MigrationRecorder.Migration.objects.filter(app="workplace").order_by("-name").first().delete()  # type: ignore[union-attr]
    answer = client.get("/ready")
    said = answer.json()
    assert answer.status_code == 503
    assert (said["database"], said["migrations"], said["disk"]) == ("ok", "failed", "failed")


def test_a_database_that_is_gone_makes_it_not_ready(
    client: Client, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError, connection

    def gone() -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = client.get("/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, "failed")
    assert "closed" not in answer.content.decode()


def test_measures_count_requests_by_page_and_verdicts(
    add: AddReading, client: Client, office: User
) -> None:
    add(plan_reading())
    client.force_login(office)
    client.get("/targets/?q=secret")
    said = client.get("/metrics").content.decode()
    assert re.search(r'luheng_requests_total\{method="GET",status="200",view="targets"\} \d', said)
    assert 'luheng_request_seconds_bucket{le="0.3",view="targets"}' in said
    assert "luheng_verdicts{verdict=" in said and "luheng_database_seconds " in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ({}, 200),  # from this machine
        ({"REMOTE_ADDR": ADDRESS}, 404),
        ({"REMOTE_ADDR": "10.1.2.3"}, 200),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),  # a proxy lends everyone its own address
        ({"REMOTE_ADDR": ADDRESS, "HTTP_AUTHORIZATION": "Bearer right"}, 200),
        ({"REMOTE_ADDR": ADDRESS, "HTTP_AUTHORIZATION": "Bearer wrong"}, 404),
    ],
)
def test_measures_are_for_configured_addresses_or_a_token(
    client: Client, settings: Any, sent: dict[str, str], seen: int
) -> None:
    settings.LUHENG_METRICS_FROM = ["127.0.0.1", "10.1.0.0/16"]
    settings.LUHENG_METRICS_TOKEN = "right"
    assert client.get("/metrics", **sent).status_code == seen  # type: ignore[arg-type]


# --- the log ---


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Every line that the site would write in service, from the gravest to the least."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Keep()
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("", "luheng", "django", "axes")]
    before = [one.level for one in loggers]
    loggers[0].addHandler(handler)
    for one in loggers:
        one.setLevel(logging.DEBUG if one.name != "django" else logging.INFO)
    yield written
    loggers[0].removeHandler(handler)
    for one, level in zip(loggers, before, strict=True):
        one.setLevel(level)


def test_the_log_of_a_whole_day_names_nobody_and_holds_nothing_entered(
    add: AddReading, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add(plan_reading())
    user = person(NAME, RoleName.PLAN_OFFICE)
    user.email, user.name = EMAIL, "张三丰"
    user.set_password("correct horse battery")
    user.save()
    browser = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS)
    browser.post("/sign-in/", {"username": NAME, "password": "guess-4711"})
    browser.post("/sign-in/", {"username": NAME, "password": "correct horse battery"})
    browser.get("/targets/?q=张三丰的电话13800138000")
    upload = SimpleUploadedFile("张三丰.txt", "云川市公报。森林覆盖率42.1%。".encode())
    browser.post("/documents/add/", {"files": [upload]})
    browser.get("/nowhere-13800138000/", headers={"X-Request-ID": "from-the-proxy-1"})
    browser.get("/", headers={"Host": "evil-13800138000.example"})

    def fail(*args: object) -> None:
        raise RuntimeError(f"{NAME} 13800138000")

    monkeypatch.setattr("luheng.workplace.pages.home.scorecard", fail)
    assert browser.get("/").status_code == 500
    text = re.sub(r'"ms": [\d.]+', "", "\n".join(lines))  # a request may take 42.1 ms
    for private in (NAME, EMAIL, "张三丰", "13800138000", "guess", "battery", ADDRESS, "42.1"):
        assert private not in text, [line for line in lines if private in line]
    said = [json.loads(line) for line in lines]
    requests = [one for one in said if one["event"] == "request"]
    assert {"sign-in", "targets", "add-documents", "home", "-"} <= {one["view"] for one in requests}
    assert {200, 302, 404, 500} <= {one["status"] for one in requests}
    assert all(one["ms"] >= 0 and re.fullmatch(r"[0-9a-f]{12}", one["from"]) for one in requests)
    assert "from-the-proxy-1" in {one["request"] for one in requests}
    failure = next(one for one in said if one.get("error") == "RuntimeError")
    assert any("home.py" in place for place in failure["at"])  # where, without what


def test_an_answer_carries_the_id_under_which_it_was_logged(
    client: Client, city: City, lines: list[str]
) -> None:
    name = client.get("/sign-in/").headers["X-Request-ID"]
    assert name in {json.loads(line).get("request") for line in lines}
    strange = client.get("/sign-in/", headers={"X-Request-ID": "a b<script>"})
    assert re.fullmatch(r"[0-9a-f]{32}", strange.headers["X-Request-ID"])


# --- headers and limits ---


def test_every_answer_has_the_headers_that_bind_a_browser(client: Client, city: City) -> None:
    headers = client.get("/sign-in/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "object-src 'none'" in headers["Content-Security-Policy"]


class Unread:
    """A body that must not be read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read")

    readline = readlines = __iter__ = read


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json"])
@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "内容过多"), ("en", "Too much at once")]
)
def test_a_body_that_is_too_large_is_refused_unread_in_words(
    client: Client, city: City, kind: str, language: str, words: str
) -> None:
    client.cookies["django_language"] = language
    answer = client.generic(
        "POST", "/documents/add/", content_type=kind, CONTENT_LENGTH=400_000_000,
        **{"wsgi.input": Unread()},
    )  # fmt: skip
    assert answer.status_code == 413
    assert words in answer.content.decode()
    assert answer.headers["Connection"] == "close"


def test_too_many_fields_are_refused_in_words(
    client: Client, city: City, office: User, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    client.force_login(office)
    answer = client.post("/freeze/", {f"field{number}": "1" for number in range(11)})
    assert answer.status_code == 413
    assert "内容过多" in answer.content.decode()


def test_a_strange_host_is_refused_in_words(client: Client, city: City) -> None:
    answer = client.get("/sign-in/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "请求未被接受" in answer.content.decode()


# --- before the start ---

GOOD = {
    "LUHENG_ALLOWED_HOSTS": "plan.example.gov.cn",
    "LUHENG_HTTPS": "1",
    "DATABASE_URL": "postgres://luheng@localhost/luheng",
}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"LUHENG_DEBUG": "1"}, "production_debug"),
        ({"LUHENG_ALLOWED_HOSTS": ""}, "production_hosts"),
        ({"LUHENG_ALLOWED_HOSTS": "plan.example.gov.cn,*"}, "production_hosts"),
        ({"LUHENG_HTTPS": "0"}, "production_https"),
        ({"DATABASE_URL": ""}, "production_database"),
        ({"DATABASE_URL": "mysql://localhost/luheng"}, "production_database"),
        ({"LUHENG_SECRET_KEY": "short"}, "production_key_weak"),
        ({"LUHENG_SECRET_KEY": "a" * 60}, "production_key_weak"),
    ],
)
def test_what_is_not_set_up_for_service_is_named(
    city: City, change: dict[str, str], code: str
) -> None:
    assert problems_before(city, GOOD, sqlite=False) == []
    found = problems_before(city, {**GOOD, **change}, sqlite=False)
    assert [one.message.code for one in found] == [code]


def test_a_key_that_others_can_read_is_named(city: City) -> None:
    Path(city.folder / "secret.key").chmod(0o644)
    found = problems_before(city, GOOD, sqlite=False)
    assert [one.message.code for one in found] == ["production_key_open"]


def test_sqlite_is_served_to_a_city_only_when_asked_for(city: City) -> None:
    bare = {name: value for name, value in GOOD.items() if name != "DATABASE_URL"}
    assert problems_before(city, bare, sqlite=True) == []
