"""Bulk work in the background: shown, stopped, tried again, taken up after a crash."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import PLAN, plan_reading

from luheng.vocabulary.messages import LuhengError
from luheng.workplace import jobs
from luheng.workplace.city import City
from luheng.workplace.jobs import Note, Progress, Result, Steps, kinds, start
from luheng.workplace.jobs.made_files import clear_old
from luheng.workplace.jobs.running import LEASE, carry_out, claim, worker_name
from luheng.workplace.jobs.worker import Worker
from luheng.workplace.models import Document, Job, JobState, User, Verdict
from luheng.workplace.permissions import RoleName

ROOT = Path(__file__).resolve().parents[2]
FLOCKS = ["north", "east", "south", "west"]


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker in the test's own process shares its connection, which must stay open."""
    monkeypatch.setattr("luheng.workplace.jobs.worker.close_old_connections", lambda: None)


@pytest.fixture
def counted(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A kind of work that counts flocks, on a site with a worker; what it counted."""
    settings.LUHENG_BACKGROUND = True
    seen: list[str] = []

    def count(job: Job, *, flocks: list[str]) -> Steps:
        for number, flock in list(enumerate(flocks, 1))[job.done :]:
            seen.append(flock)
            if flock == "wolves":
                raise LuhengError("file_not_found", file=flock)
            if flock == "bug":
                raise RuntimeError("secret value")
            yield Progress(number, len(flocks), f"数了{flock}", flock, Note(flock, flock))
        return Result("数完了", "counted", url="/targets/")

    known = kinds.kinds()
    monkeypatch.setitem(known, "count", kinds.Kind("count", "数羊", "Count", count))
    yield seen


def test_a_job_waits_is_carried_out_step_by_step_and_says_what_came_of_it(
    counted: list[str], office: User
) -> None:
    job = start("count", office, flocks=FLOCKS)
    assert (job.state, counted) == (JobState.WAITING, [])
    Worker().run(until_idle=True)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.message) == ("done", 4, 4, "数完了")
    assert [note["en"] for note in job.notes] == FLOCKS == counted
    assert job.started_at and job.finished_at and job.result_url == "/targets/"


def test_without_a_worker_a_job_is_done_when_start_returns(
    counted: list[str], office: User, settings: Any
) -> None:
    settings.LUHENG_BACKGROUND = False
    assert start("count", office, flocks=FLOCKS).state == JobState.DONE


def test_a_second_start_of_the_same_once_finds_the_first(counted: list[str], office: User) -> None:
    first = start("count", office, once="count:monday", flocks=FLOCKS)
    assert start("count", None, once="count:monday", flocks=FLOCKS) == first
    assert start("count", None, once="count:tuesday", flocks=FLOCKS) != first


def test_a_job_left_by_a_process_that_is_gone_goes_on_where_it_stopped(
    counted: list[str], office: User
) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    machine = worker_name().rpartition(":")[0]
    job = start("count", office, flocks=FLOCKS)
    Job.objects.filter(pk=job.pk).update(
        state="running", done=2, worker=f"{machine}:{gone.pid}", heartbeat=timezone.now()
    )
    Worker().run(until_idle=True)
    job.refresh_from_db()
    assert (job.state, counted) == ("done", FLOCKS[2:])


def test_a_job_of_another_machine_is_left_alone_until_its_heart_is_silent(
    counted: list[str], office: User
) -> None:
    job = start("count", office, flocks=FLOCKS)
    mine = Job.objects.filter(pk=job.pk)
    mine.update(state="running", worker="elsewhere:1", heartbeat=timezone.now())
    assert claim() is None
    mine.update(heartbeat=timezone.now() - LEASE - timedelta(seconds=1))
    assert claim() == job


def test_whoever_lost_a_job_writes_nothing_more_on_it(counted: list[str], office: User) -> None:
    start("count", office, flocks=FLOCKS)
    job = claim()
    assert job is not None
    Job.objects.filter(pk=job.pk).update(worker="elsewhere:1", message_zh="别处")
    carry_out(job)
    found = Job.objects.get()
    assert (found.worker, found.message_zh, found.done) == ("elsewhere:1", "别处", 0)


def test_a_step_that_takes_its_worker_down_is_not_tried_for_ever(
    counted: list[str], office: User
) -> None:
    job = start("count", office, flocks=FLOCKS)
    for _ in range(3):
        assert claim() == job
        Job.objects.update(worker="elsewhere:1", heartbeat=None)
    assert claim() is None
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "这一步三次使工作进程中断")


def test_a_stopped_worker_ends_its_step_and_leaves_the_rest_to_the_next(
    counted: list[str], office: User
) -> None:
    job = start("count", office, flocks=FLOCKS)
    claimed = claim()
    assert claimed is not None
    carry_out(claimed, stopping=lambda: len(counted) == 2)
    job.refresh_from_db()
    assert (job.state, job.done, counted) == ("waiting", 2, FLOCKS[:2])
    Worker().run(until_idle=True)
    assert counted == FLOCKS


def test_a_cancelled_job_stops_after_its_step_or_never_begins(
    counted: list[str], office: User
) -> None:
    waiting, running = (start("count", office, flocks=FLOCKS) for _ in range(2))
    jobs.cancel(waiting)
    claimed = claim()
    assert claimed == running
    jobs.cancel(running)
    carry_out(claimed)
    for job in (waiting, running):
        job.refresh_from_db()
    assert (waiting.state, running.state, counted) == ("cancelled", "cancelled", FLOCKS[:1])


def test_a_failure_is_told_in_words_and_the_job_may_be_tried_again(
    counted: list[str], office: User
) -> None:
    job = start("count", office, flocks=["north", "wolves"])
    Worker().run(until_idle=True)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message_zh.startswith("找不到文件 wolves。")
    assert "there is no file wolves" in job.message_en
    jobs.again(job)
    Worker().run(until_idle=True)
    assert counted == ["north", "wolves", "wolves"]  # it went on at the step that failed


def test_a_fault_of_the_program_shows_no_insides(counted: list[str], office: User) -> None:
    job = start("count", office, flocks=["bug"])
    Worker().run(until_idle=True)
    job.refresh_from_db()
    assert (job.state, "secret" in job.message_zh + job.message_en) == ("failed", False)


def test_a_database_that_was_away_costs_a_job_nothing(
    counted: list[str], office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(job: Job) -> Steps:
        counted.append("tried")
        if len(counted) == 1:
            raise OperationalError("server closed the connection")
        yield Progress(1, 1)
        return Result("好", "good")

    class Shared:
        close = staticmethod(lambda: None)  # the test's own connection stays open
        vendor = "sqlite"  # of which no notes are taken

    monkeypatch.setitem(kinds.kinds(), "away", kinds.Kind("away", "", "", away))
    monkeypatch.setattr("luheng.workplace.jobs.worker.connection", Shared)
    job = start("away", office)
    Worker().run(until_idle=True)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING  # neither failed nor lost
    Worker().run(until_idle=True)
    job.refresh_from_db()
    assert (job.state, counted) == ("done", ["tried", "tried"])


def test_an_unknown_kind_is_refused(db: None, office: User) -> None:
    with pytest.raises(LuhengError, match="后台工作"):
        start("juggle", office)


# --- the work itself ---


@pytest.fixture
def browser(client: Client, city: City, office: User, settings: Any) -> Client:
    settings.LUHENG_BACKGROUND = True
    client.force_login(office)
    return client


def send(browser: Client, *names: str) -> Job:
    texts = [f"{PLAN}\n{name}".encode() if name.startswith("plan") else b"" for name in names]
    uploads = [SimpleUploadedFile(*pair) for pair in zip(names, texts, strict=True)]
    answer = browser.post("/documents/add/", {"files": uploads})
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/jobs/{job.pk}/?follow"
    return job


def test_uploads_are_read_in_the_background_and_each_is_answered_for(
    browser: Client, city: City
) -> None:
    job = send(browser, "plan1.txt", "empty.txt", "plan2.txt")
    page = browser.get(f"/jobs/{job.pk}/?follow").content.decode()
    assert "排队" in page and "hx-trigger" in page and 'http-equiv="refresh"' in page
    assert not Document.objects.exists()
    Worker().run(until_idle=True)
    job.refresh_from_db()
    assert [note["good"] for note in job.notes] == [True, False, True]
    assert job.message == "2 份已加入，1 份未能加入"
    page = browser.get(f"/jobs/{job.pk}/?follow").content.decode()
    assert "empty.txt" in page and "data-follow" not in page  # what went wrong is read first
    assert Document.objects.count() == 2
    assert list(city.waiting.iterdir()) == []


def test_a_single_upload_leads_to_its_document(browser: Client) -> None:
    job = send(browser, "plan1.txt")
    Worker().run(until_idle=True)
    part = browser.get(f"/jobs/{job.pk}/?follow", headers={"HX-Request": "true"}).content.decode()
    assert f'href="/documents/{Document.objects.get().pk}/" data-follow' in part
    assert browser.get(f"/jobs/{job.pk}/?follow").status_code == 302  # without scripts


def test_uploads_of_a_cancelled_job_are_forgotten(browser: Client, city: City) -> None:
    job = send(browser, "plan1.txt")
    assert browser.post(f"/jobs/{job.pk}/cancel/").status_code == 302
    Worker().run(until_idle=True)
    assert (Document.objects.count(), list(city.waiting.iterdir())) == (0, [])


def test_a_report_is_made_in_the_background_and_kept_for_a_month(
    add: AddReading, browser: Client, city: City
) -> None:
    add(plan_reading())
    browser.post("/reports/make/", {"form": "pdf"})
    Worker().run(until_idle=True)
    job = Job.objects.get(kind="make_report")
    answer = browser.get(f"/jobs/{job.pk}/file/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert clear_old() == 0
    Job.objects.update(finished_at=timezone.now() - timedelta(days=31))
    assert (clear_old(), list(city.made.iterdir())) == (1, [])
    assert browser.get(f"/jobs/{job.pk}/file/").status_code == 404


def test_the_worker_judges_all_once_a_day(add: AddReading, browser: Client) -> None:
    add(plan_reading())
    Verdict.objects.update(as_of="2020-01-01")
    browser.get("/")  # leaves it to the worker
    assert str(Verdict.objects.first().as_of) == "2020-01-01"  # type: ignore[union-attr]
    for _ in range(2):
        Worker().run(until_idle=True)
    assert {one.as_of for one in Verdict.objects.all()} == {timezone.localdate()}
    assert Job.objects.filter(kind="judge_all", state="done").count() == 1


def test_people_see_their_own_jobs_and_the_plan_office_sees_all(
    counted: list[str], browser: Client, client: Client
) -> None:
    member = person("member", RoleName.UNIT_MEMBER, "市水务局")
    of_member = start("count", member, flocks=FLOCKS)
    of_nobody = start("count", None, flocks=FLOCKS)
    of_all = browser.get("/jobs/").content.decode()
    assert all(f"/jobs/{job.pk}/" in of_all for job in (of_member, of_nobody))
    assert {browser.get(f"/jobs/{job.pk}/").status_code for job in Job.objects.all()} == {200}
    client.force_login(member)
    assert client.get(f"/jobs/{of_member.pk}/").status_code == 200
    page = client.get("/jobs/").content.decode()
    assert f"/jobs/{of_member.pk}/" in page and f"/jobs/{of_nobody.pk}/" not in page
    for door in ("", "cancel/", "again/", "file/"):
        ask = client.post if door in ("cancel/", "again/") else client.get
        assert ask(f"/jobs/{of_nobody.pk}/{door}").status_code == 403


# --- killed ---

SLOW_KIND = """
import sys, time
from pathlib import Path
from luheng.workplace.opening import open_site
city = open_site(sys.argv[1])
from luheng.workplace.jobs import Progress, Result, job_kind, start
from luheng.workplace.jobs.worker import Worker
from luheng.workplace.models import Job

@job_kind("steps", zh="", en="")
def steps(job, *, count, slow):
    for number in range(job.done, count):
        with (city.folder / "steps.txt").open("a") as file:
            file.write(f"{number}\\n")
        if slow and number == 3 and job.worker == first_worker(job):
            print("here", flush=True)
            time.sleep(600)
        yield Progress(number + 1, count)
    return Result("完", "done")

def first_worker(job):
    path = city.folder / "first.txt"
    if not path.exists():
        path.write_text(job.worker)
    return path.read_text()

def open_jobs():
    return list(Job.objects.filter(kind="steps").values_list("state", "done", "attempts"))
"""
START = "start('steps', None, count=6, slow=True)\n"


def run(folder: Path, act: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LUHENG_BACKGROUND": "1"}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-c", SLOW_KIND + act, str(folder)],
        stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


@pytest.mark.slow
def test_the_job_of_a_killed_worker_is_taken_up_by_the_next_at_once(city: City) -> None:
    first = run(city.folder, START + "Worker().run()")
    assert first.stdout is not None
    assert first.stdout.readline() == "here\n"
    first.send_signal(signal.SIGKILL)
    first.wait()
    began = time.monotonic()
    output, _ = run(
        city.folder, "Worker().run(until_idle=True)\nimport json; print(json.dumps(open_jobs()))"
    ).communicate(timeout=600)
    assert json.loads(output) == [["done", 6, 0]]
    assert time.monotonic() - began < 30  # no lease is waited for
    written = (city.folder / "steps.txt").read_text(encoding="ascii").split()
    assert written == ["0", "1", "2", "3", "3", "4", "5"]  # only the step it was at ran twice


@pytest.mark.slow
def test_two_workers_never_do_the_same_job(city: City) -> None:
    act = "[start('steps', None, count=5, slow=False) for _ in range(20)]\nprint('asked')"
    run(city.folder, act).communicate(timeout=600)
    both = [run(city.folder, "Worker().run(until_idle=True)") for _ in range(2)]
    for worker in both:
        worker.communicate(timeout=600)
    lines = (city.folder / "steps.txt").read_text(encoding="ascii").split()
    assert sorted(lines) == sorted(str(step) for step in range(5) for _ in range(20))
