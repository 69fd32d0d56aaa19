"""`luheng dossier`: what a city proves of a set of indicators, as one signed archive."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from luheng.cli.answers import Command, answer, progress
from luheng.cli.city import CITY
from luheng.vocabulary.messages import LuhengError

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng dossier mycity --from 2025-01-01 --until 2025-12-31
  luheng dossier mycity --from 2021-01-01 --until 2025-12-31 --family carbon -o 验收资料.zip
  luheng dossier mycity --from 2025-01-01 --until 2025-12-31 --target 12 --target 15
  luheng dossier mycity --public-key              本市公钥及指纹 the city's public key
""",
)
@CITY
@click.option("--from", "start", type=_DAY, help="时期起 first day of the period")
@click.option("--until", "end", type=_DAY, help="时期止 last day of the period")
@click.option("--title", default="", help="名称；缺省为“验收资料” title")
@click.option(
    "--document", "documents", type=int, multiple=True,
    help="只含这些文件的目标（编号见文件清单） only targets of these documents",
)  # fmt: skip
@click.option(
    "--target", "targets", type=int, multiple=True, help="只含这些目标 only these targets"
)
@click.option("--family", default="", help="只含指标目录的这一类 only this family of the catalogue")
@click.option(
    "--tasks/--no-tasks", "with_tasks", default=True, help="是否包括任务 with the tasks or without"
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="写到哪里；缺省留在城市文件夹的 dossiers 下 where to; by default in the city's dossiers",
)  # fmt: skip
@click.option("--public-key", is_flag=True, help="只显示公钥及指纹 only show the key")
def dossier(
    folder: Path, output: Path | None, public_key: bool, as_json: bool, **chosen: Any
) -> None:
    """生成申报、验收资料包：材料、判定、缺项、杂凑值和签名。

    Makes a dossier: evidence, verdicts with their numbers, what is missing, digests, a signature.
    """
    from luheng.workplace.opening import open_site

    city = open_site(folder)
    if public_key:
        _show_key(city, as_json)
        return
    from luheng.workplace.audit import audited_export
    from luheng.workplace.dossiers.making import file_of, make_dossier
    from luheng.workplace.dossiers.selection import selection_from
    from luheng.workplace.dossiers.signing import in_groups
    from luheng.workplace.judging import judge_if_the_day_changed

    with progress(as_json, "正在生成资料包 making the dossier"):
        selection = selection_from(_plain(chosen))
        judge_if_the_day_changed()
        made = make_dossier(city, selection)
        path = file_of(city, made.sha256)
        if output:
            _copy(path, output)
        audited_export("dossier", None, made.title, made.sha256, number=made.pk)
    if as_json:
        answer({"file": str(output or path), "sha256": made.sha256, "targets": made.targets,
                "pieces": made.pieces, "missing": made.missing, "fingerprint": made.fingerprint})  # fmt: skip
        return
    click.echo(f"{output or path}（{made.targets} 项目标，材料 {made.pieces} 份，缺佐证 {made.missing} 项）")  # fmt: skip
    click.echo(f"签名公钥指纹 fingerprint of the signing key:\n  {in_groups(made.fingerprint)}")


def _plain(chosen: dict[str, Any]) -> dict[str, Any]:
    """The options as a selection. Raises UsageError where there is no period."""
    start, end = chosen.pop("start"), chosen.pop("end")
    if start is None or end is None:
        raise click.UsageError("请给出时期 name the period: --from 2025-01-01 --until 2025-12-31")
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    title = chosen.pop("title") or "验收资料"
    return {**chosen, "title": title, "start": start.date(), "end": end.date()}


def _show_key(city: Any, as_json: bool) -> None:
    from luheng.workplace.dossiers.signing import city_key, fingerprint, in_groups, public_pem

    key = city_key(city).public_key()
    if as_json:
        answer({"fingerprint": fingerprint(key), "public_key": public_pem(key)})
    else:
        click.echo(f"{in_groups(fingerprint(key))}\n{public_pem(key)}")


def _copy(made: Path, output: Path) -> None:
    """Whole or not at all."""
    begun = output.with_name(f".{output.name}.new")
    try:
        shutil.copyfile(made, begun)
        begun.replace(output)
    except OSError as error:
        begun.unlink(missing_ok=True)
        raise LuhengError("report_not_written", file=output, problem=error.strerror) from error
