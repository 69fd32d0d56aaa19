"""`luheng token`: keys for programs that write figures and task progress."""

from __future__ import annotations

from pathlib import Path

import click

from luheng.cli.answers import Command, answer
from luheng.cli.city import CITY


@click.group()
def token() -> None:
    """管理接口令牌。

    Keys for programs that call the API.
    """


@token.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng token add mycity --user hbj --label 在线监测平台
  curl -H "Authorization: Bearer lh_…" http://127.0.0.1:8000/api/v1/summary
""",
)
@CITY
@click.option("--user", "username", required=True, help="令牌代表的账号 whose rights it has")
@click.option("--label", default="", help="用途 what it is for")
def add(folder: Path, username: str, label: str, as_json: bool) -> None:
    """生成令牌，只显示这一次。

    Makes a key and shows it once; only its digest is kept.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.tokens import make_token

    made, key = make_token(username, label)
    if as_json:
        answer({"id": made.pk, "user": made.user.username, "label": made.label, "token": key})
    else:
        click.echo(f"令牌 {made.pk}（{made.user}）：{key}")
        click.secho("只显示这一次，请妥善保存", bold=True)


@token.command(name="list", cls=Command, epilog="示例 Example:\n  luheng token list mycity\n")
@CITY
def list_tokens(folder: Path, as_json: bool) -> None:
    """列出令牌。

    The keys of a city: whose, what for, when last used.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.models import ApiToken

    tokens = [
        {
            "id": one.pk, "user": one.user.username, "label": one.label, "revoked": one.revoked,
            "last_used_at": one.last_used_at.isoformat() if one.last_used_at else None,
        }
        for one in ApiToken.objects.select_related("user").order_by("pk")
    ]  # fmt: skip
    if as_json:
        answer(tokens)
        return
    for one in tokens:
        state = "已停用" if one["revoked"] else "有效"
        click.echo(f"{one['id']:>4}  {one['user']:<16} {state}  {one['label']}")


@token.command(cls=Command, epilog="示例 Example:\n  luheng token revoke mycity 3\n")
@CITY
@click.argument("token_id", type=int, metavar="编号")
def revoke(folder: Path, token_id: int, as_json: bool) -> None:
    """停用令牌。

    Makes a key work no more.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.tokens import revoke_token

    gone = revoke_token(token_id)
    if as_json:
        answer({"id": gone.pk, "revoked": True})
    else:
        click.echo(f"令牌 {gone.pk} 已停用")
