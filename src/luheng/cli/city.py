"""Commands of a city: new, add, status, map. A city is a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luheng.cli.answers import Command, answer, progress, refuse
from luheng.vocabulary.messages import LuhengError

if TYPE_CHECKING:
    from luheng.workplace.intake import Added
    from luheng.workplace.scorecard import Scorecard

CITY = click.argument("folder", type=click.Path(path_type=Path), metavar="城市文件夹")
_STEPS = {
    "reading": "正在识读方案 reading the plan",
    "database": "正在建库 making the database",
    "recording": "正在入库并判定 recording and judging",
}


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng new mycity --plan 实施方案.docx       名称取自方案 the name is taken from the plan
  luheng new mycity --name 云川市 --plan plan.pdf
  luheng new mycity --name 云川市              以后再加方案 the plan comes later
""",
)
@CITY
@click.option("--plan", type=click.Path(path_type=Path), help="方案文件 the plan the city issued")
@click.option("--name", default="", help="城市名称；缺省取自方案 name of the city")
@click.option("--name-en", default="", help="英文名称 its name in English")
@click.option("--place", default="", help="公报中“全市”所指地区 the place that “the city” means")
@click.option(
    "--invented", is_flag=True, help="虚构示例，每页注明 marked as invented on every page"
)
def new(folder: Path, plan: Path | None, as_json: bool, **named: Any) -> None:
    """新建一个城市：文件夹、数据库、管理员账号，并读入方案。

    Makes a city: a folder with its database, an administrator, and the plan read into it. If
    anything goes wrong there is no folder.
    """
    from luheng.workplace.founding import found_city

    with progress(as_json, _STEPS["reading"]) as say:
        founded = found_city(
            folder, plan=plan, say=lambda step: say(_STEPS.get(step, step)), **named
        )
    account = {"username": founded.username, "password": founded.password}
    if as_json:
        city = {"folder": str(founded.city.folder), "name": founded.city.name}
        answer({**city, "document": founded.document_id, "title": founded.title, **account})
        return
    click.echo(f"已建立 {founded.city.name}：{founded.city.folder}")
    if founded.title:
        click.echo(f"已读入《{founded.title}》")
        _print_scorecard(trouble=False)
    click.secho(
        f"管理员账号 {founded.username}，密码 {founded.password}（只显示这一次）", bold=True
    )
    click.echo(f"下一步：luheng add {folder} 公报文件…  然后  luheng serve {folder}")


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng add mycity 统计公报2023.pdf 环境公报2024.html 填报表.xlsx
  luheng add mycity 实施方案（修订）.docx --replaces 1     第1号文件的新版 a later edition of document 1
