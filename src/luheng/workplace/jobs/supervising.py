"""Once a day: the rules of supervision, since tasks and waivers end with the calendar; reminders."""

from __future__ import annotations

from datetime import time

from luheng.workplace.jobs.kinds import Progress, Result, Steps, job_kind
from luheng.workplace.models import Job
from luheng.workplace.reminders.running import remind
from luheng.workplace.supervision.runs import run_automatically


@job_kind("run_rules", zh="运行督办规则", en="Run the rules of supervision", daily=time(0, 30))
def run_rules_of_the_day(job: Job) -> Steps:
    """Runs the rules; running them twice drafts nothing twice."""
    yield Progress(0, 1, "正在运行督办规则", "Running the rules")
    run = run_automatically()
    if run is None:
        return Result("没有新的督办情形", "No new cause")
    return Result(
        f"新起草 {run.drafted} 件，情形消除 {run.gone} 项，豁免期满 {run.lapsed} 项",
        f"{run.drafted} drafted, {run.gone} causes gone, {run.lapsed} waivers lapsed",
    )


@job_kind("remind", zh="发送提醒", en="Send reminders", daily=time(8, 30))
def remind_everyone(job: Job) -> Steps:
    """Tells everyone whose turn it is; running it twice tells nobody twice."""
    yield Progress(0, 1, "正在发送提醒", "Sending reminders")
    done = remind()
    return Result(
        f"新提醒 {done.noted} 条，已发送 {done.sent}，未成 {done.failed}，待发 {done.waiting}",
        f"{done.noted} new, {done.sent} sent, {done.failed} failed, {done.waiting} waiting",
    )


@job_kind("remind_again", zh="补发提醒", en="Send reminders again", daily=time(14, 30))
def remind_once_more(job: Job) -> Steps:
    """What failed or came up since the morning."""
    return (yield from remind_everyone(job))
