"""See that a Chromium is here for the browser tests; install Debian's where this user may.

Without one the tests skip aloud, naming the command; with CI=true its absence is an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ["chromium", "fonts-noto-cjk"]  # the font: without it every Chinese character is a box
INSTALL = f"sudo apt-get install {' '.join(PACKAGES)}"


def find_browser() -> str | None:
    """The path of a Chromium, or None. LUHENG_CHROMIUM names one that lies elsewhere."""
    named = os.environ.get("LUHENG_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font for Chinese."""
    if not shutil.which("fc-list"):
        return False
    return bool(
        subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip()
    )


def install() -> None:
    """Install the packages by apt-get where this user is root and apt-get is here."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"• installing {' and '.join(PACKAGES)} for the browser tests")
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(["apt-get", "-qq", *command], stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            print(f"  apt-get {command[0]} failed with {done.returncode}", file=sys.stderr)


def main() -> int:
    """0 when a browser and a font are here or may be done without, else 1."""
    if not (find_browser() and has_chinese_font()):
        install()
    if find_browser() and has_chinese_font():
        return 0
    print(f"!! no Chromium with a Chinese font. The browser tests need: {INSTALL}", file=sys.stderr)
    return int(os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
