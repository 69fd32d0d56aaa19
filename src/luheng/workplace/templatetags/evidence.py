"""What the evidence part of a page needs to know of its subject."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import template
from django.template.loader import render_to_string
from django.utils import timezone

from luheng.workplace.dossiers.signing import in_groups
from luheng.workplace.evidence.file_types import ACCEPTED
from luheng.workplace.evidence.subjects import content_type_of, kind_of
from luheng.workplace.keeping import kept_until_written
from luheng.workplace.models import Evidence, Proof
from luheng.workplace.pages.evidence_forms import UploadForm
from luheng.workplace.permissions import Act, may

register = template.Library()


@register.simple_tag(takes_context=True)
def evidence_of(context: dict[str, Any], subject: Any) -> dict[str, Any]:
    """The proofs of a subject, those of withdrawn pieces last; whether this person may add some."""
    proofs = Proof.objects.filter(content_type=content_type_of(subject), object_id=subject.pk)
    return {
        "proofs": proofs.select_related("evidence__source", "evidence__unit", "clause").order_by(
            "evidence__withdrawn", "pk"
        ),
        "kind": kind_of(subject),
        "may_add": may(context["request"].user, Act.ADD_EVIDENCE, subject),
        "fields": _upload_fields(),
    }


@kept_until_written
def _upload_fields() -> str:
    """What an upload asks: the same for every record and reader."""
    return render_to_string("luheng/parts/evidence_files.html", {"form": UploadForm()})


@register.simple_tag
def accepted_files() -> str:
    """The endings that the file chooser offers."""
    return ACCEPTED


@register.filter
def expired(evidence: Evidence) -> bool:
    """Whether its period has ended."""
    return evidence.valid_until is not None and evidence.valid_until < timezone.localdate()


@register.filter
def in_address(path: str) -> str:
    """A path as a link has it: a # or % in a title leads nowhere else."""
    return quote(path)


@register.filter
def key_groups(fingerprint: str) -> str:
    """A fingerprint in groups of four."""
    return in_groups(fingerprint)
