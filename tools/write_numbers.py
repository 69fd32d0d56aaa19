"""Writes the `numbers` entry of the changelog, or settles the results that were published.

python tools/write_numbers.py TOPIC "why the numbers moved"   writes changelog.d/TOPIC.numbers.md
python tools/write_numbers.py --settle                        after a release: entries are printed,
                                                              taken out, and results settled anew
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from luheng.methods.published import entry, moved_since, published_now, untold

FOLDER = Path(__file__).resolve().parents[1] / "changelog.d"
SETTLED = FOLDER / "results.json"
KINDS = ("added", "changed", "fixed", "removed", "numbers")
_NAME = re.compile(rf"[a-z0-9][a-z0-9-]*\.({'|'.join(KINDS)})\.md")


def fragments() -> dict[str, str]:
    """The entries of the changelog that no release has collected, by file name."""
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(FOLDER.glob("*.md"))
        if path.name != "README.md"
    }


def well_named(name: str) -> bool:
    """Whether a fragment is named topic.kind.md, of a kind there is."""
    return _NAME.fullmatch(name) is not None


def write(topic: str, why: str) -> Path | None:
    """The entry of every result that moved and is not told yet; None where there is none."""
    told = [text for name, text in fragments().items() if name != f"{topic}.numbers.md"]
    left = untold(moved_since(settled(), published_now()), told)
    if not left:
        return None
    path = FOLDER / f"{topic}.numbers.md"
    path.write_text(entry(left, why=why), encoding="utf-8")
    return path


def settled() -> dict[str, dict[str, object]]:
    """The results as they were last settled."""
    found: dict[str, dict[str, object]] = json.loads(SETTLED.read_text(encoding="utf-8"))
    return found


def settle() -> str:
    """The collected entries by kind, which are then taken out; results are settled as they are now."""
    parts = fragments()
    collected = "\n".join(
        f"## {kind}\n\n" + "\n".join(text for name, text in parts.items() if f".{kind}." in name)
        for kind in KINDS
        if any(f".{kind}." in name for name in parts)
    )
    lines = json.dumps(published_now(), ensure_ascii=False, indent=0, sort_keys=True)
    SETTLED.write_text(lines + "\n", encoding="utf-8")
    for name in parts:
        (FOLDER / name).unlink()
    return collected


def main(arguments: list[str]) -> int:
    """As the arguments say; 2 where they say nothing."""
    if arguments == ["--settle"]:
        print(settle())
        return 0
    if len(arguments) != 2 or not well_named(f"{arguments[0]}.numbers.md"):
        print(__doc__)
        return 2
    print(write(*arguments) or "no published result moved")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
