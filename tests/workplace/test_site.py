"""What every answer of the site has: its language, its policy, verdicts of today, throttled sign-in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading

from luheng.workplace.city import City
from luheng.workplace.judging import judge_all
from luheng.workplace.models import User, Verdict
from luheng.workplace.permissions import RoleName

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


@pytest.fixture
def browser(client: Client, city: City, office: User) -> Client:
    client.force_login(office)
    return client


def test_nothing_may_be_loaded_from_outside(browser: Client) -> None:
    policy = browser.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http:" not in policy and "https:" not in policy
    assert "script-src 'self';" in policy


def test_the_site_is_chinese_whatever_the_browser_prefers_until_the_reader_switches(
    browser: Client,
) -> None:
    first = browser.get("/", headers={"accept-language": "en"})
    assert first.headers["Content-Language"] == "zh-hans"
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert browser.get("/").headers["Content-Language"] == "en"


def test_the_first_request_of_a_day_renews_the_verdicts(add: AddReading, browser: Client) -> None:
    add(plan_reading())
    judge_all(date(2020, 1, 1))
    browser.get("/")
    assert {one.as_of for one in Verdict.objects.all()} == {timezone.localdate()}


def test_passwords_are_kept_as_argon2(city: City) -> None:
    user = person("someone", RoleName.READER)
    user.set_password("correct horse battery")
    assert user.password.startswith("argon2")


def test_guessing_passwords_is_throttled_and_the_right_one_does_not_help_then(
    client: Client, city: City
) -> None:
    user = person("someone", RoleName.READER)
    user.set_password("correct horse battery")
    user.save()
    for attempt in range(settings.AXES_FAILURE_LIMIT):
        client.post(SIGN_IN, {"username": "someone", "password": f"guess {attempt}"})
    answer = client.post(SIGN_IN, {"username": "someone", "password": "correct horse battery"})
    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_who_is_locked_out_is_told_when_to_try_again(client: Client, city: City) -> None:
    for attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(SIGN_IN, {"username": "someone", "password": f"guess {attempt}"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "登录已暂停" in answer.content.decode()


def test_a_page_that_is_not_there_says_so_in_words(browser: Client) -> None:
    answer = browser.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_an_old_form_is_refused_in_words(city: City) -> None:
    answer = Client(enforce_csrf_checks=True).post(SIGN_IN, {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_a_failure_is_told_without_the_database(client: Client, city: City) -> None:
    from luheng.workplace.pages.troubles import went_wrong

    answer = went_wrong(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "服务器出错" in answer.content.decode()


def _raises(error: Exception) -> Callable[..., None]:
    def cursor(*rest: object) -> None:
        raise error

    return cursor


@pytest.mark.parametrize("address", ["/targets/", "/", "/api/v1/targets"])
def test_a_database_that_is_away_is_told_as_such_with_the_time_to_try_again(
    city: City, client: Client, office: User, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    client.force_login(office)
    client.raise_request_exception = False
    error = OperationalError("connection refused")
    with monkeypatch.context() as away:
        away.setattr(connection, "cursor", _raises(error))
        answer = client.get(address, headers={"Authorization": "Bearer x"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert "数据库暂时没有回应" in answer.content.decode()
    if address.startswith("/api/"):
        assert answer.json()["code"] == "database_away"


def test_a_table_that_is_missing_is_a_fault_and_not_a_pause(
    city: City, client: Client, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(office)
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", _raises(OperationalError("no such table: a")))
        assert client.get("/targets/").status_code == 500


def test_a_part_of_a_page_never_becomes_the_sign_in_page(client: Client, city: City) -> None:
    assert client.get("/targets/1/why/", headers={"HX-Request": "true"}).status_code == 401
    assert client.get("/targets/1/why/").status_code == 302


def test_the_api_page_lists_every_operation(browser: Client) -> None:
    page = browser.get("/api/").content.decode()
    assert "/api/v1/observations" in page
    assert "Authorization: Bearer" in page


def test_a_target_names_its_rule_and_gives_the_figures_of_its_chart(
    add: AddReading, browser: Client
) -> None:
    add(plan_reading())
    judge_all()
    verdict = Verdict.objects.select_related("target").first()
    assert verdict is not None
    page = browser.get(f"/targets/{verdict.target_id}/").content.decode()
    assert verdict.rule not in page
    drawn = verdict.numbers.get("figures")
    answer = browser.get(f"/targets/{verdict.target_id}/figures/")
    assert answer.status_code == (200 if drawn else 404)


def test_a_unit_member_sees_their_own_duties_first(add: AddReading, client: Client) -> None:
    add(plan_reading())
    client.force_login(person("member", RoleName.UNIT_MEMBER, "市工业和信息化局"))
    page = client.get("/").content.decode()
    assert page.index("市工业和信息化局") < page.index("滞后和未达标的目标")


def test_what_waits_leads_to_lists_that_open(add: AddReading, browser: Client) -> None:
    add(plan_reading())
    waiting = browser.get("/").context["waiting"]
    assert waiting
    assert {browser.get(address).status_code for _, _, address in waiting} == {200}


def test_a_browser_that_asks_for_an_icon_gets_the_mark(client: Client, city: City) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response.headers["Location"] == "/static/luheng/mark.svg"
