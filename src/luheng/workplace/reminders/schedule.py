"""The schedule of reminders: which mark before, on or after a deadline a day has reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luheng.workplace.supervision.deadlines import days_left
from luheng.workplace.supervision_settings import ReminderSettings


@dataclass(frozen=True)
class Mark:
    """A mark of the schedule and how many days are left; a person is told once of each."""

    key: str  # before-5, on, after-3
    left: int  # days until the deadline, negative after it
    working: bool  # whether those are working days

    @property
    def zh(self) -> str:
        """还有 3 个工作日, 今天到期, 已逾期 2 个工作日"""
        unit = "个工作日" if self.working else "天"
        if self.left == 0:
            return "今天到期"
        return f"还有 {self.left} {unit}" if self.left > 0 else f"已逾期 {-self.left} {unit}"

    @property
    def en(self) -> str:
        """3 working days left, due today, 2 working days overdue"""
        unit = "working days" if self.working else "days"
        if self.left == 0:
            return "due today"
        return f"{self.left} {unit} left" if self.left > 0 else f"{-self.left} {unit} overdue"


def reached(today: date, due: date, schedule: ReminderSettings) -> Mark | None:
    """The last mark that a day has reached; None before the first.

    A run that was missed is made up for by the next: there is one mark a day, not one for each
    that was passed.
    """
    left, working = days_left(today, due)
    if due == today:
        left = 0
    if left > 0 or due > today:
        ahead = [days for days in schedule.before if days >= left]
        return Mark(f"before-{min(ahead)}", max(left, 1), working) if ahead else None
    passed = -left
    behind = _last_after(passed, schedule)
    if behind:
        return Mark(f"after-{behind}", left, working)
    return Mark("on", left, working) if schedule.on_day else None


def _last_after(passed: int, schedule: ReminderSettings) -> int:
    """The last mark after the deadline, 0 before the first of them."""
    marks = [days for days in schedule.after if days <= passed]
    if not marks:
        return 0
    last = max(marks)
    if schedule.every and last == max(schedule.after):
        return last + (passed - last) // schedule.every * schedule.every
    return last
