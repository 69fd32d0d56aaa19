"""Accounts that are made, placed, closed with their duties handed over, and opened again."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import verify
from luheng.workplace.city import City
from luheng.workplace.identity import second_factor
from luheng.workplace.identity.closing import close_account, give_role, reopen_account
from luheng.workplace.identity.duties import duties_of
from luheng.workplace.judging import judge_all
from luheng.workplace.models import (
    AuditAct,
    AuditEntry,
    Share,
    SiteSession,
    SupervisionOrder,
    Target,
    User,
    WorkItem,
)
from luheng.workplace.permissions import RoleName, roles_of
from luheng.workplace.sharing.links import make_share, open_share
from luheng.workplace.supervision.orders import enter_finding
from luheng.workplace.tokens import make_token, owner_of
from luheng.workplace.yearly_work import add_item, begin_year

pytestmark = pytest.mark.django_db
BUREAU = "市林业局"


@pytest.fixture
def boss(city: City) -> User:
    return person("boss", RoleName.ADMINISTRATOR)


@pytest.fixture
def site(client: Client, boss: User) -> Client:
    client.force_login(boss)
    return client


@pytest.fixture
@set_up_once
def leaver(add: AddReading, office: User) -> User:
    """Somebody of the plan office with an order, a work item, a link, a key and two sessions."""
    add(plan_reading())
    judge_all()
    leaver = person("leaver", RoleName.PLAN_OFFICE)
    order = enter_finding(
        {"title": "堆场未覆盖", "quote": "现场检查发现", "source": "督察", "finding_no": "7"},
        office,
    )
    SupervisionOrder.objects.filter(pk=order.pk).update(contact=leaver)
    item = add_item(begin_year(2026, office), {"text": "编制年度清单", "workdays": 5}, office)
    WorkItem.objects.filter(pk=item.pk).update(owner=leaver)
    return leaver


def linked(maker: User) -> str:
    target = Target.objects.first()
    assert target is not None
    day = timezone.localdate() + timedelta(days=5)
    return make_share(maker, "target", target.pk, until=day)[1]


def test_closing_hands_everything_over_and_shuts_every_door(
    leaver: User, office: User, boss: User
) -> None:
    leaver.set_password("correct horse battery")
    leaver.save()
    browser = Client()
    browser.force_login(leaver)
    _, key = make_token("leaver", "平台")
    link = linked(leaver)
    close_account(leaver, boss, office)
    assert not duties_of(leaver).any
    assert SupervisionOrder.objects.get().contact == office
    assert WorkItem.objects.get(text="编制年度清单").owner == office
    assert Share.objects.get().maker == office
    assert open_share(link).subject is not None
    assert owner_of(key) is None
    assert not SiteSession.objects.filter(account=leaver).exists()
    assert browser.get("/targets/").status_code == 302
    given = {"username": "leaver", "password": "correct horse battery"}
    assert Client().post("/sign-in/", given).status_code == 200
    api = Client().get("/api/v1/targets", headers={"authorization": f"Bearer {key}"})
    assert api.status_code == 401
    entry = AuditEntry.objects.get(details__account="closed")
    assert (entry.actor_id, entry.details["orders"], entry.details["to"]) == (boss.pk, 1, office.pk)
    verify()


def test_the_name_stays_in_the_history(leaver: User, office: User, boss: User) -> None:
    User.objects.filter(pk=leaver.pk).update(name="李某")
    item = WorkItem.objects.get(text="编制年度清单")
    close_account(leaver, boss, office)
    assert str(User.objects.get(pk=leaver.pk)) == "李某"
    assert {one.owner_id for one in item.history.all()} >= {office.pk}


def test_links_end_where_the_heir_may_not_share(leaver: User, boss: User) -> None:
    link = linked(leaver)
    close_account(leaver, boss, person("heir", RoleName.UNIT_MEMBER, BUREAU))
    assert open_share(link).subject is None


def test_nobody_named_leaves_it_to_the_unit(leaver: User, boss: User) -> None:
    close_account(leaver, boss, None)
    assert SupervisionOrder.objects.get().contact is None
    assert WorkItem.objects.get(text="编制年度清单").owner is None


def test_the_last_administrator_is_neither_closed_nor_demoted(boss: User) -> None:
    other = person("other", RoleName.ADMINISTRATOR)
    with pytest.raises(LuhengError, match="不能停用自己"):
        close_account(boss, boss, None)
    close_account(boss, other, None)
    with pytest.raises(LuhengError, match="唯一的管理员"):
        give_role(other, RoleName.READER, None, other)
    assert RoleName.ADMINISTRATOR in roles_of(User.objects.get(pk=other.pk))


def test_a_superuser_without_the_group_counts_as_an_administrator(boss: User) -> None:
    founder = User.objects.create(username="founder", is_superuser=True)
    close_account(boss, founder, None)
    with pytest.raises(LuhengError, match="唯一的管理员"):
        give_role(founder, RoleName.READER, None, founder)


def test_only_administrators_close_and_only_to_an_open_account(leaver: User, boss: User) -> None:
    with pytest.raises(LuhengError, match="没有权限"):
        close_account(boss, leaver, None)
    gone = person("gone", RoleName.READER)
    close_account(gone, boss, None)
    for heir in (gone, leaver):
        with pytest.raises(LuhengError, match="不能移交"):
            close_account(leaver, boss, heir)
    with pytest.raises(LuhengError, match="已停用"):
        close_account(gone, boss, None)


def test_an_account_opened_again_needs_a_new_password(leaver: User, boss: User) -> None:
    leaver.set_password("correct horse battery")
    leaver.save()
    close_account(leaver, boss, None)
    reopen_account(User.objects.get(pk=leaver.pk), boss)
    back = User.objects.get(pk=leaver.pk)
    assert back.is_active and back.closed_at is None
    assert not back.has_usable_password()
    with pytest.raises(LuhengError, match="没有停用"):
        reopen_account(back, boss)


def test_a_person_is_invited_and_sets_their_own_password(site: Client) -> None:
    unit = person("first", RoleName.UNIT_MEMBER, BUREAU).unit
    assert unit is not None
    given = {"username": "new.one", "name": "新某", "email": "", "role": "unit_member"}
    assert site.post("/people/new/", given).status_code == 422  # no unit
    made = site.post("/people/new/", given | {"unit": unit.pk})
    path = urlsplit(made.context["invitation"]).path
    guest = Client()
    page = guest.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    assert "new.one" in page.content.decode()
    weak = guest.post(form, {"new_password1": "12345678", "new_password2": "12345678"})
    assert "errorlist" in weak.content.decode()
    phrase = "a phrase of their own"
    done = guest.post(form, {"new_password1": phrase, "new_password2": phrase})
    assert done.headers["Location"] == "/sign-in/"
    guest.post("/sign-in/", {"username": "new.one", "password": phrase})
    assert guest.get("/targets/").status_code == 200
    assert "链接已用过" in Client().get(path, follow=True).content.decode()
    again = site.post("/people/new/", given | {"unit": unit.pk})
    assert again.status_code == 422


def test_a_closed_account_has_no_way_back_by_an_old_invitation(site: Client, boss: User) -> None:
    user = person("someone", RoleName.READER)
    link = site.post(f"/people/{user.pk}/invite/").context["invitation"]
    close_account(user, boss, None)
    page = Client().get(urlsplit(link).path, follow=True)
    assert "链接已用过" in page.content.decode()
    assert site.post(f"/people/{user.pk}/invite/").status_code == 422


def test_closing_through_the_pages_asks_for_an_heir(
    site: Client, leaver: User, office: User
) -> None:
    page = site.get(f"/people/{leaver.pk}/close/").content.decode()
    assert "堆场未覆盖" in page and "编制年度清单" in page
    assert site.post(f"/people/{leaver.pk}/close/", {"to": ""}).status_code == 422
    assert User.objects.get(pk=leaver.pk).is_active
    site.post(f"/people/{leaver.pk}/close/", {"to": office.pk})
    assert not User.objects.get(pk=leaver.pk).is_active
    assert "重新启用" in site.get(f"/people/{leaver.pk}/").content.decode()
    assert "leaver" not in re.findall(r">(\w+)</a>", site.get("/people/").content.decode())
    reopened = site.post(f"/people/{leaver.pk}/reopen/")
    assert reopened.context["invitation"]


def test_the_list_names_who_waits_for_a_role(site: Client) -> None:
    newcomer = User.objects.create(username="newcomer")
    page = site.get("/people/?standing=waiting").content.decode()
    assert "待指定角色" in page and "newcomer" in page
    site.post(f"/people/{newcomer.pk}/place/", {"role": "reader", "name": "", "email": ""})
    assert roles_of(User.objects.get(pk=newcomer.pk)) == {RoleName.READER}
    changed = AuditEntry.objects.filter(act=AuditAct.PERMISSION, subject_id=str(newcomer.pk))
    assert changed.exists()


def test_a_second_factor_is_required_and_reset_here(site: Client, boss: User) -> None:
    user = person("someone", RoleName.PLAN_OFFICE)
    site.post("/people/second-factor/", {"role": ["plan_office", "nonsense"]})
    assert second_factor.roles_that_must() == {"plan_office"}
    second_factor.begin(user)
    site.post(f"/people/{user.pk}/second-factor/")
    entry = AuditEntry.objects.get(details__second_factor="reset")
    assert entry.actor_id == boss.pk
    site.post("/people/second-factor/", {})
    assert second_factor.roles_that_must() == frozenset()


@pytest.mark.parametrize("role", [role for role in RoleName if role is not RoleName.ADMINISTRATOR])
def test_nobody_else_enters(client: Client, city: City, role: RoleName) -> None:
    client.force_login(person("someone", role, BUREAU))
    for path in ("/people/", "/people/new/", "/people/1/", "/people/1/close/"):
        assert client.get(path).status_code == 403, path
