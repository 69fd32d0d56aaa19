"""Backups: a city as one file that any of its databases can be made from again."""

from luheng.workplace.backups.archive import Backup, open_backup
from luheng.workplace.backups.restoring import restore
from luheng.workplace.backups.writing import Written, back_up

__all__ = ["Backup", "Written", "back_up", "open_backup", "restore"]
