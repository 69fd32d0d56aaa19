"""Whether anything that a person made refers to a record: a report, a return, an order, a proof."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from luheng.workplace.models import (
    Observation,
    ProjectUnit,
    Proof,
    ReadItem,
    Step,
    TargetUnit,
    TaskUnit,
    Verdict,
)

# Rows that follow from the items themselves and are made anew: they hold nothing of a person's.
_DERIVED = {TargetUnit, TaskUnit, ProjectUnit, Verdict, Verdict.observations.through, Observation}


def is_referred_to(record: ReadItem) -> bool:
    """Whether the record would be missed if a new reading let it go."""
    if any(rows.exists() for rows in _rows_that_point_at(record)):
        return True
    kind = ContentType.objects.get_for_model(record)
    bound = {"content_type": kind, "object_id": record.pk}
    return Proof.objects.filter(**bound).exists() or Step.objects.filter(**bound).exists()


def _rows_that_point_at(record: ReadItem) -> list[models.QuerySet[Any]]:
    return [
        relation.related_model._default_manager.filter(**{relation.field.name: record.pk})
        for relation in record._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ForeignObjectRel)
        and not isinstance(relation, models.ManyToManyRel)
        and relation.related_model not in _DERIVED
        and not hasattr(relation.related_model, "instance_type")  # a table of history
    ]
