"""See that the programs which the tests drive are here; install Debian's where this user may.

Without one its tests skip aloud, naming the command; with CI=true its absence is an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """Something Debian packages and no Python package brings."""

    what: str
    used_for: str
    packages: tuple[str, ...]
    names: tuple[str, ...] = ()  # of its command, the best first
    variable: str = ""  # names one that lies elsewhere

    def path(self) -> str | None:
        """Where its command lies, or None."""
        named = os.environ.get(self.variable) if self.variable else None
        return named or next((path for name in self.names if (path := shutil.which(name))), None)

    def is_here(self) -> bool:
        """Whether it can be used."""
        return self.path() is not None

    @property
    def remedy(self) -> str:
        """The command that installs it."""
        return f"sudo apt-get install {' '.join(self.packages)}"


class ChineseFont(Program):
    """A font: without one every Chinese character in a picture is a box."""

    def is_here(self) -> bool:
        """Whether fontconfig knows a font for Chinese."""
        if not shutil.which("fc-list"):
            return False
        found = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
        return bool(found.stdout.strip())


CHROMIUM = Program(
    "Chromium", "pages in a browser", ("chromium",),
    ("chromium", "chromium-browser", "google-chrome"), "LUHENG_CHROMIUM",
)  # fmt: skip
CHINESE_FONT = ChineseFont("a Chinese font", "pages in a browser", ("fonts-noto-cjk",))
LIBREOFFICE = Program(
    "LibreOffice", "old Word and WPS files", ("libreoffice-writer-nogui",),
    ("soffice", "libreoffice"),
)  # fmt: skip
PROGRAMS = (CHROMIUM, CHINESE_FONT, LIBREOFFICE)


def missing() -> list[Program]:
    """The programs that are not here."""
    return [program for program in PROGRAMS if not program.is_here()]


def require(program: Program) -> str:
    """The path of a program that a test drives; where it is not here the test fails in CI, skips else."""
    import pytest

    path = program.path()
    if path is None:
        message = f"no {program.what} here; install it with: {program.remedy}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


def install(programs: list[Program]) -> None:
    """Install the packages by apt-get where this user is root and apt-get is here."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    packages = [package for program in programs for package in program.packages]
    print(f"• installing {' and '.join(packages)} for the tests")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *command], stdout=subprocess.DEVNULL, check=False, env=quiet
        )
        if done.returncode:
            print(f"  apt-get {command[0]} failed with {done.returncode}", file=sys.stderr)


def main() -> int:
    """0 when every program is here or may be done without, else 1."""
    if lacking := missing():
        install(lacking)
    for program in missing():
        print(f"!! no {program.what}. The tests of {program.used_for} need: {program.remedy}", file=sys.stderr)  # fmt: skip
    return int(bool(missing()) and os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
