"""docs/bad-input.md says what people see and which test shows it: both must be so."""

from __future__ import annotations

import re
from pathlib import Path

from luheng.vocabulary.messages import _declared

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ")][1:]


def test_every_kind_of_bad_input_names_tests_that_exist() -> None:
    for row in ROWS:
        tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert tests, row
        for path, name in tests:
            assert f"\ndef {name}(" in (ROOT / path).read_text(encoding="utf-8"), (path, name)


def test_every_message_on_the_page_is_the_one_a_person_sees() -> None:
    shown = re.findall(r"`(\w+)` ([^|]*?)(?=<br>| \|)", PAGE)
    assert len(shown) > 15
    for code, words in shown:
        texts = _declared()[code]
        assert words == f"{texts['zh']}。{texts['remedy_zh']}", code
