"""The second factor: codes of RFC 6238, each once, a few tries, recovery codes, who must have one."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import person

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import verify
from luheng.workplace.city import City
from luheng.workplace.identity import guessing, second_factor
from luheng.workplace.identity.sealing import seal, unseal
from luheng.workplace.models import (
    AuditAct,
    AuditEntry,
    RecoveryCode,
    SecondFactor,
    SiteSession,
    User,
)
from luheng.workplace.permissions import RoleName

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
T0 = 1_800_000_000 // 30 * 30  # the first second of a step


class Clock:
    """The time that codes are compared by."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = float(T0)
        monkeypatch.setattr(second_factor.time, "time", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def user(city: City) -> User:
    made = person("someone", RoleName.PLAN_OFFICE)
    made.set_password(PASSWORD)
    made.save()
    return made


def secret_of(user: User) -> str:
    return unseal(SecondFactor.objects.get(user=user).sealed) or ""


def code_at(user: User, now: float) -> str:
    return pyotp.TOTP(secret_of(user)).at(int(now))


def enrolled(user: User, clock: Clock) -> list[str]:
    second_factor.begin(user)
    codes = second_factor.confirm(user, code_at(user, clock.now))
    assert codes is not None
    clock.now += 60
    return codes


def test_the_codes_are_those_of_the_standard(user: User, clock: Clock) -> None:
    """RFC 6238, appendix B, SHA-1: at 59 s the last six digits are 287082."""
    second_factor.begin(user)
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # 12345678901234567890 in base 32
    SecondFactor.objects.update(sealed=seal(secret), confirmed_at=timezone.now())
    clock.now = 59
    assert second_factor.check(user, "287082").good


def test_a_code_counts_once_and_an_older_one_never_again(user: User, clock: Clock) -> None:
    enrolled(user, clock)
    code = code_at(user, clock.now)
    assert second_factor.check(user, code).good
    assert not second_factor.check(user, code).good
    assert not second_factor.check(user, code_at(user, clock.now - 30)).good


@pytest.mark.parametrize(("late", "good"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_phone_may_be_one_step_off(user: User, clock: Clock, late: int, good: bool) -> None:
    enrolled(user, clock)
    clock.now += 300
    assert second_factor.check(user, code_at(user, clock.now + late)).good is good


def test_after_five_wrong_codes_the_right_one_must_wait(user: User, clock: Clock) -> None:
    enrolled(user, clock)
    for _ in range(guessing.TRIES):
        tried = second_factor.check(user, "000000")
    assert tried.rests_until is not None
    right = code_at(user, clock.now)
    assert not second_factor.check(user, right).good
    SecondFactor.objects.update(rests_until=timezone.now() - timedelta(seconds=1))
    assert second_factor.check(user, right).good
    failures = AuditEntry.objects.filter(act=AuditAct.SIGN_IN_FAILED, subject_id=str(user.pk))
    assert failures.count() == guessing.TRIES + 1


def test_a_recovery_code_is_good_once_and_kept_as_a_digest(user: User, clock: Clock) -> None:
    codes = enrolled(user, clock)
    assert len(set(codes)) == second_factor.CODES
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    assert second_factor.check(user, codes[3].upper()).by == "recovery"
    assert not second_factor.check(user, codes[3]).good
    assert second_factor.codes_left(user) == second_factor.CODES - 1
    fresh = second_factor.new_recovery_codes(user)
    assert not second_factor.check(user, codes[4]).good
    assert second_factor.check(user, fresh[0]).good


def test_recovery_codes_of_one_do_not_open_the_account_of_another(user: User, clock: Clock) -> None:
    codes = enrolled(user, clock)
    other = person("other", RoleName.READER)
    enrolled(other, clock)
    assert not second_factor.check(other, codes[0]).good


def test_the_secret_lies_sealed_and_another_key_opens_it_not(
    user: User, clock: Clock, settings: object
) -> None:
    codes = enrolled(user, clock)
    assert secret_of(user) not in SecondFactor.objects.get(user=user).sealed
    settings.SECRET_KEY = "another key of the site"  # type: ignore[attr-defined]
    assert unseal(SecondFactor.objects.get(user=user).sealed) is None
    assert second_factor.check(user, codes[0]).good  # the way back in


def test_one_in_use_is_not_begun_anew(user: User, clock: Clock) -> None:
    enrolled(user, clock)
    with pytest.raises(LuhengError, match="已经启用"):
        second_factor.begin(user)


def test_a_reset_is_audited_with_who_did_it(user: User, clock: Clock) -> None:
    enrolled(user, clock)
    boss = person("boss", RoleName.ADMINISTRATOR)
    assert second_factor.remove(user, boss)
    assert not second_factor.has_second_factor(user)
    entry = AuditEntry.objects.get(act=AuditAct.PERMISSION, details__second_factor="reset")
    assert (entry.actor_id, entry.subject_id) == (boss.pk, str(user.pk))
    verify()


def sign_in(client: Client, password: str = PASSWORD) -> object:
    return client.post("/sign-in/?next=/targets/", {"username": "someone", "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_password_alone_opens_nothing(client: Client, user: User, clock: Clock) -> None:
    enrolled(user, clock)
    answer = sign_in(client)
    assert answer.headers["Location"] == "/sign-in/code/"  # type: ignore[attr-defined]
    assert not is_in(client)
    assert client.get("/targets/").status_code == 302
    assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 422
    assert not is_in(client)
    onward = client.post("/sign-in/code/", {"code": code_at(user, clock.now)})
    assert onward.headers["Location"] == "/targets/"
    assert client.get("/targets/").status_code == 200


def test_the_code_page_without_a_password_leads_to_the_sign_in(
    client: Client, user: User, clock: Clock
) -> None:
    enrolled(user, clock)
    answer = client.post("/sign-in/code/", {"code": code_at(user, clock.now)})
    assert answer.headers["Location"] == "/sign-in/"
    assert not is_in(client)


def test_waiting_ends_when_the_password_changes_or_ten_minutes_pass(
    client: Client, user: User, clock: Clock
) -> None:
    enrolled(user, clock)
    sign_in(client)
    user.set_password("another good phrase")
    user.save()
    assert client.get("/sign-in/code/").headers["Location"] == "/sign-in/"
    sign_in(client, "another good phrase")
    clock.now += 601
    assert client.get("/sign-in/code/").headers["Location"] == "/sign-in/"


def test_too_many_wrong_codes_are_told_when_to_try_again(
    client: Client, user: User, clock: Clock
) -> None:
    enrolled(user, clock)
    sign_in(client)
    for _ in range(guessing.TRIES):
        answer = client.post("/sign-in/code/", {"code": "123456"})
    assert answer.status_code == 429
    assert "输错次数过多" in answer.content.decode()
    assert not is_in(client)


def test_the_back_office_has_no_door_of_its_own(client: Client, user: User) -> None:
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.headers["Location"] == "/sign-in/?next=/admin/"
    given = {"username": "someone", "password": PASSWORD}
    client.post("/admin/login/", given)
    assert not is_in(client)


def test_setting_one_up_through_the_pages(client: Client, user: User, clock: Clock) -> None:
    sign_in(client)
    elsewhere = Client()
    elsewhere.force_login(user)
    refused = client.post("/account/second-factor/begin/", {"password": "wrong"})
    assert refused.status_code == 422
    client.post("/account/second-factor/begin/", {"password": PASSWORD})
    page = client.get("/account/second-factor/").content.decode()
    assert "<svg" in page
    assert secret_of(user) in page.replace(" ", "")
    wrong = client.post("/account/second-factor/confirm/", {"code": "000000"})
    assert wrong.status_code == 422
    done = client.post("/account/second-factor/confirm/", {"code": code_at(user, clock.now)})
    assert done.content.decode().count("<li><code>") == second_factor.CODES
    assert SiteSession.objects.filter(account=user).count() == 1  # elsewhere is out
    assert "<svg" not in client.get("/account/second-factor/").content.decode()


def test_taking_it_off_needs_a_code_of_now(client: Client, user: User, clock: Clock) -> None:
    enrolled(user, clock)
    sign_in(client)
    client.post("/sign-in/code/", {"code": code_at(user, clock.now)})
    client.post("/account/second-factor/off/", {"code": "000000"})
    assert second_factor.has_second_factor(user)
    clock.now += 30
    client.post("/account/second-factor/off/", {"code": code_at(user, clock.now)})
    assert not second_factor.has_second_factor(user)


def test_whose_role_must_have_one_sets_it_up_before_anything_else(
    client: Client, user: User, clock: Clock
) -> None:
    second_factor.require_of({RoleName.PLAN_OFFICE, RoleName.ADMINISTRATOR})
    sign_in(client)
    for path in ("/", "/targets/", "/account/", "/admin/"):
        assert client.get(path).headers["Location"] == "/account/second-factor/", path
    assert client.get("/api/v1/targets").status_code == 403
    assert client.get("/targets/", headers={"HX-Request": "true"}).status_code == 403
    client.post("/account/second-factor/begin/", {"password": PASSWORD})
    client.post("/account/second-factor/confirm/", {"code": code_at(user, clock.now)})
    assert client.get("/targets/").status_code == 200
    second_factor.require_of(set())
    other = person("other", RoleName.PLAN_OFFICE)
    client.force_login(other)
    assert client.get("/targets/").status_code == 200
