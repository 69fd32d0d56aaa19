"""Working days with public holidays and make-up days."""

from datetime import date

import pytest

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.workdays import after_workdays, is_known, is_workday, workdays_between


def test_a_make_up_saturday_is_worked_and_a_holiday_monday_is_not() -> None:
    assert is_workday(date(2024, 2, 4))  # Sunday before the Spring Festival
    assert not is_workday(date(2024, 2, 12))  # Monday in it
    assert is_workday(date(2024, 3, 4))
    assert not is_workday(date(2024, 3, 3))


def test_five_working_days_over_a_holiday() -> None:
    # 8 and 9 February, the worked Sunday 18, then 19 and 20: the holiday lies between
    assert after_workdays(date(2024, 2, 7), 5) == date(2024, 2, 20)
    assert after_workdays(date(2024, 3, 4), 0) == date(2024, 3, 4)
    assert after_workdays(date(2024, 2, 20), -5) == date(2024, 2, 7)


def test_days_between_count_like_the_deadline() -> None:
    start, end = date(2024, 2, 7), date(2024, 2, 20)
    assert workdays_between(start, end) == 5
    assert workdays_between(end, start) == -5
    assert workdays_between(start, start) == 0


def test_years_without_an_announced_calendar_are_not_guessed() -> None:
    assert is_known(2024)
    assert not is_known(1999)
    with pytest.raises(LuhengError) as refused:
        is_workday(date(1999, 1, 4))
    assert refused.value.message.code == "holidays_unknown"
    assert "1999" in str(refused.value)
