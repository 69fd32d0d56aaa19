"""Writes docs/standards.md from what the packs declare."""

from __future__ import annotations

from pathlib import Path

from luheng.methods.catalogue import standards_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "standards.md"


def main() -> None:
    """Writes the page and says so."""
    PAGE.write_text(standards_page(), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
