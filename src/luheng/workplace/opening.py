"""Opening a city: its settings, its database brought up to date, leftovers of a crash cleared away."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City, open_city

_LOCK = 0x6C7568656E67  # any number that nothing else in the database locks


def open_site(folder: Path | str) -> City:
    """The city of a folder, ready to work with in this process: one process, one city.

    Raises what `open_city` raises, and `database_unreachable`.
    """
    city = open_city(folder)
    os.environ["LUHENG_CITY"] = str(city.folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luheng.workplace.settings")
    import django

    django.setup()
    _bring_up_to_date(city)
    from luheng.workplace import raw_files

    raw_files.sweep(city)
    return city


def _bring_up_to_date(city: City) -> None:
    from django.db import OperationalError

    from luheng.workplace.permissions import make_groups
    from luheng.workplace.schema import bring_up_to_date, is_behind

    try:
        if not is_behind():
            return
        with _one_at_a_time(city):
            if is_behind():  # nobody did it while this one waited
                bring_up_to_date()
                make_groups()
    except OperationalError as error:
        raise LuhengError("database_unreachable", problem=error) from error


@contextmanager
def _one_at_a_time(city: City) -> Iterator[None]:
    """Within, no other process brings this city's database up to date, on whatever machine."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    with (city.folder / ".opening.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
