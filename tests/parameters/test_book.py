"""Official numbers: what a file may say, and which version holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from luheng.parameters import book_of
from luheng.vocabulary.messages import LuhengError

HEAD = "- id: a.b\n  zh: 甲\n  en: b\n  unit: kg\n  versions:\n"
SOURCE = "source: {standard: S-1, clause: 表1, mark: verified}"


def refused(text: str) -> LuhengError:
    with pytest.raises(LuhengError) as found:
        book_of({"a/p.yaml": text})
    assert found.value.message.text("zh") and found.value.message.remedy("en")
    return found.value


def test_overlapping_versions_are_refused_with_file_and_line() -> None:
    error = refused(
        HEAD
        + f"    - {{from: 2020-01-01, until: 2022-01-01, value: 1, {SOURCE}}}\n"
        + f"    - {{from: 2021-01-01, value: 2, {SOURCE}}}\n"
    )
    assert error.message.code == "parameters_overlap"
    assert "a/p.yaml 第 7 行" in str(error) and "a/p.yaml:6" in str(error)


def test_a_gap_between_versions_is_refused_with_file_and_line() -> None:
    error = refused(
        HEAD
        + f"    - {{from: 2020-01-01, until: 2021-01-01, value: 1, {SOURCE}}}\n"
        + f"    - {{from: 2022-01-01, value: 2, {SOURCE}}}\n"
    )
    assert error.message.code == "parameters_gap"
    assert "a/p.yaml 第 7 行" in str(error)


def test_two_versions_that_never_end_overlap() -> None:
    both = "".join(f"    - {{from: {y}-01-01, value: 1, {SOURCE}}}\n" for y in (2020, 2021))
    assert refused(HEAD + both).message.code == "parameters_overlap"


@pytest.mark.parametrize("entry, code", [
    ("{from: 2020-01-01, value: 1}", "parameters_entry_missing"),
    ("{from: 2020-01-01, value: 1, source: {standard: S}}", "parameters_entry_missing"),
    ("{from: 2020-01-01, value: 1, source: {standard: S, mark: sure}}", "parameters_value_refused"),
    (f"{{from: 2020-01-01, {SOURCE}}}", "parameters_entry_missing"),
    (f"{{form: 2020-01-01, value: 1, {SOURCE}}}", "parameters_entry_unknown"),
    (f"{{from: 2020, value: 1, {SOURCE}}}", "parameters_value_refused"),
    (f"{{from: 2020-01-01, from: 2021-01-01, value: 1, {SOURCE}}}", "parameters_entry_twice"),
    (f"{{from: 2020-01-01, until: 2019-01-01, value: 1, {SOURCE}}}", "parameters_value_refused"),
    ("{from: 2020-01-01", "parameters_unreadable"),
    ("5", "parameters_no_mapping"),
])  # fmt: skip
def test_a_wrong_file_is_refused(entry: str, code: str) -> None:
    assert refused(f"{HEAD}    - {entry}\n").message.code == code


def test_an_unknown_unit_and_a_second_id_are_refused() -> None:
    one = HEAD + f"    - {{from: 2020-01-01, value: 1, {SOURCE}}}\n"
    assert refused(one.replace("kg", "smoot")).message.code == "parameters_value_refused"
    assert refused(one + one).message.code == "parameters_id_twice"


def test_numbers_are_exact_and_rows_have_labels_units_and_marks() -> None:
    book = book_of({"a/p.yaml": f"""
- id: a.f.{{fuel}}
  zh: 系数
  en: factor
  unit: kgce/kg
  labels: {{gas: {{zh: 气, en: gas, unit: kgce/m³}}}}
  versions:
    - from: 2020-01-01
      {SOURCE}
      rows:
        coal: 0.7143
        gas: {{value: 1.33, mark: recalled}}
