"""Answers that follow from the records alone are kept until a table they were read from is written.

Nobody who writes has to know of it, in this process or another, by whatever way: the database
itself says what was written since, so an answer is late by nothing (decision 0019).
"""

from luheng.workplace.keeping.answers import asked_once, kept_until_written
from luheng.workplace.keeping.notes import cover_new_tables, forget_notes

__all__ = ["asked_once", "cover_new_tables", "forget_notes", "kept_until_written"]
