"""Methods by hand: `luheng methods`, `compute`, `explain`, and `restate` under another edition."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luheng.cli.answers import Command, answer
from luheng.vocabulary.messages import LuhengError

if TYPE_CHECKING:
    from luheng.methods.restatement import Restated


@click.command(cls=Command)
@click.argument("words", nargs=-1, metavar="[文字]...")
def methods(words: tuple[str, ...], as_json: bool) -> None:
    """列出方法：编号、名称、条款和输入 lists methods with clause and inputs."""
    from luheng.methods import standards
    from luheng.methods.standards import inputs_of

    whole = standards(whole=True)
    found = [
        one
        for one in whole.all()
        if all(word.lower() in f"{one.id} {one.zh} {one.en}".lower() for word in words)
    ]
    if as_json:
        answer(
            [
                {
                    "id": one.id, "zh": one.zh, "en": one.en, "unit": one.unit,
                    "standard": one.source.standard, "clause": one.source.clause,
                    "version": one.version,
                    "inputs": {
                        name: {"unit": getattr(given, "unit", ""), "zh": given.zh, "en": given.en}
                        for name, given in inputs_of(whole, one).items()
                    },
                }
                for one in found
            ]
        )  # fmt: skip
        return
    for one in found:
        click.echo(f"{one.id}  {one.zh}  {one.source.label()}  → {one.unit or '1'}")
        for name, given in inputs_of(whole, one).items():
            unit = getattr(given, "unit", "")
            click.echo(f"    {name}  {given.zh}  {unit}".rstrip())


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng compute air.iaqi concentration="75 μg/m³" item=pm2_5_24h --day 2026-06-01
  luheng compute air.iaqi concentration=75 item=pm2_5_24h --day 2026-06-01 --using "HJ 633-2012"
  luheng compute air.iaqi concentration=75 item=pm2_5_24h --day 2026-06-01 --out result.json
""",
)
@click.argument("id", metavar="方法")
@click.argument("inputs", nargs=-1, metavar="名称=数值...")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="哪一天 the day")
@click.option("--period", default=None, help="哪个时期，如 2025 the period")
@click.option("--place", default="", help="地点 the place")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="只用这一天已公布的 as known on")
@click.option("--using", multiple=True, help="按哪个版本 an edition whatever the day")
@click.option(
    "--out", type=click.Path(path_type=Path), help="把结果和演算写入文件 keeps the result"
)
@click.option("--en", "english", is_flag=True, help="英文演算 working in English")
def compute(
    id: str,
    inputs: tuple[str, ...],
    day: datetime | None,
    period: str | None,
    place: str,
    as_of: datetime | None,
    using: tuple[str, ...],
    out: Path | None,
    english: bool,
    as_json: bool,
) -> None:
    """按官方方法计算，并写出演算过程。

    Computes by an official method and writes out the working.
    """
    from luheng.methods import standards

    result = standards().compute(
        id,
        day=day.date() if day else None,
        period=period,
        place=place,
        as_of=as_of.date() if as_of else None,
        using=using,
        **dict(_pair(one) for one in inputs),
    )
    record = result.record() | {"working": result.explained()}
    if out is not None:
        _keep(out, record, result.explain("zh"), result.explain("en"))
    if as_json:
        answer(record)
    else:
        click.echo(result.explain("en" if english else "zh"))


def _pair(one: str) -> tuple[str, Any]:
    """name=value; a value that begins with { or [ is JSON."""
    name, sign, value = one.partition("=")
    if not sign:
        raise LuhengError("input_not_a_pair", given=one)
    return name.strip(), json.loads(value) if value[:1] in "{[" and value else value


def _keep(out: Path, record: dict[str, Any], zh: str, en: str) -> None:
    text = json.dumps(record | {"zh": zh, "en": en}, ensure_ascii=False, indent=1, sort_keys=True)
    out.write_text(text + "\n", encoding="utf-8")


