"""The workplace as a Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.models.signals import post_migrate


class WorkplaceConfig(AppConfig):
    """Records, permissions and pages of one city."""

    name = "luheng.workplace"
    label = "workplace"
    verbose_name = "绿衡"

    def ready(self) -> None:
        """Every change goes into the audit log; what follows from changed verdicts is done."""
        from luheng.workplace.audit import hooks
        from luheng.workplace.judging import verdicts_changed

        post_migrate.connect(_cover_new_tables, sender=self)
        hooks.connect()
        verdicts_changed.connect(_supervise, dispatch_uid="supervise")


def _cover_new_tables(using: str, **about: Any) -> None:
    from luheng.workplace.keeping import cover_new_tables

    cover_new_tables(connections[using])


def _supervise(**about: Any) -> None:
    from luheng.workplace.supervision.runs import run_automatically

    transaction.on_commit(run_automatically, robust=True)  # a page never fails for it
