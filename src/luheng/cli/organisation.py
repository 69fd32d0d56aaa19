"""`luheng organisation`: the tree of units; carries out reorganisations whose day has come."""

from __future__ import annotations

from pathlib import Path

import click

from luheng.cli.answers import Command, answer
from luheng.cli.city import CITY


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng organisation mycity           机构名录 the tree of units
  luheng organisation mycity --ended   含已撤销单位 with those that ceased
  luheng organisation mycity --due     实施到期的机构改革 carry out what is due
""",
)
@CITY
@click.option("--ended", is_flag=True, help="含已撤销单位 with units that ceased")
@click.option("--due", is_flag=True, help="实施已确定且到期的机构改革 carry out what is due")
def organisation(folder: Path, ended: bool, due: bool, as_json: bool) -> None:
    """列出机构名录，或实施到期的机构改革。

    Lists the units with their days, or carries out approved reorganisations whose day has come.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    if due:
        _carry_out(as_json)
    else:
        _list(ended, as_json)


def _carry_out(as_json: bool) -> None:
    from luheng.workplace.organisation.carrying_out import carry_out_due

    results = [
        {"what": str(one), "problem": problem.text("zh") if problem else ""}
        for one, problem in carry_out_due()
    ]
    if as_json:
        answer({"results": results})
        return
    for row in results:
        click.echo(f"{row['what']}：{row['problem'] or '已实施'}")
    if not results:
        click.echo("没有到期的机构改革")


def _list(ended: bool, as_json: bool) -> None:
    from luheng.workplace.organisation.tree import tree

    nodes = tree(with_ended=ended)
    if as_json:
        answer({
            "units": [
                {
                    "name": node.unit.name, "depth": node.depth, "kind": node.unit.kind,
                    "founded_on": node.unit.founded_on, "abolished_on": node.unit.abolished_on,
                    "former_names": [name.name for name in node.former],
                    "people": node.people, "duties": node.duties,
                }
                for node in nodes
            ]
        })  # fmt: skip
        return
    for node in nodes:
        former = "原" if not node.unit.active else ""
        end = f"（{node.unit.abolished_on} 撤销）" if node.unit.abolished_on else ""
        click.echo(
            f"{'  ' * node.depth}{former}{node.unit.name}{end}  人员 {node.people}，牵头 {node.duties}"
        )
