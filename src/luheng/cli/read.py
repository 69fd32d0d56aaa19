"""`luheng read`: what a document says, without a city."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luheng.cli.answers import Command, answer, progress

if TYPE_CHECKING:
    from luheng.documents.model import Reading

_EXAMPLES = """\
示例 Examples:
  luheng read 实施方案.docx               标题、目标、任务、项目一览 an overview
  luheng read 统计公报.pdf --json         全部内容，每项带原文和位置 everything, with quotes and spans
  luheng read plan.txt --json | jq '.targets[] | {indicator, year, op, value, unit}'
"""


@click.command(cls=Command, epilog=_EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--with-text", is_flag=True, help="JSON 中附全文 put the whole text into the JSON")
def read(file: Path, with_text: bool, as_json: bool) -> None:
    """识读一份方案或公报。

    Reads a plan or a bulletin: targets, tasks, projects, milestones, observations and what the
    document itself gets wrong. Nothing is stored; no network is used.
    """
    import luheng

    if not file.is_file():
        from luheng.vocabulary.messages import LuhengError

        raise LuhengError("file_not_found", file=file)
    with progress(as_json, f"正在识读 {file.name}"):
        reading = luheng.read(file)
    if as_json:
        answer(_as_json(reading, with_text))
    else:
        _show(reading)


def _as_json(reading: Reading, with_text: bool) -> dict[str, Any]:
    from luheng.documents.model import to_json

    data: dict[str, Any] = to_json(reading)
    if not with_text:
        data.pop("text", None)
    return data


def _show(reading: Reading) -> None:
    from rich.console import Console

    console = Console()
    console.print(f"[bold]{reading.title or reading.file}[/bold]")
    about = [reading.issuer, reading.doc_no, reading.issued_on, reading.period]
    console.print("  ".join(part for part in about if part) or "—")
    _table(console, "目标 targets", ("指标", "年", "目标值"), _targets(reading))
    _table(console, "任务 tasks", ("序号", "任务", "牵头", "配合"), _tasks(reading))
    _table(console, "项目 projects", ("序号", "项目", "亿元", "建设单位"), _projects(reading))
    _table(console, "数据 observations", ("指标", "地区", "时期", "值", "单位"), _figures(reading))
    _table(
        console,
        "疑点 findings",
        ("程度", "问题"),
        [(one.severity, one.message.text("zh")) for one in reading.findings],
    )


def _targets(reading: Reading) -> list[tuple[Any, ...]]:
    from luheng.documents.wording import demand

    return [(one.indicator, one.year, demand(one)) for one in reading.targets]


def _tasks(reading: Reading) -> list[tuple[Any, ...]]:
    return [
        (
            one.item or one.no,
            one.title or one.text[:30],
            "、".join(one.lead),
            "、".join(one.support),
        )
        for one in reading.tasks
    ]


def _projects(reading: Reading) -> list[tuple[Any, ...]]:
    return [(one.no, one.name, one.investment_yi_yuan, one.builder) for one in reading.projects]


def _figures(reading: Reading) -> list[tuple[Any, ...]]:
    return [
        (one.indicator, one.place, one.period, one.value, one.unit) for one in reading.observations
    ]


def _table(console: Any, title: str, headers: Iterable[str], rows: list[tuple[Any, ...]]) -> None:
    from rich.table import Table

    if not rows:
        return
    table = Table(title=f"{title} {len(rows)}", title_justify="left")
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*("" if part is None else str(part) for part in row))
    console.print(table)
