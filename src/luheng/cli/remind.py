"""`luheng remind`: tells people of deadlines, and sends what waits."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from luheng.cli.answers import Command, answer
from luheng.cli.city import CITY


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng remind mycity          提醒并发送，可由定时任务每十分钟运行 as often as one likes, by cron
  luheng remind mycity --json
""",
)
@CITY
def remind(folder: Path, as_json: bool) -> None:
    """按期限提醒督办、填报、年度工作和项目的办理人，并发送待发的邮件和群消息。

    Reminds people of the deadlines of orders, returns, work of the year and projects, and sends
    mail and robot messages that wait.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.reminders.running import remind as run

    done = run()
    if as_json:
        answer(asdict(done))
        return
    click.echo(
        f"新提醒 {done.noted} 条，已发送 {done.sent}，未成 {done.failed}（会再试），待发 {done.waiting}"
    )