@click.command(cls=Command)
@click.argument("file", type=click.Path(path_type=Path, exists=True), metavar="结果文件")
@click.option("--en", "english", is_flag=True, help="英文 in English")
def explain(file: Path, english: bool, as_json: bool) -> None:
    """把保存的结果写成演算过程 writes out the working of a kept result (`luheng compute --out`)."""
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        said = record["en" if english else "zh"]
    except (ValueError, KeyError, TypeError) as error:
        raise LuhengError("result_file_unreadable", file=file) from error
    if as_json:
        answer(record["working"])
    else:
        click.echo(said)


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng restate result.json                           按现在的数值重算 by the numbers of now
  luheng restate result.json --using "HJ 633-2012"     按另一版本 under another edition
  luheng restate results/*.json --as-of 2025-12-31     按当时所知 as it was known then
  luheng restate results/*.json --entry "系数更正"      写成更新说明 as an entry of a changelog
  luheng restate days.csv --history air.good_days --target 85
                                    逐日数据按各版本重算 days under every edition, beside a target
""",
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="结果文件...",
)
@click.option("--using", multiple=True, help="按哪个版本 an edition whatever the day")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="只用这一天已公布的 as known on")
@click.option("--entry", default="", help="变动原因，输出更新说明 why, to print a changelog entry")
@click.option("--history", "history_id", default="", help="文件是逐日数据（.csv）the files are tables of days")  # fmt: skip
@click.option("--target", type=float, help="目标：年值不低于 a target: at least, for each year")
def restate(
    files: tuple[Path, ...],
    using: tuple[str, ...],
    as_of: datetime | None,
    entry: str,
    history_id: str,
    target: float | None,
    as_json: bool,
) -> None:
    """用保存的输入重算，列出变动的结果和变动幅度。

    Computes kept results again from their own inputs and lists which move, and by how much; or the
    years of a table of days under several editions side by side.
    """
    from luheng.methods.restatement import numbers_entry, restate_record

    day = as_of.date() if as_of else None
    if history_id:
        for file in files:
            _restate_days(file, history_id, using, day, target, as_json)
        return
    restated = [restate_record(_kept(file), using=using or None, as_of=day) for file in files]
    if as_json:
        answer([_restated_data(file, one) for file, one in zip(files, restated, strict=True)])
    elif entry:
        click.echo(numbers_entry(restated, why=entry), nl=False)
    else:
        for file, one in zip(files, restated, strict=True):
            click.echo(f"{file.name}  {one.method}  {_movement(one)}")
        click.echo(f"{sum(one.moved for one in restated)}/{len(restated)} 项变动 move")


def _restate_days(
    file: Path,
    id: str,
    using: tuple[str, ...],
    as_of: date | None,
    target: float | None,
    as_json: bool,
) -> None:
    from luheng.methods.histories import csv_rows, history, table_of, years_counted

    one = history(id)
    table = table_of(one, csv_rows(file), file.name)
    asked: list[tuple[str, dict[str, Any]]] = [("按当日版本 as counted", {})]
    if as_of:
        asked.append((f"按 {as_of} 所知 as known then", {"as_of": as_of}))
    asked += [(edition, {"using": edition}) for edition in using or one.editions]
    columns = {name: years_counted(one, table, **how) for name, how in asked}
    if as_json:
        answer(
            {
                name: [
                    {
                        "year": year.year, "value": year.value, "unit": year.unit, "also": year.also,
                        "days": year.counted, "of": year.of, "met": _met(year.value, target),
                        "mark": year.mark, "editions": year.editions,
                    }
                    for year in years
                ]
                for name, years in columns.items()
            }
        )  # fmt: skip
        return
    click.echo(f"{one.zh} {one.en}")
    for name, years in columns.items():
        click.echo(name)
        for year in years:
            verdict = {True: "达标 met", False: "未达标 missed", None: ""}[_met(year.value, target)]
            short = f"  {year.counted}/{year.of} 天 days" if year.counted < year.of else ""
            value = "—" if year.value is None else f"{year.value:g}{year.unit}"
            click.echo(f"  {year.year}  {value}  {verdict}{short}".rstrip())


def _met(value: float | None, target: float | None) -> bool | None:
    return None if value is None or target is None else value >= target


def _kept(file: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return record if record["lineage"]["steps"] else {}
    except (ValueError, KeyError, TypeError) as error:
        raise LuhengError("result_file_unreadable", file=file) from error


def _movement(one: Restated) -> str:
    from luheng.methods.explanation import short

    before, after = short(one.before), short(one.after.exact)
    if not one.moved:
        return f"{before} {one.unit} 不变 unchanged"
    percent = f" ({float(one.percent):+.2f}%)" if one.percent is not None else ""
    return f"{before} → {after} {one.unit}{percent}"


def _restated_data(file: Path, one: Restated) -> dict[str, Any]:
    from luheng.methods.lineage import json_value

    return {
        "file": file.name,
        "method": one.method,
        "before": json_value(one.before),
        "after": json_value(one.after.exact),
        "unit": one.unit,
        "moved": one.moved,
        "percent": None if one.percent is None else float(one.percent),
        "changed_numbers": [version.parameter for version in one.changed_numbers],
    }
