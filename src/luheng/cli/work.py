"""`luheng work`: carries out what waits in the background, where the site runs without a worker."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import click

from luheng.cli.answers import Command, answer
from luheng.cli.city import CITY


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng work mycity                     直到 Ctrl-C；`luheng serve` 已自带一个 until Ctrl-C; `luheng serve` brings one
  luheng work mycity --until-idle        做完排队的就停止 ends when nothing waits
""",
)
@CITY
@click.option("--until-idle", is_flag=True, help="没有排队的任务时结束 end when no job waits")
@click.option("--attached", is_flag=True, hidden=True)
def work(folder: Path, until_idle: bool, attached: bool, as_json: bool) -> None:
    """执行后台任务：识读文件、重新判定、生成报告。

    Carries out background jobs. Several may run at the same time, on several machines; a job whose
    worker was killed is taken up by the next. A worker that is stopped ends the step it is at.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.jobs.worker import Worker

    worker = Worker()
    _stop_on_signal(worker.stop)
    if attached:
        threading.Thread(target=_stop_with_parent, args=(worker.stop,), daemon=True).start()
    worker.run(until_idle=until_idle)
    if as_json:
        from luheng.workplace.models import OPEN_STATES, Job

        answer({"left": Job.objects.filter(state__in=OPEN_STATES).count()})


def _stop_on_signal(stop: Callable[[], None]) -> None:
    """The first signal lets the step end, the second ends the process."""

    def asked(number: int, frame: object) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, signal.SIG_DFL)
        stop()

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, asked)


def _stop_with_parent(stop: Callable[[], None]) -> None:
    """The parent holds the other end of standard input: it closes when the parent ends, however."""
    while os.read(0, 1):
        pass
    stop()
