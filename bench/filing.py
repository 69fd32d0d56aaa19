"""People who fill in returns while others read, at a steady rate; every acknowledged write is noted.

A request is timed from the moment at which it was due. A person sends one thing at a time; whoever's
answer did not come looks at the page again before going on, as people do.
"""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

_CONNECTIONS = 48
_TIMEOUT_S = 30
_CSRF = "k" * 32
_VERSION = re.compile(r'id="version-(\d+)" value="(\d+)"')
_WRITES = 0.4  # of all requests


@dataclass
class Done:
    """One request: what it was, how long from when it was due, and what was wrong if anything."""

    kind: str
    ms: float
    problem: str = ""


@dataclass
class Person:
    """Somebody with a return: what was sent, and what was acknowledged, in order."""

    session: str
    one: int
    rows: dict[str, int]
    sent: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    filed: bool = False
    lost_sight: bool = False
    busy: threading.Lock = field(default_factory=threading.Lock)

    def empty(self) -> list[str]:
        """The rows of which no value was acknowledged."""
        return [row for row in self.rows if not any(done for _, done in self.sent.get(row, ()))]


def people_of(plan: dict[str, Any]) -> list[Person]:
    """The people whom bench/filing_city.py made."""
    return [Person(one["session"], one["return"], dict(one["rows"])) for one in plan["people"]]


class Load:
    """Drives a port for a while; `done` and the people tell what came of it."""

    def __init__(self, port: int, people: list[Person], reads: dict[str, Any]) -> None:
        self.port, self.people, self.reads = port, people, reads
        self.done: list[Done] = []
        self._random = Random(3)
        self._local = threading.local()
        self._number = 0

    def run(self, seconds: float, rate: float) -> None:
        """Asks `rate` times a second, two in five times a write, and files everything at the end."""
        with ThreadPoolExecutor(_CONNECTIONS) as pool:
            start = time.perf_counter() + 0.2
            for number in range(int(seconds * rate)):
                due = start + number / rate
                time.sleep(max(0.0, due - time.perf_counter()))
                pool.submit(self._one, due, self._random.random() < _WRITES)

    def wait(self, seconds: float = 120) -> None:
        """Until a page is answered again, as after a database came back. Raises TimeoutError."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if self._ask("GET", self.reads["paths"][0], self.reads["session"])[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.5)
        raise TimeoutError(f"no answer for {seconds:.0f} s")

    def file_all(self, rate: float) -> None:
        """Each person fills in what is still empty and files the return."""
        with ThreadPoolExecutor(_CONNECTIONS) as pool:
            start = time.perf_counter()
            for number, person in enumerate(self.people):
                due = start + number / rate
                time.sleep(max(0.0, due - time.perf_counter()))
                pool.submit(self._timed, "file", due, lambda who=person: self._file(who))

    def _one(self, due: float, writes: bool) -> None:
        if not writes:
            path = self._random.choice(self.reads["paths"])
            self._timed("read", due, lambda: self._ask("GET", path, self.reads["session"])[0])
            return
        person = self._idle()
        try:
            self._timed("write", due, lambda: self._write(person))
        finally:
            person.busy.release()

    def _idle(self) -> Person:
        while True:
            person = self._random.choice(self.people)
            if person.busy.acquire(blocking=False):
                return person

    def _timed(self, kind: str, due: float, ask: Callable[[], int]) -> None:
        problem = ""
        try:
            status = ask()
            problem = "" if status in (200, 302) else f"{kind}: {status}"
        except (OSError, http.client.HTTPException) as error:
            problem = f"{kind}: {type(error).__name__}"
        self.done.append(Done(kind, (time.perf_counter() - due) * 1000, problem))

    def _write(self, person: Person, row: str = "") -> int:
        if person.lost_sight:
            self._look_again(person)
        emptiest = min(person.rows, key=lambda one: len(person.sent.get(one, ())))
        row = row or emptiest
        self._number += 1
        value = f"{50 + self._number % 40_000 / 1000:g}"
        person.lost_sight = True
        sent = person.sent.setdefault(row, [])
        sent.append((value, False))
        form = {"version": person.rows[row], "value": value}
        status, text = self._ask("POST", f"/returns/rows/{row}/", person.session, form)
        if status == 200:
            sent[-1] = (value, True)
            person.rows[row] = int(dict(_VERSION.findall(text))[row])
            person.lost_sight = False
        return status

    def _file(self, person: Person) -> int:
        for row in person.empty():
            self._write(person, row)
        status, _ = self._ask(
            "POST", f"/returns/{person.one}/move/file/", person.session, {"note": ""}
        )
        person.filed = status == 302
        return status

    def _look_again(self, person: Person) -> None:
        status, text = self._ask("GET", f"/returns/{person.one}/", person.session)
        if status == 200:
            person.rows = {row: int(version) for row, version in _VERSION.findall(text)}
            person.lost_sight = False

    def _ask(
        self, method: str, path: str, session: str, form: dict[str, Any] | None = None
    ) -> tuple[int, str]:
        connection = self._connection()
        headers = {"Cookie": f"sessionid={session}; csrftoken={_CSRF}"}
        if form is not None:
            headers |= {
                "X-CSRFToken": _CSRF, "Content-Type": "application/x-www-form-urlencoded",
            }  # fmt: skip
        try:
            connection.request(method, path, urlencode(form) if form else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except BaseException:
            connection.close()
            raise

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._local, "connection"):
            self._local.connection = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=_TIMEOUT_S
            )
        return self._local.connection  # type: ignore[no-any-return]


def lost(people: list[Person], written: dict[str, Any]) -> list[str]:
    """What was acknowledged and is not there: in the history of its row, and last or overtaken."""
    missing = []
    for person in people:
        for row, sent in person.sent.items():
            past = written["past"].get(row, [])
            missing += [
                f"{row}: {value}" for value, answered in sent if answered and value not in past
            ]
            stands = written["stands"][row]
            if stands not in _may_stand(sent):
                missing.append(f"{row} holds {stands or 'nothing'}")
        if person.filed and written["states"][str(person.one)] != "filed":
            missing.append(f"return {person.one} was filed")
    return missing


def _may_stand(sent: list[tuple[str, bool]]) -> set[str]:
    """The last acknowledged value, or any sent after it whose answer never came."""
    allowed: set[str] = set()
    for value, answered in sent:
        allowed = {value} if answered else {*(allowed or {""}), value}
    return allowed
