"""The evidence of the invented city, bound to what it proves."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from luheng.workplace.city import City
from luheng.workplace.evidence.binding import bind
from luheng.workplace.evidence.taking import take_evidence
from luheng.workplace.models import Target, Task, User

_ABOUT = ("kind", "document_no", "issuer", "valid_from", "valid_until")


def add_example_evidence(city: City, example: Path, username: str) -> int:
    """How many pieces were taken: the files of `evidence/`, as sources/evidence.toml describes them."""
    by = User.objects.get(username=username)
    source = (example / "sources" / "evidence.toml").read_text(encoding="utf-8")
    described = [one for every in tomllib.loads(source).values() for one in every]
    for one in described:
        about = {name: one[name] for name in _ABOUT if name in one}
        path = example / "evidence" / one["file"]
        taken = take_evidence(city, path, name=path.name, by=by, **about)
        for proof in one["proves"]:
            bind(taken.evidence, _subject(proof), by, note=proof["note"])
    return len(described)


def _subject(proof: dict[str, Any]) -> Target | Task:
    if "task" in proof:
        return Task.objects.get(no=proof["task"])
    return Target.objects.filter(indicator__contains=proof["target"]).order_by("position")[0]
