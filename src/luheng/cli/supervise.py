"""`luheng supervise`: runs the rules of supervision now."""

from __future__ import annotations

from pathlib import Path

import click

from luheng.cli.answers import Command, answer
from luheng.cli.city import CITY


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng supervise mycity          运行督办规则，起草督办单 run the rules, draft orders
  luheng supervise mycity --json   新起草、情形消除等件数 how many drafted, gone, lapsed
""",
)
@CITY
def supervise(folder: Path, as_json: bool) -> None:
    """运行督办规则：未达标、滞后、逾期、缺佐证的起草督办单，由人下达。

    Runs the rules of supervision: drafts an order for whatever has none. People issue them.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.judging import judge_if_the_day_changed
    from luheng.workplace.supervision.coverage import uncovered_targets
    from luheng.workplace.supervision.runs import run_rules

    judge_if_the_day_changed()
    run = run_rules()
    left = uncovered_targets().count()
    if as_json:
        names = ("drafted", "standing", "gone", "lapsed", "verdicts_digest")
        counts = {name: getattr(run, name) for name in names}
        answer({"run": run.pk, "day": run.day, **counts, "uncovered": left})
        return
    click.echo(
        f"新起草 {run.drafted} 件，已有督办 {run.standing} 项，情形消除 {run.gone} 项，"
        f"豁免期满 {run.lapsed} 项；红灯未督办 {left} 项"
    )
