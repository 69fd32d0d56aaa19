"""`luheng packs`: which standards this installation computes by, and what shows that it does."""

from __future__ import annotations

from typing import Any

import click

from luheng.cli.answers import Command, answer


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng packs            每个包的方法、标准、参数、算例数 a row for each pack
  luheng packs --check    把全部算例在本机算一遍 works every example on this machine
""",
)
@click.option("--check", is_flag=True, help="运行全部算例 works all examples")
@click.pass_context
def packs(context: click.Context, check: bool, as_json: bool) -> None:
    """列出标准包：方法、标准、参数和算例的数目。

    Packs with their methods, standards, parameters and worked examples.
    """
    from luheng.methods.catalogue import pack_rows, wrong_examples

    rows = pack_rows()
    wrong = wrong_examples() if check else []
    if as_json:
        answer({"packs": rows, "wrong": wrong} if check else rows)
    else:
        _print(rows)
        if check:
            total = sum(row["examples"] for row in rows)
            click.echo(f"算例 {total - len(wrong)}/{total} 相符 worked examples agree")
            for line in wrong:
                click.secho(line, fg="red")
    if wrong:
        context.exit(1)


_KINDS = {
    "example": "例", "boundary": "界", "above_range": "超", "wrong_unit": "单", "out_of_date": "期",
    "missing": "缺", "place": "地",
}  # fmt: skip


def _print(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for head in (
        "包\npack",
        "\n",
        "方法\nmethods",
        "标准\nstandards",
        "参数\nnumbers",
        "未核实\nrecalled",
    ):
        table.add_column(head, justify="left" if len(table.columns) < 2 else "right")
    table.add_column("算例\nworked examples")
    for row in rows:
        kinds = " ".join(f"{_KINDS[kind]}{count}" for kind, count in row["kinds"].items() if count)
        table.add_row(
            row["id"], f"{row['zh']}\n{row['en']}", str(row["methods"]), str(row["standards"]),
            str(row["parameters"]), str(row["recalled"]), f"{row['examples']}：{kinds}",
        )  # fmt: skip
    Console().print(table)
    click.echo(
        "算例：例 worked · 界 boundary · 超 above range · 单 wrong unit · 期 out of date · 缺 missing · 地 place"
    )
