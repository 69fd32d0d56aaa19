"""Writes docs/permissions.md from the declarations: `python tools/write_permissions.py`."""

from __future__ import annotations

import os
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"


def main() -> None:
    """Writes the page anew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luheng.workplace.settings")
    django.setup()
    from luheng.workplace.matrix.page import matrix_page

    PAGE.write_text(matrix_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