"""})  # fmt: skip
    coal, gas = (book.resolve(f"a.f.{key}", date(2024, 1, 1)) for key in ("coal", "gas"))
    assert (coal.value, coal.printed) == (Fraction(7143, 10000), Decimal("0.7143"))
    assert (gas.unit, gas.source.mark, coal.source.mark) == ("kgce/m³", "recalled", "verified")
    assert book.keys("a.f.{fuel}") == ["coal", "gas"]
    assert book.get("a.f.gas").zh == "系数·气"


def test_announced_and_ended_numbers_say_so() -> None:
    book = book_of({"a/p.yaml": HEAD
        + f"    - {{from: 2020-01-01, until: 2024-01-01, value: 1, {SOURCE}}}\n"
        + "    - {from: 2024-01-01, until: 2025-01-01, value: expected, source: {standard: S-2, mark: verified}}\n"
        + "    - {from: 2025-01-01, value: ended, source: {standard: S-3, mark: verified}}\n"
    })  # fmt: skip
    for day, words in ((date(2024, 6, 1), "尚未录入"), (date(2025, 6, 1), "已停用")):  # fmt: skip
        with pytest.raises(LuhengError, match=words):
            book.resolve("a.b", day)
    with pytest.raises(LuhengError, match="没有数值"):
        book.resolve("a.b", date(2019, 12, 31))


def test_a_later_correction_is_known_from_its_day_on() -> None:
    book = book_of({"a/p.yaml": HEAD + f"""
    - from: 2022-01-01
      known: 2023-06-01
      value: 0.5703
      {SOURCE}
      revisions:
        - {{known: 2024-02-01, value: 0.5366, {SOURCE}}}
"""})  # fmt: skip
    day = date(2022, 6, 1)
    assert book.resolve("a.b", day).printed == Decimal("0.5366")
    assert book.resolve("a.b", day, as_of=date(2023, 12, 31)).printed == Decimal("0.5703")
    with pytest.raises(LuhengError, match="尚未公布"):
        book.resolve("a.b", day, as_of=date(2023, 1, 1))


def test_a_city_without_the_number_is_told_where_there_is_one() -> None:
    book = book_of({"a/p.yaml": HEAD
        + f"    - {{from: 2020-01-01, until: 2022-01-01, place: 广东省, value: 1, {SOURCE}}}\n"
        + f"    - {{from: 2022-01-01, place: 广东省, value: wider, {SOURCE}}}\n"
    })  # fmt: skip
    assert book.resolve("a.b", date(2020, 1, 1), "湛江市").printed == 1
    for place, day in (("兰州市", date(2020, 1, 1)), ("", date(2020, 1, 1))):
        with pytest.raises(LuhengError, match="也没有全国数值"):
            book.resolve("a.b", day, place)
    with pytest.raises(LuhengError):
        book.resolve("a.b", date(2023, 1, 1), "湛江市")


def test_a_changed_number_changes_the_digest() -> None:
    def digest(value: str) -> str:
        text = HEAD + f"    - {{from: 2020-01-01, value: {value}, {SOURCE}}}\n"
        return book_of({"p.yaml": text}).resolve("a.b", date(2020, 1, 1)).digest

    assert digest("1.0") == digest("1.00") != digest("1.01")


def test_an_edition_of_several_years_gives_the_one_of_the_day_else_the_latest() -> None:
    source = "source: {standard: S-2, mark: verified}"
    book = book_of({"a/p.yaml": HEAD
        + f"    - {{from: 2020-01-01, until: 2021-01-01, value: 1, {SOURCE}}}\n"
        + f"    - {{from: 2021-01-01, until: 2022-01-01, value: 2, {source}}}\n"
        + f"    - {{from: 2022-01-01, until: 2023-01-01, value: 3, {source}}}\n"
    })  # fmt: skip
    for day, value in ((date(2021, 6, 1), 2), (date(2022, 6, 1), 3), (date(2020, 6, 1), 3)):
        assert book.resolve("a.b", day, using=("S-2",)).printed == value
