"""What every answer of the site has: its language, its policy, verdicts of today, throttled sign-in."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
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
