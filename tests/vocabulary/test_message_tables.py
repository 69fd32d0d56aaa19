"""Messages: each code in one table, in both languages, with the same values to put in."""

import re

import pytest

from luheng.vocabulary.messages import _one_namespace
from luheng.vocabulary.tables import table


def test_a_code_declared_in_two_tables_is_refused_by_name() -> None:
    one = {"file_odd": {"zh": "奇怪", "en": "odd"}}
    with pytest.raises(ValueError, match=r"second\.yaml.*file_odd"):
        _one_namespace({"first": one, "empty": None, "second": one})


def test_every_table_shares_the_one_namespace() -> None:
    codes = [code for messages in table("message_tables").values() for code in messages or ()]
    assert sorted(_one_namespace(table("message_tables"))) == sorted(codes)


def test_every_message_speaks_both_languages_with_the_same_values() -> None:
    for messages in table("message_tables").values():
        for code, texts in (messages or {}).items():
            for kind in ("", "remedy_"):
                zh, en = (texts.get(f"{kind}{language}", "") for language in ("zh", "en"))
                assert bool(zh) == bool(en), (code, kind)
                # the label of an input is its Chinese name with the name itself
                values = [set(re.findall(r"\{(\w+)", text.replace("{label}", "{name}"))) for text in (zh, en)]  # fmt: skip
                assert values[0] == values[1], (code, kind)
