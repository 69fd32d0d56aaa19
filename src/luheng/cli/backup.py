"""`luheng backup` and `luheng restore`: a city as one file, and a city from it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from luheng.cli.answers import Command, answer, progress
from luheng.cli.city import CITY

_FILE = click.argument("file", type=click.Path(path_type=Path), metavar="备份文件")


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng backup mycity                           网站运行时即可备份 while the site runs
  luheng backup mycity -o /backup/mycity.zip
  luheng backup mycity --with-secrets            连同密钥（恢复后登录不中断） with the key that signs sessions
""",
)
@CITY
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到哪里 where to")
@click.option("--with-secrets", is_flag=True, help="包含密钥 include secrets")
def backup(folder: Path, output: Path | None, with_secrets: bool, as_json: bool) -> None:
    """把城市备份成一个文件：数据库各表、原始文件、设置。

    Writes a city as one file: its tables as they are at one moment, its files, its settings. It can
    be restored on SQLite or PostgreSQL, whichever it came from.
    """
    from luheng.workplace.opening import open_site

    city = open_site(folder)
    from luheng.workplace.audit import audited_export
    from luheng.workplace.backups import back_up
    from luheng.workplace.raw_files import digest

    path = output or Path(f"{city.folder.name}-{datetime.now():%Y%m%d-%H%M%S}.zip")
    with progress(as_json, "正在备份 backing up"):
        written = back_up(city, path, secrets=with_secrets)
    audited_export("backup", None, path.name, digest(path), secrets=with_secrets)
    manifest = written.manifest
    if as_json:
        answer({"file": str(path), "size": written.size, "made_at": manifest.made_at,
                "rows": sum(table.rows for table in manifest.tables.values()),
                "tables": {name: table.sha256 for name, table in manifest.tables.items()},
                "files": len(manifest.files), "secrets_left_out": manifest.left_out})  # fmt: skip
        return
    rows = sum(table.rows for table in manifest.tables.values())
    click.echo(f"{path}：{len(manifest.tables)} 张表 {rows} 行，{len(manifest.files)} 个文件")
    if manifest.left_out:
        click.echo(f"未包含的保密设置：{'、'.join(manifest.left_out)}")


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng restore mycity.zip mycity                           恢复到空文件夹 into an empty folder
  DATABASE_URL=postgres://… luheng restore mycity.zip mycity 恢复到空的 PostgreSQL into an empty PostgreSQL
  luheng restore mycity.zip --check                          只核对，不恢复 verify it only
""",
)
@_FILE
@click.argument("folder", type=click.Path(path_type=Path), required=False, metavar="[城市文件夹]")
@click.option("--check", is_flag=True, help="只核对每个校验值 verify every hash and stop")
def restore(file: Path, folder: Path | None, check: bool, as_json: bool) -> None:
    """从备份恢复城市：先核对每个校验值，恢复后逐表比对。

    Makes a city from a backup, in an empty place. Every hash is verified before and every table
    compared after; if anything is wrong nothing is left behind.
    """
    from luheng.workplace.backups import open_backup
    from luheng.workplace.backups import restore as bring_back

    if not check and folder is None:
        raise click.UsageError("需要城市文件夹 a folder for the city is needed")
    os.environ.pop("LUHENG_CITY", None)
    with open_backup(file) as opened, progress(as_json, "正在核对 verifying") as say:
        if check or folder is None:
            opened.check()
        else:
            say("正在恢复 restoring")
            bring_back(opened, folder)
        manifest = opened.manifest
    rows = sum(table.rows for table in manifest.tables.values())
    if as_json:
        answer({"city": manifest.city, "made_at": manifest.made_at, "rows": rows,
                "files": len(manifest.files), "folder": str(folder) if folder else None})  # fmt: skip
        return
    done = "核对无误" if check else f"已恢复到 {folder}"
    click.echo(
        f"{manifest.city}（{manifest.made_at}）：{rows} 行，{len(manifest.files)} 个文件，{done}"
    )
    if not check and not manifest.secrets:
        click.echo("备份不含密钥：大家需重新登录 Everyone signs in again")
