"""Opening a city: its settings, its database brought up to date, leftovers of a crash cleared away."""

from __future__ import annotations

import os
from pathlib import Path

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City, open_city


def open_site(folder: Path | str) -> City:
    """The city of a folder, ready to work with in this process: one process, one city.

    Raises what `open_city` raises, and `database_unreachable`.
    """
    city = open_city(folder)
    os.environ["LUHENG_CITY"] = str(city.folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luheng.workplace.settings")
    import django

    django.setup()
    _bring_up_to_date()
    from luheng.workplace import raw_files

    raw_files.sweep(city)
    return city


def _bring_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from luheng.workplace.permissions import make_groups

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
            make_groups()
    except OperationalError as error:
        raise LuhengError("database_unreachable", problem=error) from error
