"""The pictures of the README and the tutorial, taken anew from the example city (`make shots`)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.find_programs import CHROMIUM  # noqa: E402

PORT = 8199
ADDRESS = f"http://127.0.0.1:{PORT}"
PICTURES = ROOT / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def main() -> int:
    """Serves the example city, visits its pages and writes the pictures."""
    browser_path = CHROMIUM.path()
    if browser_path is None:
        print(f"no Chromium; install it with: {CHROMIUM.remedy}", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server, said = _serve(Path(folder) / "demo-city")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
                _take(browser.new_page(viewport={"width": 1360, "height": 860}), said)
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)
    return 0


def _serve(folder: Path) -> tuple[subprocess.Popen[bytes], dict[str, Any]]:
    luheng = [sys.executable, "-c", "from luheng.cli import main; main()"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    demo = [*luheng, "demo", "--folder", str(folder), "--no-serve", "--json"]
    said = json.loads(subprocess.run(demo, env=environment, check=True, capture_output=True).stdout)
    serve = [*luheng, "serve", str(folder), "--port", str(PORT)]
    server = subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{ADDRESS}/sign-in/", timeout=2).close()
            break
        except OSError:
            time.sleep(0.1)
    return server, said


def _take(page: Page, said: dict[str, Any]) -> None:
    account = next(one for one in said["accounts"] if one["role"] == "plan_office")
    page.goto(f"{ADDRESS}/sign-in/")
    page.fill("#id_username", account["username"])
    page.fill("#id_password", account["password"])
    page.click("main button")
    _picture(page, "/", "home")
    _picture(page, "/targets/", "targets")
    target = _first(page, "/targets/?q=PM2.5", "table.grid tbody a")
    _picture(page, target, "target", wait=".chart .main-svg")
    plan = _first(page, "/documents/?kind=plan", "table.grid tbody a")
    _picture(page, f"{plan}?kind=target", "document")
    _picture(page, "/projects/overview/", "projects", wait=".chart .main-svg")


def _first(page: Page, path: str, link: str) -> str:
    page.goto(f"{ADDRESS}{path}")
    return page.locator(link).first.get_attribute("href") or "/"


def _picture(page: Page, path: str, name: str, wait: str = "main") -> None:
    page.goto(f"{ADDRESS}{path}")
    page.locator(wait).first.wait_for()
    page.wait_for_timeout(400)  # fonts and charts settle
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
