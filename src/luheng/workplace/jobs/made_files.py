"""Where a job puts a file it made."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.models import OPEN_STATES, Job

KEPT = timedelta(days=30)


def city_at_work() -> City:
    """The city of this process. Raises `no_city_here`."""
    city: City | None = settings.LUHENG_CITY
    if city is None:
        raise LuhengError("no_city_here", folder="LUHENG_CITY")
    return city


def keep_made(job: Job, content: bytes, suffix: str) -> str:
    """The name of the file below `city.made`; written whole or not at all. Raises `cannot_write`."""
    folder = city_at_work().made
    name = f"{job.pk}.{suffix}"
    begun = folder / f".{name}.new"
    try:
        folder.mkdir(exist_ok=True)
        begun.write_bytes(content)
        begun.replace(folder / name)
    except OSError as error:
        begun.unlink(missing_ok=True)
        raise LuhengError("cannot_write", folder=folder, problem=error.strerror) from error
    return name


def clear_old() -> int:
    """How many made files were removed: those of jobs that ended more than 30 days ago."""
    old = Job.objects.exclude(state__in=OPEN_STATES).exclude(result_file="")
    removed = 0
    for job in old.filter(finished_at__lt=timezone.now() - KEPT):
        (city_at_work().made / job.result_file).unlink(missing_ok=True)
        Job.objects.filter(pk=job.pk).update(result_file="")
        removed += 1
    return removed
