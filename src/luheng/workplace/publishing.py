"""The public page as a folder of files: opens from a disk, can be put on any server.

Links are relative, nothing is loaded from outside, and the same data gives the same bytes.
"""

from __future__ import annotations

import hashlib
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import audited_export
from luheng.workplace.pages.public import public_context, target_context
from luheng.workplace.pages.public_reports import kept_bytes, open_reports
from luheng.workplace.registers import public_part

_LANGUAGES = {"zh-hans": "", "en": "en/"}
_ASSETS = ("luheng.css", "mark.svg")
_MARK = ".luheng-published"


def publish(folder: Path) -> int:
    """How many pages were written. Raises `not_a_published_folder` for a folder with other things,
    `file_not_found` where a report that is open has lost its file.

    Everything is written beside the folder first and put in its place at the end.
    """
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise LuhengError("not_a_published_folder", folder=folder)
    begun = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir(parents=True)
    (begun / _MARK).write_text("", encoding="utf-8")
    for name in _ASSETS:
        content = (files("luheng.workplace") / "static" / "luheng" / name).read_bytes()
        (begun / name).write_bytes(content)
    _copy_reports(begun / "reports")
    pages = sum(_write(begun, language, prefix) for language, prefix in _LANGUAGES.items())
    digest = _digest(begun)
    _put_in_place(begun, folder)
    audited_export("public_folder", None, folder.name, digest, pages=pages)
    return pages


def _copy_reports(folder: Path) -> None:
    for file in (file for report in open_reports() for file in report.files):
        path = folder / file.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(kept_bytes(file))


def _digest(root: Path) -> str:
    """SHA-256 over the names and bytes of all files."""
    digest = hashlib.sha256()
    for path in sorted(one for one in root.rglob("*") if one.is_file()):
        digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _write(root: Path, language: str, prefix: str) -> int:
    """All pages of one language."""
    up = "../" if prefix else "./"
    (root / prefix / "targets").mkdir(parents=True, exist_ok=True)
    with translation.override(language):
        context = public_context()
        other = "en/index.html" if not prefix else "../index.html"
        index = {
            "assets": up,
            "start": "index.html",
            "pages": "targets/",
            "other_language": other,
            "reports_at": f"{prefix and '../'}reports/",
        }
        _page(root / prefix / "index.html", "index", context | index)
        for target in context["targets"]:
            name = f"{target.id}.html"
            there = f"../../targets/{name}" if prefix else f"../en/targets/{name}"
            links = {"assets": f"../{up}", "start": "../index.html", "other_language": there}
            shown = target_context(target, public_part) | links
            _page(root / prefix / "targets" / name, "target", shown)
    return 1 + len(context["targets"])


def _page(path: Path, template: str, context: dict[str, Any]) -> None:
    known = {"city": settings.LUHENG_CITY, "suffix": ".html"}
    text = render_to_string(f"luheng/public/{template}.html", known | context)
    path.write_text(text, encoding="utf-8")


def _put_in_place(begun: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    begun.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
