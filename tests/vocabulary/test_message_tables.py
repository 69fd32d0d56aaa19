"""Messages: each code in one table, in both languages, with the same values to put in."""

import re
from collections import Counter

from luheng.vocabulary.tables import table


def test_no_code_is_declared_in_two_tables() -> None:
    codes = Counter(
        code for messages in table("message_tables").values() for code in messages or ()
    )
    assert [code for code, count in codes.items() if count > 1] == []


def test_every_message_speaks_both_languages_with_the_same_values() -> None:
    for messages in table("message_tables").values():
        for code, texts in (messages or {}).items():
            for kind in ("", "remedy_"):
                zh, en = (texts.get(f"{kind}{language}", "") for language in ("zh", "en"))
                assert bool(zh) == bool(en), (code, kind)
                values = [set(re.findall(r"\{(\w+)", text)) for text in (zh, en)]
                assert values[0] == values[1], (code, kind)
