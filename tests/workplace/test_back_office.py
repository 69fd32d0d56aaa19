"""The back office: who enters, that nobody is deleted, that a role is given with its unit."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from tests.workplace.conftest import person

from luheng.workplace.city import City
from luheng.workplace.models import Unit, User
from luheng.workplace.permissions import RoleName, roles_of
from luheng.workplace.tokens import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def back_office(client: Client, city: City) -> Client:
    client.force_login(person("boss", RoleName.ADMINISTRATOR))
    return client


@pytest.mark.parametrize("role", [RoleName.PLAN_OFFICE, RoleName.UNIT_MEMBER, RoleName.READER])
def test_only_administrators_enter(client: Client, city: City, role: RoleName) -> None:
    client.force_login(person("someone", role, "市林业局"))
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/workplace/user/").status_code == 302


def test_every_list_opens_and_every_form_answers(back_office: Client) -> None:
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert back_office.get(address).status_code == 200, address
    assert back_office.get("/admin/workplace/user/add/").status_code == 200


def test_an_account_is_made_with_its_role_and_unit(back_office: Client) -> None:
    unit = Unit.objects.create(name="市林业局")
    given = {
        "username": "forester", "name": "某某", "role": "unit_member", "unit": unit.pk,
        "password1": "pine-and-fir-2026", "password2": "pine-and-fir-2026",
    }  # fmt: skip
    assert back_office.post("/admin/workplace/user/add/", given).status_code == 302
    made = User.objects.get(username="forester")
    assert (roles_of(made), made.unit) == ({RoleName.UNIT_MEMBER}, unit)
    adrift = back_office.post("/admin/workplace/user/add/", given | {"username": "b", "unit": ""})
    assert "须指明单位" in adrift.content.decode()


def test_an_account_is_neither_deleted_nor_closed_here(back_office: Client) -> None:
    left = person("left", RoleName.READER)
    page = f"/admin/workplace/user/{left.pk}"
    assert back_office.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    answer = back_office.post(f"{page}/change/", {"username": "left", "role": "reader"})
    assert answer.status_code == 302
    left.refresh_from_db()
    assert left.is_active  # on the page of people, where its duties are handed over


def test_the_last_administrator_keeps_the_role(back_office: Client) -> None:
    boss = User.objects.get(username="boss")
    page = f"/admin/workplace/user/{boss.pk}/change/"
    answer = back_office.post(page, {"username": "boss", "role": "reader"})
    assert "唯一的管理员" in answer.content.decode()
    assert RoleName.ADMINISTRATOR in roles_of(User.objects.get(pk=boss.pk))


def test_a_token_shows_no_digest(back_office: Client) -> None:
    person("program", RoleName.READER)
    token, _ = make_token("program", "监测平台")
    page = back_office.get(f"/admin/workplace/apitoken/{token.pk}/change/").content.decode()
    assert "监测平台" in page
    assert token.digest not in page


def test_a_token_is_revoked_here(back_office: Client) -> None:
    person("program", RoleName.READER)
    token, _ = make_token("program", "监测平台")
    back_office.post(f"/admin/workplace/apitoken/{token.pk}/change/", {"revoked": "on"})
    token.refresh_from_db()
    assert token.revoked
