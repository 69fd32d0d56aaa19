"""Signing in by the city's provider, tried against a real one that runs beside the tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from tests.workplace.conftest import person
from tests.workplace.identity.openid_provider import CLIENT, SECRET, USUAL

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City, open_city, save_settings
from luheng.workplace.identity import openid, second_factor
from luheng.workplace.identity.closing import close_account
from luheng.workplace.models import AuditAct, AuditEntry, OpenIdentity, SecondFactor, User
from luheng.workplace.openid_settings import OpenIdSettings
from luheng.workplace.permissions import RoleName, roles_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Running:
    """The provider as the tests see it."""

    issuer: str
    process: subprocess.Popen[str]

    def behave(self, **how: Any) -> None:
        requests.post(f"{self.issuer}/behave", json=how, timeout=5)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    command = [sys.executable, "-m", "tests.workplace.identity.openid_provider"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Running(json.loads(process.stdout.readline())["issuer"], process)
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def provider(running: Running, city: City, settings: Any) -> Running:
    running.behave()
    openid._client_of.cache_clear()
    settings.LUHENG_OPENID_SECRET = SECRET
    use(settings, issuer=running.issuer, client_id=CLIENT)
    return running


def use(settings: Any, **changes: Any) -> None:
    known = replace(settings.LUHENG_CITY.openid, **changes)
    settings.LUHENG_CITY = replace(settings.LUHENG_CITY, openid=known)


def come_back(client: Client, onward: str = "/targets/") -> Any:
    """The answer to what the provider sends the browser back with."""
    away = client.get("/sign-in/openid/", {"next": onward})
    assert away.status_code == 302, away.content.decode()
    back = requests.get(away.headers["Location"], allow_redirects=False, timeout=5)
    address = urlsplit(back.headers["Location"])
    assert address.path == "/sign-in/openid/back/"
    return client.get(f"{address.path}?{address.query}")


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_newcomer_waits_for_a_role_and_is_known_again_by_the_subject(
    client: Client, provider: Running
) -> None:
    answer = come_back(client)
    assert answer.headers["Location"] == "/targets/"
    user = User.objects.get()
    assert (user.username, user.name, user.email) == ("wang.f", "王某", "wang@example.org")
    assert not user.has_usable_password()
    assert roles_of(user) == set()
    assert client.get("/targets/").status_code == 403
    assert "还没有角色" in client.get("/account/").content.decode()
    provider.behave(claims={"preferred_username": "renamed", "email": "new@example.org"})
    come_back(Client())
    assert User.objects.get() == user
    identity = OpenIdentity.objects.get()
    assert (identity.issuer, identity.subject) == (provider.issuer, USUAL["sub"])


def test_the_first_time_a_verified_address_finds_the_account(
    client: Client, provider: Running
) -> None:
    user = person("wang", RoleName.PLAN_OFFICE)
    User.objects.filter(pk=user.pk).update(email="Wang@Example.org")
    come_back(client)
    assert client.get("/targets/").status_code == 200
    assert OpenIdentity.objects.get().user == user
    linked = AuditEntry.objects.get(details__openid="linked")
    assert linked.subject_id == str(user.pk)


@pytest.mark.parametrize("why", ["not verified", "two accounts", "administrator", "not wanted", "linked already"])  # fmt: skip
def test_an_address_that_proves_nothing_finds_no_account(
    client: Client, provider: Running, settings: Any, why: str
) -> None:
    role = RoleName.ADMINISTRATOR if why == "administrator" else RoleName.PLAN_OFFICE
    people = [person("wang", role)] + [person("w2", role)] * (why == "two accounts")
    User.objects.update(email="wang@example.org")
    if why == "not verified":
        provider.behave(claims={"email_verified": "true"})  # a word is not the truth
    if why == "not wanted":
        use(settings, match_mail=False)
    if why == "linked already":
        OpenIdentity.objects.create(user=people[0], issuer=provider.issuer, subject="u-7")
    come_back(client)
    newcomer = OpenIdentity.objects.get(subject=USUAL["sub"]).user
    assert newcomer not in people
    assert roles_of(newcomer) == set()


@pytest.mark.parametrize(
    "behaviour",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"iss": "https://elsewhere.example.org"}},
        {"claims": {"aud": "another-client"}},
        {"claims": {"aud": [CLIENT, "another-client"], "azp": "another-client"}},
        {"claims": {"sub": None}},
        {"claims": {"sub": ""}},
        {"shift": {"exp": -61}},
        {"shift": {"nbf": 120}},
        {"signed_by": "other_key"},
        {"signed_by": "secret"},
        {"signed_by": "nobody"},
        {"without_id_token": True},
        {"denies": True},
    ],
    ids=str,
)
def test_what_does_not_fit_signs_nobody_in(
    client: Client, provider: Running, behaviour: dict[str, Any]
) -> None:
    provider.behave(**behaviour)
    answer = come_back(client)
    assert answer.status_code == 422
    assert "没有通过" in answer.content.decode()
    assert not is_in(client)
    assert not User.objects.exists()
    failed = AuditEntry.objects.get(act=AuditAct.SIGN_IN_FAILED)
    assert failed.details == {"door": "openid", "why": "openid_refused"}


def test_a_clock_that_is_a_little_off_is_forgiven(client: Client, provider: Running) -> None:
    provider.behave(shift={"exp": -30, "iat": 30})
    come_back(client)
    assert is_in(client)


def test_a_code_is_good_once_and_for_the_browser_that_began(provider: Running) -> None:
    first, thief = Client(), Client()
    away = first.get("/sign-in/openid/").headers["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) > 20 and len(asked["nonce"][0]) >= 20
    back = requests.get(away, allow_redirects=False, timeout=5).headers["Location"]
    path = "/sign-in/openid/back/?" + urlsplit(back).query
    assert thief.get(path).status_code == 422  # another browser has no such state
    assert not is_in(thief)
    assert first.get(path).status_code == 302
    assert first.get(path).status_code == 422  # the same code and state again


def test_a_code_of_another_browser_fails_at_the_provider_for_want_of_its_verifier(
    provider: Running,
) -> None:
    victim, thief = Client(), Client()
    away = victim.get("/sign-in/openid/").headers["Location"]
    back = requests.get(away, allow_redirects=False, timeout=5).headers["Location"]
    own = thief.get("/sign-in/openid/").headers["Location"]
    mixed = {
        "code": parse_qs(urlsplit(back).query)["code"][0],
        "state": parse_qs(urlsplit(own).query)["state"][0],
    }
    assert thief.get("/sign-in/openid/back/", mixed).status_code == 422
    assert not is_in(thief)


def test_a_provider_that_is_down_is_said_to_be_and_the_password_still_works(
    client: Client, city: City, settings: Any
) -> None:
    openid._client_of.cache_clear()
    use(settings, issuer="http://127.0.0.1:9", client_id=CLIENT)
    answer = client.get("/sign-in/openid/")
    assert answer.status_code == 422
    assert "连接不上" in answer.content.decode()
    user = person("wang", RoleName.READER)
    user.set_password("correct horse battery")
    user.save()
    client.post("/sign-in/", {"username": "wang", "password": "correct horse battery"})
    assert is_in(client)


def test_a_provider_that_calls_itself_something_else_is_refused(
    client: Client, provider: Running
) -> None:
    provider.behave(issuer="https://elsewhere.example.org")
    assert client.get("/sign-in/openid/").status_code == 422


def test_a_closed_account_does_not_come_in_by_this_door_either(
    client: Client, provider: Running
) -> None:
    boss = person("boss", RoleName.ADMINISTRATOR)
    come_back(client)
    user = OpenIdentity.objects.get().user
    close_account(user, boss, None)
    for _ in range(2):
        fresh = Client()
        answer = come_back(fresh)
        assert "已停用" in answer.content.decode()
        assert not is_in(fresh)
        OpenIdentity.objects.all().delete()  # nor as somebody new with the same address
    assert User.objects.count() == 2


def test_the_second_factor_is_asked_for_behind_this_door_too(
    provider: Running, settings: Any
) -> None:
    come_back(Client())
    user = User.objects.get()
    second_factor.begin(user)
    SecondFactor.objects.update(confirmed_at="2026-01-01T00:00:00Z")
    provider.behave(claims={"amr": ["pwd", "mfa"]})
    asked = Client()
    assert come_back(asked).headers["Location"] == "/sign-in/code/"
    assert not is_in(asked)
    use(settings, trust_second_factor=True)
    trusted = Client()
    come_back(trusted)
    assert is_in(trusted)


@pytest.mark.parametrize(("newcomers", "roles"), [("reader", {RoleName.READER}), ("refuse", None)])
def test_a_city_says_what_becomes_of_newcomers(
    client: Client, provider: Running, settings: Any, newcomers: str, roles: Any
) -> None:
    use(settings, newcomers=newcomers)
    answer = come_back(client)
    if roles is None:
        assert "没有账号" in answer.content.decode()
        assert not User.objects.exists()
    else:
        assert roles_of(User.objects.get()) == roles


def test_a_name_that_somebody_has_here_is_not_taken_over(client: Client, provider: Running) -> None:
    there = person("Wang.F", RoleName.PLAN_OFFICE)
    come_back(client)
    made = OpenIdentity.objects.get().user
    assert made != there
    assert made.username.startswith("wang.f-")


def test_an_administrator_links_their_own_account(client: Client, provider: Running) -> None:
    boss = person("boss", RoleName.ADMINISTRATOR)
    boss.set_password("correct horse battery")
    boss.save()
    client.post("/sign-in/", {"username": "boss", "password": "correct horse battery"})
    client.post("/account/openid/link/", {"password": "wrong"})
    assert "openid_links" not in client.session
    asked = client.post("/account/openid/link/", {"password": "correct horse battery"})
    assert "/sign-in/openid/" in asked.content.decode()
    assert come_back(client).headers["Location"] == "/account/"
    assert OpenIdentity.objects.get().user == boss
    fresh = Client()
    come_back(fresh)
    assert fresh.session["_auth_user_id"] == str(boss.pk)
    client.post("/account/openid/unlink/")
    assert not OpenIdentity.objects.exists()


def test_where_nobody_is_sent_after_the_sign_in(client: Client, provider: Running) -> None:
    assert come_back(client, "https://elsewhere.example.org/").headers["Location"] == "/"


def test_without_a_provider_there_is_no_door(client: Client, city: City) -> None:
    assert client.get("/sign-in/openid/").status_code == 404
    assert "/sign-in/openid/" not in client.get("/sign-in/").content.decode()


def test_the_sign_in_page_names_the_provider(client: Client, provider: Running) -> None:
    assert "用统一身份认证登录" in client.get("/sign-in/").content.decode()


def test_settings_are_written_and_read_back(city: City) -> None:
    known = OpenIdSettings(issuer="https://sso.example.gov.cn", client_id="luheng", tolerance_s=90)
    save_settings(replace(city, openid=known))
    assert open_city(city.folder).openid == known


@pytest.mark.parametrize(
    "written",
    [
        'issuer = "http://sso.example.gov.cn"\nclient_id = "x"',
        'issuer = "https://sso.example.gov.cn"',
        'newcomers = "everyone"',
        'scopes = "profile"',
        'secret = "here"',
    ],
)
def test_settings_that_make_no_sense_are_refused(city: City, written: str) -> None:
    path = city.folder / "luheng.toml"
    path.write_text(f'name = "云川市"\n[openid]\n{written}\n', encoding="utf-8")
    with pytest.raises(LuhengError, match="openid"):
        open_city(city.folder)
