"""Asks a site for pages at a steady rate whether or not it keeps up, and times each answer.

A request is timed from the moment at which it was due, not from when it could be sent: a site that
falls behind shows it. Run by bench_pages.py as a process of its own: reads the plan as JSON from
standard input, writes the answers as JSON.
"""

from __future__ import annotations

import http.client
import json
import queue
import sys
import threading
import time
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

_CONNECTIONS = 48
_TIMEOUT_S = 30


@dataclass(frozen=True)
class Answer:
    """One answer: which page, how long from when it was due, and what was wrong if anything."""

    page: str
    ms: float
    problem: str = ""


@dataclass(frozen=True)
class _Asked:
    page: str
    path: str
    headers: dict[str, str]
    due: float


def drive(port: int, pages: list[dict[str, Any]], seconds: float, rate: float) -> list[Answer]:
    """The answers of `seconds` of load; `pages` have name, paths, headers and weight."""
    waiting: queue.Queue[_Asked | None] = queue.Queue()
    answers: list[Answer] = []
    askers = [
        threading.Thread(target=_ask, args=(port, waiting, answers), daemon=True)
        for _ in range(_CONNECTIONS)
    ]
    for asker in askers:
        asker.start()
    random, start = Random(1), time.perf_counter() + 0.2
    weights = [page["weight"] for page in pages]
    for number in range(int(seconds * rate)):
        due = start + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        page = random.choices(pages, weights)[0]
        waiting.put(_Asked(page["name"], random.choice(page["paths"]), page["headers"], due))
    for _ in askers:
        waiting.put(None)
    for asker in askers:
        asker.join(2 * _TIMEOUT_S)
    return answers


def _ask(port: int, waiting: queue.Queue[_Asked | None], answers: list[Answer]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)
    while asked := waiting.get():
        problem = ""
        try:
            connection.request("GET", asked.path, headers=asked.headers)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                problem = f"{response.status} {asked.path}"
        except OSError as error:
            problem = f"{type(error).__name__} {asked.path}"
            connection.close()
        except http.client.HTTPException as error:
            problem = f"{type(error).__name__} {asked.path}"
            connection.close()
        answers.append(Answer(asked.page, (time.perf_counter() - asked.due) * 1000, problem))


def main() -> None:
    """Drives what standard input asks for."""
    answers = drive(**json.load(sys.stdin))
    json.dump([asdict(one) for one in answers], sys.stdout)


if __name__ == "__main__":
    main()
