"""`luheng parameters`: official numbers, which of them hold on a day, and where they come from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from luheng.cli.answers import Command, answer


@click.group()
def parameters() -> None:
    """查官方数值：哪天执行哪一版、出自哪条、是否核实。

    Official numbers: which version holds on a day, its clause and how sure it is.
    """


@parameters.command(
    "list",
    cls=Command,
    epilog="""\
示例 Examples:
  luheng parameters list              全部参数 all
  luheng parameters list air.limit    名称含有这些字的 those whose id or name holds the words
""",
)
@click.argument("words", nargs=-1, metavar="[文字]...")
def list_parameters(words: tuple[str, ...], as_json: bool) -> None:
    """列出参数：编号、名称、单位、版本数 lists parameters."""
    from luheng.methods import standards

    found = [
        one
        for one in standards(whole=True).book.all()
        if all(word.lower() in f"{one.id} {one.zh} {one.en}".lower() for word in words)
    ]
    if as_json:
        answer([_parameter_data(one) for one in found])
        return
    for one in found:
        marks = "/".join(sorted({version.source.mark for version in one.versions}))
        click.echo(f"{one.id}  {one.zh}  {one.unit or '1'}  ×{len(one.versions)}  {marks}")
    click.echo(f"{len(found)} 项 parameters")


@parameters.command(
    "show",
    cls=Command,
    epilog="""\
示例 Examples:
  luheng parameters show air.iaqi_table.pm2_5_24h --day 2026-06-01
  luheng parameters show air.iaqi_table.pm2_5_24h --using "HJ 633-2012"
""",
)
@click.argument("id", metavar="参数")
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="哪一天 on which day (默认今天 today)"
)
@click.option("--place", default="", help="地点，如 广东省/湛江市 the place")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="只用这一天已公布的 as known on")
@click.option("--using", multiple=True, help="按哪个版本 an edition whatever the day")
def show_parameter(
    id: str,
    day: datetime | None,
    place: str,
    as_of: datetime | None,
    using: tuple[str, ...],
    as_json: bool,
) -> None:
    """显示一个参数：当日执行的版本和全部版本 shows a parameter."""
    from luheng.methods import standards

    whole = standards()
    whole.load(id)
    parameter = whole.book.get(id)
    on = day.date() if day else date.today()
    holds = whole.book.resolve(id, on, place, as_of=as_of.date() if as_of else None, using=using)
    used_by = list(dict.fromkeys(one.id for one in whole.methods_using(id)))
    if as_json:
        more = {"day": on.isoformat(), "holds": _version_data(holds), "used_by": used_by}
        answer(_parameter_data(parameter) | more)
        return
    click.echo(f"{parameter.id}  {parameter.zh}  {parameter.en}")
    click.echo(f"{on}：{_value(holds.printed)} {holds.unit}".rstrip())
    for version in parameter.versions:
        sign = "→" if version is holds else " "
        until = f"{version.until} 前" if version.until else "今"
        click.echo(
            f"{sign} {version.first} 至 {until}  {version.place or '全国'}  {_value(version.printed)}"
            f"  {version.source.label()}  {version.source.mark}  {version.file}:{version.line}"
        )
        if version.note:
            click.echo(f"    {version.note}")
    reached = "、".join(used_by)
    click.echo(f"用于 used by：{reached or '—'}")


def _value(printed: Any) -> str:
    from luheng.methods.explanation import short
    from luheng.parameters.model import exact

    return short(exact(printed))


def _parameter_data(parameter: Any) -> dict[str, Any]:
    return {
        "id": parameter.id,
        "zh": parameter.zh,
        "en": parameter.en,
        "unit": parameter.unit,
        "versions": [_version_data(version) for version in parameter.versions],
    }


def _version_data(version: Any) -> dict[str, Any]:
    from luheng.parameters.model import plain

    return {
        "from": version.first.isoformat(),
        "until": version.until.isoformat() if version.until else None,
        "known": version.known.isoformat(),
        "place": version.place,
        "edition": version.edition,
        "value": plain(version.printed),
        "unit": version.unit,
        "standard": version.source.standard,
        "clause": version.source.clause,
        "mark": version.source.mark,
        "file": f"{version.file}:{version.line}",
        "digest": version.digest,
    }
