"""Which unit leads and supports what: an index of the unit names that stand in the items.

The names in `lead` and `support` of an item are the record; these rows follow from them and are
made anew whenever the item is saved by a service.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from luheng.workplace.language import say
from luheng.workplace.models.items import Project, Target, Task
from luheng.workplace.models.people import Unit


class Role(models.TextChoices):
    """What a unit does for an item."""

    LEAD = "lead", say("牵头", "lead")
    SUPPORT = "support", say("配合", "support")


class _Responsibility(models.Model):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="%(class)ss")
    role = models.CharField(max_length=8, choices=Role.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["role", "position"]


class TargetUnit(_Responsibility):
    """A unit that answers for a target."""

    item = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="units")

    class Meta(_Responsibility.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "unit", "role"], name="unit_once_a_target")
        ]


class TaskUnit(_Responsibility):
    """A unit that answers for a task."""

    item = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="units")

    class Meta(_Responsibility.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "unit", "role"], name="unit_once_a_task")
        ]


class ProjectUnit(_Responsibility):
    """A unit that answers for a project."""

    item = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="units")

    class Meta(_Responsibility.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "unit", "role"], name="unit_once_a_project")
        ]
