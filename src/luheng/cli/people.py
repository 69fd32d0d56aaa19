"""`luheng user`: accounts of a city."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from luheng.cli.answers import Command, answer
from luheng.cli.city import CITY

_ROLES = (
    "administrator", "plan_office", "unit_lead", "unit_member", "district", "leader", "auditor", "reader",
)  # fmt: skip
_PASSWORD = click.option(
    "--password-stdin", is_flag=True, help="从标准输入读密码 read the password from standard input"
)


def _password_given() -> str:
    return sys.stdin.readline().strip()


@click.group()
def user() -> None:
    """管理账号。

    Accounts of a city: add one, list them, change a password.
    """


@user.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng user add mycity zhang --role plan_office --name 张某
  luheng user add mycity hbj --role unit_member --unit 市生态环境局
角色 Roles: administrator 管理员 · plan_office 牵头办公室 · unit_lead 单位负责人 ·
unit_member 责任单位 · district 县（市、区） · leader 领导 · auditor 审计 · reader 只读
""",
)
@CITY
@click.argument("username", metavar="账号")
@click.option("--role", type=click.Choice(_ROLES), default="reader", show_default=True)
@click.option("--unit", default="", help="所在单位，责任单位人员必填 unit; needed for unit members")
@click.option("--name", default="", help="姓名 full name")
@_PASSWORD
def add(
    folder: Path,
    username: str,
    role: str,
    unit: str,
    name: str,
    password_stdin: bool,
    as_json: bool,
) -> None:
    """新增账号；不给密码则自动生成并显示一次。

    Adds an account; without a password one is made up and shown once.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.accounts import add_user
    from luheng.workplace.permissions import RoleName

    given = _password_given() if password_stdin else ""
    made, password = add_user(username, RoleName(role), unit=unit, name=name, password=given)
    shown = {} if given else {"password": password}
    if as_json:
        answer({"username": made.username, "role": role, "unit": unit or None, **shown})
    else:
        click.echo(
            f"已新增账号 {made.username}" + (f"，密码 {password}（只显示这一次）" if shown else "")
        )


@user.command("list", cls=Command)
@CITY
def list_users(folder: Path, as_json: bool) -> None:
    """列出账号。

    Lists the accounts with their roles and units.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.models import User

    rows: list[dict[str, Any]] = [
        {
            "username": one.username,
            "name": one.name,
            "roles": [group.name for group in one.groups.all()],
            "unit": one.unit.name if one.unit else None,
            "active": one.is_active,
        }
        for one in User.objects.select_related("unit").prefetch_related("groups")
    ]
    if as_json:
        answer(rows)
        return
    for row in rows:
        parts = [row["username"], row["name"], "、".join(row["roles"]), row["unit"]]
        click.echo("  ".join(str(part) for part in parts if part))


@user.command(cls=Command)
@CITY
@click.argument("username", metavar="账号")
@_PASSWORD
def password(folder: Path, username: str, password_stdin: bool, as_json: bool) -> None:
    """重设密码。

    Sets a new password; without one given it is made up and shown once.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.accounts import change_password

    given = _password_given() if password_stdin else ""
    made = change_password(username, given)
    shown = {} if given else {"password": made}
    if as_json:
        answer({"username": username, **shown})
    else:
        click.echo("已重设" + (f"，新密码 {made}（只显示这一次）" if shown else ""))


@user.command(name="reset-second-factor", cls=Command)
@CITY
@click.argument("username", metavar="账号")
def reset_second_factor(folder: Path, username: str, as_json: bool) -> None:
    """取消一个账号的两步验证（手机和恢复码都丢失时）。

    Takes the second factor off an account whose phone and recovery codes are lost.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.accounts import user_named
    from luheng.workplace.identity.second_factor import remove

    there_was = remove(user_named(username), by=None)
    if as_json:
        answer({"username": username, "reset": there_was})
    else:
        click.echo("已重置，下次登录只问密码" if there_was else "这个账号没有启用两步验证")