""",
)
@CITY
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--replaces", type=int, help="被替代文件的编号 id of the plan this one replaces")
def add(folder: Path, files: tuple[Path, ...], replaces: int | None, as_json: bool) -> None:
    """加入方案、公报或填报表，并重新判定。

    Adds plans, bulletins and returns, and judges anew. The same file twice is recognised by its
    content. A file that cannot be read is said and skipped; the others are added whole.
    """
    from luheng.workplace.opening import open_site

    city = open_site(folder)
    results: list[dict[str, Any]] = []
    with progress(as_json, "") as say:
        for number, path in enumerate(files, 1):
            say(f"正在识读 {path.name}（{number}/{len(files)}）")
            results.append(_added(city, path, replaces, as_json))
    changed = sum(one.get("verdicts_changed", 0) for one in results)
    if as_json:
        answer({"files": results, "verdicts_changed": changed})
    else:
        click.echo(f"{changed} 项判定有变化")
    if any("error" in one for one in results):
        raise SystemExit(1)


def _added(city: Any, path: Path, replaces: int | None, as_json: bool) -> dict[str, Any]:
    from dataclasses import asdict

    from luheng.workplace.intake import add_file
    from luheng.workplace.models import Document

    try:
        earlier = Document.objects.filter(pk=replaces).first() if replaces else None
        if replaces and earlier is None:
            raise LuhengError("document_unknown", document=replaces)
        added = add_file(city, path, replaces=earlier)
    except LuhengError as error:
        if not as_json:
            refuse(error, as_json=False)
        text = {"zh": error.message.text("zh"), "en": error.message.text("en")}
        return {"file": str(path), "error": {"code": error.message.code, **text}}
    if not as_json:
        click.echo(_said(path, added))
    return {
        "file": str(path),
        "document": added.document.pk,
        "kind": added.document.kind,
        "title": added.document.title,
        "already_there": added.already_there,
        "replaces": added.replaces.pk if added.replaces else None,
        "carried": asdict(added.carried),
        "added": {name: one.added for name, one in added.recorded.items()},
        "verdicts_changed": added.judged.changed,
    }


def _said(path: Path, added: Added) -> str:
    title = f"《{added.document.title}》"
    if added.already_there:
        return f"{path.name}：内容与已有文件{title}相同，未作改动"
    labels = {
        "targets": "目标", "tasks": "任务", "projects": "项目", "milestones": "定性目标",
        "observations": "数据", "findings": "疑点",
    }  # fmt: skip
    counts = [f"{labels[name]} {one.added}" for name, one in added.recorded.items() if one.added]
    edition = f"，替代《{added.replaces.title}》" if added.replaces else ""
    if carried := added.carried:
        edition += f"（沿用人工修改 {carried.corrected}，下达值 {carried.assigned}，任务进展 {carried.progress}，督办单 {carried.orders}）"
    kind = added.document.get_kind_display()
    return f"{path.name}：{kind}{title}{edition}，{'，'.join(counts) or '没有可入库的内容'}"


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng status mycity                 评估摘要与需要关注的目标 summary, and targets in trouble
  luheng status mycity --all           全部目标 every target
  luheng status mycity --json | jq .verdicts
""",
)
@CITY
@click.option("--all", "everything", is_flag=True, help="列出全部目标 list every target")
def status(folder: Path, everything: bool, as_json: bool) -> None:
    """在终端显示评估结果。

    The scorecard in the terminal: how many targets stand where, which are behind and why.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.judging import judge_if_the_day_changed

    judge_if_the_day_changed()
    if as_json:
        answer(_status_json())
    else:
        _print_scorecard(trouble=True, everything=everything)


def _status_json() -> dict[str, Any]:
    from dataclasses import asdict

    from luheng.workplace.registers import REGISTERS
    from luheng.workplace.scorecard import scorecard

    card = scorecard()
    register = REGISTERS["targets"]
    keys = ("indicator", "year", "op", "value", "unit", "latest_value", "latest_period",
            "verdict", "reason", "lead")  # fmt: skip
    rows = register.rows(register.select(), [register.column(key) for key in keys])
    return {
        "sentence": card.sentence(),
        **asdict(card),
        "targets": [{"id": row.id, **row.values} for row in rows],
    }


def _print_scorecard(*, trouble: bool, everything: bool = False) -> None:
    from rich.console import Console

    from luheng.workplace.scorecard import scorecard

    card, console = scorecard(), Console()
    console.print(f"[bold]{card.sentence()}[/bold]")
    if trouble:
        for table in (_unit_table(card), _target_table(everything)):
            if table.row_count:
                console.print(table)
        waiting = card.waiting
        console.print(
            f"待办：待复核 {waiting.drafts}，识读冲突 {waiting.conflicts}，"
            f"未对应指标 {waiting.unmapped}，文件疑点 {waiting.findings}"
        )


def _unit_table(card: Scorecard) -> Any:
    from rich.table import Table

    from luheng.judgement.lights import SHAPE
    from luheng.judgement.model import Verdict

    table = Table(title="按牵头单位 by lead unit", title_justify="left")
    table.add_column("单位", no_wrap=True)
    table.add_column("目标", justify="right")
    table.add_column("其中", overflow="fold")
    for group in card.by_unit[:20]:
        counts = [(word, group.counts.get(word.value, 0)) for word in Verdict]
        said = "  ".join(f"{SHAPE[word]} {word.zh} {count}" for word, count in counts if count)
        table.add_row(group.name, str(group.total), said)
    return table


def _target_table(everything: bool) -> Any:
    from rich.table import Table

    from luheng.judgement.lights import BY_SCHEDULE, SHAPE
    from luheng.judgement.model import Verdict
    from luheng.workplace.registers import REGISTERS

    register = REGISTERS["targets"]
    asked = {} if everything else {"verdict": ["behind", "missed"]}
    title = "全部目标 every target" if everything else "滞后和未达标 behind and missed"
    table = Table(title=title, title_justify="left")
    for header, width in (("指标", 14), ("目标年", 6), ("判定", 12), ("理由", 20)):
        table.add_column(header, overflow="fold", min_width=width)
    colours = {"grey": "bright_black", "yellow": "yellow", "green": "green", "red": "red"}
    for row in register.rows(register.select(register.query(asked))):
        word = Verdict(row["verdict"]) if row["verdict"] else None
        light = f"{SHAPE[word]} {word.zh}" if word else "—"
        style = colours.get(BY_SCHEDULE.colours[word]) if word else None
        table.add_row(
            row["indicator"], str(row["year"] or ""), f"[{style}]{light}[/]" if style else light,
            row["reason"] or "",
        )  # fmt: skip
    return table


@click.command(
    "map",
    cls=Command,
    epilog="""\
