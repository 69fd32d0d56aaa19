"""The page of one's own account: password, language, address, sessions, tokens."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from tests.workplace.conftest import person

from luheng.workplace.city import City
from luheng.workplace.identity.local_words import LocalWords
from luheng.workplace.identity.sessions import device_of, handle_of
from luheng.workplace.models import ApiToken, AuditAct, AuditEntry, SiteSession, Unit, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.tokens import make_token, owner_of

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def user(city: City) -> User:
    made = person("someone", RoleName.READER)
    made.set_password(PASSWORD)
    made.save()
    return made


def signed_in(agent: str = FIREFOX) -> Client:
    browser = Client(headers={"user-agent": agent})
    browser.post("/sign-in/", {"username": "someone", "password": PASSWORD})
    assert "_auth_user_id" in browser.session
    return browser


def is_out(browser: Client) -> bool:
    return browser.get("/account/").status_code == 302


def test_a_new_password_ends_the_sessions_elsewhere_and_keeps_this_one(user: User) -> None:
    here, elsewhere = signed_in(), signed_in()
    given = {"old": PASSWORD, "new": "an even better phrase", "again": "an even better phrase"}
    assert here.post("/account/password/", given).status_code == 302
    assert not is_out(here)
    assert is_out(elsewhere)
    assert SiteSession.objects.filter(account=user).count() == 1
    user.refresh_from_db()
    assert user.check_password("an even better phrase")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"old": "wrong", "new": "an even better phrase", "again": "an even better phrase"}, "密码不对"),
        ({"old": PASSWORD, "new": "an even better phrase", "again": "another"}, "两次输入不一致"),
        ({"old": PASSWORD, "new": "12345678", "again": "12345678"}, "errorlist"),
    ],
)  # fmt: skip
def test_a_password_is_not_changed_by_mistake(user: User, given: dict[str, str], said: str) -> None:
    answer = signed_in().post("/account/password/", given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_guessing_the_password_of_an_open_session_is_throttled(user: User) -> None:
    here = signed_in()
    for attempt in range(settings.AXES_FAILURE_LIMIT):
        here.post("/account/password/", {"old": f"guess {attempt}", "new": "x", "again": "x"})
    given = {"old": PASSWORD, "new": "an even better phrase", "again": "an even better phrase"}
    assert here.post("/account/password/", given).status_code != 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_language_goes_with_the_account(user: User) -> None:
    here = signed_in()
    here.post("/account/details/", {"language": "en"})
    assert "My account" in here.get("/account/").content.decode()
    elsewhere = signed_in()
    assert elsewhere.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_another_address_needs_the_password(user: User) -> None:
    here = signed_in()
    given = {"email": "someone@example.org", "language": "en"}
    for wrong in ("", "guessed"):
        answer = here.post("/account/details/", given | {"password": wrong})
        assert answer.status_code == 422
        assert "改邮箱须填现在的密码" in answer.content.decode()
        assert User.objects.get(pk=user.pk).email == ""
    assert here.post("/account/details/", given | {"password": PASSWORD}).status_code == 302
    assert User.objects.get(pk=user.pk).email == "someone@example.org"
    again = given | {"email": "someone@example.org", "language": "zh-hans"}
    assert here.post("/account/details/", again).status_code == 302  # the address is the same


def test_who_signs_in_by_the_provider_has_no_password_to_give(user: User) -> None:
    here = signed_in()
    user.set_unusable_password()
    user.save()
    here.force_login(user)
    here.post("/account/details/", {"email": "someone@example.org", "language": ""})
    assert User.objects.get(pk=user.pk).email == "someone@example.org"


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("yunchuan2026!", True), ("云川2026!!", True), ("Luheng-2026", True), ("发改委@123456", True),
        ("luhengluheng", True), ("yunchuan staple battery", False), ("correct horse battery", False),
    ],
)  # fmt: skip
def test_names_of_city_unit_and_site_make_no_password(
    user: User, password: str, refused: bool
) -> None:
    user.unit = Unit(name="云川市发展和改革委员会", aliases=["市发改委", "发改委"])
    problems = []
    try:
        LocalWords().validate(password, user)
    except ValidationError as error:
        problems = error.messages
    assert bool(problems) is refused
    assert all("太容易猜" in one for one in problems)


def test_a_new_password_is_held_against_these_words(user: User) -> None:
    given = {"old": PASSWORD, "new": "yunchuan2026!", "again": "yunchuan2026!"}
    answer = signed_in().post("/account/password/", given)
    assert answer.status_code == 422
    assert "yunchuan" in answer.content.decode()


def test_sessions_are_listed_by_device_and_ended_one_by_one(user: User) -> None:
    here, elsewhere = signed_in(), signed_in("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile")
    page = here.get("/account/").content.decode()
    assert "Firefox · Windows" in page and "Chrome · Android" in page
    keys = set(SiteSession.objects.values_list("session_key", flat=True))
    assert not any(key in page for key in keys)
    theirs = SiteSession.objects.get(session_key=elsewhere.session.session_key)
    here.post("/account/sessions/end/", {"session": handle_of(theirs)})
    assert is_out(elsewhere) and not is_out(here)
    ended = AuditEntry.objects.filter(act=AuditAct.SIGN_OUT, details__sessions_ended=1)
    assert ended.count() == 1


def test_nobody_ends_the_session_of_someone_else(user: User) -> None:
    here = signed_in()
    other = Client()
    other.force_login(person("other", RoleName.READER))
    theirs = SiteSession.objects.get(account=user)
    other.post("/account/sessions/end/", {"session": handle_of(theirs)})
    assert not is_out(here)


def test_a_token_is_shown_once_works_and_ends(user: User) -> None:
    here = signed_in()
    key = here.post("/account/tokens/add/", {"label": "在线监测"}).context["key"]
    assert owner_of(key) == user
    assert key not in here.get("/account/").content.decode()
    token = ApiToken.objects.get()
    here.post(f"/account/tokens/{token.pk}/end/")
    assert owner_of(key) is None
    assert here.post("/account/tokens/add/", {"label": " "}).status_code == 422


def test_nobody_ends_the_token_of_someone_else(user: User) -> None:
    person("other", RoleName.READER)
    token, key = make_token("other", "theirs")
    assert signed_in().post(f"/account/tokens/{token.pk}/end/").status_code == 404
    assert owner_of(key) is not None


def test_who_has_no_role_yet_sees_their_account_and_nothing_else(user: User) -> None:
    user.groups.clear()
    here = signed_in()
    page = here.get("/account/").content.decode()
    assert "还没有角色" in page
    assert here.get("/targets/").status_code == 403
    assert here.post("/account/tokens/add/", {"label": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Chrome · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iOS"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("curl/8.5", ""),
    ],
)  # fmt: skip
def test_a_device_is_named_by_browser_and_system(agent: str, device: str) -> None:
    assert device_of(agent) == device
