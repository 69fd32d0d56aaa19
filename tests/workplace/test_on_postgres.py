"""The same tests of the workplace on a real PostgreSQL: both stores must behave alike."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.mark.slow
@pytest.mark.postgres
def test_the_workplace_behaves_the_same_on_postgresql(postgres_url: str) -> None:
    environment = {name: it for name, it in os.environ.items() if "XDIST" not in name}
    environment["DATABASE_URL"] = postgres_url
    run = subprocess.run(  # noqa: PLW1510 the code is asserted below
        [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile", str(HERE), "-p", "no:cacheprovider",
         "-m", "(not slow or both_stores) and not postgres and not browser", "--create-db"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3000,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert " passed" in run.stdout