示例 Examples:
  luheng map mycity                            列出未对应的指标名和建议 names without an entry
  luheng map mycity 林木覆盖程度 forest_cover   一次对应，以后的文件都用 once, for all documents to come
  luheng map mycity 林木覆盖程度 --remove       取消 take it back
""",
)
@CITY
@click.argument("printed", required=False, metavar="[原文指标名]")
@click.argument("indicator_id", required=False, metavar="[目录编号]")
@click.option("--remove", is_flag=True, help="取消对应 take the mapping back")
def map_names(
    folder: Path, printed: str | None, indicator_id: str | None, remove: bool, as_json: bool
) -> None:
    """把文件中的指标名对应到指标目录。

    Maps an indicator name of the documents to its catalogue entry, once and for all.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    if printed and (indicator_id or remove):
        _map_one(printed, "" if remove else indicator_id or "", as_json)
    else:
        _list_unmapped(printed, as_json)


def _map_one(printed: str, indicator_id: str, as_json: bool) -> None:
    from luheng.workplace.judging import judge_all
    from luheng.workplace.mapping import map_indicator

    count = map_indicator(printed, indicator_id, None)
    judged = judge_all()
    if as_json:
        answer({"printed": printed, "indicator_id": indicator_id, "items": count,
                "verdicts_changed": judged.changed})  # fmt: skip
    else:
        click.echo(
            f"“{printed}” → {indicator_id or '—'}：{count} 条记录，{judged.changed} 项判定有变化"
        )


def _list_unmapped(only: str | None, as_json: bool) -> None:
    from luheng.vocabulary.indicators import suggest
    from luheng.workplace.mapping import unmapped

    names = [one for one in unmapped() if only in (None, one.printed)]
    rows = [
        {
            "printed": one.printed,
            "targets": one.targets,
            "observations": one.observations,
            "suggestions": {near.id: near.zh for near in suggest(one.printed, 3)},
        }
        for one in names
    ]
    if as_json:
        answer(rows)
        return
    click.echo(f"{len(rows)} 个指标名没有对应")
    for row in rows:
        near = "，".join(f"{zh}（{key}）" for key, zh in row["suggestions"].items())  # type: ignore[attr-defined]
        count = f"目标 {row['targets']}，数据 {row['observations']}"
        click.echo(f"  {row['printed']}（{count}）  近似：{near or '—'}")
